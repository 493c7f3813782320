"""Sending, editing and deleting; pictures and files; taps."""

import aiohttp
import pytest

from sandbox import Sandbox, SandboxError, buttons
from tests.sandbox.conftest import START, Api, HandClock
from tests.sandbox.pictures import GIF, JPEG, WEBP, png

KEYS = {"inline_keyboard": [[{"text": "对", "callback_data": "y"}, {"text": "复制", "copy_text": {"text": "LY1"}}]]}


async def test_a_reply_is_seen_with_its_date_and_quote(sandbox: Sandbox, api: Api, clock: HandClock) -> None:
    phone = sandbox.phone()
    said = phone.start("case_7")
    assert (said["text"], said["entities"][0]["type"], said["date"]) == ("/start case_7", "bot_command", START)
    clock.jump(3600)
    quote = {"message_id": said["message_id"]}
    await api.result("sendMessage", chat_id=phone.chat_id, text="你好", reply_parameters=quote, protect_content=True)
    seen = await phone.sees("你好")
    assert seen["date"] == START + 3600
    assert seen["message_id"] == said["message_id"] + 1
    assert seen["reply_to_message"]["text"] == "/start case_7"
    assert seen["has_protected_content"]
    again = phone.say("谢谢", reply_to=seen["message_id"])
    assert "reply_to_message" not in again["reply_to_message"]


async def test_edits(sandbox: Sandbox, api: Api, clock: HandClock) -> None:
    phone = sandbox.phone()
    said = phone.start()
    sent = await api.result("sendMessage", chat_id=phone.chat_id, text="对吗？", reply_markup=KEYS)
    where = {"chat_id": phone.chat_id, "message_id": sent["message_id"]}
    assert "message is not modified" in await api.refusal("editMessageText", **where, text="对吗？", reply_markup=KEYS)
    clock.jump(60)
    edited = await api.result("editMessageText", **where, text="<b>好</b>", parse_mode="HTML")
    assert (edited["text"], edited["edit_date"], "reply_markup" in edited) == ("好", START + 60, False)
    await api.result("editMessageReplyMarkup", **where, reply_markup=KEYS)
    assert "message is not modified" in await api.refusal("editMessageReplyMarkup", **where, reply_markup=KEYS)
    assert len(buttons(phone.message(sent["message_id"]))) == 2
    unknown = {"chat_id": phone.chat_id, "message_id": 99}
    assert await api.refusal("editMessageText", **unknown, text="x") == "Bad Request: message to edit not found"
    mine = {"chat_id": phone.chat_id, "message_id": said["message_id"]}
    assert await api.refusal("editMessageText", **mine, text="x") == "Bad Request: message can't be edited"


async def test_deletion_works_for_two_days(sandbox: Sandbox, api: Api, clock: HandClock) -> None:
    phone = sandbox.phone()
    phone.start()
    ids = [(await api.result("sendMessage", chat_id=phone.chat_id, text=text))["message_id"] for text in "ab"]
    assert await api.result("deleteMessage", chat_id=phone.chat_id, message_id=ids[0])
    assert [message["text"] for message in phone.replies] == ["b"]
    reason = await api.refusal("deleteMessage", chat_id=phone.chat_id, message_id=ids[0])
    assert reason == "Bad Request: message to delete not found"
    clock.jump(48 * 3600 + 1)
    reason = await api.refusal("deleteMessage", chat_id=phone.chat_id, message_id=ids[1])
    assert reason == "Bad Request: message can't be deleted for everyone"
    sent = await api.result("sendMessage", chat_id=phone.chat_id, text="c")
    assert sent["message_id"] == ids[1] + 1


