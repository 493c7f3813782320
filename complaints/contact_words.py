"""What somebody tells of a contact in one sentence: 昨天下午三点在线客服8023说系统故障.

Nothing is guessed: what the sentence does not say is None.
"""

import re
from typing import NamedTuple

from complaints.reading.dates import Moment, find_moments
from complaints.reading.normalise import fold
from complaints.times import Instant

_NUMBER = r"[A-Za-z]{0,3}\d{2,8}(?!\d|[元块点天年月日号]|个|小时|分钟)"
_IS = r"(?:号码?|编号)?(?:是|为|[:\s#])*"
_AGENT = re.compile(
    rf"(?:工号|坐席|客服)(?:的)?(?:工号)?{_IS}(?P<after>{_NUMBER})"
    rf"|(?<![A-Za-z\d])(?P<before>[A-Za-z]{{0,3}}\d{{2,8}})号(?:人工)?(?:客服|坐席)"
)

_NAMED = re.compile(r"客服(?:叫)?[小阿老][\u4e00-\u9fff]")
"""A name is no number: it stays with what was said."""

_SAYS = re.compile(
    r"(?<![没未不])(?:说|回复|回我|答复|表示|告诉我|讲|声称)(?:了|的是|是|我说)?\s*[:,，]?\s*(?P<words>\S.*)", re.DOTALL
)

_FILLERS = re.compile(
    r"[我他她们在和跟与给通过从用找联系了打过的又再一次地去问到]|客服|电话|工单|邮箱|邮件|人工|平台|[\s,，。.!！、:：]"
)
"""Words that say nothing beside a time and a channel."""


class Told(NamedTuple):
    """A contact as one sentence tells it."""

    moment: Moment | None
    agent: str | None
    words: str | None
    """What the other side said: after 说 or 回复, or the sentence itself when it holds more than time and place."""


def told(text: str, said_at: Instant, channels: tuple[str, ...] = ()) -> Told:
    """Time, agent and words of a sentence; `channels` are names of channels that count as no words."""
    plain = fold(text)
    moments = find_moments(plain, said_at)
    same = {found.moment for found in moments}
    agent = _AGENT.search(plain)
    return Told(
        moment=same.pop() if len(same) == 1 else None,
        agent=next((found for found in agent.groups() if found), None) if agent else None,
        words=_words(text, plain, [(found.start, found.end) for found in moments], agent, channels),
    )


def _words(
    text: str, plain: str, times: list[tuple[int, int]], agent: re.Match[str] | None, channels: tuple[str, ...]
) -> str | None:
    says = _SAYS.search(plain)
    if says is not None:
        named = _NAMED.search(plain, 0, says.start())
        return text[named.start() if named else says.start("words") :].strip()
    rest = plain
    for start, end in sorted([*times, *([agent.span()] if agent else [])], reverse=True):
        rest = rest[:start] + rest[end:]
    for channel in channels:
        rest = rest.replace(fold(channel), "")
    return text.strip() if len(_FILLERS.sub("", rest)) >= 2 else None
