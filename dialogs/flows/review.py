"""The review: every answer on one page, each can be changed, and only what hangs on it is asked again."""

from collections.abc import Iterator

from complaints.complaint import Complaint
from complaints.letter_facts import say_money
from complaints.reading.dates import read_moment
from complaints.routes import playbook_of
from dialogs.flows import answers, excuses, family, intake, tone, waiting
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, bullets, button, problem_of, rows, title

ASKED_ELSEWHERE = {
    "problem": "intake.problem",
    "discovered": "intake.discovered",
    "goods": "intake.goods",
    "order_numbers": "intake.order",
    "contacted": "intake.contacted",
}
"""Facts whose question belongs to the guided intake."""

CHANGEABLE = (
    *ASKED_ELSEWHERE,
    "amount",
    "demand",
    "platform",
    "bought",
    "shop",
    "account",
    "paid_how",
    "payee",
    "serial",
    "own_purchase",
    "fraud_proof",
    "story",
)
"""Facts in the order of the review."""

YES_OR_NO = ("own_purchase", "fraud_proof")
"""Facts that are true or not."""

WORDS = ("shop", "account", "payee", "serial")
"""Facts kept in the user's own words."""

TALKED = frozenset({"promised", "noted", "asked"})
"""Results of a contact that are neither silence nor a refusal."""

SINGLE, WIDE, CUT = 8, 26, 60
"""Facts shown one a line, characters of a line that holds two, characters of a fact that are shown."""

LONGEST = 200
"""Characters of such a fact."""


def answered(scene: Scene, case: Complaint) -> Iterator[tuple[str, str]]:
    """(name, value) of every fact that is known, as shown to the user."""
    for field in CHANGEABLE:
        value = said(scene, case, field)
        if value:
            yield scene.t(f"review.field.{field}"), value


def said(scene: Scene, case: Complaint, field: str) -> str:
    """A fact in words; empty when it is not known."""
    facts, knowledge = case.facts, scene.context.knowledge
    if field == "problem":
        problem = problem_of(scene, case)
        return problem.name if problem else ""
    if field in {"discovered", "bought"}:
        instant = getattr(facts, field)
        return scene.time(instant) if instant is not None else ""
    if field == "amount":
        return say_money(facts.amount) if facts.amount else ""
    if field == "order_numbers":
        return "、".join(facts.order_numbers) or (scene.t("review.in_screenshot") if facts.order_in_screenshot else "")
    if field == "platform":
        return facts.platform_name or (playbook_of(case, knowledge).name if facts.platform else "")
    if field in {"demand", "paid_how"}:
        entry = (knowledge.demands if field == "demand" else knowledge.paid_how).get(getattr(facts, field) or "")
        return entry.name if entry else ""
    if field in {"contacted", *YES_OR_NO}:
        value = getattr(facts, field)
        if field == "contacted" and value == "silent" and any(one.result in TALKED for one in case.contacts):
            value = "talked"
        return scene.t(f"review.{field}.{str(value).lower()}") if value is not None else ""
    return str(getattr(facts, field) or "")


def show(scene: Scene, case: Complaint) -> None:
    """The page itself, from wherever the chat is."""
    scene.start("review.list", case=case.number)


def _review(scene: Scene, case: Complaint, _: str) -> None:
    if not waiting.over(scene, case):
        show(scene, case)


def _ask(scene: Scene) -> None:
    case = scene.case
    lines = _lines([f"{name}：{' '.join(value.split())}" for name, value in answered(scene, case)])
    options = [Option(scene.t(f"review.field.{field}"), field) for field in CHANGEABLE]
    last = [button(scene, "finder", act(case, "finder")), button(scene, "all_right", "done", "primary")]
    text = scene.t("review.list", title=title(scene, case), lines=lines)
    scene.ask("\n".join(filter(None, text.split("\n"))), [*rows(options, 3), last])


def _lines(items: list[str]) -> str:
    """One fact a line, long ones cut; when they are many, short ones two a line, so that all fit on a screen."""
    shown = [item if len(item) <= CUT else f"{item[:CUT]}…" for item in items]
    if len(shown) <= SINGLE:
        return bullets(shown)
    lines: list[str] = []
    for item in shown:
        beside = lines and len(lines[-1]) + len(item) <= WIDE and "　" not in lines[-1]
        lines[-1:] = [f"{lines[-1]}　{item}"] if beside else [*lines[-1:], item]
    return bullets(lines)


