"""One rung outside the platform: its honest card for this very case. `before_route` leads from it to the text."""

from complaints.complaint import Complaint, Stage
from complaints.conditions import REPORT, SAMR, Situation
from complaints.knowledge.models import Contact as Office
from complaints.knowledge.models import Route
from complaints.letter_facts import say_money
from complaints.outside import filings_by
from complaints.preflight import open_questions, reasons
from complaints.respondents import bureau
from complaints.similar import similar_cases
from dialogs.flows import before_route, merging, offices, rungs
from dialogs.scene import Scene
from dialogs.steps import Flow
from dialogs.wording import bullets

OFFICES = 3
"""Contacts on a card, which is to fit a phone."""

SAID = 2
"""Reasons of each side that are told on a card."""

PAYMENT = "payment_provider"
"""The rung whose entrance depends on how it was paid."""


def show(scene: Scene, case: Complaint, route: Route) -> None:
    """The card of a rung, then what it needs, then its text."""
    if route.id == PAYMENT and "paid_how" in open_questions(case, route, scene.context.knowledge):
        before_route.ask(scene, case, route)
    else:
        card(scene, case, route)
        before_route.go_on(scene, case, route)


def _action(scene: Scene, case: Complaint, argument: str) -> None:
    """看这条路. What the police need to know is shown even while the first questions are open."""
    route = scene.context.knowledge.routes.get(argument)
    if route is None or case.stage == Stage.CLOSED:
        rungs.listing(scene, case)
    elif case.stage != Stage.DRAFT:
        show(scene, case, route)
    elif route.urgent:
        card(scene, case, route)
    else:
        rungs.listing(scene, case)


def resume(scene: Scene, case: Complaint) -> None:
    """On with the rung that was being looked at, after something was mended; else its ladder."""
    route = scene.context.knowledge.routes.get(
        scene.noted(before_route.ROUTE) or (case.pending.channel if case.pending else "")
    )
    if route is None or case.stage == Stage.DRAFT:
        rungs.listing(scene, case)
    else:
        before_route.go_on(scene, case, route)


def situation(scene: Scene, case: Complaint, route: Route) -> Situation:
    """The case before this rung, as a good adviser sees it."""
    others = similar_cases(scene.context.cases.all(), case) if route.id == SAMR else []
    similar = sum(bool(filings_by(other, SAMR)) for other in others)
    return Situation(case, route, scene.context.knowledge, scene.now, similar)


# ---------------------------------------------------------------------------------------------------------- the card
def card(scene: Scene, case: Complaint, route: Route) -> None:
    """Why it fits, where it is, what to have ready, what it closes off, what happens then."""
    merging.offer(scene, case, route.id)
    where = bullets(offices.line(scene, office) for office in _offices(scene, case, route))
    lines = [
        route.title,
        *_reasons(scene, case, route),
        scene.t("route_card.where"),
        where or scene.t("route_card.no_contact"),
        scene.t("route_card.prepare", prepare="；".join(route.prepare)),
        *_bureau(scene, case, route),
        scene.t("route_card.trap", trap=route.trap),
        scene.t("route_card.next", next=route.next),
    ]
    scene.say("\n".join(lines))


def _bureau(scene: Scene, case: Complaint, route: Route) -> list[str]:
    """Which market regulator it belongs to, where one is asked."""
    office = bureau(case, scene.context.knowledge)
    return {SAMR: [office.complaint], REPORT: [office.report]}.get(route.id, [])


def _reasons(scene: Scene, case: Complaint, route: Route) -> list[str]:
    """Why it fits this case, and what speaks against it; its own general reasons where the case tells nothing."""
    of = situation(scene, case, route)
    amount = say_money(case.facts.amount or 0)
    for_it = [fit.says.format(amount=amount) for fit in reasons(of, "for")][:SAID]
    against = [fit.says.format(amount=amount) for fit in reasons(of, "against")][:SAID]
    lines = [scene.t("route_card.fits", fits="；".join(for_it))] if for_it else []
    lines += [scene.t("route_card.against", against="；".join(against))] if against else []
    return lines or [scene.t("route_card.fits_when", fits="；".join(route.fits))]


def _offices(scene: Scene, case: Complaint, route: Route) -> list[Office]:
    """The contacts of a rung; of payment providers only the one that was paid with, when it is known."""
    knowledge = scene.context.knowledge
    paid = knowledge.paid_how.get(case.facts.paid_how or "")
    names = paid.contacts if route.id == PAYMENT and paid and paid.contacts else route.contacts[:OFFICES]
    return [knowledge.contacts[name] for name in names]


def entrance(scene: Scene, case: Complaint, route: Route) -> str:
    """Where the text of a rung goes, in a few words: its first contact."""
    listed = _offices(scene, case, route)
    return f"{listed[0].name} {offices.where(scene, listed[0])}" if listed else scene.t("route_card.no_contact")


FLOW = Flow(name="route_card", actions={"route": _action})
