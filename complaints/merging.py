"""Several cases about one seller become one before an office hears of them (办法17(二)).

Nothing is lost: every exhibit, contact, filing, result and running clock of both is in the one that stays, amounts stay
tellable order by order, and no number is given twice. The other one is a closed case that points to it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from complaints import exhibits
from complaints.complaint import Clock, Complaint, Exhibit, Facts, Fen, Filing, Origin, Portion, Respondent, Stage
from complaints.similar import same_operator
from complaints.times import Instant

STAGES = (Stage.DRAFT, Stage.READY, Stage.FILED, Stage.APPEALED, Stage.OUTSIDE)
"""Of two cases the one that has come further stays."""

OFFICES = frozenset({"samr_complaint", "court"})
"""Where a case goes as it is: after that nothing can be added to it."""

ONCE = frozenset({"C0", "N", "O"})
"""Clocks of which a case needs one: the one that ends first goes on."""

WEAK: tuple[object, ...] = (None, (), "no", "none")
"""Answers that give way to what the other case says."""

CONTACTED = ("no", "silent", "refused")
"""The later one tells more."""


@dataclass(frozen=True, slots=True)
class Merge:
    """What two cases became."""

    into: Complaint
    """The one that stays, with everything."""
    away: Complaint
    """The other one, its evidence moved and its clocks done; it is still to be closed."""
    copies: tuple[str, ...]
    """Paths of files that the one that stays has already, byte for byte."""


def may_merge(one: Complaint, other: Complaint) -> bool:
    """Whether two open cases may become one: the same seller and buyer, both told, neither before an office yet."""
    return (
        one.number != other.number
        and all(case.stage in STAGES[1:] and not _with_an_office(case) for case in (one, other))
        and (one.facts.own_purchase is False) == (other.facts.own_purchase is False)
        and same_operator(one, other)
    )


def _with_an_office(case: Complaint) -> bool:
    channels = {filing.channel for filing in case.filings} | {contact.channel for contact in case.contacts}
    return not channels.isdisjoint(OFFICES)


def arriving(*cases: Complaint) -> bool:
    """Whether bytes of some exhibit are still on their way: the cases are merged when they are there."""
    return any(exhibit.state == "pending" for case in cases for exhibit in case.exhibits)


def order_of(one: Complaint, other: Complaint) -> tuple[Complaint, Complaint]:
    """Which one stays: the one that has come further, of two alike the older."""
    first, second = sorted((one, other), key=lambda case: (-STAGES.index(case.stage), case.number))
    return first, second


def merge(into: Complaint, other: Complaint, now: Instant) -> Merge:
    """Both in one. Raises ValueError while a file of either is arriving."""
    if arriving(into, other):
        raise ValueError(f"files of {into.number} or {other.number} are still arriving")
    shown, numbers, copies = _exhibits(into, other)
    filings = _renumbered(into, other, numbers)
    places = dict(zip((filing.number for filing in other.filings), (filing.number for filing in filings), strict=True))
    facts = _facts(into, other)
    results = [one.model_copy(update={"filing": places.get(one.filing, one.filing)}) for one in other.results]
    whole = into.changed(
        opened=min(into.opened, other.opened),
        stage=max(into.stage, other.stage, key=STAGES.index),
        facts=facts,
        origins=_origins(into, other, facts),
        exhibits=shown,
        contacts=tuple(sorted((*into.contacts, *other.contacts), key=lambda contact: contact.at)),
        suspects=tuple(sorted((*into.suspects, *other.suspects), key=lambda suspect: suspect.at)),
        filings=tuple(sorted((*into.filings, *filings), key=lambda filing: filing.at)),
        results=tuple(sorted((*into.results, *results), key=lambda result: result.at)),
        respondent=_respondent(into.respondent, other.respondent),
        clocks=_clocks(into, other, places),
        portions=(*_portions(into), *_portions(other)),
        checked=into.checked or other.checked,
        unfiling=None,
        touched=now,
    )
    return Merge(whole, _emptied(other), copies)


# --------------------------------------------------------------------------------------------------------- evidence
def _exhibits(into: Complaint, other: Complaint) -> tuple[tuple[Exhibit, ...], Mapping[int, int], tuple[str, ...]]:
    """All exhibits, the new number of each of the other case's, and the files that are there twice."""
    whole, numbers, copies = into, dict[int, int](), list[str]()
    for exhibit in other.exhibits:
        copy = _copy(whole, exhibit)
        number = copy.number if copy else exhibits.next_number(whole)
        numbers[exhibit.number] = number
        if copy is None:
            formerly = exhibit.formerly or (other.number, exhibit.number)
            whole = exhibits.added(whole, exhibit.model_copy(update={"number": number, "formerly": formerly}))
        else:
            copies += [exhibit.path] if exhibit.path and exhibit.path != copy.path else []
            if copy.kind in {exhibits.UNSORTED, exhibits.UNKNOWN}:
                whole = exhibits.changed(whole, number, kind=exhibit.kind)
    return whole.exhibits, numbers, tuple(copies)


