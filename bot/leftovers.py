"""Files that jobs made and nobody needs any more: the end of every job and of every sent archive."""

import logging
import shutil
import sqlite3
from collections.abc import Iterator, Set
from functools import partial
from pathlib import Path

from bot.export import ARCHIVES
from bot.papers.files import PAPERS
from bot.workshop import Workshop
from dialogs.events import Event, FileStored
from storage import persons
from storage.cases import StoredCases
from storage.export import files_to_send
from storage.jobs import JobRow

log = logging.getLogger(__name__)


async def tidy(shop: Workshop, row: JobRow, event: Event) -> None:
    """After a result that no turn took up: remove its file when person, case or exhibit were deleted meanwhile.

    An exhibit that is still pending keeps its file: the turn failed and may be replayed. Raises StorageError.
    """
    for path in await shop.database.read(partial(_unwanted, person=row.person, event=event)):
        await _remove(shop, row.person, path)


async def _remove(shop: Workshop, person: int, path: str | None) -> None:
    try:
        await shop.files.run(partial(shop.evidence.remove, person, path))
    except OSError as error:
        log.warning("a file that nobody wants could not be removed: %s", error.strerror)


def _unwanted(conn: sqlite3.Connection, person: int, event: Event) -> tuple[str | None, ...]:
    """Paths in the person's folder; None is the whole of it."""
    if persons.chat_of(conn, person) is None:
        return (None,)
    return (event.path,) if isinstance(event, FileStored) and not _wanted(conn, person, event) else ()


def _wanted(conn: sqlite3.Connection, person: int, event: FileStored) -> bool:
    cases = StoredCases(conn, person)
    case = cases.get(event.case)
    waiting = [exhibit.number for exhibit in case.exhibits if exhibit.state == "pending"] if case else []
    return event.exhibit in waiting or any(
        exhibit.path == event.path for case in cases.all() for exhibit in case.exhibits
    )


class Archives:
    """Exports and papers on disk. They hold much of what a person told us, so they go as soon as they were sent."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._persons: set[int] = set()

    async def find(self) -> None:
        """At start: whose folders hold any."""
        self._persons = await self._shop.files.run(self._find)

    def made(self, person: int) -> None:
        """A job made some for this person."""
        self._persons.add(person)

    async def clear(self, busy: Set[int]) -> None:
        """Remove what waits for no message, but for `busy` persons, whose job may just be making some.

        Raises StorageError.
        """
        for person in self._persons - busy:
            waiting = await self._shop.database.read(partial(files_to_send, person_id=person))
            if not await self._shop.files.run(partial(self._clear, person, waiting)):
                self._persons.discard(person)

    def _find(self) -> set[int]:
        return {person for person in self._shop.evidence.persons() if any(self._made_for(person))}

    def _made_for(self, person: int) -> Iterator[Path]:
        folder = self._shop.evidence.person(person)
        for pattern in (ARCHIVES, PAPERS):
            yield from folder.glob(pattern)

    def _clear(self, person: int, waiting: Set[str]) -> bool:
        """Whether any remain."""
        for path in list(self._made_for(person)):
            if path.name not in waiting:
                _unlink(path)
        return bool(waiting)


def _unlink(path: Path) -> None:
    """A folder is what a crash left of papers in the making."""
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("an archive that was sent could not be removed: %s", error.strerror)
