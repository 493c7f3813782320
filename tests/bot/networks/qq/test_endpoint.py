"""The socket: who is let in, what is understood, what is known of an account's life."""

import asyncio

import aiohttp
import pytest

from bot.errors import NotSent, Refused, Uncertain
from bot.networks.qq.account import Account
from bot.networks.qq.endpoint import PATH
from dialogs.events import Chat, UserText
from dialogs.model import Message
from tests.bot.networks.qq.double import SELF, TOKEN, OneBot
from tests.bot.networks.qq.support import Bench, bench

USER = 20002


async def opened(b: Bench, **headers: str) -> int:
    """The HTTP status of an attempt to connect."""
    async with aiohttp.ClientSession() as session:
        try:
            async with session.ws_connect(f"ws://127.0.0.1:{b.port}{PATH}", headers=headers):
                return 101
        except aiohttp.WSServerHandshakeError as error:
            return error.status


def account(b: Bench, bot: int = SELF) -> Account:
    return b.endpoint.account(str(bot))


# ------------------------------------------------------------------------------------------------------- who comes in
@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer 秘密"]
)
async def test_a_wrong_token_is_forbidden(shown: str, caplog: pytest.LogCaptureFixture) -> None:
    async with bench() as b:
        for _ in range(3):
            assert await opened(b, Authorization=shown, **{"X-Self-ID": "1"}) == 403
        assert not b.endpoint.accounts
    assert [TOKEN in record.getMessage() for record in caplog.records if "refused" in record.getMessage()] == [False]


async def test_a_client_that_goes_on_trying_is_logged_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    async with bench() as b, OneBot(b.port, token="wrong") as onebot:
        await onebot.until(lambda: len(onebot.statuses) >= 5)
    assert set(onebot.statuses) == {403}
    assert caplog.text.count("was refused") == 1


@pytest.mark.parametrize(
    "headers", [{}, {"X-Self-ID": "abc"}, {"X-Self-ID": "-1"}, {"X-Self-ID": "1", "X-Client-Role": "Nobody"}]
)
async def test_who_does_not_say_which_account_it_is_cannot_be_used(headers: dict[str, str]) -> None:
    async with bench() as b:
        assert await opened(b, Authorization=f"Bearer {TOKEN}", **headers) == 400


async def test_before_the_network_is_there_nobody_is_let_in() -> None:
    async with bench() as b:
        await b.endpoint.close()
        assert await opened(b, Authorization=f"Bearer {TOKEN}", **{"X-Self-ID": "1"}) == 503


async def test_several_accounts_at_once_are_told_apart() -> None:
    async with bench() as b, b.account() as one, b.account(self_id=10002) as other:
        await one.say(USER, "to one")
        await b.events(1)
        await other.say(USER, "to the other")
        events = await b.events(2)
        assert [event.chat for event in events] == [Chat("qq", "10001", str(USER)), Chat("qq", "10002", str(USER))]
        for event in events:
            await b.network.deliver(event.chat, Message(text="hello"), None, None)
        assert (one.sent[USER], other.sent[USER]) == (["hello"], ["hello"])


async def test_api_and_event_may_be_two_sockets() -> None:
    async with bench() as b, OneBot(b.port) as calls, OneBot(b.port) as events:
        calls.role, events.role = "API", "Event"
        await calls.linked()
        await events.linked()
        await events.say(USER, "hello")
        await b.events(1)
        await b.network.deliver(Chat("qq", str(SELF), str(USER)), Message(text="hi"), None, None)
        assert (calls.sent[USER], events.sent[USER]) == (["hi"], [])


async def test_who_connects_again_takes_over_from_the_half_dead_connection() -> None:
    async with bench() as b, b.account() as onebot:
        old = account(b)._calling
        async with OneBot(b.port) as again:
            await again.linked()
            await again.until(lambda: account(b)._calling is not old)
            assert account(b).trouble() is None
            onebot.token = "stay away"
        assert old is not None
        assert old.closed


