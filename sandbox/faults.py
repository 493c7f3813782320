"""Faults put in on purpose, so that tests see how a bot takes them."""

from dataclasses import dataclass
from typing import Literal

Answer = Literal["retry_after", "server_error", "bad_gateway", "truncated", "silence", "drop", "conflict"]


@dataclass(frozen=True, slots=True)
class Fault:
    """How a call goes wrong.

    retry_after   429 with `seconds`
    server_error  500 with Telegram's JSON
    bad_gateway   502 with an HTML page, as a proxy answers
    truncated     200 whose JSON ends in the middle
    silence       the request is taken and never answered
    drop          the connection breaks
    conflict      409, another instance

    With `processed` the call is carried out first: what follows is ambiguous for the bot.
    """

    answer: Answer
    seconds: int = 1
    processed: bool = False


@dataclass(slots=True)
class _Planned:
    fault: Fault
    times: int
    method: str
    chat: int | None


class Faults:
    """Planned faults, in the order they were planned; empty in normal use."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def __bool__(self) -> bool:
        return bool(self._planned)

    def plan(self, method: str, fault: Fault, times: int, chat: int | None) -> None:
        """The next `times` calls of `method` ("*": any), in one chat or all, go wrong."""
        self._planned.append(_Planned(fault, times, method.lower(), chat))

    def take(self, method: str, chat: object) -> Fault | None:
        """The fault of this call, used up by it."""
        for planned in self._planned:
            if planned.method in ("*", method.lower()) and planned.chat in (None, chat):
                planned.times -= 1
                if not planned.times:
                    self._planned.remove(planned)
                return planned.fault
        return None

    def clear(self) -> None:
        """Take back what has not happened yet."""
        self._planned.clear()
