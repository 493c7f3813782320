"""What was read on pictures: offered together, confirmed as a whole or one by one, and never taken without a word.

A job reads each picture that has arrived, where the operator installed the means. When none of a case's pictures is
being read any more, what was found is said in one message; later finds take its place.
"""

from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from complaints.complaint import Complaint, Exhibit, Facts, Seen, Stage
from complaints.exhibits import changed, find, kept
from complaints.letter_facts import say_money
from complaints.times import MINUTE
from dialogs.events import JobFailed, PictureRead
from dialogs.flows import answers, evidence_sorting, intake, scam
from dialogs.flows import exhibit_names as words
from dialogs.model import Job
from dialogs.scene import Option, Rows, Scene
from dialogs.wording import act, button, rows, title

FACTS = {
    "order_number": "order_numbers",
    "amount": "amount",
    "at": "bought",
    "payee": "payee",
    "serial": "serial",
}
"""Field of `Seen` → the fact that it answers."""

ANSWERED: Mapping[str, frozenset[str]] = {
    "intake.order": frozenset({"order_number"}),
    "intake.order_confirm": frozenset({"order_number"}),
    "intake.goods": frozenset({"amount"}),
}
"""Step → fields of which each answers its question."""

LONGEST = 10 * MINUTE
"""Since a picture was received, that others wait for it to be read: a job may be lost with a damaged disk."""

MOST = 8
"""Finds to choose from at once; the others follow when these are answered."""


class Find(NamedTuple):
    """One thing that was read on one exhibit."""

    exhibit: Exhibit
    field: str

    @property
    def value(self) -> object:
        """As it was read."""
        return getattr(self.exhibit.seen, self.field)


# ----------------------------------------------------------------------------------------------------------- reading
def begin(scene: Scene, case: Complaint, number: int) -> Complaint:
    """Have a stored picture read, if pictures are read here at all."""
    exhibit = find(case, number)
    if not scene.context.rules.reads_pictures or exhibit is None or not (exhibit.mime or "").startswith("image/"):
        return case
    args: dict[str, str | int | None] = {"path": exhibit.path, "mime": exhibit.mime}
    scene.jobs.append(Job(kind="read", case=case.number, exhibit=number, args=args))
    return scene.save(changed(case, number, being_read=True))


def done(scene: Scene, event: PictureRead) -> None:
    """A picture was read: what it shows is kept as a question, and a swindler's words are called so at once."""
    case = _read(scene, event.case, event.exhibit, event.seen)
    if case is not None:
        scam.seen(scene, case, event.text)
        _offer_when_all_are_read(scene, case)


def given_up(scene: Scene, event: JobFailed) -> None:
    """It could not be read. Nobody was promised that it can, so nothing is said."""
    case = _read(scene, event.case or 0, event.exhibit or 0, Seen())
    if case is not None:
        _offer_when_all_are_read(scene, case)


def _read(scene: Scene, number: int, exhibit_number: int, seen: Seen) -> Complaint | None:
    """The case with what was read; None when the case or the picture is gone."""
    case = scene.find(number)
    exhibit = find(case, exhibit_number) if case is not None else None
    if case is None or exhibit is None or not exhibit.being_read:
        return None
    wanted = seen != Seen() and case.stage != Stage.CLOSED
    return scene.save(changed(case, exhibit_number, being_read=False, seen=seen if wanted else None))


def _offer_when_all_are_read(scene: Scene, case: Complaint) -> None:
    others = (exhibit for exhibit in kept(case) if exhibit.being_read)
    if not any(scene.now - exhibit.received_at < LONGEST for exhibit in others):
        offer(scene, case)


# ---------------------------------------------------------------------------------------------------------- offering
def offer(scene: Scene, case: Complaint) -> None:
    """Say what was read and is new, to be confirmed; nothing when there is none."""
    found = finds(scene, case)
    if not found:
        return
    text = scene.t("evidence.read", title=title(scene, case), lines=_lines(scene, case, found))
    right = [button(scene, "read_right", act(case, "read", "all"), "primary")] if _agree(found) else []
    some = [button(scene, "read_some", act(case, "read", "some"))] if len(found) > 1 else []
    wrong = button(scene, "read_wrong" if len(found) > 1 else "read_one_wrong", act(case, "read", "none"))
    key = f"read:{case.number}"
    scene.say(text, [row for row in (right, [*some, wrong]) if row], replaces=key, key=key)


def finds(scene: Scene, case: Complaint) -> list[Find]:
    """What was read on the case's pictures and is not known yet, or known otherwise; a fact read twice counts once."""
    found: dict[object, Find] = {}
    for exhibit in kept(case):
        for one in _of(scene, case, exhibit):
            found.setdefault((one.field, exhibit.number if one.field == "kind" else one.value), one)
    return list(found.values())


def _agree(found: list[Find]) -> bool:
    """Whether all of it can be right: two pictures may show two sums."""
    facts = [one.field for one in found if one.field != "kind"]
    return len(facts) == len(set(facts))


def _of(scene: Scene, case: Complaint, exhibit: Exhibit) -> Iterator[Find]:
    seen = exhibit.seen
    if seen is None:
        return
    if seen.kind in scene.context.knowledge.exhibits and seen.kind != exhibit.kind:
        yield Find(exhibit, "kind")
    if case.portions:
        return  # several orders in one case: which of them a picture shows cannot be known
    for field, fact in FACTS.items():
        value = getattr(seen, field)
        known = getattr(case.facts, fact)
        if value is not None and value != known and not (field == "order_number" and value in known):
            yield Find(exhibit, field)


