"""The world of the tiny engine, for tests and for the children they kill."""

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from complaints.knowledge.models import Knowledge
from dialogs.events import Chat, Event, UserText
from dialogs.model import Capabilities, Rules
from dialogs.texts import Texts
from storage.database import Database
from storage.turns import Taken, World, take
from tests.storage.engine import advance

NOW = 1_760_000_000


def tiny_world() -> World:
    """A world with incident ids INC-1, INC-2 … and no knowledge: storage only hands that through."""
    numbers = itertools.count(1)
    return World(
        advance=advance,
        rules=Rules(),
        knowledge=cast(Knowledge, object()),
        hide=lambda event: event,
        texts=Texts({"edge.incident": "sorry {incident}"}, {}),
        networks={"telegram": Capabilities(), "qq": Capabilities(buttons=False)},
        disk_low=lambda: False,
        new_incident=lambda: f"INC-{next(numbers)}",
        new_code=lambda: f"{next(numbers):08}",
    )


@asynccontextmanager
async def opened(folder: Path, **how: Any) -> AsyncIterator[Database]:
    """A database that is closed however the test ends: one left open keeps its thread, and so the process, alive."""
    database = await Database.open(folder, **how)
    try:
        yield database
    finally:
        await database.close()


@dataclass
class Phone:
    """One user's phone."""

    database: Database
    world: World
    chat: Chat
    now: int = NOW
    ids: Callable[[], int] = field(default_factory=lambda: itertools.count(1).__next__)

    async def says(self, text: str, key: str = "") -> Taken:
        return await self.sends(self.text(text, key))

    async def sends(self, event: Event) -> Taken:
        return await self.database.write(take(event, self.world))

    def text(self, text: str, key: str = "") -> UserText:
        key = key or f"{self.chat.user}-{self.ids()}"
        return UserText(id=key, chat=self.chat, at=self.now, said_at=self.now, message="1", text=text)
