"""Rules about ids: every name used in the data exists, once."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from complaints.complaint import Facts
from complaints.conditions import CONDITIONS
from complaints.knowledge import models
from complaints.knowledge.findings import Item, Leaf, Remark, Rule, Subject

CHANNELS = "channels"
FILING = "filing"
"""The stage before all routes, in `required_for`."""
CONDITIONS_SECTION = "conditions"
"""What `when` may name: complaints/conditions.py."""
FACTS = "facts"
"""What a question may fill: fields of `Facts`."""

REFERENCES: Mapping[tuple[type[models.Entry], str], tuple[str, ...]] = {
    (models.Problem, "group"): ("groups",),
    (models.Problem, "demand"): ("demands",),
    (models.Problem, "fallback"): ("demands",),
    (models.Problem, "first_channel"): (CHANNELS,),
    (models.Problem, "routes"): (CHANNELS, "routes"),
    (models.Problem, "law"): ("law",),
    (models.Problem, "required"): ("fields",),
    (models.ChecklistItem, "kind"): ("exhibits",),
    (models.ChecklistItem, "required_for"): ("routes", FILING),
    (models.ChecklistItem, "goods"): ("goods",),
    (models.AskWhen, "field"): ("fields",),
    (models.AskWhen, "goods"): ("goods",),
    (models.AskWhen, "routes"): ("routes",),
    (models.Playbook, "contacts"): ("contacts",),
    (models.Override, "first_channel"): (CHANNELS,),
    (models.Override, "demand"): ("demands",),
    (models.Override, "fallback"): ("demands",),
    (models.PaidHow, "contacts"): ("contacts",),
    (models.Route, "contacts"): ("contacts",),
    (models.Route, "clocks"): ("clocks",),
    (models.Route, "law"): ("law",),
    (models.Route, "letter"): ("letters",),
    (models.FinderStep, "exhibit"): ("exhibits",),
    (models.FinderStep, "contact"): ("contacts",),
    (models.FinderStep, "letter"): ("letters",),
    (models.Identity, "routes"): ("routes",),
    (models.Route, "closes"): ("routes",),
    (models.Check, "routes"): ("routes",),
    (models.Check, "when"): (CONDITIONS_SECTION,),
    (models.Check, "law"): ("law",),
    (models.Question, "id"): (FACTS,),
    (models.Question, "routes"): ("routes",),
    (models.Question, "after"): ("questions",),
    (models.Fit, "routes"): ("routes",),
    (models.Fit, "when"): (CONDITIONS_SECTION,),
    (models.ResultKind, "routes"): ("routes",),
    (models.ResultKind, "starts"): ("clocks",),
    (models.ResultKind, "after"): ("results",),
    (models.ResultKind, "until"): ("results",),
    (models.ResultKind, "next"): ("routes",),
    (models.Ground, "routes"): ("routes",),
    (models.Ground, "law"): ("law",),
    (models.Ground, "next"): ("routes",),
    (models.Article, "statute"): ("statutes",),
    (models.Article, "not_goods"): ("goods",),
    (models.Article, "needs_flag"): ("flags",),
    (models.Article, "needs_field"): ("fields",),
    (models.Demand, "office"): ("demands",),
    (models.Excuse, "law"): ("law",),
    (models.Rebuttal, "law"): ("law",),
    (models.Rebuttal, "problems"): ("problems",),
    (models.Sentence, "needs"): ("fields",),
    (models.Sentence, "needs_flags"): ("flags",),
    (models.Sentence, "without_flags"): ("flags",),
    (models.Sentence, "problems"): ("problems",),
    (models.Sentence, "not_problems"): ("problems",),
    (models.Sentence, "goods"): ("goods",),
    (models.Sentence, "not_goods"): ("goods",),
    (models.Sentence, "law"): ("law",),
    (models.Include, "passage"): ("passages",),
    (models.Letter, "channel"): (CHANNELS,),
    (models.Letter, "route"): ("routes",),
    (models.Letter, "required"): ("fields",),
    (models.WordingRule, "unless_flag"): ("flags",),
    (models.WordingRule, "not_letters"): ("letters",),
    (models.Pack, "routes"): ("routes",),
    (models.Pack, "fields"): ("fields",),
    (models.Pack, "without"): ("exhibits",),
    (models.Pack, "hides"): ("routes",),
    (models.ScreenKind, "id"): ("exhibits",),
    (models.ScreenLabel, "kinds"): ("screens",),
}
"""Which sections the values of a key are ids of."""

CONTRACT: Mapping[str, tuple[str, ...]] = {
    "playbooks": ("generic",),
    "problems": ("other", "wrong_account"),
    "clocks": ("C0", "C0b", "C1", "C2", "C3", "P", "N", "O", "D", "L", "R"),
    "demands": ("refund",),
    "routes": (
        "supervisor_appeal",
        "platform_upgrade",
        "payment_provider",
        "samr_complaint",
        "samr_report",
        "police",
    ),
    "exhibits": ("unknown", "unsorted", "other", "ticket_page", "receipt"),
    "excuses": ("general",),
    "goods": ("other",),
    "finder": ("footer",),
    "identities": ("whole", "named", "traced", "nothing"),
    "letters": (
        "customer_service",
        "ticket",
        "email",
        "supervisor_appeal",
        "platform_upgrade",
        "samr_complaint",
        "authorisation",
    ),
    "emergencies": ("money_sent",),
    "scam": ("ip_host", "other_script", "brand_inside", "refund_host", "app_file", "short_link", "other_domain"),
    "outcomes": ("arrived", "merged", "refused", "withdrawn"),
    "packs": ("platform",),
    "phrases": (
        "earlier",
        "agent",
        "ticket",
        "exhibit",
        "left_out",
        "order",
        "another_order",
        "together",
        "also",
        "filing",
        "channel_phone",
        "channel_other",
        "contact_asked",
        "contact_silent",
        "contact_promised",
        "contact_refused",
        "contact_noted",
        "filing_appeal",
        "orders_in_short",
        "filing_silent",
        "filing_was_silent",
        "promise",
        "outside",
        "outside_silent",
        "outside_refused",
        "outside_ticket",
        "suspect",
        "suspect_from",
        "suspect_pasted",
        "suspect_traces",
        "suspect_marks",
        "filing_promised",
        "filing_refused",
        "filing_arrived",
    ),
}
"""Ids that the program asks for by name."""


def known_ids(subject: Subject) -> dict[str, set[str]]:
    """Ids by section; channels are those that every playbook has."""
    ids: dict[str, set[str]] = defaultdict(set)
    for item in subject.items:
        ids[item.raw.section].add(item.raw.table["id"])
    playbooks = subject.knowledge.playbooks.values()
    ids[CHANNELS] = set.intersection(*({channel.id for channel in book.channels} for book in playbooks), ids["letters"])
    ids[FILING] = {FILING}
    ids[CONDITIONS_SECTION] = set(CONDITIONS)
    ids[FACTS] = set(Facts.model_fields)
    return ids


def unknown_ids(subject: Subject) -> Iterator[Remark]:
    """A value that should name another entry names none."""
    ids = known_ids(subject)
    for item in subject.items:
        for leaf in item.leaves:
            sections = REFERENCES.get((type(leaf.owner), leaf.field))
            if sections and not any(leaf.value in ids[section] for section in sections):
                message = f"{leaf.field}: {leaf.value} is no id of {' or '.join(sections)}"
                yield Remark(item, leaf.place, message, str(leaf.value))


def unknown_overrides(subject: Subject) -> Iterator[Remark]:
    """A playbook overrides a problem that does not exist."""
    for item in subject.of("playbooks"):
        for problem in item.raw.table.get("problems", {}):
            if problem not in subject.knowledge.problems:
                yield Remark(item, ("problems", problem), f"problems.{problem}: there is no such problem")


def missing_contract(subject: Subject) -> Iterator[Remark]:
    """An entry that the program asks for by name is gone."""
    ids = known_ids(subject)
    for section, wanted in CONTRACT.items():
        first = next(subject.of(section), None)
        for name in wanted:
            if first and name not in ids[section]:
                yield Remark(first, (), f"{section} must have an entry {name}")


def unused_sections(subject: Subject) -> Iterator[Remark]:
    """A group without problems would be a button that leads nowhere."""
    used = {problem.group for problem in subject.knowledge.problems.values()}
    for item in subject.of("groups"):
        if item.raw.table["id"] not in used:
            yield Remark(item, ("id",), f"group {item.raw.table['id']} has no problem", level="warning")


def duplicate_words(subject: Subject) -> Iterator[Remark]:
    """The same pattern in two entries of a section, or twice in one, recognises nothing."""
    seen: dict[tuple[str, object], Item] = {}
    for item in subject.items:
        for leaf in item.leaves:
            if isinstance(leaf.owner, models.Words):
                key = (item.raw.section, leaf.value)
                if key in seen:
                    message = f"words: {leaf.value} stands in {seen[key].raw.table['id']} too"
                    yield Remark(item, leaf.place, message, str(leaf.value))
                seen.setdefault(key, item)


def broken_patterns(items: Iterable[Item]) -> Iterator[Remark]:
    """A regular expression that does not compile, or that matches the empty text and so everything.

    Not a `Rule`: nothing can be built from data with a broken pattern.
    """
    for item in items:
        for leaf in item.leaves:
            if _is_pattern(leaf):
                problem = _broken(str(leaf.value))
                if problem:
                    yield Remark(item, leaf.place, f"{leaf.value}: {problem}", str(leaf.value))


def _is_pattern(leaf: Leaf) -> bool:
    if isinstance(leaf.owner, models.Spelling):
        return leaf.field == "written" and not leaf.owner.each
    return leaf.field in {"pattern", "along"} or isinstance(leaf.owner, models.Words)


def _broken(pattern: str) -> str | None:
    try:
        return "matches the empty text" if re.compile(pattern).search("") else None
    except re.error as error:
        return f"regular expression: {error}"


def order_examples(subject: Subject) -> Iterator[Remark]:
    """The example of an order hint does not fit its own pattern."""
    for item in subject.of("playbooks"):
        for position, hint in enumerate(subject.knowledge.playbooks[item.raw.table["id"]].order_hints):
            if not hint.matches(hint.example):
                yield Remark(item, ("order_hints", position, "example"), f"{hint.example} does not fit {hint.pattern}")


def finder_order(subject: Subject) -> Iterator[Remark]:
    """A step needs or suggests what no step before it can find; a role has no office, or two."""
    found: set[str] = set()
    for item in subject.of("finder"):
        step = subject.knowledge.finder[item.raw.table["id"]]
        if step.needs and found.isdisjoint(step.needs):
            yield Remark(item, ("needs",), f"{step.id}: no step before it finds {' or '.join(step.needs)}")
        if step.suggests is not None and step.suggests not in found:
            yield Remark(item, ("suggests",), f"{step.id}: no step before it finds {step.suggests}")
        found.add(step.field)
    roles = [role for bureau in subject.knowledge.bureaus.values() for role in bureau.roles]
    for item in subject.of("bureaus"):
        for role in models.SellerRole:
            if roles.count(role) != 1:
                yield Remark(item, ("roles",), f"seller role {role} has {roles.count(role)} bureaus, not one")
        break


def public_packs(subject: Subject) -> Iterator[Remark]:
    """A pack of evidence for a route on which everybody can read it."""
    for item in subject.of("packs"):
        for position, name in enumerate(subject.knowledge.packs[item.raw.table["id"]].routes):
            route = subject.knowledge.routes.get(name)
            if route is not None and route.public:
                yield Remark(item, ("routes", position), f"routes: {name} is public and gets no evidence", name)


REFERENCE_RULES: tuple[Rule, ...] = (
    unknown_ids,
    unknown_overrides,
    missing_contract,
    unused_sections,
    duplicate_words,
    order_examples,
    finder_order,
    public_packs,
)
