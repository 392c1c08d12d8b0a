"""Telling a need, as Bu Tini, Asep, Siti and Pak Budi do it."""

import pytest
from sqlmodel import select

from storage.needs import Audience, Houses, Media, MediaKind, Need
from storage.people import Consent, ConsentPurpose, Role
from tests.stories.rt_three import CODE, needs_in, neighbour, rt_three, sends_need
from tests.stories.town import Town


def the_need(town: Town) -> Need:
    (found,) = needs_in(town)
    return found


def test_bu_tini_speaks_out_of_the_blue(town: Town) -> None:
    rt_three(town)
    tini = neighbour(town, "Bu Tini")
    tini.sends_voice(seconds=21)
    tini.sees("Suaranya sudah diterima 🎤 Ini soal apa?")
    tini.taps("Selokan")
    tini.sees("Di sebelah mana?")
    assert {"Sekitar rumah saya", "📍 Kirim lokasi", "Pos ronda", "Masjid"} <= set(tini.buttons())
    tini.taps("Sekitar rumah saya")
    review = tini.sees("Sudah pas?")
    assert review.says("💧 Selokan")
    assert review.says("🎤 0:21")
    assert review.says("📍 Sekitar rumah, RT 03")
    assert review.says("🙈 Nama hanya dilihat pengurus")
    tini.taps("Kirim")
    tini.sees("Terima kasih, Bu Tini 🙏 Usulan No. 1 sudah masuk. Pengurus RT 03 membacanya, biasanya dalam 3 hari.")
    assert "📝 Sampaikan usul" in tini.buttons()
    assert (tini.taps_count, tini.words_typed) == (4, 0)
    tini.sees("Kira-kira ini untuk berapa rumah?")
    tini.taps("Satu gang")
    tini.sees("Untuk: Satu gang ✓")
    need = the_need(town)
    assert (need.kind, need.near_home, need.houses) == ("drain", True, Houses.lane)
    assert need.name_shown_to is Audience.organisers
    with town.session() as session:
        voice = session.exec(select(Media)).one()
        assert (voice.kind, voice.seconds, voice.need_id) == (MediaKind.voice, 21, need.id)


