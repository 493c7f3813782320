"""All flows, gathered in tables: steps, actions, commands. The one list to add a flow to.

Modules of flows call each other through these modules; they are imported here once, in one order.
"""

from collections.abc import Mapping

from dialogs.flows import (
    cases,
    contact_log,
    details,
    emergency,
    escalation,
    evidence,
    excuses,
    family,
    filing,
    finder,
    home,
    intake,
    merging,
    portability,
    reminders,
    retention,
    review,
    scam,
    settings,
    start,
    tone,
    waiting,
)
from dialogs.steps import Command, tables

FLOWS = (
    start.FLOW,
    home.FLOW,
    intake.FLOW,
    details.FLOW,
    review.FLOW,
    evidence.FLOW,
    filing.FLOW,
    tone.FLOW,
    waiting.FLOW,
    excuses.FLOW,
    contact_log.FLOW,
    escalation.FLOW,
    finder.FLOW,
    family.FLOW,
    cases.FLOW,
    merging.FLOW,
    reminders.FLOW,
    retention.FLOW,
    settings.FLOW,
    portability.FLOW,
    emergency.FLOW,
    scam.FLOW,
)

COMMANDS: Mapping[str, Command] = {
    "start": lambda scene, _: start.show(scene),
    "new": lambda scene, _: intake.new(scene),
    "cases": lambda scene, _: cases.listing(scene),
    "evidence": evidence.command,
    "log": contact_log.command,
    "letter": lambda scene, _: cases.pick(scene, "letter"),
    "remind": lambda scene, _: reminders.listing(scene),
    "check": scam.command,
    "settings": lambda scene, _: settings.show(scene),
    "export": lambda scene, _: portability.export(scene),
    "privacy": lambda scene, _: portability.privacy(scene),
    "delete": lambda scene, _: portability.delete(scene),
    "help": home.help_,
    "cancel": home.cancel,
    "back": home.back,
    "skip": home.skip,
    "resume": home.resume,
}

TABLES = tables(FLOWS, COMMANDS)
STEPS = TABLES.steps
