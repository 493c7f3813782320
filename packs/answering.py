"""What the child process of packs/ answers: one JSON object in, one out. `make` says what is asked for."""

import errno
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from packs import calendar, mail, papers, text, typesetting
from packs.errors import Unable
from packs.export import export
from packs.request import Evidence, Request
from packs.sources import check

Json = Mapping[str, Any]


def answer(request: Json) -> dict[str, object]:
    """What was made, or `{"refused": code}` when the machine lacks something: `disk_full`, `no_font`, `no_typst`.

    Raises PacksError, OSError; then nothing is left behind.
    """
    asked = dict(request)
    try:
        return MAKERS[asked.pop("make")](asked)
    except Unable as unable:
        return {"refused": unable.code}
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return {"refused": "disk_full"}
        raise


def _missing(request: Json) -> dict[str, object]:
    """Of `files` in `folder`: the names of those that are gone or changed."""
    return {"missing": check(Path(request["folder"]), (Evidence(**file) for file in request["files"])).lost}


MAKERS: Mapping[str, Callable[[Json], dict[str, object]]] = {
    "archive": lambda request: asdict(export(Request.read(request))),
    "missing": _missing,
    "papers": papers.answer,
    "calendar": calendar.answer,
    "mail": mail.answer,
    "text": text.answer,
}
typesetting.lacking()  # finds the fonts before anything is forked
