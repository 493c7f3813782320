"""Texts, entities and lengths as Telegram keeps them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.telegram.errors import ApiError
from sandbox.telegram.formatting import cleaned, formatted, found, parse_html, units

PLAIN = st.text(st.characters(exclude_categories=["Cs"]))

MARKUP = [
    ("a <b>bold</b> word", "a bold word", [("bold", 2, 4)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("1 &lt; 2 &amp; &#35;3", "1 < 2 & #3", []),
    ("证<code>K1</code>", "证K1", [("code", 1, 2)]),
    ("\N{PILE OF POO}<u>x</u>", "\N{PILE OF POO}x", [("underline", 2, 1)]),
    ("<pre>订单号\nLY1</pre>", "订单号\nLY1", [("pre", 0, 7)]),
    ('<span class="tg-spoiler">s</span>', "s", [("spoiler", 0, 1)]),
    ("<blockquote expandable>long</blockquote>", "long", [("expandable_blockquote", 0, 4)]),
    ("<b></b>x", "x", []),
    ("<b>a</>", "a", [("bold", 0, 1)]),
]


@pytest.mark.parametrize(("markup", "text", "entities"), MARKUP)
def test_html_becomes_text_and_entities(markup: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    plain, found_entities = parse_html(markup)
    assert plain == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found_entities] == entities


def test_attributes_are_kept() -> None:
    markup = (
        '<a href="https://a.cn/?x=1&amp;y=2">a</a><pre><code class="language-json">{}</code></pre>'
        '<tg-time unix="1795400000" format="wDt">t</tg-time>'
    )
    link, pre, time = parse_html(markup)[1]
    assert link["url"] == "https://a.cn/?x=1&y=2"
    assert (pre["type"], pre["language"]) == ("pre", "json")
    assert (time["type"], time["unix_time"], time["date_time_format"]) == ("date_time", 1_795_400_000, "wDt")


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<b>", "Can't find end tag corresponding to start tag b"),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("<div>x</div>", 'Unsupported start tag "div" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<i>x</b>", 'Unmatched end tag at byte offset 4, expected "</i>", found "</b>"'),
        ('<tg-time unix="soon">x</tg-time>', "Invalid date-time specified"),
    ],
)
def test_wrong_html_is_refused(markup: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(markup)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_blank_ends_go_and_entities_move_along() -> None:
    text, entities = cleaned("\n  ab  ", [{"type": "bold", "offset": 0, "length": 4}])
    assert text == "ab"
    assert entities == [{"type": "bold", "offset": 0, "length": 1}]
    assert cleaned("a\x00b\tc\r\nd", [])[0] == "a b c\nd"


def test_commands_links_and_mentions_are_found() -> None:
    entities = found("/start 看 https://www.12315.cn/a 和@some_bot，不是 11/23", [])
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in entities] == [
        ("bot_command", 0, 6),
        ("url", 9, 22),
    ]
    assert found("@some_bot 好", [])[0]["type"] == "mention"
    assert found("https://a.cn", [{"type": "pre", "offset": 0, "length": 12}])[1:] == []


@given(PLAIN)
def test_plain_text_survives_whatever_it_is(text: str) -> None:
    clean, entities = formatted(text, "", [], 10**6, "too long")
    assert clean == clean.strip()
    assert entities == []
    assert units(clean) == len(clean.encode("utf-16-le")) // 2
    for entity in found(clean, []):
        assert entity["offset"] + entity["length"] <= units(clean)


@given(PLAIN)
def test_escaped_text_comes_back_whole(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(f"<b>{escaped}</b>x")[0] == f"{text}x"
