"""Bursts, a database that fails, what was missed, reminders, groups and requests."""

import asyncio
from typing import Any

import pytest

from bot.networks.qq.catchup import Known
from dialogs.events import Chat, UserText
from tests.bot.networks.qq.double import NOW, SELF, OneBot
from tests.bot.networks.qq.support import Bench, bench

USER = 20002
CHAT = Chat("qq", str(SELF), str(USER))


def said(b: Bench) -> list[str]:
    return [event.text for event in b.heard.of(UserText)]


# --------------------------------------------------------------------------------------------------------------- bursts
async def test_a_hundred_messages_in_a_burst_are_heard_in_their_order() -> None:
    async with bench() as b, b.account() as onebot:
        for number in range(100):
            await onebot.say(USER, f"{number}")
        await b.events(100)
        assert said(b) == [f"{number}" for number in range(100)]


async def test_a_burst_behind_a_record_waits_for_it() -> None:
    async with bench() as b, b.account() as onebot:
        onebot.records["7"] = {"messages": [{"nickname": "客服", "content": "不退"}]}
        await onebot.say(USER, [{"type": "forward", "data": {"id": "7"}}])
        for number in range(50):
            await onebot.say(USER, f"{number}")
        events = await b.events(51)
        assert events[0].type == "forward"
        assert said(b) == [f"{number}" for number in range(50)]


async def test_while_too_much_waits_nothing_is_submitted_and_answers_are_still_read() -> None:
    full = True
    async with bench(busy=lambda: full) as b, b.account() as onebot:
        for number in range(5):
            await onebot.say(USER, f"{number}")
        await onebot.until(lambda: b.network.state()[1]["waiting"])
        onebot.told["a"] = {"url": "u"}
        assert await b.endpoint.account(str(SELF)).call("get_image", {"file": "a"}) == {"url": "u"}
        assert not b.heard.events
        full = False
        await b.events(5)
        assert said(b) == ["0", "1", "2", "3", "4"]
        assert b.network.state()[1]["waiting"] == 0


# -------------------------------------------------------------------------------------------------------- storage fails
async def test_what_cannot_be_kept_is_kept_later_in_its_order_and_said_once() -> None:
    async with bench() as b, b.account() as onebot:
        b.heard.failing = 7
        for number in range(5):
            await onebot.say(USER, f"{number}")
        await b.events(5)
        assert said(b) == ["0", "1", "2", "3", "4"]
        await onebot.until(lambda: onebot.sent[USER])
        assert len(onebot.sent[USER]) == 1
        assert "不用重发" in onebot.sent[USER][0]


async def test_others_do_not_wait_for_whom_the_database_fails() -> None:
    async with bench() as b, b.account() as onebot:
        b.heard.failing = 1
        await onebot.say(USER, "one")
        await onebot.say(USER + 1, "other")
        await b.events(2)


# ---------------------------------------------------------------------------------------------------------- catching up
KNOWN = Known(NOW - 3600, NOW, (str(USER),))


async def test_what_was_said_while_nobody_listened_is_heard_after_the_next_connection() -> None:
    async with bench(known=KNOWN) as b, OneBot(b.port) as onebot:
        onebot.history[USER] = [onebot.private(USER, f"{n}", time=NOW + n) for n in range(3)]
        onebot.history[USER + 1] = [onebot.private(USER + 1, "neu", time=NOW + 9)]
        await b.events(4)
        assert sorted(said(b)) == ["0", "1", "2", "neu"]


async def test_old_messages_our_own_and_those_of_groups_are_not_taken_up() -> None:
    async with bench(known=KNOWN) as b, OneBot(b.port) as onebot:
        onebot.history[USER] = [
            onebot.private(USER, "long ago", time=NOW - 4000),
            onebot.private(SELF, "our own", time=NOW + 5),
            onebot.private(USER, "new", time=NOW + 6),
        ]
        await b.events(1)
        assert said(b) == ["new"]


async def test_what_was_said_before_the_account_first_connected_is_not_taken_up() -> None:
    async with bench() as b, OneBot(b.port) as onebot:
        onebot.history[USER] = [onebot.private(USER, "to its owner", time=NOW + 5)]
        await onebot.linked()
        await onebot.until(lambda: onebot.asked("get_version_info"))
        assert not b.heard.events


