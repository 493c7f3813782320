"""What every job works with, and how its results are made."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import NotSent
from bot.networks import Network
from bot.seams import Clock, Files, KillPoint, Worker, Writer, never_killed
from complaints.knowledge.models import Knowledge
from dialogs.events import Event
from dialogs.texts import Texts
from storage.evidence import EvidenceFolders
from storage.jobs import JobRow


async def nobody_listens(_event: Event) -> None:
    """What jobs say on their way is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """The seams and the parts of the program that jobs use."""

    database: Writer
    clock: Clock
    files: Files
    worker: Worker
    evidence: EvidenceFolders
    networks: Mapping[str, Network]
    """By `Chat.network`."""
    knowledge: Knowledge
    texts: Texts
    reads_pictures: bool = True
    """Off: pictures that wait to be read are let go unread."""
    reached: Callable[[KillPoint], None] = never_killed
    tell: Callable[[Event], Awaitable[object]] = nobody_listens
    """Submits an event while a job is still running."""

    def network(self, row: JobRow) -> Network:
        """The network that the job's chat is on. Raises NotSent when it is not configured any more."""
        try:
            return self.networks[row.chat.network]
        except KeyError:
            raise NotSent("fetch", "not_configured") from None

    def folder(self, row: JobRow) -> Path:
        """The absolute folder of the job's person; it need not exist yet."""
        return self.evidence.person(row.person).absolute()

    def about(self, row: JobRow) -> dict[str, Any]:
        """The fields that every result of the job has."""
        job = row.job
        return {
            "id": f"job:{row.id}",
            "chat": row.chat,
            "at": self.clock.now(),
            "kind": job.kind,
            "case": job.case,
            "args": job.args,
        }
