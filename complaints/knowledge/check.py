"""The validator of `knowledge/`: everything that is wrong, with file and line. knowledge/README.md lists the kinds.

Each stage needs the one before: files parse and entries fit their models, then ids lead somewhere, then what is said.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from complaints.knowledge.check_letters import LETTER_RULES
from complaints.knowledge.check_references import REFERENCE_RULES, broken_patterns
from complaints.knowledge.check_scam import SCAM_RULES
from complaints.knowledge.check_texts import TEXT_RULES
from complaints.knowledge.files import DOCUMENTS, HOLIDAYS, Raw, Table, data_files, entries, unknown_sections
from complaints.knowledge.findings import Finding, Item, Remark, Subject
from complaints.knowledge.lines import Lines
from complaints.knowledge.load import build
from complaints.knowledge.models import Entry
from complaints.workdays import Calendar

NOTICE_MONTH = 11
"""The State Council's notice of the next year usually comes out in November."""


@dataclass(frozen=True, slots=True)
class _File:
    table: Table
    lines: Lines


def check(folder: Path, today: date | None = None) -> list[Finding]:
    """All findings, by file and line. Without `today` nothing is said about the age of facts."""
    findings: list[Finding] = []
    files = dict(_parsed(folder, findings))
    items = [item for name, file in files.items() for item in _items(name, file, findings)]
    findings += [_duplicate(item, files) for item in _repeated(items)]
    findings += [_finding(files, remark) for remark in broken_patterns(items)]
    findings += _documents(files)
    if not findings:
        knowledge = build({name: file.table for name, file in files.items()}, "")
        statutes = dict(_statutes(folder, items))
        findings += _next_notice(knowledge.calendar, today)
        subject = Subject(tuple(items), knowledge, statutes, today)
        for rules in (REFERENCE_RULES, (*TEXT_RULES, *LETTER_RULES, *SCAM_RULES)):
            if not any(finding.level == "error" for finding in findings):
                findings += [_finding(files, remark) for rule in rules for remark in rule(subject)]
    return sorted(set(findings))


def _finding(files: dict[str, _File], remark: Remark) -> Finding:
    line = _line(files, remark.item.raw, remark.place, remark.about)
    return Finding(remark.item.raw.file, line, remark.message, remark.level)


def _parsed(folder: Path, findings: list[Finding]) -> Iterator[tuple[str, _File]]:
    for path in data_files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            source = path.read_text(encoding="utf-8")
            file = _File(tomllib.loads(source), Lines(source))
        except OSError as error:
            findings.append(Finding(name, 1, f"cannot be read: {error.strerror}"))
        except UnicodeDecodeError as error:
            findings.append(Finding(name, 1, f"is not UTF-8: {error.reason}"))
        except tomllib.TOMLDecodeError as error:
            findings.append(Finding(name, _line_in(str(error), source), f"TOML: {error}"))
        else:
            unknown = unknown_sections(name, file.table)
            findings += [Finding(name, file.lines.of((key,)), f"nobody reads [{key}]") for key in unknown]
            yield name, file


def _line_in(message: str, source: str) -> int:
    """tomllib says `(at line 3, column 5)` or `(at end of document)`."""
    _, _, after = message.partition("at line ")
    number = after.partition(",")[0]
    return int(number) if number.isdecimal() else len(source.splitlines())


def _items(name: str, file: _File, findings: list[Finding]) -> Iterator[Item]:
    for raw in entries(name, file.table):
        try:
            yield Item(raw, raw.model.model_validate(raw.table))
        except ValidationError as error:
            findings += _misfits(name, file, raw, error)


def _misfits(name: str, file: _File, raw: Raw, error: ValidationError) -> Iterator[Finding]:
    """What does not fit a model, each with the line it stands on."""
    for part in error.errors(include_url=False):
        place = _real_place(raw.table, part["loc"])
        about = part["input"] if isinstance(part["input"], str) else None
        yield Finding(name, file.lines.of(raw.place(place), about), f"{'.'.join(map(str, place))}: {part['msg']}")


def _real_place(table: object, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """`loc` without the names that pydantic puts in for the branches of a union."""
    place: list[str | int] = []
    for position, part in enumerate(loc):
        inside = table[part] if _has(table, part) else None  # type: ignore[index]  # _has looked
        if inside is not None or position == len(loc) - 1:
            place.append(part)
            table = inside
    return tuple(place)


def _has(table: object, part: str | int) -> bool:
    if isinstance(part, int):
        return isinstance(table, list) and part < len(table)
    return isinstance(table, dict) and part in table


def _documents(files: Mapping[str, _File]) -> Iterator[Finding]:
    """The files that are whole documents fit their models."""
    for name, model in DOCUMENTS.items():
        if name in files:
            try:
                model.model_validate(files[name].table)
            except ValidationError as error:
                yield from _misfits(name, files[name], Raw(name, (), "", Entry, files[name].table), error)


def _next_notice(calendar: Calendar, today: date | None) -> Iterator[Finding]:
    """From November on holidays.toml should have the next year's notice."""
    if today and today.month >= NOTICE_MONTH and not calendar.has_notice(today.year + 1):
        yield Finding(HOLIDAYS, 1, f"the notice of {today.year + 1} is missing: look whether it is out", "warning")


def _repeated(items: list[Item]) -> Iterator[Item]:
    seen: set[tuple[str, str]] = set()
    for item in items:
        key = (item.raw.section, item.raw.table["id"])
        if key in seen:
            yield item
        seen.add(key)


def _duplicate(item: Item, files: dict[str, _File]) -> Finding:
    line = _line(files, item.raw, ("id",))
    return Finding(item.raw.file, line, f"id {item.raw.table['id']} is given twice in {item.raw.section}")


def _line(files: dict[str, _File], raw: Raw, place: tuple[str | int, ...], about: str | None = None) -> int:
    return files[raw.file].lines.of(raw.place(place), about)


def _statutes(folder: Path, items: list[Item]) -> Iterator[tuple[str, str]]:
    for item in items:
        if item.raw.section == "statutes" and item.raw.table.get("file"):
            path = folder / "law" / "texts" / item.raw.table["file"]
            if path.is_file():
                yield item.raw.table["id"], path.read_text(encoding="utf-8")
