"""Long texts in pieces that a network takes."""

from collections.abc import Callable


def split(text: str, limit: int, weight: Callable[[str], int] = lambda _: 1) -> list[str]:
    """`text` in pieces of at most `limit`, cut between paragraphs, else lines, else sentences, else anywhere.

    `weight` says how much of the limit a character takes.
    """
    pieces = []
    while (fits := _prefix(text, limit, weight)) < len(text):
        end = _cut(text[:fits])
        pieces.append(text[:end].rstrip("\n"))
        text = text[end:].lstrip("\n")
    return [piece for piece in (*pieces, text) if piece]


def _prefix(text: str, limit: int, weight: Callable[[str], int]) -> int:
    """How many characters fit into the limit."""
    used = 0
    for index, character in enumerate(text):
        used += weight(character)
        if used > limit:
            return index
    return len(text)


def _cut(head: str) -> int:
    for mark in ("\n\n", "\n", "。", "；", "，", " "):
        end = head.rfind(mark)
        if end > 0:
            return end + len(mark)
    return len(head)
