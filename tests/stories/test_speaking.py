"""Speaking for neighbours who have no Telegram, and what becomes of it when they join: told by those who were there."""

import pytest

from community import claims
from playground.driver import Neighbour, Seen
from storage.people import Role
from tests.stories.first_steps import AGREE, group_with_bot, joins, link_in, placed_by_chair, role_of
from tests.stories.rt_three import needs_in, neighbour, person_of, the_need
from tests.stories.telling import LAST_LOOK, WHAT, WHERE, is_asked_what
from tests.stories.town import Town

WHOM = "Mewakili siapa?"
THEIR_HOME = "Sekitar rumah beliau"


@pytest.fixture
def kader(town: Town, rt: int) -> Neighbour:
    return neighbour(town, "Bu Siti", role=Role.cadre)


def is_for(person: Neighbour, name: str) -> None:
    person.sees(WHOM)
    person.says(name)
    person.sees(f"Sudah minta izin {name}?")
    person.taps("Sudah, beliau setuju")


def tells_of_the_water(person: Neighbour, *, differs: bool = False) -> Seen:
    """Her last look at it; before, she `differs` from what somebody else has told."""
    person.sees(WHAT)
    person.taps("Air bersih")
    person.sees("Airnya kenapa?")
    person.taps("Keruh")
    person.sees(WHERE)
    person.taps(THEIR_HOME)
    if differs:
        person.sees("Mirip ini?")
        person.taps("Beda")
    return person.sees(LAST_LOOK)


def speaks_for(person: Neighbour, name: str, *, differs: bool = False) -> None:
    """Of murky water, from the beginning."""
    is_asked_what(person)
    person.taps("Mewakili tetangga")
    is_for(person, name)
    tells_of_the_water(person, differs=differs)
    person.taps("Kirim")
    person.sees(f"Untuk {name}: “No.")
    person.sees("Ada lagi yang mau dititipkan?")


def test_bu_siti_speaks_for_three_neighbours(town: Town, kader: Neighbour) -> None:
    is_asked_what(kader)
    kader.taps("Mewakili tetangga")
    is_for(kader, "Mbah Karto")
    assert tells_of_the_water(kader).says("👥 Mbah Karto, disampaikan Bu Siti")
    kader.taps("Kirim")
    assert kader.sees("No. 1 sudah masuk").says("Untuk Mbah Karto: “No. 1 RT 03”.")

    kader.taps("Sama, orang lain")
    is_for(kader, "Bu Yem")
    review = kader.sees(LAST_LOOK)
    assert review.says("Air bersih · keruh")
    assert review.says("Sekitar rumah, RT 03")
    assert review.says("👥 Bu Yem, disampaikan Bu Siti")
    kader.taps("Kirim")
    kader.sees("Untuk Bu Yem: “No. 2 RT 03”.")

    kader.taps("Catat lagi")
    kader.sees(WHOM)
    kader.taps("Tanpa nama")
    kader.sees("Sudah minta izin seorang tetangga?")
    kader.taps("Sudah, beliau setuju")
    tells_of_the_water(kader)
    kader.taps("Kirim")
    kader.sees("Untuk seorang tetangga: “No. 3 RT 03”.")
    kader.taps("Selesai")
    kader.sees("Terima kasih, Bu Siti 🙏 Kira-kira No. 3 untuk berapa rumah?")

    assert kader.taps_count <= 22
    assert kader.words_typed <= 6
    told = [(need.on_behalf_of, need.kind, need.detail, need.near_home) for need in needs_in(town)]
    assert told == [(whom, "water", "murky", True) for whom in ("Mbah Karto", "Bu Yem", "")]


