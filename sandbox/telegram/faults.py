"""Faults of the Bot API server, put in on purpose."""

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
