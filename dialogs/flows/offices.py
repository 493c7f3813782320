"""An office or service in one line, with its age."""

from complaints.knowledge.models import Contact, Status
from complaints.times import date_of
from dialogs.scene import Scene

STALE = 180
"""Days after which a contact is shown with 请先核实."""


def line(scene: Scene, office: Contact) -> str:
    """A contact with its age; what nobody verified is said to be so and has no link."""
    note = scene.t("escalation.note", note=office.note) if office.note else ""
    old = (date_of(scene.now) - office.checked_on).days > STALE
    key = "contact_unverified" if office.status == Status.UNVERIFIED else "contact_old" if old else "contact"
    checked = office.checked_on.isoformat()
    return scene.t(f"escalation.{key}", name=office.name, where=where(scene, office), checked=checked, note=note)


def where(scene: Scene, office: Contact) -> str:
    """Its address, number and the words on how to find it."""
    tel = scene.t("escalation.tel", tel=office.tel) if office.tel else None
    return " ".join(filter(None, [office.url, tel, office.how]))
