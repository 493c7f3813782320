"""One outbox row on its way to its end: sent, uncertain, failed, unreachable, or not wanted any more."""

import asyncio
import logging
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Literal, TypeVar

from bot.errors import NetworkFailure, NotSent, Refused, TryLater, Uncertain, Unreachable
from bot.marks import Marks, durably
from bot.pacing import Line, back_off
from bot.seams import Clock, KillPoint, Writer
from storage import outbox
from storage.errors import StorageError
from storage.outbox import OutboxRow

log = logging.getLogger(__name__)

T = TypeVar("T")
Outcome = Literal["sent", "uncertain", "failed", "unreachable", "undelivered", "outdated"]

LOOK_SECONDS: Final = 15.0
"""Between two looks whether a network that does not answer lets a reminder wait any longer."""
ANSWERED_TRIES: Final = 8
"""Failures by a server that answers otherwise, after which the row itself must be the reason."""


@dataclass(slots=True, eq=False)
class Trip:
    """A row under way, and what it met so far."""

    row: OutboxRow
    line: Line
    wanted: Callable[[int], bool]
    """Whether the row of this id is still to be sent; asked before every attempt."""
    resting: bool = False
    """Nothing is under way outside: the trip may be cancelled without harm."""
    parts: int = 0
    """Parts that the network took."""
    message_id: str = ""
    """The network's, of the last of them."""
    failures: int = 0
    answered: int = 0
    in_doubt: bool = False


class Delivery:
    """Makes trips. What became of a row is durable when `settle` returns."""

    def __init__(
        self,
        database: Writer,
        clock: Clock,
        locate: Callable[[OutboxRow], Path | None],
        reached: Callable[[KillPoint], None],
        counts: Counter[str],
    ) -> None:
        self._database, self._clock, self._locate = database, clock, locate
        self._reached, self._counts = reached, counts
        self._marks = Marks(database, clock)
        self.refusals: Counter[str] = Counter()
        """Reminders that the network did not let us send, by its reason."""

    async def settle(self, trip: Trip) -> Outcome:
        """Send the row, however often that takes."""
        while await self._may_go(trip):
            refusal = _refusal(trip)
            if refusal is not None:
                return await self._put_aside(trip, refusal)
            try:
                await self._send(trip)
            except NetworkFailure as failure:
                outcome = await self._after(trip, failure)
                if outcome is not None:
                    return outcome
                continue
            except Exception:
                log.exception("row %d cannot be sent", trip.row.id)
                return await self._give_up(trip, "failed", "internal")
            self._reached("after_send")
            self._reached("before_mark")
            await self._marks.sent(trip.row.id, trip.message_id)
            return "sent"
        return "outdated"

    async def stop(self) -> None:
        """Give up marks that cannot be written."""
        await self._marks.stop()

    async def _may_go(self, trip: Trip) -> bool:
        """Whether the row is still wanted, once the network lets us speak. A push is asked of the database."""
        while (seconds := trip.line.silence) > 0:
            await _rest(trip, self._clock.sleep(seconds))
        if not trip.wanted(trip.row.id):
            return False
        if trip.row.message.lane == "reply":
            return True
        claim = partial(outbox.claim_push, row_id=trip.row.id)
        return await _rest(trip, durably(self._database, self._clock, claim)) is not None

    async def _send(self, trip: Trip) -> None:
        row, network = trip.row, trip.line.network
        parts = network.parts(row.message)
        edits = await self._earlier_message(row) if row.message.replaces and len(parts) == 1 else None
        for part in parts[trip.parts :]:
            file = self._locate(row) if part.file is not None else None
            trip.message_id = await network.deliver(row.chat, part, edits, file)
            trip.parts += 1
            trip.in_doubt = False

    async def _earlier_message(self, row: OutboxRow) -> str | None:
        """The message that this one replaces. It may have been sent only after this row was written."""
        find = partial(outbox.resolve_edit, chat=row.chat, key=row.message.replaces or "")
        try:
            return await self._database.read(find)
        except StorageError:
            return row.edits

    async def _after(self, trip: Trip, failure: NetworkFailure) -> Outcome | None:
        """The end of the row, or None when the next attempt may be made."""
        match failure:
            case TryLater():
                self._counts["flooded"] += 1
                trip.line.flooded(failure.after)
                await _rest(trip, self._clock.sleep(failure.after))
            case Unreachable():
                await self._write(partial(outbox.unreachable, chat=trip.row.chat))
                return "unreachable"
            case Refused():
                return await self._give_up(trip, "failed", failure.code)
            case Uncertain() if trip.in_doubt:
                return await self._give_up(trip, "uncertain", failure.code)
            case NotSent(answered=True) if trip.answered >= ANSWERED_TRIES:
                return await self._give_up(trip, "failed", failure.code)
            case _:
                await self._wait_for_network(trip, failure)
        return None

    async def _wait_for_network(self, trip: Trip, failure: NetworkFailure) -> None:
        """An outage is waited out, however long: a second attempt in doubt is not made while nobody answers."""
        self._counts["retried"] += 1
        trip.failures += 1
        trip.in_doubt |= isinstance(failure, Uncertain)
        trip.answered += isinstance(failure, NotSent) and failure.answered
        log.info("%s failed (%s), attempt %d", failure.call, failure.code, trip.failures)
        await _rest(trip, self._clock.sleep(back_off(trip.failures)))
        await _rest(trip, self._answering(trip))

    async def _answering(self, trip: Trip) -> None:
        """Return when the network answers; for a reminder also when it may wait no longer."""
        if trip.row.message.lane == "reply":
            return await trip.line.answering()
        while _refusal(trip) is None:
            waiting = [asyncio.ensure_future(trip.line.answering()), asyncio.ensure_future(self._look())]
            try:
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                if waiting[0].done():
                    return None
            finally:
                for future in waiting:
                    future.cancel()
        return None

    async def _look(self) -> None:
        await self._clock.sleep(LOOK_SECONDS)

    async def _put_aside(self, trip: Trip, code: str) -> Outcome:
        """What it spoke of stays due and is said at the next contact."""
        self.refusals[code] += 1
        log.warning("row %d could not be pushed: %s", trip.row.id, code)
        await self._write(partial(outbox.mark_undelivered, row_id=trip.row.id, code=code))
        return "undelivered"

    async def _give_up(self, trip: Trip, outcome: Literal["uncertain", "failed"], code: str) -> Outcome:
        """What the row said is told to nobody, not even the log."""
        log.error("row %d ended %s: %s", trip.row.id, outcome, code)
        mark = outbox.mark_failed if outcome == "failed" else outbox.mark_uncertain
        await self._write(partial(mark, row_id=trip.row.id, code=code))
        return outcome

    async def _write(self, fn: Callable[[sqlite3.Connection], None]) -> None:
        await durably(self._database, self._clock, fn)


def _refusal(trip: Trip) -> str | None:
    """Why a reminder may not be sent; replies always may."""
    return trip.line.network.push_refused(trip.row.chat) if trip.row.message.lane == "push" else None


async def _rest(trip: Trip, waiting: Awaitable[T]) -> T:
    trip.resting = True
    try:
        return await waiting
    finally:
        trip.resting = False
