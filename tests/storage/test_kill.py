"""SIGKILL in the middle of a burst: what was acknowledged is there, and no turn is there by half."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from functools import partial
from pathlib import Path

import pytest

from dialogs.events import Chat
from storage import outbox, persons
from tests.storage.world import opened

ROUNDS = 5


@pytest.mark.parametrize("folder_is", ["new each time", "the same"])
async def test_every_acknowledged_turn_is_there_whole(tmp_path: Path, folder_is: str) -> None:
    acknowledged: set[tuple[str, str]] = set()
    for n in range(ROUNDS):
        folder = tmp_path / (str(n) if folder_is == "new each time" else "data")
        told = await _burst(folder, n, lines=37 + 61 * n)
        acknowledged = told if folder_is == "new each time" else acknowledged | told
        async with opened(folder) as database:
            rows = await database.read(outbox.unsent)
            kept = {(row.chat.user, row.message.text) for row in rows}
            assert acknowledged <= kept
            assert len(kept) == len(rows)
            for user in {user for user, _ in kept}:
                seat = await database.read(partial(persons.find, chat=Chat("telegram", "99", user)))
                assert seat is not None
                assert seat.session().revision == sum(1 for who, _ in kept if who == user)
            keys = await database.read(lambda conn: conn.execute("SELECT count(*) FROM event").fetchone()[0])
            assert keys == len(rows)


async def _burst(folder: Path, n: int, lines: int) -> set[tuple[str, str]]:
    """Let twenty phones talk until `lines` turns were acknowledged, then kill the process; gives what it told us."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.storage.child", "burst", folder, str(n), stdout=PIPE, env=os.environ
    )
    assert child.stdout is not None
    told = [await child.stdout.readline() for _ in range(lines)]
    child.send_signal(signal.SIGKILL)
    told += (await child.stdout.read()).splitlines(keepends=True)
    await child.wait()
    whole = [line.decode().split() for line in told if line.endswith(b"\n")]
    return {(user, text) for user, text in whole}
