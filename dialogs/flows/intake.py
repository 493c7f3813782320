"""Intake: the five questions from the first word to the first text, one at a time, in any order the user likes.

A complaint exists from the first answer. A question is asked only while its answer is missing, so a sentence that says
everything skips them all; changing an answer brings back only the questions that hang on it.
"""

from collections.abc import Sequence
from typing import Literal

from complaints import clocks
from complaints.complaint import Complaint, Contact, Stage
from complaints.reading.dates import read_moment
from complaints.reading.orders import read_order_number
from complaints.reading.sentence import Reading, read_sentence
from complaints.rebuttals import ids
from complaints.times import DAY, HOUR, MINUTE, Instant, instant_of
from complaints.times import date_of as day_of
from dialogs.events import Event, UserFile, UserForward, UserText
from dialogs.flows import (
    answers,
    contacts,
    details,
    emergency,
    escalation,
    evidence,
    excuses,
    filing,
    office_told,
    review,
    scam,
    waiting,
)
from dialogs.model import IDLE
from dialogs.scene import Option, Rows, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, bullets, button, problem_of, rows

FIRST_OFFERED = 7
"""Problems offered at once; the others are behind 更多."""

REPEATED = 40
"""Characters of an answer that are read back."""

SEEN = "checks"
"""Note: the first checks were on the screen with the question for the time."""

SAID = "said"
"""Note: what customer service answered, until it is known when."""

WORDS = 500
"""Characters of it."""

QUESTIONS = ("intake.problem", "intake.discovered", "intake.goods", "intake.order", "intake.contacted")


# ----------------------------------------------------------------------------------------------------- beginning
def welcome(scene: Scene) -> None:
    """For somebody who is back: the open question, or what can be done."""
    if scene.session.step not in {IDLE, "start.consent"}:
        scene.repeat()
        return
    scene.leave()
    cases = scene.open_cases()
    if not cases:
        begin(scene)
        return
    scene.say(
        scene.t("intake.welcome_back", count=len(cases)),
        [[button(scene, "my_cases", "p:cases"), button(scene, "new_case", "p:new")]],
    )


def begin(scene: Scene, reading: Reading | None = None, text: str = "") -> None:
    """Open a new complaint, or go on with one that has no answer yet, and ask what is missing."""
    case = _opened(scene)
    if case is None:
        return
    case = _heard(scene, case, text)
    if reading is not None and answers.fill(scene, case, reading):
        _read_back(scene, case.number)
    resume(scene, _fresh(scene, case))


def _heard(scene: Scene, case: Complaint, text: str) -> Complaint:
    """What the first words tell beside the facts: a danger, or what an office made of it already."""
    case = emergency.remember(scene, case, text)
    return office_told.remember(scene, case, office_told.results_in(scene, text))


def _opened(scene: Scene) -> Complaint | None:
    """A draft to fill. None after saying that MAX_OPEN_CASES are open."""
    opened = scene.open_cases()
    empty = [case for case in opened if case.stage == Stage.DRAFT and not case.origins and not case.exhibits]
    if empty:
        return empty[-1]
    if not has_room(scene):
        return None
    number = scene.person.next_number
    scene.set_person(next_number=number + 1)
    return scene.save(Complaint(number=number, opened=scene.now, touched=scene.now))


def has_room(scene: Scene) -> bool:
    """Whether one more case may be open; said, if not."""
    limit = scene.context.rules.max_open_cases
    if len(scene.open_cases()) < limit:
        return True
    scene.say(scene.t("intake.too_many", count=limit), [[button(scene, "my_cases", "p:cases")]])
    return False


def new(scene: Scene) -> None:
    """/new: a complaint of its own, whatever else is open."""
    scene.leave()
    begin(scene)


def take_up(scene: Scene, held: Sequence[Event]) -> None:
    """What a newcomer sent before consenting: words open the case, pictures and forwarded texts go into it."""
    held = [scam.unmasked(scene, event) for event in held]
    texts = [event.text for event in held if isinstance(event, UserText)]
    said_at = next((event.said_at for event in held if isinstance(event, UserText)), scene.now)
    for text in texts:
        emergency.look(scene, text)
    whole = "，".join(texts)
    begin(scene, read(scene, whole, said_at) if texts else None, whole)
    voices = [event for event in held if isinstance(event, UserFile) and event.kind == "voice"]
    for event in held:
        if event in voices[:-1]:
            continue  # only the last voice message waits for a word, so only that one is spoken of
        if isinstance(event, UserFile):
            evidence.received(scene, event)
        elif isinstance(event, UserForward):
            scam.forwarded(scene, event)
    if scene.session.step != "intake.discovered":
        scene.note(**{SEEN: None})


