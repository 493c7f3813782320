"""One sentence, everything in it. The vocabulary here is small; the small words are those of knowledge/reading.toml."""

import tomllib
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from complaints.reading.sentence import MOST_READ, Reading, read_sentence
from complaints.reading.vocabulary import Cues, Platform, Vocabulary
from complaints.times import Instant, say_time

CUES = Cues.model_validate(
    tomllib.loads((Path(__file__).parents[2] / "knowledge" / "reading.toml").read_text(encoding="utf-8"))
)
WORDS = Vocabulary(
    problems={
        "not_delivered": (("(没|未|不)(到账|收到|发货|给我)", 4), ("东西呢", 2), ("等了", 1)),
        "code_invalid": (("卡密.{0,6}(无效|错误|用不了)", 4), ("激活失败", 2), ("无效", 2), ("用不了", 1)),
        "code_used": (("(已|被)(被)?(使用|用过)", 4),),
        "term_mismatch": (("终身.{0,6}过期", 4), ("过期", 2)),
        "wrong_account": (("充错", 4),),
        "no_response": (("(客服|他们).{0,6}(不理|不回|没人)", 4), ("没人理", 4)),
        "stalling": (("拒绝退款|踢皮球", 4),),
        "other": (("投诉", 1), ("有问题", 1)),
    },
    handling=frozenset({"no_response", "stalling"}),
    demands={
        "resend": (("补发", 4), ("发货", 2)),
        "refund": (("退款|退钱", 4), ("退", 1)),
        "replace": (("换货|换一张", 4),),
        "complete_term": (("补足期限|补足", 4),),
        "refund_difference": (("退差价", 4),),
        "cancel_and_refund": (("取消(自动)?续费", 4),),
    },
    goods={
        "game_card": (("点卡|点券|Q币|月卡", 4), ("游戏", 1)),
        "topup": (("话费", 4), ("充值", 2)),
        "code": (("卡密|兑换码", 4),),
        "membership": (("会员|VIP", 4), ("年卡", 4)),
    },
    platforms={
        "liyun": Platform(names=("利云卡盟", "利云", "liyun"), order_hints=(r"LY\d{11}",)),
        "kamao": Platform(names=("卡猫",), order_hints=(r"KM\d{8}",)),
    },
    cues=CUES,
)
anything = st.text(st.characters(codec=None, exclude_categories=()))


def at(text: str) -> Instant:
    """`2026-11-23 22:30`, a Shanghai time."""
    return int(datetime.fromisoformat(f"{text}+08:00").timestamp())


SAID_AT = at("2026-11-23 10:05")


def read(text: str) -> Reading:
    return read_sentence(text, SAID_AT, WORDS)


def facts(text: str) -> dict[str, object]:
    """The fields that are filled; times as they are shown, with how exactly they were said."""
    reading = read(text)
    filled = {name: getattr(reading, name) for name in reading.spans}
    for name in filled.keys() & {"bought", "discovered"}:
        filled[name] = f"{say_time(filled[name].instant, SAID_AT)} {filled[name].precision}"
    return filled


