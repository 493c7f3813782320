"""What health and metrics ask of each part."""

import asyncio
import resource
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from bot.health import Finding, Metric, Probe
from bot.networks import Network
from bot.reminders import LONGEST
from storage import meta
from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.app import App

PATIENCE = 5.0
"""Seconds for the database to commit a write."""
PROBE = "probe"
"""Key of the value that the write probe puts into the database."""


def probes(app: "App") -> Mapping[str, Probe]:
    """By name, in the order of the answer."""
    return {
        "storage": partial(_storage, app),
        **{network.name: partial(_network, network) for network in app.networks},
        "reminders": partial(_reminders, app),
        "outbox": partial(_outbox, app),
        "disk": partial(_disk, app),
    }


async def _storage(app: "App") -> Finding:
    """A real write with its commit. A write that hangs is not given up, only not waited for."""
    facts = {"turns_waiting": app.turns.waiting}
    now = app.seams.clock.now()
    written = asyncio.ensure_future(app.database.write(lambda connection: meta.put(connection, PROBE, str(now))))
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.shield(written)
    except TimeoutError:
        return Finding(False, {**facts, "reason": "slow"})
    except StorageError as error:
        return Finding(False, {**facts, "reason": error.code})
    return Finding(True, facts)


async def _network(network: Network) -> Finding:
    return Finding(*network.state())


async def _reminders(app: "App") -> Finding:
    age = app.reminders.age()
    return Finding(age < 4 * LONGEST, {"seconds_since_look": round(age)})


async def _outbox(app: "App") -> Finding:
    """Reminders that a network did not let us send are no death: they are said at the next contact."""
    refused = "; ".join(f"{reason}: {count}" for reason, count in app.sender.not_pushed.items())
    facts = {"replies": app.sender.replies_waiting, "pushes": app.sender.pushes_waiting, "not_pushed": refused or None}
    return Finding(True, facts)


async def _disk(app: "App") -> Finding:
    """Little room is no death: text goes on."""
    free = app.disk.free()
    return Finding(free is not None, {"free_mb": None if free is None else free >> 20, "low": app.disk.low()})


def metrics(app: "App") -> Sequence[Metric]:
    """Counters since the start, and what waits now."""
    events, rows = app.turns.counts, app.sender.counts
    return [
        Metric("events_total", "Events by outcome.", {f'outcome="{name}"': count for name, count in events.items()}),
        Metric("outbox_total", "Outbox rows by outcome.", {f'outcome="{name}"': count for name, count in rows.items()}),
        Metric(
            "outbox_waiting",
            "Outbox rows that wait, by lane.",
            {'lane="reply"': app.sender.replies_waiting, 'lane="push"': app.sender.pushes_waiting},
        ),
        Metric(
            "reminders_refused_total",
            "Reminders that a network did not let us send, by reason.",
            {f'reason="{reason}"': count for reason, count in app.sender.not_pushed.items()},
        ),
        Metric(
            "network_up",
            "Whether events could have come in lately.",
            {f'network="{network.name}"': float(network.state()[0]) for network in app.networks},
        ),
        Metric("turns_waiting", "Turns that wait for the database.", {"": app.turns.waiting}),
        Metric("jobs_running", "Jobs under way.", {"": app.jobs.running}),
        Metric("disk_free_bytes", "Free bytes on the disk of DATA_DIR.", {"": app.disk.free() or 0}),
        Metric("peak_memory_bytes", "Most memory this process ever had.", {"": peak_memory()}),
    ]


def peak_memory() -> int:
    """Bytes. https://man7.org/linux/man-pages/man2/getrusage.2.html: KiB, on macOS bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
