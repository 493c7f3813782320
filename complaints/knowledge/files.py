"""Which file of `knowledge/` holds which entries, and how a file becomes models. For the loader and the validator.

A file may begin with `[defaults]`: source, checked_on and status for every entry that does not say otherwise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from complaints.knowledge import models

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
    "routes.toml": {"routes": models.Route},
    "law.toml": {"statutes": models.Statute, "law": models.Article},
    "excuses.toml": {"excuses": models.Excuse},
    "emergency.toml": {"emergencies": models.Emergency},
    "fields.toml": {"fields": models.FieldName, "flags": models.Flag},
    "passages.toml": {"passages": models.Passage},
    "wording.toml": {"wording": models.WordingRule},
}
"""File → section → model. A section is an array of tables, and the name of a field of `Knowledge`."""

FOLDERS: Mapping[str, tuple[str, type[models.Entry]]] = {
    "playbooks": ("playbooks", models.Playbook),
    "letters": ("letters", models.Letter),
}
"""Folder → (field of `Knowledge`, model): each file in it is one entry."""

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


def data_files(folder: Path) -> list[Path]:
    """All data files of the folder that the loader reads, in a fixed order."""
    single = [folder / name for name in SECTIONS]
    return single + [path for name in FOLDERS for path in sorted((folder / name).glob("*.toml"))]


def entries(name: str, document: Table) -> Iterator[Raw]:
    """The entries of one parsed file; `name` is its path relative to the folder, with slashes."""
    defaults = document.get("defaults", {})
    parent = name.rpartition("/")[0]
    if parent in FOLDERS:
        section, model = FOLDERS[parent]
        yield Raw(name, (), section, model, document)
        return
    for section, model in SECTIONS[name].items():
        for position, table in enumerate(_tables(document.get(section))):
            yield Raw(name, (section, position), section, model, _complete(section, table, document, defaults, model))


def unknown_sections(name: str, document: Table) -> list[str]:
    """Top-level keys of a file that nobody reads."""
    if name not in SECTIONS:
        return []
    known = {"defaults", *SECTIONS[name], *({"common"} if name == "problems.toml" else ())}
    return [key for key in document if key not in known]


def _tables(value: object) -> list[Table]:
    return [table for table in value if isinstance(table, dict)] if isinstance(value, list) else []


def _complete(section: str, table: Table, document: Table, defaults: Table, model: type[models.Entry]) -> Table:
    full = {**defaults, **table} if issubclass(model, models.Fact) else dict(table)
    if section == "problems":
        common = document.get("common", {})
        for key in COMMON_LISTS:
            full[key] = [*common.get(key, ()), *table.get(key, ())]
        full.setdefault("required", common.get("required", []))
    return full