def _choose(scene: Scene, value: str) -> None:
    if value == "done":
        intake.resume(scene, scene.case)
    elif value in ASKED_ELSEWHERE:
        scene.note(**{"return": "review"})
        if value == "problem":
            scene.save(scene.case.changed(checked=False))
        scene.goto(ASKED_ELSEWHERE[value])
    else:
        scene.note(field=value)
        scene.goto("review.change")


def _ask_change(scene: Scene) -> None:
    field = scene.noted("field") or "story"
    knowledge = scene.context.knowledge
    listed: dict[str, list[Option]] = {
        "demand": [Option(demand.name, demand.id) for demand in knowledge.demands.values()],
        "platform": [Option(book.name, book.id) for book in knowledge.playbooks.values()],
        "paid_how": [Option(way.name, way.id) for way in knowledge.paid_how.values()],
        "own_purchase": [button(scene, "own_yes", "true"), button(scene, "own_no", "false")],
        "fraud_proof": [button(scene, "proof_yes", "true"), button(scene, "proof_no", "false")],
    }
    last = [button(scene, "clear"), button(scene, "previous", "p:back")]
    scene.ask(scene.t(f"review.change.{field}"), [*rows(listed.get(field, []), 3), last])


def _choose_change(scene: Scene, value: str) -> None:
    field = scene.noted("field") or "story"
    if value == "clear":
        scene.answer(scene.case, "tapped", **{field: None})
    elif field == "own_purchase":
        family.told(scene, scene.answer(scene.case, "tapped", own_purchase=value == "true"))
    elif field in YES_OR_NO:
        scene.answer(scene.case, "tapped", **{field: value == "true"})
    elif field == "platform":
        scene.answer(scene.case, "tapped", platform=value, platform_name=None)
    else:
        scene.answer(scene.case, "tapped", **{field: value})
    scene.goto("review.list", trail=False)


def _type_change(scene: Scene, text: str) -> None:
    field = scene.noted("field") or "story"
    if field == "story" and excuses.is_pasted(scene, text):
        excuses.keep_pasted(scene, scene.case, text)
        scene.repeat()
    elif set_typed(scene, scene.case, field, text):
        if field != "story" or not tone.offer(scene, tone.STORY, back_to="review"):
            scene.goto("review.list", trail=False)
    else:
        scene.say(scene.t("review.unclear"))
        scene.repeat()


def set_typed(scene: Scene, case: Complaint, field: str, text: str) -> bool:
    """Take typed words as the answer of one fact; False when they are none."""
    value: object = None
    if field == "amount":
        value = answers.amount_in(text)
    elif field == "paid_how":
        ways = {way.id: way.words for way in scene.context.knowledge.paid_how.values()}
        value = answers.only_one(ways, text)
    elif field == "bought":
        moment = read_moment(text, scene.said_at)
        value = moment.instant if moment else None
    elif field == "platform":
        scene.answer(case, "typed", platform="generic", platform_name=text[:LONGEST])
        return True
    elif field == "story":
        answers.told(scene, case, text)
        return True
    elif field in WORDS and answers.is_none(scene, text):
        scene.answer(case, "typed", **{field: None})
        return True
    elif field in WORDS and answers.is_answer(text):
        value = text[:LONGEST] if field != "serial" or any(sign.isdecimal() for sign in text) else None
    if value is None:
        return False
    scene.answer(case, "typed", **{field: value})
    return True


FLOW = Flow(
    name="review",
    steps=(
        Step(
            name="review.list",
            ask=_ask,
            choose=_choose,
            leads_to=(*ASKED_ELSEWHERE.values(), "review.change", "intake.contacted_when", "filing.card"),
        ),
        Step(
            name="review.change",
            ask=_ask_change,
            choose=_choose_change,
            text=_type_change,
            numbers=True,
            leads_to=("review.list", "tone.offer"),
        ),
    ),
    actions={"review": _review},
)
