"""Telling a need, as Bu Tini, Asep, Siti and Pak Budi do it."""

import pytest
from sqlmodel import select

from playground.driver import Neighbour
from storage.consents import Consent, ConsentPurpose
from storage.media import Media, MediaKind
from storage.needs import Audience, Houses
from storage.people import Role
from tests.stories.first_steps import agrees_as, fingerprint, opens
from tests.stories.rt_three import CODE, neighbour, the_need
from tests.stories.telling import (
    HOME,
    LAST_LOOK,
    WHAT,
    WHERE,
    is_asked_what,
    is_asked_where,
    names_the_place,
    reports,
    reports_a_drain_with_a_photo,
    sends_it,
    tells,
)
from tests.stories.town import Town

# ── the shortest ways ──


def test_bu_tini_speaks_out_of_the_blue(town: Town, tini: Neighbour) -> None:
    tini.sends_voice(seconds=21)
    tini.sees("Suaranya sudah diterima 🎤 Ini soal apa?")
    tini.taps("Selokan")
    tini.sees(WHERE)
    assert {HOME, "📍 Kirim lokasi", "Pos ronda", "Masjid"} <= set(tini.buttons())
    review = names_the_place(tini, HOME)
    for line in ("💧 Selokan", "🎤 0:21", "📍 Sekitar rumah, RT 03", "🙈 Nama hanya dilihat pengurus"):
        assert review.says(line)
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


def test_a_returning_resident_needs_six_taps_and_no_word(town: Town, asep: Neighbour) -> None:
    reports(asep, "Lampu jalan", "Mati")
    assert asep.taps_count <= 6
    assert asep.words_typed == 0
    assert the_need(town).detail == "dead"


def test_a_newcomer_from_the_link_needs_nine_taps_and_no_word(town: Town, rt: int) -> None:
    asep = town.person("Asep")
    opens(asep, f"rt-{CODE}")
    agrees_as(asep, "Asep saja")
    asep.sees("Baik, Asep. Mau apa dulu?")
    is_asked_where(asep, "Lampu jalan", "Mati")
    asep.taps("Kirim lokasi", location=(-7.5561, 110.8316))
    asep.sees(LAST_LOOK)
    asep.taps("Kirim")
    asep.sees("Usulan No. 1 sudah masuk")
    assert asep.taps_count <= 9
    assert asep.words_typed == 0
    need = the_need(town)
    assert need.latitude == pytest.approx(-7.5561, abs=1e-4)
    assert need.longitude == pytest.approx(110.8316, abs=1e-4)


# ── in own words ──


def test_a_sentence_is_guessed_and_the_guess_is_asked(town: Town, tini: Neighbour) -> None:
    tells(tini, "kalenan ngajeng griya mampet", "selokan")
    tini.says("depan warung Bu Sri")
    review = tini.sees(LAST_LOOK)
    assert review.says("“kalenan ngajeng griya mampet”")
    assert review.says("📍 depan warung Bu Sri")
    tini.taps("Kirim")
    tini.sees("No. 1 sudah masuk")
    need = the_need(town)
    assert (need.kind, need.text, need.place) == ("drain", "kalenan ngajeng griya mampet", "depan warung Bu Sri")


def test_a_wrong_guess_is_put_right_and_a_second_sentence_is_added(town: Town, tini: Neighbour) -> None:
    for words in ("airnya meluap terus", "apa lagi malam hari"):
        tini.says(words)
        tini.sees("Soal")
        tini.taps("Bukan")
        tini.sees("Ini soal apa?")
    tini.taps("Banjir")
    tini.sees(WHERE)
    names_the_place(tini, "Gang Melati")
    sends_it(tini)
    need = the_need(town)
    assert (need.kind, need.text, need.landmark) == ("flood", "airnya meluap terus\napa lagi malam hari", "Gang Melati")


def test_a_new_idea_is_told_in_words_and_further_kinds_are_one_tap_away(town: Town, chair: Neighbour) -> None:
    is_asked_what(chair)
    chair.taps("Jenis lain…")
    chair.sees("Ini soal apa?")
    assert "🌉 Jembatan" in chair.buttons()
    chair.taps("Kembali")
    chair.sees(WHAT)
    chair.taps("Usul baru")
    chair.sees("Usul barunya apa?")
    chair.says("lomba menggambar untuk anak-anak")
    chair.sees(WHERE)
    chair.sends_voice(seconds=3)
    assert chair.sees(LAST_LOOK).says("📍 Disebut lewat suara")
    sends_it(chair)
    need = the_need(town)
    assert (need.kind, need.text) == ("idea", "lomba menggambar untuk anak-anak")


