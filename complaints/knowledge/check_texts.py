"""Rules about what is said: quotations, forbidden words, sources, ages, button lengths, clocks and contacts."""

import re
from collections.abc import Iterator
from datetime import timedelta

from complaints.knowledge import models
from complaints.knowledge.entry import IS_BUTTON
from complaints.knowledge.findings import Leaf, Remark, Rule, Subject
from complaints.tone import calmed, hot_words

QUOTED = re.compile(r"[“「『\"]([^”」』\"]{8,})[”」』\"]")
"""A quotation long enough not to be the name of a button."""

ARTICLE = re.compile(r"第[零一二三四五六七八九十百]+条")
STALE = timedelta(days=180)
LENGTHS = ("hours", "days", "working_days", "months", "years")


def quotes(subject: Subject) -> Iterator[Remark]:
    """`quote` must stand in its article, letter by letter; without a text there is nothing to quote."""
    for item in subject.of("law"):
        article = subject.knowledge.law[item.raw.table["id"]]
        statute = subject.statutes.get(article.statute)
        if article.status == models.Status.LAW and statute is None:
            yield Remark(item, ("status",), f"{article.id}: status law, but law/texts has no text of {article.statute}")
        elif article.quote is not None and article.status != models.Status.LAW:
            yield Remark(item, ("quote",), f"{article.id}: only an entry of status law may quote")
        elif article.quote is not None and article.quote not in _article(statute or "", article.article):
            yield Remark(item, ("quote",), f"{article.id}: the quote is not in {article.article} of the statute's text")
        elif statute is not None and not _article(statute, article.article):
            yield Remark(item, ("article",), f"{article.id}: the statute's text has no {article.article}")


def statute_files(subject: Subject) -> Iterator[Remark]:
    """A statute names a text that is not there."""
    for item in subject.of("statutes"):
        statute = subject.knowledge.statutes[item.raw.table["id"]]
        if statute.file is not None and statute.id not in subject.statutes:
            yield Remark(item, ("file",), f"{statute.id}: law/texts has no {statute.file}")


def _article(statute: str, name: str) -> str:
    """The paragraph of an article; 第四十八条第八项 stands in 第四十八条."""
    found = ARTICLE.match(name)
    start = f"**{found[0]}**" if found else "**"
    return next((line for line in statute.splitlines() if line.startswith(start)), "")


def quotations_in_texts(subject: Subject) -> Iterator[Remark]:
    """Quotation marks around what a law says: never for cited ones, and only the statute's own words for others."""
    whole = "\n".join(subject.statutes.values())
    for item in subject.items:
        cited = isinstance(item.entry, models.Fact) and item.entry.status == models.Status.CITED
        for leaf in item.texts:
            for found in QUOTED.finditer(str(leaf.value)):
                if cited:
                    yield Remark(item, leaf.place, f"status cited allows no quotation: {found[1]}", found[1])
                elif ARTICLE.search(str(leaf.value)) and found[1] not in whole:
                    yield Remark(item, leaf.place, f"not in any statute's text: {found[1]}", found[1])


def forbidden_words(subject: Subject) -> Iterator[Remark]:
    """Patterns of wording.toml in any text of the data; those for letters in what goes into letters."""
    rules = [rule for rule in subject.knowledge.wording.values() if not rule.must]
    for item in subject.items:
        if item.raw.section not in {"wording", "tone"}:
            for leaf in item.texts:
                for rule in rules:
                    found = _wanted(rule, leaf) and re.search(rule.pattern, str(leaf.value))
                    if found and not _excused(rule, leaf, subject):
                        yield Remark(item, leaf.place, f"{rule.id}: {found[0]} ({rule.why})", found[0])


def forbidden_in(text: str, knowledge: models.Knowledge) -> Iterator[str]:
    """What wording.toml forbids in any sentence of the product, found in one that stands elsewhere."""
    for rule in knowledge.wording.values():
        found = "data" in rule.where and not rule.must and re.search(rule.pattern, text)
        if found:
            yield f"{rule.id}: {found[0]} ({rule.why})"


def _wanted(rule: models.WordingRule, leaf: Leaf) -> bool:
    return "data" in rule.where or ("letter" in rule.where and goes_into_letters(leaf))


def goes_into_letters(leaf: Leaf) -> bool:
    """The text is part of what others will read."""
    place = (type(leaf.owner), leaf.field)
    return place in {
        (models.Sentence, "text"),
        (models.Excuse, "rebuttal"),
        (models.Excuse, "told"),
        (models.ResultKind, "told"),
        (models.Ground, "told"),
        (models.Demand, "claim"),
        (models.Phrase, "text"),
        (models.Rebuttal, "text"),
        (models.Problem, "statement"),
        (models.Problem, "formal"),
        (models.Demand, "text"),
        (models.Demand, "with_amount"),
        (models.Demand, "others"),
        (models.Letter, "addressee"),
    }


