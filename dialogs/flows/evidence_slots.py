"""Slot by slot: 先发①订单页. The next picture fills the place that is asked for, then the next missing one is asked.

Which place is next follows from the case alone, so the question is right again after a picture turned out unusable.
"""

from complaints.checklist import Place, missing, places
from complaints.complaint import Complaint, Stage
from complaints.exhibits import UNSORTED, find, kept, kind_in, next_number, unsorted
from dialogs.events import UserFile
from dialogs.flows import evidence_sorting as sorting
from dialogs.flows import exhibit_names as words
from dialogs.flows import intake
from dialogs.flows.evidence_files import SLOT as STEP
from dialogs.flows.evidence_files import ask_about, first_word, keep
from dialogs.flows.held import visit
from dialogs.scene import Scene
from dialogs.wording import act, button, problem_of

LATER = "later"
"""Note: ids of the items that the user does not have now, so they are not asked again this time."""


SHORT = 10
"""Characters up to which words with 没有 in them mean that the picture is not there."""


def here(scene: Scene, case: Complaint) -> bool:
    """Whether collecting for this case is what the chat is at."""
    return scene.session.step == STEP and scene.session.case == case.number


def begin(scene: Scene, case: Complaint) -> None:
    """Collect what is missing; pictures that came earlier and have no kind yet are asked about first."""
    visit(scene, STEP, case)
    if unsorted(case):
        scene.goto(sorting.STEP)


def place_of(scene: Scene) -> Place | None:
    """The first missing item that the user did not put off."""
    problem = problem_of(scene, scene.case)
    later = (scene.noted(LATER) or "").split()
    found = missing(scene.case, problem) if problem else []
    return next((place for place in found if place.item.id not in later), None)


def ask(scene: Scene, lead: str = "", undo: int | None = None) -> None:
    """Ask for the next picture; `undo` is the exhibit that has just come."""
    case, place = scene.case, place_of(scene)
    last = [button(scene, "undo", act(case, "undo", undo))] if undo else []
    enough = button(scene, "enough", act(case, "enough"))
    if place is None:
        text = scene.t("evidence.anything_more" if kept(case) else "evidence.send_any")
        scene.ask("\n".join(filter(None, [lead, text])), [[enough, *last]])
        return
    key = "evidence.next" if kept(case) else "evidence.first"
    text = scene.t(key, mark=words.mark(scene, place), title=place.item.title, how=place.item.how)
    options = [
        [button(scene, "not_now", act(case, "slot", place.item.id, "skip"))],
        [button(scene, "why", act(case, "slot", place.item.id, "why")), enough],
    ]
    if last:
        options[0] += last
    scene.ask("\n".join(filter(None, [lead, text])), options)


def choose(scene: Scene, value: str) -> None:
    """跳过, said in words."""
    place = place_of(scene)
    if value == "skip" and place is not None:
        _put_off(scene, place)


def act_on(scene: Scene, case: Complaint, argument: str) -> None:
    """The action `slot:<item>:skip` or `slot:<item>:why`."""
    item, _, what = argument.partition(":")
    problem = problem_of(scene, case)
    place = next((place for place in places(case, problem) if place.item.id == item), None) if problem else None
    if place is None or what not in {"skip", "why"}:
        scene.say(scene.t("errors.stale"))
    elif what == "why":
        use = "filing" if "filing" in place.item.required_for else "later" if place.item.required_for else "helps"
        text = scene.t(
            "evidence.why", title=place.item.title, proves=place.item.proves, use=scene.t(f"evidence.use_{use}")
        )
        scene.say(text)
    elif here(scene, case):
        _put_off(scene, place)
        return
    scene.repeat()


def _put_off(scene: Scene, place: Place) -> None:
    scene.note(**{LATER: f"{scene.noted(LATER) or ''} {place.item.id}".strip()})
    after(scene, "")


def typed(scene: Scene, text: str) -> None:
    """Words at a place for a picture: 没有, or something that is no picture."""
    place, none_words = place_of(scene), scene.context.texts.words("evidence.none_words")
    if place is not None and len(text) <= SHORT and any(word in text for word in none_words):
        _put_off(scene, place)
        return
    scene.say(scene.t("evidence.picture_wanted"))
    scene.repeat()


def file(scene: Scene, event: UserFile) -> None:
    """A picture fills the place asked for; one of an album, or one nobody asked for, is asked about."""
    case, place = scene.case, place_of(scene)
    kind = kind_in(event.caption or "", list(scene.context.knowledge.exhibits.values()))
    if kind is None:
        kind = UNSORTED if event.album is not None or place is None else place.item.kind
    number, lead = next_number(case), first_word(scene, case, event)
    kept_in = keep(scene, case, event, kind)
    exhibit = find(kept_in, number) if kept_in is not None else None
    if kept_in is None or exhibit is None:
        return
    if kind == UNSORTED:
        ask_about(scene, kept_in, event, number, lead)
    else:
        kept_as = scene.t("evidence.kept_as", exhibit=words.labelled(scene, exhibit))
        after(scene, "\n".join(filter(None, [kept_as, lead])), number)


def after(scene: Scene, lead: str, undo: int | None = None) -> None:
    """The next place, or the end when nothing is left to ask for."""
    if place_of(scene) is None and problem_of(scene, scene.case) is not None:
        finish(scene, lead, undo)
    else:
        ask(scene, lead, undo)


def finish(scene: Scene, lead: str = "", undo: int | None = None) -> None:
    """Leave collecting: back to the question that was open, or on with the case."""
    case = scene.case
    problem = problem_of(scene, case)
    complete = problem is not None and not missing(case, problem)
    text = "\n".join(filter(None, [lead, scene.t("evidence.complete" if complete else "evidence.rest_later")]))
    rows = [[button(scene, "undo", act(case, "undo", undo))]] if undo else []
    scene.say(text, rows)
    scene.note(**{LATER: None})
    if scene.back():
        return
    scene.leave()
    if case.stage in {Stage.DRAFT, Stage.READY}:
        intake.resume(scene, case)


def enough(scene: Scene, case: Complaint, _: str) -> None:
    """The action 够了."""
    if scene.session.case == case.number and scene.session.step.startswith("evidence."):
        finish(scene)
    else:
        scene.say(scene.t("evidence.rest_later"))
        scene.repeat()
