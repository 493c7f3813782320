"""Faults put in on purpose, so that tests see how a bot takes them. Each network has its own kinds."""

from dataclasses import dataclass
from typing import Generic, TypeVar

F = TypeVar("F")


@dataclass(slots=True)
class _Planned(Generic[F]):
    fault: F
    times: int
    call: str
    chat: int | None


class Faults(Generic[F]):
    """Planned faults, in the order they were planned; empty in normal use."""

    def __init__(self) -> None:
        self._planned: list[_Planned[F]] = []

    def __bool__(self) -> bool:
        return bool(self._planned)

    def plan(self, call: str, fault: F, times: int, chat: int | None) -> None:
        """The next `times` calls of a method or action ("*": any), in one chat or all, go wrong."""
        self._planned.append(_Planned(fault, times, call.lower(), chat))

    def take(self, call: str, chat: object) -> F | None:
        """The fault of this call, used up by it."""
        for planned in self._planned:
            if planned.call in ("*", call.lower()) and planned.chat in (None, chat):
                planned.times -= 1
                if not planned.times:
                    self._planned.remove(planned)
                return planned.fault
        return None

    def clear(self) -> None:
        """Take back what has not happened yet."""
        self._planned.clear()
