"""`GET /healthz` for who restarts us, `GET /metrics` for who draws curves. No user, no text, no address in either."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from hmac import compare_digest
from typing import NamedTuple

from aiohttp import web

from bot import VERSION
from bot.seams import Clock
from bot.settings import is_loopback

Value = str | int | float | bool | None
PREFIX = "complaint_guide_"
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
"""Headers by which a proxy on this machine shows that the asker is elsewhere."""


class Finding(NamedTuple):
    """How one part is: whether it does its work, and what is known of it."""

    alive: bool
    facts: Mapping[str, Value]


Probe = Callable[[], Awaitable[Finding]]


class Metric(NamedTuple):
    """One metric in Prometheus' words: a name that ends in `_total` is a counter, any other a gauge."""

    name: str
    help: str
    values: Mapping[str, float]
    """Label as Prometheus writes it (`outcome="taken"`, or nothing) → value."""


Metrics = Callable[[], Sequence[Metric]]
Routes = Iterable[web.AbstractRouteDef]


class Health:
    """Asks the parts. They are attached when they are built; before that nothing is alive."""

    def __init__(self, clock: Clock, metrics_token: str | None = None) -> None:
        self._clock, self._token = clock, metrics_token
        self._started = clock.monotonic()
        self._probes: Mapping[str, Probe] = {}
        self._metrics: Metrics = tuple

    def attach(self, probes: Mapping[str, Probe], metrics: Metrics) -> None:
        """`probes` by name, in the order of the answer; `metrics` is called for each request."""
        self._probes, self._metrics = probes, metrics

    def routes(self) -> Routes:
        """To be put into the application that listens on HTTP_HOST and HTTP_PORT."""
        return [web.get("/healthz", self._healthz), web.get("/metrics", self._show_metrics)]

    async def _healthz(self, _: web.Request) -> web.Response:
        parts = {name: await probe() for name, probe in self._probes.items()}
        alive = bool(parts) and all(finding.alive for finding in parts.values())
        shown = {
            "alive": alive,
            "version": VERSION,
            "uptime_seconds": round(self._clock.monotonic() - self._started),
            "parts": {name: {"alive": finding.alive, **finding.facts} for name, finding in parts.items()},
        }
        return web.json_response(shown, status=200 if alive else 503, headers={"Cache-Control": "no-store"})

    async def _show_metrics(self, request: web.Request) -> web.Response:
        if not (_from_here(request) or self._knows_token(request)):
            raise web.HTTPForbidden(text="ask from this machine, or with METRICS_TOKEN as bearer token\n")
        return web.Response(text=exposition(self._metrics()), content_type="text/plain", charset="utf-8")

    def _knows_token(self, request: web.Request) -> bool:
        scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
        if not self._token or scheme.lower() != "bearer":
            return False
        return compare_digest(shown.strip().encode(), self._token.encode())


def _from_here(request: web.Request) -> bool:
    """From a process of this machine that named it so: no proxy in between, no foreign name that points here."""
    if any(name in request.headers for name in FORWARDED):
        return False
    return is_loopback(request.remote or "") and is_loopback(request.url.host or "")


def exposition(metrics: Iterable[Metric]) -> str:
    """The text format of https://prometheus.io/docs/instrumenting/exposition_formats/"""
    lines: list[str] = []
    for metric in metrics:
        name = PREFIX + metric.name
        lines += [f"# HELP {name} {metric.help}", f"# TYPE {name} {'counter' if name.endswith('_total') else 'gauge'}"]
        lines += [
            f"{name}{{{label}}} {value}" if label else f"{name} {value}" for label, value in metric.values.items()
        ]
    return "\n".join(lines) + "\n"
