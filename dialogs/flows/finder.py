"""查平台是谁: one screenshot and one field a step, in any number of sittings, and at the end what it is good for.

Where to look is data (`knowledge/finder.toml`); which step is next follows from the case alone. The steps shown in one
sitting stand in a note, one for each time this step is in the trail, so 返回 leads to the one before.
"""

from collections.abc import Mapping

from complaints.complaint import Complaint, Contact
from complaints.knowledge.models import FinderStep
from complaints.letter_facts import letter_facts
from complaints.letters import compose
from complaints.reading.companies import IdentityField, is_full_name, read_identity
from complaints.respondents import Known, found, known, open_steps, value
from complaints.routes import first_channel
from complaints.times import HOUR, letter_deadline
from dialogs.events import UserFile
from dialogs.flows import answers, evidence, finder_result, offices, waiting
from dialogs.flows import exhibit_names as words
from dialogs.flows.evidence_files import album_coming
from dialogs.flows.held import go_back, visit
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, button, rows, title

STEP = "finder.look"

SHOWN = "finder"
"""Note: ids of the steps shown in this sitting, in the order they were shown."""

LATER = "later"
"""Note: ids of the steps passed over in this sitting; the next one asks them again."""

SHOT = "shot"
"""Note: the step whose picture has come."""

MORE = "more"
"""Note: name and address were known when this sitting began, so it does not end with them."""

SHORT = 12
"""Characters up to which words such as 找不到 mean that there is nothing to be found."""


# ------------------------------------------------------------------------------------------------------- beginning
def begin(scene: Scene, case: Complaint, _: str = "") -> None:
    """The action 查平台是谁: the next place to look at, or what was found when there is none."""
    if waiting.over(scene, case):
        return
    if open_steps(case, scene.context.knowledge):
        scene.note(**dict.fromkeys((SHOWN, LATER, SHOT, MORE)))
        visit(scene, STEP, case)
        scene.note(**{MORE: "yes" if known(case) == Known.WHOLE else None})
    else:
        finder_result.show(scene, case)
        scene.repeat()


def _again(scene: Scene, case: Complaint, _: str) -> None:
    """再查一遍: what was not found is looked for anew."""
    if not waiting.over(scene, case):
        begin(scene, scene.save(finder_result.respondent(scene, case, searched=())))


def _current(scene: Scene) -> FinderStep | None:
    """The step in question: one of those shown already, after 返回, or the next that may find something."""
    knowledge = scene.context.knowledge
    shown = [name for name in (scene.noted(SHOWN) or "").split() if name in knowledge.finder]
    place = scene.session.trail.count(STEP)
    if place < len(shown):
        return knowledge.finder[shown[place]]
    return next((step for step in _left(scene) if step.id not in shown), None)


def _left(scene: Scene) -> list[FinderStep]:
    """The open steps that were not passed over in this sitting."""
    later = (scene.noted(LATER) or "").split()
    return [step for step in open_steps(scene.case, scene.context.knowledge) if step.id not in later]


# ---------------------------------------------------------------------------------------------------------- asking
def _ask(scene: Scene, lead: str = "") -> None:
    step = _current(scene)
    if step is None:
        _finish(scene)
        return
    place = scene.session.trail.count(STEP)
    shown = (scene.noted(SHOWN) or "").split()[:place]
    scene.note(**{SHOWN: " ".join([*shown, step.id])})
    if step.letter is not None:
        scene.say(_letter(scene, step.letter), verbatim=True)
    first = not shown and not scene.case.respondent.searched
    _put(scene, step, scene.t("finder.intro") if first else lead)


def _letter(scene: Scene, name: str) -> str:
    """The text with which the other side is asked, with the deadline of the channel that it goes to."""
    case, knowledge = scene.case, scene.context.knowledge
    letter, channel = knowledge.letters[name], first_channel(case, knowledge)
    deadline = letter_deadline(scene.now + channel.escalate_after * HOUR)
    return compose(letter, letter_facts(case, knowledge, letter, scene.now, deadline), knowledge).text


def _ask_again(scene: Scene, lead: str = "") -> None:
    step = _current(scene)
    if step is None:
        _finish(scene)
    elif scene.noted(SHOWN) is None:
        _ask(scene, lead)
    else:
        _put(scene, step, lead)


