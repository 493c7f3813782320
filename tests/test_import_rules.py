"""The import rules of pyproject.toml can fail: one forbidden line each in an empty tree of the same shape."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "complaints", "dialogs", "files", "packs", "sandbox", "storage")

FORBIDDEN = [
    ("complaints", "dialogs", "Layers"),
    ("dialogs", "storage", "Layers"),
    ("storage", "files", "Layers"),
    ("files", "packs", "Layers"),
    ("packs", "storage", "Layers"),
    ("storage", "bot", "Layers"),
    ("sandbox", "complaints", "The sandbox imports nothing"),
    ("bot", "sandbox", "Only bot/app.py imports the sandbox"),
    ("sandbox", "telegram", "telegram and apscheduler only"),
    ("storage", "apscheduler", "telegram and apscheduler only"),
    ("files", "aiohttp", "aiohttp only"),
    ("bot", "aiosqlite", "aiosqlite only"),
    ("packs", "PIL", "Pillow, pi-heif and the engine"),
    ("bot", "pi_heif", "Pillow, pi-heif and the engine"),
    ("dialogs", "pylopdf", "Pillow, pi-heif and the engine"),
    ("bot", "typst", "typst and icalendar only in packs"),
    ("files", "icalendar", "typst and icalendar only in packs"),
    ("dialogs", "asyncio", "complaints and dialogs are pure"),
]

ALLOWED = [
    ("bot/app.py", "sandbox"),
    ("bot/edge.py", "storage, packs, files, dialogs, complaints, telegram, apscheduler, aiohttp"),
    ("sandbox/server.py", "aiohttp"),
    ("storage/writer.py", "aiosqlite, dialogs, complaints"),
    ("files/picture.py", "PIL, pi_heif"),
    ("packs/papers.py", "typst, icalendar"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for package in PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_rules(tree: Path) -> list[str]:
    """The names of the contracts that the tree breaks."""
    command = Path(sys.executable).with_name("lint-imports")
    shown = subprocess.run([command, "--no-logo", "--no-cache"], cwd=tree, capture_output=True, text=True, check=False)
    rules = [line for line in shown.stdout.splitlines() if line.endswith(" BROKEN")]
    assert shown.returncode == bool(rules), shown.stdout + shown.stderr
    return rules


@pytest.mark.parametrize(("importer", "imported", "rule"), FORBIDDEN)
def test_a_forbidden_import_breaks_its_rule(tree: Path, importer: str, imported: str, rule: str) -> None:
    (tree / importer / "offender.py").write_text(f"import {imported}\n")
    assert any(name.startswith(rule) for name in broken_rules(tree))


def test_what_the_rules_allow_passes(tree: Path) -> None:
    for path, imported in ALLOWED:
        (tree / path).write_text(f"import {imported}\n")
    assert broken_rules(tree) == []
