"""Ini tidak pantas: three neighbours, an organiser's reason, one more look by somebody else."""

from playground.driver import Neighbour, Seen
from storage.people import Role
from tests.stories.first_steps import NO_LONGER
from tests.stories.rt_three import neighbour, the_need
from tests.stories.telling import WHERE, names_the_place, reports_a_drain, sends_it
from tests.stories.town import Town


def writes_of_somebody(tini: Neighbour) -> None:
    tini.says("got mampet gara-gara Pak Broto malas")
    tini.sees("Soal selokan?")
    tini.taps("Betul")
    tini.sees(WHERE)
    names_the_place(tini)
    sends_it(tini)


def taps_on_the_card(person: Neighbour, data: str) -> None:
    """A button of a need's card."""
    person.says("/menu")
    card = person.sees("Mau apa?")
    person.door.tap(person.id, person.id, card.id, data=data)


def finds_it_unfit(person: Neighbour) -> Seen:
    taps_on_the_card(person, "c.unfit.1")
    person.sees("tidak pantas dilihat warga?")
    person.taps("Ya, tidak pantas")
    return person.sees("Kalau 3 warga merasa sama")


def test_three_neighbours_hide_it_and_an_appeal_shows_it_again(
    town: Town, tini: Neighbour, asep: Neighbour, siti: Neighbour, chair: Neighbour
) -> None:
    rina = neighbour(town, "Bu Rina", role=Role.organiser)
    joni = neighbour(town, "Joni")
    writes_of_somebody(tini)
    for person in (asep, siti, joni):
        finds_it_unfit(person)
    tini.sees("Usulan No. 1 disembunyikan dulu dari tetangga")
    asep.says("/usulan")
    asep.sees("Belum ada usulan di RT 03")
    assert chair.sees("3 warga merasa usulan No. 1").says("tolong diperiksa")
    rina.sees("3 warga merasa usulan No. 1")
    rina.taps("Periksa")
    card = rina.sees("“got mampet gara-gara Pak Broto malas”")
    assert card.says("3 warga merasa ini tidak pantas")
    assert not any(card.says(name) for name in ("Asep", "Siti", "Joni"))
    rina.taps("Tetap disembunyikan")
    rina.sees("Kenapa tetap disembunyikan?")
    rina.taps("Menyebut nama orang")
    rina.sees("Yang menyampaikan dikabari")
    decided = tini.sees("Usulan No. 1 tetap disembunyikan dari tetangga")
    assert decided.says("“Menyebut nama orang”")
    tini.taps("Minta dilihat lagi")
    tini.sees("No. 1 akan dilihat lagi oleh orang lain")
    chair.sees("No. 1 (selokan) diminta dilihat sekali lagi")
    chair.taps("Periksa")
    chair.sees("3 warga merasa")
    chair.taps("Tampilkan lagi")
    chair.says("Selokannya memang mampet, namanya sudah dibicarakan")
    chair.sees("Yang menyampaikan dikabari")
    tini.sees("Usulan No. 1 sudah terlihat lagi oleh tetangga")
    asep.says("/usulan")
    asep.sees("No. 1")
    tini.says("/usulanku")
    tini.taps("1 · Selokan")
    tini.taps("Perjalanan")
    assert tini.sees("Diperiksa pengurus, tetap disembunyikan").says("Diminta dilihat lagi")


def test_of_two_organisers_one_decides_and_the_other_hears_of_it(
    town: Town, tini: Neighbour, asep: Neighbour, siti: Neighbour, chair: Neighbour
) -> None:
    rina = neighbour(town, "Bu Rina", role=Role.organiser)
    joni = neighbour(town, "Joni")
    reports_a_drain(tini)
    for person in (asep, siti, joni):
        finds_it_unfit(person)
    for organiser in (chair, rina):
        organiser.sees("3 warga merasa usulan No. 1")
        organiser.taps("Periksa")
        organiser.sees("3 warga merasa ini")
        organiser.taps("Tampilkan lagi" if organiser is chair else "Tetap disembunyikan")
        organiser.sees("Alasannya dibaca yang menyampaikan")
    chair.taps("Ini urusan kita bersama")
    chair.sees("Yang menyampaikan dikabari")
    rina.taps("Kata-katanya menyakitkan")
    rina.sees("No. 1 baru saja ditangani pengurus lain")
    assert the_need(town).hidden_at is None
    for person in (asep, tini):
        person.says("/menu")
        menu = person.sees("Mau apa?")
        for forged in ("flag.1", "judge.1.1.hide", "judge.1.x.hide", "judge.1", "flagged", "relook.1"):
            answer = person.door.tap(person.id, person.id, menu.id, data=f"c.{forged}")
            assert answer.get("toast") == NO_LONGER or answer.get("alert"), forged
    assert the_need(town).hidden_at is None


def test_organisers_write_down_whom_to_call_and_everyone_reads_it_in_danger(
    town: Town, chair: Neighbour, tini: Neighbour
) -> None:
    chair.says("/menu")
    chair.taps("RT saya")
    chair.sees("☎️ Darurat: 112")
    chair.taps("Ubah nomor darurat")
    chair.sees("Sekarang: 112")
    chair.says("pos ronda")
    chair.sees("Belum ada nomornya")
    chair.says("112 · Pos ronda 0812 3456 7890")
    chair.sees("Nomor darurat sekarang: 112 · Pos ronda 0812 3456 7890")
    tini.says("got ambrol")
    tini.taps("Betul")
    tini.sees(WHERE)
    names_the_place(tini)
    tini.taps("Berbahaya sekarang")
    tini.sees("telepon dulu: 112 · Pos ronda 0812 3456 7890")
    sends_it(tini)
    chair.sees("⚠️ Berbahaya sekarang, RT 03")
