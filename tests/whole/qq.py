"""Two phones of one person again, the second one on QQ: what is said to the engine is said to a OneBot account."""

import socket
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from bot.networks.qq.deliver import parts_of
from bot.networks.qq.network import QQ
from complaints.reading.normalise import clean
from dialogs.menus import spelled
from files.likeness import likeness
from tests.bot.networks.qq.double import TOKEN, FileServer, OneBot
from tests.dialogs.chat import Chat, texts
from tests.whole.hands import Hands, Seen
from tests.whole.program import Program, StillClock


class QQHands(Hands):
    """See `Hands`. Buttons are typed as the numbers and words that stand for them."""

    def __init__(
        self, onebot: OneBot, files: FileServer, user: int, *, strict: bool = True, data: Path | None = None
    ) -> None:
        self._onebot, self._files, self._user = onebot, files, user
        self._clock = StillClock()
        self.chat = Chat(network=QQ.capabilities, consented=False, may_upload=False)
        self.strict, self.data, self.acts = strict, data, 0
        self.before = lambda: None
        self.pause = _at_once

    async def says(self, text: str) -> None:
        await self._begin()
        await self._say(text)
        self.chat.says(clean(text))
        await self.agree()

    async def taps(self, label: str) -> None:
        choice = self.chat.choice(label)
        word = self.chat.word_for(choice)
        assert word is not None, f"nothing stands for [{label}]"
        await self.says(word)

    async def forwards(self, text: str, by: str) -> None:
        await self._begin()
        line = {"sender": {"nickname": by}, "time": self._clock.now(), "message": [_text(text)]}
        await self._say([{"type": "forward", "data": {"id": "1", "content": [line]}}])
        self.chat.forwards(text, by=by, at=self.chat.now)
        await self.agree()

    async def sends(self, *pictures: bytes) -> None:
        """All in one message, as QQ does it."""
        await self._begin()
        segments = []
        for number, content in enumerate(pictures):
            path = f"{self._user}-{self.acts}-{number}"
            self._files.paths[path] = (200, content)
            data = {"file": f"{path}.png", "url": f"{self._files.base}/{path}", "file_size": str(len(content))}
            segments.append({"type": "image", "data": data})
        await self._say(segments)
        album = f"album{self.acts}" if len(pictures) > 1 else None
        with self.chat.offline():
            for content in pictures:
                like = likeness(Image.open(BytesIO(content)))
                self.chat.sends("picture", content, size=len(content), likeness=like, album=album)
        await self.agree()

    async def _say(self, message: object) -> None:
        await self._onebot.say(self._user, message, time=self._clock.now())

    async def _see(self, wanted: Any) -> None:
        try:
            await self._onebot.until(lambda: self._agrees(wanted))
        except TimeoutError:
            raise AssertionError(f"the engine said {wanted[-3:]}\nthe program showed {self.screen[-3:]}") from None

    @property
    def user(self) -> int:
        return self._user

    @property
    def wanted(self) -> list[Seen]:
        messages = [part for message in self.chat.sent for part in parts_of(message, texts())]
        return [Seen(f"[{one.file.name}]" if one.file else spelled(one, texts()), ()) for one in messages]

    @property
    def screen(self) -> list[Seen]:
        return [Seen(text.removeprefix("[reply]"), ()) for text in self._onebot.sent[self._user]]


def program(folder: Path, port: int, **variables: str) -> Program:
    """The program on QQ alone, with a clock that stands still."""
    return Program(
        folder,
        None,
        ONEBOT_ACCESS_TOKEN=TOKEN,
        REAL_PEOPLE="no",
        HTTP_PORT=str(port),
        **variables,
    )


def free_port() -> int:
    """A port that the program can be started on again and again."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def _at_once() -> None: ...


def _text(words: str) -> dict[str, Any]:
    return {"type": "text", "data": {"text": words}}
