"""Three matters from the first word to the end, lived on the phone of the tests; each returns it."""

from tests.dialogs.chat import Chat
from tests.dialogs.outside import through

DAY = 24


def the_long_way() -> Chat:
    """Ticket, silence, appeal, 12315 refused, finder, payment provider, 12315 again, mediation refused, court, end."""
    chat = Chat().says("订单号LY20261121001，花98元买的游戏点卡没到账，要求退款").taps("昨天").taps("下午").taps("还没")
    chat.sends_picture("order", caption="订单页").sends_picture("bill", caption="付款记录").stored()
    chat.taps_value("c:1:letter:ticket").taps("我已提交").says("T-2026-77").passes(hours=50).taps("没人理")
    chat.taps("看给主管的申诉").passes(minutes=1).taps("我已提交").taps("跳过").passes(hours=DAY * 5).taps("没人理")

    chat.taps("还能找谁").taps("12315投诉").taps("微信").says("某某商贸行").taps("跳过").taps("自己买自己用")
    chat.taps("正规的").taps("都没有").taps("照样看文字").passes(minutes=1).taps("我已提交").says("12315-1")
    chat.taps("先这样算").passes(hours=DAY * 6).taps("有进展了").taps("不受理").taps("对方信息不全")

    chat.taps("查平台是谁").says("shop.example.com").says("某某科技有限公司").says("某某省某某市某某路1号")
    chat.taps("还能找谁").taps("支付机构投诉")
    through(chat).passes(minutes=1).taps("我已提交").taps("跳过").passes(hours=30).taps("有进展了").taps("不支持")
    chat.says("让我找商家").passes(minutes=1).taps_value("c:1:route:samr_complaint").taps("连得起来")
    chat.taps("照样看文字").passes(minutes=1).taps("我已提交").says("12315-2").says("昨天").passes(hours=DAY * 5)
    chat.says("12315受理了").taps("昨天").passes(hours=DAY * 9).says("对方拒绝调解")

    chat.taps("小额诉讼").taps("找得到").taps("照样看文字").passes(minutes=1).taps("我已提交").taps("跳过")
    chat.passes(hours=DAY * 6).taps("有进展了").taps("立案了").taps("今天").passes(hours=DAY * 20)
    return chat.taps("有进展了").taps("判了或调解了").taps("到了").taps("全额退款").taps("98元").sees("结案")


def already_refused() -> Chat:
    """12315 has refused it before we hear of it."""
    chat = Chat().says("花了98元，点卡没到账，订单号LY20261121001，12315不受理我的投诉")
    chat.taps("昨天").taps("下午").taps("找过，被拒").taps("昨天").says("11月12号").taps("证明不了交易")
    chat.taps("再交一次").taps("照样看文字").taps("照样看文字").passes(minutes=1).taps("我已提交").taps("跳过")
    chat.taps("先这样算").passes(hours=DAY * 20).taps("有进展了").taps("受理了").taps("今天").passes(hours=DAY * 9)
    return chat.says("调解成功").taps("到了").taps("调解成功").taps("98元").sees("结案")


def suspected_fraud() -> Chat:
    """Money sent outside the order, a code given: the police first, then the payment provider."""
    chat = Chat().says("客服让我又转给他500元保证金，我已经转了，还把验证码给他了")
    chat.taps("继续投诉").taps("更多").taps("怀疑是骗局").taps("刚刚").says("游戏点卡 500元").taps("截图里有").taps(
        "还没"
    )
    through(chat).passes(minutes=1).taps("我已提交").sends_picture().stored().passes(minutes=1)
    chat.taps_value("c:1:route:payment_provider")
    return through(chat).passes(minutes=1).taps("我已提交").taps("跳过")
