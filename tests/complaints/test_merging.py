"""Two cases become one: nothing is lost, no number comes again, and every sum stays tellable."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints import clocks
from complaints.complaint import (
    Clock,
    Complaint,
    Contact,
    Exhibit,
    Facts,
    Filing,
    Origin,
    Outcome,
    Respondent,
    Result,
    Stage,
    Suspect,
)
from complaints.letter_orders import amount_words, order_words, problem_words
from complaints.merging import may_merge, merge, order_of, renumbered
from complaints.times import HOUR
from tests.dialogs.chat import SUNDAY, knowledge

TIMES = st.integers(SUNDAY - 100 * HOUR, SUNDAY)


def exhibits(number: int) -> st.SearchStrategy[tuple[Exhibit, ...]]:
    one = st.builds(
        lambda state, bytes_, kind: {"state": state, "sha256": bytes_ if state == "stored" else None, "kind": kind},
        st.sampled_from(["stored", "stored", "refused", "deleted"]),
        st.sampled_from(["aa", "bb", "cc", "dd", "ee"]),
        st.sampled_from(["order_page", "unsorted", "service_chat"]),
    )

    def numbered(listed: list[dict[str, Any]]) -> tuple[Exhibit, ...]:
        return tuple(
            Exhibit(
                number=place,
                message="m",
                received_at=SUNDAY,
                path=f"{number}/{place}.png" if told["state"] == "stored" else None,
                **told,
            )
            for place, told in enumerate(listed, 1)
        )

    def unlike(one: dict[str, Any]) -> object:
        return one["sha256"] or object()

    return st.lists(one, max_size=4, unique_by=unlike).map(numbered)


@st.composite
def cases(draw: st.DrawFn, number: int) -> Complaint:
    shown = draw(exhibits(number))
    filings = tuple(
        Filing(
            number=place,
            letter="ticket",
            channel="ticket",
            at=at,
            text=f"{number}的第{place}份",
            exhibits=tuple(one.number for one in shown),
            knowledge_version="x",
        )
        for place, at in enumerate(sorted(draw(st.lists(TIMES, max_size=3))), 1)
    )
    contacts = tuple(
        Contact(at=at, channel="ticket", words=f"{number}") for at in sorted(draw(st.lists(TIMES, max_size=3)))
    )
    ids = draw(st.lists(st.sampled_from(["C0", "C1", "C1", "N", "P"]), max_size=4))
    running = tuple(
        Clock(
            id=name,
            key=f"{name}.{ids[:place].count(name) + 1}",
            started=SUNDAY,
            due=SUNDAY + draw(st.integers(1, 50)) * HOUR,
            state=draw(st.sampled_from(["running", "done"])),
            filing=draw(st.sampled_from([None, *(one.number for one in filings)])) if name == "C1" else None,
        )
        for place, name in enumerate(ids)
    )
    return Complaint(
        number=number,
        opened=draw(TIMES),
        touched=SUNDAY,
        stage=draw(st.sampled_from([Stage.READY, Stage.FILED, Stage.APPEALED, Stage.OUTSIDE])),
        facts=Facts(
            platform="liyun",
            problem=draw(st.sampled_from(["not_delivered", "code_invalid"])),
            goods="游戏点卡",
            amount=draw(st.sampled_from([None, 9800, 5000])),
            order_numbers=tuple(f"LY2026112{number}00{n}" for n in range(draw(st.integers(0, 2)))),
            story=draw(st.sampled_from([None, f"{number}的经过"])),
            shop=draw(st.sampled_from([None, "某店"])),
        ),
        exhibits=shown,
        contacts=contacts,
        suspects=tuple(Suspect(at=at, words=f"{number}") for at in sorted(draw(st.lists(TIMES, max_size=2)))),
        filings=filings,
        results=tuple(Result(filing=one.number, kind="accepted", at=one.at) for one in filings[:1]),
        clocks=running,
    )


PAIRS = st.tuples(cases(1), cases(2)).map(lambda pair: order_of(*pair))


# ------------------------------------------------------------------------------------------------- nothing is lost
@given(PAIRS)
def test_every_picture_is_there_once_and_no_number_comes_again(pair: tuple[Complaint, Complaint]) -> None:
    into, other = pair
    done = merge(into, other, SUNDAY)
    whole = done.into.exhibits
    assert whole[: len(into.exhibits)] == tuple(
        one.model_copy(update={"kind": now.kind}) for one, now in zip(into.exhibits, whole, strict=False)
    )
    assert [one.number for one in whole] == list(range(1, len(whole) + 1))
    stored = [one.sha256 for one in whole if one.state == "stored"]
    assert len(stored) == len(set(stored))
    assert set(stored) == {one.sha256 for case in pair for one in case.exhibits if one.state == "stored"}
    paths = {one.path for one in whole} - {None}
    assert paths | set(done.copies) == {one.path for case in pair for one in case.exhibits} - {None}
    assert paths.isdisjoint(done.copies)
    assert all(one.path is None for one in done.away.exhibits)
    assert [one.number for one in done.away.exhibits] == [one.number for one in other.exhibits]


@given(PAIRS)
def test_every_text_contact_and_result_is_there(pair: tuple[Complaint, Complaint]) -> None:
    into, other = pair
    whole = merge(into, other, SUNDAY).into
    assert sorted(one.text for one in whole.filings) == sorted(one.text for case in pair for one in case.filings)
    assert len({one.number for one in whole.filings}) == len(whole.filings)
    assert {one.number: one for one in whole.filings}.items() >= {one.number: one for one in into.filings}.items()
    assert [one.at for one in whole.filings] == sorted(one.at for one in whole.filings)
    assert sorted((one.at, one.words or "") for one in whole.contacts) == sorted(
        (one.at, one.words or "") for case in pair for one in case.contacts
    )
    assert [one.at for one in whole.suspects] == sorted(one.at for case in pair for one in case.suspects)
    texts = {one.number: one.text for one in whole.filings}
    told = [{one.number: one.text for one in case.filings}[result.filing] for case in pair for result in case.results]
    assert sorted(texts[result.filing] for result in whole.results) == sorted(told)


@given(PAIRS)
def test_a_text_that_was_sent_still_pins_what_it_showed(pair: tuple[Complaint, Complaint]) -> None:
    into, other = pair
    whole = merge(into, other, SUNDAY).into
    bytes_of = {one.number: one.sha256 for one in whole.exhibits}
    for sent in (one for one in whole.filings if one.formerly == other.number):
        before = next(one for one in other.filings if one.text == sent.text)
        shown = {one.number: one.sha256 for one in other.exhibits}
        assert {bytes_of[n] for n in sent.exhibits} - {None} == {shown[n] for n in before.exhibits} - {None}


@given(PAIRS)
def test_every_deadline_of_the_other_side_runs_on_and_its_own_question_is_asked_once(
    pair: tuple[Complaint, Complaint],
) -> None:
    into, other = pair
    whole, away = merge(into, other, SUNDAY).into, merge(into, other, SUNDAY).away
    keys = [clock.key for clock in whole.clocks]
    assert len(keys) == len(set(keys))
    for name in ("C1", "P"):
        before = [clock.due for case in pair for clock in clocks.running(case, name)]
        assert sorted(clock.due for clock in clocks.running(whole, name)) == sorted(before)
    for name in ("C0", "N"):
        before = [clock.due for case in pair for clock in clocks.running(case, name)]
        after = [clock.due for clock in clocks.running(whole, name)]
        assert min(after, default=None) == min(before, default=None)
    assert not clocks.running(away)
    numbers = {filing.number for filing in whole.filings}
    assert all(clock.filing in numbers for clock in whole.clocks if clock.filing is not None)


@given(PAIRS)
def test_orders_and_sums_stay_tellable(pair: tuple[Complaint, Complaint]) -> None:
    whole = merge(*pair, SUNDAY).into
    assert set(whole.facts.order_numbers) == {number for case in pair for number in case.facts.order_numbers}
    amounts = [case.facts.amount for case in pair]
    assert whole.facts.amount == (None if None in amounts else sum(filter(None, amounts)))
    assert [portion.amount for portion in whole.portions] == amounts
    for case in pair:
        assert not case.facts.story or case.facts.story in (whole.facts.story or "")


# ------------------------------------------------------------------------------------------------------ in words
def told(number: int, amount: int | None = 9800, **facts: Any) -> Complaint:
    known = {"platform": "liyun", "problem": "not_delivered", "goods": "游戏点卡", "order_numbers": (f"LY{number}",)}
    return Complaint(
        number=number,
        opened=SUNDAY,
        touched=SUNDAY,
        stage=Stage.READY,
        facts=Facts.model_validate(known | {"amount": amount} | facts),
    )


def test_a_letter_tells_each_order_with_its_sum_and_what_is_wrong_with_it() -> None:
    whole = merge(told(1), told(2, 5000, problem="code_invalid", goods="话费"), SUNDAY).into
    whole = merge(whole, told(3, 100), SUNDAY).into
    assert order_words(whole, knowledge()) == "LY1（98元）、LY2（50元）、LY3（1元）"
    assert amount_words(whole, knowledge()) == "共149元"
    assert whole.facts.goods == "游戏点卡、话费"
    words = problem_words(whole, knowledge().problems["not_delivered"], knowledge())
    assert words.startswith("付款后至今未收到商品；LY2：")


def test_a_sum_changed_afterwards_is_told_alone() -> None:
    whole = merge(told(1), told(2, 5000), SUNDAY).into
    whole = whole.changed(facts=whole.facts.model_copy(update={"amount": 12000}))
    assert order_words(whole, knowledge()) == "LY1、LY2"
    assert amount_words(whole, knowledge()) == "120元"


def test_an_order_of_unknown_sum_leaves_the_others_tellable() -> None:
    whole = merge(told(1), told(2, None, order_numbers=()), SUNDAY).into
    assert order_words(whole, knowledge()) == "LY1（98元）、另一单"
    assert amount_words(whole, knowledge()) is None


def test_a_case_that_was_never_merged_reads_as_before() -> None:
    assert order_words(told(1), knowledge()) == "LY1"
    assert amount_words(told(1), knowledge()) == "98元"


def test_an_edited_message_corrects_nothing_that_was_put_together() -> None:
    origin = Origin(message="m1", by="typed")
    one, other = (case.changed(origins={"order_numbers": origin, "goods": origin}) for case in (told(1), told(2)))
    whole = merge(one, other, SUNDAY).into
    assert whole.origins["order_numbers"].message == ""
    assert whole.origins["goods"] == origin


# ------------------------------------------------------------------------------------------------------- new numbers
@given(PAIRS)
def test_a_merged_case_names_others_by_their_new_numbers(pair: tuple[Complaint, Complaint]) -> None:
    into, other = pair
    done = merge(into, other, SUNDAY)
    away = done.away.changed(outcome=Outcome(kind="merged", at=SUNDAY, into=into.number))
    numbers = {into.number: 7, other.number: 8}
    whole, gone = renumbered(done.into, numbers), renumbered(away, numbers)
    assert (whole.number, gone.number) == (7, 8)
    assert gone.outcome is not None
    assert gone.outcome.into == 7
    assert {portion.case for portion in whole.portions} == {7, 8}
    assert {one.formerly for one in whole.filings} <= {None, 8}
    assert {one.formerly[0] for one in whole.exhibits if one.formerly} <= {8}
    alone = renumbered(done.into, {into.number: 7})
    assert {one.formerly for one in alone.filings} | {one.formerly for one in alone.exhibits} <= {None}


def test_every_list_of_a_case_is_thought_of_when_cases_are_merged() -> None:
    lists = {name for name in Complaint.model_fields if isinstance(getattr(told(1), name), tuple)}
    assert lists == {"exhibits", "contacts", "suspects", "filings", "results", "clocks", "portions"}


# -------------------------------------------------------------------------------------------------- which may be one
def test_cases_of_one_seller_and_buyer_may_be_one_before_an_office_hears_of_them() -> None:
    one, other = told(1), told(2)
    assert may_merge(one, other)
    assert not may_merge(one, one)
    assert not may_merge(one, other.changed(stage=Stage.DRAFT))
    assert not may_merge(one, other.changed(stage=Stage.CLOSED))
    assert not may_merge(one, told(2, platform="generic", platform_name="别家"))
    assert not may_merge(one, told(2, own_purchase=False))
    assert may_merge(told(1, own_purchase=True), other)
    sent = Contact(at=SUNDAY, channel="samr_complaint", result="asked")
    assert not may_merge(one, other.changed(contacts=(sent,)))


def test_the_case_that_has_come_further_stays() -> None:
    one, other = told(1), told(2).changed(stage=Stage.FILED)
    assert [case.number for case in order_of(one, other)] == [2, 1]
    assert [case.number for case in order_of(told(2), told(1))] == [1, 2]


def test_who_it_is_comes_from_whoever_knows() -> None:
    one = told(1).changed(respondent=Respondent(name="示例公司", searched=("site", "footer")))
    other = told(2).changed(respondent=Respondent(name="示例公司", address="示例路1号", searched=("footer", "address")))
    assert merge(one, other, SUNDAY).into.respondent == Respondent(
        name="示例公司", address="示例路1号", searched=("site", "footer", "address")
    )


def test_while_a_picture_is_arriving_nothing_is_merged() -> None:
    coming = told(2).changed(exhibits=(Exhibit(number=1, kind="unsorted", message="m", received_at=SUNDAY),))
    with pytest.raises(ValueError, match="arriving"):
        merge(told(1), coming, SUNDAY)
