"""A phone for tests: it says, taps, sends and forwards, and shows what the bot answered.

    chat = Chat()
    chat.says("/new").sees("…")
    chat.taps("没收到")

Every turn goes through `engine.advance`; between turns session, person and cases live as JSON, as in storage, and so do
events, jobs and messages. Reminders fire when the clock is moved, files arrive when a test says so.

On a network without buttons `taps` types what the message says to type, and every option shown must have such a word.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

from pydantic import BaseModel

from complaints.complaint import Complaint, Seen, Stage
from complaints.knowledge import load as knowledge_files
from complaints.knowledge.models import Knowledge
from complaints.person import Consent, Person
from complaints.reminders import Planned
from complaints.times import HOUR, Instant
from dialogs import engine, menus
from dialogs import texts as texts_files
from dialogs.commands import ALWAYS, command_of
from dialogs.events import (
    EVENTS,
    ClockReached,
    Due,
    Event,
    FileRefused,
    FileStored,
    JobDone,
    JobFailed,
    PictureRead,
    UserEdit,
    UserFile,
    UserForward,
    UserTap,
    UserText,
)
from dialogs.events import Chat as Address
from dialogs.flows import STEPS
from dialogs.flows.home import SKIPPED
from dialogs.masks import without_secrets
from dialogs.model import (
    Capabilities,
    Choice,
    Context,
    DeleteCase,
    DeletePerson,
    Effect,
    Job,
    LinkedAccount,
    LinkOwner,
    Message,
    Rules,
    Session,
    Turn,
)
from dialogs.texts import Texts

ROOT = Path(__file__).parents[2]
SUNDAY = 1795312800
"""2026-11-22, a Sunday, 10:00 in Shanghai: when a chat begins unless a test says otherwise."""

LINES = 12
"""A message fits a phone screen."""

M = TypeVar("M", bound=BaseModel)


@cache
def knowledge() -> Knowledge:
    """The real knowledge/, read once."""
    return knowledge_files.load(ROOT / "knowledge")


@cache
def texts() -> Texts:
    """The real texts/, read once."""
    return texts_files.load(ROOT / "texts")


class Stored:
    """The person's cases as JSON documents, in the order of their numbers."""

    def __init__(self) -> None:
        self.documents: dict[int, str] = {}

    def get(self, number: int) -> Complaint | None:
        document = self.documents.get(number)
        return Complaint.model_validate_json(document) if document else None

    def open(self) -> list[Complaint]:
        return [case for case in self.all() if case.stage != Stage.CLOSED]

    def all(self) -> list[Complaint]:
        return [Complaint.model_validate_json(self.documents[number]) for number in sorted(self.documents)]

    def put(self, case: Complaint) -> None:
        self.documents[case.number] = case.model_dump_json()


class Accounts:
    """The person's accounts, and whose code would be taken; storage has tests of its own for what linking does."""

    def __init__(self) -> None:
        self.list = [LinkedAccount(id=1, network="telegram", here=True, preferred=False)]
        self.owners: dict[str, LinkOwner] = {}
        self.under_way = False
        self.last = ""

    def accounts(self) -> list[LinkedAccount]:
        return self.list

    def new_code(self) -> str:
        return "13572468"

    def owner(self, code: str, now: Instant) -> LinkOwner | None:
        return self.owners.get(code)

    def newest(self) -> str:
        return self.last

    def busy(self) -> bool:
        return self.under_way


