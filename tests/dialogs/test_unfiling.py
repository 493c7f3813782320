"""我已提交, pressed by mistake: taken back, every time and every reminder is as it was."""

from collections.abc import Callable

import pytest

from complaints import clocks
from complaints.complaint import Clock, Stage
from complaints.reminders import Planned
from complaints.times import DAY, HOUR
from dialogs.model import IDLE
from tests.dialogs.chat import SUNDAY, Chat
from tests.dialogs.outside import at_text, submitted, through
from tests.dialogs.test_filing import ready

NOT_YET = "其实还没提交"


def appeal() -> Chat:
    """The letter to the supervisor on the screen, the first filing long unanswered."""
    chat = ready().taps("我已提交").taps("还没人理").passes(hours=49).taps("没人理").taps("看给主管的申诉")
    return chat.passes(minutes=1)


TEXTS: dict[str, Callable[[], Chat]] = {
    "customer_service": ready,
    "ticket": lambda: ready().taps("换工单"),
    "email": lambda: ready().taps("换邮箱"),
    "supervisor_appeal": appeal,
    "samr_complaint": lambda: at_text("samr_complaint").passes(minutes=1),
    "heimao": lambda: at_text("heimao").passes(minutes=1),
    "payment_provider": lambda: at_text("payment_provider").passes(minutes=1),
    "court": lambda: at_text("court").passes(minutes=1),
}


def running(chat: Chat) -> tuple[Clock, ...]:
    """The running clocks with all that is in them."""
    return tuple(clocks.running(chat.case()))


def planned(chat: Chat) -> set[Planned]:
    """The reminders still to come."""
    return set(chat.reminders.get(1, ()))


@pytest.mark.parametrize("letter", TEXTS)
def test_at_once_all_is_as_it_was(letter: str) -> None:
    chat = TEXTS[letter]()
    before, clocks_before, planned_before = chat.case(), running(chat), planned(chat)
    chat.taps("我已提交").offers(NOT_YET)
    assert planned(chat) != planned_before
    chat.taps(NOT_YET).sees("当作还没提交").offers("去提交").fits_a_phone()
    after = chat.case()
    assert (running(chat), planned(chat)) == (clocks_before, planned_before)
    assert (after.filings, after.contacts, after.stage) == (before.filings, before.contacts, before.stage)
    assert after.pending == before.pending
    assert chat.session.step == IDLE
    chat.taps("去提交").offers("我已提交")


@pytest.mark.parametrize("letter", TEXTS)
def test_what_is_submitted_after_all_counts_from_then_and_old_buttons_stay_old(letter: str) -> None:
    chat = TEXTS[letter]().taps("我已提交")
    mistaken = {clock.key for clock in running(chat)}
    revision = {clock.key: clock.revision for clock in chat.case().clocks}
    chat.taps(NOT_YET).passes(hours=2).taps("去提交").taps("我已提交").offers(NOT_YET)
    assert chat.case().filings[-1].at == chat.now
    again = {clock.key: clock for clock in running(chat) if clock.filing == chat.case().filings[-1].number}
    assert again
    assert all(key not in mistaken or clock.revision > revision[key] for key, clock in again.items())


def test_where_it_is_confirmed_last_it_can_be_taken_back_too() -> None:
    chat = ready().taps("换工单").taps("我已提交").taps("跳过").sees("来问你结果").offers(NOT_YET).taps(NOT_YET)
    assert chat.case().stage == Stage.READY
    chat = submitted("samr_complaint").sees("12315", "我照样来问").offers(NOT_YET).taps(NOT_YET).sees("当作还没提交")
    assert [one.letter for one in chat.case().filings] == ["ticket"]


@pytest.mark.parametrize("words", [NOT_YET, "还没提交", "点错了。"])
def test_it_may_be_said_in_words(words: str) -> None:
    assert ready().taps("换工单").taps("我已提交").says(words).sees("当作还没提交").case().filings == ()
    assert ready().taps("我已提交").says(words).sees("当作还没提交").case().filings == ()


def test_own_words_are_still_there() -> None:
    chat = ready().taps("改内容").taps("自己写").says("11月22日买的98元点卡没到，请补发，谢谢。").taps("我已提交")
    chat.taps(NOT_YET).taps("去提交")
    assert "请补发，谢谢" in next(message.text for message in chat.answer if message.verbatim)


