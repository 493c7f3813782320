"""The chat networks: their messages in, neutral messages out."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Protocol

from dialogs.events import Chat, Event
from dialogs.model import Capabilities, Message

Submit = Callable[[Event], Awaitable[str | None]]
"""Takes an event, to be called without awaiting anything before; done when the event's turn is durable.

Gives the step at which the turn left the conversation, or None when that is not known. Raises when nothing was kept.
"""


Facts = Mapping[str, str | int | float | bool | None]


class Network(Protocol):
    """A chat network and our accounts on it. Every call raises `bot.errors.NetworkFailure`."""

    @property
    def name(self) -> str:
        """`telegram` or `qq`, as in `Chat.network`."""

    def serves(self, bot: str) -> bool:
        """Whether the account of this id, as in `Chat.bot`, is, or may become, one of ours."""

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

    def push_refused(self, chat: Chat) -> str | None:
        """Why nobody may speak in this chat unasked just now, such as `not_friend` or `offline`; None: we may."""

    async def reach(self, bot: str) -> None:
        """Return when the network answers that account of ours; raises NetworkFailure when it does not."""

    def fetch(self, chat: Chat, file_id: str) -> AsyncIterator[bytes]:
        """The bytes of a user's file, in chunks as they come; raises Refused `file_gone` or `file_too_big`."""

    def state(self) -> tuple[bool, Facts]:
        """Whether events could have come in lately, and what is known of the network, for the health page."""
