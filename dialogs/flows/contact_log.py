"""记一笔: what was said between the user and the other side, in three short questions or one sentence.

The record exists from the first answer and is completed by the next ones; what came of it goes to `waiting`.
"""

from collections.abc import Callable

from complaints.complaint import Complaint, Stage
from complaints.contact_words import told
from complaints.reading.dates import read_moment
from complaints.times import DAY, date_of, instant_of
from dialogs.events import UserForward
from dialogs.flows import answers, cases, contacts, excuses, intake, waiting
from dialogs.flows import contact_record as draft
from dialogs.flows.held import numbered, visit
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, button, problem_of, rows

QUESTIONS = ("channel", "when", "words")

WORDS = 1000
"""Characters kept of what the other side said."""


# -------------------------------------------------------------------------------------------------------- beginning
def begin(scene: Scene, case: Complaint, _: str = "") -> None:
    """The action and command 记一笔."""
    if not contacts.full(scene, case):
        scene.note(**{draft.PLACE: None, draft.ASKED: None})
        visit(scene, "contact_log.channel", case)


def command(scene: Scene, rest: str) -> None:
    """`/log`, `/log 3`, or `/log 昨天下午三点在线客服说系统故障`."""
    case = numbered(scene, rest)
    if case is not None:
        begin(scene, case)
        return
    here = scene.find(scene.session.case) if scene.session.case is not None else None
    meant = [here] if here is not None else scene.open_cases()
    if len(meant) != 1:
        cases.pick(scene, "log")
        return
    begin(scene, meant[0])
    if rest and scene.session.step == "contact_log.channel":
        _type_channel(scene, rest)


def _next(scene: Scene) -> None:
    """The first question that is still open, or what came of it."""
    asked = (scene.noted(draft.ASKED) or "").split()
    name = next((name for name in QUESTIONS if name not in asked), "result")
    scene.goto(f"contact_log.{name}", trail=False)


# ------------------------------------------------------------------------------------------------------- one sentence
def _sentence(scene: Scene, text: str) -> bool:
    """Take all that a sentence tells; False when it tells nothing of a contact."""
    case, answered = scene.case, []
    found: dict[str, object] = {}
    channel = answers.channel_in(scene, case, text)
    said = told(text, scene.said_at, tuple(draft.channel_names(scene, case).values()))
    if channel is not None:
        found["channel"] = channel
        answered.append("channel")
    if said.moment is not None:
        found |= draft.when(said.moment)
        answered.append("when")
    if said.agent is not None:
        found["agent"] = said.agent
    if said.words is not None:
        found["words"] = said.words[:WORDS]
        answered.append("words")
    if not found:
        return False
    draft.answered(scene, *answered, **found)
    return True


# ---------------------------------------------------------------------------------------------------------- questions
def _ask_channel(scene: Scene) -> None:
    options = [Option(name, channel) for channel, name in draft.channel_names(scene, scene.case).items()]
    key = "contact_log.where" if scene.noted(draft.PLACE) is not None else "contact_log.first"
    scene.ask(scene.t(key), [*rows(options, 3), [button(scene, "skip")]])


def _choose_channel(scene: Scene, value: str) -> None:
    draft.answered(scene, "channel", **({} if value == "skip" else {"channel": value}))
    _next(scene)


def _type_channel(scene: Scene, text: str) -> None:
    if not _sentence(scene, text):
        draft.answered(scene, "words", words=text[:WORDS])
    _next(scene)


def _ask_when(scene: Scene) -> None:
    options = [button(scene, name) for name in ("just_now", "today", "yesterday", "forgotten")]
    scene.ask(scene.t("contact_log.when"), rows(options))


def _choose_when(scene: Scene, value: str) -> None:
    midnight = instant_of(date_of(scene.said_at))
    if value == "just_now":
        draft.answered(scene, "when", at=scene.said_at, approximate=False)
    else:
        day = {"today": midnight, "yesterday": midnight - DAY}.get(value)
        at = scene.said_at if day is None else day
        draft.answered(scene, "when", at=at, approximate=True, day_known=day is not None)
    _next(scene)


def _type_when(scene: Scene, text: str) -> None:
    moment = read_moment(text, scene.said_at)
    if moment is not None:
        draft.answered(scene, "when", **draft.when(moment))
    elif not _sentence(scene, text):
        scene.say(scene.t("intake.time_unclear"))
    _next(scene)


def _ask_words(scene: Scene) -> None:
    scene.ask(scene.t("contact_log.words"), [[button(scene, "silent"), button(scene, "skip")]])


