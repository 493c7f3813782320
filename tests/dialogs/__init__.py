"""Conversations as transcripts: what the user does, what the bot answers."""
