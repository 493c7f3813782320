"""What a text must have for a regular expression to fit: a cheap check before an expensive one.

What is looked for are pieces: characters, and pairs of neighbours, which are rarer. Only conditions that are certain
are returned. What the small parser here does not know gives no condition.
"""

import re
from collections.abc import Callable
from operator import add

Needs = tuple[frozenset[str], ...]
"""Of each set the text must have at least one piece."""

_ATOM = re.compile(
    r"""
    (?P<look>\(\?(?:[=!]|<[=!]))
  | (?P<group>\((?:\?:)?(?!\?))
  | (?P<close>\)) | (?P<bar>\|)
  | \[(?P<set>[^\]\[\\^-]+)\]
  | (?P<any>\.|\[\^?(?:\\.|[^\]\\])+\]|\\[dwsDWSbB]|[\^$])
  | \\(?P<escaped>[^A-Za-z0-9])
  | (?P<plain>[^\\()\[\]|.^$?*+{}])
    """,
    re.VERBOSE | re.DOTALL,
)
_REPEAT = re.compile(r"(?P<maybe>\?|\*|\{0?,\d*\}|\{0\})[?+]?|(?:\+|\{[1-9]\d*(?:,\d*)?\})[?+]?")


class _Unknown(Exception):
    """A construct the parser does not know."""


def finder(wanted: frozenset[str]) -> Callable[[str], frozenset[str]]:
    """Tells which of these pieces a text has."""
    pairs = [piece for piece in wanted if len(piece) == 2]
    if not pairs:
        return wanted.intersection
    first, second = ("".join(sorted({re.escape(pair[place]) for pair in pairs})) for place in (0, 1))
    likely = re.compile(f"(?=([{first}][{second}]))").findall
    return lambda text: wanted.intersection([*text, *likely(text)])


def needs(pattern: str) -> Needs:
    """The conditions of a pattern that is compiled without flags."""
    try:
        found, at = _alternatives(pattern, 0)
    except _Unknown:
        return ()
    return found if at == len(pattern) else ()


def _alternatives(pattern: str, at: int) -> tuple[Needs, int]:
    """Branches up to a closing bracket or the end. Of several, one condition holds for whichever is taken."""
    branches = []
    while True:
        branch, at = _sequence(pattern, at)
        branches.append(branch)
        if pattern[at : at + 1] != "|":
            break
        at += 1
    if len(branches) == 1:
        return branches[0], at
    if not all(branches):
        return (), at
    return (frozenset().union(*(min(branch, key=len) for branch in branches)),), at


def _sequence(pattern: str, at: int) -> tuple[Needs, int]:
    """All that has to be there up to a bar, a closing bracket or the end."""
    found: list[frozenset[str]] = []
    run = ""
    while at < len(pattern) and pattern[at] not in "|)":
        start = at
        atom, at = _atom(pattern, at)
        repeat = _REPEAT.match(pattern, at)
        at = repeat.end() if repeat else at
        maybe = repeat is not None and repeat["maybe"] is not None
        letter = _letter(pattern, start) if not maybe else None
        run += letter or ""
        if letter is None or repeat is not None:
            found += _pairs(run)
            run = ""
        if letter is None and not maybe:
            found += atom
    return (*found, *_pairs(run)), at


def _letter(pattern: str, at: int) -> str | None:
    """The one character that an atom stands for."""
    match = _ATOM.match(pattern, at)
    return (match["escaped"] or match["plain"]) if match else None


def _pairs(run: str) -> list[frozenset[str]]:
    """Pieces of characters that stand side by side."""
    return [frozenset({pair}) for pair in map(add, run, run[1:])] or [frozenset({letter}) for letter in run]


def _atom(pattern: str, at: int) -> tuple[Needs, int]:
    match = _ATOM.match(pattern, at)
    if match is None:
        raise _Unknown
    if match["group"] or match["look"]:
        inside, end = _alternatives(pattern, match.end())
        if pattern[end : end + 1] != ")":
            raise _Unknown
        return (() if match["look"] else inside), end + 1
    if match["any"]:
        return (), match.end()
    return (frozenset(match["set"] or match["escaped"] or match["plain"]),), match.end()
