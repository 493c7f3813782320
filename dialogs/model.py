"""What goes into a turn and what comes out: the neutral words that every network and storage understand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from complaints.complaint import Complaint, Frozen
from complaints.knowledge.models import Knowledge
from complaints.person import Person
from complaints.reminders import Planned
from complaints.times import Instant
from complaints.workdays import Calendar
from dialogs.texts import Texts

MIB = 1024 * 1024

IDLE = "idle"
"""The step of a chat in which no question is open."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a message. On Telegram a button, elsewhere a numbered line."""

    label: str
    value: str = ""
    """At most 64 bytes. `q:<revision>:<option>` answers the question of that revision; `c:<case>:<action>[:<arg>]` and
    `p:<action>[:<arg>]` act on a case or on the person at any step. Empty only with `copy_text`."""
    style: Literal["primary", "danger"] | None = None
    copy_text: str | None = None
    """1–256 characters that one tap puts on the clipboard (Bot API CopyTextButton)."""


class OutFile(Frozen):
    """A file to send: `path` relative to the person's evidence folder, shown as `name`."""

    path: str
    name: str
    picture: bool = False
    """To be shown in the chat; else it is a document to save."""


class Message(Frozen):
    """One API call. `text` is plain; a `verbatim` text stands alone in its message: one touch copies all of it."""

    text: str
    rows: tuple[tuple[Choice, ...], ...] = ()
    verbatim: bool = False
    file: OutFile | None = None
    reply_to: str | None = None
    """The network's id of the user's message that this one quotes, if it is still there."""
    replaces: str | None = None
    """Key of an earlier message of this chat to edit: unsent, it is replaced; not editable, this is sent anew."""
    lane: Literal["reply", "push"] = "reply"
    key: str | None = None
    """Name of this message in its chat, for `replaces` and for coalescing with an unsent message of the same key."""
    clocks: tuple[tuple[int, str, int], ...] = ()
    """(case, clock key, revision) a push speaks of; it is sent only while one of them still runs at that revision."""
    first: int = 0
    """Where there are no buttons: the number of its first option. 0: its options are named by their words."""

    def renumbered(self, numbers: Mapping[int, int]) -> "Message":
        """The message with its buttons speaking of cases by their new numbers, `numbers`: former → new."""
        rows = tuple(
            tuple(replace(choice, value=renumbered(choice.value, numbers)) for choice in row) for row in self.rows
        )
        return self.model_copy(update={"rows": rows}) if rows != self.rows else self


def renumbered(value: str, numbers: Mapping[int, int]) -> str:
    """`c:<former>:…` as `c:<new>:…`; empty for a case that `numbers` lacks. Any other value is as it was."""
    kind, _, rest = value.partition(":")
    former, _, action = rest.partition(":")
    if kind != "c":
        return value
    new = next((new for old, new in numbers.items() if str(old) == former), None)
    return "" if new is None else f"c:{new}:{action}"


class Job(Frozen):
    """Slow work: `fetch` (store an exhibit), `read` (the words on a stored picture), `export`, `pack` (evidence for one
    reader), `calendar` (deadlines as a file), `mail` and `text` (a letter as a file), `picture` (where a case stands).
    Arguments are JSON values."""

    kind: Literal["fetch", "read", "export", "pack", "calendar", "mail", "text", "picture"]
    case: int | None = None
    exhibit: int | None = None
    args: dict[str, str | int | None] = {}


class DeleteCase(Frozen):
    """Purge one case: rows and files."""

    case: int


class DeletePerson(Frozen):
    """Purge a person: every row and file, leaving a tombstone (a hash)."""


class DeleteFile(Frozen):
    """Purge one stored file that no exhibit shows any more."""

    path: str
    """Relative to the person's evidence folder."""


class OfferLink(Frozen):
    """Keep a one-time code by which this person's account on another network may join them. An earlier one ends."""

    code: str
    until: Instant


class LinkAccounts(Frozen):
    """This chat's person becomes one with the person who was given the code; all cases are theirs then."""

    code: str
    numbers: tuple[tuple[int, int], ...]
    """(number of a case of this chat's person, its number from now on)."""
    notice: Message
    """Said in the chat in which the code was made."""


class UnlinkAccount(Frozen):
    """An account of the person goes its own way again, without cases."""

    account: int
    """`LinkedAccount.id`."""


class PushTo(Frozen):
    """Where reminders go."""

    account: int | None
    """`LinkedAccount.id`; None: wherever the person was last."""


Effect = DeleteCase | DeletePerson | DeleteFile | OfferLink | LinkAccounts | UnlinkAccount | PushTo


@dataclass(frozen=True, slots=True)
class Offer:
    """An option as it was offered, so that `2`, `②` or the label mean it later."""

    label: str
    value: str


class Held(Frozen):
    """Something a newcomer sent before consenting: taken up after consent, erased after 24 hours without it."""

    event: str
    """The event as JSON (`EVENTS`)."""
    at: Instant


