"""Layouts and words → PDF and PNG, by typst. To be called in a child process: typst holds the GIL while it works.

Words come as JSON and are never read as markup. PDFs are PDF/A-2b: a character that no font has is an error there, and
not an empty box; it is then shown as 〔U+1F9FF〕 and the papers are set again.
"""

import json
import re
from collections.abc import Iterator, Mapping, Set
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from complaints.times import Instant
from packs.errors import NoFont, NoTypst, Unable

try:
    import typst
except ImportError:  # no wheel for this machine; told in words when papers are asked for
    typst = None  # type: ignore[assignment]

LAYOUTS = Path(__file__).parent / "layouts"
FONT_PACKAGES = ("manimgx_fonts_cjk", "manimgx_fonts", "pylopdf_fonts_zh_cn")
"""Python packages that hold font files."""
SYSTEM_FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"))
"""Looked into only where no package has a Chinese font: the same machine then always gives the same bytes."""
CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC")
"""Families in the order in which they are preferred."""
OTHERS = ("Noto Sans", "Noto Emoji", "Noto Sans Symbols")
PICTURE_PPI = 216
"""Of a PNG: a layout that is 360 pt wide, as a phone is, gets 1080 pixels."""
Json = Mapping[str, object]
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


def typeset(layout: str, words: Json, folder: Path, at: Instant, form: Literal["pdf", "png"] = "pdf") -> bytes:
    """`layouts/<layout>.typ` with these words and with pictures out of `folder`; a PNG has the first page alone.

    `at` is the time written into it. Raises NoTypst, NoFont, TypstError for what cannot be set.
    """
    if typst is None:
        raise NoTypst
    while True:
        try:
            pdf = _compiled(layout, words, folder, at, "pdf")
            return pdf if form == "pdf" else _compiled(layout, words, folder, at, "png")
        except typst.TypstError as error:
            replaced = replace(words, set(missing_in(error.diagnostic)))
            if replaced == words:
                raise
            words = replaced


def _compiled(layout: str, words: Json, folder: Path, at: Instant, form: Literal["pdf", "png"]) -> bytes:
    fonts, families = _fonts()
    made = typst.Compiler(
        input=(LAYOUTS / f"{layout}.typ").read_bytes(),
        root=folder,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps({**words, "fonts": families})},
    ).compile(format=form, ppi=PICTURE_PPI, timestamp=at, pdf_standards="a-2b" if form == "pdf" else [])
    first = made[0] if isinstance(made, list) else made
    assert first is not None
    return first


# ------------------------------------------------------------------------------------------------- missing characters
def missing_in(diagnostic: str) -> Iterator[str]:
    """The characters, or groups of them, that typst found in no font."""
    return (_ESCAPED.sub(_unescape, found[1]) for found in _MISSING.finditer(diagnostic))


def _unescape(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _ESCAPES.get(found[2], found[2])


def replace(value: Any, missing: Set[str]) -> Any:
    """A copy of a JSON value in which these characters are shown by their numbers, the longest groups first."""
    if isinstance(value, str):
        for one in sorted(missing, key=len, reverse=True):
            value = value.replace(one, "".join(f"〔U+{ord(character):04X}〕" for character in one))
        return value
    if isinstance(value, Mapping):
        return {key: replace(item, missing) for key, item in value.items()}
    return [replace(item, missing) for item in value] if isinstance(value, list | tuple) else value


# ------------------------------------------------------------------------------------------------------------- fonts
@cache
def _fonts() -> tuple["typst.Fonts", list[str]]:
    """The fonts to set with and their families, a Chinese one first. Raises NoFont."""
    for folders in (_packages(), [folder for folder in SYSTEM_FONTS if folder.is_dir()]):
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
        known = set(fonts.families())
        chinese = [family for family in CHINESE if family in known]
        if chinese:
            return fonts, [*chinese[:1], *(family for family in OTHERS if family in known)]
    raise NoFont


def _packages() -> list[Path]:
    found = (find_spec(name) for name in FONT_PACKAGES)
    return [Path(spec.origin).parent for spec in found if spec is not None and spec.origin is not None]


def lacking() -> Unable | None:
    """What papers need and this machine has not. A process that forks asks once, so that its children need not."""
    try:
        if typst is None:
            raise NoTypst
        _fonts()
    except Unable as unable:
        return unable
    return None
