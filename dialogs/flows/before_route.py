"""Before a rung is taken: its questions just in time, one by one, and what would get it refused.

The user may go on at any place of it: 照样看文字.
"""

from collections.abc import Collection

from complaints.complaint import Complaint
from complaints.knowledge.models import Check, Route
from complaints.preflight import findings, open_questions
from dialogs.flows import answers, filing, remedies, review, route_card, waiting
from dialogs.scene import Option, Rows, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, button, rows, title

LISTED = 5
"""Findings told at once, the worst first."""

NAMED = 3
"""Missing exhibits named in a finding."""

PICTURED = ("payee", "serial")
"""Facts that a screenshot may show as well as words."""

SHOWN = "pictured"
"""The answer 截图里有."""

WORDS = "before_route.words"
"""The step of a question that is answered in the user's words."""

ROUTE = "route"
"""Note: the rung that questions are asked for."""

YES_NO = {"yes": True, "no": False}
"""Values of questions with two answers."""


def go_on(scene: Scene, case: Complaint, route: Route) -> None:
    """The first open question of the rung, else what was found, else its text."""
    hurry = route.urgent > 0 and route_card.situation(scene, case, route).dangers
    if open_questions(case, route, scene.context.knowledge) and not hurry:
        ask(scene, case, route)
    else:
        _look(scene, case, route, {"blocks", "warns"})


def ask(scene: Scene, case: Complaint, route: Route) -> None:
    """The next question, as one to be chosen from or one to be answered in words, where figures are answers."""
    field = open_questions(case, route, scene.context.knowledge)[0]
    chosen = field in scene.context.knowledge.questions or field == "paid_how"
    scene.start("before_route.choice" if chosen else WORDS, case=case.number, **{ROUTE: route.id})


def _look(scene: Scene, case: Complaint, route: Route, stops: Collection[str]) -> None:
    """What would get it refused is said first; what is of no such weight comes with the text."""
    found = findings(route_card.situation(scene, case, route))
    if any(check.severity in stops for check in found):
        scene.start("before_route.findings", case=case.number, **{ROUTE: route.id})
        return
    if found:
        scene.say(scene.t("route_card.notes", lines=_lines(scene, case, route, found)))
    _text(scene, case, route)


def _text(scene: Scene, case: Complaint, route: Route) -> None:
    filing.show(scene, case, route.letter)


def _route(scene: Scene) -> Route:
    knowledge = scene.context.knowledge
    return knowledge.routes.get(scene.noted(ROUTE) or "") or knowledge.routes[route_card.PAYMENT]


def _field(scene: Scene) -> str | None:
    """The fact being asked for; None when something else has answered the last one meanwhile."""
    fields = open_questions(scene.case, _route(scene), scene.context.knowledge)
    return fields[0] if fields else None


def _ask_question(scene: Scene) -> None:
    route, field = _route(scene), _field(scene)
    if field is None:
        scene.ask(scene.t("route_card.asked_all"), [[button(scene, "text_anyway", "go", "primary")]])
        return
    after = len(open_questions(scene.case, route, scene.context.knowledge)) - 1
    count = scene.t("route_card.left", left=after) if after else ""
    last = [
        button(scene, "skip"),
        button(scene, "text_anyway", "go"),
        button(scene, "ladder", act(scene.case, "ladder")),
    ]
    scene.ask(f"{_wording(scene, route, field)}{count}", [*_answers(scene, field), last])


def _wording(scene: Scene, route: Route, field: str) -> str:
    """The question, with what the fact is wanted for."""
    question = scene.context.knowledge.questions.get(field)
    if question is not None:
        return question.text
    if field == "paid_how" and route.id == route_card.PAYMENT:
        return scene.t("route_card.paid_how_first")
    return scene.t(f"route_card.why.{field}", ask=scene.t(f"review.change.{field}"))


def _answers(scene: Scene, field: str) -> Rows:
    knowledge = scene.context.knowledge
    if field in knowledge.questions:
        return rows([Option(answer.name, answer.value) for answer in knowledge.questions[field].answers], 3)
    if field == "paid_how":
        return rows([Option(way.name, way.id) for way in knowledge.paid_how.values()], 3)
    return [[button(scene, "in_screenshot", SHOWN)]] if field in PICTURED else []


def _choose_question(scene: Scene, value: str) -> None:
    case, field = scene.case, _field(scene)
    if value == "go" or field is None:
        _pass(scene, case)
        return
    if value == SHOWN:
        case = scene.answer(case, "tapped", pictured=(*case.facts.pictured, field), **{field: None})
    else:
        case = scene.answer(case, "tapped", **_kept(scene, field, value))
    _answered(scene, case, field)


