"""The edge: settings, command line, wiring, turns, sending, reminders, jobs and networks."""

VERSION = "0.1.0"
"""The release, as in pyproject.toml (a test compares them)."""
