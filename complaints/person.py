"""The person: one human being, whatever networks they write from, with their consents and settings."""

from complaints.complaint import Frozen
from complaints.times import Instant

SCHEMA_VERSION = 1


class Consent(Frozen):
    """A consent that was given, and to which wording (PIPL 14, 17: it must be provable)."""

    version: str
    at: Instant


class Person(Frozen):
    """Settings and consents of a person. Cases are stored beside it, keyed by (person, case number)."""

    schema_version: int = SCHEMA_VERSION
    consent: Consent | None = None
    upload_consent: Consent | None = None
    """Separate consent for pictures, which may show payments (PIPL 29)."""
    next_number: int = 1
    """Number of the next complaint; numbers are never given twice."""
    quiet_hours: str | None = None
    """Overrides QUIET_HOURS, e.g. `23:00-08:00`, or `off`; None follows the operator's setting."""
    pushed_on: str | None = None
    """Local day (ISO) that `pushed` counts for."""
    pushed: int = 0
    """Reminder messages sent that day; the daily budget is in `reminders.py`."""
    reachable: bool = True
    """False after the network said that the person blocked the bot."""
    missed: tuple[tuple[int, str, int], ...] = ()
    """(case, clock key, revision) of reminders that the network did not let us send; said at the next contact."""
