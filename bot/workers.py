"""The two forms of the Worker seam: child processes with limits, and the same functions called in place."""

import asyncio
import importlib
import json
import os
import signal
import sys
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

ROOT = Path(__file__).resolve().parent.parent
"""The checkout, where `python -m` finds our modules."""
_INHERITED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""All a child needs of our environment: the rest holds tokens, and children read hostile bytes."""

AT_ONCE: Final = 2
"""Processes that work at the same time, and as many patient ones; a large picture may take half a gigabyte."""
IDLE_SECONDS: Final = 60.0
"""A fork server without work leaves after so long and gives its memory back."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child process may use."""

    memory: int
    """Bytes of address space."""
    cpu: int
    """Seconds of processor time."""
    wall: float
    """Seconds from request to answer."""
    patient: bool = False
    """It works only while nobody else wants the processor: nobody waits for each second of it."""
    alone: bool = False
    """One at a time, beside the others: it takes so much memory."""


LIMITS = {
    "screens": Limits(1 << 30, 60, 120, alone=True),  # a long screenshot takes some ten seconds and 400 MB
    "files": Limits(1 << 30, 30, 60),  # a progressive JPEG of 50 million pixels takes about 500 MB
    "pictures": Limits(1 << 30, 30, 300, patient=True),  # one for print, at all of its pixels
    # Reads 150 MB twice and writes it once, maybe on a slow disk; sets 90 pictures.
    "packs": Limits(1 << 30, 60, 600, patient=True),
}
ANSWERING = {
    "files": "files.request",
    "screens": "files.screens",
    "pictures": "files.printing",
    "packs": "packs.answering",
}
"""The module with the function `answer`, where it has not the name of the kind of work."""


TIMEOUT: Final = "timeout"


class WorkerFailed(Exception):
    """A child gave no answer. `code`: TIMEOUT, `signal 9`, `no answer`, or class and place of its error."""

    def __init__(self, module: str, code: str) -> None:
        super().__init__(f"{module}: {code}")
        self.module, self.code = module, code


class ChildProcess:
    """Answers each request in a process of its own, forked by a server that has imported the module already.

    A server forks for one request at a time; there are as many as there were requests at once, at most AT_ONCE. Paths
    in a request must be absolute. To be stopped in the end.
    """

    def __init__(self, limits: Mapping[str, Limits] | None = None, idle_seconds: float = IDLE_SECONDS) -> None:
        self._limits = {**LIMITS, **(limits or {})}
        self._idle_seconds = idle_seconds
        shared = {patient: asyncio.Semaphore(AT_ONCE) for patient in (False, True)}
        self._places = {
            module: asyncio.Semaphore(1) if one.alone else shared[one.patient] for module, one in self._limits.items()
        }
        self._idle: defaultdict[str, dict[_ForkServer, asyncio.TimerHandle]] = defaultdict(dict)

    async def run(self, module: str, request: Mapping[str, object]) -> Mapping[str, Any]:
        """The answer as JSON object. Raises WorkerFailed, OSError when no process can be started."""
        try:
            async with self._places[module]:
                status, said = await self._asked(module, json.dumps(request).encode())
        except TimeoutError:
            raise WorkerFailed(module, TIMEOUT) from None
        except (EOFError, ConnectionError):  # something ended the server itself
            raise WorkerFailed(module, "no answer") from None
        if status != 0:
            raise WorkerFailed(module, f"signal {-status}" if status < 0 else said.decode() or "no answer")
        result: Mapping[str, Any] = json.loads(said)
        return result

    async def stop(self) -> None:
        """End the servers. To be called when no request runs."""
        for module in self._idle:
            while (server := self._rested(module)) is not None:
                await server.kill()

    async def _asked(self, module: str, request: bytes) -> tuple[int, bytes]:
        """What a server says. One that does not say it in time is not asked again, nor is one nobody listens to."""
        limits = self._limits[module]
        server = self._rested(module) or await _ForkServer.start(ANSWERING.get(module, module), limits)
        try:
            async with asyncio.timeout(limits.wall):
                answered = await server.ask(request)
        except BaseException:
            await server.kill()
            raise
        self._rest(module, server)
        return answered

    def _rested(self, module: str) -> "_ForkServer | None":
        """The server that rested last, so that surplus ones leave; one that died meanwhile is none."""
        while self._idle[module]:
            server, timer = self._idle[module].popitem()
            timer.cancel()
            if server.alive:
                return server
        return None

    def _rest(self, module: str, server: "_ForkServer") -> None:
        def leave() -> None:
            del self._idle[module][server]
            server.dismiss()

        self._idle[module][server] = asyncio.get_running_loop().call_later(self._idle_seconds, leave)


class _ForkServer:
    """The bot's end of one `python -m bot.confine`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._requests, self._answers = process, process.stdin, process.stdout

    @classmethod
    async def start(cls, module: str, limits: Limits) -> Self:
        """Raises OSError."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.confine", module, str(limits.memory), str(limits.cpu), str(limits.wall)),
            *(["patient"] if limits.patient else []),
            cwd=ROOT,
            env={name: os.environ[name] for name in _INHERITED if name in os.environ} | {"PYTHONUTF8": "1"},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            # Ctrl+C at the terminal is for the bot, which ends its children itself. In a session of its own a child
            # would not be as polite as its niceness says: Linux shares the processor out between sessions first.
            process_group=0,
        )
        return cls(process)

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.returncode is None

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Exit status of the child and what it said. Raises EOFError, ConnectionError when the server is gone."""
        self._requests.write(request + b"\n")
        await self._requests.drain()
        status, length = (await self._answers.readuntil(b"\n")).split()
        return int(status), await self._answers.readexactly(int(length))

    def dismiss(self) -> None:
        """No more requests: it ends by itself."""
        self._requests.close()

    async def kill(self) -> None:
        """Nothing of it survives, its present child neither."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.communicate()


class Inline:
    """Answers in this process and at once: for tests and simulations, which want no other process."""

    async def run(self, module: str, request: Mapping[str, object]) -> Mapping[str, Any]:
        """As `ChildProcess.run`, with the errors of the module itself."""
        answer = importlib.import_module(ANSWERING[module]).answer
        result: Mapping[str, Any] = json.loads(json.dumps(answer(json.loads(json.dumps(request)))))
        return result
