"""Every sentence the code asks for exists, every sentence is asked for, and all of them fit a phone."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from complaints.errors import KnowledgeError, UnknownText
from dialogs.commands import MENU, NAMES
from dialogs.texts import IN_WORDS, load
from tests.dialogs.chat import LINES, texts

ROOT = Path(__file__).parents[2]
PACKAGES = ("dialogs", "bot", "packs", "storage")
LONGEST_BUTTON = 12
FILES = {"export.readme", "pack.paper.readme"}
"""Texts of files, not of messages."""


def keys_in_code() -> Iterator[str]:
    """Patterns of every key that the code may ask for: strings as they are, holes of f-strings as `.+`."""
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield re.escape(node.value)
                elif isinstance(node, ast.JoinedStr):
                    yield "".join(
                        re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values
                    )


@cache
def patterns() -> re.Pattern[str]:
    """Any key of the code; `button(scene, "x")` stands for `buttons.x`."""
    found = {pattern for pattern in keys_in_code() if pattern.strip(".+")}
    return re.compile("|".join(f"(?:buttons\\.)?(?:{pattern})" for pattern in sorted(found)))


def asked_for() -> Iterator[tuple[str, str]]:
    """(file, key) of each constant key handed to `t`, `texts`, `word` or `button`."""
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                first, second = node.args[0], node.args[1] if len(node.args) > 1 else None
                if name in {"t", "texts", "_texts"} and isinstance(first, ast.Constant):
                    yield file.name, str(first.value)
                elif name == "word" and isinstance(first, ast.Constant):
                    yield file.name, f"pack.paper.{first.value!s}"
                elif name == "button" and isinstance(second, ast.Constant):
                    yield file.name, f"buttons.{second.value!s}"


def test_every_sentence_that_is_asked_for_exists() -> None:
    missing = sorted({(file, key) for file, key in asked_for() if not texts().has(key)})
    assert not missing


def test_every_sentence_is_asked_for() -> None:
    keys = {key.removeprefix(IN_WORDS) for key in texts().keys()}  # noqa: SIM118 (not a dict)
    assert not sorted(key for key in keys if not patterns().fullmatch(key))


def test_what_stands_in_for_a_sentence_where_there_are_no_buttons_takes_the_same_values() -> None:
    for key in sorted(key for key, _ in every_text() if key.startswith(IN_WORDS)):
        assert texts().placeholders(key) == texts().placeholders(key.removeprefix(IN_WORDS)), key


def test_where_there_are_no_buttons_nothing_tells_to_tap_one() -> None:
    """A sentence that tells to tap needs another one in texts/zh-CN/words.toml for networks without buttons."""
    taps = re.compile(r"按钮|点(一下|一个|一条|击|下面|最|编号|同意|上面|“(?!确认收货))")
    in_words = texts().in_words
    said = [key for key, _ in every_text() if not key.startswith(IN_WORDS)]
    assert not [(key, in_words._texts[key]) for key in said if taps.search(in_words._texts[key])]


def test_every_sentence_fits_a_phone_screen() -> None:
    said = [(key, text) for key, text in every_text() if key not in FILES]
    long = {key: text for key, text in said if len(text.splitlines()) > LINES or len(text) > 600}
    assert not long


def test_every_button_fits_its_place() -> None:
    long = [(key, text) for key, text in every_text() if key.startswith("buttons.") and len(text) > LONGEST_BUTTON]
    assert not long


def test_no_sentence_blames_promises_or_shouts() -> None:
    banned = re.compile(
        r"!!|！！|一定能|保证(能|会)|肯定能|胜诉率|成功率|平台惯例|平台规定|暂行办法|你(应该|怎么不)|亲，"
    )
    assert not [(key, text) for key, text in every_text() if banned.search(text)]


def test_the_menu_and_the_words_of_every_command_exist_once() -> None:
    words = [word for name in NAMES for word in texts().words(f"commands.{name}.words")]
    assert len(words) == len(set(words))
    assert all(texts().has(f"commands.{name}.about") for name in MENU)


def every_text() -> list[tuple[str, str]]:
    return [(key, texts()._texts[key]) for key in sorted(texts().keys()) if texts().has(key)]


# ------------------------------------------------------------------------------------------------------- the loader
def test_a_missing_sentence_or_value_is_an_error() -> None:
    with pytest.raises(UnknownText):
        texts()("no.such")
    with pytest.raises(UnknownText):
        texts()("cases.title", number=1)
    with pytest.raises(UnknownText):
        texts().words("no.such")


def test_a_slip_in_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError):
        load(tmp_path)
    folder = tmp_path / "zh-CN"
    folder.mkdir()
    (folder / "bad.toml").write_text("a ＝ 1", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"bad\.toml"):
        load(tmp_path)
