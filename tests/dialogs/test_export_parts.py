"""What the user sees of an export: one file, or several where one would be too large."""

from dialogs.events import Chat as Address
from dialogs.events import JobDone
from dialogs.model import OutFile
from tests.dialogs.chat import Chat
from tests.dialogs.test_evidence import idle

NAME = "投诉资料-2026-11-23"


def exported(chat: Chat, parts: int) -> Chat:
    first, *more = (OutFile(path=f"export-1-{part}.zip", name=f"{NAME}-{part}.zip") for part in range(1, parts + 1))
    address = Address("telegram", "1", "2")
    return chat.hears(
        JobDone(
            id="job:1", chat=address, at=chat.now, kind="export", path=first.path, name=first.name, more=tuple(more)
        )
    )


def test_one_file() -> None:
    chat = idle().says("/export").sees("正在打包")
    exported(chat, 1).sees("你的全部资料").sees_no("份，共")


def test_several_files_are_several_messages() -> None:
    chat = exported(idle(), 3).sees("你的全部资料", "第 1 份，共 3 份", "第 2 份", "第 3 份，共 3 份")
    assert chat.text.count("你的全部资料") == 1
