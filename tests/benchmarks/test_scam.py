"""The messages the scam guard is measured on, and what must hold of the part that rules are made with."""

import pytest

from benchmarks import scam
from tests.dialogs.chat import knowledge

GUARD = knowledge().guard


def test_there_are_enough_messages_of_every_kind_in_both_parts() -> None:
    every = scam.messages()
    assert len(every) == len({one.text for one in every}) >= 240
    for held_out in (False, True):
        part = [one for one in every if one.held_out == held_out]
        assert len(part) >= 100
        assert {one.label for one in part} == {"scam", "doubtful", "honest"}


@pytest.mark.parametrize("score", scam.scores(GUARD, held_out=False), ids=lambda score: score.message.text[:12])
def test_no_red_on_ordinary_talk(score: scam.Score) -> None:
    assert score.message.label != "honest" or score.level == "none", GUARD.look(score.message.text).reasons


def test_scams_are_red() -> None:
    scams = [score.level for score in scam.scores(GUARD, held_out=False) if score.message.label == "scam"]
    assert scams.count("red") >= 0.95 * len(scams)
    assert "none" not in scams


def test_what_is_printed_names_no_message_of_the_held_out_part() -> None:
    printed = scam.report()
    assert "held out" in printed
    assert not [one.text for one in scam.messages() if len(one.text) > 4 and one.text in printed]
    assert all(not score.message.held_out for score in scam.mistakes(GUARD))
