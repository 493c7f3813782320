"""The outbox: order, coalescing, edits, claims, what becomes of rows that cannot be sent."""

from functools import partial

from storage import outbox
from storage.database import Database
from storage.outbox import OutboxRow
from storage.reminders import due
from storage.turns import Taken
from tests.storage.world import NOW, Phone


async def unsent(database: Database) -> list[str]:
    return [row.message.text for row in await database.read(outbox.unsent)]


async def sent(database: Database, *taken: Taken) -> None:
    pairs = [(row.id, f"m{row.id}") for one in taken for row in one.rows]
    await database.write(partial(outbox.mark_sent, sent=pairs, now=NOW))


async def fires(phone: Phone, now: int) -> OutboxRow:
    """The push that a reminder makes."""
    (event,) = await phone.database.read(partial(due, now=now, limit=5))
    (row,) = (await phone.sends(event)).rows
    return row


async def test_what_waits_comes_in_the_order_said(phone: Phone, database: Database) -> None:
    for n in range(20):
        await phone.says(f"plain {n}")
    assert await unsent(database) == [str(n) for n in range(20)]


async def test_a_sent_row_keeps_its_id_and_loses_its_text(phone: Phone, database: Database) -> None:
    await sent(database, await phone.says("open 秘密"))
    assert await unsent(database) == []
    row = await database.read(lambda conn: conn.execute("SELECT state, message_id, document FROM outbox").fetchone())
    assert row == ("sent", "m1", "")


async def test_an_unsent_message_of_the_same_key_is_replaced(phone: Phone, database: Database) -> None:
    first = await phone.says("question one")
    await phone.says("plain between")
    second = await phone.says("question two")
    assert second.dropped == (first.rows[0].id,)
    assert second.rows[0].id > first.rows[0].id
    assert await unsent(database) == ["between", "two"]


async def test_a_sent_message_of_the_same_key_stays(phone: Phone, database: Database) -> None:
    await sent(database, await phone.says("question one"))
    assert (await phone.says("question two")).dropped == ()
    assert await unsent(database) == ["two"]


async def test_keys_of_another_chat_are_others(phone: Phone, database: Database, other: Phone) -> None:
    await phone.says("question one")
    assert (await other.says("question two")).dropped == ()
    assert await unsent(database) == ["one", "two"]


async def test_a_sent_message_is_edited_by_its_id(phone: Phone, database: Database) -> None:
    first = await phone.says("open a")
    await sent(database, first)
    edit = await phone.says("edit case")
    assert edit.rows[0].edits == f"m{first.rows[0].id}"
    assert (await database.read(outbox.unsent))[0].edits == edit.rows[0].edits


async def test_an_unsent_message_is_replaced_instead_of_edited(phone: Phone, database: Database) -> None:
    first = await phone.says("open a")
    edit = await phone.says("edit case")
    assert edit.dropped == (first.rows[0].id,)
    assert edit.rows[0].edits is None
    assert await unsent(database) == ["edited case"]


async def test_an_edit_of_an_edit(phone: Phone, database: Database) -> None:
    first = await phone.says("open a")
    await sent(database, first)
    second = await phone.says("edit case")
    third = await phone.says("edit case")
    assert third.dropped == (second.rows[0].id,)
    assert third.rows[0].edits == f"m{first.rows[0].id}"


async def test_a_message_replaced_while_it_was_being_sent_can_be_edited(phone: Phone, database: Database) -> None:
    first = await phone.says("open a")
    edit = await phone.says("edit case")
    await sent(database, first)
    assert await database.read(partial(outbox.resolve_edit, chat=phone.chat, key="case")) == f"m{first.rows[0].id}"
    assert (await database.read(outbox.unsent))[0].id == edit.rows[0].id


async def test_nothing_to_edit(phone: Phone, database: Database) -> None:
    assert (await phone.says("edit case")).rows[0].edits is None
    assert await database.read(partial(outbox.resolve_edit, chat=phone.chat, key="no such")) is None


# ---------------------------------------------------------------------------------------------- pushes
async def test_a_push_is_claimed_while_its_clock_runs(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    push = await fires(phone, NOW + 400)
    claimed = await database.write(partial(outbox.claim_push, row_id=push.id))
    assert claimed == push
    again = await database.write(partial(outbox.claim_push, row_id=push.id))
    assert again is not None
    assert again.attempts == 1


async def test_a_saved_complaint_drops_pushes_that_are_out_of_date(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    push = await fires(phone, NOW + 400)
    taken = await phone.says("extend 1")
    assert taken.dropped == (push.id,)
    assert await database.write(partial(outbox.claim_push, row_id=push.id)) is None


async def test_a_push_of_several_cases_lives_while_one_clock_does(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    await phone.says("open b")
    push = await fires(phone, NOW + 400)
    assert len(push.message.clocks) == 2
    assert (await phone.says("extend 1")).dropped == ()
    assert await database.write(partial(outbox.claim_push, row_id=push.id))
    assert (await phone.says("drop 2")).dropped == (push.id,)


async def test_a_push_nobody_dropped_is_still_checked_when_claimed(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    push = await fires(phone, NOW + 400)
    await database.write(lambda conn: conn.execute("DELETE FROM complaint"))
    assert await database.write(partial(outbox.claim_push, row_id=push.id)) is None
    assert await database.read(outbox.waiting_counts) == (1, 0)


async def test_counts(phone: Phone, database: Database) -> None:
    assert await database.read(outbox.waiting_counts) == (0, 0)
    await phone.says("open a")
    await fires(phone, NOW + 400)
    assert await database.read(outbox.waiting_counts) == (1, 1)


# ---------------------------------------------------------------------------------------------- what cannot be sent
async def test_rows_that_will_never_arrive(phone: Phone, database: Database) -> None:
    rows = [(await phone.says(f"plain {n}")).rows[0].id for n in range(3)]
    await database.write(partial(outbox.mark_uncertain, row_id=rows[0], code="timed_out"))
    await database.write(partial(outbox.mark_failed, row_id=rows[1], code="400"))
    await database.write(partial(outbox.mark_undelivered, row_id=rows[2], code="no_push"))
    states = await database.read(lambda conn: conn.execute("SELECT state, code, document FROM outbox").fetchall())
    assert states == [("uncertain", "timed_out", ""), ("failed", "400", ""), ("undelivered", "no_push", "")]
    assert await unsent(database) == []


async def test_an_unreachable_chat_drops_replies_and_keeps_count_of_pushes(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    await fires(phone, NOW + 400)
    await database.write(partial(outbox.unreachable, chat=phone.chat))
    states = await database.read(lambda conn: conn.execute("SELECT lane, state FROM outbox ORDER BY id").fetchall())
    assert states == [("reply", "dropped"), ("push", "undelivered")]
    person = await database.read(lambda conn: conn.execute("SELECT document ->> 'reachable' FROM person").fetchone())
    assert person == (0,)


async def test_another_chat_stays_reachable(phone: Phone, database: Database, other: Phone) -> None:
    await phone.says("plain a")
    await other.says("plain b")
    await database.write(partial(outbox.unreachable, chat=phone.chat))
    assert await unsent(database) == ["b"]