def test_a_returning_resident_needs_six_taps_and_no_word(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    sends_need(asep, "Lampu jalan", "Mati")
    assert asep.taps_count <= 6
    assert asep.words_typed == 0
    assert the_need(town).detail == "dead"


def test_a_newcomer_from_the_link_needs_nine_taps_and_no_word(town: Town) -> None:
    rt_three(town)
    asep = town.person("Asep")
    asep.starts(f"rt-{CODE}")
    asep.sees("Selamat datang")
    asep.taps("Setuju")
    asep.sees("Enaknya dipanggil siapa?")
    asep.taps("Asep saja")
    asep.sees("Asep")
    asep.taps("Sampaikan usul")
    asep.sees("Ada apa di lingkungan kita?")
    asep.taps("Lampu jalan")
    asep.sees("Lampunya kenapa?")
    asep.taps("Mati")
    asep.sees("Di sebelah mana?")
    asep.taps("Kirim lokasi", location=(-7.5561, 110.8316))
    asep.sees("Sudah pas?")
    asep.taps("Kirim")
    asep.sees("Usulan No. 1 sudah masuk")
    assert asep.taps_count <= 9
    assert asep.words_typed == 0
    need = the_need(town)
    assert need.latitude == pytest.approx(-7.5561, abs=1e-4)
    assert need.longitude == pytest.approx(110.8316, abs=1e-4)


def test_a_sentence_is_guessed_and_the_guess_is_asked(town: Town) -> None:
    rt_three(town)
    tini = neighbour(town, "Bu Tini")
    tini.says("kalenan ngajeng griya mampet")
    tini.sees("Soal selokan?")
    tini.taps("Betul")
    tini.sees("Di sebelah mana?")
    tini.says("depan warung Bu Sri")
    review = tini.sees("Sudah pas?")
    assert review.says("“kalenan ngajeng griya mampet”")
    assert review.says("📍 depan warung Bu Sri")
    tini.taps("Kirim")
    tini.sees("No. 1 sudah masuk")
    assert the_need(town).text == "kalenan ngajeng griya mampet"


def test_a_wrong_guess_is_put_right_and_a_second_sentence_is_added(town: Town) -> None:
    rt_three(town)
    tini = neighbour(town, "Bu Tini")
    tini.says("airnya meluap terus")
    tini.sees("Soal")
    tini.taps("Bukan")
    tini.sees("Ini soal apa?")
    tini.says("apa lagi malam hari")
    tini.sees("Soal")
    tini.taps("Bukan")
    tini.sees("Ini soal apa?")
    tini.taps("Banjir")
    tini.sees("Di sebelah mana?")
    tini.taps("Gang Melati")
    tini.sees("Sudah pas?")
    tini.taps("Kirim")
    tini.sees("sudah masuk")
    need = the_need(town)
    assert (need.kind, need.text, need.landmark) == ("flood", "airnya meluap terus\napa lagi malam hari", "Gang Melati")


def test_a_place_out_of_the_blue_is_not_asked_again(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    asep.sends_venue(-7.55, 110.83, "Warung Bu Sri")
    asep.sees("Tempatnya sudah diterima 📍 Ini soal apa?")
    asep.taps("Jalan/gang")
    asep.sees("Jalannya kenapa?")
    asep.taps("Berlubang")
    assert asep.sees("Sudah pas?").says("📍 Warung Bu Sri")


def test_a_photo_is_asked_its_kind_and_later_who_may_see_it(town: Town) -> None:
    rt_three(town)
    tini = neighbour(town, "Bu Tini")
    tini.sends_photo()
    tini.sees("Fotonya sudah diterima 📷 Ini soal apa?")
    tini.taps("Sampah")
    tini.sees("Di sebelah mana?")
    tini.taps("Masjid")
    assert tini.sees("Sudah pas?").says("📷 foto")
    tini.taps("Kirim")
    tini.sees("sudah masuk")
    tini.sees("Foto usulan ini boleh dilihat tetangga?")
    assert the_need(town).photos_shown_to is Audience.organisers
    tini.taps("Boleh dilihat tetangga")
    tini.sees("boleh dilihat tetangga ✓")
    assert the_need(town).photos_shown_to is Audience.neighbours
    with town.session() as session:
        consent = session.exec(select(Consent).where(Consent.purpose == ConsentPurpose.photos)).one()
        assert (consent.version, consent.language, len(consent.text_hash)) == (1, "id", 64)


def test_photos_for_organisers_alone_are_no_consent(town: Town) -> None:
    rt_three(town)
    tini = neighbour(town, "Bu Tini")
    tini.sends_photo(caption="got mampet")
    tini.sees("Soal selokan?")
    tini.taps("Betul")
    tini.sees("Di sebelah mana?")
    tini.taps("Masjid")
    tini.sees("Sudah pas?")
    tini.taps("Kirim")
    tini.sees("boleh dilihat tetangga?")
    tini.taps("Pengurus saja")
    tini.sees("hanya dilihat pengurus ✓")
    with town.session() as session:
        assert session.exec(select(Consent).where(Consent.purpose == ConsentPurpose.photos)).all() == []


def test_an_album_is_answered_once_and_all_of_it_is_kept(town: Town) -> None:
    rt_three(town)
    tini = neighbour(town, "Bu Tini")
    tini.taps("Sampaikan usul")
    tini.sees("Ada apa")
    tini.sends_album(3, gap=0.2)
    tini.sees("Fotonya sudah diterima")
    tini.does_not_see("sudah disimpan")
    tini.taps("Sampah")
    tini.sees("Di sebelah mana?")
    tini.taps("Masjid")
    tini.sees("Sudah pas?")
    tini.taps("Kirim")
    tini.sees("sudah masuk")
    with town.session() as session:
        assert len(session.exec(select(Media).where(Media.need_id == the_need(town).id)).all()) == 3


def test_siti_speaks_for_mbah_karto(town: Town) -> None:
    rt_three(town)
    siti = neighbour(town, "Bu Siti", role=Role.organiser)
    siti.taps("Sampaikan usul")
    siti.sees("Ada apa")
    siti.taps("Mewakili tetangga")
    siti.sees("Mewakili siapa?")
    siti.says("Mbah Karto")
    siti.sees("Sudah minta izin Mbah Karto?")
    siti.taps("Sudah, beliau setuju")
    siti.sees("Ada apa")
    siti.taps("Air bersih")
    siti.sees("Airnya kenapa?")
    siti.taps("Keruh")
    siti.sees("Di sebelah mana?")
    siti.taps("Sekitar rumah beliau")
    assert siti.sees("Sudah pas?").says("👥 Mbah Karto, disampaikan Bu Siti")
    siti.taps("Kirim")
    siti.sees("Untuk Mbah Karto: “No. 1 RT 03”.")
    siti.taps("Rumah beliau")
    siti.sees("Untuk: Rumah beliau")
    assert the_need(town).on_behalf_of == "Mbah Karto"


def test_a_new_idea_is_told_in_words_and_further_kinds_are_one_tap_away(town: Town) -> None:
    rt_three(town)
    budi = neighbour(town, "Pak Budi", role=Role.chair)
    budi.taps("Sampaikan usul")
    budi.sees("Ada apa")
    budi.taps("Lainnya…")
    budi.sees("Ini soal apa?")
    assert "🌉 Jembatan" in budi.buttons()
    budi.taps("Kembali")
    budi.sees("Ada apa")
    budi.taps("Usul baru")
    budi.sees("Usul barunya apa?")
    budi.says("lomba menggambar untuk anak-anak")
    budi.sees("Di sebelah mana?")
    budi.sends_voice(seconds=3)
    assert budi.sees("Sudah pas?").says("📍 Disebut lewat suara")
    budi.taps("Kirim")
    budi.sees("sudah masuk")
    assert the_need(town).kind == "idea"


def test_english_from_beginning_to_end(town: Town) -> None:
    rt_three(town)
    emma = neighbour(town, "Emma", language="en")
    emma.says("the street light is dark")
    emma.sees("Is it about this: street lamp?")
    emma.taps("Yes")
    emma.sees("Where is it?")
    emma.taps("Near my house")
    emma.sees("Is this right?")
    emma.taps("Send")
    emma.sees("Thank you, Emma 🙏 Need No. 1 has arrived.")
