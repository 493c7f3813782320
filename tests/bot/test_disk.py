"""Free space against the operator's reserve."""

from pathlib import Path

import pytest

from bot.disk import EVERY, DiskWatch
from bot.seams import DiskFiles, SystemClock


class Disk(DiskFiles):
    """A disk whose room the test sets; None makes it fail."""

    def __init__(self, room: int | None) -> None:
        self.room = room
        self.asked = 0

    def free(self, folder: Path) -> int:
        self.asked += 1
        if self.room is None:
            raise OSError(5, "Input/output error")
        return self.room


class Stopwatch(SystemClock):
    """Monotonic time that the test moves."""

    time = 0.0

    def monotonic(self) -> float:
        return self.time


@pytest.mark.parametrize(("room", "low"), [(999, True), (1000, False), (None, True)])
def test_low_is_less_than_the_reserve_or_no_answer(room: int | None, low: bool) -> None:
    watch = DiskWatch(Disk(room), Stopwatch(), Path(), 1000)
    assert watch.low() is low
    assert watch.free() == room


def test_the_disk_is_asked_at_most_every_few_seconds() -> None:
    disk, clock = Disk(2000), Stopwatch()
    watch = DiskWatch(disk, clock, Path(), 1000)
    disk.room, before = 500, watch.low()
    for _ in range(100):
        assert watch.low() is before
    clock.time += EVERY
    assert watch.low()
    assert disk.asked == 2
