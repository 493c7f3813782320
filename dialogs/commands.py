"""Commands: `/log`, `/log@bot`, or the Chinese words of texts/zh-CN/commands.toml, valid at every step."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from complaints.reading.normalise import normalise
from dialogs.texts import Texts

MENU = (
    "new",
    "cases",
    "evidence",
    "pack",
    "log",
    "letter",
    "remind",
    "check",
    "settings",
    "export",
    "privacy",
    "delete",
    "help",
    "cancel",
)
"""Names in the order of the network's command menu. /start opens the chat and is not repeated there."""

NAMES = ("start", *MENU, "back", "skip", "resume", "ways", "news")
"""Every command. The last five exist as words only: 返回, 跳过, 继续, 还能找谁, 有进展了."""


ALWAYS = frozenset({"start", "help", "cancel", "back", "skip", "resume"})
"""Words that mean the same whatever is shown."""


class Command(NamedTuple):
    """A command and what was typed after it."""

    name: str
    rest: str


def command_of(text: str, texts: Texts) -> Command | None:
    """The command that a whole message is, or None."""
    wanted = normalise(text).strip()
    if wanted.startswith("/"):
        head, _, rest = wanted[1:].partition(" ")
        name = head.partition("@")[0].lower()
        return Command(name if name in NAMES else "help", rest.strip())
    meant = _names(texts).get(wanted)
    return Command(meant, "") if meant is not None else None


@lru_cache(maxsize=4)
def _names(texts: Texts) -> Mapping[str, str]:
    """Word → the command it means; of several the first."""
    return {word: name for name in reversed(NAMES) for word in texts.words(f"commands.{name}.words")}
