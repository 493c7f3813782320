"""The record of a contact while its questions are answered: where it stands, what is known, how it reads.

It exists in the case from the first answer, so nothing is lost when the user turns to something else.
"""

from complaints.complaint import Complaint, Contact
from complaints.reading.dates import Moment
from complaints.routes import playbook_of
from dialogs.flows import cases, contacts
from dialogs.masks import hidden
from dialogs.scene import Scene

PLACE = "record"
"""Note: the place of the record in the case."""

ASKED = "asked"
"""Note: which of the questions need not be asked any more."""

QUOTED = 60
"""Characters of what the other side said that are read back."""


def channel_names(scene: Scene, case: Complaint) -> dict[str, str]:
    """Channels a contact may have gone through: id → name, those of the platform first."""
    book = playbook_of(case, scene.context.knowledge)
    names = {channel.id: channel.name for channel in book.channels}
    return names | {name: scene.t(f"contact_log.channel.{name}") for name in ("phone", "other")}


def current(scene: Scene) -> tuple[int, Contact]:
    """The record in the making and its place; a new one until the first answer."""
    case, noted = scene.case, scene.noted(PLACE)
    place = int(noted) if noted is not None else len(case.contacts)
    if place < len(case.contacts):
        return place, case.contacts[place]
    return place, Contact(at=scene.said_at, approximate=True, channel=contacts.OTHER, message=scene.message)


def answered(scene: Scene, *questions: str, **fields: object) -> Complaint:
    """Put answers into the record; their questions are not asked again."""
    place, record = current(scene)
    case = contacts.replaced(scene, scene.case, place, record.model_copy(update=fields))
    asked = [*(scene.noted(ASKED) or "").split(), *questions]
    scene.note(**{PLACE: str(place), ASKED: " ".join(dict.fromkeys(asked))})
    return case


def when(moment: Moment) -> dict[str, object]:
    """Of a day or a part of one, texts name the day and no hour."""
    vague = moment.precision in {"day", "part"}
    return {"at": moment.instant, "approximate": vague, "day_known": vague}


def said_back(scene: Scene, contact: Contact) -> str:
    """11月21日(周六) 15:00 · 在线客服 · 工号8023：“系统故障”."""
    names = channel_names(scene, scene.case)
    parts = [
        cases.contact_time(scene, contact),
        names.get(contact.channel, scene.t("contact_log.channel.other")),
        *([scene.t("contact_log.agent", agent=contact.agent)] if contact.agent else []),
    ]
    words = hidden(contact.words or "", scene.context.texts, scene.context.knowledge)
    quote = scene.t("contact_log.quote", words=words[:QUOTED] + ("…" if len(words) > QUOTED else "")) if words else ""
    return " · ".join(parts) + quote
