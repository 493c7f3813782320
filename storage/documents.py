"""Documents: pydantic models as JSON text, each beside the schema version it was written in.

A kind of document that changes its shape gets one more pure function in `raises`, from the last version to the next,
and never loses one: a row written by any release can be read. One row of every version stays in tests/storage/fixtures.
Give a new version a step in `migrations` too.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar

from complaints.complaint import Complaint, Frozen
from complaints.person import Person
from dialogs.model import Job, Message, Session
from storage.errors import DocumentTooNew

M = TypeVar("M", bound=Frozen)
Raise = Callable[[dict[str, Any]], dict[str, Any]]
"""From the JSON object of one version to that of the next."""


class Kind(Generic[M]):
    """One kind of document: the first of `raises` makes version 2 of version 1, and so on.

    A text is read when it is written, which proves that it can be, and the value is kept for the next turn: `kept` of
    the texts used last. Values are frozen, so equal texts may share one.
    """

    def __init__(self, model: type[M], raises: tuple[Raise, ...] = (), kept: int = 0) -> None:
        self._model, self._raises = model, raises
        self.version = len(raises) + 1
        """The version that is written."""
        self.read = lru_cache(kept)(self._read)
        """(version, text) → value. Raises DocumentTooNew, or ValidationError for a text that nothing of ours wrote."""

    def write(self, value: M) -> str:
        """Raises pydantic's errors for a value that could not be read again."""
        text = value.model_dump_json(warnings="error")
        self.read(self.version, text)
        return text

    def _read(self, version: int, text: str) -> M:
        if version == self.version:
            return self._model.model_validate_json(text)
        if version > self.version:
            raise DocumentTooNew(self._model.__name__, f"version {version}, read up to {self.version}")
        document: dict[str, Any] = json.loads(text)
        for raised in self._raises[version - 1 :]:
            document = raised(document)
        if "schema_version" in self._model.model_fields:
            document["schema_version"] = self.version
        return self._model.model_validate_json(json.dumps(document))


COMPLAINT = Kind(Complaint, kept=512)
PERSON = Kind(Person, kept=512)
SESSION = Kind(Session, kept=512)
MESSAGE = Kind(Message)
JOB = Kind(Job)
