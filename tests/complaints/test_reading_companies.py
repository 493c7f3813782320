"""Who a trader is, read from what people copy: nothing guessed, nothing that is not theirs kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.masking import MaskWords, mask
from complaints.reading.companies import (
    SIGNS,
    IdentityField,
    is_credit_code,
    is_full_name,
    read_credit_code,
    read_icp,
    read_identity,
    read_site,
)

CODE = "91350100M000100Y43"
"""The example of GB 32100-2015."""

BODIES = st.builds(
    "{}{}{}".format,
    st.text(SIGNS, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(SIGNS, min_size=9, max_size=9),
)


def completed(body: str) -> str:
    return next(body + sign for sign in SIGNS if is_credit_code(body + sign))


# ------------------------------------------------------------------------------------------------------ the code
def test_the_example_of_the_standard_is_right() -> None:
    assert is_credit_code(CODE)


@given(BODIES)
def test_exactly_one_sign_completes_a_code(body: str) -> None:
    assert sum(is_credit_code(body + sign) for sign in SIGNS) == 1


@given(BODIES, st.integers(0, 17), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_always_found(body: str, place: int, sign: str) -> None:
    code = completed(body)
    wrong = code[:place] + sign + code[place + 1 :]
    assert is_credit_code(wrong) == (wrong == code)


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        CODE.lower(),
        "代码是9135 0100 M000 100Y 43",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "9135O1OOMOOO1OOY43。",
        f"税号:{CODE}",
    ],
)
def test_a_code_is_read_however_it_was_typed(text: str) -> None:
    assert read_credit_code(text) == (CODE, False)


def test_a_code_with_a_slip_is_not_taken() -> None:
    assert read_credit_code("91350100M000100Y34") == (None, True)
    assert read_credit_code("91350100M000100Y4") == (None, False)
    assert read_credit_code("4200001234567890123456789") == (None, False)


def test_a_code_of_figures_alone_is_no_bank_card_to_hide() -> None:
    words = MaskWords(card_key="[卡密]", code="[码]", identity="[证件]", bank_card="[银行卡]")
    code = "914403000000000351"
    assert is_credit_code(code)
    assert mask(f"信用代码{code}", words).text == f"信用代码{code}"
    assert not mask(code, words).found
    assert code not in mask(f"卡密：{code}", words).text


# ------------------------------------------------------------------------------------------------ number and site
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("粤ICP备2021012345号", "粤ICP备2021012345号"),
        ("粤icp备2021012345", "粤ICP备2021012345号"),
        ("备案号：京ICP备 12345678 号-12", "京ICP备12345678号-12"),
        ("粤ＩＣＰ备2021012345号－3a", "粤ICP备2021012345号-3A"),
        ("沪ICP证030173号", "沪ICP证030173号"),
        ("粤公网安备 44010602000123号", None),
        ("ICP备12345678号", None),
    ],
)
def test_an_icp_number_is_read(text: str, number: str | None) -> None:
    assert read_icp(text) == number


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://user:pw@Shop.Example.com:8080/order?token=abc", "shop.example.com"),
        ("网址是www.example.com.cn，点进去", "www.example.com.cn"),
        ("1.2.3.4/pay", "1.2.3.4"),
        ("a@example.com", None),
        ("98.50元", None),
        ("利云卡盟", None),
    ],
)
def test_of_a_site_only_the_host_is_kept(text: str, host: str | None) -> None:
    assert read_site(text) == host


# ------------------------------------------------------------------------------------------------ all of it at once
LICENCE = f"名称：示例（福州）科技有限公司\n统一社会信用代码：{CODE}\n住所：福建省福州市示例路1号3楼，301室"


def test_a_pasted_licence_fills_every_field() -> None:
    assert read_identity(LICENCE) == {
        "name": "示例（福州）科技有限公司",
        "code": CODE,
        "address": "福建省福州市示例路1号3楼，301室",
    }


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("公司全称：示例网络科技有限公司", "name", {"name": "示例网络科技有限公司"}),
        ("示例网络科技有限公司", "address", {"name": "示例网络科技有限公司"}),
        ("主办单位名称 示例工作室", "name", {"name": "示例工作室"}),
        (
            "对方是示例商行，地址在示例省示例市示例路2号",
            "address",
            {"name": "示例商行", "address": "示例省示例市示例路2号"},
        ),
        ("示例市示例区示例大厦3层", "address", {"address": "示例市示例区示例大厦3层"}),
        ("利云卡盟", "name", {"name": "利云卡盟"}),
        ("利云App", "site", {"site": "利云App"}),
        ("*三", "payee", {"payee": "*三"}),
        ("示例网络科技有限公司", "payee", {"payee": "示例网络科技有限公司"}),
        (CODE, "name", {"code": CODE}),
        ("12345", "name", {}),
        ("😡😡", "name", {}),
        ("不长", "address", {}),
        ("91350100M000100Y34", "code", {}),
    ],
)
def test_what_was_asked_may_stand_alone(text: str, asked: IdentityField, found: dict[str, str]) -> None:
    assert read_identity(text, asked) == found


@given(st.text(max_size=200), st.sampled_from([None, "site", "name", "code", "address", "icp", "payee"]))
def test_no_text_is_too_odd(text: str, asked: IdentityField | None) -> None:
    for field, value in read_identity(text, asked).items():
        assert value.strip() == value
        assert 0 < len(value) <= 120, field
        assert "\n" not in value


def test_a_full_name_ends_with_its_legal_form() -> None:
    assert is_full_name("示例（福州）科技有限公司")
    assert is_full_name("福州示例企业管理（有限合伙）")
    assert not is_full_name("利云卡盟")
