"""Every kind of update as the event it is, from updates as PTB writes them, so that fields are named as on Telegram."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import (
    Animation,
    Audio,
    CallbackQuery,
    ChatMemberBanned,
    ChatMemberMember,
    ChatMemberUpdated,
    Contact,
    Dice,
    Document,
    InaccessibleMessage,
    Location,
    Message,
    MessageAutoDeleteTimerChanged,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    PhotoSize,
    Poll,
    PollOption,
    Sticker,
    Story,
    Update,
    User,
    Venue,
    Video,
    VideoNote,
    Voice,
)
from telegram import Chat as TelegramChat

from bot.networks.telegram.reading import MAX_FETCH, Reader, group_of
from dialogs.events import EVENTS, Blocked, Event, Unblocked, UserEdit, UserFile, UserForward, UserTap, UserText
from tests.bot.networks.telegram.support import BOT, chat_of

AT = 1_795_402_009
SAID = 1_795_402_000
LONG_AGO = 1_790_000_000
ME = User(42, "小明", False, last_name="王")
PRIVATE = TelegramChat(42, "private", first_name="小明")
GROUP = TelegramChat(-100, "supergroup", title="维权群")
CHANNEL = TelegramChat(-101, "channel", title="公告")


def when(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def said(**content: Any) -> Message:
    chat, person = content.pop("chat", PRIVATE), content.pop("person", ME)
    return Message(7, when(SAID), chat, from_user=person, **content)


def read(dated: Any = int, **content: Any) -> Event | None:
    """The event of an update that went through JSON, as from the network."""
    update = Update.de_json(Update(1001, **content).to_dict(), None)
    return Reader(BOT, lambda: AT, dated).read(update)


COMMON: dict[str, Any] = {"id": "1001", "chat": chat_of(42), "at": AT, "said_at": SAID, "message": "7"}
POLL = Poll(
    "1",
    "q",
    [PollOption("a", 0, persistent_id="1")],
    total_voter_count=0,
    is_closed=False,
    is_anonymous=True,
    type="regular",
    allows_multiple_answers=False,
    allows_revoting=True,
    members_only=False,
)
FILE: dict[str, Any] = {"file_unique_id": "u", "file_size": 5000}
SIZES = [PhotoSize(name, f"{name}1", 90, 90, size) for name, size in (("s", 1000), ("m", 9000), ("l", 99000))]


@pytest.mark.parametrize(
    ("content", "event"),
    [
        ({"text": "  昨晚十点半\u200b "}, UserText(**COMMON, text="昨晚十点半")),
        ({"text": "/start r3"}, UserText(**COMMON, text="/start r3")),
        ({"text": "/log@guide_bot"}, UserText(**COMMON, text="/log@guide_bot")),
        ({"text": "这张", "reply_to_message": said(text="x")}, UserText(**COMMON, text="这张", reply_to="7")),
        ({"photo": SIZES}, UserFile(**COMMON, kind="picture", file_id="l", size=99000)),
        (
            {"photo": SIZES, "media_group_id": "9", "caption": " 付款记录 "},
            UserFile(**COMMON, kind="picture", file_id="l", size=99000, album="9", caption="付款记录"),
        ),
        (
            {"photo": [*SIZES, PhotoSize("h", "h1", 9000, 9000, MAX_FETCH + 1)]},
            UserFile(**COMMON, kind="picture", file_id="l", size=99000),
        ),
        (
            {"photo": [PhotoSize("h", "h1", 9000, 9000, MAX_FETCH + 1)]},
            UserFile(**COMMON, kind="picture", file_id="h", size=MAX_FETCH + 1),
        ),
        ({"photo": [PhotoSize("q", "q1", 9, 9)]}, UserFile(**COMMON, kind="picture", file_id="q")),
        (
            {"document": Document("d", **FILE, file_name="聊天.pdf", mime_type="application/pdf")},
            UserFile(**COMMON, kind="document", file_id="d", size=5000, name="聊天.pdf", mime="application/pdf"),
        ),
        (
            {
                "animation": Animation("a", "u", 1, 1, 1, file_size=5000),
                "document": Document("a", **FILE, file_name="x.mp4", mime_type="video/mp4"),
            },
            UserFile(**COMMON, kind="document", file_id="a", size=5000, name="x.mp4", mime="video/mp4"),
        ),
        (
            {"video": Video("v", "u", 1, 1, 1, file_size=5000, mime_type="video/mp4", file_name="录屏.mp4")},
            UserFile(**COMMON, kind="video", file_id="v", size=5000, name="录屏.mp4", mime="video/mp4"),
        ),
        (
            {"video_note": VideoNote("n", "u", 1, 1, file_size=5000)},
            UserFile(**COMMON, kind="video", file_id="n", size=5000),
        ),
        (
            {"audio": Audio("m", "u", 1, file_size=5000, mime_type="audio/mpeg", file_name="通话.mp3")},
            UserFile(**COMMON, kind="audio", file_id="m", size=5000, name="通话.mp3", mime="audio/mpeg"),
        ),
        (
            {"voice": Voice("o", "u", 1, file_size=5000, mime_type="audio/ogg"), "reply_to_message": said(text="x")},
            UserFile(**COMMON, kind="voice", file_id="o", size=5000, mime="audio/ogg", reply_to="7"),
        ),
        ({"sticker": Sticker("t", "u", 1, 1, False, False, "regular")}, UserFile(**COMMON, kind="other")),
        ({"location": Location(121.4, 31.2)}, UserFile(**COMMON, kind="other")),
        (
            {"venue": Venue(Location(121.4, 31.2), "t", "a"), "location": Location(121.4, 31.2)},
            UserFile(**COMMON, kind="other"),
        ),
        ({"contact": Contact("+86100", "客服")}, UserFile(**COMMON, kind="other")),
        ({"dice": Dice(3, "🎲")}, UserFile(**COMMON, kind="other")),
        ({"story": Story(CHANNEL, 3)}, UserFile(**COMMON, kind="other")),
        ({"poll": POLL}, UserFile(**COMMON, kind="other")),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_what_people_send(content: dict[str, Any], event: Event) -> None:
    assert read(message=said(**content)) == event


ORIGINS = [
    (MessageOriginUser(when(LONG_AGO), User(9, "客服", False, last_name="小丽")), "客服 小丽"),
    (MessageOriginHiddenUser(when(LONG_AGO), "利云客服"), "利云客服"),
    (MessageOriginChat(when(LONG_AGO), GROUP, author_signature="管理员"), "维权群 · 管理员"),
    (MessageOriginChat(when(LONG_AGO), GROUP), "维权群"),
    (MessageOriginChannel(when(LONG_AGO), CHANNEL, 5, author_signature="编辑"), "公告 · 编辑"),
    (MessageOriginChannel(when(LONG_AGO), CHANNEL, 5), "公告"),
]


@pytest.mark.parametrize(("origin", "name"), ORIGINS, ids=lambda value: getattr(value, "type", ""))
def test_forwards_keep_their_words_their_writer_and_their_time(origin: Any, name: str) -> None:
    assert read(message=said(text=" 卡密 ABCD-EFGH \u200b", forward_origin=origin)) == UserForward(
        **COMMON, text=" 卡密 ABCD-EFGH \u200b", forwarded_from=name, forwarded_at=LONG_AGO
    )
    picture = read(message=said(photo=SIZES, caption=" 截图 ", media_group_id="9", forward_origin=origin))
    assert picture == UserFile(
        **COMMON,
        kind="picture",
        file_id="l",
        size=99000,
        album="9",
        caption=" 截图 ",
        forwarded_from=name,
        forwarded_at=LONG_AGO,
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [({"text": " 98元 "}, "98元"), ({"photo": SIZES, "caption": "付款"}, "付款")],
)
def test_an_edit_names_the_message_it_corrects(content: dict[str, Any], text: str) -> None:
    edited = said(**content, edit_date=when(SAID + 5))
    assert read(edited_message=edited) == UserEdit(**(COMMON | {"said_at": SAID + 5}), text=text)


def test_a_tap_is_of_now_and_names_the_message_with_the_button() -> None:
    tapped = CallbackQuery("q", ME, "i", message=said(text="?"), data="q:3:yes")
    assert read(callback_query=tapped) == UserTap(**(COMMON | {"said_at": AT}), value="q:3:yes")
    old = CallbackQuery("q", ME, "i", message=InaccessibleMessage(PRIVATE, 7), data="q:3:yes")
    assert read(callback_query=old) == UserTap(**(COMMON | {"said_at": AT}), value="q:3:yes")


def test_blocking_and_coming_back() -> None:
    here, gone = ChatMemberMember(User(1, "bot", True)), ChatMemberBanned(User(1, "bot", True), when(0))
    place: dict[str, Any] = {"id": "1001", "chat": chat_of(42), "at": AT}
    assert read(my_chat_member=ChatMemberUpdated(PRIVATE, ME, when(SAID), here, gone)) == Blocked(**place)
    assert read(my_chat_member=ChatMemberUpdated(PRIVATE, ME, when(SAID), gone, here)) == Unblocked(**place)
    assert read(my_chat_member=ChatMemberUpdated(GROUP, ME, when(SAID), here, gone)) is None


@pytest.mark.parametrize(
    "content",
    [
        {"message": said(text="x", chat=GROUP)},
        {"message": said(text="x", person=User(5, "another", True))},
        {"message": said(text="x", person=None)},
        {"message": said(pinned_message=said(text="x"))},
        {"message": said(message_auto_delete_timer_changed=MessageAutoDeleteTimerChanged(60))},
        {"message": said(group_chat_created=True, chat=GROUP)},
        {"edited_message": said(text="x", chat=GROUP)},
        {"edited_message": said(location=Location(1, 1))},
        {"channel_post": said(text="x", chat=CHANNEL, person=None)},
        {"edited_channel_post": said(text="x", chat=CHANNEL, person=None)},
        {"callback_query": CallbackQuery("q", ME, "i", message=said(text="?", chat=GROUP), data="x")},
        {"callback_query": CallbackQuery("q", ME, "i", inline_message_id="5", data="x")},
        {"callback_query": CallbackQuery("q", ME, "i", message=said(text="?"), game_short_name="x")},
        {},
    ],
    ids=str,
)
def test_what_is_no_event(content: dict[str, Any]) -> None:
    assert read(**content) is None


def test_times_are_bot_time_and_never_in_the_future() -> None:
    ahead = read(dated=lambda at: at + 3600, message=said(text="刚刚"))
    assert isinstance(ahead, UserText)
    assert ahead.said_at == AT
    behind = read(dated=lambda at: at - 3600, message=said(text="x", forward_origin=ORIGINS[0][0]))
    assert isinstance(behind, UserForward)
    assert (behind.said_at, behind.forwarded_at) == (SAID - 3600, LONG_AGO - 3600)


def test_a_group_is_answered_when_a_person_speaks_to_the_bot() -> None:
    def group(**content: Any) -> int | None:
        return group_of(Update(1, message=said(chat=GROUP, **content)))

    assert group(text="/start@guide_bot") == -100
    assert group(text="x", person=User(5, "another", True)) is None
    assert group(new_chat_members=[ME]) is None
    assert group_of(Update(1, message=said(text="x"))) is None
    assert group_of(Update(1, channel_post=said(text="x", chat=CHANNEL, person=None))) is None


def test_half_of_a_surrogate_pair_can_be_kept() -> None:
    """A broken client may send one. It has no UTF-8, so an event that holds it could not be stored, ever."""
    half = "半\ud83d个"
    origin = MessageOriginHiddenUser(when(LONG_AGO), half)
    tap = CallbackQuery("1", ME, "i", data=half, message=said(text="?"))
    document = Document("f", file_name=half, mime_type=half, **FILE)
    events = [
        read(message=said(text=half, forward_origin=origin)),
        read(message=said(document=document, caption=half, forward_origin=origin)),
        read(message=said(document=document, caption=half)),
        read(message=said(text=half)),
        read(callback_query=tap),
    ]
    for event in events:
        assert event is not None
        assert "半" in EVENTS.dump_json(event).decode()
