"""The calendar and the mail file in the chat: where they are offered, and what is said with them."""

from complaints.complaint import Clock
from complaints.times import DAY, HOUR
from tests.dialogs.chat import Chat, text_only
from tests.packs.samples import case


def clock(talk: Chat, seconds: int, key: str = "C1.1") -> Clock:
    return Clock(id=key.partition(".")[0], key=key, started=talk.now, due=talk.now + seconds, leads=(0,))


def with_deadline(seconds: int = DAY, **more: object) -> Chat:
    talk = Chat(**more)  # type: ignore[arg-type]  # by name
    return talk.has_case(case(number=1, opened=talk.now, touched=talk.now, clocks=(clock(talk, seconds),)))


def test_all_deadlines_from_the_list_of_reminders() -> None:
    talk = with_deadline().says("提醒").offers("加进日历").taps("加进日历")
    assert (talk.jobs[-1].kind, talk.jobs[-1].case) == ("calendar", None)
    talk.job_done("pack-1.ics", "投诉期限.ics").sees("选添加", "重新加一次").fits_a_phone()
    assert talk.answer[-1].file is not None


def test_the_deadlines_of_one_case_from_its_card_by_words() -> None:
    talk = with_deadline(network=text_only()).says("我的投诉").says("投诉1").says("更多")
    talk.offers("加进日历").says("加进日历")
    assert (talk.jobs[-1].kind, talk.jobs[-1].case) == ("calendar", 1)


def test_without_deadlines_to_come_there_is_no_calendar() -> None:
    talk = with_deadline(-HOUR).says("我的投诉").taps("投诉1").offers_no("加进日历")
    talk.taps_value("c:1:calendar").sees("没有还没到的期限")
    talk.taps_value("p:calendar").sees("没有还没到的期限")
    assert not talk.jobs


def test_a_calendar_that_failed_can_be_asked_for_again() -> None:
    talk = with_deadline().taps_value("p:calendar").job_failed().sees("期限都在").offers("再试一次")
    talk.passes(minutes=1).taps("再试一次")
    assert talk.jobs[-1].case is None


def test_the_mail_file_stands_on_the_card_of_the_e_mail_alone() -> None:
    talk = Chat().has_case(case(number=1, stage="ready", filings=(), contacts=()))
    talk.taps_value("c:1:letter:ticket").offers_no("电脑用的邮件")
    talk.taps_value("c:1:letter:email").offers("电脑用的邮件").taps("电脑用的邮件").sees("正在做邮件文件")
    job = talk.jobs[-1]
    assert job.kind == "mail"
    assert str(job.args["subject"]).startswith("投诉-LY20261121001-")
    assert "自己填" in str(job.args["to"])
    assert "您好" in str(job.args["text"])
    talk.job_done("pack-1.eml", "投诉邮件.eml").sees("在电脑上打开", "姓名、电话").fits_a_phone()
    assert talk.answer[-1].file is not None


def test_own_words_go_into_the_mail() -> None:
    talk = Chat().has_case(case(number=1, stage="ready", filings=(), contacts=()))
    talk.taps_value("c:1:letter:email").taps("改内容").taps("自己写").says("请退款98元，谢谢。")
    talk.taps("电脑用的邮件")
    assert talk.jobs[-1].args["text"] == "请退款98元，谢谢。"


def test_a_button_of_yesterday_leads_to_the_card_first() -> None:
    talk = Chat().has_case(case(number=1, stage="ready", filings=(), contacts=()))
    talk.taps_value("c:1:mail").offers("电脑用的邮件")
    assert not talk.jobs
    Chat().has_case(case(number=1, stage="closed")).taps_value("c:1:mail").sees("已经结案")


def test_a_mail_that_failed() -> None:
    talk = Chat().has_case(case(number=1, stage="ready", filings=(), contacts=()))
    talk.taps_value("c:1:letter:email").taps("电脑用的邮件").job_failed("no_font").sees("资料都在", "复制上面的文字")
    talk.passes(minutes=1).taps("再试一次").sees("正在做邮件文件")


def test_the_text_on_the_card_comes_as_a_file_too() -> None:
    talk = Chat().has_case(case(number=1, stage="ready", filings=(), contacts=()))
    talk.taps_value("c:1:letter:ticket").taps("发成文件")
    job = talk.jobs[-1]
    assert (job.kind, job.args["letter"]) == ("text", "工单")
    assert job.args["text"] in [message.text for message in talk.screen if message.verbatim]
    talk.job_done("pack-1.txt", "工单.txt").sees("存成文件")
    assert talk.answer[-1].file is not None


def test_an_email_as_a_file_has_its_recipient_and_subject() -> None:
    talk = Chat().has_case(case(number=1, stage="ready", filings=(), contacts=()))
    talk.taps_value("c:1:letter:email").taps("发成文件")
    recipient, subject, _, *body = str(talk.jobs[-1].args["text"]).splitlines()
    assert recipient.startswith("收件人：＿＿")
    assert subject.startswith("主题：投诉-LY20261121001")
    assert body


def test_a_file_that_failed_costs_nothing() -> None:
    talk = Chat().has_case(case(number=1, stage="ready", filings=(), contacts=()))
    talk.taps_value("c:1:letter:ticket").taps("发成文件").job_failed().sees("文字都在").offers("再试一次")
    talk.passes(minutes=1).taps("再试一次")
    assert talk.jobs[-1].kind == "text"
