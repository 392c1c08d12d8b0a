"""Several organisers and one announcement: each may steer it, its author hears of it, and all look at the same."""

from playground.driver import Neighbour
from tests.stories.test_announce import pastes
from tests.stories.town import Town


def opens(one: Neighbour, words: str) -> None:
    """Its card, from the list."""
    one.says("/umumkan")
    one.taps("Yang sudah ada")
    one.taps(words)


def corrects(one: Neighbour, words: str) -> None:
    one.taps("Ralat")
    one.sees("Tulis yang benar")
    one.says(words)
    one.taps("Ganti semua")
    one.sees("Sudah diralat")


def test_its_author_is_told_when_another_organiser_corrects_and_recalls_it(
    town: Town, chair: Neighbour, rina: Neighbour, tini: Neighbour
) -> None:
    pastes(rina, "Rapat <b>jam</b> 7")
    rina.taps("Kirim")
    rina.sees("2 dari 2 warga")
    opens(chair, "Rapat")
    chair.sees("Pengumuman sudah dikirim")
    corrects(chair, "Rapat jam 8")
    told = rina.sees("✏️ Pak Budi meralat pengumuman “Rapat jam 8”.")
    assert told.labels == ["Lihat"]
    rina.taps("Lihat")
    rina.sees("Dibuat Bu Rina")
    chair.taps("Tarik")
    chair.taps("Ya, tarik")
    rina.sees("🗑 Pak Budi menarik pengumuman “Rapat jam 8”.")
    tini.does_not_see("Pak Budi", seconds=0.1)


def test_nobody_is_told_what_they_have_done_themselves(town: Town, chair: Neighbour, rina: Neighbour) -> None:
    pastes(chair, "Rapat jam 7")
    chair.taps("Ubah waktu")
    chair.taps("Besok 06.00")
    chair.taps("Kirim")
    chair.sees("🕘 Dikirim")
    corrects(chair, "Rapat jam 8")
    opens(rina, "Rapat")
    rina.sees("🕘 Dikirim")
    rina.taps("Hentikan")
    rina.taps("Ya, hentikan")
    rina.sees("Pengumuman dihentikan")
    chair.sees("✕ Bu Rina menghentikan pengumuman “Rapat jam 8”.")
    for one in (chair, rina):
        one.does_not_see("meralat pengumuman", seconds=0.1)
    rina.does_not_see("menghentikan pengumuman", seconds=0.1)


def is_urgent(chair: Neighbour, words: str) -> None:
    pastes(chair, words)
    chair.taps("Ubah waktu")
    chair.taps("Mendesak")
    chair.sees("Mendesak, dari Ketua RT 03")
    chair.taps("Kirim")


def test_a_flood_is_told_also_to_who_wants_no_announcements_but_not_to_who_has_stopped_everything(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour, siti: Neighbour
) -> None:
    pastes(chair, "Iuran bulan ini")
    chair.taps("Kirim")
    tini.sees("Iuran bulan ini")
    tini.taps("Jangan kirim pengumuman")
    tini.sees("Yang mendesak, misalnya banjir, tetap dikirim.")
    for one in (asep, siti):
        one.says("/pengaturan")
        one.taps("Hentikan semua")
        one.sees("Semua kabar dihentikan, yang mendesak juga")
    siti.taps("Tetap kirim yang mendesak")
    siti.sees("kecuali yang mendesak, misalnya banjir")
    is_urgent(chair, "Banjir di Gang Melati")
    chair.sees("2 dari 2 warga")
    for one in (tini, siti):
        assert one.sees("Banjir di Gang Melati").labels == ["⚙️ Atur kabar"]
    asep.does_not_see("Banjir", seconds=0.2)
    pastes(chair, "Rapat nanti malam")
    assert "🔕 3 warga tidak mau pengumuman" in chair.sees("Warga akan melihat").text
