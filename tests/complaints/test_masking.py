"""What is hidden in typed text, and what must not be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from complaints.masking import Masked, MaskWords, mask
from complaints.reading.orders import hint
from complaints.secret_shapes import Kind

WORDS = MaskWords(
    card_key="[卡密已隐藏，末4位{last}]",
    code="[验证码已隐藏]",
    identity="[身份证号已隐藏]",
    bank_card="[银行卡号已隐藏，末4位{last}]",
)
PLAIN = MaskWords(card_key="卡密已隐藏(末4位{last})", code="（码）", identity="（证）", bank_card="（卡{last}）")
HINTS = (hint(r"LY\d{11}"), hint(r"[0-9A-F]{16}"))
anything = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("卡密：ABCD-1234-EFGH-5678 用不了", "[卡密已隐藏，末4位5678] 用不了"),
        ("卡密ABCD1234EFGH5678提示无效", "[卡密已隐藏，末4位5678]提示无效"),
        ("卡密是 8K2M9X4Q7W1", "[卡密已隐藏，末4位Q7W1]"),
        ("兑换码 8K2M9X4Q7W1 无效", "兑换码 [卡密已隐藏，末4位Q7W1] 无效"),
        ("激活码XXXXX-YYYYY-12345-ZZZZZ-ABCDE", "激活码[卡密已隐藏，末4位BCDE]"),
        ("序列号:ABCDEFGHJKLM", "序列号:[卡密已隐藏，末4位JKLM]"),
        ("CDK:AB12CD34,没用", "CDK:[卡密已隐藏，末4位****],没用"),
        ("cdkey 是 AAAA BBBB CCCC 1234", "cdkey 是 [卡密已隐藏，末4位1234]"),
        ("ＡＢＣＤ－１２３４－ＥＦＧＨ－５６７８", "[卡密已隐藏，末4位5678]"),
        ("给的是AB12-CD34-EF56这个", "给的是[卡密已隐藏，末4位EF56]这个"),
        ("1234-5678-9012-3456", "[卡密已隐藏，末4位3456]"),
        ("就这串A8K2M9X4Q7W1AB", "就这串[卡密已隐藏，末4位W1AB]"),
        ("卡密1：AAAA1111BBBB、CCCC2222DDDD，都没用", "[卡密已隐藏，末4位BBBB]、[卡密已隐藏，末4位DDDD]，都没用"),
        ("账号xiaoming 密码 abc12345!", "账号xiaoming 密码 [卡密已隐藏，末4位****]!"),
        ("密码：secretlongpass99", "密码：[卡密已隐藏，末4位****]"),
        ("账号me@example.com，密码Abc@1234", "账号me@example.com，密码[卡密已隐藏，末4位****]"),
        ("卡密012345678901", "[卡密已隐藏，末4位8901]"),
        ("密码998877", "密码[卡密已隐藏，末4位****]"),
        ("卡密12345678901234，电话13800138000", "[卡密已隐藏，末4位1234]，电话13800138000"),
    ],
)
def test_card_keys_and_passwords(text: str, masked: str) -> None:
    assert mask(text, WORDS, hints=HINTS) == Masked(masked, frozenset({"card_key"}))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("验证码123456发给他了", "[验证码已隐藏]发给他了"),
        ("我告诉他验证码是 8842 了", "我告诉他[验证码已隐藏] 了"),
        ("动态码：A1B2C3", "动态码：[验证码已隐藏]"),
        ("短信说123456是您的登录验证码", "短信说[验证码已隐藏]是您的登录验证码"),
        ("556677（验证码）", "[验证码已隐藏]（验证码）"),
    ],
)
def test_verification_codes(text: str, masked: str) -> None:
    assert mask(text, WORDS, hints=HINTS) == Masked(masked, frozenset({"code"}))


@pytest.mark.parametrize(
    ("text", "masked", "kind"),
    [
        ("身份证11010519491231002X", "[身份证号已隐藏]", "identity"),
        ("我的是 110105 19491231 002x 啊", "我的是 [身份证号已隐藏] 啊", "identity"),
        ("卡号6222020200112233447转的", "卡号6222020200112233447转的", None),  # Luhn says no
        ("银行卡号 6222020200112233446 转的", "[银行卡号已隐藏，末4位3446] 转的", "bank_card"),
        ("4111 1111 1111 1111", "[银行卡号已隐藏，末4位1111]", "bank_card"),
        ("11010519491231002Y", "11010519491231002Y", None),
        ("110105194912310021", "110105194912310021", None),  # wrong check digit
        ("110105194913310021", "110105194913310021", None),
    ],
)
def test_identity_and_bank_cards(text: str, masked: str, kind: Kind | None) -> None:
    assert mask(text, WORDS, hints=HINTS) == Masked(masked, frozenset({kind} if kind else ()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "卡密无效，密码错误，验证码收不到",
        "LY20240510001",
        "卡密LY20240510001无效",
        "0A1B2C3D4E5F6071",  # looks like an order number of some platform
        "订单号ABCD-1234-EFGH-5678没到",
        "订单编号：4111111111111111",
        "订单号110105194912310021",
        "流水号4111111111111111",
        "交易单号：4200001234202611211234567890",
        "商户单号 A8K2M9X4Q7W1AB",
        "快递单号SF1234567890123",
        "密码13800138000",
        "打0571-88886666或者400-800-8888",
        "卡密1000元没到账",
        "兑换码1000块买的",
        "卡密2026-11-21收到的",
        "卡密2026/11/21 20:15收到",
        "激活码2026年11月21日到期",
        "验证码等了60秒没来，打了12315",
        "提示password incorrect",
        "iPhone15ProMax256GB",
        "https://example.com/ABCD-1234-EFGH-5678",
        "abcd1234efgh5678ij@example.com",
        "花了6222元，尾号7788的卡",
        "IMG20261121WA0001",
        "2026-11-21 10:05:30",
        "no-such-word-here",
    ],
)
def test_what_the_complaint_needs_is_left_alone(text: str) -> None:
    assert mask(text, WORDS, hints=HINTS) == Masked(text, frozenset())


def test_several_kinds_in_one_message() -> None:
    text = "订单号LY20240510001，卡密ABCD1234EFGH5678，验证码123456，身份证11010519491231002X，98元，13800138000"
    masked = mask(text, PLAIN, hints=HINTS)
    assert masked.text == "订单号LY20240510001，卡密已隐藏(末4位5678)，验证码（码），身份证（证），98元，13800138000"
    assert masked.found == {"card_key", "code", "identity"}


@pytest.mark.parametrize(
    "template", ["", "卡密{last}", "{last}已隐藏", "密码(AB12{last})x", "(4111111111111111)", "（密码A1B2C3D4）"]
)
def test_words_that_would_be_masked_themselves_are_refused(template: str) -> None:
    with pytest.raises(ValidationError, match="would itself be read"):
        MaskWords(card_key=template, code="（码）", identity="（证）", bank_card="（卡）")


def luhn(digits: str) -> str:
    """The digits with their check digit."""
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(digits)))
    return f"{digits}{-total % 10}"


@given(st.from_regex(r"[456][0-9]{14,17}", fullmatch=True))
def test_bank_cards_show_their_last_four(digits: str) -> None:
    number = luhn(digits)
    masked = mask(f"卡是{number}，谢谢", WORDS)
    assert number not in masked.text
    if masked.found == {"bank_card"}:
        assert masked.text == f"卡是[银行卡号已隐藏，末4位{number[-4:]}]，谢谢"
    else:
        assert masked.found == {"identity"}  # a valid ID number is one first


pieces = st.sampled_from(
    [
        *(
            "卡密",
            "密码",
            "验证码",
            "订单号",
            "流水号",
            "身份证",
            "激活码",
            "CDK",
            "：",
            ":",
            "，",
            ",",
            " ",
            "-",
            "是",
            "(",
            "元",
            "年",
            "\n",
        ),
        *(
            "ABCD",
            "1234",
            "EFGH5678",
            "AB12",
            "4111111111111111",
            "11010519491231002X",
            "LY20240510001",
            "13800138000",
            "98",
        ),
        *("2026-11-21", "[卡密已隐藏，末4位A1B2]", "(末4位****)", "８", "https://", "a@b.c", "0", "X", "¥"),
    ]
)


@given(anything | st.lists(pieces, max_size=14).map("".join), st.sampled_from([WORDS, PLAIN]))
@settings(max_examples=400)
def test_masking_twice_changes_nothing(text: str, words: MaskWords) -> None:
    once = mask(text, words, hints=HINTS)
    again = mask(once.text, words, hints=HINTS)
    assert again == Masked(once.text, frozenset())
    assert (once.text == text) == (not once.found)


@given(st.lists(pieces, max_size=10).map("".join))
def test_order_numbers_by_hint_survive_everything(text: str) -> None:
    assert "LY20240510001" in mask(f"{text} LY20240510001 {text}", WORDS, hints=HINTS).text