def test_another_name_needs_another_yes_and_illness_is_better_left_out(town: Town, kader: Neighbour) -> None:
    is_asked_what(kader)
    kader.taps("Mewakili tetangga")
    is_for(kader, "Mbah Karto")
    kader.sees(WHAT)
    kader.says("air keruh, beliau sakit ginjal")
    kader.sees("Soal air bersih?")
    kader.taps("Betul")
    kader.sees(WHERE)
    kader.taps("Masjid")
    assert kader.sees(LAST_LOOK).says("💛 Ada soal penyakit di ceritanya.")
    kader.taps("Ubah")
    kader.sees("Mana yang mau diubah?")
    kader.taps("Untuk siapa")
    kader.sees(WHOM)
    kader.says("Bu Yem")
    kader.sees("Sudah minta izin Bu Yem?")
    kader.taps("Kembali")
    assert not kader.sees(LAST_LOOK).says("💛"), "it is said once, and hinders nobody"
    kader.taps("Kirim")
    kader.sees("Sudah minta izin Bu Yem?")
    kader.taps("Sudah, beliau setuju")
    kader.sees(LAST_LOOK)
    kader.taps("Kirim")
    kader.sees("Untuk Bu Yem: “No. 1 RT 03”.")
    assert the_need(town).text == "air keruh, beliau sakit ginjal"


def test_the_sixth_of_a_day_waits_for_a_resident_and_not_for_a_kader(
    town: Town, kader: Neighbour, tini: Neighbour
) -> None:
    for person in (kader, tini):
        speaks_for(person, "Mbah Karto", differs=person is tini)
        for count in range(2, 7):
            person.taps("Sama, orang lain")
            is_for(person, f"Warga {count}")
            person.sees(LAST_LOOK)
            person.taps("Kirim")
            if count < 6 or person is kader:
                person.sees(f"Untuk Warga {count}: “No.")
    assert (tini.toast() or "").startswith("Hari ini sudah mewakili 5 tetangga")
    assert len(needs_in(town)) == 11
    town.passes(days=1, minutes=1)
    tini.taps("Kirim")
    tini.sees("Untuk Warga 6: “No. 12 RT 03”.")


def test_what_the_speaker_neighbours_and_organisers_see_of_it(
    town: Town, kader: Neighbour, tini: Neighbour, chair: Neighbour
) -> None:
    speaks_for(kader, "Mbah Karto")
    tini.says("/usulan")
    tini.sees("No. 1")
    tini.taps("1 · Air bersih")
    card = tini.sees("👥 Disampaikan lewat warga")
    assert not card.says("Siti")
    assert not card.says("Karto")
    chair.says("/usulan")
    chair.sees("No. 1")
    chair.taps("1 · Air bersih")
    assert chair.sees("👥 Mbah Karto, disampaikan Bu Siti").says("beliau setuju, kata Bu Siti")

    kader.says("/usulanku")
    assert kader.sees("Usulan saya").says("👥 Untuk Mbah Karto")
    kader.taps("1 · Air bersih")
    kader.sees("Nama hanya dilihat pengurus")
    kader.taps("Nama boleh dilihat")
    kader.sees("Nama boleh dilihat tetangga")
    tini.says("/usulan")
    tini.sees("No. 1")
    tini.taps("1 · Air bersih")
    tini.sees("👥 Disampaikan lewat Bu Siti")

    kader.taps("Tarik kembali")
    kader.sees("Mbah Karto yang minta ditarik kembali?")
    kader.taps("Bukan, biar saja")
    kader.sees("👥 Untuk Mbah Karto")
    kader.taps("Perjalanan")
    kader.sees("beliau setuju, kata yang menyampaikan")
    kader.taps("Kembali")
    kader.sees("👥 Untuk Mbah Karto")
    kader.taps("Tarik kembali")
    kader.sees("Mbah Karto yang minta")
    kader.taps("Ya, beliau yang minta")
    kader.sees("Usulan No. 1 ditarik kembali")


def says_it_is_hers(person: Neighbour) -> None:
    """By its number, which is all that she knows."""
    person.says("/usulanku")
    person.sees("Belum ada usulan")
    person.taps("Usul yang dititipkan")
    person.sees("Nomor usulannya berapa?")
    person.says("No. 1")
    assert not person.sees("Air bersih · keruh — No. 1").says("Siti")
    person.taps("Ini usul saya")


