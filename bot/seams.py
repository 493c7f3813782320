"""The seams: everything through which the program touches the world. No other file asks for time, chance or threads.

There are six. `Clock`, `Ids`, `Files` and the kill points are here with their real forms. The others are small
protocols here, and their real forms stand beside what they drive: `Writer` is `storage.database.Database`, `Worker` is
the child process of `bot/workers.py`, and Telegram's transport is the `BaseRequest` that a `Network` is given.
"""

import asyncio
import os
import random
import secrets
import shutil
import sqlite3
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, TypeVar

from complaints.times import Instant

T = TypeVar("T")
Listener = Callable[[], None]
HELD_BYTES = 256 * 1024
"""Of a file that is being received."""

KillPoint = Literal["after_commit", "before_ack", "after_send", "before_mark", "file_renamed"]


class Clock(Protocol):
    """Bot time, real time, and the way from one to the other. Bot time may run faster and may be moved ahead."""

    def now(self) -> Instant:
        """Bot time."""

    def monotonic(self) -> float:
        """Real seconds since an unknown moment; never goes back."""

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds` of real time."""

    def real_now(self) -> datetime:
        """The real moment, with its fraction of a second."""

    def real_date(self, at: Instant) -> datetime:
        """The real moment at which bot time will reach, or did reach, `at`."""

    def bot_time(self, real: Instant) -> Instant:
        """Bot time at the real moment `real`: the date that a network gave a message."""

    def on_change(self, listener: Listener) -> None:
        """Call `listener` whenever bot time jumps or changes its speed."""


class Ids(Protocol):
    """Names and chance that cannot be foreseen."""

    def incident(self) -> str:
        """A short id that a user can read aloud: `K7QM-3XWD`."""

    def token(self) -> str:
        """A secret of 256 bits, safe in an URL."""

    def link_code(self) -> str:
        """Eight digits, good for ten minutes and a few tries."""

    def fraction(self) -> float:
        """A number in [0, 1), to spread retries."""


class Writer(Protocol):
    """The database: one writer, callables in the order of the calls, results only after COMMIT."""

    def write(self, fn: Callable[[sqlite3.Connection], T]) -> Awaitable[T]: ...

    async def read(self, fn: Callable[[sqlite3.Connection], T]) -> T: ...


class Draft(Protocol):
    """A file being written; nobody sees it before `keep`."""

    async def write(self, data: bytes) -> None:
        """Append."""

    async def keep(self, name: str) -> Path:
        """Make it durable under `name` in its folder (file synced, renamed, folder synced) and give its path."""

    async def discard(self) -> None:
        """Remove it. Does nothing after `keep`."""


class Files(Protocol):
    """What is done to the disk beside the database. Raises OSError."""

    async def draft(self, folder: Path) -> Draft:
        """A new file in `folder`, which is made when it is missing, at the latest by `keep`."""

    def free(self, folder: Path) -> int:
        """Bytes free for us on the disk that holds `folder`."""

    async def run(self, work: Callable[[], T]) -> T:
        """Other blocking work on files, away from the event loop."""


class Worker(Protocol):
    """Runs `python -m module` on one JSON request: bytes in and out of a process of its own, with limits."""

    async def run(self, module: str, request: Mapping[str, object]) -> Mapping[str, object]: ...


class SystemClock:
    """The clock of the machine: bot time is real time."""

    def now(self) -> Instant:
        return int(time.time())

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def real_now(self) -> datetime:
        return datetime.now(UTC)

    def real_date(self, at: Instant) -> datetime:
        return datetime.fromtimestamp(at, UTC)

    def bot_time(self, real: Instant) -> Instant:
        return real

    def on_change(self, listener: Listener) -> None:
        """Real time is never moved by us."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Bot time as a line: at the real second `real` it was `bot`, and it runs `speed` times as fast."""

    real: float
    bot: float
    speed: float = 1.0

    def at(self, real: float) -> float:
        """Bot time at a real moment. Before the anchor it ran as fast as real time, as far as we know."""
        passed = real - self.real
        return self.bot + (passed * self.speed if passed > 0 else passed)

    def when(self, bot: float) -> float:
        """The real moment of a bot time."""
        passed = bot - self.bot
        return self.real + (passed / self.speed if passed > 0 else passed)


class WarpedClock(SystemClock):
    """Bot time with a speed and jumps: for the sandbox and for `--clock-speed`.

    Every change goes to `keep`, so that a restarted process continues the same line: bot time also runs, at its speed,
    while the process is down, and never goes back. `shared` says that the network goes by this clock too, as the
    sandbox does: the dates of its messages are bot time already.
    """

    def __init__(
        self, anchor: Anchor | None = None, keep: Callable[[Anchor], None] = lambda _: None, *, shared: bool = False
    ) -> None:
        self._anchor = anchor or Anchor(time.time(), time.time())
        self._keep, self._shared = keep, shared
        self._listeners: list[Listener] = []

    @property
    def speed(self) -> float:
        """Seconds of bot time that pass in one real second; more than 0."""
        return self._anchor.speed

    @speed.setter
    def speed(self, value: float) -> None:
        if value <= 0:
            raise ValueError("time runs forward only")
        self._move(0, value)

    def jump(self, seconds: int) -> None:
        """Move bot time ahead at once."""
        if seconds < 0:
            raise ValueError("time runs forward only")
        self._move(seconds, self.speed)

    def now(self) -> Instant:
        return int(self._anchor.at(time.time()))

    def real_date(self, at: Instant) -> datetime:
        return datetime.fromtimestamp(self._anchor.when(at), UTC)

    def bot_time(self, real: Instant) -> Instant:
        # A date is a whole second in which a fast clock covers much; its last moment makes 刚刚 the latest it can be.
        return real if self._shared else int(self._anchor.at(real + 1)) - 1

    def on_change(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def _move(self, seconds: int, speed: float) -> None:
        real = time.time()
        self._anchor = Anchor(real, self._anchor.at(real) + seconds, speed)
        self._keep(self._anchor)
        for listener in self._listeners:
            listener()


class RandomIds:
    """Ids from the operating system's source of chance."""

    _LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    """Without 0 O 1 I L, which people mix up."""

    def incident(self) -> str:
        letters = "".join(secrets.choice(self._LETTERS) for _ in range(8))
        return f"{letters[:4]}-{letters[4:]}"

    def token(self) -> str:
        return secrets.token_urlsafe(32)

    def link_code(self) -> str:
        return f"{secrets.randbelow(10**8):08}"

    def fraction(self) -> float:
        return random.random()


class DiskFiles:
    """Real files. Blocking calls run in asyncio's thread pool."""

    async def draft(self, folder: Path) -> Draft:
        return DiskDraft(self, folder)

    def free(self, folder: Path) -> int:
        return shutil.disk_usage(folder).free

    async def run(self, work: Callable[[], T]) -> T:
        return await asyncio.to_thread(work)


class DiskDraft:
    """A temporary file `.<random>.part` beside its later place: a crash leaves at most this, for the sweep to find.

    Little is held in memory until `keep`, so that a small file is one errand for a thread.
    """

    def __init__(self, files: DiskFiles, folder: Path) -> None:
        self._files, self._path = files, folder / f".{secrets.token_hex(8)}.part"
        self._held = bytearray()
        self._handle: BinaryIO | None = None

    async def write(self, data: bytes) -> None:
        self._held += data
        if len(self._held) >= HELD_BYTES:
            await self._files.run(self._flush)

    async def keep(self, name: str) -> Path:
        return await self._files.run(lambda: self._settle(self._path.with_name(name)))

    async def discard(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            await self._files.run(lambda: self._remove(handle))

    def _flush(self) -> BinaryIO:
        if self._handle is None:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._handle = self._path.open("xb")
        self._handle.write(self._held)
        self._held.clear()
        return self._handle

    def _settle(self, target: Path) -> Path:
        handle = self._flush()
        handle.flush()
        os.fsync(handle.fileno())
        handle.close()
        self._path.rename(target)
        self._handle = None
        sync_folder(target.parent)
        return target

    def _remove(self, handle: BinaryIO) -> None:
        with suppress(OSError):  # a full disk does not take what is still buffered
            handle.close()
        self._path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: a rename is safe only after this. Blocking."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def never_killed(_point: KillPoint) -> None:
    """The kill point hook of the real program: go on."""


@dataclass(frozen=True, slots=True)
class Seams:
    """The world that `bot/app.py` builds on. `reached` is called at the named points at which a test may kill us."""

    clock: Clock = field(default_factory=SystemClock)
    ids: Ids = field(default_factory=RandomIds)
    files: Files = field(default_factory=DiskFiles)
    reached: Callable[[KillPoint], None] = never_killed
