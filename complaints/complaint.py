"""The complaint: what a buyer told us about one dispute, what was done about it, and what is still running.

One `Complaint` is stored as one JSON document with `schema_version`. Every model here is frozen: a turn makes new
values and storage writes them, so nothing half-changed can be saved. Times are `Instant` (UTC seconds), money is `Fen`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from complaints.times import Instant

SCHEMA_VERSION = 1

Fen = int


_set_values, _set_named, _set_extra, _set_private = (
    BaseModel.__dict__[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)
"""Fill the slots of a new value, which is frozen to everybody else."""


class Frozen(BaseModel):
    """Base of all domain values: immutable, and a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, which takes four times as long for extras and private attributes that nothing here has."""
        if deep:
            return super().model_copy(update=update, deep=True)
        update, copied = update or {}, object.__new__(type(self))
        _set_values(copied, {**self.__dict__, **update})
        _set_named(copied, {*self.__pydantic_fields_set__, *update})
        _set_extra(copied, None)
        _set_private(copied, None)
        return copied


class Stage(StrEnum):
    """Where a complaint stands. `allowed_moves` in `stages.py` says what may follow."""

    DRAFT = "draft"
    READY = "ready"
    FILED = "filed"
    APPEALED = "appealed"
    OUTSIDE = "outside"
    CLOSED = "closed"


class Origin(Frozen):
    """Which message an answer came from, so that an edited message corrects the right answer."""

    message: str
    by: Literal["typed", "tapped", "read", "guessed"]


class Facts(Frozen):
    """The answers. None means not answered."""

    platform: str | None = None
    platform_name: str | None = None
    problem: str | None = None
    discovered: Instant | None = None
    bought: Instant | None = None
    goods: str | None = None
    goods_kind: str | None = None
    amount: Fen | None = None
    order_numbers: tuple[str, ...] = ()
    order_in_screenshot: bool = False
    contacted: Literal["no", "silent", "refused"] | None = None
    demand: str | None = None
    account: str | None = None
    shop: str | None = None
    paid_how: str | None = None
    payee: str | None = None
    serial: str | None = None
    own_purchase: bool | None = None
    story: str | None = None
    """What happened, in the user's own words as they were."""
    story_calm: str | None = None
    """The calm wording of it that the user took over for letters; empty: it stays out of them."""
    excuse: str | None = None
    """The stock excuse that the next text answers, an id of `knowledge/excuses.toml`."""
    more_excuses: tuple[str, ...] = ()
    """Others of the same message."""
    fraud_proof: bool | None = None
    """The user read what 消法55 wants and says that there is proof of 欺诈."""
    mistake: Literal["own", "theirs"] | None = None
    """Who named the wrong account, for 充错账号."""
    own_use: bool | None = None
    """Bought for one's own consumption (办法16(三)); not to sell on."""
    lawful: bool | None = None
    """Goods that may be traded: no cheats, no stolen cards."""
    elsewhere: str | None = None
    """Another office that the same dispute was brought to, a value of `knowledge/preflight.toml`, or `none`."""
    elsewhere_result: Literal["pending", "accepted", "refused"] | None = None
    """What that office made of it (办法16(二))."""
    linked: bool | None = None
    """The screenshots show that the deal was with this respondent (办法16(三))."""
    reachable: bool | None = None
    """The other side can be found; a court serves nobody who is 下落不明 in small claims."""
    pictured: tuple[str, ...] = ()
    """Names of facts of which the user said 截图里有."""
    dangers: tuple[str, ...] = ()
    """Hard facts of `knowledge/emergency.toml` that the user told: the emergency path comes first."""
    told: tuple[str, ...] = ()
    """Results of offices (`knowledge/results.toml`) that the user told before a filing was known here."""


class Seen(Frozen):
    """What was read on a picture: offered to the user, and no fact before they say that it is right."""

    kind: str | None = None
    """The exhibit kind that it looks like."""
    order_number: str | None = None
    amount: Fen | None = None
    at: Instant | None = None
    """When it was ordered or paid, to the minute."""
    payee: str | None = None
    serial: str | None = None
    """Number of the payment at the payment provider."""


