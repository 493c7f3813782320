"""Answers become facts of the case here, with everything that hangs on them: a demand, a platform, a clock."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from complaints import clocks
from complaints.complaint import Complaint, Contact
from complaints.cutting import cut
from complaints.knowledge.models import Words
from complaints.reading.amounts import find_amounts, read_amount
from complaints.reading.normalise import normalise
from complaints.reading.orders import read_order_number
from complaints.reading.sentence import Reading, read_sentence
from complaints.routes import GENERIC, playbook_of
from complaints.times import Instant
from dialogs.scene import Scene

By = Literal["typed", "tapped", "read", "guessed"]

STORY = 8000
"""Characters of the user's own account that are kept."""


_AROUND = re.compile(r"^(?:我|也|还|真的?|都|就)+|[啊呀吧呢了哦噢呗嘛啦的\s。.!！,，~～…]+$")
_ASKS = re.compile(r"(?:[?？]|吗|啥|什么意思|什么东西)[\s。.!！~～]*$")


def is_none(scene: Scene, text: str) -> bool:
    """Whether words only say that what was asked for is not known or not there: 不知道啊, 没有."""
    return _AROUND.sub("", text.strip()) in scene.context.texts.words("review.none_words")


def only_one(said: Mapping[str, Words], text: str) -> str | None:
    """The one entry that the words name, the surer ones first; None when they name none or several."""
    plain = normalise(text)
    for how in ("sure", "likely"):
        named = [name for name, words in said.items() if any(re.search(one, plain) for one in getattr(words, how))]
        if named:
            return named[0] if len(named) == 1 else None
    return None


def is_answer(text: str) -> bool:
    """Whether words could be a name or a number at all: a row of faces and a question back are none."""
    return any(sign.isalnum() for sign in text) and not _ASKS.search(text)


def tells(reading: Reading) -> bool:
    """Whether free words are about a complaint at all."""
    return bool(reading.problem or reading.order_numbers or (reading.goods and (reading.amount or reading.demand)))


def fill(scene: Scene, case: Complaint, reading: Reading) -> frozenset[str]:
    """Take every fact that a sentence holds and the case lacks; returns the names of those filled."""
    facts = case.facts
    if reading.problem and facts.problem is None:
        case = problem(scene, case, reading.problem, by="read")
    if reading.order_numbers and not facts.order_numbers:
        case = orders(scene, case, reading.order_numbers, by="read")
    simple = {
        "platform": reading.platform,
        "goods": reading.goods,
        "goods_kind": reading.goods_kind,
        "amount": reading.amount,
        "demand": reading.demand,
        "contacted": reading.contacted,
        "bought": reading.bought.instant if reading.bought else None,
    }
    new = {name: value for name, value in simple.items() if value and _open(case, name)}
    if new:
        case = scene.answer(case, "read", **new)
    if reading.discovered and reading.discovered.precision != "day" and facts.discovered is None:
        case = discovered(scene, case, reading.discovered.instant, by="read")
    before = facts.model_dump()
    return frozenset(name for name, value in case.facts.model_dump().items() if value != before[name])


def _open(case: Complaint, name: str) -> bool:
    """Whether a fact may still be filled: not answered, or only guessed."""
    origin = case.origins.get(name)
    return getattr(case.facts, name) is None or (origin is not None and origin.by == "guessed")


def problem(scene: Scene, case: Complaint, problem_id: str, *, by: By) -> Complaint:
    """Set the problem; the demand follows it unless the user chose one, and its first checks are shown again."""
    entry = scene.context.knowledge.problems[problem_id]
    if problem_id != case.facts.problem:
        case = case.changed(checked=False)
    case = scene.answer(case, by, problem=problem_id)
    if _open(case, "demand") and entry.demand != case.facts.demand:
        case = scene.answer(case, "guessed", demand=entry.demand)
    contacted = CONTACTED.get(entry.contacted or "")
    if _open(case, "contacted") and not case.contacts and contacted != case.facts.contacted:
        case = scene.answer(case, "guessed", contacted=contacted)
    return case


