"""Bold stays bold between WhatsApp and Telegram, whatever is typed; and Telegram never refuses what comes out."""

from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, Message, MessageEntity

from conversations.widgets import rich_text
from conversations.widgets.rich_text import cut, first_line, for_whatsapp, html_of, html_of_text, plain, whatsapp_url
from playground.entities import parse_html, utf16

PASTED = [
    (
        "*Kerja bakti* hari Minggu jam 7 kumpul di pos ronda,\nbawa cangkul & karung. Trims 🙏",
        "<b>Kerja bakti</b> hari Minggu jam 7 kumpul di pos ronda,\nbawa cangkul &amp; karung. Trims 🙏",
    ),
    ("*PENTING:* _besok_ ~lusa~", "<b>PENTING:</b> <i>besok</i> <s>lusa</s>"),
    ("```07.00``` `pos`", "<code>07.00</code> <code>pos</code>"),
    ("*_~semua~_*", "<b><i><s>semua</s></i></b>"),
    ("*tebal _dan* miring_", "<b>tebal _dan</b> miring_"),
    ("* bawa cangkul\n• karung\n- *sapu*", "- bawa cangkul\n- karung\n- <b>sapu</b>"),
    ("*dua\nbaris* 2*3*4 a_b_c ~5 menit ~", "*dua\nbaris* 2*3*4 a_b_c ~5 menit ~"),
    ("peta: https://goo.gl/maps/_a_/*b*?x=1&y=2", "peta: https://goo.gl/maps/_a_/*b*?x=1&amp;y=2"),
    ("*lihat https://rt.id*", "<b>lihat https://rt.id</b>"),
    ("`*bukan tebal* <b>`", "<code>*bukan tebal* &lt;b&gt;</code>"),
    ("```satu\ndua```", "<code>satu\ndua</code>"),
    ("``` ```", "``` ```"),
    ("Diteruskan berkali-kali\n[12/11/26 07.15] Pak RT: *got* mam\u200bpet", "<b>got</b> mampet"),
    ("_Diteruskan_\nrapat", "rapat"),
    ("1 < 2 & \"3\" > 'nol'", "1 &lt; 2 &amp; &#34;3&#34; &gt; &#39;nol&#39;"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "html"), PASTED)
def test_what_was_pasted_from_whatsapp_looks_as_it_did_there(text: str, html: str) -> None:
    assert html_of_text(text) == html


MARKED = st.text("ab \n*_~`<>&'\"/{}🙏é\u200d\u200b0-•>:[]", max_size=60)


@given(MARKED | st.text(max_size=60))
def test_telegram_takes_whatever_is_typed(text: str) -> None:
    html = html_of_text(text)
    said, _ = parse_html(html)
    assert said == plain(html)


@given(st.lists(st.sampled_from(["b", "i", "s", "code", "*", "_", "~", "a", " ", "\n", "😀"]), max_size=20))
def test_marks_never_touch_blanks_and_no_word_is_lost(parts: list[str]) -> None:
    """Tags around anything, nested as Telegram nests them."""
    html = "".join(f"<{part}>x {part}</{part}> " if len(part) > 1 or part in "bis" else part for part in parts)
    said = for_whatsapp(html)
    letters = "".join(plain(html).split()).translate({ord(sign): None for sign in "*_~`"})
    assert "".join(said.split()).translate({ord(sign): None for sign in "*_~`"}) == letters
    assert len(said.split("\n")) == len(plain(html).split("\n"))


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<b>Kerja bakti</b> Minggu &amp; Senin", "*Kerja bakti* Minggu & Senin"),
        ("<b>a <i>b</i> </b>c", "*a _b_* c"),
        ("<b>dua\nbaris</b>", "*dua*\n*baris*"),
        ("<strong>a</strong> <em>b</em> <del>c</del> <u>d</u>", "*a* _b_ ~c~ d"),
        ('<pre><code class="language-py">x = 1</code></pre>', "```x = 1```"),
        ("<b> </b>kosong", " kosong"),
        ('<a href="https://rt.id/x">daftar</a>', "daftar (https://rt.id/x)"),
        ('<a href="https://rt.id/">https://rt.id</a>', "https://rt.id"),
        ('<a href="tg://user?id=7">Bu Tini</a>', "Bu Tini"),
        ("<blockquote>kata Bu Tini</blockquote>", "kata Bu Tini"),
        ("1 &lt; 2 &amp;amp; 3", "1 < 2 &amp; 3"),
    ],
)  # fmt: skip
def test_whatsapp_gets_its_own_marks(html: str, said: str) -> None:
    assert for_whatsapp(html) == said


