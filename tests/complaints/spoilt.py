"""Copies of the knowledge with a mistake in them."""

import shutil
from datetime import date
from pathlib import Path

from complaints.knowledge.findings import Finding

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
TODAY = date(2026, 11, 27)


def copied(to: Path) -> Path:
    """A copy of the data to spoil."""
    return Path(shutil.copytree(KNOWLEDGE, to / "knowledge"))


def spoil(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first `old` by `new`; returns the line on which `new` begins."""
    path = folder / file
    source = path.read_text(encoding="utf-8")
    assert old in source, f"{file} has no {old}"
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    return source[: source.index(old)].count("\n") + 1


def errors(findings: list[Finding]) -> list[Finding]:
    """The findings that fail the check."""
    return [finding for finding in findings if finding.level == "error"]
