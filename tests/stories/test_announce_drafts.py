"""The draft of an announcement: filled from an example, changed at the last look, left and taken up again."""

from playground.driver import Neighbour
from storage import people
from storage.communities import Community, CommunityKind
from storage.people import Membership, Role
from tests.stories.rt_three import neighbour, person_of
from tests.stories.test_announce import pastes
from tests.stories.town import Town


def test_an_example_is_filled_in_by_taps(chair: Neighbour, tini: Neighbour) -> None:
    chair.says("/umumkan")
    chair.taps("Pakai contoh")
    chair.taps("Kerja bakti")
    chair.sees("Hari apa?")
    chair.taps("Besok")
    chair.sees("Jam berapa?")
    chair.taps("07.00")
    chair.sees("Kumpul di mana?")
    chair.taps("Pos ronda")
    chair.sees("Apa yang dirapikan?")
    chair.says("selokan Gang Melati")
    chair.sees("Warga membawa apa?")
    chair.taps("Lewati")
    preview = chair.sees("Warga akan melihat begini")
    assert "selokan Gang Melati" in preview.text
    assert "Pos ronda" in preview.text
    chair.taps("Kirim")
    tini.sees("selokan Gang Melati")
    assert chair.words_typed == 3


def test_what_is_left_blank_is_not_sent(chair: Neighbour, tini: Neighbour) -> None:
    pastes(chair, "Halo {nama}, rapat jam ____ di balai")
    assert "Halo Pak Budi" in chair.sees("Warga akan melihat").text
    chair.taps("Kirim")
    chair.sees("Masih ada yang belum diisi: jam: …")
    tini.does_not_see("rapat", seconds=0.1)
    chair.says("Halo {nama}, rapat jam 8 di balai")
    chair.sees("Ganti isi pengumuman dengan ini?")
    chair.taps("Ya, ganti isinya")
    chair.sees("rapat jam 8")
    chair.taps("Kirim")
    tini.sees("Halo Bu Tini, rapat jam 8 di balai")


