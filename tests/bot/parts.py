"""Real parts for the tests of the runner and of the reminders: a database and the tiny engine of tests/storage."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from bot.seams import WarpedClock
from bot.turns import Turns
from complaints.knowledge.load import load
from complaints.knowledge.models import Knowledge
from dialogs.events import Chat, UserText
from storage.database import Database
from storage.outbox import OutboxRow
from tests.storage.world import tiny_world


@lru_cache
def knowledge() -> Knowledge:
    """The real one, read once."""
    return load(Path(__file__).parents[2] / "knowledge")


@dataclass
class Bench:
    """Database, clock and runner; what turns say is gathered in `said`."""

    database: Database
    clock: WarpedClock
    turns: Turns
    said: list[OutboxRow] = field(default_factory=list)
    ids: "itertools.count[int]" = field(default_factory=itertools.count)

    def text(self, user: str, words: str) -> UserText:
        """A text of a user, as a network would make it."""
        now = self.clock.now()
        chat = Chat("telegram", "99", user)
        return UserText(id=f"{next(self.ids)}", chat=chat, at=now, said_at=now, message="1", text=words)

    async def says(self, user: str, words: str) -> None:
        """Make a text and handle it."""
        await self.turns.submit(self.text(user, words))

    def pushes(self) -> list[str]:
        """What was pushed so far."""
        return [row.message.text for row in self.said if row.message.lane == "push"]


@asynccontextmanager
async def bench(folder: Path) -> AsyncIterator[Bench]:
    """Everything open, in `folder`."""
    database = await Database.open(folder)
    try:
        made = Bench(database, WarpedClock(), Turns(database, tiny_world()))
        made.turns.on_taken(lambda taken: made.said.extend(taken.rows))
        yield made
    finally:
        await database.close()
