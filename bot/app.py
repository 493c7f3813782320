"""The one place of wiring: which parts there are, what each is given, who tells whom, in which order all is closed."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from bot.disk import DiskWatch
from bot.ends import Ends, configured
from bot.errors import TokenRejected
from bot.health import Health, Routes
from bot.jobs import Jobs
from bot.networks import Network
from bot.networks.qq.catchup import LONGEST, Known
from bot.networks.qq.endpoint import PATH, Endpoint
from bot.networks.qq.network import QQ
from bot.networks.telegram.network import Server, Telegram
from bot.opening import DataFiles, data_files, opened
from bot.probes import metrics, probes
from bot.reminders import Daily, Reminders
from bot.seams import Seams, WarpedClock
from bot.sender import Sender
from bot.settings import Settings, WrongSetting, is_loopback
from bot.turns import MOST_ROWS, MOST_TURNS, Turns
from bot.web import cannot_listen, not_for_others, port_taken
from bot.workers import ChildProcess
from bot.workshop import Workshop
from bot.world import world
from complaints.times import Instant
from dialogs.events import Event, FromUser
from dialogs.flows import TABLES
from dialogs.model import MIB
from dialogs.steps import Tables
from storage import meta, persons
from storage.database import Database
from storage.housekeeping import daily_round
from storage.outbox import OutboxRow
from storage.turns import Taken

log = logging.getLogger(__name__)
PHONE = "phone"
"""Folder of the sandbox's own state inside the data folder."""
WHY = (
    "the bot runs in the sandbox, without a network. TELEGRAM_BOT_TOKEN in .env brings it to Telegram, "
    "ONEBOT_ACCESS_TOKEN to QQ."
)


class Crashed(Exception):
    """A part ended that should never end. What it leaves is unknown, but everything kept is on disk."""


class App:
    """All parts, built and connected; `run` brings them to life."""

    def __init__(
        self,
        settings: Settings,
        seams: Seams,
        database: Database,
        files: DataFiles,
        reached_by: Ends,
        tables: Tables,
    ) -> None:
        self.settings, self.seams, self.database, self.greeting = settings, seams, database, reached_by.greeting
        self.disk = DiskWatch(seams.files, seams.clock, database.folder, settings.disk_reserve_mb * MIB)
        both = reached_by.server is not None and reached_by.endpoint is not None
        self.turns = Turns(database, world(settings, seams, files, self.disk.low, tables, linkable=both))
        self.networks = tuple(self._networks(reached_by, files, tables))
        self.sender = Sender(
            self.networks,
            database,
            seams.clock,
            submit=self.turns.submit,
            locate=partial(locate, database),
            push_per_second=settings.push_per_second,
            reached=seams.reached,
        )
        self.worker = ChildProcess()
        self.jobs = Jobs(self._workshop(files), self.turns.submit)
        self.reminders = Reminders(
            database,
            seams.clock,
            self.turns.submit,
            lambda: self.sender.pushes_waiting,
            [Daily("housekeeping", self._keep_house)],
        )
        self.turns.on_taken(self._hand_on)

    @property
    def telegram(self) -> Telegram:
        """Telegram, where it is one of the networks."""
        return next(network for network in self.networks if isinstance(network, Telegram))

    @property
    def qq(self) -> QQ:
        """QQ, where it is one of the networks."""
        return next(network for network in self.networks if isinstance(network, QQ))

    def hear(self, event: Event) -> asyncio.Future[str | None]:
        """What networks submit to. Where somebody speaks, reminders wait a moment."""
        if isinstance(event, FromUser):
            self.sender.heard(event.chat)
        return self.turns.submit(event)

    def busy(self) -> bool:
        """Networks are to stop fetching: too much waits already."""
        return self.turns.waiting >= MOST_TURNS or self.sender.replies_waiting >= MOST_ROWS

    async def run(self, stopped: asyncio.Event) -> None:
        """Until `stopped`. Raises Crashed when a part ends by itself, WrongSetting for a token nobody knows."""
        lives: list[Callable[[], Coroutine[Any, Any, None]]] = [
            self.sender.run,
            self.jobs.run,
            self.reminders.run,
            *(network.run for network in self.networks),
        ]
        tasks = {asyncio.create_task(life(), name=life.__qualname__) for life in lives}
        waiting = asyncio.create_task(stopped.wait())
        try:
            done, _ = await asyncio.wait({*tasks, waiting}, return_when=asyncio.FIRST_COMPLETED)
            for task in done & tasks:
                raise_end(task)
        finally:
            for task in (*tasks, waiting):
                task.cancel()
            await asyncio.gather(*tasks, waiting, return_exceptions=True)

    def _networks(self, reached_by: Ends, files: DataFiles, tables: Tables) -> Iterator[Network]:
        seams, clock = self.seams, self.seams.clock
        if reached_by.server is not None:
            yield Telegram(
                reached_by.server,
                self.hear,
                clock=clock,
                texts=files.texts,
                steps=tables.steps,
                busy=self.busy,
                reached=seams.reached,
            )
        if reached_by.endpoint is not None:
            yield QQ(
                reached_by.endpoint,
                self.hear,
                clock=clock,
                texts=files.texts,
                files=seams.files,
                new_id=seams.ids.token,
                hosts=[host for host in files.knowledge.media_hosts.values() if host.network == QQ.name],
                ask=self._lately,
                dated=int if reached_by.bot_time else clock.bot_time,
                accept_friends=self.settings.onebot_accept_friends,
                local=reached_by.local,
                busy=self.busy,
            )

    async def _lately(self, bot: str) -> Known:
        """What is known of the chats of a QQ account."""
        now = self.seams.clock.now()
        since = await self.database.write(partial(first_time, key=f"{QQ.name}_since_{bot}", now=now))
        lately = partial(persons.lately, network=QQ.name, bot=bot, since=now - LONGEST)
        return Known(since, *await self.database.read(lately))

    def _workshop(self, files: DataFiles) -> Workshop:
        return Workshop(
            database=self.database,
            clock=self.seams.clock,
            files=self.seams.files,
            worker=self.worker,
            evidence=self.database.evidence,
            networks={network.name: network for network in self.networks},
            knowledge=files.knowledge,
            texts=files.texts,
            reads_pictures=self.settings.read_screenshots,
            reached=self.seams.reached,
            tell=self.turns.submit,
        )

    def _hand_on(self, taken: Taken) -> None:
        self.sender.drop(taken.dropped)
        self.sender.add(taken.rows)
        if taken.jobs:
            self.jobs.wake()
        if taken.reminders_changed:
            self.reminders.wake()

    async def _keep_house(self) -> None:
        for fault in await daily_round(self.database, self.seams.clock.now()):
            log.critical("the database file is damaged, put back a backup: %s", fault)