def test_what_he_pastes_out_of_the_blue_may_be_for_everyone(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    chair.says("*Kerja bakti* hari Minggu jam 7, kumpul di pos ronda")
    chair.sees("Mau dijadikan apa?")
    chair.taps("Pengumuman")
    chair.sees("Warga akan melihat begini")
    chair.taps("Kirim")
    tini.sees("Kerja bakti hari Minggu jam 7")
    assert "<b>Kerja bakti</b>" in town.neighbourhood.sent("sendMessage")[-1]["params"]["text"]


def test_or_a_need_of_his_own(chair: Neighbour) -> None:
    chair.says("Besok sampah belum tentu diangkut, sudah menumpuk")
    chair.sees("Mau dijadikan apa?")
    chair.taps("Usulan")
    chair.sees("Soal sampah?")


def test_who_is_no_organiser_any_more_is_not_locked_in_his_draft(town: Town, tini: Neighbour) -> None:
    rina = neighbour(town, "Bu Rina", role=Role.organiser)
    pastes(rina)
    with town.writing() as session:
        member = people.membership_of(session, person_of(session, rina).id, person_of(session, rina).community_id or 0)
        assert member is not None
        member.role = Role.resident
    rina.taps("Kirim")
    rina.says("Selokan di depan rumah mampet")
    rina.sees("Soal selokan?")
    tini.does_not_see("Kerja bakti", seconds=0.1)


def test_some_of_the_rts_are_named(town: Town, rt: int, chair: Neighbour, tini: Neighbour) -> None:
    with town.writing() as session:
        rw = Community(
            kind=CommunityKind.rw, code="rw5k", name="RW 05", quiet_hours=[], chair_confirmed_at=town.now(),
            created_at=town.now(),
        )  # fmt: skip
        session.add(rw)
        session.flush()
        session.get_one(Community, rt).parent_id = rw.id
        him = person_of(session, chair)
        session.add(Membership(person_id=him.id, community_id=rw.id, role=Role.chair, joined_at=town.now()))
        him.community_id = rw.id
    pastes(chair, "Rapat RW malam ini")
    chair.taps("Ubah penerima")
    chair.taps("Sebagian RT")
    assert "RT 03" in chair.sees("RT mana saja?").labels
    chair.taps("RT 03")
    chair.taps("Sudah, ini saja")
    assert "Ke: 1 warga RT 03" in chair.sees("Warga akan melihat").text
    chair.taps("Kirim")
    tini.sees("📢 Pengurus RW 05")


def test_a_word_at_the_last_look_replaces_nothing_unasked(chair: Neighbour, tini: Neighbour) -> None:
    pastes(chair, "Kerja bakti, bawa cangkul")
    chair.says("ya kirim")
    chair.sees("Ganti isi pengumuman dengan ini?")
    chair.taps("Tetap yang tadi")
    assert "bawa cangkul" in chair.sees("Warga akan melihat").text
    chair.taps("Kirim")
    tini.sees("bawa cangkul")


def test_what_is_sent_is_what_was_shown_also_of_photos_that_come_one_by_one(
    town: Town, chair: Neighbour, tini: Neighbour
) -> None:
    pastes(chair, "Foto kerja bakti kemarin")
    chair.sends_album(3)
    chair.sees("Lihat dulu hasilnya?")
    chair.taps("Lihat")
    chair.sees("seperti di atas")
    shown = [one for one in town.neighbourhood.sent("sendMediaGroup") if one["chat_id"] == chair.id]
    assert [len(one["params"]["media"]) for one in shown] == [3]
    chair.taps("Ubah waktu")
    chair.taps("Sekarang")
    chair.sees("seperti di atas")
    assert len([one for one in town.neighbourhood.sent("sendMediaGroup") if one["chat_id"] == chair.id]) == 1
    chair.taps("Kirim")
    tini.sees("Foto kerja bakti kemarin")
    (album,) = [one for one in town.neighbourhood.sent("sendMediaGroup") if one["chat_id"] == tini.id]
    assert len(album["params"]["media"]) == 3


def test_when_is_said_in_words(chair: Neighbour, tini: Neighbour) -> None:
    pastes(chair, "Jimpitan dimulai lagi")
    chair.taps("Ubah waktu")
    chair.says("entahlah nanti")
    chair.sees("Belum terbaca")
    chair.says("besok jam 7 pagi")
    chair.sees("pukul 07.00 WIB")
    chair.taps("Kirim")
    chair.sees("🕘 Dikirim")


def test_back_in_an_example_leads_to_the_question_before(chair: Neighbour, tini: Neighbour) -> None:
    chair.says("/umumkan")
    chair.taps("Pakai contoh")
    chair.taps("Kerja bakti")
    chair.taps("Besok")
    chair.sees("Jam berapa?")
    chair.taps("07.00")
    chair.sees("Kumpul di mana?")
    chair.taps("Kembali")
    chair.sees("Jam berapa?")
    chair.taps("08.00")
    chair.taps("Pos ronda")
    chair.sees("Apa yang dirapikan?")
    chair.taps("Lewati")
    chair.sees("Warga membawa apa?")
    chair.taps("Kembali")
    chair.sees("Apa yang dirapikan?")
    for question in ("Kumpul di mana?", "Jam berapa?", "Hari apa?", "Contoh yang mana?"):
        chair.taps("Kembali")
        chair.sees(question)


def test_what_is_off_is_tapped(chair: Neighbour, tini: Neighbour) -> None:
    chair.says("/umumkan")
    chair.taps("Pakai contoh")
    chair.taps("Air/listrik mati")
    assert chair.sees("Apa yang mati?").labels[:2] == ["💧 Air", "💡 Listrik"]
    chair.taps("Listrik")
    chair.sees("listrik ✓")
    chair.taps("Besok")
    chair.taps("09.00")
    chair.taps("Sudah cukup")
    chair.sees("Kabar listrik")
    chair.taps("Kirim")
    tini.sees("listrik mati hari")


def test_under_a_death_the_way_out_reads_gently(chair: Neighbour, tini: Neighbour) -> None:
    chair.says("/umumkan")
    chair.taps("Pakai contoh")
    chair.taps("Berita duka")
    chair.says("Bapak Suparno, Gang Melati No. 5")
    chair.taps("Sudah cukup")
    chair.taps("Kirim")
    assert tini.sees("Telah berpulang Bapak Suparno").labels == ["Pengumuman tidak usah dulu"]
    tini.taps("tidak usah dulu")
    tini.sees("tidak dikirim lagi ke sini")


def test_words_below_a_photo_at_the_last_look_replace_nothing_unasked(chair: Neighbour, tini: Neighbour) -> None:
    pastes(chair, "Kerja bakti, bawa cangkul")
    chair.sends_photo(caption="ini posnya")
    assert "ini posnya" in chair.sees("Ganti isi pengumuman dengan ini?").text
    chair.taps("Tetap yang tadi")
    chair.sees("seperti di atas")
    chair.taps("Kirim")
    assert tini.sees("bawa cangkul").view["photo"]
    tini.does_not_see("ini posnya", seconds=0.1)


def test_nor_do_words_below_several_photos(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    pastes(chair, "Kerja bakti, bawa cangkul")
    chair.sends_album(3, caption="Foto minggu lalu")
    chair.sees("Ganti isi pengumuman dengan ini?")
    chair.taps("Ya, ganti isinya")
    chair.sees("seperti di atas")
    chair.taps("Kirim")
    tini.sees("Foto minggu lalu")
    (album,) = [one for one in town.neighbourhood.sent("sendMediaGroup") if one["chat_id"] == tini.id]
    assert len(album["params"]["media"]) == 3


def test_a_day_next_month_is_found_in_the_calendar(chair: Neighbour, tini: Neighbour) -> None:
    pastes(chair, "Rapat akhir bulan")
    chair.taps("Ubah waktu")
    chair.taps("Tanggal lain")
    chair.taps("Tanggal lain")
    chair.taps("›")
    chair.taps("17")
    chair.sees("Jam berapa?")
    chair.taps("19.30")
    assert ", 17 " in chair.sees("pukul 19.30 WIB").text
