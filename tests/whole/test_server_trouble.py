"""A Bot API server in trouble: time-outs, gateways, floods, conflicts, broken JSON, no server at all. Nothing is lost.

What is said twice is what the server had taken before it failed: nobody can know that from outside.
"""

import random
from functools import partial
from pathlib import Path

import pytest

from bot.networks.telegram.network import Server
from sandbox import Fault, Sandbox
from sandbox.faults import Faults
from tests.dialogs.chat import SUNDAY
from tests.whole.hands import Hands, holds, in_step, screen_of
from tests.whole.program import (
    STANDSTILL,
    StillClock,
    inside,
    offered,
    only_complaint,
    outbox,
    person_folder,
    set_clock,
    until,
)
from tests.whole.scripts import by_buttons, by_one_sentence, by_pictures, picture

SENDING = ("sendMessage", "editMessageText")
HARMLESS = [
    Fault("retry_after", seconds=0),
    Fault("server_error"),
    Fault("bad_gateway"),
    Fault("truncated"),
    Fault("silence"),
    Fault("drop"),
]
"""After these the call has not been carried out."""
TAKEN = [Fault(answer, processed=True) for answer in ("bad_gateway", "truncated", "silence", "drop", "server_error")]
"""After these it has, and the bot is not told so."""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits of the same kind, only shorter: half a second for an answer, and at most that between attempts."""
    monkeypatch.setattr("bot.ends.Server", partial(Server, read_seconds=0.5, poll_seconds=1))
    for module in ("bot.networks.telegram.poll", "bot.networks.telegram.network", "bot.pacing"):
        monkeypatch.setattr(f"{module}.FIRST_WAIT", 0.05)
        monkeypatch.setattr(f"{module}.LONGEST_WAIT", 0.5)
    monkeypatch.setattr("bot.networks.telegram.poll.CONFLICT_SECONDS", 0.2)


@pytest.mark.parametrize("fault", HARMLESS, ids=lambda fault: fault.answer)
async def test_every_reply_comes_once_though_its_first_call_fails(tmp_path: Path, fault: Fault) -> None:
    await set_clock(tmp_path / "data", SUNDAY)
    async with Sandbox(clock=StillClock()) as sandbox, inside(tmp_path, sandbox, speed=STANDSTILL) as app:
        hands = Hands(sandbox.phone())
        hands.before = lambda: sandbox.fail("sendMessage", fault, chat=hands.phone.chat_id)
        await by_one_sentence(hands)
        assert hands.screen == screen_of(hands.chat)
    assert app.sender.counts["retried"] + app.sender.counts["flooded"] >= hands.acts - 1
    assert outbox(tmp_path / "data").keys() == {"sent"}


@pytest.mark.parametrize("fault", TAKEN, ids=lambda fault: fault.answer)
async def test_what_the_server_took_before_it_failed_is_said_at_most_twice(tmp_path: Path, fault: Fault) -> None:
    await set_clock(tmp_path / "data", SUNDAY)
    async with Sandbox(clock=StillClock()) as sandbox, inside(tmp_path, sandbox, speed=STANDSTILL):
        hands = Hands(sandbox.phone(), strict=False)
        hands.pause = partial(until, partial(nothing_waits, tmp_path / "data"))
        hands.before = lambda: sandbox.fail("sendMessage", fault, chat=hands.phone.chat_id)
        await by_one_sentence(hands)
        await hands.pause()
    wanted = screen_of(hands.chat)
    assert len(wanted) < len(hands.screen) <= len(wanted) + hands.acts
    assert set(hands.screen) == set(wanted)
    assert outbox(tmp_path / "data").keys() == {"sent"}


@pytest.mark.parametrize("fault", [*HARMLESS, Fault("conflict")], ids=lambda fault: fault.answer)
async def test_what_people_say_while_asking_fails_is_heard_once(
    tmp_path: Path, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    await set_clock(tmp_path / "data", SUNDAY)
    async with Sandbox(clock=StillClock()) as sandbox, inside(tmp_path, sandbox, speed=STANDSTILL) as app:
        hands = Hands(sandbox.phone())
        hands.before = lambda: sandbox.fail("getUpdates", fault)
        await by_one_sentence(hands)
        await sandbox.confirmed()
        assert hands.screen == screen_of(hands.chat)
    assert app.turns.counts.keys() == {"taken"}
    assert ("Another program is fetching" in caplog.text) == (fault.answer == "conflict")


def nothing_waits(data: Path) -> bool:
    """All that was said is known to be sent: who has seen it can tell no echo from a first word."""
    return "unsent" not in outbox(data)


async def test_a_flood_stops_all_chats_and_nothing_is_lost(tmp_path: Path) -> None:
    await set_clock(tmp_path / "data", SUNDAY)
    async with Sandbox(clock=StillClock()) as sandbox, inside(tmp_path, sandbox, speed=STANDSTILL) as app:
        people = [Hands(sandbox.phone()) for _ in range(8)]
        sandbox.fail("sendMessage", Fault("retry_after", seconds=1), 12)
        await in_step([by_one_sentence] * len(people), people)
        assert [hands.screen for hands in people] == [screen_of(hands.chat) for hands in people]
    assert app.sender.counts["flooded"] == 12


class Weather(Faults[Fault]):
    """Any call may fail, any way; what is in doubt fails once, as the bot gives such a call one more chance."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self._dice = dice
        self._doubtful: set[object] = set()
        self.failed = self.taken = 0

    def __bool__(self) -> bool:
        return True

    def take(self, method: str, chat: object) -> Fault | None:
        if method not in (*SENDING, "getUpdates", "answerCallbackQuery") or self._dice.random() > 0.3:
            self._doubtful.discard(chat)
            return None
        if chat in self._doubtful:
            return None
        fault = self._dice.choice([*HARMLESS, *(TAKEN if method in SENDING else [])])
        if method in SENDING and fault.answer not in ("retry_after", "server_error"):
            self._doubtful.add(chat)
        self.failed += 1
        self.taken += fault.processed
        return fault


