"""`python -m bot.confine MODULE MEMORY CPU WALL [patient]`: a fork server. It imports MODULE once, then it answers.

Each line on stdin is a request. For each a fresh child is forked, which sets its own limits, then reads the request,
calls `MODULE.answer` and ends. On stdout comes the child's exit status (negative: the signal that ended it) and the
length of what it said, then that: the answer as JSON, or class and place of the error.

The server has one thread and never reads what users sent, not even the request: it is fork-safe, and clean when it
forks. Code between fork and exec of a threaded process, such as the bot, may deadlock
(https://docs.python.org/3/library/os.html#os.fork).
"""

import gc
import importlib
import json
import math
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

Answer = Callable[[Mapping[str, Any]], object]

POLITENESS = 10
"""The bot's own turns come first on a busy machine."""


def serve(answer: Answer, memory: int, cpu: int, wall: float) -> None:
    """Until stdin ends, as it does with the bot."""
    for request in sys.stdin.buffer:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _live(answer, request, writer, memory, cpu, wall)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            said = pipe.read()
        _, status = os.waitpid(child, 0)
        sys.stdout.buffer.write(b"%d %d\n%b" % (os.waitstatus_to_exitcode(status), len(said), said))
        sys.stdout.buffer.flush()


def _live(answer: Answer, request: bytes, writer: int, memory: int, cpu: int, wall: float) -> NoReturn:
    """The whole life of a child, which does not get at the server's pipes and runs none of its handlers at the end."""
    status = 1
    with suppress(BaseException):
        confine(memory, cpu, wall)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (sys.stdin.fileno(), sys.stdout.fileno(), sys.stderr.fileno()):
            os.dup2(nothing, number)
        status, said = _answered(answer, request)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(said)
    os._exit(status)


def confine(memory: int, cpu: int, wall: float) -> None:
    """At most `memory` bytes of address space, `cpu` seconds of processor time and `wall` seconds of life; no core
    dump, which would hold evidence. A limit set is not raised again."""
    signal.alarm(math.ceil(wall) + 1)  # the bot ends a slow child itself, unless it is gone
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, cpu), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(limit)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(limit, (most, most))
        except ValueError:
            if sys.platform != "darwin":  # macOS takes no limit of address space below what is in use
                raise


def _answered(answer: Answer, request: bytes) -> tuple[int, bytes]:
    """Exit status and answer. An error is told as `KeyError in export.py:77`: its words may quote a file name."""
    try:
        return 0, json.dumps(answer(json.loads(request))).encode()
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return 1, f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}".encode()


def _wait_for_others(*, patient: bool) -> None:
    """Be polite, with all children: the bot's own turns come first. `patient`: so do all other programs.

    A nice process still keeps the processor for some milliseconds from whoever wakes up, an idle one does not:
    https://docs.kernel.org/scheduler/sched-design-CFS.html
    """
    os.nice(POLITENESS)
    if patient and sys.platform == "linux":
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def main(module: str, memory: str, cpu: str, wall: str, patience: str = "") -> None:
    """Serve with the limits of the command line."""
    _wait_for_others(patient=bool(patience))  # before the imports, which take longer than most requests
    answer: Answer = importlib.import_module(module).answer
    gc.collect()
    gc.freeze()  # so that no child copies pages only to look for garbage in them
    with suppress(BrokenPipeError):  # the bot is gone
        serve(answer, int(memory), int(cpu), float(wall))


if __name__ == "__main__":
    main(*sys.argv[1:])
