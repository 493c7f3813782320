"""Where a case stands, as the words of one picture: the ladder, what was done on each rung, the next deadline."""

from collections.abc import Iterator
from dataclasses import dataclass

from complaints import clocks
from complaints.complaint import Complaint, Contact, Filing, Stage
from complaints.exhibits import kept
from complaints.knowledge.models import Knowledge
from complaints.letter_facts import say_money
from complaints.outside import results_of
from complaints.packing import is_outside, place_name
from complaints.routes import APPEAL, UPGRADE
from complaints.times import Instant, date_of, say_date, say_time
from dialogs.texts import Texts
from dialogs.wording import case_title
from packs.words import plain_all

STANDS = {Stage.DRAFT: 0, Stage.READY: 1, Stage.FILED: 1, Stage.APPEALED: 2, Stage.OUTSIDE: 3, Stage.CLOSED: 4}
"""Rung on which a case of that stage is."""
RUNGS = ("evidence", "official", "appeal", "outside", "result")
LINES = 2
"""Of what was done on one rung; the newest count."""


@dataclass(frozen=True, slots=True)
class View:
    """A case and what is needed to say it."""

    case: Complaint
    knowledge: Knowledge
    texts: Texts
    now: Instant

    def says(self, name: str, /, **values: object) -> str:
        """A sentence of the picture: texts `pack.picture.<name>`."""
        return self.texts(f"pack.picture.{name}", **values)


def progress(case: Complaint, knowledge: Knowledge, texts: Texts, now: Instant) -> dict[str, object]:
    """The words for `layouts/progress.typ`. Raises UnknownText."""
    view = View(case, knowledge, texts, now)
    words = {
        "title": case_title(case, texts, knowledge),
        "stage": texts(f"cases.stage.{case.stage.value}"),
        "rungs": [_rung(view, place, name) for place, name in enumerate(RUNGS)],
        "next": _next(view),
        "foot": view.says("foot", at=say_time(now, now)),
    }
    return {name: plain_all(part) for name, part in words.items()}


def _rung(view: View, place: int, name: str) -> dict[str, object]:
    """`state` is done, now, passed (nothing was done there) or ahead."""
    notes = list(_notes(view, name))[-LINES:]
    stands = STANDS[view.case.stage]
    if place == stands and view.case.stage != Stage.CLOSED:
        state = "now"
    elif place <= stands:
        state = "done" if notes else "passed"
    else:
        state = "ahead"
    return {"name": view.says(name), "state": state, "notes": notes if place <= stands else []}


def _notes(view: View, name: str) -> Iterator[str]:
    case = view.case
    if name == "evidence":
        yield view.says("count", count=len(kept(case)))
    elif name == "result":
        yield from _outcome(view)
    else:
        acts: list[Filing | Contact] = [*case.filings, *_contacts(case)]
        said = [(act.at, _act(view, act)) for act in acts if _rung_of(view, act) == name]
        told = _results(view) if name == "outside" else ()
        yield from (words for _, words in sorted([*said, *told], key=lambda one: one[0]))


def _results(view: View) -> Iterator[tuple[Instant, str]]:
    """What came of filings outside the platform, each with its time."""
    for filing in view.case.filings:
        for result in results_of(view.case, filing.number):
            kind = view.knowledge.results.get(result.kind)
            if kind is not None:
                at, name = say_date(date_of(result.at), view.now), place_name(view.case, view.knowledge, filing.channel)
                yield result.at, view.says("act", at=at, name=name, result=kind.name)


def _contacts(case: Complaint) -> Iterator[Contact]:
    """Those that are not a filing's own."""
    filed = {(filing.at, filing.channel) for filing in case.filings}
    for contact in case.contacts:
        own = contact.result == "asked" and (contact.at, contact.channel) in filed
        if not own and contact.result != "arrived":
            yield contact


def _rung_of(view: View, act: Filing | Contact) -> str:
    place = act.letter if isinstance(act, Filing) else act.channel
    if is_outside(place, view.knowledge):
        return "outside"
    return "appeal" if place in (APPEAL, UPGRADE) else "official"


def _act(view: View, act: Filing | Contact) -> str:
    if isinstance(act, Filing):
        name, result = place_name(view.case, view.knowledge, act.letter), view.says("filed")
    else:
        name = place_name(view.case, view.knowledge, act.channel)
        result = view.texts(f"cases.result.{act.result}")
    at = view.says("earlier") if isinstance(act, Contact) and act.approximate else say_time(act.at, view.now)
    return view.says("act", at=at, name=name, result=result)


def _outcome(view: View) -> Iterator[str]:
    outcome = view.case.outcome
    if outcome is not None:
        name = view.knowledge.outcomes[outcome.kind].name
        yield f"{name} {say_money(outcome.amount)}" if outcome.amount else name


def _next(view: View) -> dict[str, object] | None:
    """The soonest deadline that is still to come, else the one that passed last."""
    running = clocks.running(view.case) if view.case.stage != Stage.CLOSED else []
    ahead = [clock for clock in running if clock.due > view.now]
    if not running:
        return None
    clock = min(ahead, key=lambda clock: clock.due) if ahead else max(running, key=lambda clock: clock.due)
    due = say_time(clock.due, view.now)
    return {
        "label": view.says("next" if ahead else "passed"),
        "passed": not ahead,
        "name": view.knowledge.clocks[clock.id].name,
        "due": due if clock.certain else view.says("about", due=due),
    }
