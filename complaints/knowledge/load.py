"""Reading `knowledge/` at start-up: the only place where its files are opened for use."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from complaints.errors import KnowledgeError
from complaints.knowledge.files import FOLDERS, HOLIDAYS, SECTIONS, Raw, Table, data_files, entries
from complaints.knowledge.models import Entry, Knowledge, OrderHint, Playbook
from complaints.workdays import Calendar, Holidays


def load(folder: Path) -> Knowledge:
    """All knowledge of `folder`. Raises KnowledgeError (file, line) when a file is missing or not usable.

    It checks only what the program needs in order to start; `check.check` says everything that is wrong.
    """
    digest = hashlib.sha256()
    documents: dict[str, Table] = {}
    for path in data_files(folder):
        name = path.relative_to(folder).as_posix()
        content = _read(path, name)
        digest.update(f"{name}\n{len(content)}\n".encode())
        digest.update(content)
        documents[name] = _parse(name, content)
    return build(documents, digest.hexdigest()[:12])


def build(documents: Mapping[str, Table], version: str) -> Knowledge:
    """The knowledge of parsed files by name. Raises KnowledgeError at the first entry that does not fit its model."""
    found: dict[str, dict[str, Entry]] = {section: {} for section in _sections()}
    for name, document in documents.items():
        for raw in entries(name, document):
            entry = model_of(raw)
            found[raw.section][raw.table["id"]] = entry
    hints = tuple(_hints(found["playbooks"].values()))
    return Knowledge(version=version, calendar=_calendar(documents), order_hints=hints, **found)  # type: ignore[arg-type]  # sections are typed by files.py


def model_of(raw: Raw) -> Entry:
    """The entry as a model; raises KnowledgeError with the first thing that does not fit."""
    try:
        return raw.model.model_validate(raw.table)
    except ValidationError as error:
        raise _unfit(raw.file, raw.path, error) from error


def _hints(playbooks: Iterable[Entry]) -> Iterator[re.Pattern[str]]:
    for book in playbooks:
        if isinstance(book, Playbook):
            yield from (_compiled(book, hint) for hint in book.order_hints)


def _compiled(book: Playbook, hint: OrderHint) -> re.Pattern[str]:
    try:
        return re.compile(hint.pattern, re.IGNORECASE)
    except re.error as error:
        raise KnowledgeError(f"playbooks/{book.id}.toml", 0, f"order_hints: {hint.pattern}: {error}") from error


def _calendar(documents: Mapping[str, Table]) -> Calendar:
    try:
        return Calendar(Holidays.model_validate(documents[HOLIDAYS]))
    except ValidationError as error:
        raise _unfit(HOLIDAYS, (), error) from error


def _unfit(name: str, path: tuple[str | int, ...], error: ValidationError) -> KnowledgeError:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in (*path, *first["loc"]))
    return KnowledgeError(name, 0, f"{where}: {first['msg']}")


def _sections() -> Iterable[str]:
    yield from (section for sections in SECTIONS.values() for section in sections)
    yield from (section for section, _ in FOLDERS.values())


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KnowledgeError(name, 0, f"cannot be read: {error.strerror}") from error


def _parse(name: str, content: bytes) -> Table:
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(name, 0, str(error)) from error
