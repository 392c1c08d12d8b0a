"""Nothing that is still blank leaves; each resident reads their own name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dialogue import Again
from conversations.widgets.blanks import for_group, for_recipient, refusal, unfilled
from locales import words
from playground.entities import parse_html


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("Rapat {hari} jam {jam}, {hari} ya", ["{hari}", "{jam}"]),
        ("Rapat <b>{jam}</b> &lt;{tempat}&gt;", ["{jam}", "{tempat}"]),
        ("Yth. {nama}, rapat besok. Salam, { NAMA }", []),
        ("Kumpul di [isi tempat], [jam] ya, [ ]", ["[isi tempat]", "[jam]", "[ ]"]),
        ("Kumpul di [isi: ......] dan …… ya", ["[isi: ......]", "…"]),
        ("Hari: …….  Jam: ____", ["Hari: …", "Jam: …"]),
        ("Tempat : ...", ["Tempat: …"]),
        ("jam ... di pos", ["jam: …"]),
        ("Rp......... per rumah", ["Rp: …"]),
        ("Nama................", ["Nama: …"]),
        ("Hormat kami (______)", ["…"]),
        ("bawa ....... masing-masing", ["…"]),
        # nothing is missing here
        ("Terima kasih...... ditunggu ya…", []),
        ("Monggo... nanti malam … di pos", []),
        ("________\nRapat besok\n..........", []),
        ('<a href="https://rt.id/{x}/a___b">di sini</a> https://rt.id/{y}/____', []),
        ("[TES] rapat (2) [3 orang] a_b", []),
        ("Kerja bakti hari Minggu jam 7", []),
    ],
)
def test_what_is_left_to_fill_in_is_named(html: str, left: list[str]) -> None:
    assert unfilled(html) == left


def test_it_says_what_is_still_blank() -> None:
    said = refusal("Rapat jam {jam} di {tempat}")
    assert said == Again("templates.unfilled", {"what": "{jam}, {tempat}"})
    assert words("id").text(said.key, **said.values).startswith("Masih ada yang belum diisi: {jam}, {tempat}.")
    assert refusal("Rapat jam 7") is None


def test_each_reads_their_own_name_and_a_group_a_greeting() -> None:
    html = "Yth. <b>{nama}</b>, rapat besok. Ditunggu, {Nama}"
    assert for_recipient(html, "Tini <3 \\1") == "Yth. <b>Tini &lt;3 \\1</b>, rapat besok. Ditunggu, Tini &lt;3 \\1"
    assert for_group(html, words("id")) == "Yth. <b>Bapak/Ibu</b>, rapat besok. Ditunggu, Bapak/Ibu"


@given(st.text(max_size=40), st.text("{}nama <&", max_size=20))
def test_no_name_breaks_an_announcement(name: str, around: str) -> None:
    html = for_recipient("a {nama} b", name)
    assert parse_html(html)[0] == f"a {name} b"
    assert isinstance(unfilled(around), list)