def _choose_words(scene: Scene, value: str) -> None:
    draft.answered(scene, "words")
    if value == "silent":
        scene.say(scene.t("contact_log.noted", record=draft.said_back(scene, draft.current(scene)[1])))
        _end(scene, "silent")
    else:
        _next(scene)


def _type_words(scene: Scene, text: str) -> None:
    said = told(text, scene.said_at, tuple(draft.channel_names(scene, scene.case).values()))
    agent = {"agent": said.agent} if said.agent is not None else {}
    draft.answered(scene, "words", words=(said.words or text)[:WORDS], **agent)
    _next(scene)


def _forward(scene: Scene, event: UserForward) -> None:
    """A forwarded message is what they said; a second one is a record of its own."""
    _, record = draft.current(scene)
    if record.words is not None:
        contacts.take(scene, event)
        return
    came = contacts.record(scene, scene.case, event)
    fields: dict[str, object] = {"words": came.words, "forwarded_from": came.forwarded_from, "message": came.message}
    answered = ["words"]
    if event.forwarded_at is not None:
        fields |= {"at": came.at, "approximate": False}
        answered.append("when")
    if came.channel != contacts.OTHER:
        fields["channel"] = came.channel
        answered.append("channel")
    draft.answered(scene, *answered, **fields)
    _next(scene)


# ------------------------------------------------------------------------------------------------------------- result
def _ask_result(scene: Scene) -> None:
    problem = problem_of(scene, scene.case)
    arrived = problem.arrived.button if problem else scene.t("buttons.arrived")
    scene.ask(
        scene.t("contact_log.result", record=draft.said_back(scene, draft.current(scene)[1])),
        [
            [Option(arrived, "arrived"), button(scene, "promised")],
            [button(scene, "refused"), button(scene, "silent")],
            [button(scene, "only_note", "skip")],
        ],
    )


def _choose_result(scene: Scene, value: str) -> None:
    _end(scene, "noted" if value == "skip" else value)


def _type_result(scene: Scene, text: str) -> None:
    """Words such as 没人理, or more of what they said."""
    place, record = draft.current(scene)
    for name in ("arrived", "promised", "refused", "silent"):
        if text.strip("。.!！ ") in scene.context.texts.words(f"waiting.words.{name}"):
            _end(scene, name)
            return
    words = f"{record.words}\n{text}" if record.words else text
    contacts.replaced(scene, scene.case, place, record.model_copy(update={"words": words[:WORDS]}))
    scene.repeat()


def _end(scene: Scene, result: str) -> None:
    """The record is complete: answer an excuse in it, and hand on what came of it."""
    case = draft.answered(scene, result=result)
    place, record = draft.current(scene)
    if result == "noted":
        text = scene.t("contact_log.noted", record=draft.said_back(scene, record))
        scene.say(text, [[button(scene, "undo", act(case, "unlog", place))]])
    given = excuses.of(scene, record)
    if given and result != "refused":
        excuses.tell(scene, case, given)
    scene.note(**{draft.PLACE: None, draft.ASKED: None})
    if case.stage == Stage.DRAFT and result in answers.CONTACTED:
        case = scene.answer(case, "read", contacted=answers.CONTACTED[result])
    if result == "noted" or (case.stage == Stage.DRAFT and result in {"silent", "refused"}):
        _back(scene, case)
    else:
        waiting.result(scene, case, result)


def _back(scene: Scene, case: Complaint) -> None:
    """To the question that was open; a draft goes on with its first missing one."""
    if case.stage == Stage.DRAFT:
        scene.leave()
        intake.resume(scene, case)
    elif not scene.back():
        scene.leave()


AFTER = ("contact_log.channel", "contact_log.when", "contact_log.words", "contact_log.result")


def _step(
    name: str,
    ask: Callable[[Scene], None],
    choose: Callable[[Scene, str], None],
    text: Callable[[Scene, str], None],
) -> Step:
    """A question of the log; any other may follow, as a sentence may answer several."""
    return Step(name=name, ask=ask, choose=choose, text=text, forward=_forward, leads_to=AFTER)


FLOW = Flow(
    name="contact_log",
    steps=(
        _step("contact_log.channel", _ask_channel, _choose_channel, _type_channel),
        _step("contact_log.when", _ask_when, _choose_when, _type_when),
        _step("contact_log.words", _ask_words, _choose_words, _type_words),
        _step("contact_log.result", _ask_result, _choose_result, _type_result),
    ),
    actions={"log": begin, "unlog": contacts.undo, "unsuspect": contacts.undo_suspect},
)
