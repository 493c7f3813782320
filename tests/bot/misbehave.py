"""Work that does what one must not, as the request tells it."""

import os
import resource
import signal
import sys
import threading
from collections.abc import Mapping
from typing import Any


def answer(request: Mapping[str, Any]) -> dict[str, object]:
    """`{"result": …}`, if it comes to that."""
    return {"result": _do(request)}


def _do(request: Mapping[str, Any]) -> object:
    match request["do"]:
        case "grow":
            return len(bytes(request["bytes"]))
        case "spin":
            while True:
                pass
        case "hang":
            threading.Event().wait()
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "kill the server":
            os.kill(os.getppid(), signal.SIGKILL)
            threading.Event().wait()
        case "fail":
            raise FileNotFoundError("用户的文件名.jpg\nSecretName: x")
        case "exit":
            sys.exit("words")
        case "chatter":
            os.write(1, b"-9 3\nabc")
            os.write(2, b"a library complains\n")
        case "remember":
            sys.modules[__name__].__dict__["remembered"] = request["what"]
        case "recall":
            return globals().get("remembered")
        case "environment":
            return dict(os.environ)
        case "processes":
            return {"own": os.getpid(), "server": os.getppid(), "group": os.getpgrp()}
        case "policy":
            return os.sched_getscheduler(0)
        case "limits":
            return [resource.getrlimit(limit) for limit in (resource.RLIMIT_AS, resource.RLIMIT_CPU)]
    return dict(request)
