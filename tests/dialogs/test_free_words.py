"""Answers in people's own words where options are offered, and several things said at once."""

import pytest

from complaints.complaint import Stage
from tests.dialogs.chat import Chat
from tests.dialogs.outside import at_ladder, at_text
from tests.dialogs.test_filing import ready


def asked(field: str, route: str = "samr_complaint") -> Chat:
    """The questions before a route, up to the one for this fact."""
    chat = at_ladder().passes(minutes=1).taps_value(f"c:1:route:{route}")
    words = {"paid_how": "怎么付的款", "own_purchase": "谁买的", "reachable": "还找得到吗"}
    for _ in range(8):
        if words[field] in chat.text:
            return chat
        chat.passes(minutes=1).taps("跳过")
    raise AssertionError(f"{field} was never asked")


# -------------------------------------------------------------------------------------------------- options in words
@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("花呗", "alipay"),
        ("用花呗付的", "alipay"),
        ("信用卡付的", "bank_card"),
        ("微信上付的", "wechat"),
        ("微信转账给他的", None),
        ("转给他个人了", "private_transfer"),
        ("支付宝还是微信支付我记不清", None),
    ],
)
def test_how_it_was_paid(words: str, way: str | None) -> None:
    assert asked("paid_how").says(words).case().facts.paid_how == way
    chat = ready().taps_value("c:1:review").taps("付款方式").says(words) if way else ready()
    assert chat.case().facts.paid_how == way


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        ("自己用的", (True, True)),
        ("我自己买的", (True, True)),
        ("帮别人代充", (True, False)),
        ("帮别人代充的，不是自己用", (True, False)),
        ("拿来卖的", (True, False)),
        ("帮我妈买的", (False, True)),
        ("不是转卖，自己玩的", (None, None)),
        ("今天天气不错", (None, None)),
    ],
)
def test_who_bought_it_for_whom(words: str, facts: tuple[bool | None, bool | None]) -> None:
    told = asked("own_purchase").says(words).case().facts
    assert (told.own_purchase, told.own_use) == facts


def test_what_is_not_known_is_passed_over() -> None:
    chat = asked("own_purchase").says("不知道").sees_no("谁买的")
    assert chat.case().facts.own_purchase is None
    gone = asked("reachable", "court").says("已经联系不上了")
    assert gone.case().facts.reachable is False


# ------------------------------------------------------------------------------------------------ 不知道 for 不记得
@pytest.mark.parametrize("words", ["不知道", "记不清了", "忘了"])
def test_who_does_not_remember_may_say_so_in_any_words(words: str) -> None:
    part = Chat().says("/new").taps("没收到").taps("昨天").sees("不记得").says(words).sees("花了多少钱")
    assert part.case().facts.discovered is not None
    earlier = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡98元").says("LY20261121001").taps("找过，没回")
    earlier.offers("不记得").says(words)
    assert (earlier.case().contacts[0].approximate, earlier.case().contacts[0].day_known) == (True, False)
    at_text("heimao").taps("早就交过了").says(words).sees("那边怎么说")
    ready().passes(minutes=1).taps_value("c:1:log").taps("在线客服").says(words).sees("怎么说")
    ready().taps("我已提交").taps("答应了，还没到").says(words).sees("先等到")


# ------------------------------------------------------------------------------------------------ several at once
def test_several_results_told_at_once_are_taken_one_by_one() -> None:
    chat = Chat().says("98元的点卡没到账，12315不受理，法院也不予立案").sees("什么时候发现").says("昨天下午三点")
    chat.says("LY20261121001").taps("找过，被拒").taps("昨天").sees("12315投诉是哪天交的").says("上周三")
    chat.sees("理由是哪一种").says("材料不全").sees("是哪天交的").says("上周五").sees("理由")
    assert [one.channel for one in chat.case().filings] == ["samr_complaint", "court"]
    assert [one.kind for one in chat.case().results] == ["samr_refused", "court_not_filed"]
    assert chat.case().facts.told == ()
    assert chat.case().stage == Stage.OUTSIDE


def test_where_a_case_is_on_its_way_too() -> None:
    chat = ready().taps("我已提交").taps("还没人理").says("12315不受理，派出所也不管").sees("12315投诉是哪天交的")
    chat.says("昨天").sees("理由").says("材料不全").sees("报警", "哪天").says("昨天")
    assert [one.kind for one in chat.case().results] == ["samr_refused", "police_refused"]


def test_one_result_is_told_once() -> None:
    chat = ready().taps("我已提交").taps("还没人理").says("12315不受理").says("昨天").says("材料不全")
    assert [one.kind for one in chat.case().results] == ["samr_refused"]
    assert chat.case().facts.told == ()


# --------------------------------------------------------------------------------------- an excuse is no refusal yet
@pytest.mark.parametrize(
    ("words", "contacted", "result"),
    [
        ("说系统故障，让我再等等", "silent", "noted"),
        ("客服让我等等", "silent", "noted"),
        ("客服说卡密已售出不退", "refused", "refused"),
        ("说过了时效不给处理", "refused", "refused"),
        ("客服拒绝了，说系统故障", "refused", "refused"),
    ],
)
def test_an_excuse_alone_is_no_refusal(words: str, contacted: str, result: str) -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡98元").says("LY20261121001").says(words)
    chat.taps("昨天")
    assert (chat.case().facts.contacted, chat.case().contacts[0].result) == (contacted, result)
    assert chat.case().facts.excuse is not None


# -------------------------------------------------------------------------------------------------- 先确认一件事, once
def test_the_emergency_asks_about_a_swindler_once_a_day() -> None:
    chat = Chat().says("/new").taps("没收到").says("骗子，刚刚发现的").sees("先确认一件事", "花了多少钱")
    chat.says("骗子卖我的点卡98元").sees_no("先确认一件事").passes(hours=25).says("真是骗子").sees("先确认一件事")


def test_a_hard_fact_is_heard_whatever_was_asked_before() -> None:
    chat = Chat().says("/new").taps("没收到").says("骗子，刚刚发现的").says("我把验证码给他了").sees("马上改支付密码")
    assert chat.case().facts.dangers == ("code_given",)
