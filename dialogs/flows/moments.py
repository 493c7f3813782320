"""Days that a user names for something that happened: 今天, 上周三, 4月10号; a day that has not come is told apart."""

from complaints.reading.dates import read_moment
from complaints.times import DAY, Instant, date_of

SOON = 180 * DAY
"""Seconds within which a date without a year that lies ahead is meant to lie ahead."""


def is_ahead(text: str, said_at: Instant) -> bool:
    """Whether the words name a time that has not come yet: 明天, a date of next month."""
    before = read_moment(text, said_at)
    later = read_moment(text, said_at, past=False)
    if later is None or date_of(later.instant) <= date_of(said_at):
        return False
    return before is None or (before.adjusted and later.instant - said_at < SOON)