def _copy(case: Complaint, exhibit: Exhibit) -> Exhibit | None:
    """The exhibit of the case with the same bytes."""
    if exhibit.state != "stored" or exhibit.sha256 is None:
        return None
    return next((one for one in case.exhibits if one.state == "stored" and one.sha256 == exhibit.sha256), None)


def _emptied(case: Complaint) -> Complaint:
    """The case without files and running clocks: what stays is a record, the numbers stay taken."""
    for exhibit in exhibits.kept(case):
        case = exhibits.changed(exhibits.deleted(case, exhibit.number), exhibit.number, state="moved")
    done = {"state": "done"}
    return case.changed(
        unfiling=None,
        clocks=tuple(clock.model_copy(update=done) if clock.state == "running" else clock for clock in case.clocks),
    )


# ------------------------------------------------------------------------------------------------ what was done
def _renumbered(into: Complaint, other: Complaint, numbers: Mapping[int, int]) -> list[Filing]:
    """The other case's filings in their order, with numbers after those of the one that stays."""
    last = max((filing.number for filing in into.filings), default=0)
    return [
        filing.model_copy(
            update={
                "number": number,
                "exhibits": tuple(sorted({numbers[one] for one in filing.exhibits if one in numbers})),
                "formerly": filing.formerly or other.number,
            }
        )
        for number, filing in enumerate(other.filings, last + 1)
    ]


def _clocks(into: Complaint, other: Complaint, filings: Mapping[int, int]) -> tuple[Clock, ...]:
    """All clocks of the one that stays and the running ones of the other, under keys of their own."""
    clocks = list(into.clocks)
    for clock in other.clocks:
        if clock.state != "running":
            continue
        rival = next((one for one in clocks if one.id == clock.id and one.state == "running"), None)
        if clock.id in ONCE and rival is not None:
            if rival.due <= clock.due:
                continue
            done = {"state": "done", "revision": rival.revision + 1}
            clocks[clocks.index(rival)] = rival.model_copy(update=done)
        key = f"{clock.id}.{sum(one.id == clock.id for one in clocks) + 1}"
        filing = filings.get(clock.filing) if clock.filing is not None else None
        clocks.append(clock.model_copy(update={"key": key, "filing": filing}))
    return tuple(clocks)


# ------------------------------------------------------------------------------------------------------- what is known
def _facts(into: Complaint, other: Complaint) -> Facts:
    """The answers of the one that stays, with what only the other one knows; orders and sums of both."""
    mine, theirs = into.facts.__dict__, other.facts.__dict__
    found: dict[str, Any] = {name: _answer(name, mine[name], theirs[name]) for name in Facts.model_fields}
    goods = dict.fromkeys(portion.goods for portion in (*_portions(into), *_portions(other)) if portion.goods)
    amounts = [portion.amount for portion in (*_portions(into), *_portions(other))]
    found |= {"goods": "、".join(goods) or None, "amount": _sum(amounts)}
    return into.facts.model_copy(update=found)


