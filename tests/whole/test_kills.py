"""SIGKILL at random moments while sixty people talk: nothing lost, nothing doubled, and nobody has to repeat anything.

Each person waits for the reply to the last message before the next one, as people do. What they must see is what the
engine says to the same words, whole and in its order; more is allowed only for what was sent and not marked yet when
the process died.
"""

import asyncio
import hashlib
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from complaints.complaint import Stage
from sandbox import Sandbox
from tests.dialogs.chat import SUNDAY
from tests.whole.hands import Hands, in_step, screen_of
from tests.whole.program import (
    STANDSTILL,
    Program,
    StillClock,
    only_complaint,
    outbox,
    person_folder,
    rows,
    running,
    set_clock,
)
from tests.whole.scripts import picture

SEED = 20261122
DIALOGS = 60
FEWEST_KILLS, MOST_KILLS = 12, 14
AT_ONCE = 5
"""People who talk at the same time. Each may have one message under way at a kill, so fewer make the bound sharper."""
ACTS_A_LIFE = 60
"""At most so many acts of all people together before the next kill."""
PAUSE = 0.2
"""Seconds that somebody thinks at most."""
LIFE = 2.0
"""Seconds from the start to a kill that does not wait for the program to serve."""

pytestmark = pytest.mark.timeout(300)


@dataclass
class People:
    """All who talk, and what they have done so far."""

    hands: list[Hands]
    dice: random.Random
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    acts: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)
    pictures: dict[int, bytes] = field(default_factory=dict)
    """By the place of the person who sent one."""

    async def talk(self) -> None:
        """The whole conversation of everybody."""
        await in_step([partial(self._complains, place) for place in range(len(self.hands))], self.hands)

    async def _complains(self, place: int, hands: Hands) -> None:
        async with self.room:
            await self._tells(place, hands)

    async def _tells(self, place: int, hands: Hands) -> None:
        hands.pause = self._thinks
        await hands.says("/start")
        await hands.taps("同意，开始投诉")
        await hands.taps(("没收到", "卡密无效")[place % 2])
        await hands.taps("刚刚")
        await hands.says(f"游戏点卡 {place + 1}元")
        await hands.says(f"LY20261121{place:03}")
        await hands.taps("还没")
        if place % 3 == 0:
            self.pictures[place] = picture(place + 1)
            await hands.sends(self.pictures[place])
            await hands.taps("可以存")
        await hands.taps("我已提交")
        await hands.taps("还没人理")

    async def _thinks(self) -> None:
        await asyncio.sleep(self.dice.random() * PAUSE)
        self.acts += 1
        self.news.set()

    async def did(self, acts: int, talk: "asyncio.Task[None]") -> None:
        """Return when all together have acted so often, or when the talk is over."""
        talk.add_done_callback(lambda _: self.news.set())
        while self.acts < acts and not talk.done():
            self.news.clear()
            await self.news.wait()


async def killed_again_and_again(program: Program, people: People, talk: "asyncio.Task[None]") -> int:
    """Start and kill the program while people talk; how often it was killed."""
    dice = random.Random(SEED + 1)
    kills = 0
    while kills < MOST_KILLS and not talk.done():
        if kills % 4 == 3:
            await program.begin("run", "--clock-speed", str(STANDSTILL))
            await asyncio.sleep(dice.random() * LIFE)
        else:
            await program.start("run", "--clock-speed", str(STANDSTILL))
            enough = people.acts + dice.randint(1, ACTS_A_LIFE)
            await people.did(enough, talk)
            await asyncio.sleep(dice.random() * 0.2)
        kills += not talk.done()
        await program.kill()
    return kills


async def test_sixty_people_and_a_dozen_kills(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await set_clock(tmp_path / "data", SUNDAY)
    async with Sandbox(clock=StillClock()) as sandbox:
        program = Program(tmp_path, sandbox)
        people = People([Hands(sandbox.phone(), strict=False) for _ in range(DIALOGS)], random.Random(SEED))
        talk = asyncio.create_task(people.talk())
        await asyncio.sleep(0)
        kills = await killed_again_and_again(program, people, talk)
        async with running(program, "run", "--clock-speed", str(STANDSTILL)):
            await talk
            await sandbox.confirmed()
    assert kills >= FEWEST_KILLS
    for place, hands in enumerate(people.hands):
        every_answer_is_kept(program.data, hands, people.pictures.get(place))
    nothing_is_left_over(program.data, people.hands)
    doubled = [extra for hands in people.hands for extra in sent_twice(program.data, hands)]
    assert len(doubled) <= kills
    sent = sum(len(hands.screen) for hands in people.hands)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{kills} kills, {DIALOGS} dialogs, {people.acts} acts, {sent} messages, {len(doubled)} of them doubled\n"
        )


def every_answer_is_kept(data: Path, hands: Hands, sent: bytes | None) -> None:
    """One case, with all that was told, filed once, its picture on disk as it was sent."""
    user, wanted = hands.user, hands.chat.case()
    case = only_complaint(data, user)
    assert (case.facts, case.filings, case.clocks, case.stage) == (
        wanted.facts, wanted.filings, wanted.clocks, Stage.FILED
    )  # fmt: skip
    assert [(one.result, one.channel) for one in case.contacts] == [
        (one.result, one.channel) for one in wanted.contacts
    ]
    planned = rows(data, "SELECT count(*) FROM reminder JOIN account USING (person_id) WHERE user = ?", str(user))
    assert planned == [(len(hands.chat.reminders[1]),)]
    assert [one.state for one in case.exhibits] == ["stored"] * (sent is not None)
    for exhibit in case.exhibits:
        assert exhibit.path is not None
        content = (person_folder(data, user) / exhibit.path).read_bytes()
        assert (content, exhibit.sha256) == (sent, hashlib.sha256(content).hexdigest())


def nothing_is_left_over(data: Path, hands: Sequence[Hands]) -> None:
    """Nobody is there twice, nothing waits, no event was given up, no file is nobody's."""
    assert rows(data, "SELECT count(*) FROM person") == rows(data, "SELECT count(*) FROM complaint") == [(len(hands),)]
    assert outbox(data).keys() == {"sent"}
    for table in ("job", "dead", "purge"):
        assert rows(data, f"SELECT count(*) FROM {table}") == [(0,)]
    kept = [path.name for path in (data / "evidence").rglob("*") if path.is_file()]
    assert kept == ["1-1"] * len([one for one in hands if one.chat.case().exhibits])


def sent_twice(data: Path, hands: Hands) -> list[str]:
    """Texts of messages on the phone of which the outbox does not know: sent, not marked, sent again."""
    marked = rows(data, "SELECT message_id FROM outbox WHERE user = ?", str(hands.phone.user_id))
    known = {int(message_id) for (message_id,) in marked}
    assert len(known) == len(marked) == len(screen_of(hands.chat))
    extra = [message["text"] for message in hands.phone.replies if message["message_id"] not in known]
    assert set(extra) <= {one.text for one in screen_of(hands.chat)}
    return extra