def idle_text(scene: Scene, text: str) -> None:
    """Free words while no question is open: an answer to what we wait for, or a new complaint if they tell of one."""
    if waiting.said(scene, text) or excuses.take_pasted(scene, text):
        return
    reading = read(scene, text, scene.said_at)
    if answers.tells(reading) or not scene.open_cases():
        begin(scene, reading, text)
        return
    opened = scene.open_cases()
    log = [button(scene, "log", act(opened[0], "log"))] if len(opened) == 1 else []
    scene.say(
        scene.t("intake.not_understood"),
        [[*log, button(scene, "my_cases", "p:cases"), button(scene, "new_case", "p:new")]],
    )


def tells(scene: Scene, text: str) -> bool:
    """Whether words are about a complaint at all."""
    return answers.tells(read(scene, text, scene.said_at))


def read(scene: Scene, text: str, said_at: Instant) -> Reading:
    """Every fact that a sentence holds."""
    return read_sentence(text, said_at, scene.context.knowledge.vocabulary)


def _fresh(scene: Scene, case: Complaint) -> Complaint:
    return scene.find(case.number) or case


def _read_back(scene: Scene, number: int) -> None:
    case = scene.find(number)
    if case is not None:
        lines = bullets(f"{name} {' '.join(value.split())[:REPEATED]}" for name, value in review.answered(scene, case))
        scene.say(scene.t("intake.noted", lines=lines), [[button(scene, "wrong", act(case, "review"))]])


# --------------------------------------------------------------------------------------------------- going through
def missing(case: Complaint) -> str | None:
    """The first question without an answer, or None when the first text can be written."""
    facts = case.facts
    wanted = (
        (facts.problem is None, "intake.problem"),
        (facts.discovered is None, "intake.discovered"),
        (facts.goods is None and facts.amount is None, "intake.goods"),
        (not facts.order_numbers and not facts.order_in_screenshot, "intake.order"),
        (facts.contacted is None, "intake.contacted"),
        (facts.contacted in {"silent", "refused"} and not case.contacts, "intake.contacted_when"),
    )
    return next((name for is_missing, name in wanted if is_missing), None)


def resume(scene: Scene, case: Complaint) -> None:
    """Ask the first missing question of a case, or show its text when nothing is missing."""
    name = missing(case) or details.missing(scene, case)
    if name is None:
        _complete(scene, case)
    else:
        scene.move(name, case)


def _complete(scene: Scene, case: Complaint) -> None:
    if case.stage == Stage.DRAFT:
        case = scene.save(case.changed(stage=Stage.READY))
    case = escalation.keep_company(scene, case)
    if not office_told.take_up(scene, case) and not escalation.outside_first(scene, case):
        filing.show(scene, case, case.pending.letter if case.pending else None)


def go_on(scene: Scene) -> None:
    """After an answer: back to the review if it was a correction, else on to the next question."""
    if scene.noted("return") == "review":
        scene.note(**{"return": None})
        review.show(scene, scene.case)
        return
    resume(scene, scene.case)


def ask(scene: Scene, text: str, options: Rows) -> None:
    """A guided question with its place (3/5) and the way back."""
    place = scene.step.progress
    progress = scene.t("intake.progress", place=place, count=len(QUESTIONS)) if place else ""
    last = [[button(scene, "previous", "p:back")]] if scene.session.trail else []
    scene.ask(f"{text} {progress}".strip(), [*options, *last])


# -------------------------------------------------------------------------------------------------------- problem
def _ask_problem(scene: Scene, text: str | None = None) -> None:
    problems = list(scene.context.knowledge.problems.values())[:FIRST_OFFERED]
    more = button(scene, "more", "more")
    ask(scene, text or scene.t("intake.problem"), rows([*(Option(p.name, p.id) for p in problems), more]))


def _ask_more_problems(scene: Scene, text: str | None = None) -> None:
    problems = list(scene.context.knowledge.problems.values())[FIRST_OFFERED:]
    ask(scene, text or scene.t("intake.more_problems"), rows(Option(p.name, p.id) for p in problems))


def _choose_problem(scene: Scene, value: str) -> None:
    if value == "more":
        scene.goto("intake.more_problems")
        return
    answers.problem(scene, scene.case, value, by="tapped")
    go_on(scene)


