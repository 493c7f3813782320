"""`python -m benchmarks [NAME …]`: what was measured, by name as in COMMANDS, or all."""

import argparse
import asyncio
import sys
from collections.abc import Callable

from benchmarks import advance, dialog, pack, qq, reading, scam, start, texts

COMMANDS: dict[str, Callable[[], str]] = {
    "advance": advance.report,
    "texts": texts.report,
    "start": lambda: asyncio.run(start.empty()),
    "reminders": lambda: asyncio.run(start.pending()),
    "dialog": lambda: asyncio.run(dialog.compare()),
    "intake": lambda: asyncio.run(dialog.intake()),
    "pack": lambda: asyncio.run(pack.report()),
    "scam": scam.report,
    "reading": lambda: asyncio.run(reading.report()),
    "qq": lambda: asyncio.run(qq.compare()),
}


def main() -> None:
    """Print what was asked for, each as soon as it is known."""
    if sys.platform != "linux":
        sys.exit("What processes use is read from /proc, which only Linux has.")
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("command", nargs="*", choices=[*COMMANDS, []], metavar="|".join(COMMANDS))
    for name in parser.parse_args().command or COMMANDS:
        print(f"== {name}\n{COMMANDS[name]()}\n", flush=True)


if __name__ == "__main__":
    main()
