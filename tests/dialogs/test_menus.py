"""Options where there are no buttons: numbers, words, pages, and the way to answer a reminder."""

import pytest

from complaints.complaint import Complaint, Facts, Stage
from dialogs import menus
from dialogs.events import Chat as Address
from dialogs.events import Undelivered, UserRecall
from dialogs.model import IDLE, Choice, Message, Offer, Session
from tests.dialogs.chat import SUNDAY, Chat, text_only, texts


def on_qq(*, consented: bool = True, may_upload: bool = True) -> Chat:
    return Chat(network=text_only(), consented=consented, may_upload=may_upload)


def spelled(chat: Chat) -> str:
    """All that the last event brought, as the phone shows it."""
    return "\n".join(menus.spelled(message, texts()) for message in chat.answer)


def filed() -> Chat:
    """A case that was filed two days ago, all by words and numbers."""
    chat = on_qq().says("新投诉").says("没收到").says("刚刚").says("点卡98元").says("LY20261121001").says("还没")
    return chat.says("我已提交").says("还没人理")


@pytest.mark.parametrize("word", ["1", "１", "①", "#1", "没收到", "没收", "1。"])
def test_an_option_has_a_number_a_label_and_a_beginning(word: str) -> None:
    chat = on_qq().says("新投诉")
    assert "\n1. 没收到\n2. " in spelled(chat)
    chat.says(word).sees("什么时候发现的")
    assert chat.case().facts.problem == "not_delivered"


def test_the_first_minute_by_numbers_alone() -> None:
    chat = on_qq(consented=False, may_upload=False).says("在吗")
    assert spelled(chat).endswith("1. 同意，开始投诉\n2. 看隐私说明")
    chat.says("1").says("1").says("1")
    assert chat.person.consent is not None
    assert chat.case().facts.problem == "not_delivered"


def test_zero_goes_back_and_is_shown_where_there_is_a_way_back() -> None:
    chat = on_qq().says("新投诉")
    assert "0. " not in spelled(chat)
    chat.says("1")
    assert spelled(chat).endswith("\n0. 上一步")
    chat.says("０")
    assert chat.session.step == "intake.problem"


def test_where_figures_are_answers_options_go_by_their_words() -> None:
    chat = on_qq().says("新投诉").says("1").says("1").sees("花了多少钱")
    assert "也可以回复：“" in spelled(chat)
    assert "1. " not in spelled(chat)
    chat.says("1")
    assert chat.case().facts.amount == 100


# ---------------------------------------------------------------------------------------------------- beside a question
def test_a_look_aside_goes_by_words_and_the_numbers_stay_those_of_the_question() -> None:
    chat = filed().says("新投诉").says("我的投诉").sees("投诉1")
    assert "也可以回复：“投诉1”" in spelled(chat)
    chat.says("1")
    assert chat.case(2).facts.problem == "not_delivered"
    chat.says("我的投诉").says("投诉1").sees("投诉1 · 点卡98元", "已提交")


def test_a_word_on_the_card_of_a_case_means_that_case() -> None:
    chat = filed().says("新投诉").says("我的投诉").says("投诉1").says("证据").sees("投诉1", "证据")
    assert chat.session.case == 1


def test_what_a_job_brings_has_words_and_moves_no_number() -> None:
    chat = on_qq().says("新投诉").says("1").sends_picture("same", likeness="0" * 64)
    chat.sends_picture("other", likeness="0" * 64).stored().sees("很像")
    assert "也可以回复：“撤销”" in spelled(chat)
    assert "刚刚" in {offer.label for offer in chat.session.offered}
    chat.says("撤销").sees("证2撤掉了")


# -------------------------------------------------------------------------------------------------------------- pages
def offers(count: int) -> tuple[Offer, ...]:
    return tuple(Offer(f"第{number}个", f"v{number}") for number in range(1, count + 1))


