"""Evidence: screenshots at any time, for any case. What other flows call, and the table of its steps."""

from complaints.complaint import Complaint
from dialogs.events import FileRefused, FileStored, JobFailed, PictureRead, UserFile, UserForward
from dialogs.flows import cases, contacts, evidence_files, evidence_list, evidence_slots, evidence_sorting, forwarding
from dialogs.flows import evidence_reading as reading
from dialogs.flows import evidence_receiving as receiving
from dialogs.flows.held import numbered
from dialogs.scene import Scene
from dialogs.steps import Flow, Step


# ------------------------------------------------------------------------------------------- what other flows call
def begin(scene: Scene, case: Complaint) -> None:
    """Collect the missing evidence of a case, one picture after the other."""
    evidence_slots.begin(scene, case)


def received(scene: Scene, event: UserFile) -> None:
    """A file from the user, at whatever step."""
    receiving.received(scene, event)


def keep(scene: Scene, case: Complaint, event: UserFile, kind: str) -> Complaint | None:
    """Keep a file as an exhibit of that kind; None, and said why, when there is no room."""
    return evidence_files.keep(scene, case, event, kind)


def stored(scene: Scene, event: FileStored) -> None:
    """A file has arrived."""
    evidence_files.stored(scene, event)


def refused(scene: Scene, event: FileRefused) -> None:
    """A file is unusable."""
    evidence_files.refused(scene, event)


def given_up(scene: Scene, event: JobFailed) -> None:
    """A file could not be fetched."""
    evidence_files.given_up(scene, event)


def read(scene: Scene, event: PictureRead) -> None:
    """A picture was read."""
    reading.done(scene, event)


def finds_named(scene: Scene, text: str) -> bool:
    """Words that answer what was read on pictures; returns whether they were."""
    return reading.named(scene, text)


def unreadable(scene: Scene, event: JobFailed) -> None:
    """A picture could not be read."""
    reading.given_up(scene, event)


def forwarded(scene: Scene, event: UserForward) -> None:
    """A forwarded text that no step waits for."""
    forwarding.forwarded(scene, event)


def command(scene: Scene, rest: str) -> None:
    """`/evidence`, `/evidence 3`."""
    case = numbered(scene, rest)
    if case is None and scene.session.case is not None:
        case = scene.find(scene.session.case)
    if case is None:
        cases.pick(scene, "evidence")
    else:
        evidence_list.overview(scene, case)


FLOW = Flow(
    name="evidence",
    steps=(
        Step(name="evidence.consent", ask=receiving.ask_consent, choose=receiving.choose_consent),
        Step(name="evidence.which", ask=receiving.ask_which, choose=receiving.choose_which),
        forwarding.QUESTION,
        Step(
            name="evidence.slot",
            ask=evidence_slots.ask,
            choose=evidence_slots.choose,
            text=evidence_slots.typed,
            file=evidence_slots.file,
            forward=contacts.take,
            leads_to=("evidence.sort",),
        ),
        Step(
            name="evidence.sort",
            ask=evidence_sorting.ask,
            text=evidence_sorting.typed,
            file=receiving.join,
            forward=contacts.take,
            leads_to=("evidence.slot",),
        ),
        Step(
            name="evidence.overview",
            ask=evidence_list.ask_overview,
            file=receiving.join,
            forward=contacts.take,
            leads_to=("evidence.slot", "evidence.sort", "evidence.list"),
        ),
        Step(
            name="evidence.list",
            ask=evidence_list.ask_list,
            file=receiving.join,
            leads_to=("evidence.item", "evidence.overview"),
        ),
        Step(
            name="evidence.item",
            ask=evidence_list.ask_item,
            file=receiving.join,
            leads_to=("evidence.sort", "evidence.drop", "evidence.list"),
        ),
        Step(
            name="evidence.drop",
            ask=evidence_list.ask_drop,
            choose=evidence_list.choose_drop,
            leads_to=("evidence.list", "evidence.overview"),
        ),
    ),
    actions={
        "evidence": evidence_list.overview,
        "collect": lambda scene, case, _: begin(scene, case),
        "slot": evidence_slots.act_on,
        "enough": evidence_slots.enough,
        "sort": evidence_sorting.start,
        "kind": evidence_sorting.label,
        "exhibits": evidence_list.listing,
        "exhibit": evidence_list.item,
        "show": evidence_list.show,
        "drop": evidence_list.drop,
        "undo": evidence_list.undo,
        "read": reading.answer,
    },
    person_actions={"keep_voice": receiving.keep_voice},
)
