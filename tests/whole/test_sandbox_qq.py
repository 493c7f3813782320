"""The sandbox as `python -m bot` runs it: its QQ phone talks with the real endpoint over a real WebSocket."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app import App, build
from bot.seams import Seams, WarpedClock
from bot.settings import Settings
from complaints.times import DAY, HOUR
from sandbox import Line, MediaFault, QQPhone, Sandbox
from tests.whole.program import PATIENCE, complaints, only_complaint, until
from tests.whole.scripts import picture


@asynccontextmanager
async def running(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[App, Sandbox]]:
    """The bot in its sandbox, and the sandbox."""
    made: list[Sandbox] = []

    class Kept(Sandbox):
        async def start(self) -> None:
            made.append(self)
            await super().start()

    monkeypatch.setattr("sandbox.Sandbox", Kept)
    stopped = asyncio.Event()
    settings = Settings(_env_file=None, data_dir=folder, http_port=0, quiet_hours="off")
    async with build(settings, Seams(), sandbox=True) as app:
        life = asyncio.create_task(app.run(stopped))
        try:
            await made[0].qq.linked()
            yield app, made[0]
        finally:
            stopped.set()
            await life


class Person:
    """Somebody with QQ, who waits for each answer."""

    def __init__(self, phone: QQPhone) -> None:
        self.phone = phone

    async def does(self, act: Callable[[], object], wanted: str) -> str:
        """Act; the message with these words that answers."""
        before = len(self.phone.messages)
        act()
        try:
            await until(lambda: any(wanted in text for text in self.heard(before)), PATIENCE)
        except TimeoutError:
            raise AssertionError(f"{wanted} did not come; the last were {self.heard()[-3:]}") from None
        return next(text for text in self.heard(before) if wanted in text)

    async def says(self, words: str, wanted: str) -> str:
        return await self.does(lambda: self.phone.say(words), wanted)

    def heard(self, since: int = 0) -> list[str]:
        """What the bot said since then."""
        messages = self.phone.messages[since:]
        return [self.phone.words(message) for message in messages if message["from"] != self.phone.user_id]


async def begins(person: Person) -> None:
    """By numbers alone, to the question for the goods."""
    await person.says("在吗", "1. 同意，开始投诉")
    await person.says("1", "1. 没收到")
    await person.says("１", "1. 刚刚")
    await person.says("①", "花了多少钱")


async def test_a_whole_complaint_on_the_qq_phone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(tmp_path, monkeypatch) as (app, sandbox):
        person = Person(sandbox.qq.phone())
        phone, data = person.phone, app.database.folder
        await begins(person)
        await person.does(lambda: phone.send_images(picture(1), picture(2), picture(3)), "1. 可以存")
        await person.says("1", "收到 3 张，存为证1–证3")
        at = sandbox.clock.now() - 600
        record = (Line("客服8023", "系统故障，请等待", at), Line("我", "多久", at + 60, (picture(4),)))
        await person.does(lambda: phone.send_record(*record), "1. 存进投诉")
        await person.says("1", "存好了：1 条联系记录")
        await person.says("点卡98元", "订单号")
        await person.says("LY20261121001", "1. 我已提交")  # the record tells that customer service was asked
        await person.says("1", "工单号")
        await person.says("跳过", "我会在")
        await until(lambda: all(one.state != "pending" for one in only_complaint(data, phone.user_id).exhibits))
        case = only_complaint(data, phone.user_id)
        assert [one.state for one in case.exhibits] == ["stored"] * 4
        assert case.contacts[0].words is not None
        assert "系统故障，请等待" in case.contacts[0].words
        await person.does(lambda: phone.say("导出"), "资料")
        await until(lambda: any(phone.files(message) for message in phone.messages if message["from"] != phone.user_id))
        clock = app.seams.clock
        assert isinstance(clock, WarpedClock)
        await person.does(lambda: clock.jump(2 * DAY + HOUR), "回复“提醒”")
        await person.says("提醒", ". 没人理")


async def test_a_picture_that_is_gone_is_said_to_be_and_nothing_else_suffers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path, monkeypatch) as (app, sandbox):
        person = Person(sandbox.qq.phone())
        phone = person.phone
        await begins(person)
        await person.does(lambda: phone.send_images(picture(1)), "1. 可以存")
        sandbox.qq.fail("media", MediaFault("not_found"), 10)
        await person.says("1", "没存成")
        sandbox.qq.clear_faults()
        await person.does(lambda: phone.send_images(picture(2)), "先存着")
        data = app.database.folder
        await until(
            lambda: [one.state for one in only_complaint(data, phone.user_id).exhibits] == ["refused", "stored"]
        )


async def test_what_was_said_while_the_bot_was_away_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path, monkeypatch) as (app, sandbox):
        person = Person(sandbox.qq.phone())
        await begins(person)
        await app.qq._endpoint.account(str(sandbox.qq.end.self_id)).close()
        person.phone.say("点卡98元")
        await sandbox.qq.linked(2)
        await until(lambda: complaints(app.database.folder, person.phone.user_id)[0].facts.amount == 9800)


async def test_both_phones_and_the_health_page_know_of_both_networks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path, monkeypatch) as (app, sandbox):
        person = Person(sandbox.qq.phone())
        telegram = sandbox.phone()
        telegram.start()
        await person.says("在吗", "1. 同意，开始投诉")
        await until(lambda: bool(telegram.replies))
        assert [network.state()[0] for network in app.networks] == [True, True]