def test_the_sentence_of_the_guide_fills_everything_in_it() -> None:
    text = "订单号LY20240510001，购买游戏点卡未到账，要求立即补发"
    reading = read(text)
    assert facts(text) == {
        "order_numbers": ("LY20240510001",),
        "goods": "游戏点卡",
        "problem": "not_delivered",
        "demand": "resend",
        "platform": "liyun",
    }
    assert reading.goods_kind == "game_card"
    said = {name: text[start:end] for name, (start, end) in reading.spans.items()}
    assert said == {
        "order_numbers": "LY20240510001",
        "goods": "游戏点卡",
        "problem": "未到账",
        "demand": "补发",
        "platform": "LY20240510001",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "我昨天下午三点在利云卡盟买了一张100元的腾讯QQ币卡，花了98块5，到现在一直没到账，找了客服三天没人理，气死我了！！要求立即退款或者补发",
            {
                "platform": "liyun",
                "bought": "11月22日(周日) 15:00 hour",
                "goods": "100元的腾讯QQ币卡",
                "amount": 9850,
                "problem": "not_delivered",
                "contacted": "silent",
                "demand": "refund",
                "fallback": "resend",
            },
        ),
        (
            "付款时间：2026-11-22 20:15:03，商品：爱奇艺会员年卡，支付98.00元，未到账",
            {
                "bought": "11月22日(周日) 20:15 minute",
                "goods": "爱奇艺会员年卡",
                "amount": 9800,
                "problem": "not_delivered",
            },
        ),
        (
            "昨天买的steam会员，今天兑换的时候提示已被使用",
            {
                "bought": "11月22日(周日) 00:00 day",
                "discovered": "11月23日(周一) 00:00 day",
                "goods": "steam会员",
                "problem": "code_used",
            },
        ),
        (
            "利云买的原神月卡98块没给我，客服说不能退",
            {
                "platform": "liyun",
                "goods": "原神月卡",
                "amount": 9800,
                "problem": "not_delivered",
                "contacted": "refused",
            },
        ),
        (
            "骗子！！！花了300买和平精英点券到现在屁都没有，赶紧退钱",
            {"goods": "和平精英点券", "amount": 30000, "demand": "refund"},
        ),
        (
            "两个订单KM20240510和KM20240511都没到账",
            {"order_numbers": ("KM20240510", "KM20240511"), "problem": "not_delivered", "platform": "kamao"},
        ),
        ("买的终身会员用了一个月就过期了，补足期限或者退款",
         {"goods": "终身会员", "problem": "term_mismatch", "demand": "complete_term", "fallback": "refund"}),
        ("还没联系客服，点卡没到账", {"goods": "点卡", "problem": "not_delivered", "contacted": "no"}),
        ("腾讯视频VIP会员充错号了", {"goods": "腾讯视频VIP会员", "problem": "wrong_account"}),
        ("充了50话费没到账", {"goods": "50话费", "problem": "not_delivered"}),
        ("ＬＹ20240510001　没到账！！",
         {"order_numbers": ("LY20240510001",), "problem": "not_delivered", "platform": "liyun"}),
    ],
)  # fmt: skip
def test_what_upset_people_write(text: str, expected: dict[str, object]) -> None:
    assert facts(text) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("卡密无效", "code_invalid"),
        ("没有说无效，就是不到账", "not_delivered"),
        ("不是充错了，是卡密用不了", "code_invalid"),
        ("激活失败", "code_invalid"),
        ("卡密提示已被使用，激活失败", "code_used"),
        ("客服一直不理", "no_response"),
        ("点卡没到账，客服一直不理", "not_delivered"),
        ("激活失败，客服踢皮球没人理", "code_invalid"),
        ("没到账，卡密无效", None),  # two equally strong ones
        ("用不了", None),
        ("有问题，我要投诉", None),
        ("没有显示无效", None),
        ("你好", None),
        ("", None),
    ],
)
def test_problems(text: str, problem: str | None) -> None:
    assert read(text).problem == problem


@pytest.mark.parametrize(
    ("text", "demand", "fallback"),
    [
        ("要求立即补发", "resend", None),
        ("退款！", "refund", None),
        ("没到账退款", "refund", None),
        ("我就想退钱", "refund", None),
        ("要么补发要么退款", "resend", "refund"),
        ("要求补发，再不发就退款", "resend", "refund"),
        ("请补发，否则退款", "resend", "refund"),
        ("申请取消自动续费", "cancel_and_refund", None),
        ("客服说退款要等三天，我要求换货", "replace", None),
        ("没有给我补发", None, None),
        ("客服不给退款", None, None),
        ("拒绝补发和退款", None, None),
        ("说好给我补发的", None, None),
        ("他们答应退款", None, None),
        ("已经退款了", None, None),
        ("点了退款链接", None, None),
        ("退款失败", None, None),
        ("不要退款，要补发", "resend", None),
        ("怎么退款", None, None),
        ("让我申请退款专员", None, None),
        ("没到账", None, None),
    ],
)
def test_demands(text: str, demand: str | None, fallback: str | None) -> None:
    assert (read(text).demand, read(text).fallback) == (demand, fallback)


@pytest.mark.parametrize(
    ("text", "goods", "kind"),
    [
        ("买了3张100元点卡", "100元点卡", "game_card"),
        ("购买腾讯QQ币卡", "腾讯QQ币卡", "game_card"),
        ("朋友推荐点卡给我", "点卡", "game_card"),
        ("游戏点卡没到", "游戏点卡", "game_card"),
        ("王者荣耀点券", "王者荣耀点券", "game_card"),
        ("下单了一个月就到期的会员", "会员", "membership"),
        ("订单LY20240510001点卡没到", "点卡", "game_card"),
        ("5月10日点卡没到", "点卡", "game_card"),
        ("收到的卡密无效，买的是Q币", "卡密", "code"),
        ("充值没到账", None, "topup"),
        ("不是点卡", None, None),
        ("没到账", None, None),
        ("98块点卡没到", "点卡", "game_card"),
        ("刚买的wps会员", "wps会员", "membership"),
    ],
)
def test_goods_in_the_users_own_words(text: str, goods: str | None, kind: str | None) -> None:
    assert (read(text).goods, read(text).goods_kind) == (goods, kind)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("花了98", 9800),
        ("98元买的，要求退款98元", 9800),
        ("单价98元，我付了196元", 19600),
        ("59块9，退20", 5990),
        ("我充值了300，只到了200元", 30000),
        ("买了100元点卡", None),  # the face value
        ("买了100元点卡，花了95", 9500),
        ("98块点卡没到", 9800),  # nobody calls a face value so
        ("要求退款50元", None),
        ("让我先交500元保证金", None),
        ("多扣了20元", None),
        ("98元和89元", None),
        ("没到账", None),
    ],
)
def test_only_the_price_is_the_amount(text: str, amount: int | None) -> None:
    assert read(text).amount == amount