class Chat:
    """One person on one phone. The methods that act return the chat, so that what follows can be asked of it."""

    def __init__(
        self,
        *,
        now: Instant = SUNDAY,
        consented: bool = True,
        may_upload: bool = True,
        network: Capabilities | None = None,
        rules: Rules | None = None,
        disk_low: bool = False,
        data: Knowledge | None = None,
    ) -> None:
        consent = Consent(version="test", at=now)
        self.now = now
        self.network = network or NETWORK[-1]
        self.rules = rules or Rules()
        self.disk_low = disk_low
        self.knowledge = data or knowledge()
        self.person = Person(
            consent=consent if consented else None, upload_consent=consent if consented and may_upload else None
        )
        self.session = Session()
        self.cases = Stored()
        self.links = Accounts()
        self.reminders: dict[int, tuple[Planned, ...]] = {}
        self.screen: list[Message] = []
        """Everything the phone shows of the bot, oldest first; edited messages in their place."""
        self.sent: list[Message] = []
        """Everything that was sent, in its order, where nothing can be edited."""
        self.answer: list[Message] = []
        """What the last event brought."""
        self.jobs: list[Job] = []
        """Jobs that nobody has done yet, oldest first."""
        self.pictures: list[Job] = []
        """Of these the drawings of a case's progress, for which nobody waits."""
        self.effects: list[Effect] = []
        self.turn: Turn | None = None
        self.actions = 0
        """How often the user did something."""
        self._serial = 0
        self._offline = False
        self._unsent: list[Message] = []
        self._contents: dict[str, tuple[bytes, str | None]] = {}

    # ------------------------------------------------------------------------------------------------ the user acts
    def says(self, text: str, *, reply_to: str | None = None, message: str | None = None) -> Self:
        """Types a message; `message` is its id."""
        act = self._act()
        return self.hears(UserText(**{**act, "message": message or act["message"]}, text=text, reply_to=reply_to))

    def taps(self, label: str) -> Self:
        """Taps the newest button of that label; without buttons, types the number or the word for it."""
        if self.network.buttons:
            return self.taps_value(self.choice(label).value)
        self._turn_to(label)
        choice = self.choice(label)
        word = self.word_for(choice)
        if word is None and any(choice in row for message in self.screen for row in message.rows if message.clocks):
            self.says("提醒")
            choice = self.choice(label)
            word = self.word_for(choice)
        # What older messages offered cannot be named any more, as it could still be tapped.
        return self.taps_value(choice.value) if word is None else self.says(word)

    def taps_value(self, value: str, *, message: str | None = None) -> Self:
        """Taps a button of that value, shown or forged; `message` is the id of the message that it is under."""
        act = self._act()
        return self.hears(UserTap(**{**act, "message": message or act["message"]}, value=value))

    def sends_picture(self, content: str | None = None, **what: Any) -> Self:
        """Sends a screenshot. Equal `content` means equal bytes; without it every picture is another one."""
        return self.sends("picture", content, **what)

    def sends_album(self, *contents: str | None) -> Self:
        """Sends several pictures as one album, each its own event."""
        album = f"album{self._serial}"
        for content in contents:
            self.sends_picture(content, album=album)
        return self

    def sends(
        self,
        kind: Literal["picture", "document", "video", "audio", "voice", "other"],
        content: str | bytes | None = None,
        *,
        size: int | None = 300_000,
        likeness: str | None = None,
        **what: Any,
    ) -> Self:
        """Sends any file; further words are fields of `UserFile`."""
        file_id = "" if kind == "other" else f"file{self._serial}"
        content = content or file_id
        self._contents[file_id] = (content.encode() if isinstance(content, str) else content, likeness)
        return self.hears(UserFile(**self._act(), kind=kind, file_id=file_id, size=size, **what))

    def forwards(self, text: str, *, by: str | None = None, at: Instant | None = None) -> Self:
        """Forwards a text message that `by` wrote at `at`."""
        return self.hears(UserForward(**self._act(), text=text, forwarded_from=by, forwarded_at=at))

    def edits(self, text: str, *, message: str | None = None) -> Self:
        """Edits an earlier message, the last one unless told."""
        edited = message or self.last_message
        return self.hears(UserEdit(**{**self._act(), "message": edited}, text=text))

    @property
    def last_message(self) -> str:
        """Id of the user's last message."""
        return f"m{self._serial - 1}"

    # ------------------------------------------------------------------------------------------------ the world acts
    def stored(self, count: int | None = None, *, mime: str = "image/png") -> Self:
        """The files being fetched are on disk now, all of them or the oldest `count`."""
        for job in self._fetches()[:count]:
            content, likeness = self._contents[str(job.args["file_id"])]
            facts: dict[str, Any] = {
                "sha256": hashlib.sha256(content).hexdigest(),
                "size": len(content),
                "likeness": likeness,
            }
            path = f"{job.case}/{job.exhibit}.png"
            self.hears(FileStored(**self._done(job), exhibit=job.exhibit or 0, path=path, mime=mime, **facts))
        return self

    def refused(self, code: str) -> Self:
        """The oldest file being fetched turns out to be unusable."""
        job = self._fetches()[0]
        return self.hears(FileRefused(**self._done(job), exhibit=job.exhibit or 0, code=code))

    def reads(self, *, text: str = "", **seen: Any) -> Self:
        """The oldest picture that waits for it is read; further words are fields of `Seen`."""
        job = next(job for job in self.jobs if job.kind == "read")
        return self.hears(PictureRead(**self._done(job), exhibit=job.exhibit or 0, seen=Seen(**seen), text=text))

    def job_done(self, path: str = "export/1.zip", name: str = "1.zip", **more: Any) -> Self:
        """The oldest job that fetches no file ends well; further words are fields of `JobDone`."""
        job = next(job for job in self.jobs if job.kind != "fetch")
        return self.hears(JobDone(**self._done(job), kind=job.kind, args=job.args, path=path, name=name, **more))

    def drawn(self) -> Self:
        """The oldest picture is ready."""
        job = self.pictures.pop(0)
        return self.hears(JobDone(**self._common(), case=job.case, kind=job.kind, path="pack-1.png", name="1.png"))

    def not_drawn(self) -> Self:
        """The oldest picture could not be made."""
        job = self.pictures.pop(0)
        return self.hears(JobFailed(**self._common(), case=job.case, kind=job.kind, code="no_typst"))

    def job_failed(self, code: str = "failed") -> Self:
        """The oldest job is given up."""
        job = self.jobs[0]
        failed = JobFailed(**self._done(job), kind=job.kind, args=job.args, exhibit=job.exhibit, code=code)
        return self.hears(failed)

    def passes(self, *, hours: float = 0, minutes: float = 0) -> Self:
        """Time passes, and what falls due meanwhile is said."""
        return self.until(self.now + int(hours * HOUR + minutes * 60))

    def until(self, instant: Instant) -> Self:
        """It is `instant` now; reminders due before came in their order."""
        while (fires := [row.fire_at for rows in self.reminders.values() for row in rows]) and min(fires) <= instant:
            self.now = max(self.now, min(fires))
            self._fire()
        self.now = instant
        return self

    @contextmanager
    def offline(self) -> Iterator[None]:
        """Nothing is sent meanwhile: of waiting messages with the same key only the newest remains."""
        self._offline = True
        yield
        self._offline = False
        self.answer = []
        self._send()

    # ------------------------------------------------------------------------------------------------ what is seen
    @property
    def text(self) -> str:
        """All that the last event brought, as one text."""
        return "\n".join(message.text for message in self.answer)

    @property
    def labels(self) -> list[str]:
        """Labels of all buttons that the last event brought."""
        return [choice.label for message in self.answer for row in message.rows for choice in row]

    def sees(self, *words: str) -> Self:
        """The last event's messages hold these words."""
        for word in words:
            assert word in self.text, f"{word!r} is not in:\n{self.text}"
        return self

    def sees_no(self, *words: str) -> Self:
        """The last event's messages hold none of these words."""
        for word in words:
            assert word not in self.text, f"{word!r} is in:\n{self.text}"
        return self

    def offers(self, *labels: str) -> Self:
        """The last event's messages have these buttons, perhaps among others."""
        copies = set() if self.network.copy_text else {texts()("buttons.copy")}
        for label in set(labels) - copies:
            assert label in self.labels, f"no [{label}] among {self.labels} of:\n{self.text}"
        return self

    def offers_no(self, *labels: str) -> Self:
        """The last event's messages have none of these buttons."""
        for label in labels:
            assert label not in self.labels, f"[{label}] is offered with:\n{self.text}"
        return self

    def hears_nothing(self) -> Self:
        """The last event brought no message."""
        assert not self.answer, self.text
        return self

    def fits_a_phone(self) -> Self:
        """No message of the last event is longer than a phone screen; numbered lines come on top of that."""
        for message in self.answer:
            assert message.verbatim or len(message.text.splitlines()) <= LINES, message.text
            assert len(menus.spelled(message, texts()).splitlines()) <= LINES + menus.PAGE + 1, message
        return self

    def choice(self, label: str) -> Choice:
        """The newest button of that label."""
        for message in reversed(self.screen):
            for row in message.rows:
                for choice in row:
                    if choice.label == label:
                        return choice
        raise AssertionError(f"no button [{label}] was ever shown; now: {self.labels} with:\n{self.text}")

    def case(self, number: int = 1) -> Complaint:
        """The stored case of that number."""
        case = self.cases.get(number)
        assert case is not None, f"there is no case {number}"
        return case

    def has_case(self, case: Complaint) -> Self:
        """Puts a case into the store, as if earlier turns had made it."""
        self.cases.put(case)
        self.person = self.person.model_copy(update={"next_number": max(self.person.next_number, case.number + 1)})
        return self

    # ------------------------------------------------------------------------------------------------ how it works
    def _act(self) -> dict[str, Any]:
        """Fields of a next event of the user."""
        self.actions += 1
        return {"said_at": self.now, "message": f"m{self._serial}", **self._common()}

    def _done(self, job: Job) -> dict[str, Any]:
        """Fields of a next event that ends the job."""
        self.jobs.remove(job)
        return {"case": job.case, **self._common()}

    def _common(self) -> dict[str, Any]:
        self._serial += 1
        return {"id": f"e{self._serial - 1}", "chat": Address("telegram", "1", "2"), "at": self.now}

    def _fetches(self) -> list[Job]:
        return [job for job in self.jobs if job.kind == "fetch"]

    def _fire(self) -> None:
        due = []
        for number, rows in self.reminders.items():
            due += [Due(number, row.clock, row.revision, row.lead) for row in rows if row.fire_at <= self.now]
            self.reminders[number] = tuple(row for row in rows if row.fire_at > self.now)
        self.hears(ClockReached(**self._common(), due=tuple(due)))

    def context(self) -> Context:
        """What the engine is told of the world."""
        return Context(
            now=self.now,
            person=_again(self.person),
            session=_again(self.session),
            cases=self.cases,
            links=self.links,
            rules=self.rules,
            knowledge=self.knowledge,
            texts=texts(),
            network=self.network,
            disk_low=self.disk_low,
        )

    def hears(self, event: Event) -> Self:
        """One event, one turn, kept as storage would keep it."""
        event = without_secrets(EVENTS.validate_json(EVENTS.dump_json(event)), texts(), self.knowledge)
        self.turn = turn = engine.advance(self.context(), event)
        self.session, self.person = _again(turn.session), _again(turn.person)
        for case in turn.complaints:
            self.cases.put(case)
        self.reminders |= dict(turn.reminders)
        self.jobs += [_again(job) for job in turn.jobs if job.kind != "picture"]
        self.pictures += [_again(job) for job in turn.jobs if job.kind == "picture"]
        self.effects += turn.effects
        for effect in turn.effects:
            self._apply(effect)
        assert sum(message.key == "question" for message in turn.messages) <= 1, "two questions in one turn"
        if not self.network.buttons:
            self._can_be_answered(turn.messages)
        self.answer = []
        for message in turn.messages:
            self._write(_again(message))
        if not self._offline:
            self._send()
        return self

    def _can_be_answered(self, messages: Sequence[Message]) -> None:
        """Every option that was shown has a number or a word, on the screen, that means it."""
        for message in messages:
            offered = [] if message.lane == "push" else menus.offers(message)
            for offer in offered:
                word = self._word_in(message, offer.value) or offer.label
                shown = menus.spelled(message, texts())
                assert word in shown, shown
                assert self._means(word) == offer.value, f"{word} does not mean {offer} in:\n{shown}"

    def _turn_to(self, label: str) -> None:
        """Leaf through the menu until it shows an option of that label, if it has one that is not shown yet."""
        waiting = label in {offer.label for offer in self.session.offered}
        while waiting and label not in self.labels and "更多" in self.labels:
            self.says("更多")

    def word_for(self, choice: Choice) -> str | None:
        """What is typed where an option cannot be tapped: its number, or its label; None when neither means it now."""
        words = [self._word_in(message, choice.value) for message in reversed(self.screen)]
        return next((word for word in (*words, choice.label) if word and self._means(word) == choice.value), None)

    def _word_in(self, message: Message, value: str) -> str | None:
        """The number of an option in a message."""
        if value == menus.BACK:
            return "0"
        lines = [offer.value for offer in menus.offers(message) if offer.value != menus.BACK]
        return str(message.first + lines.index(value)) if message.first and value in lines else None

    def _means(self, text: str) -> str | None:
        """The option that a text names now."""
        command = command_of(text, texts())
        if command is not None and command.name in ALWAYS:
            skipped = (one.value for one in self.session.offered if one.value.endswith(SKIPPED))
            return menus.BACK if command.name == "back" else next(skipped, None) if command.name == "skip" else None
        numbers = not STEPS[self.session.step].numbers
        session, words = self.session, texts().in_words
        return menus.worded(text, session, words) or menus.meant(text, session, words, numbers=numbers)

    def _apply(self, effect: Effect) -> None:
        if isinstance(effect, DeleteCase):
            self.cases.documents.pop(effect.case, None)
            self.reminders.pop(effect.case, None)
        elif isinstance(effect, DeletePerson):
            self.cases, self.reminders = Stored(), {}
            self.person, self.session = Person(), Session()

    def _write(self, message: Message) -> None:
        """Into the outbox, where a waiting message of the same name, or the one that it replaces, is dropped."""
        _check(message)
        names = {message.key, message.replaces} - {None}
        self._unsent = [waiting for waiting in self._unsent if waiting.key not in names]
        self._unsent.append(message)

    def _send(self) -> None:
        waiting, self._unsent = self._unsent, []
        for message in waiting:
            if message.lane == "reply" or not message.clocks or self._applies(message):
                self._show(message)

    def _applies(self, message: Message) -> bool:
        running = {
            (case.number, clock.key, clock.revision)
            for case in self.cases.all()
            for clock in case.clocks
            if clock.state == "running"
        }
        return bool(running & set(message.clocks))

    def _show(self, message: Message) -> None:
        self.answer.append(message)
        self.sent.append(message)
        if message.replaces is not None:
            for place in range(len(self.screen) - 1, -1, -1):
                if self.screen[place].key == message.replaces:
                    self.screen[place] = message
                    return
        self.screen.append(message)


def _again(model: M) -> M:
    """The value after a trip through JSON."""
    return type(model).model_validate_json(model.model_dump_json())


def _check(message: Message) -> None:
    """What every network wants of a message."""
    assert 0 < len(message.text) <= 4096 or message.file is not None, "an empty or over-long message"
    for row in message.rows:
        assert 0 < len(row) <= 8, message
        for choice in row:
            assert choice.label, message
            assert bool(choice.value) != bool(choice.copy_text), choice
            assert len(choice.value.encode()) <= 64, choice.value
            assert choice.copy_text is None or 1 <= len(choice.copy_text) <= 256, choice


def text_only() -> Capabilities:
    """A network without buttons, edits and copying, such as QQ."""
    return replace(Capabilities(), buttons=False, edits=False, copy_text=False)


NETWORK = [Capabilities()]
"""What a chat is on unless told: the last of these. The tests of this folder run once on each kind of network."""
