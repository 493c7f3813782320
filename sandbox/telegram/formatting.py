"""Texts as Telegram keeps them: cleaned, cut of blank ends, with entities in UTF-16 units.

https://core.telegram.org/bots/api#formatting-options and #messageentity
"""

import re
from html import unescape
from typing import Any

from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.rules import ENTITIES

Entity = dict[str, Any]

_TAGS = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
    "a": "text_link",
    "code": "code", "pre": "pre",
    "blockquote": "blockquote",
    "tg-time": "date_time",
}  # fmt: skip
_TOKEN = re.compile(r"<(/?)([^\s>]*)([^>]*)(>?)|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|lt|gt|amp|quot);?|[^<&]+|&", re.DOTALL)
_ATTRIBUTE = re.compile(r"""\s+([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)))?""")
_DATE_FORMAT = re.compile(r"[rR]|[tTdDwW]*", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
# What clients and servers mark by themselves; a command counts at a word's beginning only.
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"'，。；！？、（）《》“”]+)"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/<>])"
    r"|(?<!\w)(?P<mention>@[A-Za-z0-9_]{4,32})(?!\w)"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)


def units(text: str) -> int:
    """Length in UTF-16 code units, the way Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def formatted(text: str, parse_mode: str, entities: list[Entity], most: int, too_long: str) -> tuple[str, list[Entity]]:
    """Text and entities as they will be stored. Raises ApiError 400 when markup, entities or length are wrong."""
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad_request("unsupported parse_mode")
        text, entities = parse_html(text)
    text, entities = cleaned(text, entities)
    size = units(text)
    if size > most:
        raise bad_request(too_long)
    if len(entities) > ENTITIES or any(entity["offset"] + entity["length"] > size for entity in entities):
        raise bad_request("ENTITY_BOUNDS_INVALID")
    return text, entities


def cleaned(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without control characters and blank ends; entities move along and those left empty go."""
    if _CONTROL.search(text):
        text = _CONTROL.sub(" ", text.replace("\r\n", "\n"))
    stripped = text.strip()
    if stripped == text or not entities:
        return stripped, entities
    start = units(text[: len(text) - len(text.lstrip())])
    end = start + units(stripped)
    moved = []
    for entity in entities:
        first = max(entity["offset"], start)
        last = min(entity["offset"] + entity["length"], end)
        if last > first:
            moved.append(entity | {"offset": first - start, "length": last - first})
    return stripped, moved


def found(text: str, entities: list[Entity]) -> list[Entity]:
    """The entities plus those that are recognised by themselves: links, commands, mentions, hashtags."""
    if not any(mark in text for mark in "/@#"):
        return entities
    taken = [(entity["offset"], entity["offset"] + entity["length"]) for entity in entities]
    result = list(entities)
    for match in _FOUND.finditer(text):
        offset, length = units(text[: match.start()]), units(match.group())
        if not any(first < offset + length and offset < last for first, last in taken):
            result.append({"type": match.lastgroup, "offset": offset, "length": length})
    return sorted(result, key=lambda entity: (entity["offset"], -entity["length"]))


def parse_html(markup: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of Telegram's HTML. Raises ApiError 400 with Telegram's reasons. #html-style"""
    reader = _HtmlReader(markup)
    for match in _TOKEN.finditer(markup):
        reader.take(match)
    return reader.finish()


class _HtmlReader:
    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._parts: list[str] = []
        self._size = 0
        self._open: list[tuple[str, Entity]] = []
        self._entities: list[Entity] = []

    def take(self, match: re.Match[str]) -> None:
        piece = match.group()
        if not piece.startswith("<"):
            text = unescape(piece) if piece.startswith("&") else piece
            self._parts.append(text)
            self._size += units(text)
        elif not match.group(4):
            raise self._error("Unclosed end tag" if match.group(1) else "Unclosed start tag", match)
        elif match.group(1):
            self._close(match)
        else:
            self._start(match)

    def finish(self) -> tuple[str, list[Entity]]:
        if self._open:
            raise _markup_error(f"Can't find end tag corresponding to start tag {self._open[-1][0]}")
        entities = [entity for entity in self._entities if entity["length"]]
        return "".join(self._parts), sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))

    def _start(self, match: re.Match[str]) -> None:
        tag = match.group(2).lower()
        if tag not in _TAGS:
            raise self._error(f'Unsupported start tag "{tag}"', match)
        attributes = {
            name.lower(): unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(match.group(3))
        }
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', match)
        self._open.append((tag, {"type": _TAGS[tag], "offset": self._size} | _details(tag, attributes)))

    def _close(self, match: re.Match[str]) -> None:
        if not self._open:
            raise self._error("Unexpected end tag", match)
        tag, entity = self._open.pop()
        found_tag = match.group(2).lower()
        if found_tag not in ("", tag):
            at = self._offset(match)
            raise _markup_error(f'Unmatched end tag at byte offset {at}, expected "</{tag}>", found "</{found_tag}>"')
        entity["length"] = self._size - entity["offset"]
        if not self._joined_with_pre(tag, entity) and entity.get("url", "-"):
            self._entities.append(entity)

    def _joined_with_pre(self, tag: str, entity: Entity) -> bool:
        """`<pre><code class="language-x">` is one entity; a language outside of pre means nothing."""
        language = entity.pop("language", "") if tag == "code" else ""
        if tag == "code" and language and self._open and self._open[-1][0] == "pre":
            self._open[-1][1]["language"] = language
            return True
        return False

    def _offset(self, match: re.Match[str]) -> int:
        return len(self._markup[: match.start()].encode())

    def _error(self, reason: str, match: re.Match[str]) -> ApiError:
        return _markup_error(f"{reason} at byte offset {self._offset(match)}")


def _markup_error(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def _details(tag: str, attributes: dict[str, str]) -> Entity:
    if tag == "a":
        return {"url": attributes.get("href", "")}
    if tag == "code":
        return {"language": attributes.get("class", "").removeprefix("language-")}
    if tag == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    if tag == "tg-time":
        return _date_time(attributes)
    return {}


def _date_time(attributes: dict[str, str]) -> Entity:
    unix, form = attributes.get("unix", ""), attributes.get("format", "")
    if not unix.isdecimal() or not _DATE_FORMAT.fullmatch(form):
        raise _markup_error("Invalid date-time specified")
    return {"unix_time": int(unix)} | ({"date_time_format": form} if form else {})
