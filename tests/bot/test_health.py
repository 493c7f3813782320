"""/healthz and /metrics over real HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot.health import Finding, Health, Metric, Probe, exposition
from bot.seams import SystemClock
from bot.settings import WrongSetting
from bot.web import listening

METRICS = [
    Metric("events_total", "Events by outcome.", {'outcome="taken"': 3, 'outcome="dead"': 0}),
    Metric("outbox_waiting", "Rows waiting to be sent.", {"": 2}),
]


def probe(alive: bool, **facts: Any) -> Probe:
    async def asked() -> Finding:
        return Finding(alive, facts)

    return asked


@asynccontextmanager
async def served(
    probes: dict[str, Probe], token: str | None = None
) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    health = Health(SystemClock(), token)
    health.attach(probes, lambda: METRICS)
    async with listening("127.0.0.1", 0, health.routes()) as port, aiohttp.ClientSession() as session:
        yield session, f"http://127.0.0.1:{port}"


async def test_all_parts_alive_is_200_with_what_is_known() -> None:
    async with (
        served({"storage": probe(True), "telegram": probe(True, seconds_since_poll=3.2)}) as (session, url),
        session.get(f"{url}/healthz") as answer,
    ):
        shown = await answer.json()
    assert answer.status == 200
    assert shown["alive"] is True
    assert shown["parts"]["telegram"] == {"alive": True, "seconds_since_poll": 3.2}
    assert shown["version"]


async def test_one_dead_part_is_503_and_is_named() -> None:
    async with (
        served({"storage": probe(False, reason="full"), "telegram": probe(True)}) as (session, url),
        session.get(f"{url}/healthz") as answer,
    ):
        shown = await answer.json()
    assert answer.status == 503
    assert shown["alive"] is False
    assert shown["parts"]["storage"] == {"alive": False, "reason": "full"}


async def test_before_the_parts_are_built_nothing_is_alive() -> None:
    async with served({}) as (session, url), session.get(f"{url}/healthz") as answer:
        assert answer.status == 503


@pytest.mark.parametrize(
    ("token", "headers", "status"),
    [
        (None, {}, 200),
        ("word", {}, 200),
        (None, {"X-Forwarded-For": "203.0.113.7"}, 403),
        ("word", {"X-Forwarded-For": "203.0.113.7"}, 403),
        ("word", {"X-Forwarded-For": "203.0.113.7", "Authorization": "Bearer word"}, 200),
        ("word", {"X-Forwarded-For": "203.0.113.7", "Authorization": "Bearer wörd"}, 403),
        (None, {"X-Forwarded-For": "203.0.113.7", "Authorization": "Bearer "}, 403),
        (None, {"Host": "rebound.example.org"}, 403),
    ],
)
async def test_metrics_are_for_this_machine_or_for_who_knows_the_token(
    token: str | None, headers: dict[str, str], status: int
) -> None:
    async with served({}, token) as (session, url), session.get(f"{url}/metrics", headers=headers) as answer:
        assert answer.status == status
        assert ("complaint_guide_events_total" in await answer.text()) is (status == 200)


def test_metrics_are_written_as_prometheus_reads_them() -> None:
    assert exposition(METRICS) == (
        "# HELP complaint_guide_events_total Events by outcome.\n"
        "# TYPE complaint_guide_events_total counter\n"
        'complaint_guide_events_total{outcome="taken"} 3\n'
        'complaint_guide_events_total{outcome="dead"} 0\n'
        "# HELP complaint_guide_outbox_waiting Rows waiting to be sent.\n"
        "# TYPE complaint_guide_outbox_waiting gauge\n"
        "complaint_guide_outbox_waiting 2\n"
    )


def test_large_counters_are_written_out() -> None:
    assert "1234567\n" in exposition([Metric("events_total", "x", {"": 1_234_567})])


async def test_a_taken_port_names_the_variable() -> None:
    async with listening("127.0.0.1", 0, []) as port:
        with pytest.raises(WrongSetting, match=f"HTTP_PORT {port} is taken"):
            async with listening("127.0.0.1", port, []):
                pass


async def test_a_foreign_address_names_the_variable() -> None:
    with pytest.raises(WrongSetting, match=r"HTTP_HOST 203\.0\.113\.1 is no address of this machine"):
        async with listening("203.0.113.1", 0, []):
            pass