def _kept(scene: Scene, field: str, value: str) -> dict[str, object]:
    """The facts that a button tells. A question that was passed over counts as asked."""
    if value == "skip":
        return {field: None}
    question = scene.context.knowledge.questions.get(field)
    told = next((one.facts for one in question.answers if one.value == value), {}) if question else {}
    return dict(told) or {field: YES_NO.get(value, value)}


def _type_question(scene: Scene, text: str) -> None:
    case, field = scene.case, _field(scene)
    if field in PICTURED and any(word in text for word in scene.context.texts.words("intake.screenshot_words")):
        _choose_question(scene, SHOWN)
    elif field is not None and _typed(scene, case, field, text):
        _answered(scene, scene.case, field)
    elif waiting.said(scene, text):
        return
    elif field is not None and answers.is_none(scene, text):
        _choose_question(scene, "skip")
    else:
        asks_words = scene.session.step == WORDS
        scene.say(scene.t("review.unclear" if asks_words else "errors.choose"))
        scene.repeat()


def _typed(scene: Scene, case: Complaint, field: str, text: str) -> bool:
    """Take words as the answer: yes and no of a question with two answers, a fact in words of its own."""
    question = scene.context.knowledge.questions.get(field)
    if question is None:
        return review.set_typed(scene, case, field, text)
    word, values = text.strip("。.!！ "), [answer.value for answer in question.answers]
    said = next((value for value in YES_NO if word in scene.context.texts.words(f"route_card.{value}")), None)
    if said not in values:
        said = answers.only_one({answer.value: answer.words for answer in question.answers}, text)
    if said is None:
        return False
    scene.answer(case, "typed", **_kept(scene, field, said or ""))
    return True


def _answered(scene: Scene, case: Complaint, field: str) -> None:
    """On to the next question; after how it was paid comes the card that waited for it."""
    route = _route(scene)
    if route.id == route_card.PAYMENT and field == "paid_how":
        route_card.card(scene, case, route)
    go_on(scene, case, route)


def _pass(scene: Scene, case: Complaint) -> None:
    """照样看文字, at a question: what was not asked stays unknown and may be asked another time."""
    route = _route(scene)
    if route.id == route_card.PAYMENT and _field(scene) == "paid_how":
        route_card.card(scene, case, route)
    _look(scene, case, route, {"blocks"})


# -------------------------------------------------------------------------------------------------- what was found
def _ask_findings(scene: Scene) -> None:
    case, route = scene.case, _route(scene)
    found = findings(route_card.situation(scene, case, route))
    mend = dict.fromkeys(check.remedy for check in found if check.remedy)
    ways = rows([remedies.option(scene, case, remedy) for remedy in mend])
    last = [button(scene, "text_anyway", "go"), button(scene, "ladder", act(case, "ladder"))]
    lines = _lines(scene, case, route, found) or scene.t("route_card.nothing_found")
    scene.ask(scene.t("route_card.findings", title=title(scene, case), lines=lines), [*ways, last])


def _lines(scene: Scene, case: Complaint, route: Route, found: list[Check]) -> str:
    missing = "、".join(item.title for item in route_card.situation(scene, case, route).missing[:NAMED])
    return "\n".join(_line(scene, check, missing) for check in found[:LISTED])


def _line(scene: Scene, check: Check, missing: str) -> str:
    """✗ what is wrong with it, and the articles that say so."""
    law = [scene.context.knowledge.law[name] for name in check.law]
    short = scene.context.knowledge.statutes[law[0].statute].short if law else ""
    named = "、".join(article.article for article in law if article.statute == law[0].statute)
    basis = scene.t("route_card.basis", statute=short, articles=named) if law else ""
    return scene.t(
        f"route_card.line.{check.severity}", says=check.says.format(missing=missing).rstrip("。"), basis=basis
    )


def _choose_findings(scene: Scene, value: str) -> None:
    if value == "go":
        _text(scene, scene.case, _route(scene))


def _text_findings(scene: Scene, text: str) -> None:
    if not waiting.said(scene, text):
        scene.say(scene.t("errors.choose"))
        scene.repeat()


FLOW = Flow(
    name="before_route",
    steps=(
        Step(name="before_route.choice", ask=_ask_question, choose=_choose_question, text=_type_question),
        Step(name=WORDS, ask=_ask_question, choose=_choose_question, text=_type_question, numbers=True),
        Step(name="before_route.findings", ask=_ask_findings, choose=_choose_findings, text=_text_findings),
    ),
)
