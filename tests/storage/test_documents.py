"""Documents of every release can be read; what cannot be read again is not written."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from complaints.complaint import SCHEMA_VERSION as COMPLAINT_VERSION
from complaints.complaint import Complaint
from complaints.person import SCHEMA_VERSION as PERSON_VERSION
from complaints.person import Person
from dialogs.model import Session
from storage.documents import COMPLAINT, JOB, MESSAGE, PERSON, SESSION, Kind
from storage.errors import DocumentTooNew

FIXTURES = Path(__file__).parent / "fixtures"
KINDS: dict[str, Kind[Any]] = {
    "complaint": COMPLAINT,
    "person": PERSON,
    "session": SESSION,
    "message": MESSAGE,
    "job": JOB,
}


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("*.json")), ids=lambda path: path.name)
def test_a_row_of_every_release_is_read(file: Path) -> None:
    kind, version = file.name.split(".")[:2]
    text = file.read_text(encoding="utf-8")
    value = KINDS[kind].read(int(version[1:]), text)
    again = KINDS[kind].write(value)
    assert KINDS[kind].read(KINDS[kind].version, again) == value
    if int(version[1:]) == KINDS[kind].version:
        assert holds(json.loads(again), json.loads(text)), "a changed document needs a new version"


def holds(new: Any, old: Any) -> bool:
    """Whether all that was said is still said. A field that is new and may be missing needs no new version."""
    if isinstance(old, dict):
        return all(name in new and holds(new[name], value) for name, value in old.items())
    if isinstance(old, list):
        return len(old) == len(new) and all(map(holds, new, old))
    return bool(new == old)


def test_every_version_of_every_kind_has_a_fixture() -> None:
    wanted = {f"{name}.v{n}.json" for name, kind in KINDS.items() for n in range(1, kind.version + 1)}
    assert {path.name for path in FIXTURES.iterdir()} == wanted


def test_the_versions_that_documents_name_are_those_that_are_written() -> None:
    assert (COMPLAINT.version, PERSON.version) == (COMPLAINT_VERSION, PERSON_VERSION)
    assert SESSION.version == Session().schema_version


def nickname_to_title(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "nick"} | {"nickname": document["nick"]}


def shouted(document: dict[str, Any]) -> dict[str, Any]:
    return document | {"nickname": document["nickname"].upper()}


def test_old_documents_are_raised_step_by_step() -> None:
    kind = Kind(Complaint, (nickname_to_title, shouted))
    old = {"schema_version": 1, "number": 1, "opened": 5, "touched": 5}
    assert kind.version == 3
    assert kind.read(1, json.dumps(old | {"nick": "card"})).nickname == "CARD"
    assert kind.read(2, json.dumps(old | {"nickname": "card"})).nickname == "CARD"
    assert kind.read(3, json.dumps(old | {"nickname": "card"})).nickname == "card"
    assert kind.read(1, json.dumps(old | {"nick": "card"})).schema_version == 3


def test_a_newer_document_is_refused() -> None:
    with pytest.raises(DocumentTooNew):
        PERSON.read(2, "{}")


def test_a_value_of_another_type_is_not_written() -> None:
    case = Complaint(number=1, opened=5, touched=5)
    with pytest.raises(PydanticSerializationError):
        COMPLAINT.write(case.changed(touched="yesterday"))
    with pytest.raises(ValidationError):
        PERSON.write(Person().model_copy(update={"pushed": None}))
