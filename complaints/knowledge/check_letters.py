"""Rules about letters: fields, articles, roles, length, and the deadline that nothing may drop."""

import re
from collections.abc import Collection, Iterator

from complaints.knowledge import models
from complaints.knowledge.findings import Leaf, Remark, Rule, Subject
from complaints.letters import LetterFacts, compose, fields_of, place_of, sentences_of

ARTICLES = r"(?:第[零一二三四五六七八九十百]+条(?:第[零一二三四五六七八九十]+项)?[、和及]?)+"
ONE_ARTICLE = re.compile(r"第[零一二三四五六七八九十百]+条(?:第[零一二三四五六七八九十]+项)?")
TYPICAL = {
    "order_numbers": "LY20261121001",
    "goods": "游戏点卡",
    "amount": "198.50元",
    "demand": "更换为可用的同款商品",
    "deadline": "11月24日(周二) 10:00",
}
"""Values of an ordinary case; a letter must hold them."""
NAMING = {
    (models.Sentence, "text"),
    (models.Excuse, "rebuttal"),
    (models.Rebuttal, "text"),
    (models.Excuse, "told"),
}
"""Texts in which an article named must be listed."""
PHRASE_FIELDS = frozenset(
    {
        *("when", "count", "channel", "agent", "ticket", "result", "ground", "order", "amount", "problem"),
        *("sender", "traces"),
    }
)
"""What phrases are filled with (complaints/letter_facts.py)."""


def unknown_fields(subject: Subject) -> Iterator[Remark]:
    """Braces name a field that does not exist, or stand where nothing is put in."""
    for item in subject.items:
        for leaf in item.leaves:
            if (
                isinstance(leaf.value, str)
                and leaf.field not in {"pattern", "why"}
                and not isinstance(leaf.owner, models.Words)
            ):
                yield from _unknown_fields(subject, leaf, leaf.value)


def _unknown_fields(subject: Subject, leaf: Leaf, text: str) -> Iterator[Remark]:
    allowed = _allowed(subject, leaf)
    named = fields_of(text)
    for field in named:
        if field not in allowed:
            yield Remark(leaf.item, leaf.place, f"{leaf.field}: {{{field}}} is no field that is put in here", text)
    if text.count("{") != len(named) or text.count("}") != len(named):
        yield Remark(leaf.item, leaf.place, f"{leaf.field}: a brace is open", text)


def _allowed(subject: Subject, leaf: Leaf) -> Collection[str]:
    if isinstance(leaf.owner, models.Phrase):
        return PHRASE_FIELDS
    if (type(leaf.owner), leaf.field) in {(models.Demand, "with_amount"), (models.Demand, "others")}:
        return {"amount"}
    if (type(leaf.owner), leaf.field) == (models.Excuse, "told"):
        return {"other_side"}
    if (type(leaf.owner), leaf.field) == (models.Check, "says"):
        return {"missing"}
    if (type(leaf.owner), leaf.field) == (models.Fit, "says"):
        return {"amount"}
    return subject.knowledge.fields if (type(leaf.owner), leaf.field) == (models.Sentence, "text") else ()


def named_articles(subject: Subject) -> Iterator[Remark]:
    """Every article named in a letter or an answer is an entry of law.toml, listed in the sentence's `law`."""
    for item in subject.items:
        for leaf in item.leaves:
            if (type(leaf.owner), leaf.field) in NAMING:
                yield from _named_articles(subject, leaf)


def _named_articles(subject: Subject, leaf: Leaf) -> Iterator[Remark]:
    law = subject.knowledge.law
    listed = {(law[name].statute, law[name].article) for name in getattr(leaf.owner, "law", ()) if name in law}
    for statute in subject.knowledge.statutes.values():
        names = "|".join(map(re.escape, (statute.name, statute.short)))
        for found in re.finditer(rf"(?:{names})》?({ARTICLES})", str(leaf.value)):
            for article in ONE_ARTICLE.findall(found[1]):
                if (statute.id, article) not in listed:
                    message = f"names {statute.short}{article}, which its law does not list"
                    yield Remark(leaf.item, leaf.place, message, str(leaf.value))


def bound_articles(subject: Subject) -> Iterator[Remark]:
    """An article that binds platforms only needs a sentence that says so; one may want a date beside it."""
    for item in subject.items:
        for place, entry in _speaking(item.entry):
            for name in entry.law:
                article = subject.knowledge.law.get(name)
                if article is not None:
                    message = _misused(article, entry)
                    if message:
                        yield Remark(item, place, f"{article.id}: {message}", name)


