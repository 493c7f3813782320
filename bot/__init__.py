"""The edge: settings, command line, wiring, turns, sending, reminders, jobs and networks."""
