"""Whole matters from the first word to the end, as their users live them."""

from complaints.complaint import Stage
from tests.dialogs.chat import Chat
from tests.dialogs.outside import running, text_of, through
from tests.dialogs.test_filing import ready


def test_one_that_arrives_already_refused() -> None:
    chat = Chat().says("花了98元，点卡没到账，订单号LY20261121001，12315不受理我的投诉").sees("什么时候发现")
    chat.taps("昨天").taps("下午").taps("找过，被拒").taps("昨天").sees("12315投诉是哪天交的").says("11月12号")
    chat.sees("不等于你没理", "理由是哪一种").taps("证明不了交易").sees("网站、订单、收款方").offers(
        "补截图", "再交一次"
    )
    chat.taps("再交一次").taps("照样看文字").sees("上次12315没受理", "不算处理过").taps("照样看文字")
    assert "未受理（认为不能证明交易）" in text_of(chat)
    chat.passes(minutes=1).taps("我已提交").taps("跳过").taps("先这样算").sees("12315是否受理")
    chat.passes(hours=24 * 20).taps("有进展了").taps("受理了").taps("今天").passes(hours=24 * 9).says("调解成功")
    chat.taps("到了").taps("调解成功").taps("98元").sees("结案：调解成功，98元")
    assert chat.case().stage == Stage.CLOSED


def test_a_suspected_swindle() -> None:
    chat = Chat().says("客服让我又转给他500元保证金，我已经转了，还把验证码给他了").sees("🛑", "110", "96110")
    chat.taps("继续投诉").taps("更多").taps("怀疑是骗局").taps("刚刚").says("游戏点卡 500元").taps("截图里有").taps(
        "还没"
    )
    chat.sees("先看“报警、止付”", "像是骗局", "110", "96110")
    assert chat.case().facts.dangers
    text = text_of(through(chat))
    for word in ("骗子", "诈骗", "赔偿"):
        assert word not in text
    chat.passes(minutes=1).taps("我已提交").sees("回执").sends_picture().stored()
    assert chat.case().exhibits[-1].kind == "receipt"
    chat.passes(minutes=1).taps_value("c:1:ladder").sees("越早越好", "在等：报警、止付")
    assert chat.labels.index("支付机构投诉") < chat.labels.index("12315投诉")
    chat.says("有进展了").taps("不受理").says("说是经济纠纷").sees("消费纠纷").offers("支付机构投诉", "12315投诉")
    assert running(chat)


def test_a_hard_fact_told_in_the_middle_puts_the_police_first() -> None:
    chat = ready().says("刚才客服让我共享屏幕，我把验证码告诉他了").sees("🛑").offers("报警怎么说")
    chat.taps("报警怎么说").sees("像是骗局", "110")
    assert chat.case().facts.dangers == ("code_given",)
    chat.passes(minutes=1).taps_value("c:1:ladder")
    assert chat.labels.index("报警、止付") < chat.labels.index("给主管的申诉")


def test_the_long_way_from_a_ticket_to_a_claim() -> None:
    """Ticket, silence, appeal, 12315 refused, finder, payment provider, 12315 again, mediation refused, court, end."""
    chat = Chat().says("订单号LY20261121001，花98元买的游戏点卡没到账，要求退款").taps("昨天").taps("下午").taps("还没")
    chat.taps("换工单").taps("我已提交").says("T-2026-77").passes(hours=50).sees("钱或货到了吗")
    chat.taps("没人理").taps("看给主管的申诉").sees("T-2026-77").passes(minutes=1).taps("我已提交").taps("跳过")
    chat.passes(hours=24 * 5).sees("申诉的时间到了").taps("没人理").taps("还能找谁").sees("还不知道对方全称")

    chat.taps("12315投诉").sees("98元也值得走").taps("微信").taps("截图里有").taps("跳过").taps("自己买自己用")
    chat.taps("正规的").taps("都没有").sees("✗ 还没写对方的全称", "第十条").taps("照样看文字")
    chat.passes(minutes=1).taps("我已提交").says("12315-1").taps("先这样算").sees("最晚约")
    chat.passes(hours=24 * 6).taps("有进展了").taps("不受理").taps("对方信息不全").sees("补上，可以再交一次")

    chat.taps("查平台是谁").says("shop.example.com").says("示例科技有限公司").says("福建省福州市示例路1号")
    chat.sees("查到的对方").offers("12315投诉", "小额诉讼").taps("还能找谁").taps("支付机构投诉")
    assert "示例科技有限公司" in text_of(through(chat)) or chat.case().facts.payee is None
    chat.passes(minutes=1).taps("我已提交").taps("跳过").passes(hours=30).taps("有进展了").taps("不支持")
    chat.says("让我找商家").sees("就能走12315")

    chat.passes(minutes=1).taps_value("c:1:route:samr_complaint").sees("对方的名称、地址都有了").taps("连得起来")
    chat.sees("上次12315没受理", "不受理不算处理过", "第十六条").sees_no("✗").taps("照样看文字")
    text = text_of(chat)
    for words in ("示例科技有限公司", "福建省福州市示例路1号", "未受理（缺少被投诉人的名称或地址）", "退款98元"):
        assert words in text
    chat.passes(minutes=1).taps("我已提交").says("12315-2").says("昨天").sees("最晚约")
    chat.passes(hours=24 * 5).says("12315受理了").taps("昨天").sees("调解最晚结束", "最晚约")
    chat.passes(hours=24 * 9).says("对方拒绝调解").sees("不代表你没理").offers("小额诉讼").offers_no("12315投诉")

    chat.taps("小额诉讼").sees("98元起诉要花不少时间", "知道告谁").taps("找得到").taps("照样看文字")
    assert "98元" in text_of(chat)
    chat.passes(minutes=1).taps("我已提交").taps("跳过").passes(hours=24 * 6).taps("有进展了").taps("立案了").taps(
        "今天"
    )
    assert running(chat) & {"C5", "C6"} == {"C6"}
    chat.passes(hours=24 * 20).taps("有进展了").taps("判了或调解了").sees("到手了吗").taps("到了").taps(
        "全额退款"
    ).taps("98元")
    chat.sees("结案：全额退款，98元")
    sent = [(filing.number, filing.channel) for filing in chat.case().filings]
    assert [channel for _, channel in sent] == [
        "ticket", "ticket", "samr_complaint", "payment_provider", "samr_complaint", "court"
    ]  # fmt: skip
