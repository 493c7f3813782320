"""Texts as the chat shows them: the deadline is the clock's, secrets never leave, a new platform needs one file."""

import re
from pathlib import Path

import pytest

from complaints.clocks import running
from complaints.knowledge.check import check
from complaints.knowledge.load import load
from complaints.knowledge.models import SellerRole
from complaints.letter_facts import letter_facts
from complaints.letters import compose
from complaints.times import HOUR, say_time
from tests.complaints.journeys import KNOWLEDGE, NOW, minimal
from tests.complaints.spoilt import copied, errors
from tests.dialogs.chat import SUNDAY, Chat, knowledge
from tests.dialogs.outside import at_ladder, at_text, text_of, through

TO_SELLER = [
    letter.id
    for letter in KNOWLEDGE.letters.values()
    if letter.audience == "seller" and (letter.channel or letter.route)
]


@pytest.mark.parametrize("letter", TO_SELLER)
@pytest.mark.parametrize("problem", KNOWLEDGE.problems)
def test_the_deadline_of_the_text_is_that_of_the_clock(problem: str, letter: str) -> None:
    chat = Chat(now=NOW).has_case(minimal(problem)).taps_value(f"c:1:letter:{letter}")
    texts = [message.text for message in chat.answer if message.verbatim]
    chat.taps("我已提交")
    filing = chat.case().filings[-1]
    clock = next(clock for clock in running(chat.case()) if clock.id in {"C1", "C2"})
    assert filing.deadline == clock.due
    assert any(say_time(clock.due, NOW) in text for text in texts), texts
    assert filing.text in texts


KEY, IDENTITY = "ABCD-EFGH-JKLM-NPQR", "11010519491231002X"


def test_card_keys_and_id_numbers_reach_no_text() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says(f"点卡 卡密{KEY} 98元").sees("遮住")
    chat.says("LY20261121001").taps("还没")
    chat.says("/cases").taps("投诉1").taps("改资料").taps("补充说明").says(f"卡密是{KEY}，身份证{IDENTITY}，一直没到")
    case = chat.case()
    assert case.facts.story is not None
    for letter in KNOWLEDGE.letters.values():
        draft = compose(letter, letter_facts(case, knowledge(), letter, chat.now, chat.now + HOUR), knowledge())
        whole = "".join(part.text for part in draft.parts)
        assert KEY not in whole
        assert IDENTITY not in whole


# ----------------------------------------------------------------------------------------------------- a new platform

PLAYBOOK = """\
id = "kabao"
name = "卡宝网"
aliases = ["卡宝", "kabao"]
seller_role = "marketplace"
domains = []
contacts = []
no_contact = "我不知道这个平台的官方网址，请从你下单的页面进。"
small_amount = 5000
source = "测试用的平台"
checked_on = 2026-11-22
status = "product"

[[order_hints]]
pattern = 'KB\\d{10}'
example = "KB2026112001"

[[channels]]
id = "customer_service"
name = "在线客服"
ask_after = [0, 2, 24]
escalate_after = 30
max_length = 120
fits = "急的事先找它"
source = "测试用的平台"
checked_on = 2026-11-22
status = "product"

[[channels]]
id = "ticket"
name = "工单"
ask_after = [24]
escalate_after = 72
max_length = 400
fits = "能留下记录，也能传图"
source = "测试用的平台"
checked_on = 2026-11-22
status = "product"

[[channels]]
id = "email"
name = "投诉邮箱"
ask_after = [48]
escalate_after = 96
max_length = 500
fits = "适合交书面材料"
source = "测试用的平台"
checked_on = 2026-11-22
status = "product"

[problems.not_delivered]
first_channel = "ticket"
"""


def test_a_new_platform_is_one_file_and_is_used_in_chat(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "playbooks" / "kabao.toml").write_text(PLAYBOOK, encoding="utf-8")
    assert errors(check(folder)) == []
    chat = Chat(data=load(folder)).says("/new").says("卡宝的单KB2026112077，点卡98元没到，要退款").sees("卡宝网")
    chat.taps("刚刚").taps("还没")
    assert chat.case().facts.platform == "kabao"
    text = next(message.text for message in chat.answer if message.verbatim)
    assert text.startswith("卡宝网客服，您好。")
    assert "请平台协助处理（电子商务法第六十一条）" in text
    assert "极速退款" not in text
    assert len(text) <= 400
    assert say_time(SUNDAY + 72 * HOUR, SUNDAY) in text
    chat.taps("我已提交")
    assert running(chat.case(), "C1")[0].due == SUNDAY + 72 * HOUR


def test_the_guide_for_maintainers_names_every_key_of_a_playbook() -> None:
    guide = (Path(__file__).parents[2] / "knowledge" / "README.md").read_text(encoding="utf-8")
    steps = guide[guide.index("**Add a platform.**") :]
    steps = steps[: steps.index("**Add a problem.**")]
    for key in re.findall(r"^(\w+) =", PLAYBOOK.partition("[[")[0], re.MULTILINE):
        assert f"`{key}`" in steps, key
    assert all(f"`{role}`" in steps for role in SellerRole)


def test_proof_of_fraud_is_added_after_its_risk_was_read() -> None:
    chat = Chat(now=NOW).has_case(minimal("description_mismatch")).taps_value("c:1:review").taps("欺诈证据")
    chat.sees("证据不够", "得不到支持").fits_a_phone().offers("有证据，加上", "没有，不加")
    chat.taps("有证据，加上").sees("欺诈证据：有，已加进信里").taps_value("c:1:letter:ticket")
    assert "消费者权益保护法第五十五条" in "".join(message.text for message in chat.answer if message.verbatim)
    chat.taps_value("c:1:review").taps("欺诈证据").taps("没有，不加").taps_value("c:1:letter:ticket")
    assert "第五十五条" not in chat.text


def test_a_report_says_put_off_only_of_who_put_off() -> None:
    """Three minutes after the first text nobody has refused anything, and the report is signed for as true."""
    clue = "拖延或者无理拒绝"
    assert clue not in text_of(at_text("samr_report"))
    refused = at_ladder().passes(minutes=1).taps_value("c:1:refused").passes(minutes=1)
    assert clue in text_of(through(refused.taps_value("c:1:route:samr_report")))
    late = at_ladder().passes(hours=80)
    assert clue in text_of(through(late.taps_value("c:1:route:samr_report")))
