"""What people do on QQ as events of a conversation."""

import json
from typing import Any

import pytest

from bot.networks.qq.media import Source
from complaints.times import say_time
from dialogs.events import Chat, Unblocked, UserFile, UserForward, UserRecall, UserText
from tests.bot.networks.qq.double import NOW, SELF, OneBot
from tests.bot.networks.qq.support import Bench, bench

USER = 20002
BIG = 9007199254740993
CHAT = Chat("qq", str(SELF), str(USER))
PICTURE = {"type": "image", "data": {"file": "A.png", "url": "https://pictures.example.com/a", "file_size": "123"}}


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "data": {"text": words}}


async def heard(b: Bench, onebot: OneBot, message: object, count: int = 1, **more: Any) -> list[Any]:
    await onebot.say(USER, message, **more)
    return list(await b.events(count))


async def test_a_text_with_its_chat_time_and_key() -> None:
    async with bench() as b, b.account() as onebot:
        (event,) = await heard(b, onebot, "  没到账\u200b ")
        assert event == UserText(
            id=f"{NOW}:{USER}:500", chat=CHAT, at=NOW + 3600, said_at=NOW, message="500", text="没到账"
        )


async def test_the_string_form_is_read_too() -> None:
    async with bench() as b, b.account() as onebot:
        (event,) = await heard(b, onebot, "[CQ:reply,id=-77]没到账&#44;急", as_string=True)
        assert (event.text, event.reply_to) == ("没到账,急", "-77")


async def test_large_numbers_are_kept_to_the_last_digit() -> None:
    async with bench() as b, b.account(self_id=BIG) as onebot:
        event = onebot.private(BIG + 2, "a")
        event["message_id"] = -BIG
        await onebot.post(event)
        (found,) = await b.events(1)
        assert found.chat == Chat("qq", str(BIG), str(BIG + 2))
        assert found.id == f"{NOW}:{BIG + 2}:-{BIG}"


async def test_numbers_may_come_as_strings() -> None:
    async with bench() as b, b.account() as onebot:
        await onebot.post(onebot.private(USER, "a") | {"user_id": str(USER), "message_id": "77", "time": NOW})
        (event,) = await b.events(1)
        assert (event.chat, event.message) == (CHAT, "77")


@pytest.mark.parametrize("time", [None, "soon", -5, 10**12, NOW + 10**6])
async def test_a_time_that_cannot_be_is_now(time: object) -> None:
    async with bench() as b, b.account() as onebot:
        await onebot.post(onebot.private(USER, "a") | {"time": time})
        (event,) = await b.events(1)
        assert event.said_at == NOW + 3600


async def test_several_pictures_in_one_message_are_an_album_with_the_words_at_the_first() -> None:
    async with bench() as b, b.account() as onebot:
        events = await heard(b, onebot, [text("付款截图"), PICTURE, PICTURE, PICTURE], 3)
        assert [event.id for event in events] == [f"{NOW}:{USER}:500{suffix}" for suffix in ("", ":1", ":2")]
        assert {event.album for event in events} == {"500"}
        assert [event.caption for event in events] == ["付款截图", None, None]
        assert {(event.kind, event.size, event.name, event.message) for event in events} == {
            ("picture", 123, None, "500")
        }
        assert Source.of(events[0].file_id) == Source("image", "https://pictures.example.com/a", "A.png")


async def test_one_picture_is_no_album_and_may_quote() -> None:
    async with bench() as b, b.account() as onebot:
        (event,) = await heard(b, onebot, [{"type": "reply", "data": {"id": 33}}, PICTURE])
        assert (event.album, event.reply_to, event.caption) == (None, "33", None)


