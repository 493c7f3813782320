"""Shortcuts to where the tests of the ways outside the platform begin."""

from tests.dialogs.chat import SUNDAY, Chat
from tests.dialogs.test_filing import ready


def at_ladder(problem: str = "没收到", now: int = SUNDAY) -> Chat:
    """A case whose first text was sent, and all its ways on the screen."""
    chat = ready(problem, now).taps("换工单").taps("我已提交").taps("跳过").passes(minutes=1)
    return chat.taps_value("c:1:ladder")


def at_text(route: str, *, now: int = SUNDAY) -> Chat:
    """The text of a route on the screen, all its questions passed over."""
    chat = at_ladder(now=now).passes(minutes=1).taps_value(f"c:1:route:{route}")
    return through(chat)


def through(chat: Chat) -> Chat:
    """照样看文字, until there is a text; what a court cannot grant is turned into money."""
    for _ in range(4):
        ways = [label for label in ("改成退款", "照样看文字") if label in chat.labels]
        if "我已提交" not in chat.labels:
            chat.passes(minutes=1).taps(ways[0])
    return chat.offers("我已提交")


def submitted(route: str, *, now: int = SUNDAY) -> Chat:
    """The text of a route submitted, the number passed over, the day left as it is."""
    chat = at_text(route, now=now).passes(minutes=1).taps("我已提交").taps("跳过")
    return chat.taps("先这样算") if "先这样算" in chat.labels else chat


def text_of(chat: Chat) -> str:
    """The text that stands alone in the last answer."""
    return next(message.text for message in chat.answer if message.verbatim)


def running(chat: Chat) -> set[str]:
    """Ids of the running clocks."""
    return {clock.id for clock in chat.case().clocks if clock.state == "running"}
