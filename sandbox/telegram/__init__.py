"""The Telegram side: a local Bot API server and the phone of its users."""