async def test_in_a_storm_of_everything_nobody_notices_more_than_an_echo(tmp_path: Path) -> None:
    await set_clock(tmp_path / "data", SUNDAY)
    async with Sandbox(clock=StillClock()) as sandbox, inside(tmp_path, sandbox, speed=STANDSTILL) as app:
        weather = sandbox._bot_api.faults = Weather(random.Random(7))
        people = [Hands(sandbox.phone(), strict=False) for _ in range(6)]
        await in_step([by_buttons, by_one_sentence, by_pictures] * 2, people)
    wanted = [screen_of(hands.chat) for hands in people]
    echoes = sum(len(hands.screen) for hands in people) - sum(map(len, wanted))
    assert 0 <= echoes <= weather.taken
    assert weather.failed > 50
    assert all(holds(hands.screen, screen) for hands, screen in zip(people, wanted, strict=True))
    assert outbox(tmp_path / "data").keys() <= {"sent", "dropped"}
    assert app.turns.counts.keys() <= {"taken", "repeated"}


async def test_a_picture_is_fetched_again_until_it_is_there(tmp_path: Path) -> None:
    """A server that says nothing is waited for in real seconds. So fast that pauses are short, and yet so slow that the
    day for which trouble is borne does not pass meanwhile."""
    await set_clock(tmp_path / "data", SUNDAY)
    async with Sandbox(clock=StillClock()) as sandbox, inside(tmp_path, sandbox, speed=600) as app:
        phone = sandbox.phone()
        phone.start()
        await offered(phone, "同意，开始投诉")
        phone.tap("同意，开始投诉")
        await offered(phone, "没收到")
        for fault in (Fault("server_error"), Fault("bad_gateway"), Fault("drop"), Fault("silence")):
            sandbox.fail("file", fault, 2)
            sandbox.fail("getFile", fault)
        phone.send_photo(picture(1))
        await offered(phone, "可以存")
        phone.tap("可以存")
        data = app.database.folder
        await until(lambda: [one.state for one in only_complaint(data, phone.user_id).exhibits] == ["stored"])
    assert [path.read_bytes() for path in person_folder(data, phone.user_id).iterdir()] == [picture(1)]


async def test_when_the_server_is_gone_for_a_while_everything_waits_for_it(tmp_path: Path) -> None:
    clock = StillClock()
    await set_clock(tmp_path / "data", SUNDAY)
    sandbox = Sandbox(clock=clock, data=tmp_path / "server")
    await sandbox.start()
    try:
        async with inside(tmp_path, sandbox, speed=STANDSTILL) as app:
            hands = Hands(sandbox.phone())
            await hands.says("/start")
            hands.phone.tap("同意，开始投诉")
            await sandbox.stop()
            await until(lambda: app.telegram._poll._wait > 0.05)
            await sandbox.start()
            hands.phone = sandbox.phone(hands.phone.user_id)
            hands.chat.taps("同意，开始投诉")
            await hands.agree()
            await hands.taps("没收到")
            assert hands.screen == screen_of(hands.chat)
    finally:
        await sandbox.stop()