@pytest.mark.parametrize(
    ("segment", "kind", "name"),
    [
        ({"type": "file", "data": {"file": "合同.pdf", "file_id": "/x", "file_size": 5}}, "document", "合同.pdf"),
        ({"type": "record", "data": {"file": "v.amr", "url": "https://a.b/c"}}, "voice", None),
        ({"type": "video", "data": {"file": "v.mp4", "url": "https://a.b/c"}}, "video", None),
    ],
)
async def test_other_files(segment: dict[str, Any], kind: str, name: str | None) -> None:
    async with bench() as b, b.account() as onebot:
        (event,) = await heard(b, onebot, [segment])
        assert (event.kind, event.name) == (kind, name)


async def test_a_file_may_come_as_a_notice() -> None:
    async with bench() as b, b.account() as onebot:
        for name in ("a.pdf", "b.pdf"):
            file = {"name": name, "size": BIG, "url": "https://files.example.com/f"}
            await onebot.post({"post_type": "notice", "notice_type": "offline_file", "user_id": USER, "file": file})
        one, other = await b.events(2)
        assert isinstance(one, UserFile)
        assert (one.kind, one.name, one.size) == ("document", "a.pdf", BIG)
        assert one.id != other.id


@pytest.mark.parametrize(
    "message",
    [
        [{"type": "face", "data": {"id": "14"}}],
        [{"type": "mface", "data": {"emoji_id": "x"}}],
        [{"type": "json", "data": {"data": json.dumps({"app": "com.tencent.structmsg", "meta": {}})}}],
        [{"type": "json", "data": {"data": "no json"}}],
        [{"type": "xml", "data": {"data": "<msg/>"}}],
        [{"type": "location", "data": {"lat": "1"}}],
        [{"type": "poke", "data": {}}],
        [{"type": "something new", "data": {"x": 1}}, {"type": "at", "data": {"qq": "1"}}],
    ],
)
async def test_what_cannot_be_stored_is_answered_all_the_same(message: object) -> None:
    async with bench() as b, b.account() as onebot:
        (event,) = await heard(b, onebot, message)
        assert (event.type, event.kind, event.file_id) == ("file", "other", "")


async def test_words_beside_something_unknown_are_heard() -> None:
    async with bench() as b, b.account() as onebot:
        (event,) = await heard(
            b, onebot, [{"type": "face", "data": {"id": "1"}}, text("没到账"), {"type": "new", "data": {}}]
        )
        assert event.text == "没到账"


@pytest.mark.parametrize("message", ["   ", [], [{"type": "reply", "data": {"id": "3"}}], None, 5])
async def test_nothing_is_nothing(message: object) -> None:
    async with bench() as b, b.account() as onebot:
        await onebot.post(onebot.private(USER, message))
        await heard(b, onebot, "a")


async def test_what_is_no_act_of_a_person_in_a_private_chat_is_no_event() -> None:
    async with bench() as b, b.account() as onebot:
        own = onebot.private(SELF, "我自己说的")
        for event in (
            own,
            own | {"post_type": "message_sent"},
            onebot.private(USER, "a") | {"message_type": "group", "group_id": 5},
            onebot.private(0, "a"),
            {"post_type": "notice", "notice_type": "group_increase", "user_id": USER, "group_id": 5},
            {"post_type": "notice", "notice_type": "notify", "sub_type": "poke", "user_id": USER},
        ):
            await onebot.post(event)
        await heard(b, onebot, "a")


async def test_a_recalled_message_and_a_new_friend() -> None:
    async with bench() as b, b.account() as onebot:
        await onebot.post({"post_type": "notice", "notice_type": "friend_recall", "user_id": USER, "message_id": 500})
        await onebot.post({"post_type": "notice", "notice_type": "friend_add", "user_id": USER})
        recall, back, start = await b.events(3)
        assert isinstance(recall, UserRecall)
        assert (recall.message, recall.chat) == ("500", CHAT)
        assert isinstance(back, Unblocked)
        assert isinstance(start, UserText)
        assert start.text == "/start"
        assert len({recall.id, back.id, start.id}) == 3


