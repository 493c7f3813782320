"""Over QQ too the program says what the engine says, word for word; and killed again and again it loses nothing."""

import asyncio
import random
import sys
from pathlib import Path

import pytest

from tests.bot.networks.qq.double import FileServer, OneBot
from tests.dialogs.chat import SUNDAY
from tests.whole.hands import Hands, holds
from tests.whole.program import STANDSTILL, outbox, rows, running, set_clock, until
from tests.whole.qq import QQHands, free_port, program
from tests.whole.scripts import SCRIPTS
from tests.whole.test_kills import FEWEST_KILLS, People, every_answer_is_kept, killed_again_and_again

SPEED = ("run", "--clock-speed", str(STANDSTILL))
USER = 20_000
DIALOGS = 60


@pytest.mark.parametrize("name", SCRIPTS)
async def test_the_program_says_on_qq_what_the_engine_says(tmp_path: Path, name: str) -> None:
    await set_clock(tmp_path / "data", SUNDAY)
    port = free_port()
    one = program(tmp_path, port)
    async with FileServer().serving() as files, OneBot(port) as onebot, running(one, *SPEED):
        await onebot.linked()
        hands = QQHands(onebot, files, USER, data=one.data)
        await SCRIPTS[name](hands)
        assert hands.screen == hands.wanted
    assert outbox(one.data).keys() <= {"sent", "dropped"}
    assert hands.screen == hands.wanted


async def test_a_forwarded_record_and_the_export_come_through(tmp_path: Path) -> None:
    await set_clock(tmp_path / "data", SUNDAY)
    port = free_port()
    one = program(tmp_path, port)
    async with FileServer().serving() as files, OneBot(port) as onebot, running(one, *SPEED):
        await onebot.linked()
        hands = QQHands(onebot, files, USER, data=one.data)
        await hands.says("点卡98元没到账")
        await hands.taps("同意，开始投诉")
        await hands.forwards("系统故障，请等待", "客服8023")
        await hands.taps("存进投诉")
        await hands.says("导出")
        assert hands.screen == hands.wanted
    (upload,) = onebot.uploads
    assert upload[1].endswith(".zip")
    assert upload[2].startswith(b"PK")


@pytest.mark.timeout(300)
async def test_killed_again_and_again_qq_loses_no_answer_and_every_reply_arrives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """OneBot says nothing twice: what was said while the program was dead it finds in the histories."""
    await set_clock(tmp_path / "data", SUNDAY)
    port = free_port()
    one = program(tmp_path, port)
    async with FileServer().serving() as files, OneBot(port) as onebot:
        async with running(one, *SPEED):  # what is said before this is said to the account's owner
            await onebot.linked()
            await until(lambda: rows(one.data, "SELECT 1 FROM meta WHERE key LIKE 'qq_since_%'"))
        hands: list[Hands] = [QQHands(onebot, files, USER + n, strict=False) for n in range(DIALOGS)]
        people = People(hands, random.Random(7))
        talk = asyncio.create_task(people.talk())
        await asyncio.sleep(0)
        kills = await killed_again_and_again(one, people, talk)
        async with running(one, *SPEED):
            await talk
            await until(lambda: rows(one.data, "SELECT count(*) FROM job") == [(0,)])
            await until(lambda: "unsent" not in outbox(one.data))
    assert kills >= FEWEST_KILLS
    doubled = 0
    for place, person in enumerate(hands):
        every_answer_is_kept(one.data, person, people.pictures.get(place))
        assert holds(person.screen, person.wanted)
        assert set(person.screen) == set(person.wanted)
        doubled += len(person.screen) - len(person.wanted)
    assert doubled <= kills
    # Dropped is a question that had arrived, was not marked yet at a kill, and was answered before the next connection.
    assert outbox(one.data).keys() <= {"sent", "dropped"}
    for table in ("job", "dead", "purge"):
        assert rows(one.data, f"SELECT count(*) FROM {table}") == [(0,)]
    with capsys.disabled():
        sys.stdout.write(
            f"\nQQ: {kills} kills, {DIALOGS} dialogs, {people.acts} acts, {onebot.connections} connections, "
            f"{doubled} messages doubled\n"
        )