def _type_problem(scene: Scene, text: str) -> None:
    ask_again = _ask_problem if scene.session.step == "intake.problem" else _ask_more_problems
    if excuses.is_pasted(scene, text):
        excuses.keep_pasted(scene, scene.case, text)
        ask_again(scene)
        return
    reading = read(scene, text, scene.said_at)
    filled = answers.fill(scene, _heard(scene, scene.case, text), reading)
    if "problem" not in filled:
        key = "intake.problem_unclear" if scene.case.facts.story is None else "intake.problem_choose"
        answers.story(scene, scene.case, text)
        if filled:
            _read_back(scene, scene.case.number)
        ask_again(scene, scene.t(key))
        return
    _read_back(scene, scene.case.number)
    go_on(scene)


# ----------------------------------------------------------------------------------------------------- discovered
def _ask_discovered(scene: Scene) -> None:
    """The question, the first time with what may save a complaint."""
    problem = problem_of(scene, scene.case)
    if problem is None or not problem.first_checks or scene.case.checked:
        _ask_when(scene, scene.t("intake.discovered"))
        return
    lead = "stop" if problem.emergency else "prepare" if problem.demand is None or problem.underlying else "look"
    before = "\n".join([*problem.advice, scene.t(f"intake.checks_{lead}")])
    _ask_when(scene, scene.t("intake.discovered_checks", before=before, checks=bullets(problem.first_checks)))
    scene.note(**{SEEN: "yes"})


def _ask_discovered_again(scene: Scene) -> None:
    """The question alone, unless what comes with it was never on the screen."""
    _ask_discovered(scene) if scene.noted(SEEN) is None else _ask_when(scene, scene.t("intake.discovered"))


def _ask_when(scene: Scene, text: str) -> None:
    problem = problem_of(scene, scene.case)
    options = [[button(scene, "just_now"), button(scene, "today"), button(scene, "yesterday")]]
    if problem is not None and problem.first_checks and not scene.case.checked:
        options.append([Option(scene.t("buttons.solved", arrived=problem.arrived.button), "solved")])
    ask(scene, text, options)


def _choose_discovered(scene: Scene, value: str) -> None:
    if value == "solved":
        waiting.arrived(scene, scene.case, "")
        return
    scene.save(scene.case.changed(checked=True))
    if value == "just_now":
        _discovered(scene, scene.said_at)
    else:
        days = {"today": 0, "yesterday": 1}[value]
        scene.note(day=str(instant_of(day_of(scene.said_at)) - days * DAY))
        scene.goto("intake.discovered_part")


def _type_discovered(scene: Scene, text: str) -> None:
    moment = read_moment(text, scene.said_at)
    if moment is None:
        _ask_when(scene, scene.t("intake.time_unclear"))
        return
    scene.save(scene.case.changed(checked=True))
    if moment.precision == "day":
        scene.note(day=str(moment.instant))
        scene.goto("intake.discovered_part")
    else:
        _discovered(scene, moment.instant)


def _ask_part(scene: Scene) -> None:
    day = int(scene.noted("day") or instant_of(day_of(scene.said_at)))
    parts = ["morning", "afternoon", "evening"]
    text = scene.t("intake.discovered_part", day=scene.date(day))
    ask(scene, text, [[button(scene, part) for part in parts], [button(scene, "forgotten")]])


PARTS = {"morning": 8, "afternoon": 12, "evening": 18, "forgotten": 0}
"""Local hour that a part of the day begins with: the earliest time it may have been, so that no deadline is late."""


def _choose_part(scene: Scene, value: str) -> None:
    day = int(scene.noted("day") or instant_of(day_of(scene.said_at)))
    hour = PARTS[value]
    scene.note(day=None)
    _discovered(scene, min(day + hour * HOUR, scene.said_at))


def _type_part(scene: Scene, text: str) -> None:
    day = int(scene.noted("day") or scene.said_at)
    moment = read_moment(text, min(day + DAY - MINUTE, scene.said_at))
    if moment is None or moment.precision == "day":
        scene.say(scene.t("errors.choose"))
        scene.repeat()
        return
    scene.note(day=None)
    _discovered(scene, moment.instant)


def _discovered(scene: Scene, at: Instant) -> None:
    """Note the time, start the 48-hour window and give the first useful result."""
    case = answers.discovered(scene, scene.case, at, by="typed")
    window(scene, case)
    go_on(scene)


