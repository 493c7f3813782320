"""Options named in words."""

import pytest

from dialogs.model import Offer
from dialogs.options import named

CASES = (
    Offer(label="投诉2 · 点卡98元", value="two"),
    Offer(label="投诉3", value="three"),
    Offer(label="新投诉", value="n"),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", "two"),
        ("3", "three"),
        ("①", "two"),
        ("#3", "three"),
        ("新投诉", "n"),
        ("新投", "n"),
        ("投诉", None),
        ("98", None),
    ],
)
def test_a_number_is_the_one_on_a_label_before_it_is_a_place(text: str, value: str | None) -> None:
    assert named(text, CASES, numbers=True) == value


def test_where_options_are_shown_as_a_list_a_number_is_a_place() -> None:
    assert [named(str(n), CASES, numbers=True, listed=True) for n in range(5)] == [None, "two", "three", "n", None]


def test_where_figures_are_answers_only_a_marked_one_is_an_option() -> None:
    assert named("2", CASES, numbers=False) is None
    assert named("#2", CASES, numbers=False) == "two"
