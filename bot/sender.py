"""Sends what the outbox holds, on any network.

Replies of a chat go in the order of their rows, chats beside each other; nothing holds a reply back but the network
itself. Pushes wait for their pace and for a chat that is quiet, and are claimed again before every attempt. What became
of a row is durable before the next row of its chat begins. A message can be there twice only if the process dies
between sending and marking, or if the network left in doubt whether it had taken it.
"""

import asyncio
import logging
from bisect import insort
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.delivery import Delivery, Trip
from bot.networks import Network
from bot.pacing import Bucket, Line
from bot.seams import Clock, KillPoint, Writer, never_killed
from complaints.times import Instant
from dialogs.events import Blocked, Chat, Event, Undelivered
from storage import outbox
from storage.errors import StorageError
from storage.outbox import OutboxRow

log = logging.getLogger(__name__)

QUIET_SECONDS: Final = 60
"""So long after the last sign of life in a chat a push may come."""
TICK_SECONDS: Final = 1.0
"""Between two looks for a chat that has become quiet."""
STOP_SECONDS: Final = 5.0
"""For calls under way when the program ends."""
REMEMBERED: Final = 5000
"""Chats whose last sign of life is remembered before old ones are cleared away."""


@dataclass(slots=True, eq=False)
class _Queue:
    """One chat: `rows` are being sent by `task`, lowest id first; `pushes` wait to become rows."""

    chat: Chat
    line: Line
    rows: deque[OutboxRow] = field(default_factory=deque)
    pushes: deque[OutboxRow] = field(default_factory=deque)
    task: asyncio.Task[None] | None = None
    trip: Trip | None = None