async def test_a_tap_is_answered_once_and_in_time(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    phone.start()
    sent = await api.result("sendMessage", chat_id=phone.chat_id, text="对吗？", reply_markup=KEYS)
    tap = phone.tap("对")
    query = (await api.updates())[-1]["callback_query"]
    assert (query["id"], query["data"], query["message"]["message_id"]) == (tap, "y", sent["message_id"])
    await api.result("answerCallbackQuery", callback_query_id=tap, text="好的")
    assert await phone.answered(tap) == {"query_id": tap, "text": "好的", "alert": False}
    gone = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await api.refusal("answerCallbackQuery", callback_query_id=tap) == gone
    late = phone.tap("y")
    sandbox.expire_queries()
    assert await api.refusal("answerCallbackQuery", callback_query_id=late) == gone
    too_long = await api.refusal("answerCallbackQuery", callback_query_id=phone.tap("对"), text="x" * 201)
    assert too_long == "Bad Request: MESSAGE_TOO_LONG"


async def test_copy_buttons_copy_and_missing_buttons_are_missed(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    phone.start()
    await api.result("sendMessage", chat_id=phone.chat_id, text="对吗？", reply_markup=KEYS)
    phone.tap("复制")
    assert phone.clipboard == "LY1"
    with pytest.raises(SandboxError) as missed:
        phone.tap("没有的按钮")
    assert missed.value.code == "no_such_button"


@pytest.mark.parametrize(("data", "size"), [(png(40, 80), (40, 80)), (JPEG, (12, 9)), (GIF, (7, 5)), (WEBP, (32, 16))])
async def test_a_photo_has_two_sizes_and_its_bytes(
    sandbox: Sandbox, api: Api, data: bytes, size: tuple[int, int]
) -> None:
    phone = sandbox.phone()
    phone.send_photo(data)
    small, full = (await api.updates())[0]["message"]["photo"]
    assert (full["width"], full["height"], full["file_size"]) == (*size, len(data))
    assert small["file_id"] != full["file_id"]
    assert max(small["width"], small["height"]) <= 90
    described = await api.result("getFile", file_id=full["file_id"])
    assert described["file_path"].startswith("photos/")
    assert await api.download(described["file_path"]) == (200, data)


async def test_an_album_is_one_update_a_picture(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    phone.send_photo(png(), png(grey=20), png(grey=30), caption="三张")
    messages = [update["message"] for update in await api.updates()]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["三张", None, None]
    phone.send_photo(png())
    assert "media_group_id" not in (await api.updates())[-1]["message"]


async def test_documents_keep_name_and_kind_and_large_ones_cannot_be_fetched(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    phone.send_document(b"%PDF", "../../账单.pdf", caption="账单")
    phone.send_document(b"x", "big.zip", claimed_size=20 * 1024 * 1024 + 1)
    small, large = (update["message"]["document"] for update in await api.updates())
    assert (small["file_name"], small["mime_type"]) == ("../../账单.pdf", "application/pdf")
    path = (await api.result("getFile", file_id=small["file_id"]))["file_path"]
    assert path == "documents/file_1.pdf"
    assert await api.download(path) == (200, b"%PDF")
    assert await api.refusal("getFile", file_id=large["file_id"]) == "Bad Request: file is too big"
    assert "wrong file_id" in await api.refusal("getFile", file_id="nothing")
    assert (await api.download("documents/file_9.pdf"))[0] == 404


async def test_the_bot_sends_files(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    phone.start()
    form = aiohttp.FormData({"chat_id": str(phone.chat_id), "caption": "<b>导出</b>", "parse_mode": "HTML"})
    form.add_field("document", b"PK", filename="export.zip", content_type="application/zip")
    status, body = await api.form("sendDocument", form)
    assert status == 200
    document = (await phone.sees("导出"))["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("export.zip", "application/zip", 2)
    again = await api.result("sendDocument", chat_id=phone.chat_id, document=body["result"]["document"]["file_id"])
    assert again["document"] == document
    refused = await api.refusal("sendPhoto", chat_id=phone.chat_id, photo=document["file_id"])
    assert refused == "Bad Request: can't use file of type document as photo"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (png(1, 30), "PHOTO_INVALID_DIMENSIONS"),
        (png(9_000, 1_500), "PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_the_bot_cannot_send_what_is_no_photo(sandbox: Sandbox, api: Api, data: bytes, reason: str) -> None:
    phone = sandbox.phone()
    phone.start()
    form = aiohttp.FormData({"chat_id": str(phone.chat_id)})
    form.add_field("photo", data, filename="a.png")
    assert (await api.form("sendPhoto", form))[1]["description"] == f"Bad Request: {reason}"


async def test_an_album_of_the_bot_names_its_parts(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    phone.start()
    media = '[{"type":"photo","media":"attach://a","caption":"两张"},{"type":"photo","media":"attach://b"}]'
    form = aiohttp.FormData({"chat_id": str(phone.chat_id), "media": media})
    form.add_field("a", png(), filename="a.png")
    form.add_field("b", png(grey=3), filename="b.png")
    status, body = await api.form("sendMediaGroup", form)
    assert status == 200
    assert len({message["media_group_id"] for message in body["result"]}) == 1
    assert (await phone.sees("两张"))["photo"][-1]["width"] == 40


async def test_parts_that_nothing_names_and_mixed_albums_are_refused(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    phone.start()
    form = aiohttp.FormData({"chat_id": str(phone.chat_id), "text": "x"})
    form.add_field("stray", b"x", filename="a.png")
    assert 'unknown field "stray"' in (await api.form("sendMessage", form))[1]["description"]
    mixed = [{"type": "photo", "media": "1"}, {"type": "document", "media": "2"}]
    assert "can't be mixed" in await api.refusal("sendMediaGroup", chat_id=phone.chat_id, media=mixed)
    alone = await api.refusal("sendMediaGroup", chat_id=phone.chat_id, media=mixed[:1])
    assert alone == "Bad Request: wrong number of elements in media"
    lost = [{"type": "photo", "media": "attach://a"}] * 2
    assert "no such file" in await api.refusal("sendMediaGroup", chat_id=phone.chat_id, media=lost)


async def test_commands_by_scope_and_language(sandbox: Sandbox, api: Api) -> None:
    new = [{"command": "new", "description": "新的投诉"}]
    await api.result("setMyCommands", commands=new)
    assert await api.result("getMyCommands") == new
    assert await api.result("getMyCommands", scope={"type": "all_private_chats"}) == []
    profile = sandbox._bot_api.profile
    assert profile.commands_for(1, "zh") == new
    other = [{"command": "help", "description": "帮助"}]
    await api.result("setMyCommands", commands=other, scope={"type": "all_private_chats"}, language_code="zh")
    assert profile.commands_for(1, "zh") == other
    assert profile.commands_for(1, "en") == new
    await api.result("deleteMyCommands")
    assert profile.commands_for(1, "en") == []


async def test_names_descriptions_and_the_menu_button(api: Api) -> None:
    await api.result("setMyName", name="投诉向导")
    assert await api.result("getMyName") == {"name": "投诉向导"}
    await api.result("setMyDescription", description="一步步走完")
    await api.result("setMyDescription", description="")
    assert await api.result("getMyDescription") == {"description": ""}
    await api.result("setMyShortDescription", short_description="短")
    assert await api.result("getMyShortDescription") == {"short_description": "短"}
    await api.result("setChatMenuButton", menu_button={"type": "commands"})
    assert await api.result("getChatMenuButton") == {"type": "commands"}
    assert await api.refusal("setMyShortDescription", short_description="x" * 121)
