"""A case for tests of the domain, as ordinary as can be, and the routes it stands before."""

from pathlib import Path
from typing import Any

from complaints.complaint import Complaint, Exhibit, Facts, Filing, Respondent, Result, Stage
from complaints.conditions import Situation
from complaints.knowledge.load import load
from complaints.times import Instant

KNOWLEDGE = load(Path(__file__).parents[2] / "knowledge")
SUNDAY = 1795312800
"""2026-11-22, a Sunday, 10:00 in Shanghai."""


def ordinary(**facts: Any) -> Complaint:
    """A 点卡 for 98元 that did not come, paid by WeChat, with the two pictures that everything needs."""
    known: dict[str, Any] = {
        "platform": "liyun", "problem": "not_delivered", "discovered": SUNDAY, "goods": "游戏点卡",
        "goods_kind": "game_card", "amount": 9800, "order_numbers": ("LY20261121001",), "contacted": "silent",
        "demand": "refund", "paid_how": "wechat", "payee": "某某网络", "serial": "42",
    }  # fmt: skip
    kinds = ("order_page", "payment_record", "not_delivered_proof")
    return Complaint(
        number=1,
        opened=SUNDAY,
        touched=SUNDAY,
        stage=Stage.READY,
        facts=Facts(**known | facts),
        respondent=Respondent(name="某某科技有限公司", address="某市某区1号"),
        exhibits=tuple(
            Exhibit(number=place, kind=kind, state="stored", message="m", received_at=SUNDAY)
            for place, kind in enumerate(kinds, 1)
        ),
    )


def before(case: Complaint, route: str, now: Instant = SUNDAY, similar: int = 0) -> Situation:
    """The case before a route."""
    return Situation(case, KNOWLEDGE.routes[route], KNOWLEDGE, now, similar)


def filed(case: Complaint, route: str, *kinds: str, at: Instant = SUNDAY) -> Complaint:
    """The case with one more filing on a route and what came of it."""
    number = len(case.filings) + 1
    sent = Filing(
        number=number, letter=route, channel=route, at=at, text="原文", exhibits=(), knowledge_version="x"
    )  # fmt: skip
    results = tuple(Result(filing=number, kind=kind, at=at) for kind in kinds)
    return case.changed(filings=(*case.filings, sent), results=(*case.results, *results), stage=Stage.OUTSIDE)
