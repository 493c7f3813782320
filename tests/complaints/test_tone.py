"""The tone of what users write: a labelled list, and what holds for any text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.knowledge.load import load
from complaints.tone import calmed, hot_words, neutral

KNOWLEDGE = load(Path(__file__).parents[2] / "knowledge")
WORDING = [KNOWLEDGE.wording[name].pattern for name in ("rude", "threat", "judging", "shouting", "licence_insult")]

HOT = [
    ("他妈的，到现在都没到账", "到现在都没到账", "rude"),
    ("垃圾平台，98元点卡三天没到", "98元点卡三天没到", "rude"),
    ("你们的服务太垃圾了，我要求退款", "你们的服务让人不满意，我要求退款", "rude"),
    ("垃圾！退钱", "退钱", "rude"),
    ("客服就是一群废物，问什么都不回", "客服没有处理好，问什么都不回", "rude"),
    ("狗客服一直不回我", "客服一直不回我", "rude"),
    ("这群畜生收了钱不发货", "对方收了钱不发货", "rude"),
    ("王八蛋，把98元退给我", "把98元退给我", "rude"),
    ("傻逼客服说我操作失误", "客服说我操作失误", "rude"),
    ("你们真不要脸，卡密是用过的", "你们做法不合理，卡密是用过的", "rude"),
    ("不要脸的商家不给退", "商家不给退", "rude"),
    ("客服是不是有病啊，问东答西", "客服没有看清情况，问东答西", "rude"),
    ("客服放屁，根本没发货", "客服说的与事实不符，根本没发货", "rude"),
    ("你们都去死吧，把钱退了", "把钱退了", "rude"),
    ("卧槽，卡密又是无效的", "卡密又是无效的", "rude"),
    ("TMD三天了还没到", "三天了还没到", "rude"),
    ("滚，别再让我等了", "别再让我等了", "rude"),
    ("再不退就曝光你们", "再不退就依法投诉", "threatening"),
    ("我要把你们曝光到抖音", "我要依法投诉", "threatening"),
    ("不退款就发到网上让大家看看", "不退款就依法投诉", "threatening"),
    ("我一定让你们倒闭", "我一定依法投诉", "threatening"),
    ("等着瞧，我明天就投诉", "我明天就投诉", "threatening"),
    ("我要告死你们", "我要依法投诉", "threatening"),
    ("再不退我找人弄你们", "再不退我会依法投诉", "threatening"),
    ("不给钱我天天闹", "不给钱我继续依法投诉", "threatening"),
    ("我会投诉到你们倒闭为止", "我会依法投诉", "threatening"),
    ("让12315封了你们的店", "让12315依法处理", "threatening"),
    ("黑心商家不给退款", "商家不给退款", "judging"),
    ("你们就是奸商", "你们没有按约定处理", "judging"),
    ("这帮奸商收钱不发货", "商家收钱不发货", "judging"),
    ("黑店收了我98元不发卡密", "这家店收了我98元不发卡密", "judging"),
    ("你们也太黑心了", "你们不合理", "judging"),
    ("无良平台拖了五天", "平台拖了五天", "judging"),
    ("坑人的网站卖假卡密", "网站卖假卡密", "judging"),
    ("你们是无证经营", "你们没有公示经营信息", "judging"),
    ("你们必须赔钱", "我要求赔偿", "over_promising"),
    ("你们必须马上退款", "我要求马上退款", "over_promising"),
    ("平台必须今天处理", "我要求今天处理", "over_promising"),
    ("我肯定能告赢你们", "我会依法维权", "over_promising"),
    ("法院肯定判你们输", "我会依法起诉", "over_promising"),
    ("你们这是犯罪，请处理", "你们这样做不符合约定，请处理", "over_promising"),
    ("我要求退一赔三", "我要求退款并赔偿损失", "over_promising"),
    ("什么时候到账？？？", "什么时候到账？", "shouting"),
    ("快退钱！！！", "快退钱。", "shouting"),
    ("退钱退钱退钱退钱", "退钱", "shouting"),
    ("点卡没到😡😡😡", "点卡没到", "shouting"),
    ("你们这种垃圾公司早晚倒闭", "你们公司没有处理好", "threatening"),
    ("信不信我让你们干不下去", "我会依法投诉", "threatening"),
    ("退钱，要不然我就天天打12315", "退钱，要不然我就向12315投诉", "threatening"),
    ("客服太垃圾了吧", "客服让人不满意", "rude"),
    ("叫你们老板滚出来", "请老板出面处理", "rude"),
    ("老子要退款", "我要退款", "rude"),
    ("没有良心的平台拖了三天", "平台拖了三天", "rude"),
    ("气死我了！！！什么狗屁平台", "气死我了。", "rude"),
    ("坑死人了，卡密是假的", "不合理，卡密是假的", "judging"),
    ("赔我精神损失费1万", "赔偿实际损失", "over_promising"),
    ("到底退不退？！！", "到底退不退？", "shouting"),
    ("再不退钱我就去网上曝光你们让你们身败名裂", "再不退钱我就依法投诉", "threatening"),
    ("我要曝光你们，还要让你们倒闭", "我要依法投诉", "threatening"),
    ("付了98块，到现在连个屁都没有", "付了98块，到现在什么都没有", "rude"),
]
"""What is said, what could stand there instead, why."""

NEUTRAL = [
    "点卡98元，11月21日买的，到现在没到账。",
    "我妈的账号充错了，订单里写的是对的",
    "他妈妈买的，替她问一下",
    "这是我妈的手机号",
    "我操作没有问题，账号是对的",
    "全靠你们核实了，谢谢",
    "我靠这个账号打游戏",
    "买了狗年生肖卡",
    "没有证据也能投诉吗",
    "对方无证据就说我用过",
    "屏幕全黑，打不开页面",
    "账号被平台封了",
    "我一直等着，没有人回",
    "我去打听了一下，别人都到了",
    "找人问了，说要等",
    "请在今天之内处理！",
    "为什么还没有到账？",
    "我希望全额退款",
    "买了软件，破解版不要",
    "气死我了，等了三天",
    "商家答应今天退，没有退",
    "他们让我加微信",
    "我会向12315投诉",
    "我准备去法院起诉",
    "连续三次三个订单都没到",
    "尾号零零零的那个订单",
    "卡密显示已被使用",
    "家里有病人，急用这笔钱",
    "客服说不支持退款",
    "这个坑我以前也踩过",
    "他们叫我找老板，老板没有出来",
    "我报警了，警察说先留证据",
    "天天等，等了五天",
    "收到一张纸质发票，没良品标",
    "请尽快处理，谢谢！",
    "",
]

FACTS = [
    ("你们就是骗子，卡密是假的", "你们没有按约定处理，卡密是假的"),
    ("骗子平台收了我98元", "平台收了我98元"),
    ("这个骗子把我拉黑了", "对方把我拉黑了"),
    ("骗子！把98元退给我", "把98元退给我"),
    ("你个骗子，还我钱", "还我钱"),
    ("你们的行为已经构成诈骗罪", "你们没有按约定处理"),
    ("我怀疑他们是诈骗", "我认为对方没有按约定处理"),
    ("你们这是诈骗，请退款", "你们没有按约定处理，请退款"),
    ("我被诈骗了98元", "我损失了98元"),
    ("我在这里被诈骗了", "我在这里遇到了问题"),
    ("后来收到诈骗短信", "后来收到可疑短信"),
    ("诈骗团伙用假客服加我", "对方用假客服加我"),
    ("我被骗了98元", "我被骗了98元"),
]
"""Words that a complaint is about, and how a letter says it."""


@pytest.mark.parametrize(("text", "calm", "level"), HOT)
def test_what_is_too_hot_is_found_and_calmed_into_a_sentence(text: str, calm: str, level: str) -> None:
    found = hot_words(text, KNOWLEDGE, facts=False)
    assert level in {hot.level for hot in found}
    assert all(text[hot.start : hot.end] == hot.words for hot in found)
    assert calmed(text, KNOWLEDGE, facts=False) == calm


@pytest.mark.parametrize("text", NEUTRAL)
def test_what_is_calm_is_left_alone(text: str) -> None:
    assert hot_words(text, KNOWLEDGE, facts=True) == []
    assert calmed(text, KNOWLEDGE, facts=True) == text


@pytest.mark.parametrize(("text", "told"), FACTS)
def test_what_a_complaint_is_about_is_no_abuse_and_only_letters_say_it_neutrally(text: str, told: str) -> None:
    assert hot_words(text, KNOWLEDGE, facts=False) == []
    assert neutral(text, KNOWLEDGE) == told
    assert calmed(text, KNOWLEDGE, facts=True) == told


def test_there_are_enough_sentences() -> None:
    assert len(HOT) + len(NEUTRAL) + len(FACTS) >= 60
    assert {level for _, _, level in HOT} == {rule.level for rule in KNOWLEDGE.tone.values()} - {"fact"}


def test_an_insult_alone_leaves_nothing() -> None:
    assert calmed("去死吧！！", KNOWLEDGE, facts=True) == ""


@pytest.mark.parametrize("text", ["退钱！！", "傻Ｘ，退钱", "ＴＭＤ退钱"])
def test_wide_characters_are_read_as_plain_ones(text: str) -> None:
    assert hot_words(text, KNOWLEDGE, facts=False)


# ---------------------------------------------------------------------------------------------------- properties
PIECES = [rule.example for rule in KNOWLEDGE.tone.values()]
PIECES += [text for text, _, _ in HOT] + NEUTRAL + [text for text, _ in FACTS]
TEXTS = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(["，", "。", "！", "\n", " ", ""])).map("".join), max_size=6
).map("".join)


@given(TEXTS)
def test_calming_twice_changes_nothing_and_nothing_hot_is_left(text: str) -> None:
    calm = calmed(text, KNOWLEDGE, facts=True)
    assert calmed(calm, KNOWLEDGE, facts=True) == calm
    assert hot_words(calm, KNOWLEDGE, facts=True) == []


@given(TEXTS)
def test_a_calm_text_passes_the_check_of_letters(text: str) -> None:
    calm = calmed(text, KNOWLEDGE, facts=True)
    assert not [pattern for pattern in WORDING if re.search(pattern, calm)], calm


@given(st.text(max_size=300))
def test_any_text_is_calmed_for_good(text: str) -> None:
    calm = calmed(text, KNOWLEDGE, facts=True)
    assert calmed(calm, KNOWLEDGE, facts=True) == calm


@given(TEXTS)
def test_what_is_neutral_has_no_such_word_left(text: str) -> None:
    assert not re.search("骗子|诈骗", neutral(text, KNOWLEDGE))