@pytest.mark.parametrize("count", [1, 9, 10, 16, 17, 23, 24, 31])
def test_every_option_is_on_exactly_one_page_and_no_page_is_longer_than_nine(count: int) -> None:
    session, seen = Session(offered=offers(count)), []
    page: str | None = "0"
    while page is not None:
        found = menus.turned(session, page, texts())
        assert found is not None
        message, session = found
        lines = menus.offers(message)
        assert len(lines) <= menus.PAGE
        for number, line in enumerate(lines, 1):
            assert menus.meant(str(number), session, texts(), numbers=True) == line.value
        seen += [line.value for line in lines if not line.value.startswith(menus.TURN)]
        page = next((line.value.removeprefix(menus.TURN) for line in lines if line.label == "更多"), None)
    assert seen == [offer.value for offer in offers(count)]


def paused(chat: Chat) -> Chat:
    """With no question open, by words alone."""
    return chat.says("取消").says("先放着") if chat.session.step != IDLE else chat


def test_pages_are_turned_by_number_and_an_option_of_another_page_by_its_label() -> None:
    chat = on_qq()
    for _ in range(10):
        paused(chat.says("新投诉").says("没收到").passes(minutes=1))
    chat.says("/letter").sees("哪一件")
    assert "\n9. 更多" in spelled(chat)
    chat.says("9").sees("2/2")
    assert spelled(chat).endswith("3. 上一页")
    assert "1. 投诉9" in spelled(chat)
    chat.says("3").sees("1/2").says("更多").says("2")
    assert chat.session.case == 10
    paused(chat).says("/letter").says("更多").says("投诉3")
    assert chat.session.case == 3


def test_a_page_that_is_not_there_is_a_stale_option() -> None:
    chat = on_qq().says("新投诉").taps_value("m:7").sees("过期")
    chat.passes(minutes=1).taps_value("m:x").sees("过期")
    Chat().says("新投诉").taps_value("m:0").sees("过期")


# ---------------------------------------------------------------------------------------------------------- reminders
def test_a_reminder_is_answered_by_the_word_it_names() -> None:
    chat = filed().passes(hours=49)
    assert "回复“提醒”" in spelled(chat)
    assert "1. " not in spelled(chat)
    chat.says("提醒").offers("没人理", "1小时后")
    assert "不再提醒" in {offer.label for offer in chat.session.offered}
    chat.says("没人理").sees("申诉")


def test_a_number_after_a_reminder_still_answers_the_open_question() -> None:
    chat = filed().says("新投诉").passes(hours=49).says("1")
    assert chat.case(2).facts.problem == "not_delivered"
    chat.says("提醒").says("没人理").sees("投诉1")


def test_asked_once_more_提醒_lists_every_deadline() -> None:
    filed().passes(hours=49).says("提醒").passes(minutes=1).says("提醒").sees("我在盯的时间")


def test_what_could_not_be_pushed_is_said_first_at_the_next_contact_and_once() -> None:
    chat = filed()
    (clock,) = [one for one in chat.case().clocks if one.state == "running"]
    gone = (7, "C1.1", 0)
    event = Undelivered(
        id="undelivered:1", chat=Address("qq", "1", "2"), at=SUNDAY, clocks=((1, clock.key, clock.revision), gone)
    )
    chat.hears(event).hears_nothing().passes(hours=1).says("我的投诉")
    assert chat.answer[0].text.startswith("这几件到点了")
    assert "投诉1" in chat.answer[0].text
    chat.says("我的投诉").sees_no("这几件到点了")


def test_what_was_settled_meanwhile_is_not_said() -> None:
    chat = filed()
    (clock,) = [one for one in chat.case().clocks if one.state == "running"]
    clocks = ((1, clock.key, clock.revision + 1),)
    chat.hears(Undelivered(id="undelivered:1", chat=Address("qq", "1", "2"), at=SUNDAY, clocks=clocks))
    chat.says("我的投诉").sees_no("这几件到点了")


# --------------------------------------------------------------------------------------------------- taken back again
def recall(chat: Chat, message: str) -> Chat:
    return chat.hears(
        UserRecall(id=f"r{message}", chat=Address("qq", "1", "2"), at=chat.now, said_at=chat.now, message=message)
    )


def test_a_picture_that_is_taken_back_can_be_deleted_with_a_word() -> None:
    chat = on_qq().says("新投诉").says("没收到").sends_picture().stored()
    step, message = chat.session.step, chat.case().exhibits[0].message
    recall(chat, message).sees("撤回", "证1")
    assert chat.session.step == step
    chat.says("删掉").sees("删掉证1")


