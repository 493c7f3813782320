"""Which file of `knowledge/` holds which entries, and how a file becomes models. For the loader and the validator.

A file may begin with `[defaults]`: source, checked_on and status for every entry that does not say otherwise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from complaints.knowledge import models
from complaints.reading.vocabulary import Cues
from complaints.workdays import Holidays

Table = dict[str, Any]

SECTIONS: Mapping[str, Mapping[str, type[models.Entry]]] = {
    "problems.toml": {"groups": models.Group, "problems": models.Problem},
    "demands.toml": {"demands": models.Demand},
    "goods.toml": {"goods": models.GoodsKind},
    "payments.toml": {"paid_how": models.PaidHow},
    "exhibits.toml": {"exhibits": models.ExhibitKind},
    "outcomes.toml": {"outcomes": models.Outcome},
    "clocks.toml": {"clocks": models.ClockRule},
    "contacts.toml": {"contacts": models.Contact},
    "networks.toml": {"media_hosts": models.MediaHost},
    "routes.toml": {"routes": models.Route},
    "finder.toml": {"finder": models.FinderStep, "identities": models.Identity, "bureaus": models.Bureau},
    "preflight.toml": {"checks": models.Check, "questions": models.Question},
    "fits.toml": {"fits": models.Fit},
    "results.toml": {"results": models.ResultKind},
    "grounds.toml": {"grounds": models.Ground},
    "law.toml": {"statutes": models.Statute, "law": models.Article},
    "excuses.toml": {"excuses": models.Excuse},
    "emergency.toml": {"emergencies": models.Emergency},
    "fields.toml": {"fields": models.FieldName, "flags": models.Flag},
    "passages.toml": {"passages": models.Passage},
    "phrases.toml": {"phrases": models.Phrase},
    "wording.toml": {"wording": models.WordingRule},
    "packs.toml": {"packs": models.Pack},
    "scam.toml": {"scam": models.ScamSign, "spellings": models.Spelling, "brands": models.Brand},
    "screens.toml": {"screens": models.ScreenKind, "screen_labels": models.ScreenLabel},
    "tone.toml": {"tone": models.ToneRule},
}
"""File → section → model. A section is an array of tables, and the name of a field of `Knowledge`."""

FOLDERS: Mapping[str, tuple[str, type[models.Entry]]] = {
    "playbooks": ("playbooks", models.Playbook),
    "letters": ("letters", models.Letter),
}
"""Folder → (field of `Knowledge`, model): each file in it is one entry."""

HOLIDAYS = "holidays.toml"
READING = "reading.toml"
DOCUMENTS: Mapping[str, type[BaseModel]] = {HOLIDAYS: Holidays, READING: Cues}
"""Files that are not made of entries but whole documents, whose models stand beside the code that uses them."""

COMMON_LISTS = ("donts", "checklist", "ask_when")
"""Keys of `[common]` in problems.toml that are put before each problem's own."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One entry as written: where it stands (`path` of keys and positions in its file) and what it says."""

    file: str
    path: tuple[str | int, ...]
    section: str
    model: type[models.Entry]
    table: Table
    shared: Mapping[str, int] = field(default_factory=dict)
    """How many elements of a list come from `[common]`, by key."""

    def place(self, inner: Sequence[str | int]) -> tuple[str | int, ...]:
        """Where in the file a place inside the entry is written."""
        if len(inner) > 1 and isinstance(inner[1], int) and inner[0] in self.shared:
            key, position, shared = str(inner[0]), inner[1], self.shared[str(inner[0])]
            if position < shared:
                return ("common", *inner)
            return (*self.path, key, position - shared, *inner[2:])
        return (*self.path, *inner)


def data_files(folder: Path) -> list[Path]:
    """All data files of the folder that the loader reads, in a fixed order."""
    single = [folder / name for name in (*SECTIONS, *DOCUMENTS)]
    return single + [path for name in FOLDERS for path in sorted((folder / name).glob("*.toml"), key=_fallback_last)]


def _fallback_last(path: Path) -> tuple[bool, str]:
    """The playbook for any other platform is offered after those with a name."""
    return path.stem == models.GENERIC, path.name


def entries(name: str, document: Table) -> Iterator[Raw]:
    """The entries of one parsed file; `name` is its path relative to the folder, with slashes."""
    parent = name.rpartition("/")[0]
    if parent in FOLDERS:
        section, model = FOLDERS[parent]
        yield Raw(name, (), section, model, document)
        return
    for section, model in SECTIONS.get(name, {}).items():
        shared = _shared(document) if section == "problems" else {}
        for position, table in enumerate(_tables(document.get(section))):
            full = _complete(table, document, model) if section != "problems" else _problem(table, document)
            yield Raw(name, (section, position), section, model, full, shared)


def unknown_sections(name: str, document: Table) -> list[str]:
    """Top-level keys of a file that nobody reads."""
    if name not in SECTIONS:
        return []
    known = {"defaults", *SECTIONS[name], *({"common"} if name == "problems.toml" else ())}
    return [key for key in document if key not in known]


def _tables(value: object) -> list[Table]:
    return [table for table in value if isinstance(table, dict)] if isinstance(value, list) else []


def _complete(table: Table, document: Table, model: type[models.Entry]) -> Table:
    return {**_table(document.get("defaults")), **table} if issubclass(model, models.Fact) else table


def _problem(table: Table, document: Table) -> Table:
    common = _table(document.get("common"))
    full = _complete(table, document, models.Problem)
    lists = {key: [*_list(common.get(key)), *_list(table.get(key))] for key in COMMON_LISTS}
    return {"required": common.get("required", []), **full, **lists}


def _shared(document: Table) -> dict[str, int]:
    return {key: len(_list(_table(document.get("common")).get(key))) for key in COMMON_LISTS}


def _table(value: object) -> Table:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    """A list; a single value stands for a list of one, so that its model names what is wrong with it."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
