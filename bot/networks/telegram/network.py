"""Telegram as one of the bot's networks: python-telegram-bot without its updater, polled by our own loop."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, ExtBot

from bot.errors import NetworkFailure, NotSent, Refused, TokenRejected, TryLater
from bot.networks import Facts, Submit
from bot.networks.telegram.api import Api, failure_of
from bot.networks.telegram.conversation import Accepting, AllAtOnce, conversation
from bot.networks.telegram.courtesy import Courtesy
from bot.networks.telegram.deliver import deliver, parts_of
from bot.networks.telegram.poll import FIRST_WAIT, LIVE_SECONDS, LONGEST_WAIT, POLL_SECONDS, SLACK_SECONDS, Poll
from bot.networks.telegram.reading import MAX_FETCH, NETWORK, Reader
from bot.networks.telegram.request import READ_SECONDS, AiohttpRequest, Answered
from bot.networks.telegram.router import Router
from bot.seams import Clock, KillPoint, never_killed
from dialogs.commands import MENU
from dialogs.events import Chat
from dialogs.model import Capabilities, Message
from dialogs.texts import Texts

log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]

MOST_AT_ONCE: Final = 4096
"""Updates in PTB's hands; far more than the runner lets wait before the loop stops asking."""
PROFILE: Final = (
    ("Description", "description", "edge.description"),
    ("ShortDescription", "short_description", "edge.short_description"),
)
"""End of the methods' names, their field, our text. https://core.telegram.org/bots/api#setmydescription"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where the Bot API is and how to talk to it."""

    token: str = field(repr=False)
    url: str = "https://api.telegram.org"
    proxy: str | None = field(default=None, repr=False)
    connections: int = 100
    poll_seconds: int = POLL_SECONDS
    read_seconds: float = READ_SECONDS
    bot_time: bool = False
    """Its dates are bot time already, as the sandbox's are. Else they are turned into it, should it run faster."""


