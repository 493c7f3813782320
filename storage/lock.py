"""One process per data folder: two bots on one database would send everything twice."""

import fcntl
import os
from pathlib import Path
from typing import Self

from storage.errors import CannotOpen


class FolderLock:
    """An flock on the file `lock`. The kernel lets it go when the process ends, however it ends."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @classmethod
    def take(cls, folder: Path) -> Self:
        """Make the folder when it is missing, and take it. Raises CannotOpen(in_use) while another process has it."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(handle)
            raise CannotOpen("in_use", str(folder)) from error
        return cls(handle)

    def release(self) -> None:
        """Let another process have the folder."""
        os.close(self._handle)
