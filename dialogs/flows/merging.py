"""几单合成一件: cases about one seller become one before 12315 hears of them, after one question."""

from complaints import clocks, stages
from complaints.complaint import Complaint, Outcome, Stage
from complaints.exhibits import kept
from complaints.merging import OFFICES, arriving, may_merge, merge, order_of
from complaints.similar import MERGED
from dialogs.flows import cases, escalation, retention, waiting
from dialogs.model import DeleteFile
from dialogs.options import figure
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, button, title

STILL = frozenset({"texts", "sent", "delete"})
"""What buttons of a case that became a part of another one still do."""

OTHER = "other"
"""Note: the number of the case that is to become a part of the one in hand."""


def candidates(scene: Scene, case: Complaint) -> list[Complaint]:
    """The open cases that may become one with this one."""
    return [other for other in scene.open_cases() if may_merge(case, other)]


def offer(scene: Scene, case: Complaint, route: str) -> None:
    """Before an office hears of a case: say which others are about the same seller, if any. It is no question."""
    others = candidates(scene, case) if route in OFFICES else []
    if not others:
        return
    names = "、".join(scene.t("cases.short", number=other.number) for other in others)
    scene.say(
        scene.t("merging.offer", title=title(scene, case), names=names),
        [[button(scene, "merge", act(case, "merge"))]],
    )


def _into(scene: Scene, case: Complaint | None) -> Complaint | None:
    """The case that this one became a part of; None for any other."""
    number = case.outcome.into if case is not None and case.outcome is not None else None
    return scene.find(number) if number is not None else None


def follow(scene: Scene) -> None:
    """Leave a question about a case that is gone meanwhile: deleted or made a part of another one in another chat of
    the same person, or deleted because its time was over."""
    if scene.session.case is None:
        return
    case = scene.find(scene.session.case)
    if case is None or _into(scene, case) is not None:
        scene.leave()


def gone(scene: Scene, case: Complaint, action: str) -> bool:
    """Of a case that became a part of another one: say so and lead there, whatever its button was to do."""
    into = _into(scene, case)
    if into is None or action in STILL:
        return False
    text = scene.t("merging.points", title=title(scene, case), into=title(scene, into))
    scene.say(text, [[Option(scene.t("buttons.see_case", number=into.number), act(into, "open"), "primary")]])
    return True


# --------------------------------------------------------------------------------------------------------- asking
def _merge(scene: Scene, case: Complaint, argument: str) -> None:
    """The action `merge[:<other>]`: with the one named, the only one, or the one that the user picks."""
    if waiting.over(scene, case):
        return
    others = candidates(scene, case)
    named = [other for other in others if other.number == figure(argument)]
    if not others:
        scene.say(scene.t("merging.none", title=title(scene, case)), [[button(scene, "card", act(case, "open"))]])
    elif named or len(others) == 1:
        into, other = order_of(case, (named or others)[0])
        scene.start("merging.confirm", case=into.number, **{OTHER: str(other.number)})
    else:
        picks = [[Option(title(scene, other), act(case, "merge", other.number))] for other in others]
        scene.say(scene.t("merging.which", title=title(scene, case)), picks)


def _other(scene: Scene) -> Complaint | None:
    """The case to be merged; None when it may not be any more."""
    other = scene.find(figure(scene.noted(OTHER) or "") or 0)
    return other if other is not None and may_merge(scene.case, other) else None


def _ask(scene: Scene) -> None:
    other = _other(scene)
    if other is None:
        scene.ask(scene.t("merging.not_any_more"), [[button(scene, "all_right_then", "no")]])
        return
    text = scene.t("merging.confirm", into=title(scene, scene.case), other=title(scene, other), count=len(kept(other)))
    scene.ask(text, [[button(scene, "merge", "yes", "primary"), button(scene, "do_not_merge", "no")]])


def _choose(scene: Scene, value: str) -> None:
    case, other = scene.case, _other(scene)
    if value != "yes" or other is None:
        scene.leave()
        scene.say(scene.t("merging.kept_apart"))
        cases.card(scene, case)
    elif arriving(case, other):
        scene.say(scene.t("merging.arriving"))
        scene.repeat()
    else:
        _merged(scene, case, other)


# --------------------------------------------------------------------------------------------------------- doing it
def _merged(scene: Scene, case: Complaint, other: Complaint) -> None:
    """Save both, drop files that are there twice, and show the one that stays."""
    names = {"into": title(scene, case), "other": title(scene, other)}
    done = merge(case, other, scene.now)
    scene.effects += [DeleteFile(path=path) for path in done.copies]
    into = escalation.keep_company(scene, scene.save(done.into))
    _close(scene, done.away, into.number)
    scene.leave()
    scene.say(scene.t("merging.done", **names))
    cases.card(scene, into)


def _close(scene: Scene, away: Complaint, into: int) -> None:
    away = clocks.reported(away, "closed", scene.context.knowledge.clocks)
    outcome = Outcome(kind=MERGED, at=scene.now, into=into)
    away = away.changed(outcome=outcome, pending=None, touched=scene.now)
    retention.begin(scene, stages.moved(away, Stage.CLOSED))


FLOW = Flow(
    name="merging",
    steps=(Step(name="merging.confirm", ask=_ask, choose=_choose),),
    actions={"merge": _merge},
)