@pytest.mark.parametrize(
    ("text", "contacted"),
    [
        ("没联系客服", "no"),
        ("还没有找过客服", "no"),
        ("没跟客服说", "no"),
        ("找了客服没人理", "silent"),
        ("客服三天不回", "silent"),
        ("联系不上客服", "silent"),
        ("客服拒绝退款", "refused"),
        ("客服说已售出不退", "refused"),
        ("申请被拒了", "refused"),
        ("找过客服", None),
        ("客服不理，后来客服拒绝", None),
        ("没到账", None),
    ],
)
def test_whether_customer_service_was_contacted(text: str, contacted: str | None) -> None:
    assert read(text).contacted == contacted


@pytest.mark.parametrize(
    ("text", "bought", "discovered"),
    [
        ("昨天买的", "11月22日(周日) 00:00 day", None),
        ("昨晚十点半发现没到账", None, "11月22日(周日) 22:30 minute"),
        ("3小时前付的款", "11月23日(周一) 07:05 hour", None),
        ("购买时间是5月10号", "5月10日(周日) 00:00 day", None),
        ("前天下单，昨天早上9点才看到没到账", "11月21日(周六) 00:00 day", "11月22日(周日) 09:00 hour"),
        ("昨天还没到账", None, None),
        ("客服说明天到账", None, None),
        ("昨天买的，不对，前天买的", None, None),
    ],
)
def test_times_that_clearly_belong_to_something(text: str, bought: str | None, discovered: str | None) -> None:
    found = facts(text)
    assert (found.get("bought"), found.get("discovered")) == (bought, discovered)


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("在利云卡盟买的", "liyun"),
        ("LiYun上买的", "liyun"),
        ("订单KM20240510没到", "kamao"),
        ("利云还是卡猫来着", None),
        ("不是利云", None),
        ("淘宝买的", None),
        ("LY20240510001和KM20240510", None),
    ],
)
def test_the_platform(text: str, platform: str | None) -> None:
    assert read(text).platform == platform


def test_nothing_is_made_of_nothing() -> None:
    reading = read("😡\u200b\x00 在吗")
    assert reading == Reading(text="😡 在吗")
    assert reading.empty
    assert not read("会员").empty


def test_a_long_text_is_kept_but_not_read_to_its_end() -> None:
    reading = read("啊" * MOST_READ + "没到账")
    assert len(reading.text) == MOST_READ + 3
    assert reading.empty


def test_a_mistyped_pattern_is_refused_with_its_place() -> None:
    data = CUES.model_dump()
    with pytest.raises(ValidationError, match="barriers"):
        Cues.model_validate(data | {"goods": data["goods"] | {"barriers": ["(没"]}})


pieces = st.sampled_from(
    [
        *(
            "订单号",
            "LY20240510001",
            "，",
            "。",
            "昨天",
            "下午三点",
            "买了",
            "一张",
            "100元",
            "腾讯",
            "QQ币",
            "点卡",
            "花了",
            "98",
        ),
        *(
            "没到账",
            "卡密",
            "无效",
            "已被使用",
            "要求",
            "退款",
            "补发",
            "或者",
            "客服",
            "没人理",
            "拒绝",
            "没",
            "不",
            "说",
            "利云",
            "的",
            "😡",
        ),
    ]
)


@given(anything | st.lists(pieces, max_size=20).map("".join))
@settings(max_examples=300)
def test_no_text_is_too_odd(text: str) -> None:
    reading = read(text)
    for start, end in reading.spans.values():
        assert 0 <= start < end <= len(reading.text)
    if reading.goods:
        start, end = reading.spans["goods"]
        assert reading.goods == reading.text[start:end].strip()
    for moment in (reading.bought, reading.discovered):
        assert moment is None or moment.instant <= SAID_AT
