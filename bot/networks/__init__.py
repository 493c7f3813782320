"""The chat networks: their messages in, neutral messages out."""
