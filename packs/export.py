"""Archives to send: files as they were received, a sheet that explains them, and for an export all that is known."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from packs.archive import Archive, cost, empty_cost
from packs.readable import readable
from packs.request import Packed, Request
from packs.sources import Checked, Source, check


def export(request: Request) -> Packed:
    """Write the archives. An earlier export of the same target is replaced."""
    checked = check(request.folder, request.files)
    sources = [*checked.found, *(_apart(source, request) for source in checked.changed)]
    made = {request.readme_name: _readme(request, checked), **_data(request)}
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
    return Packed(archives=tuple(names), missing=tuple(checked.lost))


def split(sources: Sequence[Source], limit: int, made: Mapping[str, int], first_only: str) -> list[list[Source]]:
    """The sources in order, in as many parts as keep each archive below `limit` bytes; at least one part.

    Every part also holds the files of `made` (name → size), but `first_only` is in the first part alone.
    """
    always = empty_cost() + sum(cost(name, size) for name, size in made.items() if name != first_only)
    parts: list[list[Source]] = [[]]
    used = always + (cost(first_only, made[first_only]) if first_only in made else 0)
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


def _data(request: Request) -> dict[str, bytes]:
    if request.data is None:
        return {}
    text = json.dumps(readable(request.data), ensure_ascii=False, indent=2)
    return {request.data_name: f"{text}\n".encode(errors="replace")}


def _apart(source: Source, request: Request) -> Source:
    """What is no longer as it was received is kept, in a folder of its own."""
    return source._replace(file=replace(source.file, name=f"{request.changed_folder}/{source.file.name}"))


def _readme(request: Request, checked: Checked) -> bytes:
    missing = [file.name for file in checked.missing]
    changed = [source.file.name for source in checked.changed]
    listed = [["", head, *names] for head, names in ((request.missing, missing), (request.changed, changed)) if names]
    return "\n".join([request.readme, *chain.from_iterable(listed), ""]).encode(errors="replace")


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
