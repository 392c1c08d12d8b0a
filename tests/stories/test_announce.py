"""Organisers speak to everyone: one step for the common case, and a way out of every slip."""

import pytest

from playground.driver import Group, Neighbour
from storage.people import Role
from tests.stories.rt_three import group_of_rt_three, has_told_of_lamps, neighbour
from tests.stories.test_groups import a_minute_later
from tests.stories.town import Town

TEXT = "*Kerja bakti* di pos ronda, bawa cangkul & karung. Trims 🙏"


@pytest.fixture
def group(town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour) -> Group:
    return group_of_rt_three(town, chair, tini, asep)


def pastes(one: Neighbour, text: str = TEXT) -> None:
    one.says("/umumkan")
    one.sees("Tulis atau tempel pengumumannya")
    one.says(text)
    one.sees("Warga akan melihat begini")


def test_he_pastes_looks_and_sends(chair: Neighbour, group: Group, tini: Neighbour, asep: Neighbour) -> None:
    pastes(chair)
    preview = chair.sees("Kerja bakti di pos ronda, bawa cangkul & karung. Trims 🙏")
    assert "Ke: 2 warga langsung + grup Warga RT 03 · sekarang" in preview.text
    assert preview.labels == ["✅ Kirim", "Ubah penerima", "Ubah waktu", "💬 Teruskan ke WA", "Nanti saja"]
    chair.taps("Kirim")
    chair.sees("Terkirim: grup ✓, 2 dari 2 warga.")
    assert chair.taps_count == 1
    for one in (tini, asep):
        heard = one.sees("📢 Pengurus RT 03\nKerja bakti di pos ronda", in_=one)
        assert heard.labels == ["Jangan kirim pengumuman"]
    chair.sees("Kerja bakti di pos ronda", in_=group)


def test_a_resident_does_not_speak_to_all(tini: Neighbour) -> None:
    tini.says("/umumkan")
    tini.sees("Pengumuman dikirim oleh pengurus")


