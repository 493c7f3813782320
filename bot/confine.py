"""`python -m bot.confine MEMORY CPU MODULE`: runs a module as `python -m MODULE` would, within limits it cannot raise.

The limits are set here, in the child itself, before anything else is imported: the parent has threads, and code between
fork and exec of a threaded process may deadlock (https://docs.python.org/3/library/subprocess.html#popen-constructor).
"""

import os
import resource
import runpy
import sys
import traceback
from pathlib import Path

POLITENESS = 10
"""The bot's own turns come first on a busy machine."""


def confine(memory: int, cpu: int) -> None:
    """At most `memory` bytes of address space and `cpu` seconds; no core dump, which would hold evidence."""
    os.nice(POLITENESS)
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, cpu), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(limit)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(limit, (most, most))
        except ValueError:
            if sys.platform != "darwin":  # macOS takes no limit of address space below what is in use
                raise


def run(module: str) -> None:
    """Exit with 1 and `KeyError in export.py:77` on stderr if it fails: the message may quote a user's file name."""
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        sys.exit(f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}")


if __name__ == "__main__":
    confine(int(sys.argv[1]), int(sys.argv[2]))
    run(sys.argv[3])
