"""The benchmarks still run: a short round of each bot, and the turns that the engine is timed on."""

import sys
from dataclasses import astuple

import pytest

from benchmarks import advance, pack
from benchmarks.qq import play_qq
from benchmarks.rounds import GUIDE, INTAKE, PLAIN, Subject, play
from dialogs import engine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.mark.parametrize("subject", [GUIDE, PLAIN, INTAKE], ids=lambda subject: subject.module)
async def test_a_round_ends_with_every_figure(subject: Subject) -> None:
    round_ = await play(subject, phones=4, warm_up=0.1, measured=0.5)
    assert all(figure >= 0 for figure in astuple(round_))
    assert min(round_.rate, round_.own, round_.p99, round_.peak) > 0
    assert (round_.children > 0) == (subject is GUIDE), "its photos alone are looked at"


async def test_a_round_on_qq_ends_with_every_figure() -> None:
    round_ = await play_qq(people=4, warm_up=0.1, seconds=0.5)
    assert min(round_.rate, round_.own, round_.p99, round_.peak, round_.children) > 0


def test_the_turns_of_the_transcripts_can_be_made_again() -> None:
    calls = advance.recorded()
    assert {call.event.type for call in calls} >= {"text", "tap", "file", "stored", "clock", "edit", "forward"}
    again = [engine.advance(call.context, call.event) for call in calls[:50]]
    assert again == [engine.advance(call.context, call.event) for call in calls[:50]]


async def test_packs_are_made_and_others_talk_meanwhile() -> None:
    (packed,) = await pack.packs(1)
    assert packed.seconds > 0
    assert packed.more > 0
    talked = await pack.talking(1, phones=2, warm_up=0.1, measured=3.0)
    assert talked.p99 > 0
    assert 250_000 < len(pack.picture(0)) < 400_000
