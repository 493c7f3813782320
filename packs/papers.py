"""Set papers as a file: the typesetter's bytes, written so that a crash leaves all of them or nothing."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from packs.typesetting import typeset


def answer(request: Mapping[str, Any]) -> dict[str, object]:
    """`{"layout", "words", "folder", "out", "at", "form"}` → `{"sha256", "size"}` of the file `out`.

    `folder` holds the pictures that `words` name. Raises as `typeset` does, OSError.
    """
    data = typeset(request["layout"], request["words"], Path(request["folder"]), request["at"], request["form"])
    write(Path(request["out"]), data)
    return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def write(path: Path, data: bytes) -> None:
    """Put a new file there, durably. Raises OSError; then nothing is left."""
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