# ------------------------------------------------------------------------------------------------------------- frames
@pytest.mark.parametrize(
    "frame",
    [
        "", "not json", "[]", "3", "null", '{"post_type": 3}', '{"post_type": "message"}', '{"echo": {"x": 1}}', "{",
        '{"post_type": "message", "message_type": "private", "user_id": [], "message": 7}', "[" * 100_000,
        '{"post_type": "notice", "notice_type": "offline_file", "user_id": 5, "file": 3, "time": "x"}',
        '{"post_type": "request", "request_type": "friend"}', '{"post_type": "meta_event"}', b"\xff\xfe",
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_left_out_and_the_next_frame_is_heard(frame: str | bytes) -> None:
    async with bench() as b, b.account() as onebot:
        await onebot.raw(frame)
        await onebot.say(USER, "still there")
        await onebot.until(lambda: b.heard.of(UserText))
        assert [event.text for event in b.heard.of(UserText)] == ["still there"]


# -------------------------------------------------------------------------------------------------------------- calls
async def test_calls_in_flight_get_their_own_answers() -> None:
    async with bench() as b, b.account() as onebot:
        onebot.told = {name: {"url": name} for name in "abcdefgh"}
        answers = await asyncio.gather(*(account(b).call("get_image", {"file": name}) for name in "abcdefgh"))
        assert [answer["url"] for answer in answers] == list("abcdefgh")


async def test_an_answer_that_never_comes_is_in_doubt_and_one_that_is_late_is_nobodys() -> None:
    async with bench() as b, b.account() as onebot:
        onebot.trouble["get_image"].append(lambda: None)
        with pytest.raises(Uncertain, match="no_answer"):
            await account(b).call("get_image", {"file": "a"}, 0.05)
        await onebot.raw('{"status": "ok", "retcode": 0, "data": {}, "echo": "get_image:1"}')
        onebot.told["a"] = {"url": "u"}
        assert await account(b).call("get_image", {"file": "a"}) == {"url": "u"}


async def test_a_connection_that_breaks_leaves_its_calls_in_doubt() -> None:
    async with bench() as b, b.account() as onebot:
        onebot.trouble["get_image"].append(lambda: None)
        call = asyncio.create_task(account(b).call("get_image", {"file": "a"}))
        await onebot.until(lambda: onebot.asked("get_image"))
        await onebot.hang_up()
        with pytest.raises(Uncertain, match="closed"):
            await call


async def test_without_a_connection_nothing_is_sent() -> None:
    async with bench() as b, b.account() as onebot:
        onebot.token = "stay away"
        await onebot.hang_up()
        await onebot.until(lambda: account(b).trouble() == "not_connected")
        with pytest.raises(NotSent, match="not_connected"):
            await account(b).call("get_status")


async def test_an_action_that_is_not_there_is_remembered() -> None:
    async with bench() as b, b.account() as onebot:
        onebot.missing.add("get_image")
        with pytest.raises(Refused, match="unsupported"):
            await account(b).call("get_image", {"file": "a"})
        assert "get_image" in account(b).unknown


async def test_what_is_said_while_a_message_is_looked_up_is_heard() -> None:
    """Nothing waits in the loop that reads the socket: the answer comes through it too."""
    async with bench() as b, b.account() as onebot:
        onebot.trouble["get_forward_msg"].append(lambda: None)
        await onebot.say(USER, [{"type": "forward", "data": {"id": "7"}}])
        await onebot.until(lambda: onebot.asked("get_forward_msg"))
        await onebot.say(USER + 1, "and me?")
        await b.events(1)


# --------------------------------------------------------------------------------------------------------------- life
async def test_a_kicked_account_is_not_alive_though_its_socket_is_open() -> None:
    async with bench() as b, b.account() as onebot:
        assert b.network.state()[0]
        onebot.online = False
        await onebot.beat()
        await onebot.until(lambda: account(b).trouble() == "offline")
        assert b.network.state() == (False, {"accounts": 1, "usable": 0, "reason": "offline", "waiting": 0})
        with pytest.raises(NotSent):
            await b.network.deliver(Chat("qq", str(SELF), "5"), Message(text="x"), None, None)
        onebot.online = True
        await onebot.beat()
        await b.network.reach(str(SELF))
        assert b.network.state()[0]


async def test_a_notice_that_qq_threw_the_account_out_is_enough() -> None:
    async with bench() as b, b.account() as onebot:
        await onebot.post({"post_type": "notice", "notice_type": "bot_offline", "user_id": SELF})
        await onebot.until(lambda: account(b).trouble() == "offline")


async def test_three_heartbeats_that_do_not_come_are_no_life(monkeypatch: pytest.MonkeyPatch) -> None:
    async with bench() as b, b.account() as onebot:
        await onebot.post(
            {"post_type": "meta_event", "meta_event_type": "heartbeat", "interval": 20, "status": {"online": True}}
        )
        await onebot.until(lambda: account(b).trouble() == "no_heartbeat")
        assert b.network.state()[1]["reason"] == "no_heartbeat"


async def test_with_nobody_connected_it_is_not_alive() -> None:
    async with bench() as b:
        assert b.network.state() == (
            False,
            {"accounts": 0, "usable": 0, "reason": "nobody_connected", "waiting": 0},
        )
        with pytest.raises(NotSent):
            await b.network.reach("10001")