def test_bu_sri_joins_and_takes_over_what_was_told_for_her(town: Town, kader: Neighbour) -> None:
    speaks_for(kader, "Bu Sri")
    sri = neighbour(town, "Bu Sri")
    says_it_is_hers(sri)
    sri.sees("Baik, Bu Sri 🙏 Yang menyampaikan ditanya dulu.")
    kader.sees("Bu Sri bilang usulan No. 1 (air bersih) ini miliknya. Betul?")
    kader.taps("Ya, itu beliau")
    kader.sees("No. 1 sekarang dipegang beliau sendiri.")
    sri.sees("Bu Sri, usulan No. 1 sekarang dipegang sendiri")
    sri.taps("Lihat usulannya")
    assert not sri.sees("Air bersih · keruh — No. 1").says("👥")
    kader.says("/usulanku")
    kader.sees("Belum ada usulan")
    with town.session() as session:
        owner, speaker = person_of(session, sri).id, person_of(session, kader).id
    need = the_need(town)
    assert (need.reporter_id, need.spoken_by_id, need.on_behalf_of) == (owner, speaker, None)


def test_asep_is_told_no_kindly_and_the_organisers_answer_what_stays_unanswered(
    town: Town, kader: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    speaks_for(kader, "Mbah Karto")
    says_it_is_hers(asep)
    kader.sees("Asep bilang usulan No. 1")
    kader.taps("Bukan")
    kader.sees("Soal No. 1, beliau diberi tahu baik-baik.")
    refused = asep.sees("Asep, No. 1 belum bisa dipastikan")
    assert refused.says("bicara dengan pengurus")
    assert not refused.says("Siti")

    asep.taps("Ini usul saya")
    asep.sees("Yang menyampaikan ditanya dulu")
    kader.sees("Asep bilang usulan No. 1")
    town.passes(days=7, minutes=1)
    with town.writing() as session:
        assert claims.pass_on_unanswered(session, now=town.now()) == 1
    chair.sees("Asep bilang usulan No. 1 (air bersih) ini miliknya. Yang menyampaikan belum menjawab.")
    chair.taps("Bukan")
    assert asep.sees("Kalau yakin, bicara langsung dengan pengurus").says("No. 1 belum bisa dipastikan")
    kader.taps("Ya, itu beliau")
    assert kader.toast() == "Soal No. 1 sudah terjawab 🙏"
    asep.taps("Ini usul saya")
    assert asep.toast() == "No. 1 sudah ditanyakan dua kali 🙏 Bicara langsung dengan pengurus, ya."


def test_pak_budi_makes_a_kader_who_is_no_organiser(town: Town) -> None:
    budi, siti = town.person("Budi"), town.person("Siti")
    community = placed_by_chair(town, budi, group_with_bot(town, budi))
    budi.taps("➕ Ajak kader")
    link = link_in(budi.sees("Berlaku untuk satu orang"))
    siti.starts(link)
    siti.taps(AGREE)
    siti.taps("Bu Siti")
    siti.sees("Pak Budi mengajak jadi kader RT 03")
    siti.taps("Ya, saya mau")
    siti.sees("Terima kasih, Bu Siti 🙏 Sekarang kader RT 03")
    budi.sees("Bu Siti sekarang kader RT 03")
    assert role_of(town, siti, community) is Role.cadre
    siti.says("/menu")
    siti.sees("Mau apa?")
    assert not [label for label in siti.buttons() if "Meja pengurus" in label]
    asep = town.person("Asep")
    joins(asep, link, "Asep saja")
    asep.sees("Tautan ini sudah dipakai")


def test_bu_tini_says_which_house_is_hers(town: Town, tini: Neighbour) -> None:
    tini.says("/menu")
    tini.sees("Mau apa?")
    tini.taps("RT saya")
    tini.sees("Tautan untuk mengajak tetangga")
    tini.taps("Rumah saya")
    tini.sees("Nomor rumahnya berapa?")
    tini.says("depan masjid")
    tini.sees("Nomornya belum jelas")
    tini.says("No. 12 B")
    assert not tini.sees("Satu rumah dihitung satu").says("12")
    with town.engine.connect() as connection:
        marks = [row[0] for row in connection.exec_driver_sql("SELECT house_mark FROM membership")]
        drafts = [row[0] for row in connection.exec_driver_sql("SELECT draft FROM dialogue")]
    assert [len(mark) for mark in marks] == [64]
    assert not [draft for draft in drafts if "12" in draft]
    tini.says("/menu")
    tini.sees("Mau apa?")
    tini.taps("RT saya")
    tini.sees("Tautan untuk mengajak tetangga")
    tini.taps("Rumah saya")
    tini.sees("Rumahnya sudah dikenali")
    tini.taps("Hapus")
    tini.sees("Sudah dihapus ✓")
