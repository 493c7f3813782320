"""The shapes of `knowledge/`. One class is one kind of entry in the data files; `Knowledge` is all of them, by id.

Everything a user reads is text of the data files, in Simplified Chinese.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

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
    Rebuttal,
)
from complaints.knowledge.identity import Bureau, FinderStep, Identity
from complaints.knowledge.letter import (
    FieldName,
    Flag,
    Include,
    Letter,
    Passage,
    Phrase,
    Sentence,
    ToneRule,
    WordingRule,
)
from complaints.knowledge.outside import Answer, Check, Fit, Ground, Question, ResultKind
from complaints.knowledge.pack import Pack, Page
from complaints.knowledge.reference import Article, ClockKind, ClockRule, Contact, MediaHost, Report, Route, Statute
from complaints.knowledge.scam import Brand, ScamSign, Spelling
from complaints.knowledge.screen import ScreenField, ScreenKind, ScreenLabel
from complaints.reading.lexicon import Lexicon
from complaints.reading.orders import Hints
from complaints.reading.vocabulary import Cues, Platform, Vocabulary
from complaints.scam.guard import Guard
from complaints.screens.reader import Reader
from complaints.workdays import Calendar

__all__ = [
    "BUTTON_LENGTH",
    "GENERIC",
    "Answer",
    "Arrival",
    "Article",
    "AskWhen",
    "Brand",
    "Bureau",
    "Channel",
    "Check",
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
    "FinderStep",
    "Fit",
    "Flag",
    "GoodsKind",
    "Ground",
    "Group",
    "Identity",
    "Include",
    "Knowledge",
    "Letter",
    "MediaHost",
    "OrderHint",
    "Outcome",
    "Override",
    "Pack",
    "Page",
    "PaidHow",
    "Passage",
    "Phrase",
    "Playbook",
    "Problem",
    "Question",
    "Rebuttal",
    "Report",
    "ResultKind",
    "Route",
    "ScamSign",
    "ScreenField",
    "ScreenKind",
    "ScreenLabel",
    "SellerRole",
    "Sentence",
    "Spelling",
    "Status",
    "Statute",
    "ToneRule",
    "WordingRule",
    "Words",
]

GENERIC = "generic"
"""The playbook of any other platform."""


@dataclass(frozen=True, eq=False)
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
    media_hosts: Mapping[str, MediaHost]
    routes: Mapping[str, Route]
    finder: Mapping[str, FinderStep]
    """In the order of looking."""
    identities: Mapping[str, Identity]
    bureaus: Mapping[str, Bureau]
    checks: Mapping[str, Check]
    questions: Mapping[str, Question]
    fits: Mapping[str, Fit]
    results: Mapping[str, ResultKind]
    grounds: Mapping[str, Ground]
    statutes: Mapping[str, Statute]
    law: Mapping[str, Article]
    excuses: Mapping[str, Excuse]
    emergencies: Mapping[str, Emergency]
    fields: Mapping[str, FieldName]
    flags: Mapping[str, Flag]
    passages: Mapping[str, Passage]
    phrases: Mapping[str, Phrase]
    letters: Mapping[str, Letter]
    packs: Mapping[str, Pack]
    wording: Mapping[str, WordingRule]
    scam: Mapping[str, ScamSign]
    spellings: Mapping[str, Spelling]
    brands: Mapping[str, Brand]
    screens: Mapping[str, ScreenKind]
    screen_labels: Mapping[str, ScreenLabel]
    tone: Mapping[str, ToneRule]
    cues: Cues
    """The small words by which a sentence is understood, from reading.toml."""
    calendar: Calendar
    """Working days and holidays, from holidays.toml."""

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of problems, demands, goods and platforms, for reading what people write."""
        named = [book for book in self.playbooks.values() if book.id != GENERIC]
        return Vocabulary(
            problems={problem.id: problem.words.weighted for problem in self.problems.values()},
            handling=frozenset(problem.id for problem in self.problems.values() if problem.underlying),
            demands={demand.id: demand.words.weighted for demand in self.demands.values()},
            goods={goods.id: goods.words.weighted for goods in self.goods.values()},
            platforms={
                book.id: Platform(
                    names=(book.name, *book.aliases), order_hints=tuple(hint.pattern for hint in book.order_hints)
                )
                for book in named
            },
            cues=self.cues,
        )

    @cached_property
    def told(self) -> Lexicon:
        """The words by which emergencies, results and grounds are understood wherever they are said."""
        return Lexicon(
            {
                "emergencies": {entry.id: entry.words.surely for entry in self.emergencies.values()},
                "results": {entry.id: entry.words.surely for entry in self.results.values()},
                "grounds": {entry.id: entry.words.surely for entry in self.grounds.values()},
            }
        )

    @property
    def order_hints(self) -> Hints:
        """What order numbers of the known platforms look like."""
        return self.vocabulary.order_hints

    @cached_property
    def guard(self) -> Guard:
        """Tells what a message is after; made once."""
        return Guard(self.scam, self.spellings.values(), self.brands.values())

    @cached_property
    def reader(self) -> Reader:
        """Tells what a screenshot shows; made once."""
        return Reader(self.screens.values(), self.screen_labels.values())
