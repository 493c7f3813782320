"""What a failed answer means for those who decide whether the call is made again.

Codes: 14xx are errors of the protocol; NapCat's 1200 is everything else, told apart by its words, which are never
passed on: they may quote a message. https://github.com/botuniverse/onebot-11/blob/master/communication/ws.md
"""

from collections.abc import Mapping
from typing import Any, Final

from bot.errors import NetworkFailure, NotSent, Refused, TryLater, Uncertain, Unreachable

UNSUPPORTED: Final = frozenset({1404, 10002})
"""`unknown action`; 10002 is Lagrange's."""
PROTOCOL: Final = range(1400, 1500)
SLOWER: Final = 60.0
"""Seconds to wait when QQ finds that the account writes too much."""

_NO_FRIEND: Final = ("好友", "friend", "拒收", "黑名单", "临时会话", "获取用户信息", "不存在")
_TOO_MUCH: Final = ("频繁", "频率", "风控", "rate limit")
_IN_DOUBT: Final = ("timeout", "超时", "timed out")
_GONE: Final = ("过期", "expired", "not found", "找不到", "无法获取", "invalid file")


def failure_of(action: str, frame: Mapping[str, Any]) -> NetworkFailure | None:
    """The failure that an answer tells of; None when it tells of none."""
    if frame.get("status") in ("ok", "async"):
        return None
    retcode, words = frame.get("retcode"), f"{frame.get('message', '')} {frame.get('wording', '')}".lower()
    if retcode in UNSUPPORTED:
        return Refused(action, "unsupported")
    if isinstance(retcode, int) and retcode in PROTOCOL:
        return Refused(action, "bad_request")
    return _told(action, words)


def _told(action: str, words: str) -> NetworkFailure:
    if any(word in words for word in _IN_DOUBT):
        return Uncertain(action, "timeout")
    if any(word in words for word in _TOO_MUCH):
        return TryLater(action, SLOWER)
    if action.startswith("get_"):
        gone = any(word in words for word in _GONE)
        return Refused(action, "gone") if gone else NotSent(action, "failed", answered=True)
    if any(word in words for word in _NO_FRIEND):
        return Unreachable(action, "not_friend")
    return NotSent(action, "failed", answered=True)
