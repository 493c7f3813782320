"""What the bot asked for and Telegram refuses: HTTP status and Telegram's own words."""

from typing import Any


class ApiError(Exception):
    """An answer with `ok` false. https://core.telegram.org/bots/api#making-requests"""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """The JSON object of the answer, `parameters` only when there are any."""
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(reason: str) -> ApiError:
    """Status 400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """Status 403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {reason}")
