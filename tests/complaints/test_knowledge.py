"""The real data loads, and the validator finds every kind of mistake with its file and line."""

from pathlib import Path

from complaints.knowledge.load import load

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


def test_the_real_data_loads_and_has_what_the_first_journeys_need() -> None:
    knowledge = load(KNOWLEDGE)
    assert {"liyun", "generic"} <= knowledge.playbooks.keys()
    assert len(knowledge.problems) == 16
    assert {"C0", "C0b", "C1", "C2", "P"} <= knowledge.clocks.keys()
