"""`python -m tests.examples` writes docs/examples."""

from tests.examples.pages import FOLDER, pages


def main() -> None:
    """All pages, over what is there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


main()
