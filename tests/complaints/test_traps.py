"""No data file and no sentence of the product falls into a trap of the law; the traps themselves can close."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.complaints.traps import TRAPS

ROOT = Path(__file__).parents[2]
WORD_LISTS = {"wording.toml", "tone.toml"}
"""Files that name such words in order to find them."""
PROMISE = "has_no_reason_promise"
"""Where the seller's own promise is in evidence, it may be named."""


def sentences(folder: Path) -> Iterator[tuple[str, str]]:
    """(file, text) of every string in the TOML files of a folder, but those that rest on a promise in evidence."""
    for file in sorted(folder.rglob("*.toml")):
        if file.name not in WORD_LISTS:
            for text in _strings(tomllib.loads(file.read_text(encoding="utf-8"))):
                yield file.name, text


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        if PROMISE not in value.get("needs_flags", ()) and value.get("needs_flag") != PROMISE:
            for inner in value.values():
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


@pytest.mark.parametrize("name", TRAPS)
def test_no_sentence_of_the_data_falls_into_it(name: str) -> None:
    for folder in ("knowledge", "texts"):
        assert [place for place in sentences(ROOT / folder) if TRAPS[name].search(place[1])] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("no reason", "支持七日内无理由退货"),
        ("no reason", "无理由退货，7天内有效"),
        ("reviews", "电商法39条"),
        ("reviews", "《电子商务法》第三十九条"),
        ("reviews", "电商法三十九条"),
        ("unfit goods", "消法第54条"),
        ("unfit goods", "消法五十四条"),
        ("public security", "治安管理处罚法第四十九条"),
        ("public security", "治安管理处罚法49条"),
        ("rate of success", "胜诉率九成"),
        ("threshold", "5000元以上才立案"),
        ("threshold", "金额达到5000"),
        ("old measures", "投诉举报处理暂行办法"),
        ("old measures", "45个工作日内办结"),
        ("old measures", "5个工作日内告知是否立案"),
        ("insult", "无照经营"),
    ],
)
def test_a_trap_closes(name: str, text: str) -> None:
    assert TRAPS[name].search(text)
