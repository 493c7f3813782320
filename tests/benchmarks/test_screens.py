"""The screens that the reading of screenshots is measured on: that what is written of them can be read there."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from benchmarks.screens.labels import PAGES, VARIANTS, Label, labels
from benchmarks.screens.render import render
from tests.browser import needs_browser
from tests.dialogs.chat import knowledge

LABELS = labels()
MATTER = {"order_page", "payment_record", "service_chat", "problem_screenshot", "goods_page", "ticket_page", None}


def test_there_are_enough_of_every_kind_in_both_parts() -> None:
    assert len({label.page for label in LABELS}) >= 18
    pictures = [variant for label in LABELS for variant in label.variants]
    assert len(pictures) >= 60
    assert {*pictures} == {*VARIANTS}
    for part in ("build", "held"):
        assert {label.expected.kind for label in LABELS if label.part == part} >= MATTER
    held = sum(len(label.variants) for label in LABELS if label.part == "held")
    assert 0.35 <= held / len(pictures) <= 0.45


def test_a_layout_is_in_one_part_and_as_telegram_sends_it() -> None:
    assert len({label.id for label in LABELS}) == len(LABELS)
    pages = {path.stem for path in PAGES.glob("*.html")}
    assert pages == {label.page for label in LABELS}
    for page in pages:
        screens = [label for label in LABELS if label.page == page]
        assert len({screen.part for screen in screens}) == 1, page
        assert any("sent" in screen.variants for screen in screens), page


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.id)
def test_what_is_to_be_read_is_on_the_page(label: Label) -> None:
    assert label.values.keys() <= label.places() | {"clock", "battery"}, "a value that is not shown"
    assert len({*label.variants}) == len(label.variants)
    assert label.expected.kind is None or label.expected.kind in knowledge().exhibits
    text, expected = label.text(), label.expected
    for words in (expected.order_number, expected.payee, expected.serial):
        assert words is None or words in text
    if expected.amount is not None:
        assert re.search(rf"(?<![\d.,]){_amount(expected.amount)}(?![\d.])", text)
    if expected.time:
        assert re.search(_time(expected.time), text)
    if expected.kind is None:
        assert expected == type(expected)(None)


def _amount(fen: int) -> str:
    """With or without commas; without 0 at the end only where nothing is left of the point."""
    whole, rest = divmod(fen, 100)
    return f"(?:{whole}|{whole:,})" + (rf"\.{rest:02}" if rest else r"(?:\.00)?")


def _time(time: str) -> str:
    year, month, day, clock = re.split("[- ]", time)
    hour, minute = clock.split(":")
    return rf"(?:{year}[-/.年])?(?:{month}[-/.月]{day}|{int(month)}月{int(day)})日?(?:{hour}|{int(hour)}):{minute}"


@needs_browser
def test_a_screen_looks_as_a_phone_has_it_and_as_it_is_sent(tmp_path: Path) -> None:
    label = replace(next(label for label in LABELS if "long" in label.variants), variants=VARIANTS, theme="dark")
    sizes, bright = {}, {}
    for screen in render(tmp_path, [label]):
        assert screen.expected == label.expected
        with Image.open(screen.path) as picture:
            sizes[screen.variant] = picture.size
            bright[screen.variant] = ImageStat.Stat(picture.convert("L")).mean[0]
            colours = picture.convert("RGB").getcolors(picture.width * picture.height)
            assert len(colours or ()) > 100, "an empty page"
    assert sizes["light"] == sizes["dark"] == (1170, 2532)
    assert sizes["sent"] == (591, 1280)
    assert bright["light"] > 150 > 80 > max(bright["dark"], bright["sent"])
    assert sizes["small"] == (400, 866)
    assert max(sizes["tilted"]) == 1280
    assert sizes["long"][0] == 1170
    assert sizes["long"][1] > 2532


def test_a_missing_browser_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.screens.render.CHROMIUM", "")
    with pytest.raises(RuntimeError, match="apt install chromium"):
        render(tmp_path)


@needs_browser
def test_the_same_bytes_come_every_time(tmp_path: Path) -> None:
    label = next(label for label in LABELS if "tilted" in label.variants)
    first, second = (render(tmp_path / name, [label]) for name in ("first", "second"))
    assert [screen.path.read_bytes() for screen in first] == [screen.path.read_bytes() for screen in second]
