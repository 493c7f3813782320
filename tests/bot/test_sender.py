"""The sender with a real database and Telegram's network over real HTTP: nothing lost, nothing doubled, in order."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.networks.telegram.network import Telegram
from bot.pacing import Bucket, Line, back_off
from bot.seams import KillPoint, SystemClock, Writer
from bot.sender import Sender
from dialogs.events import Blocked, Chat
from dialogs.model import Message, OutFile
from sandbox import Fault, OwnClock, Phone, Sandbox
from storage import outbox, persons
from storage.database import Database
from storage.errors import StorageUnavailable
from storage.outbox import Added, OutboxRow
from tests.bot.networks.telegram.support import FastClock, Recorder, Scripted, bad, server, telegram, until

T = TypeVar("T")
NOW = 1_795_000_000


@dataclass
class Bench:
    """A sender at work, and the phones of those it writes to."""

    sandbox: Sandbox
    database: Database
    network: Telegram
    sender: Sender
    submitted: Recorder
    folder: Path
    phones: list[Phone] = field(default_factory=list)

    def phone(self) -> Phone:
        """A user who has pressed START."""
        phone = self.sandbox.phone()
        phone.start()
        return phone

    def chat(self, phone: Phone) -> Chat:
        return Chat("telegram", self.network.bot, str(phone.chat_id))

    async def written(self, phone: Phone, *messages: Message) -> Added:
        """Rows in the outbox that the sender has not heard of."""
        chat = self.chat(phone)

        def write(connection: sqlite3.Connection) -> Added:
            seat = persons.find(connection, chat) or persons.welcome(connection, chat, NOW)
            return outbox.add(connection, seat, messages, NOW)

        return await self.database.write(write)

    async def say(self, phone: Phone, *messages: Message | str) -> tuple[OutboxRow, ...]:
        """What a turn does: write rows, then hand them on."""
        added = await self.written(phone, *(Message(text=one) if isinstance(one, str) else one for one in messages))
        self.sender.drop(added.dropped)
        self.sender.add(added.rows)
        return added.rows

    async def idle(self) -> None:
        """Everything is settled."""
        await until(lambda: not self.sender.replies_waiting and not self.sender.pushes_waiting)

    async def states(self) -> list[tuple[str, str | None]]:
        """State and code of all rows, in order."""
        return await self.database.read(
            lambda connection: connection.execute("SELECT state, code FROM outbox ORDER BY id").fetchall()
        )


def heard(phone: Phone) -> list[str]:
    """What the bot said on this phone."""
    return [one["text"] for one in phone.messages if one["from"]["is_bot"]]


@asynccontextmanager
async def sending(bench: Bench) -> AsyncIterator[Sender]:
    task = asyncio.create_task(bench.sender.run())
    try:
        yield bench.sender
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await bench.sender.stop()


@asynccontextmanager
async def bench_in(
    folder: Path, *, writer: Callable[[Database], Writer] = lambda one: one, **options: Any
) -> AsyncIterator[Bench]:
    """Everything but the running sender."""
    sandbox = Sandbox(clock=OwnClock(), data=folder / "sandbox")
    await sandbox.start()
    database = await Database.open(folder / "data")
    submitted = Recorder()
    network = telegram(server(sandbox.base_url, sandbox.token, read_seconds=1.5), submitted)
    await network.start()
    sender = Sender(
        [network],
        writer(database),
        FastClock(),
        submit=submitted,
        locate=lambda row: folder / row.message.file.path if row.message.file else None,
        **options,
    )
    try:
        yield Bench(sandbox, database, network, sender, submitted, folder)
    finally:
        await network.stop()
        await database.close()
        await sandbox.stop()


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench_in(tmp_path) as made, sending(made):
        yield made


def push(text: str, **more: Any) -> Message:
    return Message(text=text, lane="push", **more)


# ------------------------------------------------------------------------------------------------ order
async def test_each_chat_hears_all_in_the_order_in_which_it_was_said(bench: Bench) -> None:
    phones = [bench.phone() for _ in range(30)]
    for number in range(10):
        await asyncio.gather(*(bench.say(phone, f"{number}a", f"{number}b") for phone in phones))
    await bench.idle()
    wanted = [f"{number}{letter}" for number in range(10) for letter in "ab"]
    assert all(heard(phone) == wanted for phone in phones)
    assert {state for state, _ in await bench.states()} == {"sent"}
    assert bench.sender.counts == {"sent": 600}


async def test_a_row_carries_the_networks_message_id_and_an_edit_finds_it(bench: Bench) -> None:
    phone = bench.phone()
    await bench.say(phone, Message(text="1 of 3", key="progress"), Message(text="between"))
    await bench.idle()
    await bench.say(phone, Message(text="3 of 3", key="progress", replaces="progress"))
    await bench.idle()
    assert heard(phone) == ["3 of 3", "between"]


async def test_an_edit_finds_a_message_that_was_on_its_way_when_it_was_written(bench: Bench) -> None:
    phone = bench.phone()
    bench.sandbox.fail("sendMessage", Fault("silence", processed=True))
    await bench.say(phone, Message(text="1 of 3", key="progress"))
    await until(lambda: bench.sandbox.counts["sendMessage"])
    # The row is being sent: storage takes it for unsent and drops it, but its message is there.
    await bench.say(phone, Message(text="3 of 3", key="progress", replaces="progress"))
    await bench.idle()
    assert "3 of 3" in heard(phone)
    assert len(heard(phone)) <= 2


# ------------------------------------------------------------------------------------------------ failures
@pytest.mark.parametrize(
    "fault",
    [
        Fault("retry_after", seconds=1),
        Fault("server_error"),
        Fault("bad_gateway"),
        Fault("truncated"),
        Fault("drop"),
        Fault("silence"),
    ],
    ids=lambda fault: fault.answer,
)
async def test_what_the_network_did_not_take_arrives_later_once_and_in_order(bench: Bench, fault: Fault) -> None:
    phones = [bench.phone() for _ in range(4)]
    for phone in phones:
        bench.sandbox.fail("sendMessage", fault, chat=phone.chat_id)
    await asyncio.gather(*(bench.say(phone, "one", "two", "three") for phone in phones))
    await bench.idle()
    assert [heard(phone) for phone in phones] == [["one", "two", "three"]] * 4
    assert {state for state, _ in await bench.states()} == {"sent"}


@pytest.mark.parametrize("answer", ["bad_gateway", "truncated", "silence", "drop"])
async def test_what_stays_in_doubt_is_tried_once_more_then_counted_and_the_chat_goes_on(
    bench: Bench, answer: Any
) -> None:
    phone = bench.phone()
    bench.sandbox.fail("sendMessage", Fault(answer, processed=True), times=2)
    await bench.say(phone, "one", "two")
    await bench.idle()
    assert heard(phone) == ["one", "one", "two"]
    assert [state for state, _ in await bench.states()] == ["uncertain", "sent"]
    assert bench.sender.counts["uncertain"] == 1


async def test_an_outage_of_any_length_costs_nothing(bench: Bench) -> None:
    phones = [bench.phone() for _ in range(20)]
    await bench.sandbox.stop()
    await asyncio.gather(*(bench.say(phone, "one", "two") for phone in phones))
    await until(lambda: bench.sender.counts["retried"] >= 20)
    await asyncio.sleep(0.5)
    assert bench.sender.replies_waiting == 40
    await bench.sandbox.start()
    await bench.idle()
    assert all(heard(bench.sandbox.phone(phone.user_id)) == ["one", "two"] for phone in phones)
    assert bench.sender.counts["sent"] == 40


async def test_during_a_broken_gateway_nothing_is_given_up(bench: Bench) -> None:
    phone = bench.phone()
    bench.sandbox.fail("*", Fault("bad_gateway"), times=8)
    await bench.say(phone, "one")
    await bench.idle()
    assert heard(phone) == ["one"]
    assert await bench.states() == [("sent", None)]


async def test_a_row_that_only_the_server_fails_on_is_given_up_at_last(bench: Bench) -> None:
    phone = bench.phone()
    bench.sandbox.fail("sendMessage", Fault("server_error"), times=9)
    await bench.say(phone, "poison", "next")
    await bench.idle()
    assert heard(phone) == ["next"]
    assert await bench.states() == [("failed", "http_500"), ("sent", None)]


async def test_bursts_of_slow_down_lose_and_double_nothing(bench: Bench) -> None:
    phones = [bench.phone() for _ in range(20)]
    bench.sandbox.fail("sendMessage", Fault("retry_after", seconds=3), times=30)
    await asyncio.gather(*(bench.say(phone, "one", "two", "three") for phone in phones))
    await bench.idle()
    assert all(heard(phone) == ["one", "two", "three"] for phone in phones)
    assert bench.sender.counts["flooded"] == 30


async def test_slowing_down_one_chat_does_not_hold_up_another(bench: Bench) -> None:
    slow, other = bench.phone(), bench.phone()
    bench.sandbox.fail("sendMessage", Fault("retry_after", seconds=30), chat=slow.chat_id)
    await bench.say(slow, "late")
    await until(lambda: bench.sender.counts["flooded"])
    await bench.say(other, "at once")
    await bench.idle()
    said = [fields["text"] for method, fields in bench.sandbox.calls if method == "sendMessage"]
    assert said == ["late", "at once", "late"]


async def test_what_is_refused_is_marked_and_the_log_does_not_quote_it(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    phone = bench.phone()
    await bench.say(phone, Message(text=""), Message(text="secret words", file=OutFile(path="gone", name="x")), "next")
    await bench.idle()
    assert heard(phone) == ["next"]
    assert await bench.states() == [("failed", "empty"), ("failed", "file_missing"), ("sent", None)]
    assert bench.sender.counts["failed"] == 2
    assert "secret" not in caplog.text


async def test_a_mistake_of_ours_ends_the_row_and_not_the_chat(tmp_path: Path) -> None:
    async with bench_in(tmp_path) as bench:
        bench.sender = Sender([bench.network], bench.database, FastClock(), submit=bench.submitted, locate=_wrong)
        async with sending(bench):
            phone = bench.phone()
            await bench.say(phone, Message(text="", file=OutFile(path="x", name="x")), "next")
            await bench.idle()
            assert heard(phone) == ["next"]
            assert await bench.states() == [("failed", "internal"), ("sent", None)]


def _wrong(row: OutboxRow) -> Path:
    raise KeyError(row.id)


async def test_parts_that_arrived_are_not_sent_again(tmp_path: Path) -> None:
    paragraphs = [letter * 3000 for letter in "abc"]
    answers = [{"message_id": 1}, bad(500, "Internal Server Error"), {"message_id": 2}, {"message_id": 3}]
    scripted = Scripted({"sendMessage": answers})
    async with bench_in(tmp_path) as bench, scripted.serving() as url:
        network = telegram(server(url, bench.sandbox.token), Recorder())
        await network.start()
        bench.sender = Sender([network], bench.database, FastClock(), submit=bench.submitted, locate=_wrong)
        async with sending(bench):
            await bench.say(bench.phone(), "\n\n".join(paragraphs))
            await bench.idle()
            sent = await bench.database.read(
                lambda connection: connection.execute("SELECT state, message_id FROM outbox").fetchall()
            )
        await network.stop()
    assert [fields["text"][0] for fields in scripted.called("sendMessage")] == ["a", "b", "b", "c"]
    assert sent == [("sent", "3")]


# ------------------------------------------------------------------------------------------------ blocked
async def test_a_user_who_blocked_the_bot_is_left_alone_and_reported(bench: Bench) -> None:
    phone, other = bench.phone(), bench.phone()
    await bench.written(phone, push("reminder"))
    phone.block()
    rows = await bench.say(phone, "one", "two")
    await bench.say(other, "hello")
    await bench.idle()
    assert heard(other) == ["hello"]
    (event,) = await bench.submitted.until(1)
    assert isinstance(event, Blocked)
    assert event.chat == bench.chat(phone)
    assert event.id == f"unreachable:{rows[0].id}"
    assert [state for state, _ in await bench.states()] == ["undelivered", "dropped", "dropped", "sent"]


# ------------------------------------------------------------------------------------------------ pushes
async def test_a_push_waits_for_a_quiet_chat_while_replies_pass_it(bench: Bench) -> None:
    phone, quiet = bench.phone(), bench.phone()
    await bench.say(phone, "reply 1", push("reminder"))
    await bench.say(quiet, push("reminder"))
    await until(lambda: heard(quiet))
    await bench.say(phone, "reply 2")
    await bench.idle()
    assert heard(phone) == ["reply 1", "reply 2", "reminder"]


async def test_a_push_that_does_not_apply_any_more_is_never_sent(bench: Bench) -> None:
    phone = bench.phone()
    await bench.say(phone, push("reminder", clocks=((1, "C0", 0),)), push("still good"))
    await bench.idle()
    assert heard(phone) == ["still good"]
    assert [state for state, _ in await bench.states()] == ["dropped", "sent"]
    assert bench.sender.counts["outdated"] == 1


async def test_pushes_of_one_chat_and_of_many_all_arrive(bench: Bench) -> None:
    phones = [bench.phone() for _ in range(10)]
    for phone in phones:
        await bench.say(phone, push("a"), push("b"))
    await bench.idle()
    assert all(heard(phone) == ["a", "b"] for phone in phones)


# ------------------------------------------------------------------------------------------------ restart
async def test_what_an_earlier_process_left_is_sent_once_also_if_it_is_handed_over_again(tmp_path: Path) -> None:
    async with bench_in(tmp_path) as bench:
        phone = bench.phone()
        added = await bench.written(phone, Message(text="one"), Message(text="two"), push("reminder"))
        bench.sender.add(added.rows[1:])  # before it runs
        async with sending(bench):
            await asyncio.sleep(0)
            bench.sender.add(added.rows)  # while it reads the outbox
            late = await bench.say(phone, "three")
            await bench.idle()
            bench.sender.add(())
        assert heard(phone) == ["one", "two", "three", "reminder"]
        assert late[0].id == 4


async def test_what_was_dropped_before_the_outbox_was_read_stays_dropped(tmp_path: Path) -> None:
    async with bench_in(tmp_path) as bench:
        phone = bench.phone()
        added = await bench.written(phone, Message(text="old"), Message(text="new"))
        bench.sender.add(added.rows)
        bench.sender.drop([added.rows[0].id])
        async with sending(bench):
            await until(lambda: heard(phone))
            await bench.idle()
        assert heard(phone) == ["new"]


async def test_rows_dropped_while_they_wait_are_not_sent(bench: Bench) -> None:
    phone = bench.phone()
    await bench.sandbox.stop()
    await bench.say(phone, Message(text="question 1", key="question"))
    await bench.say(phone, "something", Message(text="question 2", key="question"))
    await bench.sandbox.start()
    await bench.idle()
    assert heard(bench.sandbox.phone(phone.user_id)) == ["something", "question 2"]


async def test_a_row_of_a_bot_that_is_not_run_waits_in_the_outbox(bench: Bench) -> None:
    row = OutboxRow(1, Chat("telegram", "1", "2"), 1, Message(text="x"), NOW)
    await until(lambda: bench.sender._early is None)
    bench.sender.add([row])
    assert bench.sender.replies_waiting == 0
    assert bench.sender.counts["without_network"] == 1


async def test_stopping_ends_what_is_under_way_and_leaves_the_rest(tmp_path: Path) -> None:
    async with bench_in(tmp_path) as bench:
        phone, stuck = bench.phone(), bench.phone()
        async with sending(bench):
            bench.sandbox.fail("sendMessage", Fault("retry_after", seconds=100_000), chat=stuck.chat_id)
            await bench.say(stuck, "later")
            await bench.say(phone, "one", push("reminder"))
            await until(lambda: bench.sender.counts["flooded"])
            await until(lambda: bench.sender.counts["sent"])
        assert [state for state, _ in await bench.states()] == ["unsent", "sent", "unsent"]


# ------------------------------------------------------------------------------------------------ the database
@dataclass
class Ailing:
    """A database whose next writes keep nothing."""

    database: Database
    failures: int = 0

    def write(self, fn: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        if not self.failures:
            return self.database.write(fn)
        self.failures -= 1
        failed: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        failed.set_exception(StorageUnavailable("full"))
        return failed

    async def read(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        if self.failures:
            raise StorageUnavailable("full")
        return await self.database.read(fn)


async def test_what_was_sent_is_marked_however_long_that_takes_and_never_sent_again(tmp_path: Path) -> None:
    ailing: list[Ailing] = []

    def writer(database: Database) -> Ailing:
        ailing.append(Ailing(database))
        return ailing[0]

    async with bench_in(tmp_path, writer=writer) as bench, sending(bench):
        phone, gone = bench.phone(), bench.phone()
        await until(lambda: bench.sender._early is None)
        first = await bench.written(phone, Message(text="one", key="k"))
        second = await bench.written(phone, Message(text="two", replaces="k"))
        lost = await bench.written(gone, Message(text="x"))
        gone.block()
        ailing[0].failures = 12
        bench.sender.add([*first.rows, *lost.rows])
        bench.sender.add(second.rows)
        await bench.idle()
        assert heard(phone) == ["two"]
        assert (bench.sandbox.counts["sendMessage"], bench.sandbox.counts["editMessageText"]) == (2, 1)
        assert len(bench.submitted.events) == 1


async def test_the_kill_points_stand_between_sending_and_marking(tmp_path: Path) -> None:
    passed: list[tuple[KillPoint, list[str], int]] = []

    def reached(point: KillPoint) -> None:
        passed.append((point, heard(phone), made.sender.counts["sent"]))

    async with bench_in(tmp_path, reached=reached) as made, sending(made):
        phone = made.phone()
        await made.say(phone, "one")
        await made.idle()
    assert passed == [("after_send", ["one"], 0), ("before_mark", ["one"], 0)]


# ------------------------------------------------------------------------------------------------ pace
class ManualClock(SystemClock):
    """Time stands still but for sleeping."""

    def __init__(self) -> None:
        self.time = 1000.0

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += seconds


async def test_the_bucket_gives_an_even_pace_and_saves_nothing_up() -> None:
    clock = ManualClock()
    bucket, went = Bucket(clock, 20), []
    for _ in range(3):
        await bucket.wait()
        bucket.take()
        went.append(round(clock.time, 3))
    clock.time += 100
    for _ in range(3):
        await bucket.wait()
        bucket.take()
        went.append(round(clock.time, 3))
    assert went == [1000, 1000.05, 1000.1, 1100.1, 1100.15, 1100.2]


def test_the_third_request_to_slow_down_in_ten_seconds_stops_all(tmp_path: Path) -> None:
    clock = ManualClock()
    line = Line(telegram(server("http://127.0.0.1:1"), Recorder()), "1", clock)
    for pause in (0, 6, 6):
        clock.time += pause
        line.flooded(5)
        assert line.silence <= 0
    clock.time += 3
    line.flooded(5)
    assert line.silence == 5
    clock.time += 5
    assert line.silence <= 0


def test_waits_double_up_to_half_a_minute() -> None:
    assert [back_off(failures) for failures in (1, 2, 3, 6, 7, 100, 10_000)] == [0.5, 1, 2, 16, 30, 30, 30]
