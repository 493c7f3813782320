"""The job `read`: the words on a stored picture, and what they mean; it ends as PictureRead."""

from collections.abc import Mapping
from typing import Any

from bot.workshop import Workshop
from complaints.complaint import Seen
from dialogs.events import PictureRead
from storage.jobs import JobRow

MOST_CHARACTERS = 2000
"""Of the words that the guard against swindlers looks at."""


async def read(row: JobRow, shop: Workshop) -> PictureRead:
    """A picture that is gone, cannot be opened, or may not be read any more shows nothing. Raises WorkerFailed,
    OSError."""
    path = shop.folder(row) / str(row.job.args["path"])
    answer: Mapping[str, Any] = {}
    if shop.reads_pictures and await shop.files.run(path.is_file):
        answer = await shop.worker.run("screens", {"path": str(path), "mime": row.job.args["mime"]})
    lines, at = answer.get("lines", []), shop.clock.now()
    return PictureRead(
        id=f"job:{row.id}",
        chat=row.chat,
        at=at,
        case=row.job.case or 0,
        exhibit=row.job.exhibit or 0,
        seen=shop.knowledge.reader.read(lines, at) if lines else Seen(),
        text="\n".join(str(line[0]) for line in lines)[:MOST_CHARACTERS],
    )
