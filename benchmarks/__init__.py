"""Measurements of speed and memory, a command each."""
