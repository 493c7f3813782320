"""Databases in temporary folders, and two phones."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dialogs.events import Chat
from storage.database import Database
from storage.turns import World
from tests.storage.world import Phone, opened, tiny_world


@pytest.fixture
def world() -> World:
    return tiny_world()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with opened(tmp_path / "data") as database:
        yield database


@pytest.fixture
def phone(database: Database, world: World) -> Phone:
    return Phone(database, world, Chat("telegram", "99", "1001"))


@pytest.fixture
def other(database: Database, world: World) -> Phone:
    """Somebody else."""
    return Phone(database, world, Chat("telegram", "99", "2002"))
