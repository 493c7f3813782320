"""Evidence in any order: no picture is lost or kept twice, no number comes back, no file stays without its exhibit."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from complaints.exhibits import DUPLICATE
from dialogs.model import Capabilities, DeleteFile, Rules
from tests.dialogs.chat import Chat, text_only
from tests.dialogs.test_evidence import filed

SAID = st.sampled_from(
    [
        "证据",
        "/log",
        "返回",
        "跳过",
        "取消",
        "1",
        "2",
        "7",
        "够了",
        "没有",
        "付款记录",
        "都是聊天记录",
        "不知道",
        "哈哈",
        "继续",
    ]
)
CONTENTS = st.sampled_from([None, "a", "b"])


class AnyEvidence(RuleBasedStateMachine):
    """A phone that sends pictures and says what they are, or does not."""

    def __init__(self) -> None:
        super().__init__()
        self.chat = Chat()
        self.numbers: dict[int, int] = {}

    @initialize(cases=st.integers(0, 2), may_upload=st.booleans(), buttons=st.booleans())
    def meets(self, cases: int, may_upload: bool, buttons: bool) -> None:
        rules = Rules(max_exhibits=6, messages_per_minute=10_000)
        network = Capabilities() if buttons else text_only()
        self.chat = Chat(may_upload=may_upload, rules=rules, network=network)
        for number in range(1, cases + 1):
            self.chat.has_case(filed(number, platform="liyun"))

    @rule(contents=st.lists(CONTENTS, min_size=1, max_size=3), caption=st.sampled_from([None, "付款截图", "没到账"]))
    def sends(self, contents: list[str | None], caption: str | None) -> None:
        if len(contents) > 1:
            self.chat.sends_album(*contents)
        else:
            self.chat.sends_picture(contents[0], caption=caption, likeness="0" * 64)

    @rule(kind=st.sampled_from(["voice", "other"]))
    def sends_something_else(self, kind: str) -> None:
        self.chat.sends(kind)  # type: ignore[arg-type]  # one of the literals

    @rule(text=st.sampled_from(["系统故障", "请耐心等待"]))
    def forwards(self, text: str) -> None:
        self.chat.forwards(text, by="在线客服", at=self.chat.now - 60)

    @rule(text=SAID)
    def says(self, text: str) -> None:
        self.chat.says(text)

    @rule(place=st.integers(0, 40))
    def taps(self, place: int) -> None:
        shown = [choice for message in self.chat.screen[-4:] for row in message.rows for choice in row if choice.value]
        if shown:
            self.chat.taps_value(shown[place % len(shown)].value)
            self.chat.passes(minutes=1)

    @rule()
    def merges(self) -> None:
        if {1, 2} <= {case.number for case in self.chat.cases.open()}:
            self.chat.taps_value("c:1:merge")
        if self.chat.session.step == "merging.confirm":
            self.chat.taps("合成一件").passes(minutes=1)

    @rule(count=st.integers(1, 3))
    def files_arrive(self, count: int) -> None:
        step, case = self.chat.session.step, self.chat.session.case
        self.chat.stored(count)
        assert (self.chat.session.step, self.chat.session.case) == (step, case)

    @rule()
    def a_file_is_refused(self) -> None:
        step = self.chat.session.step
        if any(job.kind == "fetch" for job in self.chat.jobs):
            self.chat.refused("broken")
        assert self.chat.session.step == step

    @invariant()
    def every_picture_on_its_way_has_its_job(self) -> None:
        fetching = {(job.case, job.exhibit) for job in self.chat.jobs if job.kind == "fetch"}
        pending = {
            (case.number, exhibit.number)
            for case in self.chat.cases.all()
            for exhibit in case.exhibits
            if exhibit.state == "pending"
        }
        assert pending <= fetching

    @invariant()
    def numbers_are_never_given_again(self) -> None:
        for case in self.chat.cases.all():
            assert [exhibit.number for exhibit in case.exhibits] == list(range(1, len(case.exhibits) + 1))
            assert len(case.exhibits) >= self.numbers.get(case.number, 0)
            self.numbers[case.number] = len(case.exhibits)

    @invariant()
    def the_same_bytes_are_kept_once_a_case(self) -> None:
        for case in self.chat.cases.all():
            kept = [exhibit.sha256 for exhibit in case.exhibits if exhibit.state == "stored"]
            assert len(kept) == len(set(kept))

    @invariant()
    def a_file_is_kept_if_and_only_if_an_exhibit_shows_it(self) -> None:
        dropped = {effect.path for effect in self.chat.effects if isinstance(effect, DeleteFile)}
        shown = {
            exhibit.path for case in self.chat.cases.all() for exhibit in case.exhibits if exhibit.path is not None
        }
        assert not dropped & shown
        for case in self.chat.cases.all():
            for exhibit in case.exhibits:
                if exhibit.state == "deleted" and (exhibit.sha256 or exhibit.refused == DUPLICATE):
                    number, place = exhibit.formerly or (case.number, exhibit.number)
                    assert f"{number}/{place}.png" in dropped

    @invariant()
    def nothing_waits_without_the_question_or_a_way_to_it(self) -> None:
        assert len(self.chat.session.held) <= 20


AnyEvidence.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnyEvidence = AnyEvidence.TestCase
