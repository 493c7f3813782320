"""Sorting: nobody but the user can say what a picture shows, so they are asked, one picture at a time.

The question is about the first exhibit without a kind, or about one named for relabelling. It is the same at every
repetition, so it can be asked when the last picture of an album has arrived as well as when the user wrote.
"""

from complaints.checklist import missing
from complaints.complaint import Complaint, Exhibit
from complaints.exhibits import UNKNOWN, UNSORTED, changed, find, kept, kind_in, unsorted
from dialogs.events import UserText
from dialogs.flows import exhibit_names as words
from dialogs.flows.held import PAGES, go_back, visit
from dialogs.model import IDLE
from dialogs.options import figure
from dialogs.scene import Option, Rows, Scene
from dialogs.wording import act, button, problem_of

STEP = "evidence.sort"

RELABELLED = "relabel"
"""Note: the exhibit whose kind is to be changed."""


def here(scene: Scene, case: Complaint) -> bool:
    """Whether sorting this case is what the chat is at."""
    return scene.session.step == STEP and scene.session.case == case.number


def wait(scene: Scene, case: Complaint) -> None:
    """Be at the question without asking it yet: an album is still arriving."""
    step = scene.session.step
    if here(scene, case):
        return
    if step == IDLE or scene.session.case != case.number:
        scene.leave()
        scene.set_session(step=STEP, case=case.number)
    else:
        past = scene.session.trail if step in PAGES else (*scene.session.trail, step)
        scene.set_session(step=STEP, trail=past, offered=())


def start(scene: Scene, case: Complaint, argument: str = "") -> None:
    """Sort the case's pictures, or say anew what one of them is: the action `sort[:<exhibit>]`."""
    exhibit = kept_one(case, argument)
    if exhibit is None and not unsorted(case):
        scene.say(scene.t("evidence.all_sorted"), [[button(scene, "whole_list", act(case, "evidence"))]])
        return
    visit(scene, STEP, case)
    if exhibit is not None:
        scene.note(**{RELABELLED: str(exhibit.number)})
        scene.repeat()


def kept_one(case: Complaint, argument: str) -> Exhibit | None:
    """The kept exhibit that an argument of a button names; anything may stand there."""
    exhibit = find(case, figure(argument) or 0)
    return exhibit if exhibit in kept(case) else None


def target(scene: Scene, case: Complaint) -> Exhibit | None:
    """The exhibit in question."""
    return kept_one(case, scene.noted(RELABELLED) or "") or next(iter(unsorted(case)), None)


def tell_me(scene: Scene) -> str:
    """Why the user is asked: nobody, or not yet, can say what the picture shows."""
    return scene.t("evidence.tell_me_reading" if scene.context.rules.reads_pictures else "evidence.tell_me")


def ask(scene: Scene, lead: str = "") -> None:
    """这张是？"""
    case = scene.case
    exhibit = target(scene, case)
    options: Rows
    if exhibit is None:
        text = scene.t("evidence.nothing_to_sort")
        options = [
            [button(scene, "go_on_collecting", act(case, "collect")), button(scene, "enough", act(case, "enough"))]
        ]
    else:
        text = scene.t("evidence.what_is_it", name=words.which(scene, case, exhibit))
        options = words.kind_rows(scene, case, exhibit)
    quoted = exhibit.message if exhibit is not None else None
    scene.ask("\n".join(filter(None, [lead, text])), options, reply_to=quoted)


def typed(scene: Scene, text: str) -> None:
    """Words for the picture in question, for the one they reply to, or for all that wait (都是聊天)."""
    case = scene.case
    kind = kind_in(text, list(scene.context.knowledge.exhibits.values()))
    chosen = _meant(scene, case, text)
    if kind is None or not chosen:
        scene.say(scene.t("evidence.kind_unclear"))
        scene.repeat()
        return
    for exhibit in chosen:
        case = said_to_be(case, exhibit, kind)
    _labelled(scene, scene.save(case.changed(touched=scene.now)), chosen)


def _meant(scene: Scene, case: Complaint, text: str) -> list[Exhibit]:
    replied = scene.event.reply_to if isinstance(scene.event, UserText) else None
    if replied is not None and (named := [one for one in kept(case) if one.message == replied]):
        return named
    if any(word in text for word in scene.context.texts.words("evidence.all_words")) and unsorted(case):
        return unsorted(case)
    exhibit = target(scene, case)
    return [exhibit] if exhibit else []


def label(scene: Scene, case: Complaint, argument: str) -> None:
    """The action `kind:<exhibit>:<kind>`: the user says what an exhibit is."""
    number, _, kind = argument.partition(":")
    exhibit = kept_one(case, number)
    if exhibit is None or kind == UNSORTED or kind not in scene.context.knowledge.exhibits:
        scene.say(scene.t("errors.stale"))
        scene.repeat()
        return
    _labelled(scene, scene.save(said_to_be(case, exhibit, kind).changed(touched=scene.now)), [exhibit])


def said_to_be(case: Complaint, exhibit: Exhibit, kind: str) -> Complaint:
    """The case when the user says what an exhibit shows: what it looked like is no question any more."""
    seen = exhibit.seen.model_copy(update={"kind": None}) if exhibit.seen is not None else None
    return changed(case, exhibit.number, kind=kind, seen=seen)


def _labelled(scene: Scene, case: Complaint, chosen: list[Exhibit]) -> None:
    """Say it back; at the sorting question go on with the next picture."""
    kind = next(one.kind for one in kept(case) if one.number == chosen[0].number)
    numbers = words.names(scene, (exhibit.number for exhibit in chosen))
    key = "evidence.is_unknown" if kind == UNKNOWN else "evidence.is_now"
    done = scene.t(key, names=numbers, kind=scene.context.knowledge.exhibits[kind].name)
    if not here(scene, case):
        rest = [[button(scene, "sort", act(case, "sort"))]] if unsorted(case) else []
        scene.say(done, rest)
        return
    go_on(scene, case, done)


def go_on(scene: Scene, case: Complaint, done: str) -> None:
    """At the sorting question, when a picture was sorted: `done` says what became of it."""
    scene.note(**{RELABELLED: None})
    if unsorted(case):
        ask(scene, done)
    else:
        _finish(scene, case, done)


def _finish(scene: Scene, case: Complaint, done: str) -> None:
    """All are sorted: back to what was open, or a word on what is still missing."""
    go_back(scene)
    if scene.session.step != IDLE:
        scene.say(done)
        scene.repeat()
        return
    lacking = _missing_line(scene, case)
    scene.say("\n".join(filter(None, [done, lacking])), _next_rows(scene, case, bool(lacking)))


def _missing_line(scene: Scene, case: Complaint) -> str:
    problem = problem_of(scene, case)
    if problem is None:
        return ""
    titles = [place.item.title for place in missing(case, problem)]
    return scene.t("evidence.still_missing", titles="、".join(titles)) if titles else ""


def _next_rows(scene: Scene, case: Complaint, lacking: bool) -> list[list[Option]]:
    more = [button(scene, "go_on_collecting", act(case, "collect"), "primary")] if lacking else []
    return [[*more, button(scene, "whole_list", act(case, "evidence"))]]
