"""Messages in both directions, with NapCat's fields: texts, pictures, files, quotes, records, what is taken back."""

import asyncio
import hashlib
from base64 import b64encode
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import BotEnd, Line, MediaFault, QQPhone, Sandbox, SandboxError
from sandbox.onebot import cq
from sandbox.onebot.rules import ADDRESS_SECONDS, EXPIRED, RECALL_SECONDS
from tests.sandbox.conftest import START, HandClock
from tests.sandbox.onebot.bot import PATH, TOKEN, Bot
from tests.sandbox.pictures import png

BOT = 1_100_000_001


async def fetched(url: str) -> tuple[int, bytes]:
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        return response.status, await response.read()


def packed(data: bytes) -> str:
    return "base64://" + b64encode(data).decode()


async def test_a_text_has_all_fields(sandbox: Sandbox, bot: Bot, phone: QQPhone) -> None:
    sent = phone.say("98元 [图] a,b")
    event = await bot.event("message")
    assert event == {
        "self_id": BOT,
        "user_id": 2_880_000_001,
        "time": START,
        "message_id": sent["id"],
        "message_seq": sent["id"],
        "real_id": sent["id"],
        "real_seq": "1",
        "message_type": "private",
        "sender": {"user_id": 2_880_000_001, "nickname": "买家", "card": ""},
        "raw_message": "98元 &#91;图&#93; a,b",
        "font": 14,
        "sub_type": "friend",
        "message": [{"type": "text", "data": {"text": "98元 [图] a,b"}}],
        "message_format": "array",
        "post_type": "message",
    }
    assert 0 <= sent["id"] < 2**31
    assert cq.decoded(event["raw_message"]) == event["message"]


async def test_message_ids_do_not_rise_and_are_not_given_twice(phone: QQPhone) -> None:
    ids = [phone.say(str(number))["id"] for number in range(1000)]
    assert len(set(ids)) == 1000
    assert ids != sorted(ids)


async def test_pictures_in_one_message_are_fetched_while_their_addresses_last(
    sandbox: Sandbox, bot: Bot, phone: QQPhone, clock: HandClock
) -> None:
    pictures = [png(40, 80, grey) for grey in (10, 20, 30)]
    phone.send_images(*pictures, text="三张")
    text, *images = (await bot.event("message"))["message"]
    assert text["data"]["text"] == "三张"
    assert [image["type"] for image in images] == ["image"] * 3
    first = images[0]["data"]
    assert first["file"] == hashlib.md5(pictures[0]).hexdigest().upper() + ".png"
    assert first["file_size"] == str(len(pictures[0]))
    assert [await fetched(image["data"]["url"]) for image in images] == [(200, data) for data in pictures]
    clock.jump(ADDRESS_SECONDS + 1)
    status, body = await fetched(first["url"])
    assert (status, str(EXPIRED["retcode"]).encode() in body) == (400, True)
    again = await bot.data("get_image", file=first["file"])
    assert await fetched(again["url"]) == (200, pictures[0])
    sandbox.qq.expire_media()
    assert (await fetched(again["url"]))[0] == 400
    for forged in ("rkey=0-0", "rkey=zz", ""):
        assert (await fetched(f"{sandbox.base_url}/qq/download?fileid=sandbox-image-1&{forged}"))[0] == 400


async def test_fetching_may_go_wrong(sandbox: Sandbox, bot: Bot, phone: QQPhone) -> None:
    phone.send_images(png())
    url = (await bot.event("message"))["message"][0]["data"]["url"]
    sandbox.qq.fail("media", MediaFault("not_found"))
    assert (await fetched(url))[0] == 404
    for answer in ("truncated", "drop"):
        sandbox.qq.fail("media", MediaFault(answer), times=2)  # aiohttp asks a second time
        with pytest.raises(aiohttp.ClientError):
            await fetched(url)
        sandbox.qq.clear_faults()
    assert await fetched(url) == (200, png())


