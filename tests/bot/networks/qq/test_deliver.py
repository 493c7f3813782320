"""What the bot says, as QQ shows it, and what becomes of calls that fail."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from bot.errors import NotSent, Refused, TryLater, Uncertain, Unreachable
from bot.networks.qq.deliver import MAX_TEXT, WHOLE, parts_of
from dialogs.events import Chat
from dialogs.menus import spelled
from dialogs.model import Choice, Message, OutFile
from tests.bot.networks.qq.double import SELF, OneBot, Refusal
from tests.bot.networks.qq.support import Bench, bench
from tests.dialogs.chat import texts

USER = 20002
CHAT = Chat("qq", str(SELF), str(USER))
OPTIONS = ((Choice("没收到", "q:1:a"), Choice("卡密无效", "q:1:b")),)
TIMEOUT = "Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg"


def failing(onebot: OneBot, action: str, words: str, times: int = 1, retcode: int = 1200) -> None:
    def refuse() -> None:
        raise Refusal(retcode, words)

    onebot.trouble[action].extend([refuse] * times)


async def say(b: Bench, message: Message, file: Path | None = None) -> str:
    return await b.network.deliver(CHAT, message, None, file)


# ---------------------------------------------------------------------------------------------------------------- texts
async def test_options_stand_below_the_text_as_numbers() -> None:
    async with bench() as b, b.account() as onebot:
        sent = await say(b, Message(text="出了什么问题？", rows=OPTIONS, first=1))
        assert onebot.sent[USER] == ["出了什么问题？\n1. 没收到\n2. 卡密无效"]
        assert sent.isdecimal()


async def test_a_quote_and_what_cannot_be_quoted() -> None:
    async with bench() as b, b.account() as onebot:
        await say(b, Message(text="证1是？", reply_to="-33"))
        await say(b, Message(text="证1是？", reply_to="x"))
        assert onebot.sent[USER] == ["[reply]证1是？", "证1是？"]
        assert onebot.asked("send_private_msg")[0]["message"][0] == {"type": "reply", "data": {"id": "-33"}}


def test_long_texts_are_cut_between_paragraphs_and_the_options_are_with_the_last() -> None:
    paragraphs = [f"第{n}段" + "很长" * 150 for n in range(20)]
    message = Message(text="\n\n".join(paragraphs), rows=OPTIONS, first=1, replaces="x", key="question")
    parts = parts_of(message, texts())
    assert all(len(spelled(part, texts())) <= MAX_TEXT for part in parts)
    assert [part.rows for part in parts] == [()] * (len(parts) - 1) + [OPTIONS]
    assert "".join(part.text.replace("\n", "") for part in parts) == "".join(paragraphs)
    assert all(part.text.startswith("第") for part in parts)


def test_options_that_do_not_fit_any_more_have_a_message_of_their_own() -> None:
    parts = parts_of(Message(text="啊" * (MAX_TEXT - 3), rows=OPTIONS, first=1), texts())
    assert [len(part.text) for part in parts] == [MAX_TEXT - 3, 0]
    assert spelled(parts[1], texts()) == "1. 没收到\n2. 卡密无效"


def test_a_file_comes_after_its_words() -> None:
    file = OutFile(path="a", name="a.zip")
    assert [(part.text, part.file) for part in parts_of(Message(text="给你", file=file, rows=OPTIONS), texts())] == [
        ("给你", None), ("", file),
    ]  # fmt: skip
    assert len(parts_of(Message(text="", file=file), texts())) == 1


# ------------------------------------------------------------------------------------------------------------- failures
@pytest.mark.parametrize(
    ("words", "retcode", "error"),
    [
        (TIMEOUT, 1200, Uncertain),
        ("发送失败，请先添加对方为好友", 1200, Unreachable),
        ("无法获取用户信息", 1200, Unreachable),
        ("对方拒收", 1200, Unreachable),
        ("发言过于频繁", 1200, TryLater),
        ("something else", 1200, NotSent),
        ("", 34, NotSent),
        ("bad", 1400, Refused),
        ("不支持的Api", 1404, Refused),
    ],
)
async def test_what_a_failure_means(words: str, retcode: int, error: type[Exception]) -> None:
    async with bench() as b, b.account() as onebot:
        failing(onebot, "send_private_msg", words, 2, retcode)
        with pytest.raises(error):
            await say(b, Message(text="你好"))
        assert len(onebot.asked("send_private_msg")) == 1


async def test_no_word_of_an_answer_is_passed_on() -> None:
    async with bench() as b, b.account() as onebot:
        failing(onebot, "send_private_msg", "订单号LY20240510001 failed")
        with pytest.raises(NotSent) as caught:
            await say(b, Message(text="你好"))
        assert "LY2024" not in str(caught.value)


@pytest.mark.parametrize("words", [TIMEOUT, "blocked link", "x"])
async def test_a_text_whose_link_is_not_taken_goes_without_it(words: str) -> None:
    async with bench() as b, b.account() as onebot:
        failing(onebot, "send_private_msg", words)
        await say(b, Message(text="去 https://www.12315.cn/a?b=1 看看，98.50元"))
        (said,) = onebot.sent[USER]
        assert said.startswith("去 www．12315．cn/a?b=1 看看，98.50元\n")
        assert "换成" in said


async def test_a_quote_that_is_not_taken_is_left_out() -> None:
    async with bench() as b, b.account() as onebot:
        failing(onebot, "send_private_msg", "x")
        await say(b, Message(text="证1是？", reply_to="33"))
        assert onebot.sent[USER] == ["证1是？"]


async def test_an_answer_without_a_message_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    async with bench() as b, b.account() as onebot:
        monkeypatch.setattr(onebot, "_send_private_msg", lambda _: {})
        with pytest.raises(Uncertain, match="no_message_id"):
            await say(b, Message(text="你好"))


# --------------------------------------------------------------------------------------------------- temporary sessions
@pytest.mark.parametrize(("app", "wanted"), [("NapCat.Onebot", None), ("LLOneBot", 777)])
async def test_a_stranger_is_answered_through_their_group_where_that_must_be_said(app: str, wanted: int | None) -> None:
    async with bench() as b, b.account(app=app) as onebot:
        await onebot.say(USER, "在吗", sub_type="group", group_id=777)
        await b.events(1)
        await say(b, Message(text="在"))
        assert onebot.asked("send_private_msg")[0].get("group_id") == wanted


# ---------------------------------------------------------------------------------------------------------------- files
def archive(folder: Path, size: int) -> tuple[Message, Path, bytes]:
    path, data = folder / "a.zip", bytes(range(256)) * (size // 256)
    path.write_bytes(data)
    return Message(text="", file=OutFile(path="a.zip", name="资料-2026.zip")), path, data


async def test_a_file_is_uploaded_under_its_name(tmp_path: Path) -> None:
    message, path, data = archive(tmp_path, 5120)
    async with bench() as b, b.account() as onebot:
        await say(b, message, path)
        assert onebot.uploads == [(USER, "资料-2026.zip", data)]
        assert not onebot.asked("upload_file_stream")


async def test_a_large_file_goes_in_pieces(tmp_path: Path) -> None:
    message, path, data = archive(tmp_path, WHOLE + 512 * 1024 + 256)
    async with bench() as b, b.account() as onebot:
        await say(b, message, path)
        assert onebot.uploads == [(USER, "资料-2026.zip", data)]
        assert len(onebot.asked("upload_file_stream")) == 11


async def test_where_pieces_are_not_taken_it_goes_whole(tmp_path: Path) -> None:
    message, path, data = archive(tmp_path, WHOLE + 256)
    async with bench() as b, b.account() as onebot:
        onebot.missing.add("upload_file_stream")
        await say(b, message, path)
        await say(b, message, path)
        assert [one[2] for one in onebot.uploads] == [data, data]
        assert len(onebot.asked("upload_file_stream")) == 1


async def test_where_files_cannot_be_uploaded_one_is_sent_as_a_message(tmp_path: Path) -> None:
    message, path, _ = archive(tmp_path, 512)
    async with bench() as b, b.account() as onebot:
        onebot.missing.add("upload_private_file")
        await say(b, message, path)
        assert onebot.sent[USER] == ["[file]"]


async def test_where_nothing_helps_a_word_says_so(tmp_path: Path) -> None:
    message, path, _ = archive(tmp_path, 512)
    async with bench() as b, b.account() as onebot:
        onebot.missing.add("upload_private_file")
        failing(onebot, "send_private_msg", "rich media transfer failed")
        await say(b, message, path)
        (said,) = onebot.sent[USER]
        assert "资料-2026.zip" in said
        assert "没有丢" in said


async def test_a_picture_is_shown_in_the_chat(tmp_path: Path) -> None:
    message, path, data = archive(tmp_path, 5120)
    assert message.file is not None
    shown = message.model_copy(update={"file": message.file.model_copy(update={"picture": True})})
    async with bench() as b, b.account() as onebot:
        assert (await say(b, shown, path)).isdecimal()
        assert onebot.sent[USER] == ["[image]"]
        (segment,) = onebot.asked("send_private_msg")[0]["message"]
        assert segment == {"type": "image", "data": {"file": f"base64://{b64encode(data).decode()}"}}
        with pytest.raises(Refused):
            await say(b, shown, tmp_path / "gone.png")


async def test_a_file_that_is_not_there_is_never_sent(tmp_path: Path) -> None:
    message = Message(text="", file=OutFile(path="a", name="a"))
    async with bench() as b, b.account():
        for path in (None, tmp_path / "missing"):
            with pytest.raises(Refused, match="file_missing"):
                await say(b, message, path)


async def test_an_upload_without_answer_is_in_doubt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.networks.qq.deliver.UPLOAD_SECONDS", 0.05)
    message, path, _ = archive(tmp_path, 512)
    async with bench() as b, b.account() as onebot:
        silence: Any = lambda: None  # noqa: E731
        onebot.trouble["upload_private_file"].append(silence)
        with pytest.raises(Uncertain):
            await say(b, message, path)
