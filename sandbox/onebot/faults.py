"""Faults of the stand-in, put in on purpose."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ActionFault:
    """How an action goes wrong.

    silence    it is never answered
    failed     it is answered with `status` failed, 1200 and `message`
    late       it is answered after `seconds`
    close      the connection breaks
    malformed  half an answer comes, and no JSON

    With `processed` the action is carried out first: what follows is ambiguous for the bot. `late` always is.
    """

    answer: Literal["silence", "failed", "late", "close", "malformed"]
    seconds: float = 1.0
    processed: bool = False
    message: str = "Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg"


@dataclass(frozen=True, slots=True)
class MediaFault:
    """How fetching a picture or file goes wrong: 404, an end in the middle, a connection that breaks."""

    answer: Literal["not_found", "truncated", "drop"]