def test_words_that_are_taken_back_stay_and_that_is_said() -> None:
    chat = on_qq().says("新投诉").says("点卡没到账")
    recall(chat, chat.last_message).sees("已经记进投诉")
    recall(chat, "nothing of ours").hears_nothing()


def test_what_waits_for_consent_is_forgotten_when_it_is_taken_back() -> None:
    chat = on_qq(consented=False).says("点卡没到账")
    recall(chat, chat.last_message).hears_nothing()
    assert chat.session.held == ()


# ------------------------------------------------------------------------------------------------------------ spelling
def test_choices_that_only_copy_fall_away() -> None:
    row = (Choice("复制", copy_text="x"), Choice("好", "c:1:open"))
    message = menus.without_copies(Message(text="t", rows=(row, (Choice("复制", copy_text="x"),))))
    assert menus.offers(message) == [Offer("好", "c:1:open")]
    assert message.rows == ((row[1],),)


def test_a_question_with_something_before_it_shows_the_way_back() -> None:
    question = Message(text="q", key=menus.QUESTION, rows=((Choice("甲", "q:1:a"),),))
    session = Session(step="a.b", trail=("a.a",), offered=(Offer("甲", "q:1:a"),))
    shown, after = menus.arrange([question], session, texts(), heard=True, numbers=False)
    assert menus.spelled(shown[0], texts()) == "q\n1. 甲\n0. 返回"
    assert menus.meant("1", after, texts(), numbers=True) == "q:1:a"


def test_a_menu_goes_on_counting_from_message_to_message() -> None:
    said = [Message(text="a", rows=((Choice("甲", "p:a"),),)), Message(text="b", rows=((Choice("乙", "p:b"),),))]
    shown, session = menus.arrange(said, Session(), texts(), heard=True, numbers=False)
    assert [menus.spelled(message, texts()) for message in shown] == ["a\n1. 甲", "b\n2. 乙"]
    assert menus.meant("2", session, texts(), numbers=True) == "p:b"


def test_more_than_nine_options_of_several_messages_are_one_menu_under_the_last() -> None:
    many = tuple((Choice(f"第{n}个", f"p:{n}"),) for n in range(6))
    others = tuple((Choice(f"另{n}个", f"p:1{n}"),) for n in range(6))
    shown, session = menus.arrange(
        [Message(text="a", rows=many), Message(text="b", rows=others)], Session(), texts(), heard=True, numbers=False
    )
    assert menus.spelled(shown[0], texts()) == "a"
    assert menus.spelled(shown[1], texts()).splitlines()[-1] == "9. 更多"
    assert len(session.offered) == 12


def test_of_two_options_called_the_same_the_newer_is_meant() -> None:
    chat = on_qq()
    for number in (1, 2):
        facts = Facts(problem="not_delivered", goods="游戏点卡", amount=9800)
        chat.has_case(Complaint(number=number, opened=SUNDAY, touched=SUNDAY, stage=Stage.FILED, facts=facts))
    chat.forwards("系统故障", by="在线客服", at=chat.now - 60).says("证据").sees("说的是哪一件")
    chat.says("投诉2 · 游戏点卡98元").sees("投诉2 · 游戏点卡98元 · 证据")
    assert not chat.case(2).contacts


def test_a_word_that_is_an_answer_is_never_shown_for_another_case() -> None:
    chat = filed().says("新投诉").says("没收到").says("刚刚").taps_value("c:1:review")
    assert ("查平台是谁", "c:1:finder") in [(offer.label, offer.value) for offer in chat.session.offered]
    chat.taps_value("c:2:open")
    assert "“投诉2查平台是谁”" in spelled(chat)
    assert "“记一笔”" in spelled(chat)
    chat.says("投诉2查平台是谁")
    assert (chat.session.case, chat.session.step) == (2, "finder.look")


def test_where_figures_are_answers_more_shows_no_numbers() -> None:
    chat = filed().taps_value("c:1:review").says("要求").says("更多")
    assert chat.session.step == "review.change"
    assert "1. " not in spelled(chat)
    assert "“妥善处理”" in spelled(chat)