class Exhibit(Frozen):
    """One piece of evidence, 证`number`. The number is never given to another exhibit of the case."""

    number: int
    kind: str
    """An id of `knowledge/exhibits.toml`; `unsorted` until the user said what it shows."""
    state: Literal["pending", "stored", "refused", "deleted", "moved"] = "pending"
    """`moved`: the case became a part of another one, which has the file now."""
    message: str
    received_at: Instant
    name: str | None = None
    size: int | None = None
    """Bytes as received."""
    mime: str | None = None
    sha256: str | None = None
    path: str | None = None
    """Relative to the person's evidence folder."""
    likeness: str | None = None
    """256-bit difference hash in hex, to notice the same picture at another size."""
    album: str | None = None
    caption: str | None = None
    """What the user wrote beside it."""
    forwarded_from: str | None = None
    forwarded_at: Instant | None = None
    refused: str | None = None
    """Code of the reason, when `state` is refused."""
    formerly: tuple[int, int] | None = None
    """Case and number under which it was kept, and cited, before its case became a part of this one."""
    being_read: bool = False
    """A job reads what stands on it."""
    seen: Seen | None = None
    """What that found, while the user has not answered."""


class Contact(Frozen):
    """One exchange with the other side, as the user reports it or as a forwarded message shows it."""

    at: Instant
    approximate: bool = False
    """The user did not remember when: no text names the hour."""
    day_known: bool = False
    """Of an approximate time: the day is certain, so texts name it."""
    channel: str
    """A channel id of the playbook, `phone` or `other`."""
    agent: str | None = None
    words: str | None = None
    result: Literal["asked", "silent", "promised", "refused", "arrived", "noted"] = "noted"
    excuse: str | None = None
    more_excuses: tuple[str, ...] = ()
    """Further stock excuses of the same message."""
    forwarded_from: str | None = None
    message: str | None = None


class Suspect(Frozen):
    """A swindler's message, kept for the police and the payment provider. It is no contact with the other side: no
    letter to that side tells of it."""

    at: Instant
    words: str
    pasted: bool = False
    """Sent on as plain words: `at` is when that was, and nobody knows when it came."""
    forwarded_from: str | None = None
    reasons: tuple[str, ...] = ()
    """Ids of `knowledge/scam.toml`: why it was red."""
    message: str | None = None


class Filing(Frozen):
    """A text that the user sent to somebody, as it was: wording, exhibits and the knowledge it came from."""

    number: int
    letter: str
    channel: str
    at: Instant
    text: str
    exhibits: tuple[int, ...]
    """Numbers of the exhibits cited; they are pinned, and deleting one warns."""
    knowledge_version: str
    deadline: Instant | None = None
    """The deadline the text itself names; the same instant as the clock's."""
    ticket: str | None = None
    formerly: int | None = None
    """The case it was sent for, before that became a part of this one: its text numbers the exhibits of that case."""


class Result(Frozen):
    """What an office, a provider or a platform made of a filing, as the user reports it."""

    filing: int
    """Number of the filing that it answers."""
    kind: str
    """An id of `knowledge/results.toml`."""
    at: Instant
    """When it was decided, or else when the user learned of it."""
    ground: str | None = None
    """Of a refusal: an id of `knowledge/grounds.toml`."""
    message: str | None = None


class Respondent(Frozen):
    """Who is complained about, as far as the user could find out. None means not known."""

    name: str | None = None
    """The full registered name, or the name of a person."""
    code: str | None = None
    """统一社会信用代码, 18 characters."""
    address: str | None = None
    site: str | None = None
    """Where it was bought: the address of the site or the name of the app."""
    icp: str | None = None
    """Number of the ICP registration."""
    searched: tuple[str, ...] = ()
    """Steps of `knowledge/finder.toml` that were gone through, found or not."""


