"""python-telegram-bot reads all that the sandbox says and sends what it takes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from telegram import (
    Bot,
    BotCommand,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    MenuButtonCommands,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from sandbox import Fault, Origin, Phone, Sandbox
from tests.sandbox.conftest import START
from tests.sandbox.pictures import png


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    root = sandbox.base_url
    async with Bot(sandbox.token, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot") as ready:
        yield ready


async def messages(bot: Bot) -> list[Message]:
    updates = await bot.get_updates()
    found = [update.message for update in updates if update.message]
    assert len(found) == len(updates)
    for message in found:
        assert not message.api_kwargs
    return found


async def test_every_kind_of_message_is_read(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(first_name="用户")
    phone.start("case_1")
    phone.send_photo(png(), caption="订单页")
    phone.send_document(b"%PDF", "账单.pdf")
    phone.send_voice()
    phone.send_sticker()
    phone.send_video(b"mp4")
    phone.send_audio(b"mp3")
    phone.send_location()
    phone.send_contact()
    text, photo, document, voice, sticker, video, audio, place, contact = await messages(bot)
    assert text.from_user
    assert (text.chat.type, text.chat.id, text.from_user.id) == ("private", phone.chat_id, phone.user_id)
    assert (text.text, text.entities[0].type) == ("/start case_1", "bot_command")
    assert text.date == datetime.fromtimestamp(START, UTC)
    assert (photo.photo[-1].width, photo.caption) == (40, "订单页")
    assert document.document
    assert document.document.mime_type == "application/pdf"
    assert voice.voice
    assert sticker.sticker
    assert video.video
    assert audio.audio
    assert place.location
    assert contact.contact


async def test_origins_are_read(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone()
    first = phone.say("先交500元", origin=Origin("在线客服", START - 600))
    phone.say("a", origin=Origin("客服", START, "user"))
    phone.say("b", origin=Origin("交流群", START, "chat"))
    phone.say("c", origin=Origin("公告", START, "channel"))
    phone.send_photo(png(), png(grey=1), origin=Origin("在线客服", START))
    own = phone.say("我自己的话")
    phone.forward(own["message_id"], first["message_id"])
    hidden, user, chat, channel, *album, _, mine, forwarded = await messages(bot)
    assert isinstance(hidden.forward_origin, MessageOriginHiddenUser)
    assert hidden.forward_origin.sender_user_name == "在线客服"
    assert hidden.forward_origin.date == datetime.fromtimestamp(START - 600, UTC)
    assert isinstance(user.forward_origin, MessageOriginUser)
    assert isinstance(chat.forward_origin, MessageOriginChat)
    assert isinstance(channel.forward_origin, MessageOriginChannel)
    assert len({message.media_group_id for message in album}) == 1
    assert isinstance(mine.forward_origin, MessageOriginUser)
    assert mine.forward_origin.sender_user.id == phone.user_id
    assert forwarded.forward_origin == hidden.forward_origin


async def test_edits_taps_and_blocks_are_read(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone()
    said = phone.say("九十八")
    phone.edit(said["message_id"], "98元")
    markup = InlineKeyboardMarkup.from_button(InlineKeyboardButton("对", callback_data="v1:1"))
    await bot.send_message(phone.chat_id, "对吗？", reply_markup=markup)
    phone.tap("对")
    phone.block()
    _, edited, tapped, blocked = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    assert edited.edited_message
    assert (edited.edited_message.text, edited.edited_message.edit_date is not None) == ("98元", True)
    assert tapped.callback_query
    assert isinstance(tapped.callback_query.message, Message)
    assert tapped.callback_query.message.reply_markup == markup
    assert blocked.my_chat_member
    change = blocked.my_chat_member
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    await bot.answer_callback_query(tapped.callback_query.id)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(tapped.callback_query.id)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(phone.chat_id, "x")


async def test_groups_show_a_bot_what_telegram_shows_it(sandbox: Sandbox, bot: Bot) -> None:
    group = sandbox.group(sandbox.phone(), "吐槽群")
    group.say("大家好")
    group.say("/start")
    group.say(f"@{(await bot.get_me()).username} 在吗")
    joined, *said = await bot.get_updates()
    assert joined.my_chat_member
    assert joined.my_chat_member.chat.type == "group"
    assert [update.message.text for update in said if update.message] == ["/start", "@sandbox_bot 在吗"]
    await bot.send_message(group.chat_id, "请私聊我")
    await group.sees("请私聊我")


async def test_sending(sandbox: Sandbox, bot: Bot) -> None:
    phone = started(sandbox)
    markup = InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("复制", copy_text=CopyTextButton("LY1")),
                InlineKeyboardButton("去", url="https://a.cn"),
            ]
        ]
    )
    text = await bot.send_message(phone.chat_id, "<pre>LY1</pre>", "HTML", reply_markup=markup)
    assert (text.text, text.entities[0].type, text.reply_markup) == ("LY1", "pre", markup)
    quote = ReplyParameters(text.message_id)
    photo = await bot.send_photo(phone.chat_id, png(), caption="图", reply_parameters=quote)
    assert photo.reply_to_message
    assert (photo.photo[-1].height, photo.reply_to_message.message_id) == (80, text.message_id)
    document = await bot.send_document(phone.chat_id, b"PK", filename="导出.zip")
    assert document.document
    assert document.document.file_name == "导出.zip"
    album = await bot.send_media_group(phone.chat_id, [InputMediaPhoto(png(grey=n), caption=str(n)) for n in (1, 2)])
    assert [message.caption for message in album] == ["1", "2"]
    assert await bot.send_chat_action(phone.chat_id, "typing")
    edited = await bot.edit_message_text("好", phone.chat_id, text.message_id)
    assert isinstance(edited, Message)
    assert edited.reply_markup is None
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("好", phone.chat_id, text.message_id)
    assert await bot.delete_message(phone.chat_id, text.message_id)


async def test_downloading(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone()
    data = png()
    phone.send_photo(data)
    (message,) = await messages(bot)
    file = await bot.get_file(message.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == data


async def test_the_profile(bot: Bot) -> None:
    commands = [BotCommand("new", "新的投诉")]
    assert await bot.set_my_commands(commands)
    assert await bot.get_my_commands() == tuple(commands)
    assert await bot.set_my_name("投诉向导")
    assert (await bot.get_my_name()).name == "投诉向导"
    assert await bot.set_my_description("一步步走完")
    assert await bot.set_my_short_description("短")
    assert await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""


async def test_errors_are_the_ones_that_ptb_knows(sandbox: Sandbox, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    chat_id = started(sandbox).chat_id
    for fault, error in (
        (Fault("retry_after", seconds=3), RetryAfter),
        (Fault("conflict"), Conflict),
        (Fault("server_error"), NetworkError),
        (Fault("bad_gateway"), NetworkError),
        (Fault("drop"), NetworkError),
    ):
        sandbox.fail("sendMessage", fault)
        with pytest.raises(error):
            await bot.send_message(chat_id, "x")
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=f"{sandbox.base_url}/bot"):
            pass


def started(sandbox: Sandbox) -> Phone:
    phone = sandbox.phone()
    phone.start()
    return phone
