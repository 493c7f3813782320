"""Telling the other side's words from the user's own: 亲，系统故障，请您耐心等待 is what customer service wrote.

What the user pastes must never be taken as the user's own account of the matter, or a letter would quote it.
"""

import re
from collections.abc import Callable

from complaints.knowledge.models import Knowledge
from complaints.reading.normalise import fold
from complaints.rebuttals import READ, sure_excuse

_SERVICE = re.compile(
    r"(?:^|[\s。!?\n])亲+(?:亲|爱的)?(?=[,，~\s!。、您])|尊敬的|(?:^|\n)(?:在线|人工|平台)?客服[^\n:：说讲回]{0,8}[:：]"
    r"|感谢您|[给为帮]您|请您|您的(?:订单|问题|账号|账户|反馈|咨询|商品|充值)|您(?:先|再|这边|稍|耐心|放心|好)[^我]"
    r"|我们(?:会|将|这边|正在|的技术|已经?[为帮给])|这边(?:帮|为|给|会|显示|查)|我司|本(?:店|平台|公司)|小(?:二|客服)"
    r"|带来(?:的)?不便|敬请谅解|祝您|(?:很|非常|十分)抱歉"
)
"""How only the other side talks."""

_NARRATED = re.compile(
    r"(?:客服|人工|他们?|她们?|对方|商家|卖家|店家|平台|那边)[^,，。;；!?\n]{0,6}(?:说|讲|回复?我|答复|告诉|让我|叫我|表示|声称|不理|不管)"
    r"|[等催找问](?:了|过)|(?:查|看|收)不到|没(?:有)?(?:到|收到|看到|反应|动静)|(?:用|登|打|激活|兑换)(?:录|开)?不[了上开]"
    r"|[跟和对]我[说讲]|让我|叫我|给我|帮我|我(?:就|又|也|都|还|才|刚|昨天|今天|前天|一直|已经|自己|的)*(?:买|付|充|联系|找|问|催|申请|要|想|等|花|收|拍|下单|没|不|点|发)"
)
"""How somebody tells what happened to them."""


def pasted(text: str, knowledge: Knowledge, tells: Callable[[], bool]) -> bool:
    """Whether these words are the other side's. `tells` is asked whether they hold facts of a complaint, as 点卡没到
    does: of bare words such as 已售出不退 nobody tells a story.
    """
    plain = fold(text[:READ])
    if _NARRATED.search(plain):
        return False
    return _SERVICE.search(plain) is not None or (sure_excuse(plain, knowledge) and not tells())
