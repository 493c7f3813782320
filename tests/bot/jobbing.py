"""Jobs on real parts: a database, real files, a tiny engine that asks for jobs, and a network that follows a script."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.jobs import Jobs
from bot.networks import Facts
from bot.seams import DiskFiles, Files, KillPoint, WarpedClock, Worker, never_killed
from bot.turns import Turns
from bot.workers import ChildProcess, Inline
from bot.workshop import Workshop
from complaints.complaint import Clock, Complaint, Exhibit
from dialogs.events import Chat, Event, FileRefused, FileStored, JobDone, JobFailed, JobProgress, PictureRead, UserText
from dialogs.model import (
    Capabilities,
    Context,
    DeleteCase,
    DeleteFile,
    DeletePerson,
    Job,
    Message,
    OutFile,
    Rules,
    Turn,
)
from dialogs.texts import Texts
from storage.cases import StoredCases
from storage.database import Database
from storage.outbox import OutboxRow
from storage.turns import Taken, World
from tests.bot.parts import knowledge

PERSON = 1
Script = Sequence[bytes | Exception | asyncio.Event]
"""What one fetch does: gives bytes, raises, waits for an event."""


# ------------------------------------------------------------------------------------------------------ the engine
def advance(context: Context, event: Event) -> Turn:
    """`picture ID NAME` puts the next exhibit into case 1, `export [CASE]` asks for one, `pack ID` for papers,
    `read NAME` has a file of the person read, `calendar [CASE]`, `mail JSON` and `drawing` for files, `clock SECONDS`
    adds a deadline, `drop N` and `forget` delete, `undo N` deletes an exhibit; results of jobs are said."""
    if isinstance(event, UserText):
        word, _, rest = event.text.partition(" ")
        return WORDS[word](context, rest)
    if isinstance(event, FileStored):
        return _stored(context, event)
    if isinstance(event, FileRefused):
        return _says(context, f"refused {event.exhibit} {event.code}")
    if isinstance(event, PictureRead):
        return _says(context, f"read {event.seen.order_number} {event.text}".replace("\n", " "))
    if isinstance(event, JobFailed):
        return _says(context, f"failed {event.kind} {event.code}")
    if isinstance(event, JobProgress):
        return _says(context, f"{event.done} of {event.total}")
    assert isinstance(event, JobDone)
    first = OutFile(path=event.path or "", name=event.name or "")
    words = event.kind if not event.unshown + event.lost else f"{event.kind} without {event.unshown + event.lost}"
    return _turn(context, messages=tuple(Message(text=words, file=file) for file in (first, *event.more)))


def _turn(context: Context, **parts: object) -> Turn:
    return Turn(**{"session": context.session, "person": context.person, **parts})  # type: ignore[arg-type]  # by name


def _says(context: Context, words: str) -> Turn:
    return _turn(context, messages=(Message(text=words),))


def _picture(context: Context, rest: str) -> Turn:
    file_id, _, name = rest.partition(" ")
    case = context.cases.get(1) or Complaint(number=1, opened=context.now, touched=context.now)
    number = len(case.exhibits) + 1
    exhibit = Exhibit(
        number=number, kind="order_page", message="7", received_at=context.now, name=name or None, mime="image/png"
    )
    job = Job(kind="fetch", case=1, exhibit=number, args={"file_id": file_id, "name": name or None, "mime": None})
    return _turn(context, complaints=(case.changed(exhibits=(*case.exhibits, exhibit)),), jobs=(job,))


def _stored(context: Context, event: FileStored) -> Turn:
    case = context.cases.get(event.case)
    assert case is not None
    if event.mime == "text/plain":
        raise LookupError("this engine has a mistake")
    words = (Message(text=f"stored {event.exhibit}"),)
    if _exhibit(case, event.exhibit).state != "pending":
        return _turn(context, messages=words, effects=(DeleteFile(path=event.path),))
    stored = {"state": "stored", "path": event.path, "sha256": event.sha256, "size": event.size, "mime": event.mime}
    return _turn(context, complaints=(_with(case, event.exhibit, **stored),), messages=words)


def _undo(context: Context, rest: str) -> Turn:
    case = context.cases.get(1)
    assert case is not None
    return _turn(context, complaints=(_with(case, int(rest), state="deleted", path=None),))


def _clock(context: Context, rest: str) -> Turn:
    """`clock SECONDS`: case 1 gets one more deadline that ends so much later."""
    case = context.cases.get(1) or Complaint(number=1, opened=context.now, touched=context.now)
    due = context.now + int(rest)
    clock = Clock(id="C1", key=f"C1.{len(case.clocks) + 1}", started=context.now, due=due, revision=4)
    return _turn(context, complaints=(case.changed(clocks=(*case.clocks, clock)),))


def _exhibit(case: Complaint, number: int) -> Exhibit:
    return case.exhibits[number - 1]


def _with(case: Complaint, number: int, **update: object) -> Complaint:
    exhibits = [e.model_copy(update=update) if e.number == number else e for e in case.exhibits]
    return case.changed(exhibits=tuple(exhibits))


WORDS: Mapping[str, Callable[[Context, str], Turn]] = {
    "picture": _picture,
    "export": lambda context, rest: _turn(context, jobs=(Job(kind="export", case=int(rest) if rest else None),)),
    "pack": lambda context, rest: _turn(context, jobs=(Job(kind="pack", case=1, args={"pack": rest}),)),
    "read": lambda context, rest: _turn(
        context, jobs=(Job(kind="read", case=1, exhibit=1, args={"path": rest, "mime": "image/png"}),)
    ),
    "clock": _clock,
    "calendar": lambda context, rest: _turn(context, jobs=(Job(kind="calendar", case=int(rest) if rest else None),)),
    "drawing": lambda context, _: _turn(context, jobs=(Job(kind="picture", case=1),)),
    "mail": lambda context, rest: _turn(context, jobs=(Job(kind="mail", case=1, args=json.loads(rest)),)),
    "drop": lambda context, rest: _turn(context, effects=(DeleteCase(case=int(rest)),)),
    "forget": lambda context, _: _turn(context, effects=(DeletePerson(),)),
    "undo": _undo,
    "broken": lambda context, _: _turn(context, jobs=(Job(kind="fetch", case=1, exhibit=1),)),
}


# ----------------------------------------------------------------------------------------------------- the network
class ScriptedNetwork:
    """Gives files as scripts say. A list of scripts is one a fetch, the last one for ever."""

    name, bot = "telegram", "99"

    def __init__(self, max_file: int = 20 * 1024 * 1024) -> None:
        self.capabilities = Capabilities(max_file=max_file)
        self.scripts: dict[str, list[Script]] = {}
        self.fetched: list[str] = []
        self.open = 0
        """Fetches under way."""
        self.most_open = 0

    async def fetch(self, chat: Chat, file_id: str) -> AsyncIterator[bytes]:
        """Follow the script."""
        scripts = self.scripts[file_id]
        self.fetched.append(file_id)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            for step in scripts.pop(0) if len(scripts) > 1 else scripts[0]:
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, asyncio.Event):
                    await step.wait()
                else:
                    yield step
        finally:
            self.open -= 1

    async def start(self) -> None: ...

    async def run(self) -> None: ...

    async def stop(self) -> None: ...

    def serves(self, bot: str) -> bool:
        return bot == self.bot

    def push_refused(self, chat: Chat) -> str | None:
        return None

    async def reach(self, bot: str) -> None: ...

    def parts(self, message: Message) -> tuple[Message, ...]:
        return (message,)

    async def deliver(self, chat: Chat, message: Message, edits: str | None, file: Path | None) -> str:
        return "1"

    def state(self) -> tuple[bool, Facts]:
        return True, {}


TEXTS = Texts(
    {
        "edge.incident": "sorry {incident}",
        "export.name": "资料-{date}.zip",
        "export.part_name": "资料-{date}-{part}之{parts}.zip",
        "export.folder": "投诉{number}",
        "export.exhibit": "证{number}-{kind}",
        "export.data_name": "投诉资料.json",
        "export.readme_name": "说明.txt",
        "export.readme": "全部资料",
        "export.missing": "缺失：",
        "export.changed": "变了：",
        "export.changed_folder": "变了",
    },
    {},
)


def world(network: ScriptedNetwork) -> World:
    """The world of the tiny engine."""
    return World(
        advance=advance,
        rules=Rules(),
        knowledge=knowledge(),
        hide=lambda event: event,
        texts=TEXTS,
        networks={"telegram": network.capabilities},
        disk_low=lambda: False,
        new_code=lambda: "00000000",
        new_incident=lambda: "INC-1",
    )


# ------------------------------------------------------------------------------------------------------- the bench
@dataclass
class Bench:
    """A database, a runner of jobs, and what the turns said."""

    database: Database
    network: ScriptedNetwork
    clock: "ImpatientClock"
    turns: Turns
    shop: Workshop
    jobs: Jobs
    said: list[OutboxRow] = field(default_factory=list)
    _serial: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _task: "asyncio.Task[None] | None" = None

    def run_jobs(self, submit: Callable[[Event], Awaitable[object]] | None = None) -> None:
        """Bring the runner to life."""
        self.jobs = Jobs(self.shop, submit or self.turns.submit)
        self._task = asyncio.create_task(self.jobs.run())

    async def stop(self) -> None:
        """End the runner; raises what it raised."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def says(self, words: str, user: str = "1") -> None:
        """A text of a user, handled."""
        self._serial += 1
        now = self.clock.now()
        chat = Chat("telegram", "99", user)
        await self.turns.submit(
            UserText(id=f"{now}.{self._serial}", chat=chat, at=now, said_at=now, message="1", text=words)
        )

    def taken(self, taken: Taken) -> None:
        """A turn was committed."""
        self.said.extend(taken.rows)
        self._news.set()
        if taken.jobs:
            self.jobs.wake()

    async def hears(self, count: int = 1) -> list[str]:
        """The first `count` messages, once they were said."""
        while len(self.said) < count:
            self._news.clear()
            await self._news.wait()
        return [row.message.text for row in self.said]

    async def rests(self) -> None:
        """No job is under way, and none may begin by now."""
        now = self.clock.now()
        while self.jobs.running or any(state == "running" or at <= now for state, _, at in await self.table()):
            await until(lambda: not self.jobs.running)

    async def table(self) -> list[tuple[str, int, int]]:
        """State, attempts and not_before of every job."""
        select = "SELECT state, attempts, not_before FROM job ORDER BY id"
        return await self.database.read(lambda conn: conn.execute(select).fetchall())

    async def case(self, person: int = PERSON) -> Complaint:
        """Case 1 as stored."""
        case = await self.database.read(lambda conn: StoredCases(conn, person).get(1))
        assert case is not None
        return case

    def on_disk(self, person: int = PERSON) -> list[str]:
        """Names of the files in a person's folder."""
        folder = self.database.evidence.person(person)
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


