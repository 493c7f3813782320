"""The chat networks, over real HTTP."""