class Session(Frozen):
    """The state of one chat."""

    schema_version: int = 1
    step: str = IDLE
    case: int | None = None
    """The case the open question is about."""
    left: int | None = None
    """The case whose open question was left for another case: going on with it is offered when nothing is open."""
    revision: int = 0
    """Raised by every question; buttons of an older one are stale."""
    offered: tuple[Offer, ...] = ()
    page: int = 0
    """Which page of them was shown last, where they are numbered lines."""
    beside: tuple[Offer, ...] = ()
    """Options of other messages. Where there are no buttons: to be named in words, the newest last.

    Elsewhere those shown since the open question was, to be named by number.
    """
    reminded: tuple[int, ...] = ()
    """Cases that the last reminder spoke of."""
    trail: tuple[str, ...] = ()
    """Steps to go back to."""
    notes: dict[str, str] = {}
    """Small values a flow carries between its own steps."""
    held: tuple[Held, ...] = ()
    tapped: str | None = None
    """The last choice tapped, and when: the same tap within 10 s is one tap."""
    tapped_at: Instant = 0
    doubted_at: Instant = 0
    """When it was last asked whether 被骗 means money on its way."""
    since: str = ""
    """The network's id of the message with which this chat's person began here. What is older belongs to somebody who
    was forgotten: the numbers on its buttons are those of other cases by now."""
    minute: int = 0
    """Minute that `heard` counts for (MESSAGES_PER_MINUTE)."""
    heard: int = 0
    heard_at: Instant = 0
    """When the user last did anything here."""
    wrong_codes: int = 0
    """Link codes that were wrong, one after the other."""
    wrong_code_at: Instant = 0
    renumbered: tuple[tuple[int, int], ...] = ()
    """(former number, number now) of the cases that came along when this chat's account was linked."""
    renumbered_until: str = ""
    """The network's id of the last message whose buttons still speak of the former numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a network can do. Flows ask these, never which network it is."""

    buttons: bool = True
    edits: bool = True
    copy_text: bool = True
    max_upload: int = 48_000_000
    """Bytes of one file that we send. Telegram takes 50 MB, https://core.telegram.org/bots/api#senddocument."""
    max_text: int = 4096
    """Characters of one message."""
    max_file: int = 20 * MIB
    """Bytes we can fetch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The operator's settings that conversations depend on."""

    quiet_hours: str = "23:00-08:00"
    max_open_cases: int = 10
    max_exhibits: int = 60
    max_user_bytes: int = 150 * MIB
    messages_per_minute: int = 30
    operator: str = ""
    operator_contact: str = ""
    region: str = ""
    retention_days: int = 180
    reads_pictures: bool = False
    """The operator installed what reads the words on pictures."""
    linkable: bool = False
    """More than one network is run, so that a person may be on both."""


class Cases(Protocol):
    """The person's complaints, read inside the turn's transaction."""

    def get(self, number: int) -> Complaint | None:
        """The complaint of that number, or None."""

    def open(self) -> Sequence[Complaint]:
        """All that are not closed, lowest number first."""

    def all(self) -> Sequence[Complaint]:
        """All, lowest number first."""


class LinkedAccount(Frozen):
    """One of a person's accounts."""

    id: int
    network: str
    here: bool
    """It is the one of this chat."""
    preferred: bool
    """Reminders go there."""


class LinkOwner(Frozen):
    """The other person behind a link code."""

    next_number: int
    networks: frozenset[str]
    """On which they have an account already."""


class Links(Protocol):
    """A person's accounts and the codes that join them, read inside the turn's transaction."""

    def accounts(self) -> Sequence[LinkedAccount]:
        """All accounts of this chat's person, oldest first."""

    def new_code(self) -> str:
        """Eight digits that nobody can foresee; every call gives another one."""

    def owner(self, code: str, now: Instant) -> LinkOwner | None:
        """Who was given that code, if it is still good and not this chat's person's own."""

    def newest(self) -> str:
        """The network's id of the newest message that was sent in this chat; empty when none is known."""

    def busy(self) -> bool:
        """Whether files of this chat's person are under way, so that nothing can be moved now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything a turn may know."""

    now: Instant
    person: Person
    session: Session
    cases: Cases
    links: Links
    rules: Rules
    knowledge: Knowledge
    texts: Texts
    network: Capabilities = Capabilities()
    disk_low: bool = False
    """Free space is below DISK_RESERVE_MB: text goes on, files are kindly refused."""

    @property
    def calendar(self) -> Calendar:
        """Working days and holidays."""
        return self.knowledge.calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a turn decided. Storage writes all of it in one transaction, or nothing."""

    session: Session
    person: Person
    complaints: tuple[Complaint, ...] = ()
    """New and changed ones, whole."""
    messages: tuple[Message, ...] = ()
    reminders: Mapping[int, tuple[Planned, ...]] = field(default_factory=dict)
    """case number → all its planned reminders, for each case whose plan changed; replaces the earlier plan."""
    jobs: tuple[Job, ...] = ()
    effects: tuple[Effect, ...] = ()
