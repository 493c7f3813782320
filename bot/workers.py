"""The two forms of the Worker seam: a child process with limits, and the same functions called in place."""

import asyncio
import importlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
"""The checkout, where `python -m` finds our modules."""
_INHERITED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""All a child needs of our environment: the rest holds tokens, and children read hostile bytes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child process may use."""

    memory: int
    """Bytes of address space."""
    cpu: int
    """Seconds of processor time."""
    wall: float
    """Seconds from start to answer."""


LIMITS = {
    "files": Limits(1 << 30, 30, 60),  # a progressive JPEG of 50 million pixels takes about 500 MB
    "packs": Limits(1 << 29, 60, 300),  # reads 150 MB twice and writes it once, maybe on a slow disk
}


class WorkerFailed(Exception):
    """A child gave no answer. `code`: `timeout`, `signal 9`, or class and place of the error that ended it."""

    def __init__(self, module: str, code: str) -> None:
        super().__init__(f"{module}: {code}")
        self.module, self.code = module, code


class ChildProcess:
    """Runs each request in a new `python -m module`; paths in a request must be absolute."""

    def __init__(self, limits: Mapping[str, Limits] | None = None) -> None:
        self._limits = {**LIMITS, **(limits or {})}

    async def run(self, module: str, request: Mapping[str, object]) -> Mapping[str, Any]:
        """The answer as JSON object. Raises WorkerFailed, OSError when no process can be started."""
        limits = self._limits[module]
        process = await _start(module, limits)
        try:
            async with asyncio.timeout(limits.wall):
                answer, errors = await process.communicate(json.dumps(request).encode())
        except TimeoutError:
            raise WorkerFailed(module, "timeout") from None
        finally:
            await _end(process)
        if process.returncode != 0:
            raise WorkerFailed(module, _reason(process.returncode or 0, errors))
        result: Mapping[str, Any] = json.loads(answer)
        return result


class Inline:
    """Answers in this process and at once: for tests and simulations, which want no other process."""

    async def run(self, module: str, request: Mapping[str, object]) -> Mapping[str, Any]:
        """As `ChildProcess.run`, with the errors of the module itself."""
        answer = importlib.import_module({"files": "files.request", "packs": "packs.export"}[module]).answer
        result: Mapping[str, Any] = json.loads(json.dumps(answer(json.loads(json.dumps(request)))))
        return result


async def _start(module: str, limits: Limits) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.confine", str(limits.memory), str(limits.cpu), module),
        cwd=ROOT,
        env={name: os.environ[name] for name in _INHERITED if name in os.environ} | {"PYTHONUTF8": "1"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl+C at the terminal is for the bot, which ends its children itself
    )


async def _end(process: asyncio.subprocess.Process) -> None:
    """Nothing of it survives, whether it answered, hangs, or nobody wants the answer any more."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()


def _reason(code: int, errors: bytes) -> str:
    """The signal, or the child's last line: libraries may have written others before."""
    lines = errors.decode(errors="replace").splitlines() or [f"exit {code}"]
    return f"signal {-code}" if code < 0 else lines[-1]