async def test_the_same_event_twice_has_the_same_key_and_another_message_another() -> None:
    async with bench() as b, b.account() as onebot:
        event = onebot.private(USER, "a")
        await onebot.post(event)
        await onebot.post(event)
        await onebot.post(onebot.private(USER, "a"))
        ids = [one.id for one in await b.events(3)]
        assert ids[0] == ids[1] != ids[2]


# ------------------------------------------------------------------------------------------------ forwarded records
def said(name: str, words: str, minutes: int = 0, *more: dict[str, Any]) -> dict[str, Any]:
    """A line as NapCat gives it: a whole message event."""
    return {
        "post_type": "message", "message_type": "group", "group_id": 284840486, "user_id": 1094950020,
        "time": NOW - 3600 + 60 * minutes, "sender": {"user_id": 1094950020, "nickname": name, "card": ""},
        "message": [*([text(words)] if words else []), *more],
    }  # fmt: skip


def node(name: str, content: object, time: int | None = None) -> dict[str, Any]:
    """A line as the specification has it."""
    return {
        "type": "node",
        "data": {"user_id": "10086", "nickname": name, "content": content} | ({"time": time} if time else {}),
    }


FORWARD = [{"type": "forward", "data": {"id": "7400000000000000001"}}]


async def test_a_record_is_looked_up_and_kept_with_senders_and_times() -> None:
    async with bench() as b, b.account() as onebot:
        onebot.records["7400000000000000001"] = {
            "messages": [said("客服8023", "系统故障"), said("我", "什么时候好？", 2)]
        }
        (event,) = await heard(b, onebot, FORWARD)
        assert isinstance(event, UserForward)
        first, second = event.text.splitlines()
        assert first == f"客服8023 {say_time(NOW - 3600, NOW)}：系统故障"
        assert second == f"我 {say_time(NOW - 3480, NOW)}：什么时候好？"
        assert (event.forwarded_from, event.forwarded_at) == ("客服8023、我", NOW - 3600)
        assert onebot.asked("get_forward_msg") == [{"id": "7400000000000000001", "message_id": "500"}]


@pytest.mark.parametrize(
    "answer",
    [
        {"messages": [said("客服", "不退")]},
        {"message": [node("客服", [text("不退")], NOW - 3600)]},
        {"message": [node("客服", "不退", NOW - 3600)]},
        {"messages": [{"type": "node", "data": {
            "nickname": "客服", "user_id": 5, "message": [text("不退")], "content": [], "time": NOW - 3600,
        }}]},
        {"messages": [{"nickname": "客服", "content": "不退", "time": NOW - 3600}]},
    ],
)  # fmt: skip
async def test_one_line_in_any_shape_is_as_its_sender_wrote_it(answer: dict[str, Any]) -> None:
    async with bench() as b, b.account() as onebot:
        onebot.records["7400000000000000001"] = answer
        (event,) = await heard(b, onebot, FORWARD)
        assert (event.text, event.forwarded_from, event.forwarded_at) == ("不退", "客服", NOW - 3600)


async def test_what_comes_inline_is_not_asked_for() -> None:
    async with bench() as b, b.account() as onebot:
        (event,) = await heard(b, onebot, [{"type": "forward", "data": {"id": "9", "content": [said("客服", "不退")]}}])
        assert event.text == "不退"
        assert not onebot.asked("get_forward_msg")


async def test_a_record_may_be_a_card() -> None:
    card = {"app": "com.tencent.multimsg", "meta": {"detail": {"resid": "res-1"}}}
    async with bench() as b, b.account() as onebot:
        onebot.records["res-1"] = {"messages": [said("客服", "不退")]}
        (event,) = await heard(b, onebot, [{"type": "json", "data": {"data": json.dumps(card)}}])
        assert event.text == "不退"


