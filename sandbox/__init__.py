"""A local Bot API server and a stand-in for QQ, each with a phone on one page: demo, test double, other end."""

from sandbox.clock import Clock, OwnClock
from sandbox.errors import SandboxError
from sandbox.onebot.faults import ActionFault, MediaFault
from sandbox.onebot.link import BotEnd
from sandbox.onebot.phone import QQPhone
from sandbox.onebot.records import Line
from sandbox.onebot.standin import StandIn
from sandbox.server import Sandbox
from sandbox.telegram.faults import Fault
from sandbox.telegram.people import Origin
from sandbox.telegram.phone import Phone, buttons
from sandbox.telegram.screen import words

__all__ = [
    "ActionFault",
    "BotEnd",
    "Clock",
    "Fault",
    "Line",
    "MediaFault",
    "Origin",
    "OwnClock",
    "Phone",
    "QQPhone",
    "Sandbox",
    "SandboxError",
    "StandIn",
    "buttons",
    "words",
]
