"""The conversation, pure and synchronous: an event and its context in, a turn out."""
