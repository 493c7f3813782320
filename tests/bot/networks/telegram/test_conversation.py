"""PTB's routing decides nothing: whatever states it holds, the same events are submitted in the same order."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.networks.telegram.conversation import IDLE, conversation
from dialogs.events import Event
from dialogs.flows import STEPS as REAL_STEPS
from sandbox import OwnClock, Sandbox
from tests.bot.networks.telegram.support import (
    STEPS,
    Recorder,
    Scripted,
    message,
    nothing_new,
    running,
    server,
    telegram,
    until,
)

PRIVATE = {"id": 42, "type": "private", "first_name": "P"}
PERSON = {"id": 42, "is_bot": False, "first_name": "P"}
FRAME = {"message_id": 1, "date": 1_795_000_000, "chat": PRIVATE, "from": PERSON}
ORIGIN = {"type": "hidden_user", "date": 1, "sender_user_name": "x"}
MEMBER = {"user": {"id": 1, "is_bot": True, "first_name": "B"}, "status": "member"}
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]

UPDATES: dict[str, dict[str, Any]] = {
    "text": {"message": FRAME | {"text": "words"}},
    "command": {"message": FRAME | {"text": "/new", "entities": [{"type": "bot_command", "offset": 0, "length": 4}]}},
    "forward": {"message": FRAME | {"text": "words", "forward_origin": ORIGIN}},
    "forwarded photo": {"message": FRAME | {"photo": PHOTO, "forward_origin": ORIGIN}},
    "photo": {"message": FRAME | {"photo": PHOTO}},
    "location": {"message": FRAME | {"location": {"longitude": 1, "latitude": 1}}},
    "edit": {"edited_message": FRAME | {"text": "other words", "edit_date": 1_795_000_001}},
    "tap": {
        "callback_query": {
            "id": "1",
            "from": PERSON,
            "chat_instance": "i",
            "data": "q:1:a",
            "message": FRAME | {"text": "?", "from": MEMBER["user"]},
        }
    },
    "blocked": {
        "my_chat_member": {
            "chat": PRIVATE,
            "from": PERSON,
            "date": 1,
            "old_chat_member": MEMBER,
            "new_chat_member": MEMBER | {"status": "kicked", "until_date": 0},
        }
    },
}


async def nothing(_update: Update, _context: Any) -> str | None:
    return None


@given(st.sampled_from(sorted(UPDATES)), st.sampled_from([None, IDLE, *STEPS, "a step of an older release"]))
def test_every_kind_is_taken_in_every_state(kind: str, state: str | None) -> None:
    handler = conversation(STEPS, nothing)
    if state is not None:
        handler._conversations[42, 42] = state
    check = handler.check_update(Update.de_json({"update_id": 1} | UPDATES[kind], None))
    assert check is not None
    assert check[2].callback is nothing


def test_each_state_lists_what_its_step_accepts() -> None:
    handler = conversation(STEPS, nothing)
    assert handler.states.keys() == {IDLE, *STEPS}
    for name, step in STEPS.items():
        taken = {
            kind
            for kind, content in UPDATES.items()
            if any(one.check_update(Update.de_json({"update_id": 1} | content, None)) for one in handler.states[name])
        }
        by_step = {
            "text": {"text", "command"},
            "file": {"photo", "location", "forwarded photo"},
            "forward": {"forward"},
            "tap": {"tap"},
        }
        assert taken == set().union(*(by_step[kind] for kind in step.accepts))
    assert not handler.persistent


async def events_with(scramble: Callable[[Any, int], None], step: Callable[[Event], str | None]) -> list[Event]:
    """The events of one lively afternoon, PTB's states disturbed before every update."""
    async with Sandbox(clock=OwnClock()) as sandbox:
        phones = [sandbox.phone() for _ in range(4)]
        for number in range(6):
            for phone in phones:
                sent = phone.say(f"/new {number}" if number % 3 == 0 else f"words {number}")
                phone.edit(sent["message_id"], f"better words {number}")
                phone.send_location()
                phone.forward(sent["message_id"])
        recorder = Recorder(step=step)
        network = telegram(server(sandbox.base_url, sandbox.token), recorder)
        handler = network._app.handlers[0][0]
        take = network._router.take

        def disturbed(raw: dict[str, Any]) -> asyncio.Future[None]:
            scramble(handler, phones[raw["update_id"] % 4].chat_id)
            return take(raw)

        network._poll._take = disturbed
        async with running(network):
            return list(await recorder.until(96))


async def test_scrambled_states_change_nothing() -> None:
    dice = random.Random(7)
    states = [None, IDLE, *STEPS, "a step of an older release"]

    def scramble(handler: Any, chat: int) -> None:
        state = dice.choice(states)
        if state is None:
            handler._conversations.pop((chat, chat), None)
        else:
            handler._conversations[chat, chat] = state

    def key(events: list[Event]) -> list[tuple[str, str, Any]]:
        return [(event.type, event.chat.user, getattr(event, "text", "")) for event in events]

    plain = await events_with(lambda *_: None, lambda _: None)
    steps = list(STEPS)
    scrambled = await events_with(scramble, lambda event: steps[int(event.id) % 4])
    assert key(scrambled) == key(plain)


async def test_ptb_notes_the_step_that_the_turn_ended_in() -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        phone = sandbox.phone()
        phone.say("one")
        recorder = Recorder(step=lambda _event: "intake.photo")
        network = telegram(server(sandbox.base_url, sandbox.token), recorder)
        async with running(network):
            await recorder.until(1)
            await asyncio.sleep(0.05)
            handler: Any = network._app.handlers[0][0]
            assert handler._conversations == {(phone.chat_id, phone.chat_id): "intake.photo"}


async def test_an_update_that_ptb_routes_nowhere_is_submitted_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        sandbox.phone().say("one")
        recorder = Recorder()
        network = telegram(server(sandbox.base_url, sandbox.token), recorder)
        network._app.handlers.clear()
        async with running(network):
            await recorder.until(1)
    assert "fitted no handler" in caplog.text


async def test_one_number_twice_in_a_batch_blocks_nothing() -> None:
    scripted = Scripted({"getUpdates": [[message(5, "a"), message(5, "b"), message(6, "c")], nothing_new]})
    recorder = Recorder()
    async with scripted.serving() as url, running(telegram(server(url), recorder)):
        await until(lambda: len(scripted.called("getUpdates")) > 2)
    assert [event.id for event in recorder.events] == ["5", "6"]


@pytest.mark.parametrize("kind", sorted(UPDATES))
def test_the_real_step_table_makes_a_conversation_that_takes_everything(kind: str) -> None:
    handler = conversation(REAL_STEPS, nothing)
    assert handler.states.keys() == {IDLE, *REAL_STEPS}
    for state in (None, *handler.states):
        handler._conversations = {} if state is None else {(42, 42): state}
        assert handler.check_update(Update.de_json({"update_id": 1} | UPDATES[kind], None)) is not None
