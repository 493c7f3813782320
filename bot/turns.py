"""The runner: every event, whatever it came from, goes through `submit`, and what its turn left to do is handed on."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable

from bot.seams import Writer
from dialogs.events import Event
from storage.dead import place
from storage.errors import StorageError
from storage.turns import Taken, World, take

log = logging.getLogger(__name__)

MOST_TURNS = 500
"""Turns waiting for the writer above which a network stops fetching; Telegram keeps the rest for 24 hours."""
MOST_ROWS = 2000
"""Outbox rows waiting to be sent above which a network stops fetching."""


class Turns:
    """Turns run in the order of the calls of `submit`. Nothing is awaited before the event is with the writer."""

    def __init__(self, database: Writer, world: World) -> None:
        self._database, self._world = database, world
        self._listeners: list[Callable[[Taken], None]] = []
        self.waiting = 0
        """Turns submitted and not yet committed."""
        self.counts: Counter[str] = Counter()
        """Events by outcome: `taken`, `repeated` (handled before), `dead` (an incident), `failed` (not kept, comes
        again), `given_up`."""

    def on_taken(self, listener: Callable[[Taken], None]) -> None:
        """Call `listener` after each commit, before the event's future is done, in the order of the turns."""
        self._listeners.append(listener)

    def submit(self, event: Event) -> asyncio.Future[str | None]:
        """Handle an event once. The future is done after COMMIT; a repeated event is done in silence.

        It gives the step at which the turn left the conversation, None when the engine did not decide. It raises what
        the database raised (`storage.errors`): nothing was kept, and the event may be acknowledged to nobody. An event
        that cannot even be kept as a dead one is given up, or it would come again for ever and hold up all others.
        """
        done: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self.waiting += 1
        writing = asyncio.ensure_future(self._database.write(take(event, self._world)))
        writing.add_done_callback(lambda written: self._written(event, written, done))
        return done

    def _written(self, event: Event, written: asyncio.Future[Taken], done: asyncio.Future[str | None]) -> None:
        self.waiting -= 1
        error = asyncio.CancelledError() if written.cancelled() else written.exception()
        if error is None:
            self._hand_on(event, written.result())
        elif isinstance(error, StorageError | asyncio.CancelledError):
            self.counts["failed"] += 1
        else:
            self.counts["given_up"] += 1
            log.critical("a %s event was given up: %s", event.type, place(error))
        if done.done():  # nobody waits any more
            return
        if isinstance(error, StorageError):
            done.set_exception(error)
        elif isinstance(error, asyncio.CancelledError):
            done.cancel()
        else:
            done.set_result(written.result().step if error is None else None)

    def _hand_on(self, event: Event, taken: Taken) -> None:
        self.counts["dead" if taken.incident else "taken" if taken.fresh else "repeated"] += 1
        if taken.incident:
            log.error(
                "incident %s: a %s event failed and was rolled back: %s", taken.incident, event.type, taken.failure
            )
        for listener in self._listeners:
            listener(taken)
