"""The real data loads, passes its check, and has what the journeys rest on."""

from pathlib import Path

import pytest

from complaints.errors import KnowledgeError
from complaints.knowledge.check import check
from complaints.knowledge.lines import Lines
from complaints.knowledge.load import load
from complaints.knowledge.models import SellerRole
from tests.complaints.spoilt import KNOWLEDGE, TODAY, copied, errors, spoil

# ------------------------------------------------------------------------------------------------- the real data


def test_the_real_data_passes() -> None:
    assert errors(check(KNOWLEDGE, TODAY)) == []


def test_the_real_data_has_what_the_journeys_need() -> None:
    knowledge = load(KNOWLEDGE)
    assert len(knowledge.problems) == 16
    assert [book.seller_role for book in knowledge.playbooks.values()] == [SellerRole.UNKNOWN, SellerRole.UNKNOWN]
    assert list(knowledge.playbooks) == ["liyun", "generic"]
    assert [bool(hint.search("单号ly20240510001。")) for hint in knowledge.order_hints] == [True]
    assert knowledge.vocabulary.handling == {"no_response", "stalling", "promise_broken"}
    assert all(not book.contacts and not book.domains for book in knowledge.playbooks.values())
    assert knowledge.clocks["C0"].leads == (24 * 3600, 6 * 3600, 3600, 0)
    assert knowledge.clocks["C2"].working_days == 3


def test_channels_ask_and_escalate_as_the_facts_say() -> None:
    for book in load(KNOWLEDGE).playbooks.values():
        hours = {channel.id: (channel.ask_after, channel.escalate_after) for channel in book.channels}
        assert hours == {"customer_service": ((0, 2, 24), 48), "ticket": ((24,), 48), "email": ((48,), 72)}


def test_every_problem_has_the_common_evidence_and_donts_before_its_own() -> None:
    for problem in load(KNOWLEDGE).problems.values():
        assert [item.id for item in problem.checklist[:2]] == ["order_page", "payment_record"]
        assert len(problem.donts) >= 4
        assert ("discovered",) in problem.required


def test_later_routes_are_whole_cards() -> None:
    routes = load(KNOWLEDGE).routes
    assert {"payment_provider", "samr_complaint", "samr_report", "police", "heimao", "xiaofeibao", "court"} <= set(
        routes
    )
    assert all(len(route.prepare) == 3 and route.fits and route.trap and route.next for route in routes.values())


def test_the_version_follows_every_data_file(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    before = load(folder).version
    assert load(folder).version == before
    spoil(folder, "letters/ticket.toml", "谢谢", "多谢")
    assert load(folder).version != before


def test_unusable_data_stops_the_start_with_the_file(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    spoil(folder, "clocks.toml", 'kind = "advice"', 'kind = "advise"')
    with pytest.raises(KnowledgeError, match="kind") as error:
        load(folder)
    assert error.value.file == "clocks.toml"


def test_a_broken_pattern_stops_the_start(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    spoil(folder, "goods.toml", '"点卡"', '"(点卡"')
    with pytest.raises(KnowledgeError, match="点卡"):
        load(folder)


def test_a_missing_file_stops_the_start(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "law.toml").unlink()
    with pytest.raises(KnowledgeError) as error:
        load(folder)
    assert error.value.file == "law.toml"
    assert [finding.file for finding in check(folder)] == ["law.toml"]


# ---------------------------------------------------------------------------------------------------- line numbers

SOURCE = """\
# comment
title = "a"
[[a]]
id = "1"
words.sure = [
  "x",
  "y",
]
[[a.b]]
id = "2"
[[a.b]]
id = "3"
[[a]]
id = "4"
[[a.b]]
id = "5"
[common]
list = ["z"]
"""


def test_places_are_found_in_the_source() -> None:
    lines = Lines(SOURCE)
    assert lines.of(("title",)) == 2
    assert lines.of(("a", 0, "id")) == 4
    assert lines.of(("a", 0, "words", "sure", 1), "y") == 7
    assert lines.of(("a", 0, "b", 1, "id")) == 12
    assert lines.of(("a", 1, "b", 0)) == 15
    assert lines.of(("a", 1, "missing")) == 13
    assert lines.of(("common", "list", 0), "z") == 18
    assert lines.of(("nowhere",)) == 1
