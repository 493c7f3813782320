"""Errors of packs/. They carry values; sentences for people are made at the edge from texts/.

PacksError
├── OutsideFolder    a path of the request leads out of the person's folder
├── BadEntry         a name that may not be in an archive, or twice the same
├── Changed          a file changed while it was being packed
└── Unable           something that papers need is not on this machine
    ├── NoTypst      the typesetter
    └── NoFont       a font with Chinese characters
"""


class PacksError(Exception):
    """Base of the tree above."""


class OutsideFolder(PacksError):
    """`path` is not below the folder of the request."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class BadEntry(PacksError):
    """`name` could be unpacked to somewhere else, could not be unpacked everywhere, or is already taken."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Changed(PacksError):
    """The bytes of `name` were others when they were packed than when they were checked just before."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Unable(PacksError):
    """Papers cannot be made here. `code`: texts `pack.failed.<code>`."""

    code = ""


class NoTypst(Unable):
    """There is no typst for this machine."""

    code = "no_typst"


class NoFont(Unable):
    """No font with Chinese characters was found."""

    code = "no_font"
