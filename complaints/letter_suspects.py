"""Swindlers' messages as a letter to the police tells of them: when, from whom by name, where they lead."""

from complaints.complaint import Suspect
from complaints.letter_history import QUOTED, History
from complaints.scam.traces import harmless, traces

SENDER = 20
"""Characters of a sender's name that are told."""

LED_TO = 4
"""Links and numbers of one message that are told; all of them are in the pack."""


def suspect_words(history: History) -> str:
    """2026年11月22日“平安客服”发来（里面有：…）；… Of the newest ones, and for an office only."""
    if history.audience != "office":
        return ""
    told = [(suspect, _led_to(history, suspect)) for suspect in history.case.suspects[-QUOTED:]]
    marks = history.knowledge.phrases["suspect_marks"].text if any(led for _, led in told) else ""
    return "；".join(_came(history, suspect) + led for suspect, led in told) + marks


def _led_to(history: History, suspect: Suspect) -> str:
    led = traces(suspect.words, history.case.facts.order_numbers)[:LED_TO]
    return history.knowledge.phrases["suspect_traces"].text.format(traces="、".join(led)) if led else ""


def _came(history: History, suspect: Suspect) -> str:
    """No more exactly than it is known."""
    words, when = history.knowledge.phrases, history.day(suspect.at)
    sender = " ".join(harmless(suspect.forwarded_from or "").split())[:SENDER]
    if suspect.pasted:
        return words["suspect_pasted"].text.format(when=when)
    return words["suspect_from" if sender else "suspect"].text.format(when=when, sender=sender)
