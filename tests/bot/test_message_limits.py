"""A message that is too long is split: every letter arrives, tags stay paired, nothing is cut in two."""

import re
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.message_limits import CAPTION, TEXT, length, split, within_limits
from conversations.calls import Call
from playground.entities import parse_html as parse

TAGS = ("b", "i", "u", "s", "code", "blockquote", "tg-spoiler")

letters = st.text(
    st.sampled_from("abc dé\n<>&\"'🌧👩‍🦽ꦱ😀.") | st.characters(exclude_categories=["Cs", "Cc"]), max_size=40
)
plain = letters.map(escape)


def _tagged(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    wrapped = st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", st.sampled_from(TAGS), inside)
    link = st.builds(lambda text: f'<a href="https://rembuk.example/x?a=1&amp;b=2">{text}</a>', inside)
    return st.lists(inside | wrapped | link, min_size=1, max_size=5).map("".join)


html_texts = st.recursive(plain, _tagged, max_leaves=12)


def heard(html: str) -> str:
    """What a reader sees, blanks aside: they may go where a message ends."""
    return re.sub(r"\s", "", parse(html)[0])


def units(html: str) -> int:
    """Letters as the Bot API counts them after parsing, in UTF-16 units."""
    return len(parse(html)[0].encode("utf-16-le")) // 2


@settings(max_examples=150, deadline=None)
@given(html_texts, st.integers(2, 60))
def test_pieces_are_short_enough_whole_and_lose_nothing(html: str, most: int) -> None:
    pieces = list(split(html, most))
    assert "".join(heard(piece) for piece in pieces) == heard(html)
    for piece in pieces:
        assert units(piece) <= most  # the playground refuses a tag that is not closed, or closed twice
        assert heard(piece) or len(pieces) == 1, "Telegram refuses a message without a letter"


@settings(max_examples=100, deadline=None)
@given(html_texts)
def test_letters_are_counted_as_telegram_counts_them(html: str) -> None:
    assert length(html) >= units(html)


@settings(max_examples=60, deadline=None)
@given(html_texts, st.integers(2, 60))
def test_what_is_bold_stays_bold_in_every_piece(html: str, most: int) -> None:
    def marked(text: str) -> dict[str, str]:
        words, entities = parse(text)
        raw = words.encode("utf-16-le")
        found: dict[str, str] = {}
        for one in sorted(entities, key=lambda entity: int(entity["offset"])):
            covered = raw[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le")
            found[one["type"]] = found.get(one["type"], "") + re.sub(r"\s", "", covered)
        return {kind: text for kind, text in found.items() if text}

    together: dict[str, str] = {}
    for piece in split(html, most):
        for kind, text in marked(piece).items():
            together[kind] = together.get(kind, "") + text
    whole = marked(html)
    assert set(together) == set(whole)
    assert {kind: sorted(text) for kind, text in together.items()} == {
        kind: sorted(text) for kind, text in whole.items()
    }


@pytest.mark.parametrize(
    ("html", "most", "pieces"),
    [
        ("pendek", 10, ["pendek"]),
        ("satu dua\n\ntiga empat", 12, ["satu dua", "tiga empat"]),
        ("satu dua\ntiga empat", 12, ["satu dua", "tiga empat"]),
        ("satu dua tiga", 9, ["satu dua", "tiga"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("<b>satu dua</b> tiga", 5, ["<b>satu</b>", "<b>dua</b>", "tiga"]),
        ("a &amp;&amp; b", 3, ["a &amp;", "&amp; b"]),
        ("🌧🌧🌧", 4, ["🌧🌧", "🌧"]),
        ("<b>satu </b>", 4, ["<b>satu</b>"]),
        ("satu<b>" + "\n" * 40 + "</b>dua", 4, ["satu<b></b>", "<b></b>dua"]),
    ],
)
def test_it_is_cut_where_a_reader_pauses(html: str, most: int, pieces: list[str]) -> None:
    assert list(split(html, most)) == pieces


def test_what_fits_is_not_touched() -> None:
    call = Call("sendMessage", {"chat_id": 1, "text": "x" * TEXT, "reply_markup": {"inline_keyboard": []}})
    assert within_limits(call) == [call]
    assert within_limits(Call("sendLocation", {"chat_id": 1})) == [Call("sendLocation", {"chat_id": 1})]


def test_a_long_text_leaves_in_pieces_and_the_last_has_the_buttons() -> None:
    text = "\n\n".join(f"{number} " + "kata " * 50 for number in range(40))
    keyboard = {"inline_keyboard": [[{"text": "Ya", "callback_data": "c.x"}]]}
    call = Call("sendMessage", {"chat_id": 1, "message_thread_id": 5, "parse_mode": "HTML", "text": text})
    pieces = within_limits(Call(call.method, {**call.parameters, "reply_markup": keyboard}))
    assert len(pieces) == 3
    assert [piece.parameters.get("reply_markup") for piece in pieces] == [None, None, keyboard]
    for piece in pieces:
        assert piece.parameters["message_thread_id"] == 5
        assert piece.parameters["parse_mode"] == "HTML"
        assert length(piece.parameters["text"]) <= TEXT


def test_a_long_edit_keeps_its_beginning_for_it_has_only_one_place() -> None:
    call = Call("editMessageText", {"chat_id": 1, "message_id": 2, "text": "<b>" + "kata " * 1000 + "</b>"})
    (only,) = within_limits(call)
    assert only.parameters["message_id"] == 2
    assert units(only.parameters["text"]) <= TEXT
    assert only.parameters["text"].endswith("</b>")


def test_a_long_caption_stands_below_its_picture() -> None:
    keyboard = {"inline_keyboard": [[{"text": "Ya", "callback_data": "c.x"}]]}
    files = {"photo": ("a.jpg", b"jpeg")}
    parameters = {"chat_id": 1, "message_thread_id": 5, "caption": "x" * (CAPTION + 1), "parse_mode": "HTML"}
    picture, words = within_limits(Call("sendPhoto", {**parameters, "reply_markup": keyboard}, files))
    assert picture == Call("sendPhoto", {"chat_id": 1, "message_thread_id": 5}, files)
    assert words == Call(
        "sendMessage",
        {"chat_id": 1, "message_thread_id": 5, "reply_markup": keyboard, "parse_mode": "HTML"} | {"text": "x" * 1025},
    )
    assert len(within_limits(Call("sendPhoto", {**parameters, "caption": "x" * CAPTION}))) == 1


def test_a_caption_longer_than_a_message_becomes_several() -> None:
    calls = within_limits(Call("sendPhoto", {"chat_id": 1, "caption": "kata " * 1000}))
    assert [call.method for call in calls] == ["sendPhoto", "sendMessage", "sendMessage"]


def test_a_long_caption_of_an_edit_keeps_its_beginning() -> None:
    (only,) = within_limits(Call("editMessageCaption", {"chat_id": 1, "message_id": 2, "caption": "kata " * 1000}))
    assert length(only.parameters["caption"]) <= CAPTION
