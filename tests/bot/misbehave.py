"""A child process that does what one must not: `python -m tests.bot.misbehave`, driven by the request on stdin."""

import json
import os
import signal
import sys
import threading
from typing import Any


def answer(request: dict[str, Any]) -> object:
    match request["do"]:
        case "grow":
            return len(bytes(request["bytes"]))
        case "spin":
            while True:
                pass
        case "hang":
            sys.stdout.write(f"{os.getpid()}\n")
            sys.stdout.flush()
            threading.Event().wait()
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "fail":
            raise FileNotFoundError("用户的文件名.jpg\nSecretName: x")
        case "environment":
            return dict(os.environ)
    return request


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"result": answer(json.load(sys.stdin))}))
