"""The end of a report, and what may come between: changing one answer, danger, odd answers, sending twice."""

from playground.driver import Neighbour, Seen
from storage.needs import Audience
from storage.people import Role
from tests.stories.first_steps import NO_LONGER
from tests.stories.rt_three import needs_in, neighbour, the_need
from tests.stories.telling import (
    LAMP,
    LAST_LOOK,
    WHERE,
    is_asked_what,
    is_asked_where,
    names_the_place,
    reports_a_drain,
    sends_it,
    tells,
)
from tests.stories.town import Town


def changes(person: Neighbour, part: str, question: str) -> None:
    """On the last look, one answer: asked for it anew."""
    person.taps("Ubah")
    person.sees("Mana yang mau diubah?")
    person.taps(part)
    person.sees(question)


def sees_danger(asep: Neighbour) -> None:
    tells(asep, "tiang listrik mau roboh", "lampu jalan")


def says_it_is_dangerous(asep: Neighbour) -> Seen:
    asep.taps("Berbahaya sekarang")
    return asep.sees("Kalau ada bahaya, telepon dulu: 112")


def test_everything_can_be_changed_alone_on_the_last_look(town: Town, asep: Neighbour) -> None:
    is_asked_where(asep, "Lampu jalan", "Mati")
    names_the_place(asep)
    asep.taps("Tambah foto")
    asep.sees("Kirim fotonya sekarang")
    asep.sends_photo()
    assert asep.sees(LAST_LOOK).says("📷 foto")
    changes(asep, "Jenis", "Ini soal apa?")
    asep.taps("Selokan")
    assert asep.sees(LAST_LOOK).says("📍 Masjid")
    changes(asep, "Cerita", "Tulis lagi")
    asep.says("selokan ambrol")
    assert asep.sees(LAST_LOOK).says("📍 Masjid")
    changes(asep, "Tempat", WHERE)
    asep.says("belakang pos")
    asep.sees(LAST_LOOK)
    changes(asep, "Nama", "Nama boleh dilihat siapa?")
    asep.taps("Tetangga juga")
    review = asep.sees(LAST_LOOK)
    assert review.says("💧 Selokan\n“selokan ambrol”\n📷 foto\n📍 belakang pos\n👀 Nama boleh dilihat tetangga")
    sends_it(asep)
    need = the_need(town)
    assert (need.kind, need.detail, need.text, need.place) == ("drain", None, "selokan ambrol", "belakang pos")
    assert need.name_shown_to is Audience.neighbours


def test_danger_first_shows_whom_to_call_and_then_reaches_every_organiser(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    rina = neighbour(town, "Bu Rina", role=Role.organiser)
    sees_danger(asep)
    asep.taps("Kirim lokasi", location=(-7.55, 110.83))
    asep.sees(LAST_LOOK)
    assert says_it_is_dangerous(asep).says("⚠️ Berbahaya sekarang")
    asep.taps("Kirim")
    asep.sees("Pengurus langsung dikabari")
    for organiser in (chair, rina):
        alarm = organiser.sees("Berbahaya sekarang, RT 03")
        assert alarm.says("“tiang listrik mau roboh”")
        assert alarm.says("Dari Asep")
    assert the_need(town).danger
    town.neighbourhood.waits_for(lambda: len(town.neighbourhood.sent("sendLocation")) == 2, "the point on both maps")
    assert {one["chat_id"] for one in town.neighbourhood.sent("sendLocation")} == {chair.id, rina.id}
    tini.does_not_see("Berbahaya")


def test_danger_without_organisers_is_honest(town: Town, asep: Neighbour) -> None:
    sees_danger(asep)
    names_the_place(asep)
    says_it_is_dangerous(asep)
    asep.taps("Tidak berbahaya")
    asep.sees("Tanda bahaya sudah dilepas")
    says_it_is_dangerous(asep)
    asep.taps("Kirim")
    asep.sees("Belum ada pengurus yang bisa dikabari lewat sini. Kalau gawat, telepon 112")
    assert the_need(town).danger


def test_what_does_not_fit_is_kept_and_the_question_stays(town: Town, asep: Neighbour) -> None:
    is_asked_what(asep)
    asep.sends_sticker("👍")
    asep.sees("Maaf, belum paham")
    asep.taps("Lampu jalan")
    asep.sees(LAMP)
    asep.says("👍👍")
    asep.sees("Tolong tulis dengan kata-kata")
    asep.says("x" * 1_001)
    asep.sees("Paling banyak 1000 huruf")
    asep.taps("Pakai awalnya saja")
    asep.sees(WHERE)
    asep.sends_photo()
    asep.sees("Kirimannya sudah disimpan")
    assert names_the_place(asep).says("📷 foto")
    sends_it(asep)
    assert the_need(town).text == "x" * 1_000


def test_sending_twice_is_sending_once(town: Town, asep: Neighbour) -> None:
    review = reports_a_drain(asep)
    asep.taps_old(review, "Kirim")
    assert asep.toast() == NO_LONGER
    assert [need.number for need in needs_in(town)] == [1]
    reports_a_drain(asep)
    assert [need.number for need in needs_in(town)] == [1, 2]
