"""Errors of the edge. They carry codes and names only: no text of a user, no address (it would hold the token).

NetworkFailure
├── NotSent          the request surely had no effect: it may be made again
│   ├── TokenRejected    the network does not know our token
│   └── SecondInstance   another process fetches with our token
├── TryLater         the network asks us to slow down
├── Uncertain        the request was written, its answer never read: it may have had its effect
├── Unreachable      this user cannot be written to
└── Refused          the network will never take this request
"""


class NetworkFailure(Exception):
    """A call to a chat network failed. `call` names the method."""

    def __init__(self, call: str, code: str) -> None:
        super().__init__(f"{call}: {code}")
        self.call, self.code = call, code


class NotSent(NetworkFailure):
    """Nothing happened. `answered` means that a server took the call and failed, so that this very call may be why."""

    def __init__(self, call: str, code: str, *, answered: bool = False) -> None:
        super().__init__(call, code)
        self.answered = answered


class TokenRejected(NotSent):
    """401 or 404 for every call: the token was revoked or mistyped."""

    def __init__(self, call: str) -> None:
        super().__init__(call, "token_rejected")


class SecondInstance(NotSent):
    """409 to getUpdates: the network gives updates to one asker only."""

    def __init__(self, call: str) -> None:
        super().__init__(call, "conflict")


class TryLater(NetworkFailure):
    """Not before `after` seconds."""

    def __init__(self, call: str, after: float) -> None:
        super().__init__(call, "try_later")
        self.after = after


class Uncertain(NetworkFailure):
    """The connection broke, or the answer could not be read, after the request was written."""


class Unreachable(NetworkFailure):
    """The user blocked the bot, deleted their account or never started the chat."""


class Refused(NetworkFailure):
    """`code` names the reason, such as `too_long`, `file_too_big`, `message_gone`."""
