"""Edited messages: the answer that came from them is corrected, and nothing else."""

from tests.dialogs.chat import Chat

SENTENCE = "订单号LY20240510001，在利云卡盟购买游戏点卡未到账，{}元，要求立即补发"


def test_an_edited_answer_is_corrected_and_read_back() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡 98").says("LY20261121001")
    chat.edits("LY20261121002").sees("LY20261121002").sees_no("平台")
    facts = chat.case().facts
    assert (facts.order_numbers, facts.platform, facts.platform_name) == (("LY20261121002",), "liyun", None)


def test_of_an_edited_sentence_only_what_it_says_is_taken() -> None:
    chat = Chat().says("/new").says(SENTENCE.format(98)).edits(SENTENCE.format(108)).sees("108元").sees_no("平台")
    facts = chat.case().facts
    assert (facts.amount, facts.platform, facts.platform_name) == (10800, "liyun", None)
    chat.edits("没到账", message=chat.case().origins["amount"].message)
    assert chat.case().facts == facts


def test_a_secret_in_an_edited_message_is_hidden_and_said_to_be() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡 98")
    chat.edits("点卡 98 卡密ABCD-1234-EFGH-5678").sees("遮住")
    assert "EFGH" not in chat.case().model_dump_json()
