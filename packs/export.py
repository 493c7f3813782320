"""The export: everything known of a person or a case, with the files as they were received, in archives to send."""

import errno
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from packs.archive import Archive, cost, empty_cost
from packs.readable import readable
from packs.request import Packed, Request
from packs.sources import Source, check


def answer(request: Mapping[str, Any]) -> dict[str, object]:
    """A `Request` as JSON → a `Packed` as JSON, or `{"refused": "disk_full"}`.

    Raises PacksError, OSError. Nothing is left behind unless a `Packed` is returned.
    """
    try:
        return asdict(export(Request.read(request)))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return {"refused": "disk_full"}
        raise


def export(request: Request) -> Packed:
    """Write the archives. An earlier export of the same target is replaced."""
    sources, missing = check(request.folder, request.files)
    made = {request.readme_name: _readme(request, missing), request.data_name: _data(request)}
    parts = split(sources, request.limit, {name: len(data) for name, data in made.items()}, request.data_name)
    names = _names(request.target, len(parts))
    drafts = [request.folder / f".{name}.part" for name in names]
    try:
        for number, (draft, part) in enumerate(zip(drafts, parts, strict=True)):
            _write(draft, request, made if number == 0 else {request.readme_name: made[request.readme_name]}, part)
        _keep(request.folder, drafts, names)
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)
    return Packed(archives=tuple(names), missing=tuple(missing))


def split(sources: Sequence[Source], limit: int, made: Mapping[str, int], first_only: str) -> list[list[Source]]:
    """The sources in order, in as many parts as keep each archive below `limit` bytes; at least one part.

    Every part also holds the files of `made` (name → size), but `first_only` is in the first part alone.
    """
    always = empty_cost() + sum(cost(name, size) for name, size in made.items() if name != first_only)
    parts: list[list[Source]] = [[]]
    used = always + cost(first_only, made[first_only])
    for source in sources:
        needed = cost(source.file.name, source.size)
        if used + needed > limit and (parts[-1] or len(parts) == 1):
            parts.append([])
            used = always
        parts[-1].append(source)
        used += needed
    return parts


def _names(target: str, parts: int) -> list[str]:
    return [f"{target}.zip"] if parts == 1 else [f"{target}-{number}.zip" for number in range(1, parts + 1)]


def _data(request: Request) -> bytes:
    return (json.dumps(readable(request.data), ensure_ascii=False, indent=2) + "\n").encode(errors="replace")


def _readme(request: Request, missing: Sequence[str]) -> bytes:
    listed = ["", request.missing, *missing] if missing else []
    return "\n".join([request.readme, *listed, ""]).encode(errors="replace")


def _write(draft: Path, request: Request, made: Mapping[str, bytes], part: Sequence[Source]) -> None:
    draft.unlink(missing_ok=True)
    archive = Archive(draft, request.at)
    try:
        for name, data in made.items():
            archive.add(name, data)
        for source in part:
            archive.add_source(source)
        archive.close()
    finally:
        archive.abandon()


def _keep(folder: Path, drafts: Sequence[Path], names: Sequence[str]) -> None:
    """Give the finished archives their names, durably."""
    for draft, name in zip(drafts, names, strict=True):
        draft.rename(folder / name)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