Speaking = models.Sentence | models.Excuse | models.Rebuttal


def placed_articles(subject: Subject) -> Iterator[Remark]:
    """Some articles stand in no letter, some in a report only (law.toml, `where`)."""
    places: dict[models.Sentence, set[str]] = {}
    for letter in subject.knowledge.letters.values():
        for sentence in sentences_of(letter, subject.knowledge):
            places.setdefault(sentence, set()).add(place_of(letter))
    for item in subject.items:
        for place, entry in _speaking(item.entry):
            for article in (subject.knowledge.law[name] for name in entry.law if name in subject.knowledge.law):
                if isinstance(entry, models.Sentence) and not places.get(entry, set()).issubset(article.where):
                    yield Remark(item, place, f"{article.id}: may not stand in a letter of this kind", article.id)


def _speaking(entry: models.Entry) -> Iterator[tuple[tuple[str | int, ...], Speaking]]:
    if isinstance(entry, models.Excuse):
        yield ("law",), entry
        for position, rebuttal in enumerate(entry.rebuttals):
            yield ("rebuttals", position, "law"), rebuttal
    for position, sentence in enumerate(getattr(entry, "sentences", ())):
        if isinstance(sentence, models.Sentence):
            yield ("sentences", position, "law"), sentence


def _misused(article: models.Article, entry: Speaking) -> str | None:
    if isinstance(entry, models.Excuse):  # of what the user is told, `advice.articles` leaves out what does not bind
        limited = article.needs_role or article.not_goods or article.needs_flag or "letter" not in article.where
        named = article.article in entry.rebuttal
        return "does not hold for everybody: name it in one of the rebuttals" if limited and named else None
    if isinstance(entry, models.Rebuttal) and "letter" not in article.where:
        return "may not stand in a letter"
    if article.needs_field not in (None, *fields_of(entry.text)):
        return f"the sentence must name {{{article.needs_field}}}"
    if article.needs_role is None:
        return None
    roles = set(entry.needs_role)
    if not roles or not roles <= {article.needs_role, models.SellerRole.UNKNOWN}:
        return f"binds {article.needs_role} only: the sentence must say needs_role"
    if models.SellerRole.UNKNOWN in roles and isinstance(entry, models.Sentence) and "如" not in entry.text:
        return "a seller of unknown role is addressed on a condition: 贵方如非…"
    return None


def lengths(subject: Subject) -> Iterator[Remark]:
    """With ordinary values and everything dropped that may be dropped, a letter must keep its length."""
    for item in subject.of("letters"):
        letter = subject.knowledge.letters[item.raw.table["id"]]
        for problem in subject.knowledge.problems.values():
            draft = compose(letter, _typical(problem), subject.knowledge)
            if len(draft.text) > letter.max_length:
                message = f"{letter.id} has {len(draft.text)} characters for {problem.id}, allowed {letter.max_length}"
                yield Remark(item, ("max_length",), message)
                break


def _typical(problem: models.Problem) -> LetterFacts:
    values = TYPICAL | {"problem_statement": problem.statement, "problem_formal": problem.formal}
    return LetterFacts(values=values, problem=problem.id)


def deadlines(subject: Subject) -> Iterator[Remark]:
    """Every letter to the seller has a sentence with the deadline that is never dropped, for every problem."""
    for item in subject.of("letters"):
        letter = subject.knowledge.letters[item.raw.table["id"]]
        if letter.audience != "seller":
            continue
        fixed = [sentence for sentence in sentences_of(letter, subject.knowledge) if _keeps_deadline(sentence)]
        if not fixed:
            yield Remark(item, ("id",), f"{letter.id}: no sentence of priority 9 for all cases names {{deadline}}")


def _keeps_deadline(sentence: models.Sentence) -> bool:
    conditions = (sentence.needs_role, sentence.needs_flags, sentence.problems, sentence.goods, sentence.not_problems)
    return "deadline" in fields_of(sentence.text) and sentence.priority == 9 and not any(conditions)


LETTER_RULES: tuple[Rule, ...] = (
    unknown_fields,
    named_articles,
    bound_articles,
    placed_articles,
    lengths,
    deadlines,
)