def _answer(name: str, mine: Any, theirs: Any) -> Any:
    if isinstance(mine, tuple):
        return tuple(dict.fromkeys((*mine, *theirs)))
    if name == "order_in_screenshot":
        return mine or theirs
    if name == "contacted" and mine in CONTACTED and theirs in CONTACTED:
        return max(mine, theirs, key=CONTACTED.index)
    if name == "story" and mine and theirs and mine != theirs:
        return f"{mine}\n{theirs}"
    if mine is True and theirs is False:
        return False  # the careful answer is true of the whole
    return theirs if mine in WEAK and theirs not in WEAK else mine


def _sum(amounts: Iterable[Fen | None]) -> Fen | None:
    """What all orders cost together; None when one of them is not known."""
    listed = list(amounts)
    return sum(amount for amount in listed if amount is not None) if None not in listed else None


def _origins(into: Complaint, other: Complaint, facts: Facts) -> dict[str, Origin]:
    """Where each answer came from. What was put together came from no message, so none corrects it."""
    together = Origin(message="", by="tapped")
    found: dict[str, Origin] = {}
    for name in {**into.origins, **other.origins}:
        value, mine, theirs = (getattr(one, name, None) for one in (facts, into.facts, other.facts))
        sources = [
            case.origins[name]
            for case, told in ((into, mine), (other, theirs))
            if name in case.origins and told == value
        ]
        found[name] = sources[0] if sources else together
    return found


def _respondent(mine: Respondent, theirs: Respondent) -> Respondent:
    update = {
        name: getattr(theirs, name) for name in ("name", "code", "address", "site", "icp") if not getattr(mine, name)
    }
    return mine.model_copy(update={**update, "searched": tuple(dict.fromkeys((*mine.searched, *theirs.searched)))})


# -------------------------------------------------------------------------------------------------------- its orders
def _portions(case: Complaint) -> tuple[Portion, ...]:
    """The orders of a case, each as it was told; one that was never merged is one."""
    facts = case.facts
    return case.portions or (
        Portion(
            case=case.number,
            order_numbers=facts.order_numbers,
            goods=facts.goods,
            amount=facts.amount,
            bought=facts.bought,
            problem=facts.problem,
        ),
    )


def told_apart(case: Complaint) -> tuple[Portion, ...]:
    """The orders of a merged case while their amounts still make up its sum; none of a case that was never merged.

    A sum that the user changed afterwards is right and its parts are not known any more.
    """
    if case.facts.amount not in (None, _sum(portion.amount for portion in case.portions)):
        return ()
    return case.portions


def numbers_of(case: Complaint, portion: Portion) -> Iterator[str]:
    """The order numbers of a part that the case still has."""
    yield from (number for number in portion.order_numbers if number in case.facts.order_numbers)


# ------------------------------------------------------------------------------------------------------- new numbers
def renumbered(case: Complaint, numbers: Mapping[int, int]) -> Complaint:
    """The case under its new number, and so every case that it names (old number → new); one that is gone is named no
    more.
    """
    outcome = case.outcome
    if outcome is not None and outcome.into is not None:
        outcome = outcome.model_copy(update={"into": numbers.get(outcome.into)})
    return case.changed(
        number=numbers[case.number],
        exhibits=tuple(_exhibit_renumbered(exhibit, numbers) for exhibit in case.exhibits),
        filings=tuple(
            filing.model_copy(update={"formerly": numbers.get(filing.formerly)}) if filing.formerly else filing
            for filing in case.filings
        ),
        portions=tuple(
            portion.model_copy(update={"case": numbers.get(portion.case or 0)}) for portion in case.portions
        ),
        outcome=outcome,
    )


def _exhibit_renumbered(exhibit: Exhibit, numbers: Mapping[int, int]) -> Exhibit:
    if exhibit.formerly is None:
        return exhibit
    case, number = exhibit.formerly
    formerly = (numbers[case], number) if case in numbers else None
    return exhibit.model_copy(update={"formerly": formerly})