async def test_records_in_records_follow_their_place() -> None:
    deep = said("丙", "最里面", 3)
    inner = {
        "type": "forward",
        "data": {
            "id": "8",
            "content": [said("乙", "里面", 2), said("丙", "", 3, {"type": "forward", "data": {"content": [deep]}})],
        },
    }
    spec = node("丁", [text("规范"), node("戊", [text("规范里面")])])
    async with bench() as b, b.account() as onebot:
        onebot.records["7400000000000000001"] = {"messages": [said("甲", "外面", 1), said("甲", "", 1, inner), spec]}
        (event,) = await heard(b, onebot, FORWARD)
        assert [line.rpartition("：")[2] for line in event.text.splitlines()] == [
            "外面",
            "里面",
            "最里面",
            "规范",
            "规范里面",
        ]


async def test_its_pictures_are_files_with_their_senders_and_an_album() -> None:
    async with bench() as b, b.account() as onebot:
        lines = [said("客服", "看图", 0, PICTURE), said("我", "", 5, PICTURE)]
        onebot.records["7400000000000000001"] = {"messages": lines}
        words, *pictures = await heard(b, onebot, FORWARD, 3)
        assert words.text.count("[图片]") == 2
        assert [(one.kind, one.forwarded_from, one.forwarded_at) for one in pictures] == [
            ("picture", "客服", NOW - 3600), ("picture", "我", NOW - 3300),
        ]  # fmt: skip
        assert {one.album for one in pictures} == {"500"}
        assert len({one.id for one in (words, *pictures)}) == 3


async def test_five_hundred_lines_lose_nothing() -> None:
    async with bench() as b, b.account() as onebot:
        onebot.records["7400000000000000001"] = {"messages": [said("客服", f"第{n}句话" * 5, n) for n in range(500)]}
        await onebot.say(USER, FORWARD)
        await onebot.until(lambda: b.heard.events and "第499句" in b.heard.events[-1].text)  # type: ignore[union-attr]
        events = b.heard.of(UserForward)
        assert len(events) <= 20
        together = "\n".join(event.text for event in events)
        assert all(f"：第{n}句话" in together for n in range(500))
        assert all(len(event.text) <= 4096 for event in events)
        assert len({event.id for event in events}) == len(events)


async def test_a_record_that_is_gone_is_said_to_be() -> None:
    async with bench() as b, b.account() as onebot:
        await onebot.say(USER, FORWARD)
        await onebot.until(lambda: onebot.sent[USER])
        assert "打不开" in onebot.sent[USER][0]
        await heard(b, onebot, "好的")


@pytest.mark.parametrize("answer", [{}, {"messages": []}, {"messages": [3, None, {}]}, {"messages": "x"}, []])
async def test_an_empty_record_is_said_to_be_gone_too(answer: Any) -> None:
    async with bench() as b, b.account() as onebot:
        onebot.records["7400000000000000001"] = answer
        await onebot.say(USER, FORWARD)
        await onebot.until(lambda: onebot.sent[USER])
        assert not b.heard.events


async def test_a_look_up_without_answer_is_made_again_and_keeps_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.networks.qq.reading.RECORD_SECONDS", 0.05)
    async with bench() as b, b.account() as onebot:
        onebot.records["7400000000000000001"] = {"messages": [said("客服", "不退")]}
        onebot.trouble["get_forward_msg"].extend([lambda: None] * 2)
        await onebot.say(USER, FORWARD)
        await onebot.say(USER, "看上面")
        events: list[Any] = list(await b.events(2))
        assert [event.text for event in events] == ["不退", "看上面"]


async def test_a_record_that_holds_itself_ends() -> None:
    loop: dict[str, Any] = {"type": "forward", "data": {"content": []}}
    for _ in range(100):
        loop = {"type": "forward", "data": {"content": [said("甲", "层", 0, loop)]}}
    async with bench() as b, b.account() as onebot:
        (event,) = await heard(b, onebot, [loop])
        assert event.text.count("层") == 8
