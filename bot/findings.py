"""What is wrong with the data files, for `check-knowledge` and `doctor`; starting the bot needs less."""

from dataclasses import replace

from bot.paths import KNOWLEDGE, TEXTS
from complaints.errors import KnowledgeError
from complaints.knowledge.check import check
from complaints.knowledge.findings import Finding
from complaints.times import Instant, date_of
from dialogs.texts import LANGUAGE, load


def findings(now: Instant) -> list[Finding]:
    """Everything, with the file as seen from the checkout, and the line."""
    found = [replace(one, file=f"{KNOWLEDGE.name}/{one.file}") for one in check(KNOWLEDGE, date_of(now))]
    try:
        load(TEXTS)
    except KnowledgeError as error:
        found.append(Finding(f"{TEXTS.name}/{LANGUAGE}/{error.file}", max(1, error.line), error.message))
    return found
