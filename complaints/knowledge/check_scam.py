"""Rules about scam signs: patterns that can fit, domains that belong to somebody, signs that can be found."""

import re
from collections.abc import Iterator

from complaints.knowledge import models
from complaints.knowledge.findings import Remark, Rule, Subject
from complaints.scam.links import suffixes

NEVER = re.compile(r"(?<!\\)[A-Z]|[ ;，、！；：？（）]")
"""What the even form of a message (`complaints.scam.forms`) never has."""


def registered_domains(subject: Subject) -> Iterator[Remark]:
    """A domain that is not one somebody registers (www.alipay.com, com.cn) is never found."""
    for item in subject.items:
        for leaf in item.leaves:
            name = str(leaf.value)
            if leaf.field == "domains" and not _is_registered(name):
                message = f"domains: {name} is no registered domain, such as example.com or example.com.cn"
                yield Remark(item, leaf.place, message, name)
            if leaf.field == "endings" and suffixes().publicsuffix(name) != name:
                yield Remark(item, leaf.place, f"endings: {name} is no public suffix, such as gov.cn", name)


def _is_registered(name: str) -> bool:
    """Just what somebody registered; of an ending that the public suffix list does not know nothing can be said."""
    owner = suffixes().privatesuffix(name)
    return owner == name or (owner is None and suffixes().publicsuffix(name) is None)


def patterns_that_never_fit(subject: Subject) -> Iterator[Remark]:
    """Capital letters, spaces and most signs are gone before patterns are looked for."""
    for item in subject.of("scam"):
        sign = subject.knowledge.scam[item.raw.table["id"]]
        for leaf in item.leaves:
            pattern = isinstance(leaf.owner, models.Words) or leaf.field == "along"
            found = NEVER.search(str(leaf.value)) if pattern and sign.kind != "link" else None
            if found:
                message = f"words: {leaf.value} never fits: no message has {found[0]!r} when it is looked at"
                yield Remark(item, leaf.place, message, str(leaf.value))


def signs_without_words(subject: Subject) -> Iterator[Remark]:
    """A sign that nothing finds. What is wrong with a link is found by the program."""
    for item in subject.of("scam"):
        sign = subject.knowledge.scam[item.raw.table["id"]]
        if sign.kind != "link" and not sign.words.weighted:
            yield Remark(item, ("id",), f"{sign.id}: has no words, so nothing finds it")


SCAM_RULES: tuple[Rule, ...] = (registered_domains, patterns_that_never_fit, signs_without_words)
