"""A contact told in one sentence: who, when, and what they said."""

import pytest

from complaints.contact_words import told
from complaints.times import instant_of, local

SAID_AT = 1795312800
"""2026-11-22 10:00 in Shanghai."""

TODAY = local(SAID_AT).date()
CHANNELS = ("在线客服", "工单", "投诉邮箱", "电话")


@pytest.mark.parametrize(
    ("text", "agent", "words"),
    [
        ("昨天下午三点在线客服8023说系统故障", "8023", "系统故障"),
        ("在线客服，工号：A1024，回复：已售出不退", "A1024", "已售出不退"),
        ("1024号客服告诉我再等等", "1024", "再等等"),
        ("昨天客服小王说，明天就到", None, "客服小王说，明天就到"),
        ("昨天打电话没人接", None, "昨天打电话没人接"),
        ("昨天下午在线客服", None, None),
        ("刚刚打了客服电话", None, None),
        ("工号8023", "8023", None),
        ("他们不肯退", None, "他们不肯退"),
        ("客服退了98元", None, "客服退了98元"),
        ("客服没说话", None, "客服没说话"),
        ("", None, None),
    ],
)
def test_agent_and_words(text: str, agent: str | None, words: str | None) -> None:
    found = told(text, SAID_AT, CHANNELS)
    assert (found.agent, found.words) == (agent, words)


def test_the_time_is_read_beside_a_number_of_an_agent() -> None:
    found = told("昨天下午三点在线客服8023说系统故障", SAID_AT, CHANNELS)
    assert found.moment is not None
    assert found.moment.instant == instant_of(TODAY, 15) - 24 * 3600


def test_two_times_are_none() -> None:
    assert told("昨天下午三点和前天上午九点都找过", SAID_AT).moment is None


def test_words_keep_their_own_width_and_lines() -> None:
    assert told("客服说：请耐心等待，\n２４小时内处理", SAID_AT).words == "请耐心等待，\n２４小时内处理"
