"""The end of a report, and what may come between: changing one answer, danger, odd answers, power cuts."""

from storage.needs import Audience, Need
from storage.people import Role
from tests.stories.rt_three import needs_in, neighbour, rt_three, sends_need
from tests.stories.town import Town


def the_need(town: Town) -> Need:
    (found,) = needs_in(town)
    return found


def test_everything_can_be_changed_alone_on_the_last_look(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    asep.taps("Sampaikan usul")
    asep.sees("Ada apa")
    asep.taps("Lampu jalan")
    asep.sees("kenapa?")
    asep.taps("Mati")
    asep.sees("Di sebelah mana?")
    asep.taps("Masjid")
    asep.sees("Sudah pas?")
    asep.taps("Tambah foto")
    asep.sees("Kirim fotonya sekarang")
    asep.sends_photo()
    assert asep.sees("Sudah pas?").says("📷 foto")
    for part, question in (("Jenis", "Ini soal apa?"), ("Cerita", "Tulis lagi"), ("Tempat", "Di sebelah mana?")):
        asep.taps("Ubah")
        asep.sees("Mana yang mau diubah?")
        asep.taps(part)
        asep.sees(question)
        if part == "Jenis":
            asep.taps("Selokan")
        else:
            asep.says("selokan ambrol" if part == "Cerita" else "belakang pos")
        asep.sees("Sudah pas?")
    asep.taps("Ubah")
    asep.sees("Mana yang mau diubah?")
    asep.taps("Nama")
    asep.sees("Nama boleh dilihat siapa?")
    asep.taps("Tetangga juga")
    review = asep.sees("Sudah pas?")
    assert review.says("💧 Selokan\n“selokan ambrol”\n📷 foto\n📍 belakang pos\n👀 Nama boleh dilihat tetangga")
    asep.taps("Kirim")
    asep.sees("sudah masuk")
    need = the_need(town)
    assert (need.kind, need.detail, need.text, need.place) == ("drain", None, "selokan ambrol", "belakang pos")
    assert need.name_shown_to is Audience.neighbours


def test_danger_first_shows_whom_to_call_and_then_reaches_every_organiser(town: Town) -> None:
    rt_three(town)
    budi = neighbour(town, "Pak Budi", role=Role.chair)
    asep = neighbour(town, "Asep")
    asep.says("tiang listrik mau roboh")
    asep.sees("Soal lampu jalan?")
    asep.taps("Betul")
    asep.sees("Di sebelah mana?")
    asep.taps("Kirim lokasi", location=(-7.55, 110.83))
    asep.sees("Sudah pas?")
    asep.taps("Berbahaya sekarang")
    review = asep.sees("Kalau ada bahaya, telepon dulu: 112")
    assert review.says("⚠️ Berbahaya sekarang")
    asep.taps("Kirim")
    asep.sees("Pengurus langsung dikabari")
    alarm = budi.sees("Berbahaya sekarang, RT 03")
    assert alarm.says("“tiang listrik mau roboh”")
    assert alarm.says("Dari Asep")
    assert the_need(town).danger
    town.neighbourhood.waits_for(lambda: town.neighbourhood.sent("sendLocation"), "the point on the map")


def test_danger_without_organisers_is_honest(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    asep.says("tiang listrik mau roboh")
    asep.sees("Soal lampu jalan?")
    asep.taps("Betul")
    asep.sees("Di sebelah mana?")
    asep.taps("Masjid")
    asep.sees("Sudah pas?")
    asep.taps("Berbahaya sekarang")
    asep.sees("telepon dulu")
    asep.taps("Tidak berbahaya")
    asep.sees("Tanda bahaya sudah dilepas")
    asep.taps("Berbahaya sekarang")
    asep.sees("telepon dulu")
    asep.taps("Kirim")
    asep.sees("Belum ada pengurus yang bisa dikabari lewat sini. Kalau gawat, telepon 112")


def test_what_does_not_fit_is_kept_and_the_question_stays(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    asep.taps("Sampaikan usul")
    asep.sees("Ada apa")
    asep.sends_sticker("👍")
    asep.sees("Maaf, belum paham")
    asep.taps("Lampu jalan")
    asep.sees("Lampunya kenapa?")
    asep.says("👍👍")
    asep.sees("Tolong tulis dengan kata-kata")
    asep.says("x" * 1_001)
    asep.sees("Paling banyak 1000 huruf")
    asep.taps("Pakai awalnya saja")
    asep.sees("Di sebelah mana?")
    asep.sends_photo()
    asep.sees("Kirimannya sudah disimpan")
    asep.taps("Masjid")
    assert asep.sees("Sudah pas?").says("📷 foto")


def test_the_power_goes_and_nothing_is_lost(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    asep.taps("Sampaikan usul")
    asep.sees("Ada apa")
    asep.taps("Lampu jalan")
    asep.sees("Lampunya kenapa?")
    town.restart()
    asep.taps("Mati")
    asep.sees("Di sebelah mana?")
    town.restart()
    asep.taps("Masjid")
    asep.sees("Sudah pas?")
    asep.taps("Kirim")
    asep.sees("No. 1 sudah masuk")


def test_sending_twice_is_sending_once(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    review = sends_need(asep)
    asep.taps_old(review, "Kirim")
    assert asep.toast() == "Tombol ini sudah tidak berlaku 🙏"
    sends_need(asep)
    assert [need.number for need in needs_in(town)] == [1, 2]


def test_coming_back_to_a_draft_that_waits(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    asep.taps("Sampaikan usul")
    asep.sees("Ada apa")
    asep.taps("Lampu jalan")
    asep.sees("Lampunya kenapa?")
    asep.taps("Nanti saja")
    asep.sees("Baik, usulan disimpan dulu")
    asep.taps("Sampaikan usul")
    asep.sees("Tadi usulan belum selesai. Mau diteruskan?")
    asep.taps("Teruskan")
    asep.sees("Lampunya kenapa?")