def test_who_gets_it_has_changed_meanwhile(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    pastes(chair)
    asep = neighbour(town, "Asep")
    chair.taps("Kirim")
    again = chair.sees("Penerimanya baru saja berubah")
    assert "Ke: 2 warga langsung" in again.text
    asep.does_not_see("Kerja bakti", seconds=0.2)
    chair.taps("Kirim")
    chair.sees("2 dari 2 warga")
    tini.sees("Kerja bakti")


def test_photos_are_shown_as_they_will_arrive(chair: Neighbour, tini: Neighbour) -> None:
    chair.says("/umumkan")
    chair.sees("Tulis atau tempel")
    chair.sends_photo()
    chair.sees("Mau ditambah tulisan?")
    chair.says("Selokan sudah bersih")
    chair.sees("Selokan sudah bersih")
    chair.sees("seperti di atas")
    chair.taps("Kirim")
    seen = tini.sees("Selokan sudah bersih")
    assert seen.view["photo"]
    assert seen.labels == ["Jangan kirim pengumuman"]


def test_an_album_with_words_arrives_whole_and_is_taken_back_whole(
    town: Town, chair: Neighbour, tini: Neighbour
) -> None:
    chair.says("/umumkan")
    chair.sees("Tulis atau tempel")
    chair.sends_album(3, caption="Foto kerja bakti kemarin")
    chair.sees("Lihat dulu hasilnya?")
    chair.taps("Lihat")
    chair.sees("seperti di atas")
    chair.taps("Kirim")
    chair.sees("1 dari 1 warga")
    assert tini.sees("Foto kerja bakti kemarin").labels == ["Jangan kirim pengumuman"]
    (album,) = [one for one in town.neighbourhood.sent("sendMediaGroup") if one["chat_id"] == tini.id]
    assert len(album["params"]["media"]) == 3
    chair.taps("Tarik")
    chair.sees("Tarik pengumuman ini dari HP warga?")
    chair.taps("Ya, tarik")
    chair.sees("Pengumuman ditarik")
    gone = town.neighbourhood.waits_for(lambda: town.neighbourhood.sent("deleteMessages"), "the recall")
    assert gone[0]["chat_id"] == tini.id


def test_a_file_and_a_place_go_along(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    chair.says("/umumkan")
    chair.sees("Tulis atau tempel")
    chair.sends_document("jadwal.pdf", b"%PDF-1.4", caption="Jadwal ronda Desember")
    chair.sees("seperti di atas")
    chair.sends_location(-7.55, 110.83)
    chair.sees("seperti di atas")
    chair.taps("Kirim")
    assert tini.sees("Jadwal ronda Desember").view["document"]
    assert any(one["chat_id"] == tini.id for one in town.neighbourhood.sent("sendLocation"))


def test_a_sticker_is_no_announcement(chair: Neighbour, tini: Neighbour) -> None:
    chair.says("/umumkan")
    chair.sees("Tulis atau tempel")
    chair.sends_sticker("👍")
    chair.sees("Yang ini belum bisa dikirim")
    chair.says("Besok ada posyandu")
    chair.sees("Warga akan melihat begini")


def test_only_organisers_or_those_of_one_need_hear_it(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    rina = neighbour(town, "Bu Rina", role=Role.organiser)
    has_told_of_lamps(town, tini, 1)
    pastes(chair, "Rapat pengurus nanti malam")
    chair.taps("Ubah penerima")
    chair.sees("Dikirim ke siapa?")
    chair.taps("Pengurus saja")
    assert "Ke: 1 pengurus" in chair.sees("Warga akan melihat begini").text
    chair.taps("Ubah penerima")
    chair.taps("Yang ikut satu usulan")
    chair.sees("Usulan yang mana?")
    chair.says("No. 9")
    chair.sees("Nomor itu belum ada")
    chair.taps("1 Lampu")
    assert "Ke: 1 warga yang ikut No. 1" in chair.sees("Warga akan melihat begini").text
    chair.taps("Kirim")
    tini.sees("Rapat pengurus")
    rina.does_not_see("Rapat pengurus", seconds=0.2)
    asep.does_not_see("Rapat pengurus", seconds=0.1)


def test_urgent_is_the_chairs_alone_and_not_often(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    rina = neighbour(town, "Bu Rina", role=Role.organiser)
    pastes(rina, "Banjir di Gang Melati")
    rina.taps("Ubah waktu")
    rina.taps("Mendesak")
    assert "hanya dikirim Ketua RT" in (rina.toast() or "")
    for _ in range(2):
        pastes(chair, "Banjir di Gang Melati")
        chair.taps("Ubah waktu")
        chair.taps("Mendesak")
        chair.sees("Mendesak, dari Ketua RT 03")
        chair.taps("Kirim")
        tini.sees("Mendesak, dari Ketua RT 03")
    pastes(chair, "Banjir lagi")
    chair.taps("Ubah waktu")
    chair.taps("Mendesak")
    assert "Sudah 2 kali mendesak" in (chair.toast() or "")


def test_later_and_again_every_week(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    pastes(chair, "Jimpitan malam ini")
    chair.taps("Ubah waktu")
    chair.taps("Berulang")
    chair.taps("Setiap minggu")
    chair.sees("Setiap hari apa?")
    chair.taps("Mulai sekarang, tiap")
    chair.taps("3 bulan")
    chair.sees("sekarang, tiap hari")
    chair.taps("Ubah waktu")
    chair.taps("Besok 06.00")
    chair.sees("pukul 06.00 WIB, tiap hari")
    chair.taps("Kirim")
    card = chair.sees("🕘 Dikirim")
    assert "Kirim sekarang" in card.labels
    tini.does_not_see("Jimpitan", seconds=0.2)
    chair.taps("Kirim sekarang")
    chair.sees("Kirim sekarang juga?")
    chair.taps("Ya, kirim sekarang")
    chair.sees("1 dari 1 warga")
    tini.sees("Jimpitan malam ini")


def test_corrected_where_it_is_read_already(chair: Neighbour, tini: Neighbour) -> None:
    pastes(chair, "Rapat jam 7")
    chair.taps("Kirim")
    tini.sees("Rapat jam 7")
    chair.sees("1 dari 1 warga")
    chair.taps("Ralat")
    chair.sees("Tulis yang benar")
    chair.says("Rapat jam *8*")
    chair.sees("Jadinya begini")
    chair.taps("Ganti semua")
    chair.sees("Sudah diralat")
    assert "✏️ Diralat" in tini.sees("Rapat jam 8").text
    tini.does_not_see("Rapat jam 7", seconds=0.1)


def test_who_cannot_be_reached_is_told_and_tried_again(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    asep.deletes_account()
    pastes(chair, "Air mati sampai jam 5")
    chair.taps("Kirim")
    chair.sees("1 dari 2 warga")


def test_what_was_announced_is_found_again(chair: Neighbour, tini: Neighbour) -> None:
    chair.says("/umumkan")
    chair.taps("Yang sudah ada")
    chair.sees("Belum ada pengumuman")
    pastes(chair, "Iuran bulan ini Rp 10.000")
    chair.taps("Kirim")
    chair.sees("1 dari 1 warga")
    chair.says("/umumkan")
    chair.taps("Yang sudah ada")
    chair.taps("Iuran bulan ini")
    chair.sees("Pengumuman sudah dikirim")
    chair.taps("Lihat")
    chair.sees("Iuran bulan ini Rp 10.000")


def test_in_the_group_an_organiser_is_led_to_the_private_chat_and_others_hear_nothing(
    town: Town, chair: Neighbour, tini: Neighbour, group: Group
) -> None:
    tini.says("/umumkan", in_=group)
    tini.does_not_see("obrolan pribadi", in_=group)
    chair.says("/umumkan", in_=group)
    line = chair.sees("Pengumumannya ditulis di obrolan pribadi", in_=group)
    assert line.labels == ["📢 Pengumuman"]
    tini.starts("rt-7kq2mxab-umumkan")
    tini.sees("Pengumuman dikirim oleh pengurus")
    chair.starts("rt-7kq2mxab-umumkan")
    chair.sees("Tulis atau tempel pengumumannya")
    a_minute_later(town, group, line)


def test_who_speaks_for_the_group_itself_is_shown_the_button_too(chair: Neighbour, group: Group) -> None:
    chair.says("/umumkan", in_=group, anonymous=True)
    assert chair.sees("Pengumumannya ditulis di obrolan pribadi", in_=group).labels == ["📢 Pengumuman"]