def _excused(rule: models.WordingRule, leaf: Leaf, subject: Subject) -> bool:
    owner, entry = leaf.owner, leaf.item.entry
    if rule.unless_platform_source and isinstance(entry, models.Fact):
        domains = (domain for book in subject.knowledge.playbooks.values() for domain in book.domains)
        return any(domain in entry.source for domain in domains)
    flags = (*getattr(owner, "needs_flags", ()), getattr(owner, "needs_flag", None))
    return rule.unless_flag is not None and rule.unless_flag in flags


def tones(subject: Subject) -> Iterator[Remark]:
    """A calm wording does on its example what it says, and is calm itself."""
    for item in subject.of("tone"):
        rule = subject.knowledge.tone[item.raw.table["id"]]
        said = calmed(rule.example, subject.knowledge, facts=True)
        if said != rule.becomes:
            yield Remark(item, ("becomes",), f"{rule.id}: the example becomes {said or 'nothing'}")
        elif hot_words(said, subject.knowledge, facts=True):
            yield Remark(item, ("becomes",), f"{rule.id}: the calm wording is not calm itself")


def long_buttons(subject: Subject) -> Iterator[Remark]:
    """A label that a phone would cut off."""
    for item in subject.items:
        for leaf in item.texts:
            label = str(leaf.value)
            is_button = IS_BUTTON in type(leaf.owner).model_fields[leaf.field].metadata
            if is_button and len(label) > models.BUTTON_LENGTH:
                message = f"{leaf.field}: {label} has {len(label)} characters, a button {models.BUTTON_LENGTH}"
                yield Remark(item, leaf.place, message)


def ages(subject: Subject) -> Iterator[Remark]:
    """Contacts that nobody has looked at for half a year; dates that have not come yet."""
    today = subject.today
    for item in subject.items if today else ():
        for leaf in item.leaves:
            if leaf.field == "checked_on" and isinstance(leaf.owner, models.Fact):
                on = leaf.owner.checked_on
                if today and on > today:
                    yield Remark(item, leaf.place, f"checked_on {on} is in the future")
                elif today and isinstance(leaf.owner, models.Contact) and today - on > STALE:
                    message = f"{leaf.owner.id} was checked {(today - on).days} days ago: look again"
                    yield Remark(item, leaf.place, message, level="warning")


def contacts(subject: Subject) -> Iterator[Remark]:
    """A link or number only when somebody has verified it, and only https."""
    for item in subject.of("contacts"):
        contact = subject.knowledge.contacts[item.raw.table["id"]]
        if contact.status == models.Status.UNVERIFIED and (contact.url or contact.tel):
            yield Remark(item, ("url" if contact.url else "tel",), f"{contact.id}: unverified: no link, no number")
        if contact.url is not None and not contact.url.startswith("https://"):
            yield Remark(item, ("url",), f"{contact.id}: {contact.url} does not begin with https://")
        if not (contact.url or contact.tel or contact.how):
            yield Remark(item, ("id",), f"{contact.id}: neither link nor number nor words on how to find it")


def clocks(subject: Subject) -> Iterator[Remark]:
    """Exactly one length where a length counts; lead times fall towards the end."""
    for item in subject.of("clocks"):
        clock = subject.knowledge.clocks[item.raw.table["id"]]
        lengths = [name for name in LENGTHS if getattr(clock, name) is not None]
        if clock.due_from == "length" and len(lengths) != 1:
            yield Remark(item, ("id",), f"{clock.id}: one of {', '.join(LENGTHS)} is wanted, not {len(lengths)}")
        if list(clock.leads) != sorted(set(clock.leads), reverse=True) or min(clock.leads, default=0) < 0:
            yield Remark(item, ("leads",), f"{clock.id}: leads must fall and not be negative")


def channels(subject: Subject) -> Iterator[Remark]:
    """Hours of a channel rise: asked first, then escalated."""
    for item in subject.of("playbooks"):
        for position, channel in enumerate(subject.knowledge.playbooks[item.raw.table["id"]].channels):
            hours = [*channel.ask_after, channel.escalate_after]
            if hours != sorted(set(hours)) or hours[0] < 0:
                place = ("channels", position, "ask_after")
                yield Remark(item, place, f"{channel.id}: ask_after must rise and end before escalate_after")


TEXT_RULES: tuple[Rule, ...] = (
    quotes,
    statute_files,
    quotations_in_texts,
    forbidden_words,
    tones,
    long_buttons,
    ages,
    contacts,
    clocks,
    channels,
)