class ImpatientClock(WarpedClock):
    """A clock that need not be waited for, once it is `quick`."""

    quick = False

    async def sleep(self, seconds: float) -> None:
        await super().sleep(0 if self.quick else seconds)


async def until(condition: Callable[[], object]) -> None:
    """Wait for what tells nobody."""
    while True:  # no event to wait for, hence no `while condition()`
        await asyncio.sleep(0.002)
        if condition():
            return


@asynccontextmanager
async def child_process() -> AsyncIterator[ChildProcess]:
    """Workers in processes of their own, none of which is left behind."""
    worker = ChildProcess()
    try:
        yield worker
    finally:
        await worker.stop()


@asynccontextmanager
async def bench(
    folder: Path,
    network: ScriptedNetwork | None = None,
    *,
    worker: Worker | None = None,
    files: Files | None = None,
    reached: Callable[[KillPoint], None] = never_killed,
    running: bool = True,
) -> AsyncIterator[Bench]:
    """Everything open on `folder`, the runner running."""
    network, clock = network or ScriptedNetwork(), ImpatientClock()
    database = await Database.open(folder)
    try:
        turns = Turns(database, world(network))
        shop = Workshop(
            database=database,
            clock=clock,
            files=files or DiskFiles(),
            worker=worker or Inline(),
            evidence=database.evidence,
            networks={"telegram": network},
            knowledge=knowledge(),
            texts=TEXTS,
            reached=reached,
            tell=turns.submit,
        )
        made = Bench(database, network, clock, turns, shop, Jobs(shop, turns.submit))
        turns.on_taken(made.taken)
        if running:
            made.run_jobs()
        yield made
        await made.stop()
    finally:
        await database.close()
