"""Where papers lie until they were sent: beside the person's evidence, under names that end with the job."""

from pathlib import Path

from bot.workshop import Workshop
from storage.jobs import JobRow

PAPERS = "pack-*"
"""Papers of every kind, and the folder of their pictures while they are being made."""


def paper(row: JobRow, ending: str) -> str:
    """Name of what a job makes, such as `pack-7.pdf`."""
    return f"pack-{row.id}{ending}"


def desk(row: JobRow, shop: Workshop) -> Path:
    """The folder in which a job works, to be removed in the end. Blocking."""
    folder = shop.folder(row) / paper(row, "")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
