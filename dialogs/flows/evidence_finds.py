"""What was read on a case's pictures and is not known yet: which finds there are, and how they are said."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple
from zlib import crc32

from complaints.complaint import Complaint, Exhibit, Facts
from complaints.exhibits import changed, kept
from complaints.letter_facts import say_money
from complaints.times import HOUR
from dialogs.flows import answers
from dialogs.flows import exhibit_names as words
from dialogs.scene import Scene

FACTS: Mapping[str, str] = {
    "order_number": "order_numbers",
    "amount": "amount",
    "at": "bought",
    "payee": "payee",
    "serial": "serial",
}
"""Field of `Seen` → the fact that it answers."""

ALIKE = 0.8
"""Likeness of two order numbers of which one is the other, typed or read with a mistake."""


class Find(NamedTuple):
    """One thing that was read on one exhibit."""

    exhibit: Exhibit
    field: str

    @property
    def value(self) -> object:
        """As it was read."""
        return getattr(self.exhibit.seen, self.field)

    @property
    def place(self) -> str:
        """`3.amount`: exhibit and field, as buttons name it."""
        return f"{self.exhibit.number}.{self.field}"


def finds(scene: Scene, case: Complaint) -> list[Find]:
    """What is not known yet, or known otherwise; a fact read twice counts once."""
    found: list[Find] = []
    for exhibit in kept(case):
        for one in _of(scene, case, exhibit):
            earlier = (other.value for other in found if other.field == one.field != "kind")
            if not any(_same(one.field, one.value, value) for value in earlier):
                found.append(one)
    return found


def _of(scene: Scene, case: Complaint, exhibit: Exhibit) -> Iterator[Find]:
    seen = exhibit.seen
    if seen is None:
        return
    if seen.kind in scene.context.knowledge.exhibits and seen.kind != exhibit.kind:
        yield Find(exhibit, "kind")
    if case.portions:
        return  # several orders in one case: which of them a picture shows cannot be known
    for field in FACTS:
        value = getattr(seen, field)
        if value is not None and not _is_known(case.facts, field, value):
            yield Find(exhibit, field)


def _is_known(facts: Facts, field: str, value: object) -> bool:
    if field == "order_number":
        return value in facts.order_numbers
    return _same(field, value, getattr(facts, FACTS[field]))


def _same(field: str, one: object, other: object) -> bool:
    """Whether two values are one fact: an order is paid some minutes later."""
    if field == "at" and isinstance(one, int) and isinstance(other, int):
        return abs(one - other) < HOUR
    return one == other


def agree(found: Sequence[Find]) -> bool:
    """Whether all of it can be right: two pictures may show two sums, or two orders."""
    facts = [one.field for one in found if one.field != "kind"]
    return len(facts) == len(set(facts))


def mark(case: Complaint, found: Sequence[Find]) -> str:
    """Eight hex digits of what was shown: an answer to something else takes nothing."""
    shown = [(one.place, one.value, _known(case.facts, one.field)) for one in found]
    return f"{crc32(repr(shown).encode()):08x}"


# ------------------------------------------------------------------------------------------------------------ taking
def taken(scene: Scene, case: Complaint, one: Find) -> Complaint:
    """The case when the user says that this is right. What other pictures show instead is no question any more."""
    if one.field == "kind":
        return scene.save(changed(case, one.exhibit.number, kind=one.value).changed(touched=scene.now))
    if one.field == "order_number":
        numbers = _with(case.facts.order_numbers, str(one.value))
        return answers.orders(scene, case, numbers, by="tapped")
    case = scene.answer(case, "tapped", **{FACTS[one.field]: one.value})
    for exhibit in kept(case):
        if exhibit.seen is not None:
            case = changed(case, exhibit.number, seen=exhibit.seen.model_copy(update={one.field: None}))
    return scene.save(case)


def _with(numbers: Sequence[str], read: str) -> list[str]:
    """Order numbers with one more, or with it in the place of one that is nearly the same."""
    others = [number for number in numbers if SequenceMatcher(None, number, read).ratio() < ALIKE]
    return [*others, read]


def forgotten(scene: Scene, case: Complaint) -> Complaint:
    """Nothing that was read waits for an answer any more."""
    for exhibit in kept(case):
        if exhibit.seen is not None:
            case = changed(case, exhibit.number, seen=None)
    return scene.save(case)


# ------------------------------------------------------------------------------------------------------------ saying
def lines(scene: Scene, case: Complaint, found: Sequence[Find]) -> str:
    """The finds, below the exhibit that they were read on."""
    said: list[str] = []
    for number in dict.fromkeys(one.exhibit.number for one in found):
        mine = [one for one in found if one.exhibit.number == number]
        kinds = [_value(scene, one) for one in mine if one.field == "kind"]
        head = scene.t("evidence.read_kind", name=words.name(scene, number), kind=kinds[0]) if kinds else None
        said.append(head or words.labelled(scene, mine[0].exhibit))
        said += [f"· {_line(scene, case, one)}" for one in mine if one.field != "kind"]
    return "\n".join(said)


def _line(scene: Scene, case: Complaint, one: Find) -> str:
    line = scene.t("evidence.read_line", field=scene.t(f"evidence.read_field.{one.field}"), value=_value(scene, one))
    known = _known(case.facts, one.field)
    if not known:
        return line
    return f"{line}{scene.t('evidence.read_before', known=_in_words(scene, one.field, known))}"


def label(scene: Scene, one: Find, *, several: bool) -> str:
    """A find as a button: 金额, 证2 金额 where there are several pictures, 证2是付款记录."""
    exhibit = words.name(scene, one.exhibit.number)
    if one.field == "kind":
        return scene.t("evidence.read_is", name=exhibit, kind=_value(scene, one))
    field = scene.t(f"evidence.read_field.{one.field}")
    return f"{exhibit} {field}" if several else field


def _value(scene: Scene, one: Find) -> str:
    return _in_words(scene, one.field, one.value)


def _known(facts: Facts, field: str) -> object:
    """What was told before; None for what an exhibit shows, which nobody can have told otherwise."""
    return getattr(facts, FACTS[field]) if field in FACTS else None


def _in_words(scene: Scene, field: str, value: object) -> str:
    if field == "kind":
        return scene.context.knowledge.exhibits[str(value)].name
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, int):
        return say_money(value) if field == "amount" else scene.time(value)
    return str(value)
