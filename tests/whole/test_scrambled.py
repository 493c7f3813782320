"""PTB's routing decides nothing: its states are scrambled before every update, and every transcript stays the same."""

import random
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.networks.telegram.conversation import IDLE
from dialogs.flows import STEPS
from sandbox import Sandbox
from tests.dialogs.chat import SUNDAY
from tests.whole.hands import Hands, in_step, screen_of
from tests.whole.program import STANDSTILL, StillClock, inside, set_clock
from tests.whole.scripts import SCRIPTS

STATES = (None, IDLE, *STEPS, "a step of an older release")


@pytest.mark.parametrize("seed", range(2))
async def test_scrambled_states_change_no_word(tmp_path: Path, seed: int) -> None:
    await set_clock(tmp_path / "data", SUNDAY)
    async with Sandbox(clock=StillClock()) as sandbox, inside(tmp_path, sandbox, speed=STANDSTILL) as app:
        scrambled = scramble(app, random.Random(seed))
        people = [Hands(sandbox.phone()) for _ in SCRIPTS]
        await in_step(list(SCRIPTS.values()), people)
    assert [hands.screen for hands in people] == [screen_of(hands.chat) for hands in people]
    assert len(scrambled) >= sum(hands.acts for hands in people)
    assert app.turns.counts.keys() <= {"taken"}


def scramble(app: App, dice: random.Random) -> list[object]:
    """From now on put a random state where PTB remembers one, before each update; gives what was put there."""
    handler: Any = app.telegram._app.handlers[0][0]
    take = app.telegram._poll._take
    put: list[object] = []

    def disturbed(raw: dict[str, Any]) -> Awaitable[object]:
        state, chat = dice.choice(STATES), chat_of(raw)
        handler._conversations.pop((chat, chat), None)
        if state is not None:
            handler._conversations[chat, chat] = state
        put.append(state)
        return take(raw)

    app.telegram._poll._take = disturbed
    return put


def chat_of(raw: dict[str, Any]) -> int:
    """The private chat of a raw update."""
    content = raw.get("message") or raw.get("edited_message") or raw["callback_query"]["message"]
    return int(content["chat"]["id"])
