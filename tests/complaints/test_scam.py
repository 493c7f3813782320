"""The scam guard: what is red, what is amber, what stays quiet. The messages are made up for these tests."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.scam.forms import LONGEST
from tests.dialogs.chat import knowledge

GUARD = knowledge().guard


def level(text: str) -> str:
    return GUARD.look(text).level


# ------------------------------------------------------------------------------------------------------------ the rule
@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("麻烦把刚刚收到的验证码报一下", "code"),
        ("告诉我你微信登录的验证码", "code"),
        ("把您银行卡的正反面拍给我", "secret"),
        ("请配合做一下人脸识别", "secret"),
        ("点一下右下角共享屏幕", "screen"),
        ("您装一个向日葵，把识别码发我", "remote_app"),
        ("下载腾讯会议，我指导您退款", "meeting_app"),
        ("把余额转到安全账户", "safe_account"),
        ("先刷够三千流水", "safe_account"),
        ("先交500元保证金，到账后一起退", "fee"),
        ("提现前需要缴纳2%的税款", "fee"),
        ("打开备用金，领出来的钱转给财务退款", "loan"),
        ("扫码领取退款，再输入付款密码", "scan"),
        ("再去买两张点卡，卡密拍照发来，验证后退款", "more_keys"),
    ],
)
def test_a_hard_ask_alone_is_red(text: str, sign: str) -> None:
    verdict = GUARD.look(text)
    assert verdict.level == "red"
    assert sign in verdict.reasons


def test_identity_pretext_and_ask_together_are_red() -> None:
    who, why, what = "您好，我是平台客服。", "您的订单异常。", "请加我微信 kf2026。"
    assert level(who + why + what) == "red"
    assert GUARD.look(who + why + what).reasons == ("service", "order_wrong", "private_chat")
    assert level(who + why) == "none"
    assert level(who + what) == "amber"
    assert level(why + what) == "amber"
    assert level(what) == "none"


@pytest.mark.parametrize(
    "text",
    [
        "给您办理三倍理赔，请等专员联系",
        "您的账户流水不够，退不了",
        "专业代投诉，成功后收30%",
        "退款我私下转给你，把收款码发我",
        "把卡密发给我核实一下，亲",
        "账户存在异常，请留意00852开头的来电",
        "您的资金有风险，请回电95533001288",
    ],
)
def test_amber(text: str) -> None:
    assert level(text) == "amber"


def test_a_number_is_no_sign_without_a_pretext() -> None:
    assert level("回电 0085261234567") == "none"


# --------------------------------------------------------------------------------------------------- how it is written
@pytest.mark.parametrize(
    "text",
    [
        "请 把 验 证 码 发 给 我",
        "请把验-证-码发给我",
        "请把验❤️证💰码发给我",
        "請把驗證碼發給我",
        "请把验证马发给我",
        "先交５００元保\u200b证\u200d金，到账退您",
        "先交500元保正金，到账一起退",
        "下载ＴｏＤｅｓｋ，把代码给我",
        "下载АnyDesk，把代码给我",
        "下載騰訊會議，教您退款",
        "打开屏莫共享",
        "您好，客服。订单异仧，加我薇❤信：kf01",
        "您好，客服。订单异常，加V kf01",
        "您好，客服。订单异常，加我vx kf01",
        "您好，客服。账户动结，加扣扣 2201",
    ],
)
def test_disguises_are_seen_through(text: str) -> None:
    assert level(text) == "red"


NOISE = st.sampled_from([" ", "\u200b", "\ufeff", "\u2060", "❤", "💰", "-", "*", "·", "~", "\u202e", "\x07", "\u00ad"])


@given(st.sampled_from(["请把验证码发给我", "先交保证金才退款", "请打开屏幕共享", "转到安全账户"]), st.data())
def test_noise_between_the_characters_changes_nothing(text: str, data: st.DataObject) -> None:
    noisy = "".join(letter + data.draw(st.text(NOISE, max_size=2)) for letter in text)
    assert level(noisy) == "red", noisy


@given(st.text(max_size=300))
@settings(max_examples=300)
def test_any_text_has_a_verdict_with_reasons_that_can_be_told(text: str) -> None:
    verdict = GUARD.look(text, ("example.com",))
    assert bool(verdict.reasons) == (verdict.level != "none")
    assert all(knowledge().scam[reason].says for reason in verdict.reasons)
    assert len(verdict.reasons) == len(set(verdict.reasons)) <= 6


@pytest.mark.parametrize("filler", ["啊", "。", "验证码", "http://", "a.b.", "\x00", "😀", "9" * 50, "(((", "@"])
def test_long_messages_are_read_to_the_end(filler: str) -> None:
    text = (filler * LONGEST)[: LONGEST - 20]
    assert level(text + "\n请把验证码发给我") == "red"
    assert level(text + text) in {"none", "amber"}


def test_a_code_to_scan_and_an_app_to_install() -> None:
    assert level("扫描二维码领取退款，输入支付密码") == "red"
    assert level("退款客服：下载 http://dl.example.com/tk.apk 安装后领取退款") == "red"
    assert level("别用来路不明的apk，二维码也别乱扫") == "none"


# --------------------------------------------------------------------------------------------------------------- quiet
@pytest.mark.parametrize(
    "text",
    [
        "【支付宝】验证码 220193，请勿告诉任何人",
        "凡是要您共享屏幕、提供验证码的，都是诈骗",
        "正规退款不会让你先交保证金",
        "民警提醒：安全账户、刷流水都是骗局",
        "最近有人冒充客服让人下载会议软件共享屏幕，大家小心",
        "亲，退款失败了，请联系支付宝官方客服",
        "退款需要扣除1%的手续费",
        "您好，腾讯会议年卡已发货，下载腾讯会议客户端后兑换",
        "向日葵远程控制年卡，自动发货，安装后登录激活即可",
        "充值需要手机号，不需要密码",
        "订单异常，请在订单页联系在线客服核实",
        "押金会在归还后退回您的支付宝",
        "本周六腾讯会议 882 120 331，准时参加",
        "商品链接 https://item.taobao.com/item.htm?id=772019",
    ],
)
def test_ordinary_talk_and_warnings_are_quiet(text: str) -> None:
    assert level(text) == "none"


def test_a_warning_does_not_cover_an_ask() -> None:
    assert level("谨防诈骗！请将验证码发给我，我帮您核实") == "red"
    assert level("为防止诈骗，请将资金转入安全账户") == "red"


def test_our_own_sentences_are_quiet() -> None:
    """Users forward what the bot wrote."""
    from tests.dialogs.test_texts import every_text

    loud = {key for key, text in every_text() if level(text) != "none"}
    assert not loud


# ------------------------------------------------------------------------------------------------- whose words they are
@pytest.mark.parametrize(
    "text",
    [
        "客服说能退，我咋整",
        "验证码收不到怎么办",
        "我买的腾讯会议会员没到账",
        "您好，客服让我共享屏幕，怎么办",
        "他说我流水不足，要我先转钱",
        "帮我看看，我被要求交保证金，正常吗",
    ],
)
def test_own_talk_is_not_taken_for_theirs(text: str) -> None:
    assert not GUARD.look(text).theirs


@pytest.mark.parametrize(
    "text",
    [
        "尊敬的用户，您的退款已审核",
        "【利云客服】您的订单卡单",
        "您好，我是售后专员小李，请您提供验证码",
        "帮我看看这条：您好，我是平台客服，请共享屏幕",
        "亲，您的账户需要验资",
    ],
)
def test_pasted_messages_read_like_somebody_elses(text: str) -> None:
    assert GUARD.look(text).theirs


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("客服让我下载腾讯会议共享屏幕，是真的吗", True),
        ("他要我交500保证金才给退", True),
        ("客服问我要验证码，给不给", True),
        ("对方让我扫码退款", True),
        ("客服让我等24小时", False),
        ("客服让我提供订单截图", False),
        ("登录要输验证码，收不到", False),
        ("平台扣了我手续费", False),
    ],
)
def test_what_users_tell_of_hard_asks(text: str, told: bool) -> None:
    assert GUARD.look(text).told == told