def _put(scene: Scene, step: FinderStep, lead: str, undo: int | None = None) -> None:
    """The question of a step; once its picture is there, only what is to be typed."""
    if scene.noted(SHOT) == step.id:
        lines = [lead, step.question]
    else:
        place = scene.session.trail.count(STEP) + 1
        rest = [other for other in _left(scene) if other.id != step.id]
        heading = scene.t("finder.heading", title=title(scene, scene.case), place=place, count=place + len(rest))
        register = scene.context.knowledge.contacts.get(step.contact or "")
        where = offices.line(scene, register) if register else ""
        lines = [lead, heading, step.look, where, scene.t("finder.how", how=step.how), step.question]
    told = value(scene.case, step.field)
    if told:
        lines.append(scene.t("finder.known", value=finder_result.cut(told)))
    scene.ask("\n".join(filter(None, lines)), _rows(scene, step, undo))


def _rows(scene: Scene, step: FinderStep, undo: int | None) -> list[list[Option]]:
    case = scene.case
    own = [button(scene, "keep_it", "keep")] if value(case, step.field) else []
    if step.suggests and value(case, step.suggests) and not own:
        own.append(button(scene, "it_is_payee", "suggested"))
    if step.letter is not None:
        own.append(button(scene, "asked_them", "sent"))
    back = [button(scene, "previous", "p:back")] if scene.session.trail else []
    taken = [button(scene, "undo", act(case, "undo", undo))] if undo else []
    return [
        *rows([*own, *taken]),
        [button(scene, "not_found", "none"), button(scene, "skip")],
        [button(scene, "stop_here", "stop"), *back],
    ]


# --------------------------------------------------------------------------------------------------------- answering
def _choose(scene: Scene, name: str) -> None:
    step = _current(scene)
    if step is None:
        _finish(scene)
    elif name == "sent":
        _asked_them(scene)
    elif name == "stop":
        _finish(scene, scene.t("finder.paused"))
    elif name == "skip":
        scene.note(**{LATER: f"{scene.noted(LATER) or ''} {step.id}".strip()})
        _next(scene, "")
    else:
        if name == "suggested" and step.suggests is not None:
            _take(scene, {step.field: value(scene.case, step.suggests) or ""})
        _gone_through(scene, step)
        _next(scene, scene.t("finder.none") if name == "none" else "")


def _asked_them(scene: Scene) -> None:
    """The other side was asked in writing: a contact, and the question stays open for its answer."""
    case = scene.case
    contact = Contact(
        at=scene.said_at,
        channel=first_channel(case, scene.context.knowledge).id,
        words=scene.t("finder.asked_words"),
        result="asked",
        message=scene.message,
    )
    scene.save(case.changed(contacts=(*case.contacts, contact), touched=scene.now))
    _ask_again(scene, scene.t("finder.asked"))


def _text(scene: Scene, text: str) -> None:
    step = _current(scene)
    if step is None:
        _finish(scene)
        return
    wanted = text.strip("。.!！ ")
    none_words = scene.context.texts.words("finder.none_words")
    if len(wanted) <= SHORT and not is_full_name(wanted) and any(word in wanted for word in none_words):
        _choose(scene, "none")
        return
    told = read_identity(text, step.field if answers.is_answer(text) else None)
    if step.field not in told:
        noted = _take(scene, told) if told else ""
        _ask_again(scene, "\n".join(filter(None, [noted, step.unclear])))
        return
    noted = _take(scene, told, step.field)
    _gone_through(scene, step)
    _next(scene, noted)


def _take(scene: Scene, told: Mapping[IdentityField, str], asked: IdentityField | None = None) -> str:
    """Keep what was told, without writing over what is known and was not asked for; returns it read back."""
    case = scene.case
    new = {field: said for field, said in told.items() if field == asked or value(case, field) is None}
    finder_result.keep(scene, case, new)
    if not new:
        return ""
    lines = [scene.t("finder.field", name=scene.t(f"finder.name.{field}"), value=said) for field, said in new.items()]
    odd = [scene.t("finder.not_full")] if "name" in new and not is_full_name(new["name"]) else []
    return "\n".join([scene.t("finder.noted", fields="，".join(lines)), *odd])


def _gone_through(scene: Scene, step: FinderStep) -> None:
    case = scene.case
    if step.id not in case.respondent.searched:
        searched = (*case.respondent.searched, step.id)
        scene.save(finder_result.respondent(scene, case, searched=searched))