CONTACTED = {"silent": "silent", "promised": "silent", "noted": "silent", "refused": "refused"}
"""What 找过客服了吗 is answered with by the result of a contact: who only promised or talked did not settle it."""


def discovered(scene: Scene, case: Complaint, at: Instant, *, by: By) -> Complaint:
    """Set when it was discovered and start the filing window anew."""
    case = scene.answer(case, by, discovered=at)
    rule = scene.context.knowledge.clocks["C0"]
    due, _ = clocks.due_of(rule, at, scene.context.calendar)
    filed = bool(case.filings) or bool(case.contacts)
    case = clocks.ended(case, rule.id)
    return scene.save(case if filed else clocks.start(case, rule, at, scene.now, due=due))


def goods(scene: Scene, case: Complaint, text: str) -> Complaint:
    """What was bought and for how much, from words such as 游戏点卡 98元; other goods in the user's words."""
    reading = read_sentence(text, scene.said_at, scene.context.knowledge.vocabulary)
    amount = reading.amount or read_amount((text.split() or [""])[-1]) or amount_in(text)
    name = reading.goods or (None if amount else text[:30])
    found = {"goods": name, "goods_kind": reading.goods_kind, "amount": amount}
    return scene.answer(case, "typed", **{field: value for field, value in found.items() if value})


def amount_in(text: str) -> int | None:
    """The first amount in the words, in 分; a bare figure at the end counts."""
    found = find_amounts(text)
    words = text.split()
    return found[0].fen if found else read_amount(text) or (read_amount(words[-1]) if words else None)


def orders(scene: Scene, case: Complaint, numbers: Sequence[str], *, by: By) -> Complaint:
    """Set the order numbers; a platform whose hint fits them is guessed."""
    case = scene.answer(case, by, order_numbers=tuple(numbers), order_in_screenshot=False)
    guess = next(
        (book.id for book in scene.context.knowledge.playbooks.values() if _fits(book.id, numbers, scene)), None
    )
    if guess and _open(case, "platform"):
        case = scene.answer(case, "guessed", platform=guess)
    return case


def _fits(playbook: str, numbers: Sequence[str], scene: Scene) -> bool:
    hints = scene.context.knowledge.playbooks[playbook].order_hints
    return playbook != GENERIC and any(hint.matches(number) for hint in hints for number in numbers)


def told(scene: Scene, case: Complaint, text: str) -> Complaint:
    """The account for letters, as the user wrote it; a calm wording of an earlier one is of no use any more."""
    return scene.answer(case, "typed", story=cut(text, STORY) or text[:STORY], story_calm=None)


def story(scene: Scene, case: Complaint, text: str) -> Complaint:
    """Keep words that no question understood, added to what was told before; letters do not quote them."""
    told = f"{case.facts.story}\n{text}" if case.facts.story else text
    return scene.answer(case, "read", story=cut(told, STORY) or told[:STORY])


def channel_in(scene: Scene, case: Complaint, text: str) -> str | None:
    """The official channel that the words name, if any."""
    for channel in playbook_of(case, scene.context.knowledge).channels:
        if channel.name in text:
            return channel.id
    words = scene.context.texts
    return next(
        (
            name
            for name in ("phone", "ticket", "email", "customer_service")
            if any(word in text for word in words.words(f"intake.channel_words.{name}"))
        ),
        None,
    )


def contacted(scene: Scene, case: Complaint, contact: Contact) -> Complaint:
    """Add a contact with the other side."""
    return scene.save(case.changed(contacts=(*case.contacts, contact), touched=scene.now))


def order_numbers_in(scene: Scene, text: str) -> tuple[str, ...]:
    """The order numbers in an answer to the question for them."""
    return tuple(read_order_number(text, scene.context.knowledge.order_hints).numbers)
