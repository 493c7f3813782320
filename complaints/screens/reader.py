"""From the lines of a screenshot to what the user is offered: the kind of page, and its facts.

Careful on purpose: a wrong number in a complaint costs more than one that is typed. A field is read only behind a label
that means it on this kind of page, and not at all when the page shows several values of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from complaints.complaint import Seen
from complaints.knowledge.screen import ScreenKind, ScreenLabel
from complaints.reading.normalise import fold
from complaints.screens import values
from complaints.screens.layout import Layout, Line
from complaints.times import Instant

LEAST = 4
"""Weight of one sure word, or of two likely ones."""

BUBBLES = 2
"""Weight of lines at both sides."""

MOST_LINES, LONGEST_LINE = 200, 120
"""Lines of one picture that are looked at, and characters of a line: nobody's picture may keep the others waiting."""

MOST_PLACES = 8
"""Places at which one label is looked at."""

LARGE = 1.25
"""How much higher than others a large figure is."""

BEHIND = "…"
"""A label that begins so stands behind its value."""

_MORE_DIGITS = re.compile(r"[\d-]+")
_CHINESE = re.compile(r"(?!人民币)[\u4e00-\u9fff]")
"""What a number or a sum never begins with: it is another label, or a secret beside one whose value was not read."""
_LABEL_AGAIN = re.compile(r"[\u4e00-\u9fff]{2,8}[:：]")
_AFTER = re.compile(r"(?:\((?:元|人民币)\))?[\s:]*")


class Reader:
    """Reads pictures with the words of `knowledge/screens.toml`."""

    def __init__(self, kinds: Iterable[ScreenKind], labels: Iterable[ScreenLabel]) -> None:
        self._kinds = {
            kind.id: (kind, [(re.compile(word, re.MULTILINE), weight) for word, weight in kind.words.weighted])
            for kind in kinds
        }
        self._labels = tuple(labels)

    def read(self, lines: Iterable[Sequence[str | int]], now: Instant) -> Seen:
        """What lines of (text, left, top, right, bottom) show. Years that are left out count back from `now`."""
        found = (Line(fold(str(text)).strip()[:LONGEST_LINE], *map(int, box)) for text, *box in lines)
        layout = Layout(islice((line for line in found if line.text), MOST_LINES))
        kind = self._kind(layout)
        if kind is None or self._is_list(layout):
            return Seen()
        fields: dict[str, object] = {
            label.field: value
            for label in reversed(self._labels)
            if kind.id in label.kinds and (value := self._value(layout, label, now)) is not None
        }
        if kind.bubbles:
            fields["order_number"] = values.order_named(layout.flowing())
        if kind.alone:
            fields.setdefault("amount", _figure(layout))
            fields.setdefault("at", values.moment(layout.text, now))
        return Seen.model_validate({"kind": kind.id, **fields})

    # ----------------------------------------------------------------------------------------------- kinds of pages
    def _kind(self, layout: Layout) -> ScreenKind | None:
        talk = _talk(layout)
        weights = {
            kind.id: sum(weight for word, weight in words if word.search(layout.text))
            + BUBBLES * (kind.bubbles and talk)
            for kind, words in self._kinds.values()
        }
        best = sorted(weights, key=weights.__getitem__, reverse=True)
        if not best or weights[best[0]] < LEAST or (len(best) > 1 and weights[best[0]] == weights[best[1]]):
            return None
        return self._kinds[best[0]][0]

    def _is_list(self, layout: Layout) -> bool:
        """Several orders on one page: which of them is meant cannot be known, and it is no page of an order."""
        words = {word for label in self._labels if label.field == "order_number" for word in label.labels}
        return any(len(set(filter(None, map(values.order_number, _said(layout, word))))) > 1 for word in words)

    # ------------------------------------------------------------------------------------------------------- fields
    def _value(self, layout: Layout, label: ScreenLabel, now: Instant) -> object:
        """What the best of the labels shows; None when it shows several things."""
        for word in label.labels:
            named = label.field == "payee"
            shown = {
                value
                for said in _said(layout, word)
                if not (_LABEL_AGAIN if named else _CHINESE).match(said)
                and (value := _READ[label.field](said, now)) is not None
            }
            if shown:
                return shown.pop() if len(shown) == 1 else None
        return None


def _said(layout: Layout, word: str) -> Iterator[str]:
    """The words of each value at a label."""
    if word.startswith(BEHIND):
        yield from (
            values.plain(line.text.removesuffix(word[1:])) for line in layout.lines if line.text.endswith(word[1:])
        )
        return
    for line in islice((line for line in layout.lines if line.text.startswith(word)), MOST_PLACES):
        rest = _behind(line.text, word)
        if rest is None:
            continue
        if values.plain(rest):
            yield _whole(layout, rest, line)
        elif beside := [one for one in layout.right_of(line) if values.plain(one.text)]:
            yield _whole(layout, "".join(one.text for one in beside), beside[-1])
        elif (below := layout.below(line)) is not None:
            yield _whole(layout, below.text, below)


def _behind(text: str, word: str) -> str | None:
    """What a line says after a label; None when it begins with another one: 订单号码 is not 订单号."""
    rest = text[len(word) :]
    after = _AFTER.match(rest)
    if rest and not (after and after.end()) and re.match(r"[\u4e00-\u9fff]", rest) and values.plain(rest):
        return None
    return rest[after.end() :] if after else rest


def _whole(layout: Layout, said: str, last: Line) -> str:
    """A value with the lines that go on with it: the rest of a long number, or of a name in brackets."""
    for following in layout.continued(last):
        more = values.plain(following.text)
        if not (_MORE_DIGITS.fullmatch(more) or said.count("(") > said.count(")")):
            break
        said += more
    return values.plain(said)


def _figure(layout: Layout) -> int | None:
    """The one sum that stands alone in the largest type."""
    figures = [line for line in layout.lines if values.PAID.fullmatch(line.text)]
    usual = sorted(line.height for line in layout.lines)[len(layout.lines) // 2] if layout.lines else 1
    large = [line for line in figures if line.height > LARGE * usual]
    return values.money(max(large, key=lambda line: line.height).text) if large else None


def _talk(layout: Layout) -> bool:
    """Whether lines begin at the left and others end at the right, without being labels and values of a row."""
    alone = [
        line for line in layout.lines if not any(line is not other and line.beside(other) for other in layout.lines)
    ]
    left = [line for line in alone if line.left < 0.25 * layout.width and line.right < 0.9 * layout.width]
    right = [
        line
        for line in alone
        if line.left > 0.2 * layout.width
        and line.right > 0.75 * layout.width
        and line.left + line.right > 1.1 * layout.width
    ]
    return len(left) >= 2 and len(right) >= 1


_READ: Mapping[str, Callable[[str, Instant], object]] = {
    "order_number": lambda said, _: values.order_number(said),
    "serial": lambda said, _: values.serial(said),
    "amount": lambda said, _: values.money(said),
    "at": values.moment,
    "payee": lambda said, _: values.name(said),
}
