"""Every error of the domain. They carry codes and values; sentences for people are made at the edge from texts/.

ComplaintsError
├── MoveNotAllowed        a stage may not follow another
├── KnowledgeError        knowledge/ or texts/ cannot be used as it stands
└── UnknownText           a sentence was asked for that texts/ does not have
"""


class ComplaintsError(Exception):
    """Base of the tree above."""


class MoveNotAllowed(ComplaintsError):
    """`stage` may not be followed by `to`."""

    def __init__(self, stage: str, to: str) -> None:
        super().__init__(f"{stage} may not be followed by {to}")
        self.stage, self.to = stage, to


class KnowledgeError(ComplaintsError):
    """A data file is missing or malformed: `file`, `line` (1-based, 0 when unknown) and a plain message."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file, self.line, self.message = file, line, message


class UnknownText(ComplaintsError):
    """texts/ has no sentence of this key, or it does not take these values."""
