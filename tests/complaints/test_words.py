"""What upset people write is recognised by the words of the data. The sentences are made up for this test."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from complaints.knowledge.load import load
from complaints.knowledge.models import Emergency, Excuse, Problem
from complaints.rebuttals import excuses_in

KNOWLEDGE = load(Path(__file__).parents[2] / "knowledge")

PROBLEMS = {
    "not_delivered": [
        "订单号LY20240510001，购买游戏点卡未到账，要求立即补发",
        "充了50话费一直没到",
        "钱付了东西没给我",
        "点卡到现在还没收到，都三个小时了",
        "两个小时了不到账",
        "显示充值中半天了",
    ],
    "code_invalid": ["卡密错误用不了", "兑换码提示不存在", "激活失败，说是无效的卡密", "卡密错，退钱"],
    "code_used": ["提示已被使用", "卡密用过了！骗子", "兑换的时候说这张卡已经被别人用了"],
    "duplicate": ["扣了我两次钱", "重复扣款", "一个订单付了两次"],
    "wrong_account": ["充错号了", "话费充到别人手机上了", "我把账号填错了"],
    "no_response": ["客服不理我", "找了客服三天没人理", "客服一直不回消息"],
    "stalling": ["客服推三阻四就是不给退", "一直踢皮球", "他们拒绝退款"],
    "promise_broken": ["说好的昨天退款到现在没退", "答应补发结果没补"],
    "term_mismatch": ["终身变月卡", "终身会员用了一个月就过期了", "买的永久授权变成试用", "年卡只有30天"],
    "version_mismatch": ["版本不对", "发错货了", "买的专业版发来的是家庭版"],
    "description_mismatch": ["和描述不符", "虚假宣传", "货不对板"],
    "overcharged": ["多扣了我20块", "金额不对，标98扣了118"],
    "auto_renewal": ["自动续费扣了我25", "没同意就扣费", "莫名其妙被扣了30"],
    "vanished": ["网站打不开了", "平台跑路了", "店铺没了联系不上"],
    "suspected_fraud": ["遇到骗子了", "钱被骗走了"],
    "other": ["怎么投诉"],
}

HARD_FACTS = {
    "code_given": ["我把验证码告诉他了", "验证码已经发给客服了", "不小心给了他验证码"],
    "card_given": ["身份证照片发过去了", "给了他银行卡号"],
    "screen_shared": ["共享了屏幕", "下载了向日葵"],
    "money_sent": ["交了500保证金", "我又转了3000元", "付了200手续费才能退款"],
}

NO_HARD_FACTS = [
    "我被骗了",
    "骗子，退钱",
    "我还没给验证码",
    "他让我发验证码，要不要给",
    "要不要把验证码告诉他",
    "我没给他验证码",
    "收不到验证码",
    "验证码发了好几次都收不到",
    "客服让我交保证金",
    "让我开屏幕共享",
    "没有共享屏幕",
    "买了个腾讯会议会员",
    "我付了98元买点卡",
    "充值98元收了2元手续费",
    "密码错了",
]

EXCUSES = {
    "system_failure": ["系统升级中，请稍后", "上游接口延迟"],
    "user_error": ["您的操作有误导致", "我们查了是你自己用了"],
    "sold_no_return": ["虚拟商品一经售出概不退换"],
    "please_wait": ["稍等帮您查询", "亲，正在为您催促"],
    "too_late": ["已超过48小时售后时效", "超时视为放弃"],
    "final_say": ["最终解释权归本平台所有"],
    "shows_delivered": ["亲亲这边显示已经充值成功了哦", "后台显示订单已发货"],
    "not_us": ["这个是上游的问题，您可以联系游戏官方处理", "我们只是平台，您需要联系商家"],
    "no_proof": ["没有录屏无法证明，不予处理", "您没有有效凭证"],
    "only_balance": ["只能退到平台余额", "给您补偿一张10元优惠券"],
    "withdraw_first": ["请您先确认收货，我们再给您退款", "先撤销投诉才能给您退款哦"],
    "fee": ["退款要扣10%手续费", "最多只能给您退一半"],
    "confirmed": ["您已确认收货，订单已完成，无法处理"],
    "account_risk": ["账号存在异常，被系统风控了"],
    "price_changed": ["价格标错了，需要补一下差价才能发货"],
    "out_of_stock": ["暂时没货，正在补货", "库存不足"],
}
NO_WORDS = {"general"}
"""The answer to what is none of them."""


def best(text: str, entries: Mapping[str, Problem] | Mapping[str, Emergency] | Mapping[str, Excuse]) -> str | None:
    """The entry whose words weigh most in the text."""
    weights = {
        name: sum(weight for word, weight in entry.words.weighted if re.search(word, text))
        for name, entry in entries.items()
    }
    name, weight = max(weights.items(), key=lambda pair: pair[1])
    return name if weight else None


@pytest.mark.parametrize(("problem", "text"), [(name, text) for name, texts in PROBLEMS.items() for text in texts])
def test_problems_are_recognised(problem: str, text: str) -> None:
    assert best(text, KNOWLEDGE.problems) == problem


def test_every_problem_has_a_sentence_here() -> None:
    assert PROBLEMS.keys() == KNOWLEDGE.problems.keys()
    assert HARD_FACTS.keys() == KNOWLEDGE.emergencies.keys()
    assert EXCUSES.keys() | NO_WORDS == KNOWLEDGE.excuses.keys()


@pytest.mark.parametrize("text", ["你好", "在吗", "买了个会员", "什么时候到期", "点卡98元"])
def test_what_tells_of_no_problem_is_none(text: str) -> None:
    assert best(text, KNOWLEDGE.problems) is None


@pytest.mark.parametrize(("fact", "text"), [(name, text) for name, texts in HARD_FACTS.items() for text in texts])
def test_hard_facts_are_recognised(fact: str, text: str) -> None:
    assert best(text, KNOWLEDGE.emergencies) == fact


@pytest.mark.parametrize("text", NO_HARD_FACTS)
def test_being_upset_asking_and_refusing_are_no_hard_facts(text: str) -> None:
    assert best(text, KNOWLEDGE.emergencies) is None


@pytest.mark.parametrize(("excuse", "text"), [(name, text) for name, texts in EXCUSES.items() for text in texts])
def test_stock_excuses_are_recognised(excuse: str, text: str) -> None:
    assert best(text, KNOWLEDGE.excuses) == excuse
    assert excuse in [found.id for found in excuses_in(text, KNOWLEDGE)]