async def test_files_come_as_segment_or_notice(sandbox: Sandbox, bot: Bot, phone: QQPhone) -> None:
    phone.send_file(b"%PDF", "账单.pdf")
    data = (await bot.event("message"))["message"][0]["data"]
    assert (data["file"], data["file_size"]) == ("账单.pdf", "4")
    assert await fetched(data["url"]) == (200, b"%PDF")
    about = await bot.data("get_file", file_id=data["file_id"])
    assert (about["file_name"], about["url"]) == ("账单.pdf", about["file"])
    url = (await bot.data("get_private_file_url", file_id=data["file_id"]))["url"]
    assert await fetched(url) == (200, b"%PDF")
    phone.send_file(b"%PDF", "账单.pdf", as_notice=True)
    notice = await bot.event("notice")
    assert (notice["notice_type"], notice["user_id"], notice["file"]["size"]) == ("offline_file", phone.user_id, 4)
    assert await fetched(notice["file"]["url"]) == (200, b"%PDF")


RECORD = (
    Line("客服8023", "亲，系统有点慢", START - 3600, user_id=123456789),
    Line("我", "什么时候到", START - 3500, (png(grey=1), png(grey=2))),
    Line("客服8023", lines=(Line("店长", "再等等", START - 7200, (png(grey=3),)),), time=START - 3400),
)


async def test_a_forwarded_record_as_napcat_gives_it(sandbox: Sandbox, bot: Bot, phone: QQPhone) -> None:
    sent = phone.send_record(*RECORD)
    forward = (await bot.event("message"))["message"]
    assert forward[0]["type"] == "forward"
    assert forward[0]["data"].keys() == {"id"}
    assert len(forward[0]["data"]["id"]) == 19
    lines = (await bot.data("get_forward_msg", id=forward[0]["data"]["id"]))["messages"]
    assert lines == (await bot.data("get_forward_msg", message_id=str(sent["id"])))["messages"]
    assert [(line["sender"]["nickname"], line["time"]) for line in lines] == [
        ("客服8023", START - 3600),
        ("我", START - 3500),
        ("客服8023", START - 3400),
    ]
    assert lines[0]["user_id"] == 123456789
    assert lines[0]["message"] == [{"type": "text", "data": {"text": "亲，系统有点慢"}}]
    assert (lines[0]["group_id"], lines[0]["post_type"]) == (284840486, "message")
    assert [await fetched(part["data"]["url"]) for part in lines[1]["message"][1:]] == [
        (200, png(grey=1)),
        (200, png(grey=2)),
    ]
    inner = lines[2]["message"][0]
    assert inner["data"]["content"][0]["sender"]["nickname"] == "店长"
    assert await bot.refusal("get_forward_msg", id=inner["data"]["id"]) == (
        1200,
        "消息已过期或者为内层消息，无法获取转发消息",
    )


async def test_a_forwarded_record_as_the_specification_has_it(sandbox: Sandbox, bot: Bot, phone: QQPhone) -> None:
    sandbox.qq.spec_records = True
    phone.send_record(*RECORD)
    wanted = (await bot.event("message"))["message"][0]["data"]["id"]
    nodes = (await bot.data("get_forward_msg", id=wanted))["message"]
    assert [node["type"] for node in nodes] == ["node"] * 3
    assert [node["data"]["nickname"] for node in nodes] == ["客服8023", "我", "客服8023"]
    assert nodes[2]["data"]["content"][0]["data"]["content"][0] == {"type": "text", "data": {"text": "再等等"}}


async def test_quotes_and_messages_taken_back(sandbox: Sandbox, bot: Bot, phone: QQPhone, clock: HandClock) -> None:
    question = (await bot.data("send_private_msg", user_id=phone.user_id, message="多少钱？"))["message_id"]
    sent = phone.say("98元", reply_to=question)
    event = await bot.event("message")
    assert event["message"][0] == {"type": "reply", "data": {"id": str(question)}}
    kept = await bot.data("get_msg", message_id=question)
    assert (kept["raw_message"], kept["post_type"], kept["message_sent_type"]) == ("多少钱？", "message_sent", "self")
    phone.recall(sent["id"])
    notice = await bot.event("notice")
    assert (notice["notice_type"], notice["message_id"]) == ("friend_recall", sent["id"])
    assert (await bot.refusal("get_msg", message_id=sent["id"]))[0] == 1200
    assert phone.words(phone.messages[-1]) == ""
    with pytest.raises(SandboxError, match="not_yours"):
        phone.recall(question)
    assert (await bot.refusal("delete_msg", message_id=sent["id"]))[0] == 1200
    await bot.data("delete_msg", message_id=question)
    later = (await bot.data("send_private_msg", user_id=str(phone.user_id), message="好"))["message_id"]
    clock.jump(RECALL_SECONDS + 1)
    assert await bot.refusal("delete_msg", message_id=later) == (1200, "Recall failed")


