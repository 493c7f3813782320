"""Figures as they are printed: the median of several rounds, with their range."""

import os
import statistics
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def spread(values: Sequence[float], form: str) -> str:
    """`9.3 (9.1-9.8)`: median and range."""
    low, high = min(values), max(values)
    median = format(statistics.median(values), form)
    return median if len(values) == 1 else f"{median} ({format(low, form)}-{format(high, form)})"


def column(rounds: Sequence[T], of: Callable[[T], float], form: str) -> str:
    """One figure of all rounds."""
    return spread([of(one) for one in rounds], form)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns side by side, the first to the left, the others to the right."""
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in enumerate(line))
        for line in (list(zip(row, widths, strict=True)) for row in rows)
    )


def machine() -> str:
    """What else the machine does, which every figure suffers from."""
    return f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} (well above 2: others were at work too)"