@pytest.mark.parametrize("text", ["*Rapat* _nanti_ ~batal~ ```07.00```", "*_dua_* lagi", "- satu\n- *dua* 🙏"])
def test_there_and_back_again_is_the_same(text: str) -> None:
    assert for_whatsapp(html_of_text(text)) == text


# ── as Telegram hands it over ──

LINK = "https://rt.id"


def message(text: str, *entities: tuple[str, str], caption: bool = False) -> Message:
    """Each entity is its type and the words it covers."""
    found = [
        MessageEntity(kind, utf16(text[: text.index(words)]), utf16(words), url=LINK if kind == "text_link" else None)
        for kind, words in entities
    ]
    chat, now = Chat(7, "private"), datetime(2026, 11, 26, tzinfo=UTC)
    if caption:
        return Message(1, now, chat, caption=text, caption_entities=found)
    return Message(1, now, chat, text=text, entities=found)


@pytest.mark.parametrize("caption", [False, True])
def test_what_was_formatted_in_telegram_stays_so(caption: bool) -> None:  # noqa: FBT001 - the one column of the table above
    said = message("🙏 Rapat di sini *ya*", ("bold", "Rapat"), ("text_link", "di sini"), caption=caption)
    assert html_of(said) == '🙏 <b>Rapat</b> <a href="https://rt.id">di sini</a> *ya*'


def test_what_telegram_finds_by_itself_is_no_formatting() -> None:
    said = message("*Rapat* di https://rt.id", ("url", "https://rt.id"))
    assert html_of(said) == "<b>Rapat</b> di https://rt.id"


def test_forwarding_lines_go_where_something_is_formatted_too() -> None:
    assert html_of(message("Diteruskan\nRapat\u200b besok", ("bold", "Rapat"))) == "<b>Rapat</b> besok"
    assert html_of(message("Diteruskan", ("bold", "Diteruskan"))) == "<b>Diteruskan</b>"


def test_a_photo_without_words_says_nothing() -> None:
    assert html_of(Message(1, datetime(2026, 11, 26, tzinfo=UTC), Chat(7, "private"))) == ""


# ── shorter ──


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("📢\n<b>Kerja bakti</b> hari Minggu\nbawa cangkul", "Kerja bakti hari Minggu"),
        ("Kerja   bakti &amp; rapat", "Kerja bakti & rapat"),
        ("Kerja bakti membersihkan selokan, lalu makan", "Kerja bakti membersihkan selokan…"),
        ("x" * 60, "x" * 33 + "…"),
        ("🙏", ""),
    ],
)
def test_the_first_line_says_what_it_is_about(html: str, line: str) -> None:
    assert first_line(html, 34) == line


@given(st.text(max_size=50), st.integers(1, 50))
def test_what_is_cut_fits_and_is_a_beginning(text: str, most: int) -> None:
    short = cut(text, most)
    assert len(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_a_link_to_whatsapp_carries_what_it_can() -> None:
    start = "https://wa.me/?text="
    assert whatsapp_url("*Rapat* & 🙏") == f"{start}%2ARapat%2A%20%26%20%F0%9F%99%8F"
    long = unquote(whatsapp_url("kata " * 200).removeprefix(start))
    assert len(long) <= rich_text.WA_LETTERS
    assert long.endswith("kata…")
