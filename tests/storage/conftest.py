"""Databases in temporary folders, and the world of the tiny engine."""

import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from complaints.knowledge.load import load
from complaints.knowledge.models import Knowledge
from dialogs.events import Chat, Event, UserText
from dialogs.model import Capabilities, Rules
from dialogs.texts import Texts
from storage.database import Database
from storage.turns import Taken, World, take
from tests.storage.engine import advance

NOW = 1_760_000_000


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The real one: storage only hands it through."""
    return load(Path(__file__).parents[2] / "knowledge")


@pytest.fixture
def world(knowledge: Knowledge) -> World:
    numbers = itertools.count(1)
    return World(
        advance=advance,
        rules=Rules(),
        knowledge=knowledge,
        texts=Texts({"edge.incident": "sorry {incident}"}, {}),
        networks={"telegram": Capabilities()},
        disk_low=lambda: False,
        new_incident=lambda: f"INC-{next(numbers)}",
    )


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path / "data")
    yield database
    await database.close()


@dataclass
class Phone:
    """One user's phone: says words and remembers nothing."""

    database: Database
    world: World
    chat: Chat
    now: int = NOW
    ids: Callable[[], int] = field(default_factory=lambda: itertools.count(1).__next__)

    async def says(self, text: str) -> Taken:
        return await self.sends(self.text(text))

    async def sends(self, event: Event) -> Taken:
        return await self.database.write(take(event, self.world))

    def text(self, text: str) -> UserText:
        return UserText(
            id=f"{self.chat.user}-{self.ids()}", chat=self.chat, at=self.now, said_at=self.now, message="1", text=text
        )


@pytest.fixture
def phone(database: Database, world: World) -> Phone:
    return Phone(database, world, Chat("telegram", "99", "1001"))


@pytest.fixture
def other(database: Database, world: World) -> Phone:
    """Somebody else."""
    return Phone(database, world, Chat("telegram", "99", "2002"))
