"""Finding many word patterns at once must find just what trying each of them finds."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.knowledge.load import load
from complaints.reading.lexicon import Hit, Lexicon, heaviest, outermost, weigh
from complaints.reading.needs import finder, needs

KNOWLEDGE = load(Path(__file__).parents[2] / "knowledge")
PATTERNS = sorted(
    {
        word
        for entries in (
            KNOWLEDGE.problems,
            KNOWLEDGE.demands,
            KNOWLEDGE.goods,
            KNOWLEDGE.excuses,
            KNOWLEDGE.emergencies,
            KNOWLEDGE.results,
            KNOWLEDGE.grounds,
            KNOWLEDGE.scam,
        )
        for entry in entries.values()
        for word, _ in entry.words.weighted
    }
    | {rule.pattern for rule in KNOWLEDGE.tone.values()}
    | {word for spelling in KNOWLEDGE.spellings.values() if not spelling.each for word in spelling.written}
)
EACH = Lexicon({"each": {pattern: ((pattern, 1),) for pattern in PATTERNS}})
ODD = (
    *(
        "a|",
        "(a|b)?c",
        "[^a]b",
        "a{2,3}b",
        "a{0,3}b",
        r"\d+元",
        r"a\.b",
        "(?<!没)到",
        "到(?!期)",
        "a.*b",
        "(?:ab|cd)+e",
    ),
    *(r"\w", "[a-c]x", "()", "a{,2}b", "x*?y", "(a(b|c))d", r"[\]a]b", "(?i:a)b", "(?P<n>a)b"),
)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("没到账", [{"没到"}, {"到账"}]),
        ("(没|未)到(账|帐)", [{"没", "未"}, {"到"}, {"账", "帐"}]),
        ("(没有|未)到", [{"没有", "未"}, {"到"}]),
        ("充?值", [{"值"}]),
        ("值+得", [{"值"}, {"得"}]),
        ("很值+", [{"很值"}]),
        ("[次份]一", [{"次", "份"}, {"一"}]),
        ("到(?!期)", [{"到"}]),
        (r"a\.b", [{"a."}, {".b"}]),
        ("等了.{0,6}(小时|天)", [{"等了"}, {"小时", "天"}]),
        ("a|", []),
        (r"\d+", []),
    ],
)
def test_necessary_pieces(pattern: str, found: list[set[str]]) -> None:
    assert [set(need) for need in needs(pattern)] == found


def pieces(text: str) -> set[str]:
    return {*text, *(text[place : place + 2] for place in range(len(text) - 1))}


@given(st.sampled_from([*ODD, *PATTERNS]), st.data())
@settings(max_examples=300)
def test_what_fits_has_all_that_is_necessary(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern))
    assert not any(need.isdisjoint(pieces(text)) for need in needs(pattern))


@given(st.sets(st.text(min_size=1, max_size=2)), st.text())
def test_all_wanted_pieces_are_found(wanted: set[str], text: str) -> None:
    text = "".join([*wanted, text])
    assert finder(frozenset(wanted))(text) == pieces(text) & wanted


def test_most_patterns_of_the_data_are_narrowed_down() -> None:
    assert sum(bool(needs(pattern)) for pattern in PATTERNS) > 0.97 * len(PATTERNS)


@given(st.text("没未到账收卡密无效错客服不理回退款补发换货说终身会员过期扣两次一，。天小时了被使用过", max_size=40))
def test_a_lexicon_finds_what_each_pattern_finds(text: str) -> None:
    assert {hit.entry for hit in EACH.hits(text)["each"]} == {
        pattern for pattern in PATTERNS if any(match[0] for match in re.finditer(pattern, text))
    }
    candidates = [word.entry for word in EACH.candidates(text)]
    assert candidates == [pattern for pattern in PATTERNS if pattern in candidates]
    assert EACH.entries(text, "each") == {pattern for pattern in PATTERNS if re.search(pattern, text)}


WORDS = {"invalid": (("卡密无效", 4), ("无效", 1)), "used": (("已?被使用", 4),), "late": (("无效了", 1),)}


def test_places_and_weights() -> None:
    hits = Lexicon({"problems": WORDS, "goods": {"key": (("卡密", 4),)}}).hits("卡密无效，无效！")
    assert hits["goods"] == [Hit("key", "卡密", 4, 0, 2)]
    assert hits["problems"] == [
        Hit("invalid", "卡密无效", 4, 0, 4),
        Hit("invalid", "无效", 1, 2, 4),
        Hit("invalid", "无效", 1, 5, 7),
    ]
    assert weigh(hits["problems"]) == {"invalid": 5}
    assert weigh(hits["problems"][:2]) == {"invalid": 4}


def test_a_longer_hit_covers_a_shorter_one_of_another_entry_unless_it_tells_less() -> None:
    long, short, own = Hit("a", "x", 4, 0, 4), Hit("b", "y", 4, 2, 4), Hit("a", "z", 1, 2, 4)
    assert outermost([long, short, own]) == [long, own]
    weak = Hit("a", "x", 1, 0, 4)
    assert outermost([weak, short]) == [weak, short]


@pytest.mark.parametrize(
    ("weights", "winner"),
    [({}, None), ({"a": 1}, None), ({"a": 2}, "a"), ({"a": 4, "b": 4}, None), ({"a": 4, "b": 5}, "b")],
)
def test_only_a_clear_winner_wins(weights: dict[str, int], winner: str | None) -> None:
    assert heaviest(weights, 2) == winner
