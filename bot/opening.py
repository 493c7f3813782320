"""Opening what the program needs before any part is built: data folder, database, bot time, knowledge and texts."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import astuple, replace
from pathlib import Path
from typing import Final, NamedTuple

from bot.paths import KNOWLEDGE, TEXTS, data_folder
from bot.seams import Anchor, Seams, WarpedClock
from bot.settings import CannotStart, Settings, WrongSetting
from complaints.errors import KnowledgeError
from complaints.knowledge.load import load as load_knowledge
from complaints.knowledge.models import Knowledge
from dialogs.texts import Texts
from dialogs.texts import load as load_texts
from storage import meta
from storage.database import Database
from storage.errors import CannotOpen, OpenReason

log = logging.getLogger(__name__)

CLOCK: Final = "clock"
"""Key of the warped clock's line in the database."""
PEOPLE: Final = "people"
"""Key of whose data it is: `real`, or `nobody` for the sandbox and for tests on this machine."""

SENTENCES: Final[dict[OpenReason, str]] = {
    "in_use": "DATA_DIR {folder} is in use by another process of this bot: stop that one, or set another folder.",
    "newer": "DATA_DIR {folder} holds data of a newer release: start that release, or set another folder.",
    "damaged": "DATA_DIR {folder} holds a damaged database: put back the last backup and keep the damaged file.",
    "locked": "DATA_DIR {folder}: another program keeps the database locked; close it and start again.",
    "full": "DATA_DIR {folder} is on a full disk: free some space and start again.",
    "io": "DATA_DIR {folder} cannot be read or written: check the disk, or set another folder.",
    "read_only": "DATA_DIR {folder} cannot be written to: give this user the right to, or set another folder.",
    "old_sqlite": "SQLite is too old: install a Python that brings SQLite 3.37 or newer.",
    "no_wal": "DATA_DIR {folder} is on a disk without shared memory, such as a network share: set a local folder.",
}


class DataFiles(NamedTuple):
    """What is written for people who don't program."""

    knowledge: Knowledge
    texts: Texts


def data_files() -> DataFiles:
    """Raises CannotStart with the file and what is wrong in it."""
    try:
        return DataFiles(load_knowledge(KNOWLEDGE), load_texts(TEXTS))
    except KnowledgeError as error:
        raise CannotStart(f"{error}; python -m bot check-knowledge lists all that is wrong.") from None


def cannot_open(error: CannotOpen, folder: Path) -> WrongSetting:
    """The sentence for a data folder that storage refuses."""
    sentence = next(words for code, words in SENTENCES.items() if code == error.code)
    return WrongSetting("DATA_DIR", sentence.format(folder=folder))


@asynccontextmanager
async def opened(
    settings: Settings, seams: Seams, *, sandbox: bool, speed: float | None = None
) -> AsyncIterator[tuple[Database, Seams]]:
    """The database of the data folder, and the seams with the clock that belongs to it. Raises WrongSetting.

    Data of real people and of tests never share a folder: a test's clock would bring the reminders of real people at
    the wrong time.
    """
    people = not (sandbox or settings.nobody_real)
    database = await _open(data_folder(settings, sandbox=sandbox), seams)
    try:
        await _same_people(database, "real" if people else "nobody")
        if people:
            yield database, seams
        else:
            yield database, await _warped(seams, database, speed if sandbox else speed or 1.0, shared=sandbox)
    finally:
        await database.close()


async def _open(folder: Path, seams: Seams) -> Database:
    try:
        await seams.files.run(lambda: folder.mkdir(mode=0o700, parents=True, exist_ok=True))
        return await Database.open(folder, reached=seams.reached)
    except OSError:
        raise WrongSetting("DATA_DIR", SENTENCES["read_only"].format(folder=folder)) from None
    except CannotOpen as error:
        raise cannot_open(error, folder) from None


async def _same_people(database: Database, people: str) -> None:
    before = await database.read(lambda connection: meta.get(connection, PEOPLE))
    if before is None:
        await database.write(lambda connection: meta.put(connection, PEOPLE, people))
    elif before != people:
        whose = "real people" if before == "real" else "tests"
        raise WrongSetting("DATA_DIR", f"DATA_DIR {database.folder} holds data of {whose}: set another folder.")


async def _warped(seams: Seams, database: Database, speed: float | None, *, shared: bool) -> Seams:
    """The same seams with a clock that goes on from where it was at the last stop, at `speed` or as fast as before."""
    line = await database.read(lambda connection: meta.get(connection, CLOCK))

    def keep(anchor: Anchor) -> None:
        words = json.dumps(astuple(anchor))
        database.write(lambda connection: meta.put(connection, CLOCK, words)).add_done_callback(_say_if_lost)

    clock = WarpedClock(Anchor(*json.loads(line)) if line else None, keep, shared=shared)
    if speed is not None:
        clock.speed = speed
    return replace(seams, clock=clock)


def _say_if_lost(kept: asyncio.Future[None]) -> None:
    if not kept.cancelled() and kept.exception():
        log.warning("a change of the clock could not be kept: after a restart bot time may go back")