async def test_what_a_bot_may_send(sandbox: Sandbox, bot: Bot, phone: QQPhone) -> None:
    user = phone.user_id
    await bot.data("send_private_msg", user_id=user, message="a[CQ:face,id=14]&#91;b&#93;")
    await bot.data("send_msg", user_id=user, message="[CQ:face,id=14]", auto_escape=True)
    picture = {"type": "image", "data": {"file": packed(png())}}
    await bot.data("send_msg", message_type="private", user_id=user, message=[picture])
    quoted = {"type": "reply", "data": {"id": "12"}}
    await bot.data("send_private_msg", user_id=user, message=[quoted, {"type": "text", "data": {"text": "引用没了"}}])
    assert [[part["type"] for part in message["segments"]] for message in phone.replies] == [
        ["text", "face", "text"],
        ["text"],
        ["image"],
        ["text"],
    ]
    assert phone.words(phone.replies[1]) == "[CQ:face,id=14]"
    assert phone.files(phone.replies[2])[0][1] == png()


async def test_a_file_reaches_the_user_whole_or_in_parts(sandbox: Sandbox, bot: Bot, phone: QQPhone) -> None:
    content = bytes(range(256)) * 5000
    answer = await bot.data("upload_private_file", user_id=phone.user_id, file=packed(content), name="导出.zip")
    assert answer["file_id"].startswith("/")
    message = await phone.sees("导出.zip")
    assert phone.files(message) == [("导出.zip", content)]
    parts = [content[at : at + 500_000] for at in range(0, len(content), 500_000)]
    stream: dict[str, Any] = {"stream_id": "s", "total_chunks": len(parts), "filename": "b.zip"}
    digest = hashlib.sha256(content).hexdigest()
    for index, part in reversed(list(enumerate(parts))):
        answer = await bot.call(
            "upload_file_stream",
            **stream,
            chunk_index=index,
            chunk_data=b64encode(part).decode(),
            expected_sha256=digest,
        )
        assert (answer["stream"], answer["data"]["status"]) == ("stream-action", "chunk_received")
    done = await bot.data("upload_file_stream", stream_id="s", is_complete=True)
    assert (done["type"], done["status"], done["sha256"]) == ("response", "file_complete", digest)
    await bot.data("upload_private_file", user_id=phone.user_id, file=done["file_path"], name="大.zip")
    assert phone.files(await phone.sees("大.zip")) == [("大.zip", content)]


async def test_parts_that_do_not_fit_are_refused(bot: Bot, sandbox: Sandbox) -> None:
    assert await bot.refusal("upload_file_stream", stream_id="s", is_complete=True) == (
        1200,
        "total_chunks required for new stream",
    )
    part = {"stream_id": "s", "total_chunks": 2, "chunk_index": 0, "chunk_data": "QUJD", "expected_sha256": "0"}
    await bot.data("upload_file_stream", **part)
    assert (await bot.refusal("upload_file_stream", **part | {"chunk_index": 7}))[0] == 1200
    assert (await bot.refusal("upload_file_stream", stream_id="s", is_complete=True))[0] == 1200
    await bot.data("upload_file_stream", **part | {"chunk_index": 1})
    assert "SHA256 mismatch" in (await bot.refusal("upload_file_stream", stream_id="s", is_complete=True))[1]
    assert (await bot.refusal("upload_file_stream", stream_id="s", reset=True))[0] == 1200
    assert (await bot.refusal("upload_file_stream", stream_id="s", verify_only=True))[0] == 1200