class Telegram:
    """See `bot.networks.Network`.

    `busy` says that no more updates are wanted for now.
    """

    name: Final = NETWORK
    capabilities: Final = Capabilities(max_file=MAX_FETCH)

    def __init__(
        self,
        server: Server,
        submit: Submit,
        *,
        clock: Clock,
        texts: Texts,
        steps: Mapping[str, Accepting],
        busy: Callable[[], bool] = lambda: False,
        reached: Callable[[KillPoint], None] = never_killed,
    ) -> None:
        self.bot = server.token.partition(":")[0]
        self._server, self._clock, self._texts, self._busy = server, clock, texts, busy
        self._calls = AiohttpRequest(
            proxy=server.proxy, connections=server.connections, read_seconds=server.read_seconds
        )
        self._asking = AiohttpRequest(proxy=server.proxy, connections=1, read_seconds=server.read_seconds)
        bot = _bot(server, self._calls, self._asking)
        self._api = Api(bot, self._calls, self._asking)
        self._courtesy = Courtesy(self._api, texts, clock)
        dated = int if server.bot_time else clock.bot_time
        self._router = Router(Reader(self.bot, clock.now, dated), self._courtesy, submit)
        self._app = _application(bot, self._router, steps)
        self._poll = Poll(
            self._api,
            self._router.take,
            clock,
            busy=busy,
            reached=reached,
            seconds=server.poll_seconds,
            slack=min(SLACK_SECONDS, server.read_seconds),
        )

    async def start(self) -> None:
        """Open the connections; Telegram itself is first asked by `run`, so that being offline delays nothing."""
        await self._calls.initialize()
        await self._asking.initialize()

    async def run(self) -> None:
        """Introduce ourselves, however long it takes to reach Telegram, then poll. Raises TokenRejected at first."""
        wait = FIRST_WAIT
        while not await self._connected(wait):
            wait = min(2 * wait, LONGEST_WAIT)
        await self._app.start()
        introduction = asyncio.create_task(self._introduce())
        try:
            await self._poll.run()
        finally:
            introduction.cancel()

    async def stop(self) -> None:
        """Let what was fetched become durable, then close."""
        if self._app.running:
            await self._app.stop()
        await self._courtesy.stop()
        await self._app.shutdown()
        await self._calls.shutdown()
        await self._asking.shutdown()

    def parts(self, message: Message) -> tuple[Message, ...]:
        """One, except for texts and captions beyond Telegram's limits."""
        return parts_of(message)

    async def deliver(self, chat: Chat, message: Message, edits: str | None, file: Path | None) -> str:
        """One part; Telegram's message id."""
        return await deliver(self._api, int(chat.user), message, edits, file)

    def serves(self, bot: str) -> bool:
        """One account: that of the token."""
        return bot == self.bot

    def push_refused(self, chat: Chat) -> str | None:
        """Whoever pressed START may be written to, until they block the bot, which a send tells."""
        return None

    async def reach(self, bot: str) -> None:
        """getMe, which needs Telegram's servers and changes nothing."""
        await self._api.call("getMe")

    async def fetch(self, chat: Chat, file_id: str) -> AsyncIterator[bytes]:
        """A user's file as Telegram gives it out: getFile, then its bytes."""
        described = await self._api.call("getFile", {"file_id": file_id})
        path = described.get("file_path") if isinstance(described, dict) else None
        if not isinstance(path, str) or not path or path.startswith("/") or ".." in path:
            raise Refused("getFile", "file_gone")
        url = f"{self._server.url}/file/bot{self._server.token}/{quote(path)}"
        try:
            async for chunk in self._calls.stream(url):
                yield chunk
            return
        except TelegramError as error:
            failure = _fetch_failure(error)
        raise failure

    def state(self) -> tuple[bool, Facts]:
        """Alive when a getUpdates was completed in the last 90 seconds."""
        completed = self._poll.completed
        alive = completed is not None and self._clock.monotonic() - completed < LIVE_SECONDS
        return alive, {"busy": self._busy()}

    async def _connected(self, wait: float) -> bool:
        """Whether Telegram knows us and no webhook takes our updates away; waits `wait` seconds if not."""
        try:
            await self._know_ourselves()
            await self._api.call("deleteWebhook", {"drop_pending_updates": False})
            return True
        except TokenRejected:
            raise
        except NetworkFailure as failure:
            after = failure.after if isinstance(failure, TryLater) else wait
            log.warning("Telegram cannot be reached (%s); trying again in %g s", failure, after)
        await self._clock.sleep(after)
        return False

    async def _know_ourselves(self) -> None:
        try:
            await self._app.initialize()
            self._router.username = self._app.bot.username
            return
        except (TelegramError, KeyError, TypeError) as error:
            failure = failure_of("getMe", error)
        # Out here, because PTB's words for a rejected token quote it.
        raise failure

    async def _introduce(self) -> None:
        """The command menu and the words under the bot's name. Set only when they changed: Telegram limits that."""
        commands = [{"command": name, "description": self._texts(f"commands.{name}.about")} for name in MENU]
        try:
            if await self._api.call("getMyCommands") != commands:
                await self._api.call("setMyCommands", {"commands": commands})
            for suffix, name, key in PROFILE:
                wanted = {name: self._texts(key)}
                if await self._api.call(f"getMy{suffix}") != wanted:
                    await self._api.call(f"setMy{suffix}", wanted)
        except NetworkFailure as failure:
            log.warning("the command menu could not be set (%s); it will be at the next start", failure)


def _bot(server: Server, calls: AiohttpRequest, asking: AiohttpRequest) -> ExtBot[None]:
    return ExtBot(
        server.token,
        base_url=f"{server.url}/bot",
        base_file_url=f"{server.url}/file/bot",
        request=calls,
        get_updates_request=asking,
    )


def _application(bot: ExtBot[None], router: Router, steps: Mapping[str, Accepting]) -> App:
    """PTB's application without its updater, job queue and persistence: routing alone."""
    application = (
        ApplicationBuilder()
        .bot(bot)
        .update_queue(router.queue)
        .concurrent_updates(AllAtOnce(MOST_AT_ONCE, router.left))
        .updater(None)
        .job_queue(None)
        .build()
    )
    application.add_handler(conversation(steps, router.callback))
    return application


def _fetch_failure(error: TelegramError) -> NetworkFailure:
    """A download has no effect, so whatever failed may be done again, except that the file is gone."""
    if isinstance(error, Answered) and error.status in (400, 404):
        return Refused("file", "file_gone")
    return NotSent("file", type(error).__name__)
