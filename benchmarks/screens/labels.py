"""The screens of `expected.toml`, and the page that shows each."""

import html
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal, get_args

HERE = Path(__file__).parent
PAGES = HERE / "pages"

Part = Literal["build", "held"]
Variant = Literal["light", "dark", "sent", "small", "tilted", "long"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)


@dataclass(frozen=True)
class Expected:
    """What is to be read on a screen; None is what it does not show."""

    kind: str | None
    """An exhibit of `knowledge/exhibits.toml`; None for a picture that proves nothing of an order."""
    order_number: str | None = None
    amount: int | None = None
    """Fen."""
    time: str | None = None
    """Minutes of Beijing time, like 2026-11-25 20:15."""
    payee: str | None = None
    serial: str | None = None


@dataclass(frozen=True)
class Label:
    """A screen: a page, what is put into it, and what is to be read there."""

    id: str
    page: str
    part: Part
    expected: Expected
    variants: Sequence[Variant]
    values: Mapping[str, str]
    theme: Literal["light", "dark"] = "light"
    phone: Literal["ios", "android", "bare"] = "android"
    size: tuple[int, int] = (390, 844)
    """CSS pixels."""

    def html(self, theme: str) -> str:
        """The whole page; KeyError for a place that no value fills."""
        frame = {"clock": "20:47", "battery": "76", **self.values, "theme": theme, "phone": self.phone}
        filled = {name: html.escape(value).replace("\n", "<br>") for name, value in frame.items()}
        filled["content"] = _fill(_read(PAGES / f"{self.page}.html"), filled)
        return _fill(_read(HERE / "frame.html"), filled)

    def text(self) -> str:
        """All words of the page, without white space."""
        parser = _Words()
        parser.feed(self.html("light"))
        return "".join("".join(parser.words).split())

    def places(self) -> set[str]:
        """Names of the values that the page has a place for."""
        return set(_PLACE.findall(_read(PAGES / f"{self.page}.html")))


def labels() -> list[Label]:
    """All screens, in the order in which they are written down."""
    found = []
    for layout in tomllib.loads(_read(HERE / "expected.toml"))["layouts"]:
        of_all = {key: layout[key] for key in ("page", "part", "phone") if key in layout}
        if "size" in layout:
            of_all["size"] = tuple(layout["size"])
        for screen in layout["screens"]:
            found.append(_label(of_all, layout, screen))
    return found


def _label(of_all: Mapping[str, Any], layout: Mapping[str, Any], screen: Mapping[str, Any]) -> Label:
    return Label(
        **of_all,
        id=screen["id"],
        theme=screen.get("theme", "light"),
        variants=screen["variants"],
        values={**layout.get("values", {}), **screen.get("values", {})},
        expected=Expected(layout.get("kind"), **screen.get("truth", {})),
    )


_PLACE = re.compile(r"{{(\w+)}}")


def _fill(page: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: values[place[1]], page)


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


class _Words(HTMLParser):
    """Collects what a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.words.append(data)
