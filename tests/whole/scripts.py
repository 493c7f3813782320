"""What people do: the scripts that the program is driven through."""

from tests.files.samples import encoded, screenshot
from tests.whole.hands import Hands, Script

SENTENCE = "订单号LY20240510001，购买游戏点卡未到账，要求立即补发"


def picture(seed: int) -> bytes:
    """A screenshot; another seed gives another one."""
    return encoded(screenshot(seed, (180, 390)), "PNG")


async def by_buttons(hands: Hands) -> None:
    """The intake by buttons alone, a look aside, a correction, and 我已提交."""
    await hands.says("/start")
    await hands.taps("同意，开始投诉")
    await hands.taps("卡密无效")
    await hands.taps("今天")
    await hands.taps("不记得")
    await hands.taps("卡密")
    await hands.taps("上一步")
    await hands.taps("会员")
    await hands.taps("截图里有")
    await hands.says("/help")
    await hands.taps("还没")
    await hands.taps("换工单")
    await hands.taps("我已提交")
    await hands.taps("跳过")
    await hands.says("/cases")


async def by_one_sentence(hands: Hands) -> None:
    """A first contact by the one sentence; then an amount by edited words, and the answer of customer service."""
    await hands.says(SENTENCE)
    await hands.taps("同意，开始投诉")
    await hands.taps("刚刚")
    await hands.taps("还没")
    await hands.taps("我已提交")
    await hands.says("系统故障，请您耐心等待")
    await hands.taps("看给主管的申诉")
    await hands.says("/remind")


async def by_pictures(hands: Hands) -> None:
    """The intake by words with a picture during a question; then place by place, and an album that is sorted."""
    await hands.says("/start")
    await hands.says("同意")
    await hands.says("没收到")
    await hands.says("昨晚十点半")
    await hands.sends(picture(1))
    await hands.taps("可以存")
    await hands.says("点卡98元")
    await hands.says("LY20261121001")
    await hands.says("还没")
    await hands.taps("存截图")
    await hands.taps("订单页")
    await hands.sends(picture(2))
    await hands.sends(picture(3), picture(4), picture(5))
    await hands.taps("未到账记录")
    await hands.taps("客服聊天")
    await hands.says("不知道")
    await hands.taps("够了")
    await hands.says("/evidence")


SCRIPTS: dict[str, Script] = {"buttons": by_buttons, "sentence": by_one_sentence, "pictures": by_pictures}
