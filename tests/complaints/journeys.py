"""Cases for texts: a full and a minimal one of each problem, before every kind of seller, and all letters of each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from complaints.complaint import Complaint, Contact, Exhibit, Facts, Filing, Origin, Respondent, Stage
from complaints.knowledge.load import load
from complaints.knowledge.models import Knowledge, Letter, SellerRole
from complaints.letter_facts import letter_facts
from complaints.letters import Draft, compose
from complaints.times import DAY, HOUR

NOW = 1795312800 + 20 * DAY
"""2026-12-12, a Saturday, 10:00 in Shanghai."""
DEADLINE = NOW + 2 * DAY
DISCOVERED = NOW - 21 * DAY

ACCOUNT, PAYEE, SERIAL, AGENT, TICKET = "player88", "某某商贸行", "4200001234202611215566", "8023", "88231"
ORDER = "LY20261121001"
PERSONAL = (ACCOUNT, PAYEE, SERIAL, AGENT, TICKET, ORDER, "某某网络科技有限公司", "某某路1号")
"""What a public text must not hold."""


@cache
def knowledge(role: SellerRole = SellerRole.UNKNOWN) -> Knowledge:
    """The real data, with platforms of that role."""
    real = load(Path(__file__).parents[2] / "knowledge")
    books = {book.id: book.model_copy(update={"seller_role": role}) for book in real.playbooks.values()}
    return replace(real, playbooks=books)


KNOWLEDGE = knowledge()

Kind = Literal["full", "minimal"]


def minimal(problem: str, **facts: Any) -> Complaint:
    """What the intake asks for, and a contact with customer service."""
    demand = KNOWLEDGE.problems[problem].demand or "refund"
    known: dict[str, Any] = {
        "platform": "liyun",
        "problem": problem,
        "discovered": DISCOVERED,
        "goods": "游戏点卡",
        "amount": 9800,
        "order_numbers": (ORDER,),
        "contacted": "silent",
        "demand": demand,
    }
    return Complaint(
        number=1,
        opened=DISCOVERED,
        touched=NOW,
        stage=Stage.FILED,
        facts=Facts.model_validate(known | facts),
        contacts=(Contact(at=DISCOVERED + HOUR, channel="customer_service", result="silent"),),
    )


def full(problem: str, **facts: Any) -> Complaint:
    """Everything is known, everything was tried."""
    known: dict[str, Any] = {
        "goods_kind": "game_card",
        "bought": DISCOVERED - HOUR,
        "account": ACCOUNT,
        "shop": "点卡小店",
        "paid_how": "wechat",
        "payee": PAYEE,
        "serial": SERIAL,
        "own_purchase": True,
        "story": "我先后催了三次，每次都让等",
        "excuse": "sold_no_return",
    }
    return minimal(problem, **(known | facts)).changed(
        origins={"story": Origin(message="m1", by="typed")},
        contacts=(Contact(at=DISCOVERED + 2 * DAY, channel="ticket", result="refused", agent=AGENT),),
        filings=(
            _filing(1, "ticket", "ticket", DAY, ticket=TICKET),
            _filing(2, "supervisor_appeal", "ticket", 3 * DAY),
            _filing(3, "samr_report", "samr_report", 5 * DAY),
            _filing(4, "samr_complaint", "samr_complaint", 6 * DAY),
        ),
        exhibits=tuple(
            Exhibit(number=number, kind=kind, state="stored", message=f"m{number}", received_at=DISCOVERED)
            for number, kind in enumerate(("order_page", "payment_record", "problem_screenshot", "service_chat"), 1)
        ),
        respondent=Respondent(
            name="某某网络科技有限公司",
            code="91310000MA1K000000",
            address="上海市某某区某某路1号",
            site="card.example",
            icp="沪ICP备20260001号-1",
        ),
    )


def _filing(number: int, letter: str, channel: str, after: int, ticket: str | None = None) -> Filing:
    return Filing(
        number=number,
        letter=letter,
        channel=channel,
        at=DISCOVERED + after,
        text="",
        exhibits=(),
        knowledge_version="",
        ticket=ticket,
    )


@dataclass(frozen=True)
class Written:
    """A text and what it was written for."""

    letter: Letter
    case: Complaint
    role: SellerRole
    draft: Draft

    @property
    def whole(self) -> str:
        """All parts, as they are copied."""
        return "\n".join(part.text for part in self.draft.parts)

    @property
    def about(self) -> str:
        """For messages of tests."""
        return f"{self.letter.id}, {self.case.facts.problem}, {self.role}:\n{self.whole}"


def written(letter_id: str, case: Complaint, role: SellerRole = SellerRole.UNKNOWN) -> Written:
    """The letter of that case, as the program writes it."""
    of = knowledge(role)
    letter = of.letters[letter_id]
    return Written(letter, case, role, compose(letter, letter_facts(case, of, letter, NOW, DEADLINE), of))


VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "contents": {"goods": "视频会员", "goods_kind": "membership"},
    "topup": {"goods": "话费", "goods_kind": "topup", "paid_how": "balance"},
    "no amount": {"amount": None},
    "no goods": {"goods": None, "goods_kind": None},
    "order in a picture": {"order_numbers": (), "order_in_screenshot": True},
    "for family": {"own_purchase": False},
    "own mistake": {"mistake": "own"},
    "their mistake": {"mistake": "theirs"},
    "no platform": {"platform": None},
    "many orders": {"order_numbers": tuple(f"LY202611210{number:02}" for number in range(1, 11))},
    "long words": {"goods": "点" * 60, "story": "等了又等，" * 400, "shop": "店" * 60, "account": "a" * 60},
    "by shop": {"platform": "generic", "platform_name": "某某卡网"},
}
"""Facts that change what a text may say."""


def everything() -> Iterator[Written]:
    """Every letter of every problem, full and minimal, before every seller, in every variant."""
    for problem in KNOWLEDGE.problems:
        for facts in VARIANTS.values():
            for case in (full(problem, **facts), minimal(problem, **facts)):
                for role in SellerRole:
                    for letter in KNOWLEDGE.letters:
                        yield written(letter, case, role)
