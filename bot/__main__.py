"""`python -m bot`."""

import gc
import sys

# Imports make many objects that stay: looking through them for garbage takes a fifth of the time to start.
gc.disable()

from bot.cli import main  # noqa: E402 - after the line above, or it would be too late

if __name__ == "__main__":
    sys.exit(main())