async def test_friends_are_asked_for_and_lost(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.qq.phone(bond="stranger")
    with pytest.raises(SandboxError, match="no_friend"):
        phone.say("在吗")
    assert (await bot.refusal("send_private_msg", user_id=phone.user_id, message="你好"))[0] == 1200
    flag = phone.add_friend("投诉")
    request = await bot.event("request")
    assert (request["request_type"], request["flag"], request["comment"]) == ("friend", flag, "投诉")
    await bot.data("set_friend_add_request", flag=flag, approve=True)
    assert (await bot.event("notice"))["notice_type"] == "friend_add"
    assert [friend["user_id"] for friend in await bot.data("get_friend_list")] == [phone.user_id]
    phone.say("你好")
    phone.unfriend()
    assert (await bot.refusal("send_private_msg", user_id=phone.user_id, message="你好"))[0] == 1200
    again = phone.add_friend()
    await bot.data("set_friend_add_request", flag=again, approve=False)
    assert phone.user["bond"] == "stranger"


async def test_temporary_sessions_and_groups(sandbox: Sandbox, bot: Bot, phone: QQPhone) -> None:
    stranger = sandbox.qq.phone(bond="stranger")
    stranger.meet_in_group()
    stranger.say("在吗")
    event = await bot.event("message")
    assert (event["message_type"], event["sub_type"], event["temp_source"]) == ("private", "group", 0)
    await bot.data("send_private_msg", user_id=stranger.user_id, group_id=event["group_id"], message="在")
    group = sandbox.qq.group(phone, "吐槽群")
    group.send_segments({"type": "at", "data": {"qq": str(BOT)}}, {"type": "text", "data": {"text": " 怎么用"}})
    event = await bot.event("message", 2)
    assert (event["message_type"], event["sub_type"], event["group_name"]) == ("group", "normal", "吐槽群")
    assert event["raw_message"] == "[CQ:at,qq=1100000001] 怎么用"
    await bot.data("send_group_msg", group_id=event["group_id"], message="私聊我")
    assert await group.sees("私聊我")
    assert phone.messages == []
    recent = await bot.data("get_recent_contact", count=9)
    assert [(contact["chatType"], contact["peerUin"]) for contact in recent] == [
        (2, str(-group.chat_id)),
        (100, str(stranger.user_id)),
    ]
    assert recent[1]["lastestMsg"]["raw_message"] == "在"


async def test_everything_comes_back_after_a_stop(tmp_path: Path, clock: HandClock, bot: Bot) -> None:
    end = BotEnd(PATH, TOKEN)
    async with Sandbox(clock=clock, data=tmp_path, token="8000000001:x", onebot=end, routes=bot.routes()) as sandbox:
        await sandbox.qq.linked()
        phone = sandbox.qq.phone(nickname="买家")
        phone.send_images(png())
        phone.send_record(*RECORD)
        sandbox.qq.phone(bond="stranger").add_friend()
        request = await bot.event("request")
        before = phone.messages
    async with Sandbox(clock=clock, data=tmp_path, token="8000000001:x", onebot=end, routes=bot.routes()) as sandbox:
        await sandbox.qq.linked()
        await bot.event("meta_event", 2)
        again = sandbox.qq.phone(phone.user_id)
        assert again.messages == before
        assert again.files(before[0])[0][1] == png()
        assert again.say("还在")["id"] not in [message["id"] for message in before]
        await bot.data("set_friend_add_request", flag=request["flag"])


async def test_a_hundred_messages_in_a_burst_come_in_order(bot: Bot, phone: QQPhone) -> None:
    for number in range(100):
        phone.say(str(number))
    await bot.event("message", 100)
    said = [event["raw_message"] for event in bot.events if event["post_type"] == "message"]
    assert said == [str(number) for number in range(100)]
    await asyncio.gather(*(bot.data("send_private_msg", user_id=phone.user_id, message=str(n)) for n in range(100)))
    assert len(phone.replies) == 100
