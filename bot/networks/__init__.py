"""The chat networks: their messages in, neutral messages out."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Protocol

from dialogs.events import Chat, Event
from dialogs.model import Capabilities, Message

Submit = Callable[[Event], Awaitable[str | None]]
"""Takes an event, to be called without awaiting anything before; done when the event's turn is durable.

Gives the step at which the turn left the conversation, or None when that is not known. Raises when nothing was kept.
"""


class Network(Protocol):
    """One bot account on one chat network. Every call raises `bot.errors.NetworkFailure`."""

    @property
    def name(self) -> str:
        """`telegram`, as in `Chat.network`."""

    @property
    def bot(self) -> str:
        """The bot's account id, as in `Chat.bot`; known before the network was reached."""

    @property
    def capabilities(self) -> Capabilities:
        """What the network can do."""

    async def start(self) -> None:
        """Open what is needed to send. A network that cannot be reached is no error: `run` goes on trying.

        Raises TokenRejected.
        """

    async def run(self) -> None:
        """Fetch events and submit them, until cancelled."""

    async def stop(self) -> None:
        """Let what was fetched finish and close the connections. `run` is to be cancelled before."""

    def parts(self, message: Message) -> tuple[Message, ...]:
        """The message as messages that the network takes, mostly itself alone. A part is one `deliver`."""

    async def deliver(self, chat: Chat, message: Message, edits: str | None, file: Path | None) -> str:
        """Send one part, or put it in the place of our message `edits`; the network's id of the message.

        `file` is where the message's file is on disk.
        """

    async def reach(self) -> None:
        """Return when the network answers; raises NetworkFailure when it does not."""

    def fetch(self, file_id: str) -> AsyncIterator[bytes]:
        """The bytes of a user's file, in chunks as they come; raises Refused `file_gone` or `file_too_big`."""

    def healthy(self, now: float) -> bool:
        """Whether events could have come in lately; `now` is the clock's monotonic time."""
