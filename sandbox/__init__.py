"""A local Bot API server with a phone page: demo, test double and the benchmarks' other end."""

from sandbox.clock import Clock, OwnClock
from sandbox.errors import SandboxError
from sandbox.faults import Fault
from sandbox.server import Sandbox
from sandbox.telegram.people import Origin
from sandbox.telegram.phone import Phone, buttons
from sandbox.telegram.screen import words

__all__ = ["Clock", "Fault", "Origin", "OwnClock", "Phone", "Sandbox", "SandboxError", "buttons", "words"]
