"""What is pasted from WhatsApp is read as its author meant it, and nobody's name slips in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.report_draft import ReportDraft
from conversations.widgets.pasted import cleaned

PASTED = [
    # signs
    ("*Got mampet* di gang _Melati_, ~kemarin~ tadi", "Got mampet di gang Melati, kemarin tadi"),
    ("*_tebal dan miring_* ```seperti mesin``` `tik`", "tebal dan miring seperti mesin tik"),
    ("a_b_c, 2*3*4, ~5 menit ~ jalan", "a_b_c, 2*3*4, ~5 menit ~ jalan"),
    ("* cangkul\n• karung\n- *sapu*\n1. ember\n> kata Bu Sri", "- cangkul\n- karung\n- sapu\n1. ember\nkata Bu Sri"),
    # forwarded
    ("Diteruskan berkali-kali\n_Forwarded_\n↪️ Diteruskan\ngot mampet", "got mampet"),
    ("Diteruskan ke PLN saja", "Diteruskan ke PLN saja"),
    ("Diteruskan", "Diteruskan"),
    # copied and exported chats: Android, iPhone, the web, with and without seconds and AM/PM
    ("[12/11/26 07.15] Pak RT: got mampet", "got mampet"),
    ("[12/11/26, 07.15.33] Pak RT: got mampet", "got mampet"),
    ("[07.15, 12/11/2026] Pak RT: got mampet", "got mampet"),
    ("12/11/26, 07.15 - Pak RT: got mampet", "got mampet"),
    ("12/11/2026 07:15 - +62 812-3456-7890: got mampet", "got mampet"),
    ("[11/12/26, 7:15:02\u202fPM] ~\u00a0Bu Sri: got: mampet", "got: mampet"),
    ("12/11/26, 07.15 - Pak RT: dua baris\nyang kedua", "dua baris\nyang kedua"),
    ("12/11/26, 07.15 - Pak RT: satu\n12/11/26, 07.16 - Bu Sri: dua", "satu\ndua"),
    ("12/11/26, 07.15 - Bu Sri keluar\n12/11/26, 07.16 - Pak RT: lampu mati", "lampu mati"),
    ("12/11/26, 07.15 - Pak RT: <Media tidak disertakan>\nlampu mati <Pesan ini diedit>", "lampu mati"),
    ("\u200e[12/11/26 07.15] Pak RT: \u200eimage omitted", "image omitted"),
    ("12/11/26, 07.15 - Bu Sri keluar", ""),
    ("@6281234567890 tolong dilihat", "tolong dilihat"),
    ("lampu mati jam 07.15 - sampai pagi: gelap", "lampu mati jam 07.15 - sampai pagi: gelap"),
    # what nobody sees
    ("ban\u200bjir\u00a0lagi\r\ndi\u202e gang\ufeff", "banjir lagi\ndi gang"),
    ("keluarga 👨‍👩‍👧 di sini", "keluarga 👨‍👩‍👧 di sini"),
    ("atas\n\n\n\n\nbawah", "atas\n\nbawah"),
    ("  lampu mati  ", "lampu mati"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), PASTED)
def test_pasted_words_are_read_as_they_were_meant(text: str, meant: str) -> None:
    assert cleaned(text) == meant


@given(st.text())
def test_any_text_can_be_read_and_nothing_is_added(text: str) -> None:
    assert len(cleaned(text)) <= len(text)


@given(st.text("abcdefghij klmno", min_size=1))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert cleaned(text) == text.strip()


def test_a_report_hears_the_meaning() -> None:
    draft = ReportDraft()
    assert draft.append("Diteruskan\n[12/11/26 07.15] Pak RT: *got mampet*")
    assert draft.append("sudah _seminggu_")
    assert draft.text == "got mampet\nsudah seminggu"
