"""What can go wrong.

SandboxError   the caller of the class API asked for something impossible (code, no sentence)
ApiError       the bot asked for something Telegram refuses (HTTP status and Telegram's own words)
"""

from typing import Any


class SandboxError(Exception):
    """`code` names the cause: not_loopback, address_in_use, data_in_use, no_such_button, nothing_came …"""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


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
