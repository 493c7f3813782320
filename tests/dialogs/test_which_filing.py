"""Which filing an answer is about, when several are open at once."""

from tests.dialogs.outside import through
from tests.dialogs.test_filing import ready


def test_a_ticket_number_goes_to_the_filing_it_was_asked_for() -> None:
    """The question stayed open on one phone while the person wrote to an office from the other."""
    chat = ready().taps("换工单").taps("我已提交")
    asked = chat.session
    through(chat.passes(minutes=1).taps_value("c:1:route:heimao")).passes(minutes=1).taps("我已提交").taps("跳过")
    chat.session = asked
    chat.says("T-778").sees("来问你结果")
    assert [(one.letter, one.ticket) for one in chat.case().filings] == [("ticket", "T-778"), ("heimao", None)]


def test_a_ticket_number_of_one_case_is_not_anothers() -> None:
    chat = ready().taps("换工单").taps("我已提交").passes(minutes=1)
    chat.says("/new").taps("没收到").taps("刚刚").says("话费 50元").says("LY20261121002").taps("还没").taps("换工单")
    chat.taps("我已提交").says("T-2")
    assert [chat.case(number).filings[0].ticket for number in (1, 2)] == [None, "T-2"]


def test_a_screenshot_of_an_offices_receipt_is_no_ticket_page() -> None:
    chat = ready().taps("换工单").taps("我已提交")
    asked = chat.session
    through(chat.passes(minutes=1).taps_value("c:1:route:heimao")).passes(minutes=1).taps("我已提交")
    chat.session = asked
    chat.sends_picture().stored()
    assert chat.case().exhibits[-1].kind == "ticket_page"


def test_what_the_platform_answers_is_logged_where_it_was_written_to() -> None:
    chat = ready().taps("换工单").taps("我已提交").taps("跳过").passes(minutes=1)
    through(chat.taps_value("c:1:route:heimao")).passes(minutes=1).taps("我已提交").taps("跳过").passes(minutes=1)
    chat.taps("有进展了").taps("平台回话了").taps("答应了，还没到")
    assert (chat.case().contacts[-1].result, chat.case().contacts[-1].channel) == ("promised", "ticket")