def window(scene: Scene, case: Complaint) -> None:
    """The window with its end, what to screenshot now, and what not to do."""
    problem = problem_of(scene, case)
    discovered = case.facts.discovered
    if discovered is None:
        return
    end, _ = clocks.due_of(scene.context.knowledge.clocks["C0"], discovered, scene.context.calendar)
    key = "intake.window" if end > scene.now else "intake.window_passed"
    text = scene.t(key, discovered=scene.time(discovered), end=scene.time(end), left=scene.left(end))
    donts = problem.donts if problem else ()
    shots = "、".join(item.title for item in problem.checklist[:3]) if problem else ""
    scene.say("\n".join([text, *([scene.t("intake.shots", shots=shots)] if shots else []), *_donts(scene, donts)]))


def _donts(scene: Scene, donts: Sequence[str]) -> list[str]:
    return [scene.t("intake.donts", donts="；".join(donts[:4]))] if donts else []


# ---------------------------------------------------------------------------------------------------------- goods
def _ask_goods(scene: Scene) -> None:
    kinds = [kind for kind in scene.context.knowledge.goods.values() if kind.id != "other"]
    ask(scene, scene.t("intake.goods"), rows((Option(kind.name, kind.id) for kind in kinds), 3))


def _choose_goods(scene: Scene, value: str) -> None:
    kind = scene.context.knowledge.goods[value]
    scene.answer(scene.case, "tapped", goods=kind.name, goods_kind=kind.id)
    go_on(scene)


def _type_goods(scene: Scene, text: str) -> None:
    answers.goods(scene, scene.case, text)
    facts = scene.case.facts
    if facts.goods is None and facts.amount is None:
        scene.repeat()
        return
    go_on(scene)


# ---------------------------------------------------------------------------------------------------------- order
def _ask_order(scene: Scene, text: str | None = None) -> None:
    ask(scene, text or scene.t("intake.order"), [[button(scene, "in_screenshot")]])


def _choose_order(scene: Scene, value: str) -> None:
    if value == "in_screenshot":
        scene.answer(scene.case, "tapped", order_in_screenshot=True)
        go_on(scene)


def _type_order(scene: Scene, text: str) -> None:
    read = read_order_number(text, scene.context.knowledge.order_hints)
    if not read.numbers and any(word in text for word in scene.context.texts.words("intake.screenshot_words")):
        _choose_order(scene, "in_screenshot")
        return
    if not read.numbers:
        _ask_order(scene, scene.t("intake.order_unclear"))
        return
    scene.note(order="\n".join(read.numbers))
    if read.verdict == "odd":
        scene.goto("intake.order_confirm")
    else:
        _order(scene)


def _file_order(scene: Scene, event: UserFile) -> None:
    if evidence.keep(scene, scene.case, event, "order_page") is not None:
        scene.answer(scene.case, "typed", order_in_screenshot=True)
        scene.say(scene.t("intake.order_shot"))
        go_on(scene)


def _ask_order_confirm(scene: Scene) -> None:
    numbers = "、".join((scene.noted("order") or "").split("\n"))
    ask(scene, scene.t("intake.order_confirm", numbers=numbers), [[button(scene, "yes"), button(scene, "again")]])


def _choose_order_confirm(scene: Scene, value: str) -> None:
    if value == "yes":
        _order(scene)
    else:
        scene.note(order=None)
        scene.goto("intake.order", trail=False)


def _order(scene: Scene) -> None:
    numbers = (scene.noted("order") or "").split("\n")
    scene.note(order=None)
    answers.orders(scene, scene.case, numbers, by="typed")
    go_on(scene)


# ------------------------------------------------------------------------------------------------------ contacted
def _ask_contacted(scene: Scene) -> None:
    options = [button(scene, "not_contacted", "no"), button(scene, "contacted_silent", "silent")]
    ask(scene, scene.t("intake.contacted"), rows([*options, button(scene, "contacted_refused", "refused")], 3))


def _choose_contacted(scene: Scene, value: str) -> None:
    scene.answer(scene.case, "tapped", contacted=value)
    go_on(scene)


def _type_contacted(scene: Scene, text: str) -> None:
    no = text.strip("。.!！ ") in scene.context.texts.words("intake.no_words")
    given = [] if no else excuses.found(scene, text)
    came = "refused" if any(excuse.refuses for excuse in given) else "noted"
    contacted = (
        "no" if no else read(scene, text, scene.said_at).contacted or (answers.CONTACTED[came] if given else None)
    )
    kinds = office_told.results_in(scene, text)
    office_told.remember(scene, scene.case, kinds)
    if contacted is None and kinds:
        scene.say(scene.t("intake.office_noted"))
        scene.repeat()
        return
    if contacted is None:
        scene.say(scene.t("errors.choose"))
        scene.repeat()
        return
    case = scene.answer(scene.case, "typed", contacted=contacted)
    if given:
        excuses.tell(scene, scene.answer(case, "read", **ids(given)), given)
        scene.note(**{SAID: text[:WORDS]})
    go_on(scene)