def _next(scene: Scene, lead: str) -> None:
    """The next step, or the end; 返回 leads back to this one."""
    shown = (scene.noted(SHOWN) or "").split()
    trail = scene.session.trail
    scene.note(**{SHOWN: " ".join(shown[: trail.count(STEP) + 1]), SHOT: None})
    scene.set_session(trail=(*trail, STEP), offered=())
    done = known(scene.case) == Known.WHOLE and scene.noted(MORE) is None
    if done or _current(scene) is None:
        _finish(scene, lead)
        return
    _ask(scene, lead)


# ----------------------------------------------------------------------------------------------------------- pictures
def _file(scene: Scene, event: UserFile) -> None:
    """A picture is kept as what this step is about; words beside it may be the answer, else it is still asked for."""
    step = _current(scene)
    case = scene.case
    if step is None:
        _finish(scene)
        return
    follows = event.album is not None and any(exhibit.album == event.album for exhibit in case.exhibits)
    kept = evidence.keep(scene, case, event, step.exhibit)
    if kept is None:
        return
    scene.note(**{SHOT: step.id})
    exhibit = kept.exhibits[-1]
    if event.caption and step.field in read_identity(event.caption):
        _text(scene, event.caption)
    elif event.album is None:
        _put(scene, step, scene.t("evidence.kept_as", exhibit=words.labelled(scene, exhibit)), exhibit.number)
    elif not follows:
        album_coming(scene, event.album)
        _put(scene, step, "")


# ------------------------------------------------------------------------------------------------------------ the end
def _finish(scene: Scene, lead: str = "") -> None:
    """What was found and what it is good for; then back to the question that was open."""
    case = scene.case
    if lead:
        scene.say(lead)
    finder_result.show(scene, case)
    scene.note(**dict.fromkeys((SHOWN, LATER, SHOT, MORE)))
    scene.set_session(trail=tuple(name for name in scene.session.trail if name != STEP))
    go_back(scene)
    scene.repeat()


# ---------------------------------------------------------------------------------------------------------- correcting
def _change(scene: Scene, case: Complaint, _: str) -> None:
    """有一项不对: which one."""
    if waiting.over(scene, case):
        return
    if found(case):
        visit(scene, "finder.change", case)
    else:
        begin(scene, case)


def _ask_change(scene: Scene) -> None:
    options = [Option(scene.t(f"finder.name.{field}"), field) for field in found(scene.case)]
    scene.ask(scene.t("finder.change"), [*rows(options, 3), [button(scene, "stop_here", "stop")]])


def _choose_change(scene: Scene, name: str) -> None:
    if name == "stop":
        _finish(scene)
    else:
        scene.note(field=name)
        scene.goto("finder.value")


def _field(scene: Scene) -> IdentityField:
    noted = scene.noted("field")
    return next((field for field in found(scene.case) if field == noted), "name")


def _ask_value(scene: Scene) -> None:
    field = _field(scene)
    name, told = scene.t(f"finder.name.{field}"), value(scene.case, field) or ""
    scene.ask(
        scene.t("finder.value", name=name, value=told), [[button(scene, "clear"), button(scene, "previous", "p:back")]]
    )


def _choose_value(scene: Scene, name: str) -> None:
    if name == "clear":
        finder_result.keep(scene, scene.case, {_field(scene): ""})
        _corrected(scene)


def _text_value(scene: Scene, text: str) -> None:
    field = _field(scene)
    told = read_identity(text, field)
    if field not in told:
        step = next(step for step in scene.context.knowledge.finder.values() if step.field == field)
        scene.say(step.unclear)
        scene.repeat()
        return
    finder_result.keep(scene, scene.case, {field: told[field]})
    _corrected(scene)


def _corrected(scene: Scene) -> None:
    scene.set_session(trail=tuple(name for name in scene.session.trail if name != "finder.change"))
    _finish(scene)


FLOW = Flow(
    name="finder",
    steps=(
        Step(name=STEP, ask=_ask, again=_ask_again, choose=_choose, text=_text, file=_file, leads_to=(STEP,)),
        Step(name="finder.change", ask=_ask_change, choose=_choose_change, leads_to=("finder.value",)),
        Step(name="finder.value", ask=_ask_value, choose=_choose_value, text=_text_value),
    ),
    actions={"finder": begin, "find_again": _again, "finder_change": _change},
)
