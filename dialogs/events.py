"""Everything that can happen to a conversation, in one shape for all networks.

An edge makes an event from a network's message; the runner hands it, once, to `engine.advance`. `id` is unique within
(network, bot) and is the key that makes a turn happen at most once: a Telegram update id, on QQ
`<time>:<user>:<message id>`, `clock:<person>:<revision>`, `job:<id>`. `at` is bot time when the event was received,
`said_at` the message's own date: 刚刚 counts from it.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from complaints.complaint import Seen
from complaints.times import Instant
from dialogs.model import OutFile


@dataclass(frozen=True, slots=True)
class Chat:
    """A private chat: one account of one person with one of our bots."""

    network: str
    """`telegram` or `qq`."""
    bot: str
    """The bot's own account id on that network."""
    user: str
    """The user's id on that network; in a private chat it is the chat id too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What every event has."""

    id: str
    chat: Chat
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class FromUser(Happening):
    """An act of the user. Only these move the conversation's step."""

    said_at: Instant
    message: str
    """The network's id of the user's message (of the message that carries the button, for a tap)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserText(FromUser):
    """Typed text, commands included; at most 4,096 characters, cleaned by the edge's `normalise`."""

    type: Literal["text"] = "text"
    text: str
    reply_to: str | None = None
    hid: bool = False
    """Something secret was hidden in the text: the user is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTap(FromUser):
    """A button was tapped; `value` is a `Choice.value` once made by us, or anything a forger sends."""

    type: Literal["tap"] = "tap"
    value: str


def is_older(message: str, than: str) -> bool:
    """Whether a message came no later than another: networks with buttons count the messages of a chat."""
    return message.isdecimal() and than.isdecimal() and int(message) <= int(than)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFile(FromUser):
    """A picture, document, voice message … Its bytes are fetched later by a job."""

    type: Literal["file"] = "file"
    kind: Literal["picture", "document", "video", "audio", "voice", "other"]
    """`other`: a sticker, location, contact, poll: nothing to store."""
    file_id: str = ""
    """What the network needs to fetch the bytes; empty for `other`."""
    size: int | None = None
    """Bytes, when the network tells."""
    name: str | None = None
    mime: str | None = None
    album: str | None = None
    caption: str | None = None
    forwarded_from: str | None = None
    forwarded_at: Instant | None = None
    reply_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserForward(FromUser):
    """A forwarded text: evidence, kept as it came (never masked)."""

    type: Literal["forward"] = "forward"
    text: str
    forwarded_from: str | None = None
    forwarded_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserEdit(FromUser):
    """The user edited an earlier message; `message` is the id of that message."""

    type: Literal["edit"] = "edit"
    text: str
    hid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRecall(FromUser):
    """The user took an earlier message back; `message` is the id of that message."""

    type: Literal["recall"] = "recall"


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder that has come due: lead time `lead` (seconds before the clock's `due`) of a case's clock."""

    case: int
    clock: str
    revision: int
    lead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReached(Happening):
    """Reminders of one person are due, all of them in one event."""

    type: Literal["clock"] = "clock"
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStored(Happening):
    """The bytes of an exhibit are safe on disk."""

    type: Literal["stored"] = "stored"
    case: int
    exhibit: int
    path: str
    sha256: str
    size: int
    mime: str
    likeness: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRefused(Happening):
    """An exhibit cannot be kept; `code` is a key of texts `evidence.refused.*`."""

    type: Literal["refused"] = "refused"
    case: int
    exhibit: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRead(Happening):
    """The words on an exhibit's picture were read."""

    type: Literal["picture_read"] = "picture_read"
    case: int
    exhibit: int
    seen: Seen
    text: str
    """All of them, one line each, at most 2,000 characters. Not kept, but with an event that died, secrets hidden."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDone(Happening):
    """A job other than a fetch ended well; `path` is the file it made, relative to the person's folder.

    What is too large for one message of the network comes as several files: the others are in `more`.
    """

    type: Literal["job_done"] = "job_done"
    kind: str
    case: int | None = None
    args: dict[str, str | int | None] = field(default_factory=dict)
    """Those of the job."""
    path: str | None = None
    name: str | None = None
    more: tuple[OutFile, ...] = ()
    unshown: tuple[int, ...] = ()
    """Exhibits whose file is there but cannot be opened."""
    lost: tuple[int, ...] = ()
    """Exhibits whose file is gone or not what was received."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFailed(Happening):
    """A job failed three times and was given up."""

    type: Literal["job_failed"] = "job_failed"
    kind: str
    case: int | None = None
    args: dict[str, str | int | None] = field(default_factory=dict)
    exhibit: int | None = None
    code: str = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered(Happening):
    """The network did not let us send a reminder: the account is offline there, or may not write to this user."""

    type: Literal["undelivered"] = "undelivered"
    clocks: tuple[tuple[int, str, int], ...]
    """(case, clock key, revision) that it spoke of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobProgress(Happening):
    """A job is on its way: `done` of `total` steps. It comes at most every two seconds and may be missed."""

    type: Literal["job_progress"] = "job_progress"
    job: int
    kind: str
    case: int | None = None
    args: dict[str, str | int | None] = field(default_factory=dict)
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked(Happening):
    """The user blocked the bot: nothing can be sent."""

    type: Literal["blocked"] = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unblocked(Happening):
    """The user came back after a block."""

    type: Literal["unblocked"] = "unblocked"


Event = Annotated[
    UserText
    | UserTap
    | UserFile
    | UserForward
    | UserEdit
    | UserRecall
    | ClockReached
    | FileStored
    | FileRefused
    | PictureRead
    | JobDone
    | JobFailed
    | Undelivered
    | JobProgress
    | Blocked
    | Unblocked,
    Field(discriminator="type"),
]

EVENTS: TypeAdapter[Event] = TypeAdapter(Event)
"""To and from JSON, for dead events and their replay."""