async def test_without_recent_contacts_those_we_know_are_asked_for() -> None:
    async with bench(known=KNOWN) as b, OneBot(b.port) as onebot:
        onebot.missing.add("get_recent_contact")
        onebot.history[USER] = [onebot.private(USER, "da", time=NOW + 1)]
        await b.events(1)


async def test_without_histories_it_goes_on() -> None:
    async with bench(known=KNOWN) as b, OneBot(b.port) as onebot:
        onebot.missing |= {"get_recent_contact", "get_friend_msg_history", "get_version_info", "get_friend_list"}
        await onebot.linked()
        await onebot.until(lambda: onebot.asked("get_friend_msg_history"))
        await onebot.say(USER, "hello")
        await b.events(1)


# ------------------------------------------------------------------------------------------------------------ reminders
async def test_a_friend_may_be_reminded_and_a_stranger_not() -> None:
    async with bench() as b, OneBot(b.port) as onebot:
        onebot.friends = {USER}
        await onebot.linked()
        await onebot.until(lambda: b.endpoint.account(str(SELF)).friends)
        assert b.network.push_refused(CHAT) is None
        assert b.network.push_refused(Chat("qq", str(SELF), "5")) == "not_friend"
        await onebot.post({"post_type": "notice", "notice_type": "friend_add", "user_id": 5})
        await onebot.until(lambda: b.network.push_refused(Chat("qq", str(SELF), "5")) is None)


async def test_where_friends_are_not_told_a_reminder_is_tried() -> None:
    async with bench() as b, b.account() as onebot:
        onebot.missing.add("get_friend_list")
        b.endpoint.account(str(SELF)).friends = None
        assert b.network.push_refused(CHAT) is None


async def test_an_account_that_is_away_for_long_lets_no_reminder_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    async with bench() as b, b.account() as onebot:
        onebot.online = False
        await onebot.beat()
        await onebot.until(lambda: not b.network.state()[0])
        assert b.network.push_refused(CHAT) in (None, "not_friend")
        monkeypatch.setattr("bot.networks.qq.network.PATIENCE", 0.0)
        assert b.network.push_refused(CHAT) == "offline"
        assert b.network.push_refused(Chat("qq", "999", "5")) == "offline"


# --------------------------------------------------------------------------------------------------- groups, requests
def in_group(onebot: OneBot, *segments: dict[str, Any], group: int = 777) -> dict[str, Any]:
    return onebot.private(USER, list(segments)) | {"message_type": "group", "group_id": group, "sub_type": "normal"}


AT = {"type": "at", "data": {"qq": str(SELF)}}
WORDS = {"type": "text", "data": {"text": " 我要投诉"}}


async def test_a_group_is_told_once_a_day_where_to_go_and_only_when_asked() -> None:
    async with bench() as b, b.account() as onebot:
        for event in (in_group(onebot, WORDS), in_group(onebot, {"type": "at", "data": {"qq": "all"}})):
            await onebot.post(event)
        for _ in range(3):
            await onebot.post(in_group(onebot, AT, WORDS))
        await onebot.post(in_group(onebot, AT, WORDS, group=778))
        await onebot.until(lambda: onebot.sent[-778])
        assert len(onebot.sent[-777]) == 1
        assert str(SELF) in onebot.sent[-777][0]
        assert not b.heard.events


@pytest.mark.parametrize("accept", [True, False])
async def test_requests_of_friends_are_accepted_or_left_to_the_owner(accept: bool) -> None:
    async with bench(accept_friends=accept) as b, b.account() as onebot:
        await onebot.post({"post_type": "request", "request_type": "friend", "user_id": 5, "comment": "", "flag": "f1"})
        await onebot.post({"post_type": "request", "request_type": "group", "user_id": 5, "group_id": 7, "flag": "g1"})
        await onebot.say(USER, "a")
        await b.events(1)
        await asyncio.sleep(0.05)
        wanted = [{"flag": "f1", "approve": True}] if accept else []
        assert onebot.asked("set_friend_add_request") == wanted
