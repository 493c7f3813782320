"""Reading `knowledge/` at start-up: the only place where its files are opened for use."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from complaints.errors import KnowledgeError
from complaints.knowledge.files import FOLDERS, HOLIDAYS, READING, SECTIONS, Raw, Table, data_files, entries
from complaints.knowledge.models import Entry, Knowledge
from complaints.reading.vocabulary import Cues
from complaints.workdays import Calendar, Holidays

Document = TypeVar("Document", bound=BaseModel)


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
    knowledge = build(documents, digest.hexdigest()[:12])
    try:
        # made here, so that nobody's first message waits for some hundred patterns
        _ = knowledge.vocabulary.compiled, knowledge.guard
    except re.error as error:
        message = f"words: {error.pattern!r} does not compile: {error}; check-knowledge names the line"
        raise KnowledgeError("*.toml", 0, message) from error
    return knowledge


def build(documents: Mapping[str, Table], version: str) -> Knowledge:
    """The knowledge of parsed files by name. Raises KnowledgeError at the first entry that does not fit its model."""
    found: dict[str, dict[str, Entry]] = {section: {} for section in _sections()}
    for name, document in documents.items():
        for raw in entries(name, document):
            entry = model_of(raw)
            found[raw.section][raw.table["id"]] = entry
    return Knowledge(
        version=version,
        cues=_document(Cues, READING, documents),
        calendar=Calendar(_document(Holidays, HOLIDAYS, documents)),
        **found,  # type: ignore[arg-type]  # files.py gives each section its model
    )


def model_of(raw: Raw) -> Entry:
    """The entry as a model; raises KnowledgeError with the first thing that does not fit."""
    try:
        return raw.model.model_validate(raw.table)
    except ValidationError as error:
        raise _unfit(raw.file, raw.path, error) from error


def _document(model: type[Document], name: str, documents: Mapping[str, Table]) -> Document:
    try:
        return model.model_validate(documents[name])
    except ValidationError as error:
        raise _unfit(name, (), error) from error


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
