"""One person on both phones of the sandbox: a code from one, typed in the other, and both show the same complaints."""

from pathlib import Path

import pytest

from bot.seams import WarpedClock
from complaints.times import DAY
from sandbox import Phone
from tests.whole.program import PATIENCE, complaints, offered, person_folder, until
from tests.whole.scripts import picture
from tests.whole.test_sandbox_qq import Person, begins, running

STORY = "订单号LY20261121001，购买游戏点卡98元未到账，要求立即补发"


async def sees(phone: Phone, words: str) -> str:
    """The newest message of the Telegram phone with these words, once it is there."""
    await until(lambda: any(words in one.get("text", "") for one in phone.replies), PATIENCE)
    return next(str(one["text"]) for one in reversed(phone.replies) if words in one.get("text", ""))


async def complains(phone: Phone) -> None:
    phone.start()
    await offered(phone, "同意，开始投诉")
    phone.tap("同意，开始投诉")
    await sees(phone, "出了什么问题")
    phone.say(STORY)
    await sees(phone, "记下了")


async def makes_a_code(phone: Phone) -> str:
    phone.say("设置")
    await offered(phone, "我的账号")
    phone.tap("我的账号")
    await offered(phone, "生成关联码")
    phone.tap("生成关联码")
    await sees(phone, "10分钟内有效")
    await until(lambda: phone.replies[-1]["text"].isdecimal())
    return str(phone.replies[-1]["text"])


async def test_a_code_from_telegram_brings_the_cases_of_qq_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path, monkeypatch) as (app, sandbox):
        telegram, qq = sandbox.phone(), Person(sandbox.qq.phone())
        await complains(telegram)
        await begins(qq)
        await qq.does(lambda: qq.phone.send_images(picture(1)), "1. 可以存")
        await qq.says("1", "先存着")
        await until(lambda: "pending" not in states(app.database.folder, qq.phone.user_id), PATIENCE)
        code = await makes_a_code(telegram)
        await qq.says("设置", "我的账号")
        await qq.says("我的账号", "我有关联码")
        await qq.says("我有关联码", "8位关联码")
        await qq.says(code, "是我的，关联")
        await qq.says("是我的，关联", "投诉1 → 投诉2")
        await sees(telegram, "QQ账号用关联码关联进来了")
        data = app.database.folder
        both = [case.number for case in complaints(data, telegram.user_id)]
        assert both == [case.number for case in complaints(data, qq.phone.user_id)] == [1, 2]
        await until(lambda: [path.name for path in person_folder(data, telegram.user_id).iterdir()] == ["2-1"])
        assert (person_folder(data, qq.phone.user_id) / "2-1").read_bytes() == picture(1)
        await qq.says("我的投诉", "游戏点卡98元")


async def test_reminders_of_a_linked_person_come_where_they_are_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path, monkeypatch) as (app, sandbox):
        telegram, qq = sandbox.phone(), Person(sandbox.qq.phone())
        await complains(telegram)
        telegram.say("刚刚")
        await sees(telegram, "48小时")
        await begins(qq)
        code = await makes_a_code(telegram)
        await qq.says("设置", "我的账号")
        await qq.says("我的账号", "我有关联码")
        await qq.says("我有关联码", "8位关联码")
        await qq.says(code, "是我的，关联")
        await qq.says("是我的，关联", "关联好了")
        telegram.say("设置")
        await offered(telegram, "我的账号")
        telegram.tap("我的账号")
        await offered(telegram, "提醒发QQ")
        telegram.tap("提醒发QQ")
        await sees(telegram, "提醒以后发到QQ")
        clock = app.seams.clock
        assert isinstance(clock, WarpedClock)
        await qq.does(lambda: clock.jump(2 * DAY), "48小时内投诉")


def states(data: Path, user: int) -> list[str]:
    """What became of the pictures of somebody's cases."""
    return [one.state for case in complaints(data, user) for one in case.exhibits] or ["pending"]