class Sender:
    """`submit` hears that a user blocked us; `locate` finds the file of a row's message on disk."""

    def __init__(
        self,
        networks: Iterable[Network],
        database: Writer,
        clock: Clock,
        *,
        submit: Callable[[Event], Awaitable[object]],
        locate: Callable[[OutboxRow], Path | None],
        push_per_second: float = 20,
        reached: Callable[[KillPoint], None] = never_killed,
    ) -> None:
        self.counts: Counter[str] = Counter()
        """Rows by outcome: `sent`, `uncertain`, `failed`, `unreachable`, `undelivered`, `outdated`; attempts `retried`,
        `flooded`."""
        self._networks = {network.name: network for network in networks}
        self._lines: dict[tuple[str, str], Line] = {}
        self._database, self._clock, self._submit = database, clock, submit
        self._delivery = Delivery(database, clock, locate, reached, self.counts)
        self._bucket = Bucket(clock, push_per_second)
        self._queues: dict[Chat, _Queue] = {}
        self._pushing: dict[Chat, _Queue] = {}
        self._pushes_wait = asyncio.Event()
        self._active: dict[Chat, Instant] = {}
        self._replies: set[int] = set()
        self._pushes: set[int] = set()
        # Until the outbox was read: what came in meanwhile.
        self._early: dict[int, OutboxRow] | None = {}
        self._early_drops: set[int] = set()
        self._stopping = False

    @property
    def replies_waiting(self) -> int:
        """Replies not settled yet, and whatever came in before the outbox was read."""
        return len(self._replies) + len(self._early or ())

    @property
    def not_pushed(self) -> Mapping[str, int]:
        """Reminders that a network did not let us send, by its reason."""
        return self._delivery.refusals

    @property
    def pushes_waiting(self) -> int:
        """Pushes not settled yet."""
        return len(self._pushes)

    def add(self, rows: Iterable[OutboxRow]) -> None:
        """Send these as soon as may be. To be called after their commit, in the order of the turns."""
        for row in rows:
            if self._early is not None:
                self._early[row.id] = row
            else:
                self._put(row)

    def drop(self, row_ids: Iterable[int]) -> None:
        """These need not be sent any more. One that is being sent at this moment is sent."""
        ids = set(row_ids)
        self._replies -= ids
        self._pushes -= ids
        if self._early is not None:
            self._early_drops |= ids

    def heard(self, chat: Chat) -> None:
        """Somebody is there: pushes wait until the chat is quiet."""
        self._active[chat] = self._clock.now()
        if len(self._active) > REMEMBERED:
            self._active = {one: at for one, at in self._active.items() if not self._is_quiet(one)}

    async def run(self) -> None:
        """Take up what an earlier process left, then let pushes out one by one, until cancelled."""
        await self._load()
        while True:
            await self._pushes_wait.wait()
            await self._bucket.wait()
            queue = self._quiet_queue()
            if queue is not None:
                self._bucket.take()
                self._release(queue)
            elif self._pushing:
                await self._clock.sleep(TICK_SECONDS)
            else:
                self._pushes_wait.clear()

    async def stop(self) -> None:
        """Let calls under way end and be marked; all else stays in the outbox. `run` is to be cancelled before."""
        self._stopping = True
        tasks = {queue.task for queue in self._queues.values() if queue.task is not None}
        for queue in self._queues.values():
            if queue.task is not None and queue.trip is not None and queue.trip.resting:
                queue.task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for line in self._lines.values():
            await line.stop()
        await self._delivery.stop()

    async def _load(self) -> None:
        """Rows that come in while the outbox is read are kept apart and merged, so that none goes twice."""
        rows = {row.id: row for row in await self._database.read(outbox.unsent)}
        rows |= self._early or {}
        self._early = None
        for row_id in sorted(rows.keys() - self._early_drops):
            self._put(rows[row_id])

    def _put(self, row: OutboxRow) -> None:
        line = self._line(row.chat)
        if line is None:  # of a bot that is not run any more; it waits in the outbox
            self.counts["without_network"] += 1
            return
        if self._stopping or row.id in self._replies or row.id in self._pushes:
            return
        queue = self._queues.get(row.chat)
        if queue is None:
            queue = self._queues[row.chat] = _Queue(row.chat, line)
        if row.message.lane == "push":
            self._pushes.add(row.id)
            queue.pushes.append(row)
            self._pushing[row.chat] = queue
            self._pushes_wait.set()
        else:
            self._replies.add(row.id)
            insort(queue.rows, row, key=lambda one: one.id)
            self.heard(row.chat)
            self._begin(queue)

    def _line(self, chat: Chat) -> Line | None:
        """The line to the account of ours that the chat is with."""
        place = (chat.network, chat.bot)
        if place not in self._lines:
            network = self._networks.get(chat.network)
            if network is None or not network.serves(chat.bot):
                return None
            self._lines[place] = Line(network, chat.bot, self._clock)
        return self._lines[place]

    def _quiet_queue(self) -> _Queue | None:
        """The first chat with a push in which nothing is being said."""
        for chat, queue in self._pushing.items():
            if queue.task is None and self._is_quiet(chat):
                return queue
        return None

    def _is_quiet(self, chat: Chat) -> bool:
        """By bot time, in which reminders are due: after a jump or on a fast clock nobody has just spoken."""
        at = self._active.get(chat)
        return at is None or not 0 <= self._clock.now() - at < QUIET_SECONDS

    def _release(self, queue: _Queue) -> None:
        queue.rows.append(queue.pushes.popleft())
        if not queue.pushes:
            del self._pushing[queue.chat]
        self._begin(queue)

    def _begin(self, queue: _Queue) -> None:
        if queue.task is None:
            queue.task = asyncio.create_task(self._drain(queue))

    async def _drain(self, queue: _Queue) -> None:
        try:
            while queue.rows and not self._stopping:
                await self._carry(queue, queue.rows.popleft())
        finally:
            queue.task = queue.trip = None
            if not queue.rows and not queue.pushes:
                self._queues.pop(queue.chat, None)

    async def _carry(self, queue: _Queue, row: OutboxRow) -> None:
        """Bring one row to its end."""
        waiting = self._pushes if row.message.lane == "push" else self._replies
        queue.trip = Trip(row, queue.line, waiting.__contains__)
        try:
            outcome = await self._delivery.settle(queue.trip)
            self.counts[outcome] += 1
            if outcome == "unreachable":
                await self._lose(queue, row)
            elif outcome == "undelivered":
                await self._tell(
                    Undelivered(
                        id=f"undelivered:{row.id}", chat=row.chat, at=self._clock.now(), clocks=row.message.clocks
                    )
                )
        except Exception:  # a mistake of ours: the row stays in the outbox for the next start, its chat goes on
            log.exception("row %d was left", row.id)
        waiting.discard(row.id)

    async def _lose(self, queue: _Queue, row: OutboxRow) -> None:
        """Nothing more to this chat until the user comes back; storage has settled its rows."""
        gone = {one.id for one in (*queue.rows, *queue.pushes)}
        queue.rows.clear()
        queue.pushes.clear()
        self._pushing.pop(queue.chat, None)
        self._replies -= gone
        self._pushes -= gone
        await self._tell(Blocked(id=f"unreachable:{row.id}", chat=queue.chat, at=self._clock.now()))

    async def _tell(self, event: Event) -> None:
        """Let the conversation know what became of a message."""
        try:
            await self._submit(event)
        except StorageError as error:
            log.warning("a %s event could not be kept (%s)", event.type, type(error).__name__)
