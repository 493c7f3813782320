"""The shapes of `knowledge/`. One class is one kind of entry in the data files; `Knowledge` is all of them, by id.

Everything a user reads is text of the data files, in Simplified Chinese.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from complaints.knowledge.entry import BUTTON_LENGTH, Entry, Fact, SellerRole, Status, Words
from complaints.knowledge.guidance import (
    Arrival,
    AskWhen,
    Channel,
    ChecklistItem,
    Demand,
    Emergency,
    Excuse,
    ExhibitKind,
    GoodsKind,
    Group,
    OrderHint,
    Outcome,
    Override,
    PaidHow,
    Playbook,
    Problem,
)
from complaints.knowledge.letter import FieldName, Flag, Include, Letter, Passage, Phrase, Sentence, WordingRule
from complaints.knowledge.reference import Article, ClockKind, ClockRule, Contact, Route, Statute
from complaints.workdays import Calendar

__all__ = [
    "BUTTON_LENGTH",
    "Arrival",
    "Article",
    "AskWhen",
    "Channel",
    "ChecklistItem",
    "ClockKind",
    "ClockRule",
    "Contact",
    "Demand",
    "Emergency",
    "Entry",
    "Excuse",
    "ExhibitKind",
    "Fact",
    "FieldName",
    "Flag",
    "GoodsKind",
    "Group",
    "Include",
    "Knowledge",
    "Letter",
    "OrderHint",
    "Outcome",
    "Override",
    "PaidHow",
    "Passage",
    "Phrase",
    "Playbook",
    "Problem",
    "Route",
    "SellerRole",
    "Sentence",
    "Status",
    "Statute",
    "WordingRule",
    "Words",
]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All entries by id. Built once at start-up by `load`, never changed."""

    version: str
    """Short hash of the data files; texts that were sent keep it."""
    playbooks: Mapping[str, Playbook]
    groups: Mapping[str, Group]
    problems: Mapping[str, Problem]
    demands: Mapping[str, Demand]
    goods: Mapping[str, GoodsKind]
    paid_how: Mapping[str, PaidHow]
    exhibits: Mapping[str, ExhibitKind]
    outcomes: Mapping[str, Outcome]
    clocks: Mapping[str, ClockRule]
    contacts: Mapping[str, Contact]
    routes: Mapping[str, Route]
    statutes: Mapping[str, Statute]
    law: Mapping[str, Article]
    excuses: Mapping[str, Excuse]
    emergencies: Mapping[str, Emergency]
    fields: Mapping[str, FieldName]
    flags: Mapping[str, Flag]
    passages: Mapping[str, Passage]
    phrases: Mapping[str, Phrase]
    letters: Mapping[str, Letter]
    wording: Mapping[str, WordingRule]
    order_hints: tuple[re.Pattern[str], ...]
    """What order numbers of the known platforms look like, without anchors."""
    calendar: Calendar
    """Working days and holidays, from holidays.toml."""
