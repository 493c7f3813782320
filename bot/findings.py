"""What is wrong with the data files, for `check-knowledge` and `doctor`; starting the bot needs less."""

from collections.abc import Iterator
from dataclasses import replace

from bot.paths import KNOWLEDGE, TEXTS
from complaints.errors import KnowledgeError
from complaints.knowledge import load as knowledge_files
from complaints.knowledge.check import check
from complaints.knowledge.check_texts import forbidden_in
from complaints.knowledge.findings import Finding
from complaints.times import Instant, date_of
from dialogs.texts import LANGUAGE, load

COMMENT = "#"


def findings(now: Instant) -> list[Finding]:
    """Everything, with the file as seen from the checkout, and the line."""
    found = [replace(one, file=f"{KNOWLEDGE.name}/{one.file}") for one in check(KNOWLEDGE, date_of(now))]
    try:
        load(TEXTS)
    except KnowledgeError as error:
        found.append(Finding(f"{TEXTS.name}/{LANGUAGE}/{error.file}", max(1, error.line), error.message))
    if not any(one.level == "error" for one in found):
        found += _forbidden()
    return found


def _forbidden() -> Iterator[Finding]:
    """Sentences of texts/ that say what knowledge/wording.toml forbids anywhere."""
    knowledge = knowledge_files.load(KNOWLEDGE)
    for file in sorted((TEXTS / LANGUAGE).glob("*.toml")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not line.startswith(COMMENT):
                for message in forbidden_in(line, knowledge):
                    yield Finding(f"{TEXTS.name}/{LANGUAGE}/{file.name}", number, message)
