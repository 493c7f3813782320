"""The command line. What only one command needs is imported by that command, so that starting stays quick."""

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot import VERSION
from bot.settings import CannotStart, Settings, WrongSetting, load

log = logging.getLogger(__name__)

FAILED = 1
"""A check found something, or the program ended by itself."""
CANNOT_START = 2
"""Somebody must change something first: a setting, the data folder, the port."""
INTERRUPTED = 128 + signal.SIGINT
MOST_SPEED = 100_000

ABOUT = """\
A chat assistant that guides a consumer through a complaint about an online order.
Without a command the bot is run; with no network configured it runs in the sandbox: a phone page in the browser.
Settings are environment variables, also read from .env; .env.example lists them all."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 fine, 1 a check failed or the bot crashed too often, 2 it cannot start as things are."""
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return CANNOT_START
    except KeyboardInterrupt:  # before the bot listens for signals, or in a command that never does
        return INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """All commands; `python -m bot` alone is `run`."""
    top = argparse.ArgumentParser(
        prog="python -m bot", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=VERSION)
    top.set_defaults(command=_run, sandbox=False, clock_speed=None)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, about: str, command: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
        one.set_defaults(command=command)
        return one

    run = add("run", "run the bot until it is stopped (Ctrl-C or SIGTERM)", _run)
    run.add_argument("--sandbox", action="store_true", help="run in the sandbox even if a network is configured")
    run.add_argument(
        "--clock-speed",
        type=_speed,
        metavar="N",
        help="let N seconds of bot time pass in a second, to see reminders come; only where no real people are: in "
        "the sandbox, or with REAL_PEOPLE=no",
    )
    add("doctor", "check settings, disk, database, texts, network and port, with a remedy for what is wrong", _doctor)
    add("check-knowledge", "check knowledge/ and texts/; prints file:line: message", _check_knowledge)
    flows = add("flows", "print the conversation as Mermaid state diagrams", _flows)
    target = flows.add_mutually_exclusive_group()
    target.add_argument("--write", type=Path, metavar="FILE", help="write them to a file, docs/flows.md")
    target.add_argument("--check", type=Path, metavar="FILE", help="say whether the file is up to date")
    replay = add("replay", "handle an event again that had failed, after its cause was mended", _replay)
    replay.add_argument(
        "--sandbox", action="store_true", help="in the data of the sandbox even if a network is configured"
    )
    replay.add_argument("incident", metavar="ID", help="the incident id that the log and the user were given")
    return top


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed <= MOST_SPEED:
        raise argparse.ArgumentTypeError(f"a number above 0 and up to {MOST_SPEED} is wanted, not {text}")
    return speed


def _run(options: argparse.Namespace) -> int:
    settings = load()
    sandbox = options.sandbox or not settings.any_network
    if options.clock_speed is not None and not (sandbox or settings.nobody_real):
        raise WrongSetting(
            "REAL_PEOPLE",
            "--clock-speed would give real people wrong reminders: use --sandbox, or a test server as TELEGRAM_API_URL "
            "on this machine and REAL_PEOPLE=no.",
        )
    _log(settings)
    from bot.run import run
    from bot.seams import Seams

    return asyncio.run(run(settings, Seams(), _say, sandbox=sandbox, speed=options.clock_speed))


def _doctor(_: argparse.Namespace) -> int:
    from bot.doctor import examine
    from bot.seams import SystemClock

    return asyncio.run(examine(SystemClock()))


def _check_knowledge(_: argparse.Namespace) -> int:
    from bot.findings import findings
    from bot.seams import SystemClock

    found = findings(SystemClock().now())
    for finding in found:
        print(finding)
    errors = sum(finding.level == "error" for finding in found)
    print(f"knowledge/ and texts/: {errors} errors, {len(found) - errors} warnings")
    return FAILED if errors else 0


def _flows(options: argparse.Namespace) -> int:
    from bot.flows_doc import document, out_of_date
    from dialogs.flows import STEPS

    if options.check:
        stale = out_of_date(STEPS, options.check)
        print(f"{options.check} is {'out of date: python -m bot flows --write' if stale else 'up to date'}")
        return FAILED if stale else 0
    if options.write:
        options.write.write_text(document(STEPS), encoding="utf-8")
    else:
        print(document(STEPS), end="")
    return 0


def _replay(options: argparse.Namespace) -> int:
    settings = load()
    _log(settings)
    from bot.run import replay
    from bot.seams import Seams

    sandbox = options.sandbox or not settings.any_network
    return asyncio.run(replay(settings, Seams(), _say, options.incident, sandbox=sandbox))


def _say(line: str) -> None:
    """At once, also into a pipe."""
    print(line, flush=True)


def _log(settings: Settings) -> None:
    from bot.logs import configure

    hidden = (settings.telegram_bot_token, settings.telegram_proxy_url, settings.metrics_token)
    secrets = [secret.get_secret_value() for secret in (*hidden, settings.onebot_access_token) if secret]
    configure(settings.log_level, settings.log_format, secrets)
