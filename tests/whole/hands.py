"""One script for two phones: the engine's (tests/dialogs/chat.py) and one on the server that the program talks to.

What is said to one is said to the other. `Hands` waits until the program has answered what the engine answered, as
people do who wait for a reply, and repeats nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

from complaints.reading.normalise import clean
from complaints.times import date_of
from dialogs.model import Message, OutFile
from files.likeness import likeness
from sandbox import Origin, Phone, SandboxError, words
from tests.dialogs.chat import Chat
from tests.whole.program import PATIENCE, rows, until

Script = Callable[["Hands"], Coroutine[Any, Any, None]]


class Seen(NamedTuple):
    """A message as its reader sees it: text, and buttons with what they carry."""

    text: str
    rows: tuple[tuple[tuple[str, str], ...], ...]
    file: str | None = None


class Hands:
    """Both phones of a person.

    `strict`: the screens are equal after each act. Else messages of the program may be there twice, and the engine's
    are in them, in their order. `data`: the program's folder, where it is to be waited for that pictures are stored.
    """

    def __init__(
        self, phone: Phone, chat: Chat | None = None, *, strict: bool = True, data: Path | None = None
    ) -> None:
        self.phone, self.data = phone, data
        self.chat = chat or Chat(consented=False, may_upload=False)
        self.strict = strict
        self.acts = 0
        self._last = ("", 0)
        self.before: Callable[[], object] = lambda: None
        """Called before each act."""
        self.pause: Callable[[], Awaitable[None]] = at_once
        """Awaited before each act."""

    async def says(self, text: str) -> None:
        """Type a text."""
        await self._begin()
        sent = self.phone.say(text)
        self.chat.says(clean(text))  # as the edge does
        self._last = self.chat.last_message, sent["message_id"]
        await self.agree()

    async def edits(self, text: str) -> None:
        """Edit the text typed last."""
        await self._begin()
        in_chat, on_server = self._last
        self.phone.edit(on_server, text)
        self.chat.edits(clean(text), message=in_chat)
        await self.agree()

    async def forwards(self, text: str, by: str) -> None:
        """Forward what somebody wrote, just now."""
        await self._begin()
        self.phone.say(text, origin=Origin(by, self.phone.messages[-1]["date"]))
        self.chat.forwards(text, by=by, at=self.chat.now)
        await self.agree()

    async def taps(self, label: str) -> None:
        """Tap the newest button of that label."""
        await self._begin()
        self.phone.tap(label)
        if not self.chat.choice(label).copy_text:
            self.chat.taps(label)
        await self.agree()

    async def sends(self, *pictures: bytes) -> None:
        """Send one picture, or several as an album."""
        await self._begin()
        self.phone.send_photo(*pictures)
        album = f"album{self.acts}" if len(pictures) > 1 else None
        with self.chat.offline():  # the updates of an album come together, as one batch
            for content in pictures:
                like = likeness(Image.open(BytesIO(content)))
                self.chat.sends("picture", content, size=len(content), likeness=like, album=album)
        await self.agree()

    async def _begin(self) -> None:
        await self.pause()
        self.before()

    async def agree(self) -> None:
        """Return when the program has answered as the engine did, and what was sent is kept."""
        jobs = [*self.chat.jobs, *self.chat.pictures]
        while self.chat.jobs:
            self._job_ends()
        while self.chat.pictures:
            self.chat.drawn()
        self.acts += 1
        await self._see(self.wanted)
        if jobs and self.data is not None:
            await until(partial(self._no_job_waits, self.data))
        await self._see(self.wanted)

    async def _see(self, wanted: Sequence[Seen]) -> None:
        try:
            while not self._agrees(wanted):
                await self.phone.next(PATIENCE)
        except SandboxError:
            raise AssertionError(difference(wanted, self.screen)) from None

    def _no_job_waits(self, data: Path) -> bool:
        return rows(data, "SELECT 1 FROM job WHERE user = ?", str(self.user)) == []

    def _job_ends(self) -> None:
        job, context = self.chat.jobs[0], self.chat.context()
        texts, about = context.texts, {"date": date_of(self.chat.now).isoformat()}
        match job.kind:
            case "fetch":
                self.chat.stored(1)
            case "export":
                self.chat.job_done(name=texts("export.name", **about))
            case "pack":
                pack = context.knowledge.packs[str(job.args["pack"])]
                more = [texts("pack.name.zip", number=job.case, **about)] if pack.originals else []
                files = tuple(OutFile(path=name, name=name) for name in more)
                pdf = texts("pack.name.pdf", title=pack.title, number=job.case, **about)
                self.chat.job_done(name=pdf, more=files)
            case "calendar":
                self.chat.job_done(name=texts("pack.calendar.file", **about))
            case "mail":
                self.chat.job_done(name=texts("pack.mail.file", number=job.case, **about))

    @property
    def user(self) -> int:
        """The user's id on the network."""
        return self.phone.user_id

    @property
    def wanted(self) -> list[Seen]:
        """What the engine said, as the phone is to show it."""
        return screen_of(self.chat)

    @property
    def screen(self) -> list[Seen]:
        """What the program said, as the phone shows it."""
        return [shown(message) for message in self.phone.replies]

    def _agrees(self, wanted: Sequence[Seen]) -> bool:
        return self.screen == wanted if self.strict else holds(self.screen, wanted)


async def at_once() -> None:
    """Without a pause."""


async def in_step(scripts: Sequence[Script], hands: Sequence[Hands]) -> None:
    """All of them at once, each at its own pace."""
    async with asyncio.TaskGroup() as group:
        for script, one in zip(scripts, hands, strict=True):
            group.create_task(script(one))


def screen_of(chat: Chat) -> list[Seen]:
    """What the engine said, as its phone shows it."""
    return [seen(message) for message in chat.screen]


def seen(message: Message) -> Seen:
    """A message of the engine."""
    rows = tuple(tuple((one.label, one.copy_text or one.value) for one in row) for row in message.rows)
    file = None if message.file is None or message.file.picture else message.file.name
    return Seen(message.text.strip(), rows, file)


def shown(message: dict[str, Any]) -> Seen:
    """A message on the server. https://core.telegram.org/bots/api#inlinekeyboardmarkup"""
    keyboard = message.get("reply_markup", {}).get("inline_keyboard", [])
    rows = tuple(
        tuple((one["text"], one.get("copy_text", {}).get("text") or one["callback_data"]) for one in row)
        for row in keyboard
    )
    return Seen(words(message), rows, message.get("document", {}).get("file_name"))


def holds(screen: Sequence[Seen], wanted: Sequence[Seen]) -> bool:
    """Whether `wanted` is in `screen`, in its order, perhaps with more in between."""
    rest = iter(screen)
    return all(one in rest for one in wanted)


def difference(wanted: Sequence[Seen], screen: Sequence[Seen]) -> str:
    """Where the two screens part, for the reader of a failure."""
    place = next((n for n, pair in enumerate(zip(wanted, screen, strict=False)) if pair[0] != pair[1]), None)
    place = min(len(wanted), len(screen)) if place is None else place
    engine, program = (list(one[place : place + 3]) for one in (wanted, screen))
    return f"from message {place} of {len(wanted)} on\nthe engine said {engine}\nthe program showed {program}"
