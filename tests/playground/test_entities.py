"""HTML as Telegram reads and refuses it."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.entities import find_entities, parse_html, trimmed, utf16
from playground.refusals import RefusedError


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("halo", "halo", []),
        ("a &lt; b &amp; c &#33; &nbsp; &", "a < b & c ! &nbsp; &", []),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("🏘🏘<b>x</b>", "🏘🏘x", [("bold", 4, 1)]),
        ("<STRONG>x</strong>", "x", [("bold", 0, 1)]),
        ('<a href="https://x.id/?a=1&amp;b=2">y</a>', "y", [("text_link", 0, 1)]),
        ("<a href='nowhere'>y</a>", "y", []),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<b></b>x", "x", []),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
    ],
)
def test_reading(source: str, text: str, found: list[tuple[str, int, int]]) -> None:
    read, entities = parse_html(source)
    assert read == text
    assert [(one["type"], one["offset"], one["length"]) for one in entities] == found


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("3 < 4", 'Unsupported start tag "" at byte offset 2'),
        ("1 < 2 > 3", 'Unsupported start tag "" at byte offset 2'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_refusing(source: str, words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@given(st.text())
def test_escaped_text_comes_back_as_it_was(words: str) -> None:
    assert parse_html(html.escape(words))[0] == words


@given(st.text(max_size=30), st.text(min_size=1, max_size=30))
def test_offsets_count_utf16_units(before: str, inside: str) -> None:
    text, entities = parse_html(f"{html.escape(before)}<b>{html.escape(inside)}</b>")
    assert text == before + inside
    assert (entities[0]["offset"], entities[0]["length"]) == (utf16(before), utf16(inside))


def test_what_telegram_marks_unasked() -> None:
    found = find_entities("/usul@rembuk_bot ke @siti_rt03, https://contoh.id/a. #jalan")
    assert [one["type"] for one in found] == ["bot_command", "mention", "url", "hashtag"]
    assert (found[0]["offset"], found[0]["length"]) == (0, 16)


def test_blank_ends_are_cut_and_entities_follow() -> None:
    assert trimmed("  ab \n", [{"type": "bold", "offset": 2, "length": 4}]) == (
        "ab",
        [{"type": "bold", "offset": 0, "length": 2}],
    )
