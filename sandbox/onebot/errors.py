"""What the bot asked for and OneBot refuses. `retcode` as NapCat gives it over WebSocket: `rules.RETCODES`."""


class ActionFailed(Exception):
    """An answer with `status` failed."""

    def __init__(self, retcode: int, message: str) -> None:
        super().__init__(message)
        self.retcode = retcode
        self.message = message


def bad_params(reason: str) -> ActionFailed:
    """A parameter is missing, unknown or of the wrong kind."""
    return ActionFailed(1400, reason)


def failed(reason: str) -> ActionFailed:
    """QQ or the implementation could not do it."""
    return ActionFailed(1200, reason)
