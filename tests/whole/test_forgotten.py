"""Whoever has deleted everything begins anew: buttons of before mean nothing of what is there now."""

from pathlib import Path

from sandbox import OwnClock, Sandbox, buttons
from tests.whole.program import complaints, inside, offered, only_complaint, until
from tests.whole.test_linking import STORY, complains, sees


async def test_an_old_button_after_everything_was_deleted(tmp_path: Path) -> None:
    async with Sandbox(clock=OwnClock()) as sandbox, inside(tmp_path, sandbox) as app:
        phone = sandbox.phone()
        await complains(phone)
        phone.say("我的投诉")
        await sees(phone, "投诉1")
        old, data = next(
            (one["message_id"], key["callback_data"])
            for one in reversed(phone.replies)
            for key in buttons(one)
            if key["callback_data"].startswith("c:1:")
        )
        phone.say("/delete")
        await offered(phone, "全部删除")
        phone.tap("全部删除")
        await offered(phone, "全部删掉")
        phone.tap("全部删掉")
        await sees(phone, "重新开始")
        data_folder, heard = app.database.folder, len(phone.replies)
        phone.start()
        await until(lambda: len(phone.replies) > heard)
        phone.tap("同意，开始投诉")
        phone.say(STORY)
        await until(lambda: any(case.facts.goods for case in complaints(data_folder, phone.user_id)))
        before = only_complaint(data_folder, phone.user_id)
        phone.tap_data(old, data)
        await sees(phone, "过期")
        assert only_complaint(data_folder, phone.user_id) == before
