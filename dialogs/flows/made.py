"""What became of jobs: each kind is told by the flow that asked for it."""

from collections.abc import Callable, Mapping

from dialogs.events import JobDone, JobFailed, JobProgress
from dialogs.flows import cases, evidence, extras, pack, portability
from dialogs.scene import Scene

DONE: Mapping[str, Callable[[Scene, JobDone], None]] = {
    "export": portability.done,
    "pack": pack.done,
    "calendar": extras.calendar_done,
    "mail": extras.mail_done,
    "text": extras.text_done,
    "picture": cases.picture_done,
}
FAILED: Mapping[str, Callable[[Scene, JobFailed], None]] = {
    "fetch": evidence.given_up,
    "read": evidence.unreadable,
    "export": portability.failed,
    "pack": pack.failed,
    "calendar": extras.failed,
    "mail": extras.failed,
    "text": extras.failed,
    "picture": cases.no_picture,
}
PROGRESSED: Mapping[str, Callable[[Scene, JobProgress], None]] = {"pack": pack.progressed, "mail": extras.progressed}


def done(scene: Scene, event: JobDone) -> None:
    """A job ended well."""
    DONE[event.kind](scene, event)


def failed(scene: Scene, event: JobFailed) -> None:
    """A job was given up."""
    FAILED[event.kind](scene, event)


def progressed(scene: Scene, event: JobProgress) -> None:
    """A job is on its way."""
    PROGRESSED[event.kind](scene, event)
