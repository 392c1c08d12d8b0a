"""Meja pengurus: an organiser's evening, from what waits to what was done, tap by tap."""

import io
from datetime import timedelta

import docx
from sqlmodel import select

from community import forwarded
from playground.driver import Neighbour, Seen
from storage.needs import Need, NeedState
from tests.stories.desk_steps import opens_desk, reports_aloud
from tests.stories.rt_three import has_told_of_lamps, needs_in, the_need
from tests.stories.telling import reports_a_drain
from tests.stories.town import Town


def test_a_voice_is_triaged_in_three_taps_and_the_next_is_offered(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    reports_aloud(tini)
    has_told_of_lamps(town, asep, 1)
    chair.says("/pengurus")
    desk = chair.sees(", Pak Budi. 2 hal menunggu:")
    assert any(label.startswith("🆕 1 Selokan · 🎤 · ") for label in desk.labels), desk.labels
    chair.taps_count = 0
    chair.taps("1 Selokan")
    card = chair.sees("Dari Bu Tini (nama hanya untuk pengurus)")
    assert card.says("🎤 0:21")
    assert not [one for one in town.neighbourhood.sent("sendVoice") if one["chat_id"] == chair.id], "nobody asked"
    chair.taps("Masuk daftar warga")
    chair.sees("Judul pendek untuk warga?")
    chair.taps("Selokan")
    done = chair.sees("Bu Tini dikabari")
    assert chair.taps_count == 3
    assert done.says("Berikutnya No. 2?")
    assert the_title(town) == ("Selokan", NeedState.accepted)
    chair.taps("Buka")
    chair.sees("Lampu jalan · mati — No. 2")
    chair.taps("Masuk daftar warga")
    chair.sees("Asep dikabari")
    assert chair.taps_count == 5, "what was said by a tap needs no title"
    town.passes(minutes=1)
    tini.sees("Kabar usulan No. 1 (Selokan): masuk daftar warga")


def the_title(town: Town) -> tuple[str | None, NeedState]:
    need = needs_in(town)[0]
    return need.title, need.state


def test_what_was_sent_is_heard_at_a_tap_and_its_kind_and_place_put_right(
    town: Town, tini: Neighbour, chair: Neighbour
) -> None:
    reports_aloud(tini)
    card = opens_desk(chair, "1 Selokan")
    chair.taps("Dengar/lihat kiriman")
    town.neighbourhood.waits_for(
        lambda: [one for one in town.neighbourhood.sent("sendVoice") if one["chat_id"] == chair.id], "the voice"
    )
    puts_right(chair, card, "Jenisnya", "Ini soal apa?", "Air bersih")
    card = chair.sees("Air bersih — No. 1")
    assert card.says("📍 Masjid")
    puts_right(chair, card, "Tempatnya", "Yang benar di sebelah mana?", "Pos ronda")
    chair.sees("📍 Pos ronda")
    town.passes(minutes=1)
    tini.does_not_see("Kabar usulan")


def puts_right(chair: Neighbour, card: Seen, what: str, question: str, answer: str) -> None:
    chair.taps_old(card, "⋯")
    chair.taps("Ubah jenis/tempat")
    chair.sees("Apa yang dibetulkan di No. 1?")
    chair.taps(what)
    chair.sees(question)
    chair.taps(answer)
    chair.sees("No. 1 sudah dibetulkan ✓")


def test_passed_on_with_a_letter_and_asked_after_when_the_day_comes(
    town: Town, tini: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    opens_desk(chair, "1 Selokan")
    chair.taps("Teruskan ke")
    chair.sees("diteruskan ke mana?")
    chair.taps("PLN")
    chair.sees("Nomor suratnya?")
    chair.says("12/RT03/XI/2026")
    chair.sees("Tanggal suratnya?")
    chair.taps("Hari ini")
    chair.sees("Kapan dicek lagi?")
    chair.taps("2 minggu")
    done = chair.sees("No. 1 diteruskan ke PLN, dicek lagi")
    assert done.says("Bu Tini dikabari")
    chair.taps("Surat pengantar")
    assert content(town, chair.sees("siap dicetak")).startswith(b"%PDF-")
    document = docx.Document(io.BytesIO(content(town, chair.sees("Yang ini bisa diubah dulu"))))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"12/RT03/XI/2026", "Selokan, mampet"} <= set(cells)
    assert not any("Tini" in words for words in [*cells, *(one.text for one in document.paragraphs)])
    town.passes(minutes=1)
    assert tini.sees("Kabar usulan No. 1").says("diteruskan ke PLN")
    the_day_comes(town)
    chair.sees("sudah waktunya ditanyakan lagi ke PLN")
    chair.taps("Tanya lagi nanti")
    chair.sees("No. 1 ditanyakan lagi")
    the_day_comes(town, ago=1)
    chair.sees("sudah waktunya ditanyakan lagi ke PLN")
    chair.taps("Sudah ada kabar")
    chair.sees("Apa kabar No. 1 dari PLN?")
    chair.taps("Mulai dikerjakan")
    chair.sees("Sudah ✓")
    assert the_need(town).state is NeedState.in_progress


def test_the_letter_is_still_at_hand_when_the_next_need_is_open(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    for _ in range(2):
        reports_a_drain(tini)
    opens_desk(chair, "1 Selokan")
    chair.taps("Teruskan ke")
    chair.taps("PLN")
    chair.sees("Nomor suratnya?")
    chair.taps("Lewati")
    chair.taps("2 minggu")
    done = chair.sees("Berikutnya No. 2?")
    chair.taps("Buka")
    chair.sees("— No. 2")
    chair.taps_old(done, "Surat pengantar")
    assert content(town, chair.sees("siap dicetak")).startswith(b"%PDF-")


def content(town: Town, message: Seen) -> bytes:
    """Of the file that came with it."""
    return town.world.shelf.take(str(message.view["document"]["file_id"]))


def the_day_comes(town: Town, *, ago: int = 0) -> None:
    """As the clock finds it, so many days later."""
    with town.writing() as session:
        need = session.exec(select(Need)).one()
        need.check_on = town.now().date() - timedelta(days=ago)
        session.flush()
        forwarded.remind(session, town.now())


def test_a_work_day_is_planned_and_read_back(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    reports_a_drain(tini)
    opens_desk(chair, "1 Selokan")
    chair.taps("Langsung ajak kerja bakti")
    chair.sees("Kapan?")
    chair.says("kemarin dulu")
    chair.sees("Belum terbaca")
    chair.taps("Besok")
    chair.sees("Jam berapa?")
    chair.says("setengah 8 pagi")
    chair.sees("pukul 07.30 WIB. Kumpul di mana?")
    chair.taps("Pos ronda")
    chair.sees("07.30 WIB · Pos ronda")
    chair.taps("✅ Kirim")
    chair.sees("Bu Tini dikabari")
    assert the_need(town).state is NeedState.planned
    assert the_need(town).planned_for is not None
    town.passes(minutes=1)
    assert tini.sees("Kabar usulan No. 1").says("Kumpul di Pos ronda.")


def test_the_day_s_new_needs_are_one_message_in_the_evening(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    reports_a_drain(tini)
    reports_a_drain(tini)
    chair.does_not_see("usulan baru", seconds=1)
    town.passes(days=1)
    chair.sees("Ada 2 usulan baru di RT 03.")
    chair.taps("Buka meja")
    chair.sees("2 hal menunggu:")


def test_the_chair_sets_the_rules_by_tapping(town: Town, chair: Neighbour) -> None:
    chair.taps("Meja pengurus")
    chair.sees("Belum ada yang menunggu")
    chair.taps("Aturan RT")
    chair.sees("Usulan baru dibaca dalam 3 hari")
    chair.taps("Usulan baru dibaca")
    chair.sees("paling lama berapa hari?")
    chair.taps("2")
    chair.sees("Usulan baru dibaca dalam 2 hari")
    chair.taps("Nomor darurat")
    chair.sees("Sekarang: 112")
    chair.says("112, Pos ronda 0812 3456 7890")
    chair.sees("Nomor darurat sekarang: 112, Pos ronda 0812 3456 7890")


def test_the_chair_sets_how_many_messages_a_week_are_enough(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    chair.taps("Meja pengurus")
    chair.taps("Aturan RT")
    chair.sees("Paling banyak 12 pesan seminggu")
    chair.taps("Pesan seminggu")
    chair.sees("Paling banyak berapa pesan seminggu untuk tiap warga?")
    chair.taps("7")
    chair.sees("Paling banyak 7 pesan seminggu")
    tini.says("/pengaturan")
    tini.sees("Paling banyak 7 pesan seminggu")
