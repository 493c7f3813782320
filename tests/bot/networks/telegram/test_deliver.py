"""Neutral messages as the sandbox, which is as strict as Telegram, shows them on a phone."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.networks.splitting import split
from bot.networks.telegram.deliver import MAX_CAPTION, MAX_TEXT, parts_of, units
from bot.networks.telegram.network import Telegram
from dialogs.events import Chat
from dialogs.model import Choice, Message, OutFile
from sandbox import OwnClock, Phone, Sandbox, buttons
from tests.bot.networks.telegram.support import Recorder, server, telegram
from tests.files.samples import encoded, screenshot

YES = ((Choice(label="对", value="q:1:yes"), Choice(label="不对", value="q:1:no")),)


@dataclass
class Reached:
    """A bot that sends to a phone."""

    sandbox: Sandbox
    network: Telegram
    phone: Phone

    async def send(self, message: Message, edits: str | None = None, file: Path | None = None) -> str:
        chat = Chat("telegram", self.network.bot, str(self.phone.chat_id))
        last = ""
        for part in self.network.parts(message):
            last = await self.network.deliver(chat, part, edits, file if part.file else None)
        return last

    @property
    def last(self) -> dict[str, Any]:
        return self.phone.messages[-1]


@pytest.fixture
async def reached() -> AsyncIterator[Reached]:
    async with Sandbox(clock=OwnClock()) as sandbox:
        network = telegram(server(sandbox.base_url, sandbox.token), Recorder())
        await network.start()
        phone = sandbox.phone()
        phone.start()
        yield Reached(sandbox, network, phone)
        await network.stop()


async def test_a_text_is_shown_as_it_is(reached: Reached) -> None:
    text = "<b>不是粗体</b> & *也不是* _的_ `x` https://example.com"
    sent = await reached.send(Message(text=text))
    assert (reached.last["text"], sent) == (text, str(reached.last["message_id"]))
    assert reached.last["link_preview_options"] == {"is_disabled": True}
    assert all(entity["type"] == "url" for entity in reached.last.get("entities", []))


async def test_a_verbatim_text_is_one_block(reached: Reached) -> None:
    await reached.send(Message(text="订单号LY1 <退款> 😀", verbatim=True))
    assert reached.last["entities"] == [{"type": "pre", "offset": 0, "length": 14}]


async def test_choices_are_buttons(reached: Reached) -> None:
    rows = (
        (Choice(label="我已提交", value="c:3:filed", style="primary"),),
        (Choice(label="删除", value="p:delete", style="danger"), Choice(label="复制", copy_text="LY20261121001")),
    )
    await reached.send(Message(text="?", rows=rows))
    assert reached.last["reply_markup"]["inline_keyboard"] == [
        [{"text": "我已提交", "callback_data": "c:3:filed", "style": "primary"}],
        [
            {"text": "删除", "callback_data": "p:delete", "style": "danger"},
            {"text": "复制", "copy_text": {"text": "LY20261121001"}},
        ],
    ]


async def test_a_message_quotes_the_users_own_if_it_is_still_there(reached: Reached) -> None:
    theirs = reached.phone.messages[0]["message_id"]
    await reached.send(Message(text="这张是？", reply_to=str(theirs)))
    assert reached.last["reply_to_message"]["message_id"] == theirs
    for gone in ("999", "", "not ours"):
        await reached.send(Message(text=f"without {gone}", reply_to=gone))
        assert reached.last["text"] == f"without {gone}".rstrip()
        assert "reply_to_message" not in reached.last


async def test_an_edit_takes_the_place_and_the_buttons(reached: Reached) -> None:
    first = await reached.send(Message(text="1 of 3", rows=YES))
    assert await reached.send(Message(text="2 of 3"), edits=first) == first
    assert reached.last["text"] == "2 of 3"
    assert buttons(reached.last) == []
    assert await reached.send(Message(text="2 of 3"), edits=first) == first  # not modified is as good as done
    assert await reached.send(Message(text="3 of 3", rows=YES), edits=first) == first
    assert [one["text"] for one in buttons(reached.last)] == ["对", "不对"]


async def test_what_cannot_be_edited_is_sent_anew(reached: Reached) -> None:
    theirs = str(reached.phone.messages[0]["message_id"])
    for edits in ("999", theirs):
        anew = await reached.send(Message(text=f"instead of {edits}"), edits=edits)
        assert anew == str(reached.last["message_id"])
        assert reached.last["text"] == f"instead of {edits}"


async def test_a_file_comes_with_its_name_words_and_buttons(reached: Reached, tmp_path: Path) -> None:
    path = tmp_path / "7f3a"
    path.write_bytes(b"PK zipped")
    await reached.send(Message(text="都在这里", file=OutFile(path="7f3a", name='投诉"3".zip'), rows=YES), file=path)
    assert reached.last["document"]["file_name"] == "投诉_3_.zip"
    assert reached.last["document"]["file_size"] == 9
    assert reached.last["caption"] == "都在这里"
    assert len(buttons(reached.last)) == 2


async def test_words_too_long_for_a_caption_go_before_the_file(reached: Reached, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"x")
    before = len(reached.phone.messages)
    message = Message(text="长" * (MAX_CAPTION + 1), file=OutFile(path="x", name="x.txt"), rows=YES)
    await reached.send(message, file=path)
    words, file = reached.phone.messages[before:]
    assert (len(words["text"]), buttons(words)) == (MAX_CAPTION + 1, [])
    assert "caption" not in file
    assert len(buttons(file)) == 2


@pytest.mark.parametrize("path", [None, Path("/no/such/file")])
async def test_a_file_that_is_gone_is_refused(reached: Reached, path: Path | None) -> None:
    with pytest.raises(Refused) as caught:
        await reached.send(Message(text="", file=OutFile(path="x", name="x")), file=path)
    assert caught.value.code == "file_missing"


async def test_a_long_text_is_cut_between_paragraphs_with_the_buttons_last(reached: Reached) -> None:
    before = len(reached.phone.messages)
    paragraphs = [f"{letter}😀" * 700 for letter in "甲乙丙丁"]
    sent = await reached.send(Message(text="\n\n".join(paragraphs), rows=YES, verbatim=True))
    pieces = reached.phone.messages[before:]
    assert [one["text"] for one in pieces] == ["\n\n".join(paragraphs[:1]), *paragraphs[1:]]
    assert [len(buttons(one)) for one in pieces] == [0, 0, 0, 2]
    assert all(one["entities"][0]["type"] == "pre" for one in pieces)
    assert sent == str(pieces[-1]["message_id"])


@given(st.text(alphabet=st.sampled_from("甲a😀 \n。，；"), max_size=400), st.integers(min_value=4, max_value=50))
def test_pieces_fit_and_lose_nothing_but_line_ends(text: str, limit: int) -> None:
    pieces = split(text, limit, units)
    assert all(0 < units(piece) <= limit for piece in pieces)
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")


@given(st.text(min_size=1, max_size=50).map(lambda text: text * 200), st.booleans())
def test_parts_end_with_the_buttons_and_fit(text: str, with_file: bool) -> None:
    file = OutFile(path="x", name="x") if with_file else None
    *before, last = parts_of(Message(text=text, rows=YES, file=file, key="k", replaces="k"))
    assert last.rows == YES
    assert last.file == file
    assert all(not part.rows and part.file is None for part in before)
    assert all(units(part.text) <= MAX_TEXT for part in (*before, last))


async def test_a_picture_is_shown_in_the_chat(reached: Reached, tmp_path: Path) -> None:
    path = tmp_path / "pack-7.png"
    path.write_bytes(encoded(screenshot(size=(1080, 1920)), "PNG"))
    shown = OutFile(path="pack-7.png", name="进度.png", picture=True)
    sent = await reached.send(Message(text="", file=shown), file=path)
    assert sent == str(reached.last["message_id"])
    assert reached.last["photo"][-1]["width"] > 0
    assert "caption" not in reached.last
    with pytest.raises(Refused) as caught:
        await reached.send(Message(text="x", file=shown), file=tmp_path / "gone.png")
    assert caught.value.code == "file_missing"
