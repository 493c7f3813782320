"""The parts of a letter that its sender may word, and cutting what is too long."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.complaint import Complaint, Facts, PendingText
from complaints.cutting import cut
from complaints.knowledge.load import load
from complaints.knowledge.models import Letter
from complaints.letter_facts import letter_facts
from complaints.letters import compose
from complaints.own_parts import demand_in, has_words, parts, required, with_own, wordings

KNOWLEDGE = load(Path(__file__).parents[2] / "knowledge")
NOW = 1795312800


def case(**facts: object) -> Complaint:
    known = {"problem": "not_delivered", "goods": "点卡", "amount": 9800, "order_numbers": ("LY20261121001",)}
    told = Facts.model_validate({**known, "demand": "resend", "discovered": NOW, **facts})
    return Complaint(number=1, opened=NOW, touched=NOW, facts=told)


def pending(letter: str, **update: object) -> PendingText:
    return PendingText.model_validate(
        {"letter": letter, "channel": "ticket", "made_at": NOW, "knowledge_version": "x", **update}
    )


@pytest.mark.parametrize(
    ("said", "demand"),
    [
        ("退款98元", "退款98元"),
        ("我要求退款98元。", "退款98元"),
        ("请你们三天内把98元退给我！", "把98元退给我"),
        ("请在11月30日前补发", "补发"),
        ("希望平台能给我补发", "补发"),
        ("要求：全额退款", "全额退款"),
        ("请", "请"),
    ],
)
def test_a_demand_is_told_from_how_it_begins(said: str, demand: str) -> None:
    assert demand_in(said) == demand


@pytest.mark.parametrize(("text", "words"), [("😡😡", False), ("……！", False), ("退", True), ("a", True), ("", False)])
def test_marks_and_emoji_are_no_words(text: str, words: bool) -> None:
    assert has_words(text) is words


@pytest.mark.parametrize("demand", KNOWLEDGE.demands.values(), ids=lambda demand: demand.id)
def test_every_demand_has_other_wordings_that_fit_into_every_letter(demand: object) -> None:
    told = case(demand=demand.id)  # type: ignore[attr-defined]  # a demand
    assert len(wordings(told, KNOWLEDGE)) >= 2
    for place, words in enumerate(wordings(told, KNOWLEDGE), 1):
        assert not words.endswith("。")
        for name in ("customer_service", "ticket", "email", "supervisor_appeal"):
            letter = KNOWLEDGE.letters[name]
            text = pending(name, wording=place)
            facts = with_own(letter_facts(told, KNOWLEDGE, letter, NOW, NOW + 86400), text, told, KNOWLEDGE)
            draft = compose(letter, facts, KNOWLEDGE)
            assert f"前{words}" in draft.text
            assert len(draft.text) <= draft.max_length


def test_a_wording_that_needs_an_amount_is_left_out_without_one() -> None:
    assert all("{" not in words for words in wordings(case(demand="refund", amount=None), KNOWLEDGE))


def test_own_words_are_not_dropped_for_length() -> None:
    letter, told = KNOWLEDGE.letters["customer_service"], case(story="很长的经过。" * 50)
    text = pending("customer_service", own={"problem_statement": "卡密点开是空白的" * 5})
    facts = with_own(letter_facts(told, KNOWLEDGE, letter, NOW, NOW + 86400), text, told, KNOWLEDGE)
    assert "卡密点开是空白的" * 5 in compose(letter, facts, KNOWLEDGE).text


@pytest.mark.parametrize("letter", KNOWLEDGE.letters.values(), ids=lambda letter: letter.id)
def test_the_parts_of_every_letter_can_be_found_and_what_it_needs_is_known(letter: Letter) -> None:
    told = case()
    facts = letter_facts(told, KNOWLEDGE, letter, NOW, NOW + 86400)
    draft = compose(letter, facts, KNOWLEDGE)
    found = parts(letter, draft, pending(letter.id), KNOWLEDGE)
    assert set(found.values()) <= set(draft.fields) | {"story"}
    if "要求" in found and found["要求"] == "demand":
        assert required(letter, facts, "demand")


def test_an_account_is_cut_after_a_sentence_and_said_to_be() -> None:
    letter, told = KNOWLEDGE.letters["ticket"], "".join(f"第{count}次催，都让我再等。" for count in range(60))
    facts = letter_facts(case(), KNOWLEDGE, letter, NOW, NOW + 86400)
    draft = compose(letter, replace(facts, values={**facts.values, "story": told}), KNOWLEDGE)
    assert draft.cut == ("story",)
    assert "补充说明：第0次催，都让我再等。" in draft.text
    assert len(draft.text) <= letter.max_length
    assert draft.text.count("都让我再等") == draft.text.count("次催")


@given(st.text(alphabet="好的没到。！？，\n a", max_size=200), st.integers(0, 120))
def test_what_is_cut_is_a_beginning_that_ends_where_it_may(text: str, most: int) -> None:
    shorter, whole = cut(text, most), text.strip()
    assert len(shorter) <= most
    assert whole.startswith(shorter.strip())
    if shorter.strip() not in {"", whole}:
        kept = shorter.strip()
        assert kept[-1] in "。！？，" or whole[len(kept)] in " \n"