@asynccontextmanager
async def build(
    settings: Settings, seams: Seams, *, sandbox: bool = False, speed: float | None = None, tables: Tables = TABLES
) -> AsyncIterator[App]:
    """All parts, open and connected; everything is closed again in the reverse order. Raises CannotStart.

    `tables` are the conversation; another one is only for tests and benchmarks.
    """
    files = data_files()
    async with AsyncExitStack() as stack:
        database, seams = await stack.enter_async_context(opened(settings, seams, sandbox=sandbox, speed=speed))
        health = Health(seams.clock, settings.metrics_token.get_secret_value() if settings.metrics_token else None)
        if sandbox:
            name = files.texts("edge.name")
            phones = partial(_sandbox, data=database.folder / PHONE, name=name)
            ends = await phones(stack, settings, health.routes(), seams)
        else:
            ends = await configured(stack, settings, health.routes(), seams.clock)
        app = App(settings, seams, database, files, ends, tables)
        health.attach(probes(app), partial(metrics, app))
        stack.push_async_callback(app.worker.stop)
        for network in app.networks:
            stack.push_async_callback(network.stop)
        stack.push_async_callback(app.sender.stop)  # first of all: it needs the connections to end what it began
        for network in app.networks:
            await network.start()
        yield app


async def _sandbox(
    stack: AsyncExitStack, settings: Settings, routes: Routes, seams: Seams, *, data: Path, name: str
) -> Ends:
    """A Bot API server, a QQ account and a page with their phones, on this machine only, with `routes` beside them."""
    from sandbox import BotEnd, Sandbox, SandboxError

    if not is_loopback(settings.http_host):
        raise not_for_others(settings.http_host)
    assert isinstance(seams.clock, WarpedClock)
    host, port = settings.http_host, settings.http_port
    token = seams.ids.token()
    endpoint = Endpoint(token, seams.clock)
    sandbox = Sandbox(
        clock=seams.clock,
        data=data,
        host=host,
        port=port,
        name=name,
        routes=[*routes, *endpoint.routes()],
        onebot=BotEnd(PATH, token, nickname=name),
    )
    try:
        await stack.enter_async_context(sandbox)
    except SandboxError as error:
        raise port_taken(port) if error.code == "address_in_use" else error from None
    except OSError as error:
        raise cannot_listen(host, port, error) from None
    server = Server(token=sandbox.token, url=sandbox.base_url, bot_time=True)
    return Ends(server, endpoint, f"Open {sandbox.page_url} in a browser: {WHY}", local=True, bot_time=True)


def first_time(conn: sqlite3.Connection, key: str, now: Instant) -> Instant:
    """When this was asked for the first time: now, if never before."""
    known = meta.get(conn, key)
    if known is None:
        meta.put(conn, key, str(now))
    return now if known is None else int(known)


def locate(database: Database, row: OutboxRow) -> Path | None:
    """Where the file of a row's message is; None when it is not in the person's folder."""
    if row.message.file is None:
        return None
    folder = database.evidence.person(row.person)
    path = folder / row.message.file.path
    return path if path.resolve().is_relative_to(folder.resolve()) and path.is_file() else None


def raise_end(task: "asyncio.Task[Any]") -> None:
    """Say why a part ended that should never end."""
    error = None if task.cancelled() else task.exception()
    if isinstance(error, TokenRejected):
        raise WrongSetting(
            "TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_TOKEN is not known to Telegram: ask @BotFather for it with /mybots."
        ) from None
    raise Crashed(f"{task.get_name()} ended") from error
