"""My cases: every one of them can be reached, however many there are."""

from complaints.complaint import Complaint, Facts, Outcome, Stage
from dialogs.model import DeleteCase, Rules
from tests.dialogs.chat import SUNDAY, Chat
from tests.packs.samples import case as sample

MANY = 20


def case(number: int, stage: Stage) -> Complaint:
    return Complaint(
        number=number,
        opened=SUNDAY,
        touched=SUNDAY,
        stage=stage,
        facts=Facts(problem="not_delivered", goods="点卡"),
        outcome=Outcome(kind="resent", at=SUNDAY) if stage == Stage.CLOSED else None,
    )


def with_cases(count: int, stage: Stage, most_open: int = 10) -> Chat:
    chat = Chat(rules=Rules(max_open_cases=most_open))
    for number in range(1, count + 1):
        chat.has_case(case(number, stage))
    return chat


def test_each_of_the_most_open_cases_can_be_chosen() -> None:
    chat = with_cases(Rules().max_open_cases, Stage.READY).says("/letter").sees("哪一件")
    for number in range(1, Rules().max_open_cases + 1):
        chat.passes(minutes=1).says("取消").says("/letter").taps(f"投诉{number} · 点卡")
        assert chat.session.case == number


def test_every_closed_case_can_be_opened_reopened_and_deleted() -> None:
    chat = with_cases(MANY, Stage.CLOSED).says("/cases").taps("看已结案的")
    seen: list[str] = []
    while len(seen) < MANY:
        seen += [label for label in chat.labels if label.startswith("投诉")]
        chat.passes(minutes=1).taps("下一页")
    assert seen == [f"投诉{number}" for number in range(MANY, 0, -1)]
    chat.taps("投诉1").offers("重新打开").taps("删掉").sees("投诉1").taps("删掉")
    assert chat.effects == [DeleteCase(case=1)]


def test_an_open_case_can_be_deleted_however_many_were_closed_since() -> None:
    chat = with_cases(MANY, Stage.CLOSED).has_case(case(1, Stage.READY)).says("/delete")
    assert chat.labels[0].startswith("投诉1 ")


def test_reopening_keeps_to_the_limit_of_open_cases() -> None:
    chat = with_cases(2, Stage.CLOSED, most_open=1).has_case(case(2, Stage.READY))
    chat.taps_value("c:1:reopen").sees("先结掉一件").offers("重新打开")
    assert chat.case(1).stage == Stage.CLOSED


def test_numbers_that_nobody_offered_are_harmless() -> None:
    chat = with_cases(MANY, Stage.CLOSED)
    for value in ("p:closed:99999999999", "p:closed:-1", "p:closed:x", "c:99999999999:open", "c:１:open"):
        chat.passes(minutes=1).taps_value(value)
        assert chat.answer


# ------------------------------------------------------------------------------------------------------- the picture
def test_opening_a_case_brings_a_picture_of_where_it_stands() -> None:
    chat = Chat().has_case(sample(number=1)).says("我的投诉").taps("投诉1").sees("投诉1")
    (message,) = chat.drawn().answer
    assert message.file is not None
    assert message.file.picture
    assert not message.rows


def test_a_picture_that_cannot_be_made_is_missed_by_nobody() -> None:
    Chat().has_case(sample(number=1)).taps_value("c:1:open").not_drawn().hears_nothing()


def test_a_draft_has_none_and_one_of_a_deleted_case_is_not_sent() -> None:
    assert not Chat().has_case(sample(number=1, stage="draft")).taps_value("c:1:open").pictures
    chat = Chat().has_case(sample(number=1)).taps_value("c:1:open")
    chat.cases.documents.clear()
    chat.drawn().hears_nothing()


def test_a_picture_leaves_the_open_question_alone() -> None:
    chat = Chat().has_case(sample(number=1)).says("新投诉").taps_value("c:1:open")
    step = chat.session.step
    chat.drawn()
    assert chat.session.step == step


def test_a_number_means_the_list_shown_last_and_not_an_older_question() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡 98元").says("LY20261121001").taps("还没")
    chat.sees("我已提交").says("我的投诉").says("1").sees("投诉1")
    assert chat.case().filings == ()
    chat.says("提醒").says("9")
    assert chat.case().filings == ()