def test_hours_later_the_window_runs_on_and_nothing_is_said_late() -> None:
    chat = ready()
    [window] = [clock for clock in running(chat) if clock.id == "C0"]
    chat.taps("我已提交").passes(hours=30).taps_value("c:1:unfile:1").sees("当作还没提交")
    [again] = [clock for clock in running(chat) if clock.id == "C0"]
    assert (again.due, again.leads) == (window.due, (6 * HOUR, HOUR, 0))
    chat.until(window.due - 6 * HOUR).sees("48小时还剩")


def test_after_everything_has_passed_nobody_is_left_alone() -> None:
    chat = ready().taps("我已提交").passes(hours=100).passes(minutes=1).taps_value("c:1:unfile:1")
    assert [clock.id for clock in running(chat)] == ["N"] or planned(chat)
    assert min(row.fire_at for row in planned(chat)) <= chat.now + 2 * DAY


@pytest.mark.parametrize("answer", ["答应了，还没到", "拒绝或不满意", "还没人理"])
def test_once_an_answer_is_logged_it_stays(answer: str) -> None:
    chat = ready().taps("我已提交").taps(answer)
    filings = chat.case().filings
    chat.passes(minutes=1).taps_value("c:1:unfile:1").sees("撤不回")
    assert chat.case().filings == filings


def test_once_words_of_theirs_are_noted_it_stays() -> None:
    chat = ready().taps("我已提交").says("我们看看再回复您").offers_no(NOT_YET)
    chat.taps_value("c:1:unfile:1").sees("撤不回")
    assert len(chat.case().filings) == 1


def test_a_ticket_number_or_a_result_shows_that_it_was_submitted() -> None:
    chat = ready().taps("换工单").taps("我已提交").says("T-778").offers_no(NOT_YET)
    chat.taps_value("c:1:unfile:1").sees("撤不回")
    chat = submitted("samr_complaint").passes(minutes=1).taps("有进展了").taps("受理了").taps("今天").offers_no(NOT_YET)
    chat.taps_value("c:1:unfile:2").sees("撤不回")
    assert len(chat.case().filings) == 2


def test_only_the_newest_and_only_once() -> None:
    chat = at_text("heimao").passes(minutes=1).taps("我已提交").taps_value("c:1:unfile:1").sees("撤不回")
    chat.passes(minutes=1).taps_value("c:1:unfile:2").sees("当作还没提交")
    chat.passes(minutes=1).taps_value("c:1:unfile:2").sees("撤不回")
    chat.passes(minutes=1).taps_value("c:1:unfile:1").sees("撤不回")
    assert [one.number for one in chat.case().filings] == [1]


def test_what_changed_elsewhere_meanwhile_is_kept() -> None:
    chat = ready().taps("我已提交").passes(minutes=1)
    chat.taps_value("c:1:activation")
    watched = chat.case()
    chat.passes(minutes=1).taps_value("c:1:unfile:1").sees("当作还没提交")
    kept = {clock.key: clock for clock in chat.case().clocks if clock.id == "C0b"}
    assert kept == {clock.key: clock for clock in watched.clocks if clock.id == "C0b"}


def test_a_closed_case_and_a_draft_have_nothing_to_take_back() -> None:
    chat = ready().taps("我已提交").taps("到了").taps("全额退款").taps("98元").sees("结案")
    chat.passes(minutes=1).taps_value("c:1:unfile:1").sees("撤不回")
    Chat(now=SUNDAY).says("/new").taps("没收到").taps_value("c:1:unfile:1").sees("撤不回")


def test_the_demand_in_writing_counts_from_the_letter_that_was_really_sent() -> None:
    chat = ready().taps("换工单").taps("我已提交").taps(NOT_YET).passes(hours=30)
    chat.taps_value("c:1:letter:ticket").taps("我已提交")
    [delay] = [clock for clock in running(chat) if clock.id == "C3"]
    assert delay.started == chat.now
    through(chat.taps("跳过").passes(minutes=1).taps_value("c:1:route:heimao"))


def test_a_question_about_what_was_taken_back_in_another_chat_is_answered() -> None:
    chat = ready().taps("换工单").taps("我已提交")
    asked = chat.session
    chat.taps(NOT_YET)
    chat.session = asked
    chat.says("T-778").sees("已经不在了").offers("看进度")
    assert (chat.case().filings, chat.session.step) == ((), IDLE)
    chat.session = asked
    chat.taps("跳过").sees("已经不在了")
    chat.session = asked
    chat.sends_picture().sees("已经不在了")
    assert len(chat.case().exhibits) == 1
