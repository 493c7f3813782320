"""`python -m benchmarks.screens FOLDER`: all pictures, to look at."""

import argparse
from pathlib import Path

from benchmarks.screens.render import render


def main() -> None:
    """Write them, and a line for each of what is to be read there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screens", description=__doc__)
    parser.add_argument("folder", type=Path)
    for screen in render(parser.parse_args().folder):
        print(screen.path.name, screen.part, screen.expected)


if __name__ == "__main__":
    main()
