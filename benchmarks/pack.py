"""`pack`: how long a pack of evidence takes and what it needs, and how others fare while four are made at once."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

from benchmarks import figures, seed
from benchmarks.phones import Crowd, Talk, intake
from benchmarks.processes import at, most, proportional, running
from bot.seams import SystemClock
from complaints.complaint import Complaint, Exhibit, Facts, Stage
from complaints.times import Instant
from dialogs.events import Chat
from sandbox import OwnClock, Phone, Sandbox
from storage import persons
from storage.cases import StoredCases
from storage.database import Database
from tests.files.samples import encoded, photographed

RUNS = 3
PICTURES = 20
SIZE = (1080, 2340)
"""Of a phone's screen; as JPEG with the noise of a photo some 300 kB."""
READER = "自己留底"
"""Everything: the papers and the files as received."""
AT_ONCE = 4
PHONES = 20
PAUSE = 0.1
"""Seconds that somebody reads before the next act: the bot is busy and not overrun."""
WARM_UP = 2.0
MEASURED = 8.0
PATIENCE = 120.0

Json = dict[str, Any]


class Packed(NamedTuple):
    """One pack."""

    seconds: float
    """From the tap to the last of its files on the phone."""
    more: float
    """MiB in memory above what all processes had before it, shared pages counted once."""


class Talked(NamedTuple):
    """A round of others' talking."""

    p99: float
    """Milliseconds."""
    packs: int
    """Made meanwhile."""


async def report(runs: int = RUNS) -> str:
    """Both parts."""
    first, *later = await packs(runs + 1)
    alone, beside = [], []
    for _ in range(runs):
        alone.append(await talking(0))
        beside.append(await talking(AT_ONCE))
    ratios = [one.p99 / other.p99 for one, other in zip(beside, alone, strict=True)]
    lines = [
        ("", "this bot"),
        ("seconds to the first pack", f"{first.seconds:.2f}"),
        ("seconds to a later one", figures.column(later, lambda one: one.seconds, ".2f")),
        ("memory MiB more meanwhile", figures.column([first, *later], lambda one: one.more, ".0f")),
        ("p99 of others' replies without packs, ms", figures.column(alone, lambda one: one.p99, ".1f")),
        (f"p99 with {AT_ONCE} packs at once, ms", figures.column(beside, lambda one: one.p99, ".1f")),
        ("ratio", figures.spread(ratios, ".2f")),
        ("packs made in such a round", figures.column(beside, lambda one: one.packs, ".0f")),
    ]
    size = sum(len(picture(number)) for number in range(PICTURES)) // PICTURES // 1000
    head = f"Packs of {PICTURES} screenshots of {size} kB; {PHONES} others who talk; {runs} runs: median (range)"
    return "\n".join([head, figures.table(lines), figures.machine()])


# ----------------------------------------------------------------------------------------------------------- one pack
async def packs(count: int) -> list[Packed]:
    """So many packs of one person, one after the other."""
    async with _bot(1) as (pid, sandbox, [phone]):
        await sandbox.called("getUpdates", patience=PATIENCE)
        return [await _measured(pid, phone) for _ in range(count)]


async def _measured(pid: int, phone: Phone) -> Packed:
    before = proportional(pid)
    watch = asyncio.create_task(most(pid))
    began = perf_counter()
    await _pack(phone)
    seconds = perf_counter() - began
    watch.cancel()
    return Packed(seconds, await watch - before)


async def _pack(phone: Phone) -> None:
    """By words, as the same button tapped again within seconds is one tap."""
    phone.say("证据包")
    await _until(phone, lambda one: READER in str(one.get("reply_markup")))
    phone.say(READER)
    await _until(phone, lambda one: str(one.get("document", {}).get("file_name")).endswith(".zip"))


async def _until(phone: Phone, wanted: Callable[[Json], bool]) -> None:
    while not wanted(await phone.next(PATIENCE)):
        pass


# ------------------------------------------------------------------------------------------------------------- others
class Unhurried(Talk):
    """Somebody who reads what comes."""

    async def does(self, act: Callable[[], object], until: Callable[[Json], bool] = lambda _: True) -> Json:
        message = await super().does(act, until)
        await asyncio.sleep(PAUSE)
        return message


async def talking(owners: int, phones: int = PHONES, warm_up: float = WARM_UP, measured: float = MEASURED) -> Talked:
    """A round of intake, while so many owners of a case ask for one pack after the other."""
    async with _bot(owners) as (_, sandbox, theirs):
        await sandbox.called("getUpdates", patience=PATIENCE)
        made = [0]
        asking = [asyncio.create_task(_again_and_again(phone, made)) for phone in theirs]
        crowd = Crowd(lambda _: sandbox.phone(), phones, lambda talk: intake(Unhurried(talk.phone, talk.tally)))
        await asyncio.sleep(warm_up)
        crowd.tally.empty()
        made[0] = 0
        await asyncio.sleep(measured)
        talked = Talked(1000 * crowd.tally.p99, made[0])
        await crowd.stop()
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        return talked


async def _again_and_again(phone: Phone, made: list[int]) -> None:
    while True:
        await _pack(phone)
        made[0] += 1


# ------------------------------------------------------------------------------------------------------------ the bot
@asynccontextmanager
async def _bot(owners: int) -> AsyncIterator[tuple[int, Sandbox, Sequence[Phone]]]:
    """The bot's process, the server, and phones of people who have a case with evidence."""
    with TemporaryDirectory() as name:
        async with Sandbox(clock=OwnClock()) as sandbox:
            phones = [sandbox.phone() for _ in range(owners)]
            bot = sandbox.token.partition(":")[0]
            await seed.people(Path(name), bot, [phone.user_id for phone in phones])
            await _give_evidence(Path(name), [Chat("telegram", bot, str(phone.user_id)) for phone in phones])
            async with running(at(sandbox), Path(name), "bot") as pid:
                yield pid, sandbox, phones


async def _give_evidence(folder: Path, chats: Sequence[Chat]) -> None:
    """A case with stored pictures for each."""
    database = await Database.open(folder)
    now = SystemClock().now()
    for chat in chats:
        person = await database.write(partial(_open_case, chat=chat, now=now))
        evidence = database.evidence.person(person)
        evidence.mkdir(parents=True)
        for number in range(PICTURES):
            (evidence / f"1-{number + 1}").write_bytes(picture(number))
    await database.close()


def _open_case(conn: sqlite3.Connection, chat: Chat, now: Instant) -> int:
    seat = persons.find(conn, chat)
    assert seat is not None
    case = Complaint(
        number=1,
        opened=now,
        touched=now,
        stage=Stage.READY,
        facts=Facts(platform="liyun", problem="not_delivered", goods="游戏点卡", amount=9800, demand="refund"),
        exhibits=tuple(_exhibit(number, now) for number in range(PICTURES)),
    )
    StoredCases(conn, seat.person_id).save(case, now)
    return seat.person_id


def _exhibit(number: int, now: Instant) -> Exhibit:
    return Exhibit(
        number=number + 1,
        kind="problem_screenshot",
        state="stored",
        message="1",
        received_at=now,
        mime="image/jpeg",
        size=len(picture(number)),
        sha256=sha256(picture(number)).hexdigest(),
        path=f"1-{number + 1}",
    )


@cache
def picture(number: int) -> bytes:
    """A screenshot; every number another one."""
    return encoded(photographed(number, SIZE), "JPEG", quality=80)
