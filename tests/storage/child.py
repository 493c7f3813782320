"""Processes that die: `burst FOLDER ROUND` until it is killed, `forget FOLDER` at its own hand right after a commit."""

import asyncio
import os
import sys
from pathlib import Path

from dialogs.events import Chat, FileStored
from storage.database import Database
from tests.storage.world import NOW, Phone, tiny_world


async def burst(folder: str, rnd: str) -> None:
    """Twenty phones talk as fast as they can. A line is printed for each turn that was acknowledged."""
    database = await Database.open(Path(folder))
    world = tiny_world()

    async def talk(n: int) -> None:
        phone = Phone(database, world, Chat("telegram", "99", f"user{n}"))
        for i in range(10**6):
            text = f"{rnd}-{i}"
            await phone.says(f"plain {text}", key=f"{n}-{text}")
            sys.stdout.write(f"user{n} {text}\n")
            sys.stdout.flush()

    await asyncio.gather(*(talk(n) for n in range(20)))


async def forget(folder: str) -> None:
    """A person with a file is deleted; the process dies before a byte is removed."""
    deleted: list[bool] = []
    database = await Database.open(Path(folder), reached=lambda _: os._exit(9) if deleted else None)
    phone = Phone(database, tiny_world(), Chat("telegram", "99", "SENTINEL-user"))
    job = (await phone.says("open SENTINEL-story")).jobs[0]
    target = database.evidence.person(job.person) / "1-1"
    target.parent.mkdir(parents=True)
    target.write_text("SENTINEL-picture")
    await phone.sends(
        FileStored(
            id=f"job:{job.id}", chat=phone.chat, at=NOW, case=1, exhibit=1, path="1-1", sha256="0", size=9, mime="m"
        )
    )
    deleted.append(True)
    await phone.says("forget")


if __name__ == "__main__":
    asyncio.run(burst(*sys.argv[2:]) if sys.argv[1] == "burst" else forget(sys.argv[2]))
