"""The seams in their real forms."""

import time
from pathlib import Path

import pytest

from bot.seams import HELD_BYTES, Anchor, DiskFiles, RandomIds, SystemClock, WarpedClock

DAY = 86_400


def test_the_machine_clock_is_real_time() -> None:
    clock = SystemClock()
    assert abs(clock.now() - time.time()) < 5
    assert clock.real_date(1_800_000_000).timestamp() == 1_800_000_000
    assert clock.bot_time(1_800_000_000) == 1_800_000_000


def test_a_warped_clock_starts_as_the_machine_clock() -> None:
    clock = WarpedClock()
    assert abs(clock.now() - time.time()) < 5
    assert clock.speed == 1


def test_a_jump_moves_bot_time_tells_the_listeners_and_is_kept() -> None:
    kept: list[Anchor] = []
    told: list[int] = []
    clock = WarpedClock(keep=kept.append)
    clock.on_change(lambda: told.append(clock.now()))
    clock.jump(DAY)
    assert abs(clock.now() - time.time() - DAY) < 5
    assert told
    assert abs(told[0] - time.time() - DAY) < 5
    assert abs(WarpedClock(kept[-1]).now() - clock.now()) < 5


def test_bot_time_is_reached_sooner_on_a_fast_clock() -> None:
    clock = WarpedClock()
    clock.speed = 3600
    seconds = clock.real_date(clock.now() + DAY).timestamp() - time.time()
    assert 22 < seconds < 26


def test_a_restarted_process_goes_on_on_the_same_line_and_never_back() -> None:
    real = time.time()
    line = Anchor(real - 10, 5_000_000, speed=100)
    clock = WarpedClock(line)
    assert 5_001_000 <= clock.now() < 5_001_500
    before = clock.now()
    clock.speed = 1
    assert clock.now() >= before


def test_the_line_can_be_walked_both_ways() -> None:
    line = Anchor(1000, 9000, speed=4)
    for real in (500, 1000, 1600):
        assert line.when(line.at(real)) == real
    assert line.at(1010) == 9040
    assert line.at(990) == 8990


def test_a_networks_date_becomes_bot_time_unless_the_network_shares_the_clock() -> None:
    line = Anchor(1000, 9000, speed=4)
    assert WarpedClock(line).bot_time(1010) == 9043
    assert WarpedClock(Anchor(1000, 9000)).bot_time(1010) == 9010
    assert WarpedClock(line, shared=True).bot_time(9040) == 9040


@pytest.mark.parametrize("speed", [0, -1])
def test_time_never_stands_still_or_runs_back(speed: float) -> None:
    clock = WarpedClock()
    with pytest.raises(ValueError, match="forward"):
        clock.speed = speed
    with pytest.raises(ValueError, match="forward"):
        clock.jump(-1)


def test_incident_ids_are_short_and_easy_to_read_aloud() -> None:
    ids = RandomIds()
    made = {ids.incident() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(one) == 9 and not set(one) & set("01OIL") for one in made)
    assert len(ids.token()) >= 43
    assert 0 <= ids.fraction() < 1


async def test_a_long_draft_is_whole(tmp_path: Path) -> None:
    draft = await DiskFiles().draft(tmp_path)
    chunks = [bytes([number]) * 100_000 for number in range(7)]
    for chunk in chunks:
        await draft.write(chunk)
    assert (await draft.keep("1")).read_bytes() == b"".join(chunks)


async def test_a_draft_is_seen_only_when_it_is_kept(tmp_path: Path) -> None:
    files = DiskFiles()
    folder = tmp_path / "evidence" / "1"
    draft = await files.draft(folder)
    await draft.write(b"one ")
    await draft.write(b"two")
    assert not (folder / "1.png").exists()
    kept = await draft.keep("1.png")
    assert kept == folder / "1.png"
    assert kept.read_bytes() == b"one two"
    await draft.discard()
    assert [path.name for path in folder.iterdir()] == ["1.png"]


@pytest.mark.parametrize("size", [1, HELD_BYTES, 3 * HELD_BYTES])
async def test_a_discarded_draft_leaves_nothing(tmp_path: Path, size: int) -> None:
    draft = await DiskFiles().draft(tmp_path)
    await draft.write(bytes(size))
    assert len(list(tmp_path.glob(".*.part"))) == (size >= HELD_BYTES)
    await draft.discard()
    await draft.discard()
    assert list(tmp_path.iterdir()) == []


def test_free_space_is_counted(tmp_path: Path) -> None:
    assert DiskFiles().free(tmp_path) > 0
