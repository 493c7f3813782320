"""File names that are safe to write, to show and to send, made from whatever a sender called the file."""

import re
import unicodedata

EXTENSIONS = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/bmp": (".bmp",),
    "image/heic": (".heic", ".heif"),
    "image/avif": (".avif",),
    "application/pdf": (".pdf",),
    "application/zip": (".zip",),
    "video/mp4": (".mp4", ".m4v", ".3gp"),
    "video/quicktime": (".mov",),
    "video/webm": (".webm",),
    "video/x-matroska": (".mkv",),
    "video/x-msvideo": (".avi",),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a", ".mp4"),
    "audio/aac": (".aac",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/amr": (".amr",),
    "audio/wav": (".wav",),
    "audio/silk": (".silk",),
    "text/plain": (".txt", ".log", ".md", ".csv", ".eml"),
}
"""Endings that fit a type, the usual one first."""
_ENDINGS = tuple(ending for endings in EXTENSIONS.values() for ending in endings)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
"""By Windows: https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_JOINER = "\u200d"
"""Holds the parts of an emoji such as 👨‍👩‍👧 together; the other invisible characters only deceive."""
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
"""Not Cn: that is what Python calls emoji and rare characters newer than its tables."""


def safe_name(name: str | None, mime: str, *, longest: int = 120, otherwise: str = "file") -> str:
    """`name` without folders, invisible and forbidden characters, in at most `longest` UTF-8 bytes, with an ending that
    fits `mime`. Nothing left of it: `otherwise`. Chinese and emoji stay. Applied twice it changes nothing more.
    """
    wanted = EXTENSIONS.get(mime, (".bin",))
    stem = _clean(name or "")
    own = next((ending for ending in _ENDINGS if stem.lower().endswith(ending)), "")
    ending = stem[-len(own) :] if own in wanted else wanted[0]
    stem = _trim(stem[: len(stem) - len(own)])
    return (_shorten(_unreserved(stem), longest - len(ending)) or otherwise) + ending


def _clean(name: str) -> str:
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name).rstrip("/\\"))[-1]
    shown = "".join(character for character in re.sub(r"\s", " ", last) if _visible(character))
    return _trim(_FORBIDDEN.sub("_", re.sub(" +", " ", shown)))


def _visible(character: str) -> bool:
    return character == _JOINER or unicodedata.category(character) not in _INVISIBLE


def _trim(name: str) -> str:
    """Without dots, spaces and joiners at the ends (hidden files, names Windows cannot open), or a leading option."""
    return name.lstrip(f". -{_JOINER}").rstrip(f". {_JOINER}")


def _shorten(stem: str, longest: int) -> str:
    return _trim(stem.encode()[:longest].decode(errors="ignore"))


def _unreserved(stem: str) -> str:
    return f"_{stem}" if _RESERVED.match(stem) else stem
