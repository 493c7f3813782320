"""The job `fetch`: a user's file from the network to the disk, then looked at; it ends as FileStored or FileRefused."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from bot.errors import Refused as NetworkRefused
from bot.errors import Uncertain
from bot.seams import Draft
from bot.workshop import Workshop
from dialogs.events import FileRefused, FileStored
from files.errors import Refused
from storage.errors import is_full
from storage.jobs import JobRow

LONGEST = 600.0
"""Real seconds for the bytes of one file: a trickle must not hold a place for ever."""
_NETWORK_CODES = {"file_too_big": "too_large", "file_gone": "gone"}


class Received(NamedTuple):
    """A file that is safe on disk. `size` in bytes."""

    path: Path
    size: int
    sha256: str


async def fetch(row: JobRow, shop: Workshop) -> FileStored | FileRefused:
    """Raises NetworkFailure, WorkerFailed, OSError, Refused of the network; then nothing is left behind."""
    try:
        received = await _receive(row, shop)
        shop.reached("file_renamed")
        found = await _inspect(row, shop, received.path)
    except (Refused, NetworkRefused, OSError) as error:
        return FileRefused(**_result(row, shop), code=_code(error))
    return FileStored(
        **_result(row, shop),
        path=received.path.name,
        sha256=received.sha256,
        size=received.size,
        mime=found["mime"],
        likeness=found["likeness"],
    )


async def _receive(row: JobRow, shop: Workshop) -> Received:
    """Stream the file to the disk.

    Its name there is that of the exhibit, whose number is never given twice: when a crash repeats the job, the second
    file takes the place of the first.
    """
    draft = await shop.files.draft(shop.folder(row))
    try:
        async with asyncio.timeout(LONGEST):
            size, sha256 = await _stream(row, shop, draft)
        path = await draft.keep(f"{row.job.case}-{row.job.exhibit}")
    except TimeoutError:
        raise Uncertain("fetch", "too_slow") from None
    finally:
        await draft.discard()
    return Received(path, size, sha256)


async def _stream(row: JobRow, shop: Workshop, draft: Draft) -> tuple[int, str]:
    """Size and SHA-256 of what came. Raises Refused `too_large` as soon as it is."""
    network = shop.network(row)
    chunks = network.fetch(row.chat, str(row.job.args["file_id"]))
    size, digest = 0, hashlib.sha256()
    try:
        async for chunk in chunks:
            size += len(chunk)
            if size > network.capabilities.max_file:
                raise Refused("too_large")
            digest.update(chunk)
            await draft.write(chunk)
    finally:
        if isinstance(chunks, AsyncGenerator):
            await chunks.aclose()
    return size, digest.hexdigest()


async def _inspect(row: JobRow, shop: Workshop, path: Path) -> Mapping[str, Any]:
    """What the file is. Raises Refused, WorkerFailed, OSError; then the file is removed."""
    claims = {name: row.job.args.get(name) for name in ("name", "mime")}
    try:
        found: Mapping[str, Any] = await shop.worker.run("files", {"path": str(path), **claims})
        if "refused" in found:
            raise Refused(found["refused"])
    except Exception:
        await shop.files.run(partial(path.unlink, missing_ok=True))
        raise
    return found


def _result(row: JobRow, shop: Workshop) -> dict[str, Any]:
    return {
        "id": f"job:{row.id}",
        "chat": row.chat,
        "at": shop.clock.now(),
        "case": row.job.case,
        "exhibit": row.job.exhibit,
    }


def _code(error: Refused | NetworkRefused | OSError) -> str:
    """Why the file is not kept. Raises the error again when trying once more may help."""
    if isinstance(error, Refused):
        return error.code
    if isinstance(error, NetworkRefused) and error.code in _NETWORK_CODES:
        return _NETWORK_CODES[error.code]
    if is_full(error):
        return "disk_full"
    raise error
