"""A sandbox with a QQ account whose bot is `Bot`, on the sandbox's own address."""

from collections.abc import AsyncIterator

import pytest

from sandbox import BotEnd, QQPhone, Sandbox
from tests.sandbox.conftest import HandClock
from tests.sandbox.onebot.bot import PATH, TOKEN, Bot


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
async def sandbox(clock: HandClock, bot: Bot) -> AsyncIterator[Sandbox]:
    end = BotEnd(PATH, TOKEN, heartbeat=60, reconnect=0.05)
    async with Sandbox(clock=clock, onebot=end, routes=bot.routes()) as running:
        await running.qq.linked()
        await bot.event("meta_event")
        yield running


@pytest.fixture
def phone(sandbox: Sandbox) -> QQPhone:
    return sandbox.qq.phone(nickname="买家")
