"""Reading what is kept about oneself, having it deleted, and thinking better of it."""

from typing import Any

from sqlmodel import select

from community import triage
from playground.driver import Neighbour
from storage import needs as stored
from storage.media import Media
from storage.people import with_telegram_id
from tests.stories.rt_three import needs_in, person_of, the_need
from tests.stories.telling import reports_a_drain, reports_a_drain_with_a_photo
from tests.stories.town import Town


def wants_all_gone(person: Neighbour) -> None:
    person.says("/hapus")
    person.sees("Hapus apa?")
    person.taps("Semua data saya")
    person.sees("hilang satu jam lagi")
    person.taps("Ya, hapus semua")
    person.sees("terhapus selamanya")


def is_gone(town: Town, person: Neighbour) -> None:
    town.passes(minutes=61)
    town.restart()  # what fell due while we were down is done on return
    town.waits_for(lambda session: with_telegram_id(session, person.id) is None, "the end of the hour")


def files_on_the_shelf(town: Town) -> list[str]:
    return [file.name for file in (town.settings.data_dir / "media").rglob("*") if file.is_file()]


def photo_comes_home(town: Town) -> None:
    town.waits_for(lambda session: [one for one in session.exec(select(Media)) if one.path], "the photo")


def test_she_reads_what_is_kept_and_takes_it_along(town: Town, tini: Neighbour) -> None:
    reports_a_drain_with_a_photo(tini)
    photo_comes_home(town)
    tini.taps_count = tini.words_typed = 0
    tini.taps("Lainnya")
    tini.sees("Mau apa?")
    tini.taps("Data saya")
    tini.sees("Ini yang disimpan tentang Bu Tini")
    tini.taps("Usulan saya")
    tini.sees("got mampet")
    tini.taps("Kembali")
    tini.taps("Foto, suara, isian")
    tini.sees("📷 Foto: 1")
    tini.taps("Kembali")
    tini.taps("Kirim ZIP")
    tini.sees("Semua yang disimpan")
    assert (tini.taps_count, tini.words_typed) == (7, 0)
    sent: list[dict[str, Any]] = town.neighbourhood.sent("sendDocument")
    assert len(sent) == 1


def test_everything_is_gone_an_hour_later_and_the_neighbours_talk_goes_on(
    town: Town, tini: Neighbour, asep: Neighbour
) -> None:
    """Asep is in the middle of telling his own when hers goes."""
    reports_a_drain_with_a_photo(tini)
    photo_comes_home(town)
    assert len(files_on_the_shelf(town)) == 2, "the photo, and the small one beside it"
    asep.taps("Sampaikan usul")
    asep.sees("Ada apa di lingkungan kita?")
    wants_all_gone(tini)
    asep.taps("Lampu jalan")
    asep.sees("Lampunya kenapa?")
    is_gone(town, tini)
    tini.sees("Semua data di sini sudah dihapus")
    town.waits_for(lambda _: not files_on_the_shelf(town), "the photos to go")
    asep.taps("Mati")
    asep.taps("Sekitar rumah saya")
    asep.taps("Kirim")
    asep.sees("No. 2 sudah masuk")
    assert [need.number for need in needs_in(town)] == [2]
    tini.says("halo")
    tini.sees("Selamat datang di Rembuk")


def test_one_tap_takes_it_back(town: Town, tini: Neighbour, asep: Neighbour) -> None:
    reports_a_drain(tini)
    wants_all_gone(tini)
    asep.says("/usulan")
    asep.sees("Belum ada usulan")
    tini.taps("Batalkan penghapusan")
    tini.sees("Semuanya seperti semula")
    asep.says("/usulan")
    asep.sees("No. 1")
    town.passes(minutes=61)
    town.restart()
    assert the_need(town).reporter_id is not None


def test_one_need_goes_and_what_the_organisers_moved_stays_without_her(
    town: Town, tini: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain_with_a_photo(tini)
    with town.writing() as session:
        by = person_of(session, chair).id
        triage.accept(session, 1, title="Selokan mampet", by=by, now=town.now(), seen=None)
    tini.says("/hapus")
    tini.taps("Usulan saya")
    tini.sees("Usulan yang mana?")
    tini.taps("1 · Selokan")
    tini.sees("No. 1 sudah tidak terlihat")
    town.passes(minutes=61)
    town.restart()
    need = town.waits_for(_nobodys, "the end of the hour")
    assert need == ("Selokan mampet", None, "accepted")


def _nobodys(session: Any) -> tuple[str | None, str | None, str] | None:
    need = stored.by_id(session, 1)
    if need is None or need.reporter_id is not None:
        return None
    return need.title, need.text, need.state.value


def test_the_draft_alone_is_dropped_and_comes_back(tini: Neighbour) -> None:
    tini.taps("Sampaikan usul")
    tini.taps("Lampu jalan")
    tini.says("/hapus")
    tini.taps("Isian ini")
    tini.sees("Sudah dibatalkan")
    tini.taps("Kembalikan")
    tini.sees("Lampunya kenapa?")


def test_consent_to_photos_is_taken_back_for_all_at_once(town: Town, tini: Neighbour) -> None:
    reports_a_drain_with_a_photo(tini)
    tini.taps("Boleh")
    tini.says("/izin")
    tini.sees("foto dilihat tetangga")
    tini.taps("Tarik izin foto")
    tini.sees("sudah ditarik")
    assert the_need(town).photos_shown_to.value == "organisers"
    tini.taps("Beri izin foto lagi")
    tini.taps("Setuju")
    tini.sees("✓ foto dilihat tetangga")


def test_the_record_is_the_chairs_alone(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    reports_a_drain(tini)
    with town.writing() as session:
        by = person_of(session, chair).id
        triage.accept(session, 1, title="Selokan mampet", by=by, now=town.now(), seen=None)
    chair.says("/catatan")
    chair.sees("Pak Budi · No. 1 · dipindah · Sudah masuk → Masuk daftar warga")
    tini.says("/catatan")
    tini.sees("hanya untuk ketua")
    tini.says("/dataku")
    tini.taps("Yang diubah pengurus")
    seen = tini.sees("Pengurus · No. 1 · dipindah")
    assert "Budi" not in seen.text
