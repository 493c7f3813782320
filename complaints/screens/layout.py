"""Where words stand on a screen: rows, and what stands beside or below a label.

Pages show most facts as a label with a value at its right, behind it in the same line, or below it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_CLOCK = re.compile(r"\d{1,2}:\d{2}.{0,4}")

_ENDS_IN_NUMBER = re.compile(r"[A-Za-z0-9_-]{8,}$")
_BEGINS_WITH_NUMBER = re.compile(r"(?!20\d\d[-/.年]|\d{1,2}[:月])[A-Za-z0-9_-]*\d")

BELOW = 1.2
"""Heights of a line that may lie between two lines that belong together."""

MOST_MORE = 3
"""Lines after the first that one value may have."""

ALIGNED = 0.6
"""Heights of a line by which edges of the lines of one value may differ."""


class Line(NamedTuple):
    """Words that stand in one line, and their box in pixels from the top left corner."""

    text: str
    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        """Pixels, at least 1."""
        return max(1, self.bottom - self.top)

    @property
    def middle(self) -> float:
        """Of its height."""
        return (self.top + self.bottom) / 2

    def beside(self, other: "Line") -> bool:
        """Whether both stand in one row."""
        return abs(self.middle - other.middle) < 0.5 * min(self.height, other.height)

    def above(self, other: "Line") -> bool:
        """Whether the other one follows right below."""
        gap = other.top - self.bottom
        return other.middle > self.bottom - 0.3 * self.height and gap < BELOW * min(self.height, other.height)


class Layout:
    """The lines of one picture."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines: Sequence[Line] = _without_status_bar(sorted(lines, key=lambda line: (line.middle, line.left)))
        self.text = "\n".join(line.text for line in self.lines)
        self.width = max((line.right for line in self.lines), default=1)

    def flowing(self) -> str:
        """All words, with numbers that are broken at the end of a line made whole, as in a narrow bubble."""
        text = ""
        for line, following in zip(self.lines, [*self.lines[1:], None], strict=True):
            text += line.text
            broken = (
                following is not None
                and _ENDS_IN_NUMBER.search(line.text)
                and _BEGINS_WITH_NUMBER.match(following.text)
                and line.above(following)
                and abs(line.left - following.left) < ALIGNED * line.height
            )
            text += "" if broken else "\n"
        return text

    def right_of(self, label: Line) -> list[Line]:
        """What stands in the row of a label, behind it, from left to right."""
        row = [line for line in self.lines if line is not label and label.beside(line) and line.left >= label.right - 2]
        return sorted(row, key=lambda line: line.left)

    def below(self, label: Line) -> Line | None:
        """The line right below a label that begins where it does, or stands across from it alone."""
        return next(
            (
                line
                for line in self.lines
                if line is not label and label.above(line) and abs(line.left - label.left) < ALIGNED * label.height
            ),
            None,
        )

    def continued(self, value: Line) -> Iterator[Line]:
        """The lines below a value that may go on with it, few: within its width, and with nothing at their left."""
        last = value
        for _ in range(MOST_MORE):
            following = self._next(last, value)
            if following is None:
                return
            yield following
            last = following

    def _next(self, last: Line, value: Line) -> Line | None:
        slack = ALIGNED * value.height
        for line in self.lines:
            within = line.left > value.left - slack and line.right < value.right + slack
            if line is not last and within and last.above(line) and line.middle > last.middle:
                alone = all(other is line or not other.beside(line) or other.left >= line.left for other in self.lines)
                return line if alone else None
        return None


def _without_status_bar(lines: list[Line]) -> list[Line]:
    """The clock at the top of every phone says nothing of the page."""
    clock = next((line for line in lines[:3] if _CLOCK.fullmatch(line.text)), None)
    return lines if clock is None else [line for line in lines if not line.beside(clock) and line is not clock]
