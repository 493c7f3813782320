"""`python -m benchmarks.plain`: the same dialog as python-telegram-bot's documentation shows how to write one.

A `ConversationHandler` with `PicklePersistence`, polled by `run_polling` with its defaults, after
https://docs.python-telegram-bot.org/en/stable/examples.conversationbot.html and
https://docs.python-telegram-bot.org/en/stable/examples.persistentconversationbot.html
"""

import os
import warnings
from pathlib import Path

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update, User
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.warnings import PTBUserWarning

from benchmarks import flow

NUMBER, KIND, STORY, PICTURE, CONFIRM = range(5)
FOLDER = Path(os.environ["DATA_DIR"])
Context = ContextTypes.DEFAULT_TYPE


def answers(context: Context) -> dict[str, object]:
    """What the persistence keeps of a user."""
    assert context.user_data is not None
    return context.user_data


def message_of(update: Update) -> tuple[Message, User]:
    """What was sent, and by whom."""
    assert update.message is not None
    assert update.message.from_user is not None
    return update.message, update.message.from_user


async def tapped(update: Update) -> tuple[CallbackQuery, Message]:
    """What was tapped, answered at once, and the message it is under."""
    query = update.callback_query
    assert query is not None
    await query.answer()
    assert isinstance(query.message, Message)
    return query, query.message


async def start(update: Update, context: Context) -> int:
    """Turn 1."""
    answers(context).clear()
    message, _ = message_of(update)
    await message.reply_text(flow.NUMBER)
    return NUMBER


async def number(update: Update, context: Context) -> int:
    """Turn 2."""
    message, _ = message_of(update)
    answers(context)["number"] = message.text
    rows = [[InlineKeyboardButton(kind, callback_data=str(place))] for place, kind in enumerate(flow.KINDS)]
    await message.reply_text(flow.KIND, reply_markup=InlineKeyboardMarkup(rows))
    return KIND


async def kind(update: Update, context: Context) -> int:
    """Turn 3."""
    query, message = await tapped(update)
    answers(context)["kind"] = query.data
    await message.reply_text(flow.STORY)
    return STORY


async def story(update: Update, context: Context) -> int:
    """Turn 4."""
    message, _ = message_of(update)
    answers(context)["story"] = message.text
    await message.reply_text(flow.PICTURE)
    return PICTURE


async def picture(update: Update, context: Context) -> int:
    """Turn 5."""
    message, user = message_of(update)
    file = await message.photo[-1].get_file()
    answers(context)["picture"] = str(await file.download_to_drive(FOLDER / f"{user.id}.jpg"))
    rows = [[InlineKeyboardButton(flow.YES, callback_data="yes")]]
    await message.reply_text(flow.CONFIRM, reply_markup=InlineKeyboardMarkup(rows))
    return CONFIRM


async def confirm(update: Update, context: Context) -> int:
    """Turn 6."""
    _, message = await tapped(update)
    await message.reply_text(flow.KEPT)
    return ConversationHandler.END


def main() -> None:
    """Until SIGTERM."""
    root = os.environ["TELEGRAM_API_URL"]
    application = (
        ApplicationBuilder()
        .token(os.environ["TELEGRAM_BOT_TOKEN"])
        .base_url(f"{root}/bot")
        .base_file_url(f"{root}/file/bot")
        .persistence(PicklePersistence(FOLDER / "conversations"))
        .build()
    )
    words = filters.TEXT & ~filters.COMMAND
    dialog: ConversationHandler[Context] = ConversationHandler(
        entry_points=[CommandHandler("start", start)],
        states={
            NUMBER: [MessageHandler(words, number)],
            KIND: [CallbackQueryHandler(kind)],
            STORY: [MessageHandler(words, story)],
            PICTURE: [MessageHandler(filters.PHOTO, picture)],
            CONFIRM: [CallbackQueryHandler(confirm)],
        },
        fallbacks=[CommandHandler("start", start)],
        name="dialog",
        persistent=True,
    )
    application.add_handler(dialog)
    application.run_polling()


if __name__ == "__main__":
    warnings.filterwarnings("ignore", message="If 'per_message=", category=PTBUserWarning)
    FOLDER.mkdir(parents=True, exist_ok=True)
    main()