def _ask_contacted_when(scene: Scene, text: str | None = None) -> None:
    options = [button(scene, "today"), button(scene, "yesterday"), button(scene, "forgotten")]
    ask(scene, text or scene.t("intake.contacted_when"), [options])


def _choose_contacted_when(scene: Scene, value: str) -> None:
    midnight = instant_of(day_of(scene.said_at))
    discovered = scene.case.facts.discovered or midnight
    day = {"today": midnight, "yesterday": midnight - DAY}.get(value)
    at = discovered if day is None else max(day, min(discovered, scene.said_at))
    _contacted_at(scene, at, None, approximate=True, day_known=day == instant_of(day_of(at)))


def _type_contacted_when(scene: Scene, text: str) -> None:
    moment = read_moment(text, scene.said_at)
    if moment is None:
        _ask_contacted_when(scene, scene.t("intake.time_unclear"))
        return
    vague = moment.precision in {"day", "part"}
    _contacted_at(scene, moment.instant, text, approximate=vague, day_known=vague)


def _contacted_at(scene: Scene, at: Instant, words: str | None, *, approximate: bool, day_known: bool) -> None:
    """The contact from before, with what the problem or the answer says came of it."""
    case = scene.case
    problem = problem_of(scene, case)
    promised = problem is not None and problem.contacted == "promised"
    said = "\n".join(filter(None, [scene.noted(SAID), words]))
    scene.note(**{SAID: None})
    contact = Contact(
        at=at,
        channel=answers.channel_in(scene, case, words or "") or "customer_service",
        words=said or None,
        result=_came_of_it(case, promised=promised),
        approximate=approximate,
        day_known=day_known,
        message=scene.message,
    )
    contacts.add(scene, case, contact)
    go_on(scene)


def _came_of_it(case: Complaint, *, promised: bool) -> Literal["refused", "promised", "noted", "silent"]:
    """Who gave an excuse and is silent since has answered: a letter must not say both."""
    if case.facts.contacted == "refused":
        return "refused"
    return "promised" if promised else "noted" if case.facts.excuse else "silent"


# ------------------------------------------------------------------------------------------------------ the table
AFTER = (*QUESTIONS, "intake.contacted_when", *details.QUESTIONS, "filing.card", "review.list")
"""Where any answer may lead: the next question that is missing, the text, or the review it came from."""

FLOW = Flow(
    name="intake",
    steps=(
        Step(
            name="intake.problem",
            ask=_ask_problem,
            choose=_choose_problem,
            text=_type_problem,
            leads_to=(*AFTER, "intake.more_problems"),
            progress=1,
        ),
        Step(
            name="intake.more_problems",
            ask=_ask_more_problems,
            choose=_choose_problem,
            text=_type_problem,
            leads_to=AFTER,
            progress=1,
        ),
        Step(
            name="intake.discovered",
            ask=_ask_discovered,
            again=_ask_discovered_again,
            choose=_choose_discovered,
            text=_type_discovered,
            leads_to=(*AFTER, "intake.discovered_part"),
            progress=2,
        ),
        Step(
            name="intake.discovered_part",
            ask=_ask_part,
            choose=_choose_part,
            text=_type_part,
            leads_to=AFTER,
            progress=2,
        ),
        Step(
            name="intake.goods",
            ask=_ask_goods,
            choose=_choose_goods,
            text=_type_goods,
            numbers=True,
            leads_to=AFTER,
            progress=3,
        ),
        Step(
            name="intake.order",
            ask=_ask_order,
            choose=_choose_order,
            text=_type_order,
            file=_file_order,
            numbers=True,
            leads_to=(*AFTER, "intake.order_confirm"),
            progress=4,
        ),
        Step(
            name="intake.order_confirm",
            ask=_ask_order_confirm,
            choose=_choose_order_confirm,
            leads_to=AFTER,
            progress=4,
        ),
        Step(
            name="intake.contacted",
            ask=_ask_contacted,
            choose=_choose_contacted,
            text=_type_contacted,
            leads_to=AFTER,
            progress=5,
        ),
        Step(
            name="intake.contacted_when",
            ask=_ask_contacted_when,
            choose=_choose_contacted_when,
            text=_type_contacted_when,
            leads_to=AFTER,
            progress=5,
        ),
    ),
)
