"""Numbers are never reused, the same picture is noticed, what was sent is held fast."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints import exhibits
from complaints.complaint import Complaint, Exhibit, Filing
from complaints.knowledge.models import ExhibitKind, Words

CASE = Complaint(number=1, opened=0, touched=0)


def exhibit(number: int, **fields: object) -> Exhibit:
    return Exhibit.model_validate(
        {"number": number, "kind": "unsorted", "state": "stored", "message": "m", "received_at": 0, **fields}
    )


def case(*listed: Exhibit) -> Complaint:
    return CASE.changed(exhibits=listed)


@given(st.lists(st.sampled_from(["add", "delete first", "delete last", "refuse last"])))
def test_a_number_is_never_given_twice(acts: list[str]) -> None:
    complaint, given_out = CASE, []
    for act in acts:
        here = exhibits.kept(complaint)
        if act == "add":
            number = exhibits.next_number(complaint)
            assert number not in given_out
            given_out.append(number)
            complaint = exhibits.added(complaint, exhibit(number))
        elif here and act == "refuse last":
            complaint = exhibits.changed(complaint, here[-1].number, state="refused", refused="broken")
        elif here:
            complaint = exhibits.deleted(complaint, here[0 if act == "delete first" else -1].number)
    assert [one.number for one in complaint.exhibits] == given_out == list(range(1, len(given_out) + 1))


def test_a_number_out_of_turn_is_refused() -> None:
    with pytest.raises(ValueError, match="not next"):
        exhibits.added(case(exhibit(1)), exhibit(1))


def test_what_is_deleted_leaves_number_kind_and_hash_but_no_contents() -> None:
    before = exhibit(1, kind="payment_record", path="1/1.png", name="支付.png", sha256="ab", forwarded_from="某人")
    [after] = exhibits.deleted(case(before), 1).exhibits
    assert (after.number, after.kind, after.state, after.sha256) == (1, "payment_record", "deleted", "ab")
    assert (after.path, after.name, after.forwarded_from) == (None, None, None)


def test_the_same_bytes_are_noticed_only_among_what_is_stored() -> None:
    complaint = case(
        exhibit(1, sha256="aa", state="deleted"), exhibit(2, sha256="aa"), exhibit(3, sha256="aa", state="pending")
    )
    found = exhibits.same(complaint, 3)
    assert found is not None
    assert found.number == 2
    assert exhibits.same(case(exhibit(1, sha256="aa"), exhibit(2, sha256="bb")), 2) is None
    assert exhibits.same(case(exhibit(1), exhibit(2)), 2) is None


def bits(*positions: int) -> str:
    return f"{sum(1 << position for position in positions):064x}"


@pytest.mark.parametrize(("differing", "is_alike"), [(0, True), (32, True), (33, False), (256, False)])
def test_pictures_are_alike_up_to_32_of_256_bits(differing: int, is_alike: bool) -> None:
    complaint = case(exhibit(1, likeness=bits()), exhibit(2, likeness=bits(*range(differing))))
    assert (exhibits.alike(complaint, 2) is not None) is is_alike


def test_of_several_the_most_alike_is_named() -> None:
    complaint = case(
        exhibit(1, likeness=bits(*range(20))), exhibit(2, likeness=bits(*range(3))), exhibit(3, likeness=bits())
    )
    found = exhibits.alike(complaint, 3)
    assert found is not None
    assert found.number == 2


@pytest.mark.parametrize("broken", ["", "zz" * 32, "00"])
def test_a_hash_that_is_none_is_like_nothing(broken: str) -> None:
    assert exhibits.distance(broken, bits()) == exhibits.BITS


def test_a_text_that_was_sent_pins_its_exhibits() -> None:
    filing = Filing(number=1, letter="ticket", channel="ticket", at=5, text="…", exhibits=(1, 3), knowledge_version="v")
    complaint = case(exhibit(1), exhibit(2), exhibit(3)).changed(filings=(filing,))
    assert exhibits.pinned_by(complaint, 3) == [filing]
    assert exhibits.pinned_by(complaint, 2) == []


def test_an_album_is_settled_when_no_picture_of_it_is_on_its_way() -> None:
    arriving = case(exhibit(1, album="a"), exhibit(2, album="a", state="pending"), exhibit(3, state="pending"))
    assert not exhibits.settled(arriving, "a")
    assert exhibits.settled(exhibits.changed(arriving, 2, state="refused"), "a")


def test_bytes_count_while_they_are_kept() -> None:
    first = case(exhibit(1, size=10), exhibit(2, size=5, state="pending"), exhibit(3, size=7, state="deleted"))
    assert exhibits.bytes_kept([first, case(exhibit(1, size=None), exhibit(2, size=100))]) == 115


@pytest.mark.parametrize(
    ("numbers", "runs"),
    [([], []), ([4], [(4, 4)]), ([3, 1, 2, 5], [(1, 3), (5, 5)]), ([1, 3, 5, 6], [(1, 1), (3, 3), (5, 6)])],
)
def test_numbers_are_said_as_runs(numbers: list[int], runs: list[tuple[int, int]]) -> None:
    assert exhibits.ranges(numbers) == runs


KINDS = (
    ExhibitKind(id="order_page", name="订单页", words=Words(sure=("订单截图",), hint=("订单",))),
    ExhibitKind(id="payment_record", name="付款记录", words=Words(sure=("账单",), hint=("付款", "支付"))),
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("这是支付宝账单", "payment_record"),
        ("订单", "order_page"),
        ("订单的付款记录", "payment_record"),
        ("订单和付款都在", None),
        ("不晓得", None),
    ],
)
def test_words_name_a_kind_when_one_is_plainer_than_the_rest(text: str, kind: str | None) -> None:
    assert exhibits.kind_in(text, KINDS) == kind
