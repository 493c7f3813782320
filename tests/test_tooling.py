"""The lock files and what CI calls are fit for a fresh clone."""

import os
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements/run.txt", "requirements/ocr.txt", "requirements/dev.txt")


def locked(lock: str) -> dict[str, str]:
    """Each package of a lock file with its version."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    """The package names in a list of requirements, spelled as in a lock file."""
    return {re.split(r"[<>=~!]", requirement)[0].lower() for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "--index-url" not in text
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_lock_files_hold_every_requirement_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run, ocr, dev = (locked(lock) for lock in LOCKS)
    assert names(project["project"]["dependencies"]) <= run.keys()
    assert names(project["project"]["optional-dependencies"]["ocr"]) <= ocr.keys()
    assert names(project["dependency-groups"]["dev"]) <= dev.keys()
    assert run.items() <= ocr.items() <= dev.items()


def test_ci_can_be_executed() -> None:
    assert os.access(ROOT / ".ci/run", os.X_OK)
