"""What belongs to the user: the privacy page, a copy of everything, and deleting a case or all of it (PIPL 45, 47)."""

from complaints.complaint import Complaint, Stage
from complaints.exhibits import kept
from dialogs.events import JobDone, JobFailed
from dialogs.model import DeleteCase, DeletePerson, Job, OutFile, Session
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, button, title

LISTED = 8
"""Closed cases offered one by one."""


# ---------------------------------------------------------------------------------------------------------- privacy
def privacy(scene: Scene) -> None:
    """Who runs this, what is kept, where, how long, how to delete; the open question stays."""
    rules = scene.context.rules
    key = "portability.privacy" if rules.operator else "portability.privacy_local"
    text = scene.t(
        key, operator=rules.operator, contact=rules.operator_contact, region=rules.region, days=rules.retention_days
    )
    if scene.person.consent is None:
        scene.set_session(step="start.consent")
        scene.ask(text, [[button(scene, "consent", "p:consent", "primary")]])
        return
    scene.say(text, [[button(scene, "export", "p:export"), button(scene, "delete", "p:delete", "danger")]])
    scene.repeat()


# ----------------------------------------------------------------------------------------------------------- export
def export(scene: Scene) -> None:
    """A copy of everything as a ZIP, made by a job."""
    if not scene.context.cases.all():
        scene.say(scene.t("portability.nothing"))
        return
    scene.jobs.append(Job(kind="export"))
    scene.say(scene.t("portability.exporting"), key="export")


def done(scene: Scene, event: JobDone) -> None:
    """The ZIP is ready, or several where one would be too large to send; each is a message of its own."""
    if event.path is None or event.name is None:
        return
    files = (OutFile(path=event.path, name=event.name), *event.more)
    for part, file in enumerate(files, 1):
        about = scene.t("portability.exported") if part == 1 else ""
        which = scene.t("portability.part", part=part, parts=len(files)) if event.more else ""
        scene.say("\n".join(filter(None, [about, which])), file=file, key=f"export_file.{part}")


def failed(scene: Scene, _: JobFailed) -> None:
    """It was given up: say so, and what to do."""
    scene.say(scene.t("portability.export_failed"), [[button(scene, "try_again", "p:export")]])


# ----------------------------------------------------------------------------------------------------------- delete
def delete(scene: Scene) -> None:
    """Which: an open case, one of the last that were closed, or everything. The rest is deleted from its own card."""
    opened = scene.open_cases()
    closed = [case for case in scene.context.cases.all() if case.stage == Stage.CLOSED][-LISTED:]
    listed = [[Option(title(scene, case), act(case, "delete"))] for case in (*opened, *closed)]
    key = "portability.delete" if listed else "portability.delete_nothing"
    scene.say(scene.t(key), [*listed, [button(scene, "delete_all", "p:delete_all", "danger")]])


def _delete_case(scene: Scene, case: Complaint, _: str) -> None:
    scene.start("portability.delete_case", case=case.number)


def _ask_case(scene: Scene) -> None:
    scene.ask(
        scene.t("portability.delete_case", title=title(scene, scene.case), count=len(kept(scene.case))),
        [[button(scene, "delete_it", "yes", "danger"), button(scene, "keep", "no")]],
    )


def _choose_case(scene: Scene, value: str) -> None:
    case = scene.case
    scene.leave()
    if value == "yes":
        scene.forget(case.number)
        scene.effects.append(DeleteCase(case=case.number))
        scene.say(_with_backups(scene, scene.t("portability.case_deleted", title=title(scene, case))))
    else:
        scene.say(scene.t("portability.kept"))


def _with_backups(scene: Scene, text: str) -> str:
    """How long backups last, where an operator keeps them."""
    return "\n".join([text, *([scene.t("portability.backups")] if scene.context.rules.operator else [])])


def _delete_all(scene: Scene, _: str) -> None:
    scene.start("portability.delete_all")


def _ask_all(scene: Scene) -> None:
    scene.ask(
        scene.t("portability.delete_all", count=len(scene.context.cases.all())),
        [
            [button(scene, "delete_everything", "yes", "danger"), button(scene, "keep", "no")],
            [button(scene, "export", "p:export")],
        ],
    )


def _choose_all(scene: Scene, value: str) -> None:
    scene.leave()
    if value == "yes":
        scene.effects.append(DeletePerson())
        scene.session = Session()
        scene.say(_with_backups(scene, scene.t("portability.all_deleted")))
    else:
        scene.say(scene.t("portability.kept"))


FLOW = Flow(
    name="portability",
    steps=(
        Step(name="portability.delete_case", ask=_ask_case, choose=_choose_case),
        Step(name="portability.delete_all", ask=_ask_all, choose=_choose_all),
    ),
    actions={"delete": _delete_case},
    person_actions={
        "privacy": lambda scene, _: privacy(scene),
        "export": lambda scene, _: export(scene),
        "delete": lambda scene, _: delete(scene),
        "delete_all": _delete_all,
    },
)
