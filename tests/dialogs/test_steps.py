"""The step table as a whole: every step renders, can be finished by buttons or words, and has a way out."""

import pytest

from complaints import clocks
from complaints.complaint import Complaint, Contact, Exhibit, Facts, Filing, PendingText, Stage
from complaints.times import HOUR
from dialogs.flows import STEPS, TABLES
from dialogs.model import IDLE, Session
from dialogs.steps import Flow, Step, tables
from tests.dialogs.chat import LINES, SUNDAY, Chat, knowledge

NOTES = {"day": str(SUNDAY), "order": "A-77", "field": "amount", "outcome": "refunded_partly", "clock": "C1.1"}


FILING = Filing(
    number=1, letter="ticket", channel="ticket", at=SUNDAY, text="原文", exhibits=(1,), knowledge_version="x"
)
AFTER_FILING = ("filing.ticket", "filing.reply")
"""Steps that only a filing leads to."""


def minimal() -> Complaint:
    """A draft that knows nothing."""
    return Complaint(number=1, opened=SUNDAY, touched=SUNDAY)


def full(stage: Stage = Stage.FILED) -> Complaint:
    """A case with everything in it, as long as words may be."""
    facts = Facts(
        platform="liyun", problem="not_delivered", discovered=SUNDAY - HOUR, bought=SUNDAY - 2 * HOUR, goods="游戏点卡",
        goods_kind="game_card", amount=9800, order_numbers=("LY20261121001", "LY20261121002"), contacted="refused",
        demand="resend", account="138****8888", shop="某店", paid_how=next(iter(knowledge().paid_how)), payee="某某",
        serial="42", own_purchase=True, story="很长的经过" * 20, excuse=next(iter(knowledge().excuses)),
    )  # fmt: skip
    case = Complaint(
        number=1,
        opened=SUNDAY - HOUR,
        touched=SUNDAY,
        stage=stage,
        facts=facts,
        exhibits=tuple(
            Exhibit(number=number, kind=kind, state="stored", message="m", received_at=SUNDAY)
            for number, kind in enumerate(("order_page", "payment_record", "unsorted", "unknown"), 1)
        ),
        contacts=(Contact(at=SUNDAY, channel="ticket", result="refused", words="不退"),),
        filings=(FILING,),
        pending=PendingText(letter="supervisor_appeal", channel="ticket", made_at=SUNDAY, knowledge_version="x"),
    )
    rule = knowledge().clocks["C1"]
    return clocks.start(case, rule, SUNDAY, SUNDAY, due=SUNDAY + 48 * HOUR)


def at(step: str, case: Complaint) -> Chat:
    """A chat in which that step's question was just put, by asking for it once more."""
    chat = Chat().has_case(case)
    chat.session = Session(step=step, case=1, notes=NOTES, revision=3)
    return chat.says("帮助")


@pytest.mark.parametrize("case", [minimal(), full()], ids=["minimal", "full"])
@pytest.mark.parametrize("step", sorted(STEPS))
def test_every_step_renders_and_has_a_way_out(step: str, case: Complaint) -> None:
    case = case.changed(filings=(FILING,)) if step in AFTER_FILING else case
    chat = at(step, case)
    for message in chat.answer:
        assert message.verbatim or len(message.text.splitlines()) <= LINES + 10, message.text
    for word in ("取消", "先放着"):
        if chat.session.step != IDLE:
            chat.says(word)
    assert chat.session.step == IDLE
    assert chat.case().facts == case.facts


@pytest.mark.parametrize("step", sorted(name for name in STEPS if name != IDLE))
def test_every_step_takes_words_or_a_number(step: str) -> None:
    chat = at(step, full())
    assert STEPS[step].text is not None or chat.session.offered, "nothing that a text-only user could answer"


@pytest.mark.parametrize("case", [minimal(), full(), full(Stage.CLOSED)], ids=["minimal", "full", "closed"])
@pytest.mark.parametrize("action", sorted(TABLES.actions))
@pytest.mark.parametrize("argument", ["", ":x", ":1", ":C1.1:0:1", ":-1:y", ":order_page", ":４"])
def test_every_action_bears_any_argument_at_any_stage(action: str, case: Complaint, argument: str) -> None:
    chat = Chat().has_case(case).taps_value(f"c:1:{action}{argument}")
    assert chat.session.step in STEPS
    assert "delete" in action or chat.cases.get(1) is not None


@pytest.mark.parametrize("action", sorted(TABLES.person_actions))
@pytest.mark.parametrize("argument", ["", ":x", ":1"])
def test_every_action_on_the_person_bears_any_argument(action: str, argument: str) -> None:
    for chat in (Chat(), Chat().has_case(full())):
        chat.taps_value(f"p:{action}{argument}")
        assert chat.session.step in STEPS


# -------------------------------------------------------------------------------------------------- the table itself
def _ask(_: object) -> None:
    """A question of a step that is never asked."""


def test_a_step_declared_twice_or_leading_nowhere_is_refused() -> None:
    one = Step(name="a.b", ask=_ask)
    with pytest.raises(ValueError, match=r"a\.b"):
        tables([Flow(name="a", steps=(one, one))], {})
    with pytest.raises(ValueError, match=r"nowhere"):
        tables([Flow(name="a", steps=(Step(name="a.b", ask=_ask, leads_to=("nowhere",)),))], {})


def test_an_action_declared_twice_is_refused() -> None:
    flow = Flow(name="a", actions={"open": lambda scene, case, argument: None})
    with pytest.raises(ValueError, match="open"):
        tables([flow, flow], {})
