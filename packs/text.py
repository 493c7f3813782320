"""A text as a file that every phone and computer opens: UTF-8 with a mark before it, lines as Windows ends them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from packs.papers import write
from packs.words import plain


def answer(request: Mapping[str, Any]) -> dict[str, object]:
    """`{"out", "text"}` → `{"size"}` of the file `out`. Raises OSError."""
    data = encoded(request["text"])
    write(Path(request["out"]), data)
    return {"size": len(data)}


def encoded(text: str) -> bytes:
    """The bytes. Without the mark old editors on Windows take Chinese for something else."""
    return "".join(f"{line}\r\n" for line in plain(text).splitlines()).encode("utf-8-sig")
