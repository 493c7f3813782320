"""Times that a user names: for something that happened (今天, 上周三, 4月10号; a day that has not come is told apart),
or until when something is waited for."""

from complaints.reading.dates import read_moment
from complaints.times import DAY, Instant, date_of, instant_of
from dialogs.scene import Scene

SOON = 180 * DAY
"""Seconds within which a date without a year that lies ahead is meant to lie ahead."""


def is_ahead(text: str, said_at: Instant) -> bool:
    """Whether the words name a time that has not come yet: 明天, a date of next month."""
    before = read_moment(text, said_at)
    later = read_moment(text, said_at, past=False)
    if later is None or date_of(later.instant) <= date_of(said_at):
        return False
    return before is None or (before.adjusted and later.instant - said_at < SOON)


def to_come(scene: Scene, text: str, hour: int) -> Instant | None:
    """Until when, by words at a step that asks for it; a day ends at that hour. None for anything else: the step is
    asked again."""
    moment = read_moment(text, scene.said_at, past=False, calendar=scene.context.calendar)
    if moment is None or moment.instant <= scene.now:
        scene.say(scene.t("waiting.until_unclear"))
        scene.repeat()
        return None
    return instant_of(date_of(moment.instant), hour) if moment.precision == "day" else moment.instant
