"""Whatever happens, in whatever order: no exception, no lost answer, no answer in another case, always a way out."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from complaints.complaint import Complaint
from dialogs.flows import STEPS
from dialogs.model import IDLE, Capabilities, DeleteCase, Rules
from tests.dialogs.chat import Chat, text_only

WORDS = st.sampled_from(
    """
    订单号LY20240510001，购买游戏点卡未到账，要求立即补发|没到账|98|九十八块五|昨天下午三点|刚刚|明天|LY20261121001|A-77
    查骗子|/check 请把验证码发给我|亲，请您下载腾讯会议退款|我已经转了|存为证据|他要我交500保证金才给退
    到了|没人理|拒绝|答应了|系统故障|已售出不退|返回|跳过|取消|继续|帮助|0|1|２|③|#1|9999999
    12315不受理|12315受理了|调解失败|对方信息不全|明年1月1日|法院立案了|照样看文字|还能找谁|12315投诉|早就交过了|报警、止付
    /start|/new|/cases|/evidence|/log|/letter|/remind|/settings|/export|/privacy|/help|/nosuch
    😡😡😡|我被骗了|客服让我共享屏幕|工号8023说系统故障|我已提交|\u202e\u0000x|提醒|12:30
    """.strip()
    .replace("\n", "|")
    .split("|")
).map(str.strip) | st.just("啊" * 4096)
FORGED = st.sampled_from(
    ["", "q:1:x", "q:999:yes", "c:1:open", "c:2:letter:nosuch", "c:1:snooze:C0.1:0:1", "c:1:route:court",
     "c:1:came:1:samr_refused", "c:1:had:samr_complaint", "c:1:result:9", "c:1:started:K1.1", "c:1:tested:1",
     "c:9:delete", "c:1:sent:7", "c:1:kind:1:order_page", "p:nosuch", "p:cases", "c:1:", "::::", "c:1:extend:C1.1:99",
     "c:1:merge", "c:2:merge:1", "c:1:merge:9", "c:1:finder", "c:2:finder", "c:1:find_again", "c:1:finder_change"]
)  # fmt: skip


TAKES_BACK = ("delete", "unlog", "unsuspect")
"""Buttons by which the user takes something back, so that it may be gone afterwards."""


class AnyEvents(RuleBasedStateMachine):
    """A phone that does anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.chat = Chat(rules=Rules(max_open_cases=4, max_exhibits=5, messages_per_minute=10_000))
        self.before: dict[int, Complaint] = {}

    @initialize(consented=st.booleans(), buttons=st.booleans())
    def meets(self, consented: bool, buttons: bool) -> None:
        self.chat = Chat(
            network=Capabilities() if buttons else text_only(),
            consented=consented,
            may_upload=consented,
            rules=Rules(max_open_cases=4, max_exhibits=5, messages_per_minute=10_000),
        )

    @rule(text=WORDS)
    def says(self, text: str) -> None:
        if text:
            self._only_the_open_case_changes(text)

    @rule(text=st.text(max_size=60).filter(str.strip))
    def says_anything(self, text: str) -> None:
        self.chat.says(text)

    @rule(place=st.integers(0, 30))
    def taps_something_shown(self, place: int) -> None:
        shown = [choice for message in self.chat.screen[-8:] for row in message.rows for choice in row if choice.value]
        if shown and not any(word in shown[place % len(shown)].value for word in TAKES_BACK):
            self.chat.taps_value(shown[place % len(shown)].value)

    @rule(value=FORGED)
    def taps_something_forged(self, value: str) -> None:
        self.chat.taps_value(value)

    @rule(content=st.sampled_from([None, "same"]), count=st.integers(1, 3))
    def sends_pictures(self, content: str | None, count: int) -> None:
        self.chat.sends_album(*[content] * count) if count > 1 else self.chat.sends_picture(content)

    @rule(kind=st.sampled_from(["voice", "other", "document", "video"]))
    def sends_other_things(self, kind: str) -> None:
        self.chat.sends(kind)  # type: ignore[arg-type]  # one of the literals

    @rule(text=st.sampled_from(["系统故障请耐心等待", "亲，已售出不退", "你好", "先交保证金才能退款", "请加客服微信"]))
    def forwards(self, text: str) -> None:
        self.chat.forwards(text, by="客服小美", at=self.chat.now - 3600)

    @rule(text=WORDS)
    def edits(self, text: str) -> None:
        self.chat.edits(text or "改一下")

    @rule()
    def files_arrive(self) -> None:
        self.chat.stored()

    @rule()
    def a_job_ends_badly(self) -> None:
        if any(job.kind == "fetch" for job in self.chat.jobs):
            self.chat.refused("broken")
        elif self.chat.jobs:
            self.chat.job_failed()

    @rule(hours=st.sampled_from([0.01, 2, 7, 30, 80]))
    def time_passes(self, hours: float) -> None:
        step = self.chat.session.step
        self.chat.passes(hours=hours)
        assert self.chat.session.step == step, "only the user's own events move the conversation"

    def _only_the_open_case_changes(self, text: str) -> None:
        """What is typed lands in the case of the open question, or in a new one."""
        asked = self.chat.session.case
        meant = {asked}
        if self.chat.session.step == "merging.confirm":
            meant.add(int(self.chat.session.notes["other"]))
        before = dict(self.chat.cases.documents)
        open_before = len(self.chat.cases.open())
        self.chat.says(text)
        changed = {number for number, document in self.chat.cases.documents.items() if before.get(number) != document}
        old = {number for number in changed if number in before}
        if asked is not None:
            assert old <= meant, f"{text!r} was meant for case {asked} and changed {old}"
        elif open_before > 1:
            assert len(old) <= 1

    @invariant()
    def the_step_exists(self) -> None:
        assert self.chat.session.step in STEPS

    @invariant()
    def nothing_that_was_kept_is_lost(self) -> None:
        deleted = {effect.case for effect in self.chat.effects if isinstance(effect, DeleteCase)}
        for number, was in self.before.items():
            if number in deleted:
                continue
            now = self.chat.cases.get(number)
            assert now is not None, "a case went without being deleted"
            assert len(now.filings) >= len(was.filings)
            assert _only_tickets_differ(was, now)
            assert {exhibit.number for exhibit in was.exhibits} <= {exhibit.number for exhibit in now.exhibits}
            assert len(now.contacts) >= len(was.contacts)
            assert now.suspects[: len(was.suspects)] == was.suspects
            assert {(one.filing, one.kind) for one in was.results} <= {(one.filing, one.kind) for one in now.results}
            numbers = {filing.number for filing in now.filings}
            assert {one.filing for one in now.results} <= numbers
            assert {one.filing for one in now.clocks} <= numbers | {None}
        self.before = {case.number: case for case in self.chat.cases.all()}

    def teardown(self) -> None:
        """From wherever it ended, 取消 and a tap lead out, and the drafts are still there."""
        kept = len(self.chat.cases.all())
        if self.chat.person.consent is None:
            return
        for word in ("取消", "先放着"):
            if self.chat.session.step != IDLE:
                self.chat.says(word)
        assert self.chat.session.step == IDLE
        assert len(self.chat.cases.all()) == kept


def _only_tickets_differ(was: Complaint, now: Complaint) -> bool:
    """A ticket number may be added to a filing afterwards; what was sent never changes."""
    by_number = {filing.number: filing.model_copy(update={"ticket": None}) for filing in now.filings}
    return all(by_number.get(one.number) == one.model_copy(update={"ticket": None}) for one in was.filings)


AnyEvents.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking whole conversations takes minutes
)
TestAnyEvents = AnyEvents.TestCase