def test_english_from_beginning_to_end(town: Town, rt: int) -> None:
    emma = neighbour(town, "Emma", language="en")
    emma.says("the street light is dark")
    emma.sees("Is it about this: street lamp?")
    for label, answer in (
        ("Yes", "Where is it?"),
        ("Near my house", "Is this right?"),
        ("Send", "Thank you, Emma 🙏 Need No. 1 has arrived."),
    ):
        emma.taps(label)
        emma.sees(answer)


# ── a place, photos ──


def test_a_place_out_of_the_blue_is_not_asked_again(asep: Neighbour) -> None:
    asep.sends_venue(-7.55, 110.83, "Warung Bu Sri")
    asep.sees("Tempatnya sudah diterima 📍 Ini soal apa?")
    asep.taps("Jalan/gang")
    asep.sees("Jalannya kenapa?")
    asep.taps("Berlubang")
    assert asep.sees(LAST_LOOK).says("📍 Warung Bu Sri")


def test_a_photo_is_asked_its_kind_and_later_who_may_see_it(town: Town, tini: Neighbour) -> None:
    tini.sends_photo()
    tini.sees("Fotonya sudah diterima 📷 Ini soal apa?")
    tini.taps("Sampah")
    tini.sees(WHERE)
    assert names_the_place(tini).says("📷 foto")
    sends_it(tini)
    question = tini.sees("Foto usulan ini boleh dilihat tetangga?")
    assert the_need(town).photos_shown_to is Audience.organisers
    tini.taps("Boleh dilihat tetangga")
    tini.sees("boleh dilihat tetangga ✓")
    assert the_need(town).photos_shown_to is Audience.neighbours
    with town.session() as session:
        consent = session.exec(select(Consent).where(Consent.purpose == ConsentPurpose.photos)).one()
    assert (consent.version, consent.language, consent.text_hash) == (1, "id", fingerprint(question))


def test_photos_for_organisers_alone_are_no_consent(town: Town, tini: Neighbour) -> None:
    reports_a_drain_with_a_photo(tini)
    tini.taps("Pengurus saja")
    tini.sees("hanya dilihat pengurus ✓")
    assert the_need(town).photos_shown_to is Audience.organisers
    with town.session() as session:
        assert session.exec(select(Consent).where(Consent.purpose == ConsentPurpose.photos)).all() == []


def test_an_album_is_answered_once_and_all_of_it_is_kept(town: Town, tini: Neighbour) -> None:
    is_asked_what(tini)
    tini.sends_album(3, gap=0.2)
    tini.sees("Fotonya sudah diterima")
    tini.does_not_see("sudah disimpan")
    assert tini.screen().count("Fotonya sudah diterima") == 1
    tini.taps("Sampah")
    tini.sees(WHERE)
    names_the_place(tini)
    sends_it(tini)
    with town.session() as session:
        assert len(session.exec(select(Media).where(Media.need_id == the_need(town).id)).all()) == 3


# ── for somebody else ──


def test_siti_speaks_for_mbah_karto(town: Town, rt: int) -> None:
    siti = neighbour(town, "Bu Siti", role=Role.organiser)
    is_asked_what(siti)
    siti.taps("Mewakili tetangga")
    siti.sees("Mewakili siapa?")
    siti.says("Mbah Karto")
    siti.sees("Sudah minta izin Mbah Karto?")
    siti.taps("Sudah, beliau setuju")
    siti.sees("Ada apa")
    siti.taps("Air bersih")
    siti.sees("Airnya kenapa?")
    siti.taps("Keruh")
    siti.sees(WHERE)
    assert names_the_place(siti, "Sekitar rumah beliau").says("👥 Mbah Karto, disampaikan Bu Siti")
    siti.taps("Kirim")
    siti.sees("Untuk Mbah Karto: “No. 1 RT 03”.")
    siti.taps("Selesai")
    siti.sees("untuk berapa rumah?")
    siti.taps("Rumah beliau")
    siti.sees("Untuk: Rumah beliau")
    assert the_need(town).on_behalf_of == "Mbah Karto"
