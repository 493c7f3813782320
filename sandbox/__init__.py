"""A local Bot API server with a phone page: demo, test double and the benchmarks' other end."""

from sandbox.clock import Clock, OwnClock
from sandbox.errors import SandboxError
from sandbox.faults import Fault
from sandbox.people import Origin
from sandbox.phone import Phone, buttons
from sandbox.screen import words
from sandbox.server import Sandbox

__all__ = ["Clock", "Fault", "Origin", "OwnClock", "Phone", "Sandbox", "SandboxError", "buttons", "words"]