class Clock(Frozen):
    """A running deadline. Reminder rows are derived from it, never the other way round."""

    id: str
    """An id of `knowledge/clocks.toml`, e.g. C0."""
    key: str
    """Unique in the case, e.g. `C1.2`; never reused."""
    started: Instant
    due: Instant
    state: Literal["running", "done", "stopped"] = "running"
    revision: int = 0
    """Raised by every change; a button or a reminder made for an older revision is out of date."""
    leads: tuple[int, ...] = ()
    """Lead times (seconds before `due`, negative after it) whose reminder is still to come."""
    snoozed: Instant | None = None
    """A time the user chose for the next reminder; quiet hours do not move it."""
    unanswered: int = 0
    """Reminders sent since the user last reacted to this clock."""
    asked: bool = False
    """The user was asked whether to go on reminding."""
    weekly: bool = False
    certain: bool = True
    """False when a year's holiday notice is missing: shown as 预计."""
    paused: Instant | None = None
    """Since when the count stands still: a test of the goods is no part of it (办法22)."""
    filing: int | None = None
    channel: str | None = None


class Outcome(Frozen):
    """How the matter ended."""

    kind: str
    """An id of the outcomes in `knowledge/outcomes.toml`."""
    at: Instant
    amount: Fen | None = None
    into: int | None = None
    """Of a case that became a part of another one: the number of that one."""


class Portion(Frozen):
    """One of the orders of a case that several cases became, as it was told there."""

    case: int | None
    """The number of the case it was; None when that is gone."""
    order_numbers: tuple[str, ...] = ()
    goods: str | None = None
    amount: Fen | None = None
    bought: Instant | None = None
    problem: str | None = None


class PendingText(Frozen):
    """A text prepared for the user and not yet reported as sent."""

    letter: str
    channel: str
    made_at: Instant
    knowledge_version: str
    text: str | None = None
    """The user's own wording; None means the text is composed afresh from the facts each time it is shown."""
    own: dict[str, str] = Field(default_factory=dict)
    """Single parts in the user's own words, by field of `knowledge/fields.toml`; an empty one is left out."""
    said: dict[str, str] = Field(default_factory=dict)
    """What the user wrote before taking over a calm or a shorter wording, by field; `text` for the whole text."""
    wording: int = 0
    """Which of the other wordings of the demand was chosen, counted from 1; 0 is the usual one."""
    own_deadline: bool = False
    """The user chose the deadline."""
    shown: str | None = None
    """The text as it was last on the screen: what the user sent, whatever the facts say by now."""
    deadline: Instant | None = None


class Unfiling(Frozen):
    """What the newest filing changed, so that it can be taken back."""

    filing: int
    """Its number."""
    at: Instant
    """When the user reported it."""
    stage: Stage
    pending: PendingText | None
    ended: tuple[Clock, ...]
    """The clocks that it changed, as they were."""
    began: tuple[str, ...]
    """Keys of the clocks that it started."""


class Complaint(Frozen):
    """One dispute of one person about one order, or several orders of one seller."""

    schema_version: int = SCHEMA_VERSION
    number: int
    """Short number, counted per person; `投诉3` on screen. It identifies the case within the person."""
    opened: Instant
    nickname: str | None = None
    """Set by the user; otherwise made from goods and amount."""
    stage: Stage = Stage.DRAFT
    facts: Facts = Facts()
    origins: dict[str, Origin] = Field(default_factory=dict)
    exhibits: tuple[Exhibit, ...] = ()
    contacts: tuple[Contact, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    filings: tuple[Filing, ...] = ()
    results: tuple[Result, ...] = ()
    respondent: Respondent = Respondent()
    portions: tuple[Portion, ...] = ()
    """Its orders one by one, when several cases became this one; else empty."""
    clocks: tuple[Clock, ...] = ()
    pending: PendingText | None = None
    unfiling: Unfiling | None = None
    outcome: Outcome | None = None
    checked: bool = False
    """The first checks of the problem were shown and did not solve it."""
    touched: Instant
    """The user's last sign of life about this case; retention counts from it."""

    def changed(self, **update: object) -> Self:
        """A copy with fields replaced. Names are checked, values are trusted: callers are typed."""
        if not update.keys() <= self.__dict__.keys():
            raise AttributeError(f"no such field: {sorted(update.keys() - self.__dict__.keys())}")
        return self.model_copy(update=update)
