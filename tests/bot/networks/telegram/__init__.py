"""Telegram against the sandbox's Bot API server, and against servers that misbehave in ways it cannot."""
