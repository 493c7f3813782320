"""Errors of files/. They carry codes; the sentences are texts `evidence.refused.<code>`.

FilesError
└── Refused        what was sent cannot be kept as evidence
"""

from typing import Literal

Code = Literal["broken", "not_evidence", "bomb", "empty", "too_large", "disk_full"]
"""`bomb`: a picture that would unfold to far more than it weighs. `not_evidence`: no picture, PDF, video, audio or
text. `too_large` and `disk_full` are found while the bytes arrive, the others by looking at them."""


class FilesError(Exception):
    """Base of the tree above."""


class Refused(FilesError):
    """The file is not kept, for the reason `code`."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code: Code = code
