"""Documents: pydantic models as JSON text, each beside the schema version it was written in.

A kind of document that changes its shape gets one more pure function in `raises`, from the last version to the next,
and never loses one: a row written by any release can be read. One row of every version stays in tests/storage/fixtures.
Give a new version a step in `migrations` too.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from complaints.complaint import Complaint, Frozen
from complaints.person import Person
from dialogs.model import Job, Message, Session
from storage.errors import DocumentTooNew

M = TypeVar("M", bound=Frozen)
Raise = Callable[[dict[str, Any]], dict[str, Any]]
"""From the JSON object of one version to that of the next."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[M]):
    """One kind of document: the first of `raises` makes version 2 of version 1, and so on."""

    model: type[M]
    raises: tuple[Raise, ...] = ()

    @property
    def version(self) -> int:
        """The version that is written."""
        return len(self.raises) + 1

    def read(self, version: int, text: str) -> M:
        """Raises DocumentTooNew, or pydantic's ValidationError for a text that nothing of ours wrote."""
        if version == self.version:
            return self.model.model_validate_json(text)
        if version > self.version:
            raise DocumentTooNew(self.model.__name__, f"version {version}, read up to {self.version}")
        document: dict[str, Any] = json.loads(text)
        for raised in self.raises[version - 1 :]:
            document = raised(document)
        if "schema_version" in self.model.model_fields:
            document["schema_version"] = self.version
        return self.model.model_validate_json(json.dumps(document))

    def write(self, value: M) -> str:
        """Raises PydanticSerializationError for a field of another type: such a text could not be read again."""
        return value.model_dump_json(warnings="error")


COMPLAINT = Kind(Complaint)
PERSON = Kind(Person)
SESSION = Kind(Session)
MESSAGE = Kind(Message)
JOB = Kind(Job)
