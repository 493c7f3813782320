"""16 MB of disk held back, so that a full disk can still take a deletion, a mark or a last answer."""

import shutil
from pathlib import Path

SIZE = 16 * 1024 * 1024
ROOM = 4 * SIZE
"""The ballast is made only while this many bytes are free: it must not be what fills the disk."""


class Ballast:
    """The file `ballast` of a data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "ballast"

    @property
    def there(self) -> bool:
        """Whether it can still be dropped."""
        return self._path.exists()

    def drop(self) -> bool:
        """Give the space free; False when there was none."""
        if not self.there:
            return False
        self._path.unlink()
        return True

    def make(self) -> bool:
        """Lay it down when it is missing and there is room, as written blocks and no hole. Says whether it is there."""
        if self.there:
            return True
        if shutil.disk_usage(self._path.parent).free < ROOM:
            return False
        unfinished = self._path.with_suffix(".part")
        try:
            unfinished.write_bytes(bytes(SIZE))
            unfinished.rename(self._path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            return False
        return True
