"""The conversation: pure and synchronous. Events in, turns out; no clock, no await, no I/O."""
