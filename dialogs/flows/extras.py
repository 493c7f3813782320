"""Files for other programs: deadlines for the phone's calendar, a letter as text or for a computer's mail."""

from complaints import clocks
from complaints.complaint import Complaint
from dialogs.events import JobDone, JobFailed, JobProgress
from dialogs.flows import filing
from dialogs.flows.filing_card import EMAIL
from dialogs.flows.filing_text import shown
from dialogs.flows.waiting import over
from dialogs.model import Job, OutFile
from dialogs.scene import Scene
from dialogs.steps import Flow
from dialogs.wording import act, button, title

MAIL_KEY = "mail"


# --------------------------------------------------------------------------------------------------------- calendar
def calendar(scene: Scene, case: Complaint | None = None) -> None:
    """The deadlines of a case, or of all, that are still to come."""
    cases = scene.open_cases() if case is None else [case]
    if any(clock.due > scene.now for one in cases for clock in clocks.running(one)):
        scene.jobs.append(Job(kind="calendar", case=case.number if case else None))
    else:
        scene.say(scene.t("pack.calendar.none"))


def calendar_done(scene: Scene, event: JobDone) -> None:
    """The file, and how to use it."""
    if event.path is not None and event.name is not None:
        file = OutFile(path=event.path, name=event.name)
        scene.say(scene.t("pack.calendar.ready"), file=file, key=f"calendar.{event.case}")


# ------------------------------------------------------------------------------------------------------------- mail
def mail(scene: Scene, case: Complaint, _: str = "") -> None:
    """The e-mail that stands on the card, as it would be sent now. Without one, its card first."""
    text = shown(scene, case)
    if over(scene, case):
        return
    if text is None or text.letter.channel != EMAIL:
        filing.letter(scene, case, EMAIL)
        return
    parts = {part.name: part.text for part in text.draft.parts}
    args: dict[str, str | int | None] = {
        "to": parts.get("recipient"),
        "subject": parts.get("subject", ""),
        "text": text.text,
    }
    scene.jobs.append(Job(kind="mail", case=case.number, args=args))
    scene.say(scene.t("pack.mail.making", title=title(scene, case)), key=MAIL_KEY)


def progressed(scene: Scene, event: JobProgress) -> None:
    """How far its attachment is, in the place of what was said before."""
    case = scene.find(event.case or 0)
    if case is not None and scene.context.network.edits:
        about = {"title": title(scene, case), "done": event.done, "total": event.total}
        scene.say(scene.t("pack.mail.progress", **about), replaces=MAIL_KEY, key=MAIL_KEY)


def mail_done(scene: Scene, event: JobDone) -> None:
    """The file, and what it is for."""
    case = scene.find(event.case or 0)
    if case is not None and event.path is not None and event.name is not None:
        file = OutFile(path=event.path, name=event.name)
        scene.say(scene.t("pack.mail.ready", title=title(scene, case)), file=file, key=f"mail.{case.number}")


# ------------------------------------------------------------------------------------------------------- plain text
def text(scene: Scene, case: Complaint, _: str = "") -> None:
    """The text on the card, an e-mail with its recipient and subject. Without one, its card first."""
    prepared = shown(scene, case)
    if over(scene, case):
        return
    if prepared is None:
        filing.letter(scene, case, "")
        return
    names = [part.name for part in prepared.draft.parts]
    heads = [scene.t(f"pack.text.{name}", words=words) for name, words in zip(names, prepared.parts, strict=True)]
    whole = "\n".join(heads) if len(heads) > 1 else prepared.text
    args: dict[str, str | int | None] = {"letter": prepared.letter.name, "text": whole}
    scene.jobs.append(Job(kind="text", case=case.number, args=args))


def text_done(scene: Scene, event: JobDone) -> None:
    """The file."""
    case = scene.find(event.case or 0)
    if case is not None and event.path is not None and event.name is not None:
        file = OutFile(path=event.path, name=event.name)
        scene.say(scene.t("pack.text.ready", title=title(scene, case)), file=file, key=f"text.{case.number}")


def failed(scene: Scene, event: JobFailed) -> None:
    """It was given up; everything it was for can be done without it."""
    case = scene.find(event.case or 0)
    again = act(case, event.kind) if case is not None else f"p:{event.kind}"
    scene.say(scene.t(f"pack.{event.kind}.failed"), [[button(scene, "try_again", again)]])


FLOW = Flow(
    name="extras",
    actions={"calendar": lambda scene, case, _: calendar(scene, case), "mail": mail, "text": text},
    person_actions={"calendar": lambda scene, _: calendar(scene)},
)
