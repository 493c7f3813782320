"""The plan of reminders: which messages a running clock will cause, and when."""

from dataclasses import dataclass

from complaints.times import Instant


@dataclass(frozen=True, slots=True)
class Planned:
    """One reminder row: lead `lead` (seconds before `due_at`, 0 at it) of a clock, to be sent at `fire_at`."""

    clock: str
    revision: int
    lead: int
    due_at: Instant
    fire_at: Instant
