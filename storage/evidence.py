"""The folders of evidence: `evidence/<person>/`. Files are never shared between persons."""

import shutil
from collections.abc import Iterator
from pathlib import Path

UNFINISHED = ".*.part"
"""What a file is called while it is being written."""


class EvidenceFolders:
    """All folders below one root. Removing what is not there is no error."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def person(self, person_id: int) -> Path:
        """The folder of a person; it need not exist yet."""
        return self._root / str(person_id)

    def remove(self, person_id: int, path: str | None) -> None:
        """Remove one file of the person's folder, or the whole folder for None. Raises OSError.

        A path that leads out of the folder removes nothing.
        """
        folder = self.person(person_id)
        if path is None:
            if folder.exists():
                shutil.rmtree(folder)
            return
        target = folder / path
        if target.resolve().is_relative_to(folder.resolve()):
            target.unlink(missing_ok=True)

    def move(self, source: int, path: str, person_id: int, name: str) -> None:
        """Move a file of one person's folder to another's. One that is not there any more is there already, or lost.

        Raises OSError. A path that leads out of the folder moves nothing.
        """
        folder = self.person(source)
        found = folder / path
        if found.resolve().is_relative_to(folder.resolve()) and found.is_file():
            self.person(person_id).mkdir(parents=True, exist_ok=True)
            found.replace(self.person(person_id) / name)

    def persons(self) -> Iterator[int]:
        """Ids of all persons who have a folder."""
        if self._root.exists():
            yield from (int(folder.name) for folder in self._root.iterdir() if folder.name.isdecimal())

    def remove_unfinished(self, person_id: int) -> None:
        """Remove what a crash left half written. Only while no job runs."""
        for path in self.person(person_id).rglob(UNFINISHED):
            path.unlink()
