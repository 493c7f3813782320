"""Cutting what people wrote where it hurts least: after a sentence, else after a clause, never within one."""

import re

_SENTENCE = re.compile(r"(?:[。！？!?；;…]+[”」』）)]*|\n)")
_CLAUSE = re.compile(r"[，,、：:\s]")


def cut(text: str, most: int) -> str:
    """The longest beginning of whole sentences, else of whole clauses, of at most `most` characters; or nothing."""
    if len(text) <= most:
        return text
    for end in (_SENTENCE, _CLAUSE):
        ends = [found.end() for found in end.finditer(text, 0, max(most, 0))]
        if ends and text[: ends[-1]].strip():
            return text[: ends[-1]].strip()
    return ""