def _lines(scene: Scene, case: Complaint, found: list[Find]) -> str:
    """The finds, below the exhibit that they were read on."""
    lines: list[str] = []
    for exhibit in dict.fromkeys(one.exhibit.number for one in found):
        mine = [one for one in found if one.exhibit.number == exhibit]
        kinds = [said(scene, one) for one in mine if one.field == "kind"]
        head = scene.t("evidence.read_kind", name=words.name(scene, exhibit), kind=kinds[0]) if kinds else None
        lines.append(head or words.labelled(scene, mine[0].exhibit))
        lines += [f"· {_line(scene, case, one)}" for one in mine if one.field != "kind"]
    return "\n".join(lines)


def _line(scene: Scene, case: Complaint, one: Find) -> str:
    line = scene.t("evidence.read_line", field=_name(scene, one), value=said(scene, one))
    known = _known(scene, case.facts, one.field)
    return f"{line}{scene.t('evidence.read_before', known=known)}" if known else line


def _name(scene: Scene, one: Find) -> str:
    return scene.t(f"evidence.read_field.{one.field}")


def said(scene: Scene, one: Find) -> str:
    """The value in words."""
    return _in_words(scene, one.field, one.value)


def _known(scene: Scene, facts: Facts, field: str) -> str:
    """What was told before, in words; empty when nothing was."""
    value = getattr(facts, FACTS[field])
    return _in_words(scene, field, "、".join(value) if field == "order_number" else value) if value else ""


def _in_words(scene: Scene, field: str, value: object) -> str:
    if field == "kind":
        return scene.context.knowledge.exhibits[str(value)].name
    if isinstance(value, int):
        return say_money(value) if field == "amount" else scene.time(value)
    return str(value)


# --------------------------------------------------------------------------------------------------------- answering
def answer(scene: Scene, case: Complaint, argument: str) -> None:
    """The action `read:all`, `read:none`, `read:some`, `read:<exhibit>.<field>`."""
    found = finds(scene, case)
    number, _, field = argument.partition(".")
    chosen = [one for one in found if argument == "all" or (str(one.exhibit.number), one.field) == (number, field)]
    if argument == "some" and found:
        _ask_which(scene, case, found)
    elif argument == "none" and found:
        _go_on(scene, _forgotten(scene, case), scene.t("evidence.read_nothing"))
    elif chosen:
        _take(scene, case, chosen)
    else:
        scene.say(scene.t("errors.stale"))
        scene.repeat()


def _ask_which(scene: Scene, case: Complaint, found: list[Find], lead: str = "") -> None:
    text = "\n".join(filter(None, [lead, scene.t("evidence.read_which")]))
    scene.say(text, _which(scene, case, found))


def _which(scene: Scene, case: Complaint, found: list[Find]) -> Rows:
    several = len({one.exhibit.number for one in found}) > 1
    listed = [
        Option(_label(scene, one, several=several), act(case, "read", f"{one.exhibit.number}.{one.field}"))
        for one in found[:MOST]
    ]
    return [*rows(listed), [button(scene, "read_rest_wrong", act(case, "read", "none"))]]


def _label(scene: Scene, one: Find, *, several: bool) -> str:
    exhibit = words.name(scene, one.exhibit.number)
    if one.field == "kind":
        return scene.t("evidence.read_is", name=exhibit, kind=said(scene, one))
    return f"{exhibit} {_name(scene, one)}" if several else _name(scene, one)


def _take(scene: Scene, case: Complaint, chosen: list[Find]) -> None:
    """The user says that these are right."""
    for one in chosen:
        case = _taken(scene, case, one)
    names = "、".join(dict.fromkeys(_name(scene, one) for one in chosen))
    taken = scene.t("evidence.read_taken", names=names)
    left = finds(scene, case)
    if left:
        _ask_which(scene, case, left, taken)
    else:
        _go_on(scene, _forgotten(scene, case), taken, {one.field for one in chosen})


def _taken(scene: Scene, case: Complaint, one: Find) -> Complaint:
    if one.field == "kind":
        return scene.save(changed(case, one.exhibit.number, kind=one.value).changed(touched=scene.now))
    if one.field == "order_number":
        return answers.orders(scene, case, [str(one.value)], by="tapped")
    return scene.answer(case, "tapped", **{FACTS[one.field]: one.value})


def _forgotten(scene: Scene, case: Complaint) -> Complaint:
    """Nothing that was read waits for an answer any more."""
    for exhibit in kept(case):
        if exhibit.seen is not None:
            case = changed(case, exhibit.number, seen=None)
    return scene.save(case)


def _go_on(scene: Scene, case: Complaint, lead: str, fields: Set[str] = frozenset()) -> None:
    """Back to the open question, or past it when it has just been answered."""
    if evidence_sorting.here(scene, case):
        evidence_sorting.go_on(scene, case, lead)
        return
    scene.say(lead, [[button(scene, "wrong", act(case, "review"))]] if fields - {"kind"} else [])
    if scene.session.case == case.number and fields & ANSWERED.get(scene.session.step, frozenset()):
        intake.go_on(scene)
    else:
        scene.repeat()
