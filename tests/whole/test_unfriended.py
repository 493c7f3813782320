"""Somebody deletes the bot from their friends on QQ, which nobody tells it."""

from pathlib import Path

import pytest

from bot.seams import WarpedClock
from complaints.times import DAY
from tests.whole.program import PATIENCE, until
from tests.whole.test_sandbox_qq import Person, begins, running


async def test_a_reminder_to_who_is_no_friend_any_more_waits_for_their_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path, monkeypatch) as (app, sandbox):
        person = Person(sandbox.qq.phone())
        await begins(person)
        await person.says("点卡98元", "订单号")
        await person.says("LY20261121001", "1. 还没")
        await person.says("1", "1. 我已提交")
        person.phone.unfriend()
        clock = app.seams.clock
        assert isinstance(clock, WarpedClock)
        clock.jump(DAY)
        await until(lambda: app.sender.not_pushed == {"not_friend": 1}, PATIENCE)
        person.phone.meet_in_group()
        await person.says("在吗", "当时没能提醒到你")
