"""JSON that its owner can read: times as local times, money in 元."""

from complaints.times import local

TIMES = frozenset(
    (
        "at",
        "bought",
        "deadline",
        "discovered",
        "doubted_at",
        "due",
        "due_at",
        "fire_at",
        "forwarded_at",
        "heard_at",
        "made_at",
        "opened",
        "received_at",
        "said_at",
        "paused",
        "snoozed",
        "started",
        "tapped_at",
        "touched",
        "until",
        "wrong_code_at",
        "updated_at",
    )
)
"""Fields of the domain's values that hold an `Instant`."""


def readable(value: object, name: str = "") -> object:
    """A copy of a JSON value with `2026-11-23T22:30:00+08:00` for instants and `98.00` for `amount`s in 分."""
    if isinstance(value, dict):
        return {key: readable(item, key) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [readable(item, name) for item in value]
    if isinstance(value, int) and name in TIMES:
        return local(value).isoformat()
    if isinstance(value, int) and name == "amount":
        return f"{value // 100}.{value % 100:02d}"
    return value
