"""The request that the child process of files/ answers: one JSON object in, one out."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from files.errors import Refused
from files.inspection import inspect
from files.pictures import MAX_PIXELS


def answer(request: Mapping[str, Any]) -> dict[str, object]:
    """`{"path", "name", "mime", "max_pixels"}` → the fields of `Found`, or `{"refused": code}`.

    All but `path` may be missing or null. Raises KeyError for a request without a path, OSError for an unreadable file.
    """
    max_pixels = request.get("max_pixels") or MAX_PIXELS
    try:
        found = inspect(
            Path(request["path"]), name=request.get("name"), mime=request.get("mime"), max_pixels=max_pixels
        )
    except Refused as refused:
        return {"refused": refused.code}
    return asdict(found)
