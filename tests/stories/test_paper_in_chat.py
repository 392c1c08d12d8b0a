"""Sheets of paper: counted by an organiser, with a photo, and witnessed by another who sees the numbers first."""

import pytest
from sqlmodel import select

from community import poll_cards, poll_closing, poll_values
from conversations.paper_votes import counts_in
from playground.driver import Neighbour
from storage import polls as stored
from storage.paper_tallies import PaperTally
from storage.polls import Method, Poll
from tests.community.polling import tap
from tests.stories.asked_on_paper import are_known, asks, presses
from tests.stories.rt_three import person_of
from tests.stories.town import SECRET, Town


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("7\n5\n0", {1: 7, 2: 5, 3: 0}),
        ("7 5 0", {1: 7, 2: 5, 3: 0}),
        ("7 suara\n5 suara\n0", {1: 7, 2: 5, 3: 0}),
        ("1: 7\n3: 2", {1: 7, 3: 2}),
        ("3 = 2\n1=7", {1: 7, 3: 2}),
        ("1. 7\n2) 5", {1: 7, 2: 5}),
        ("1 - 7\n2 - 5", {1: 7, 2: 5}),
        ("7\n5", None),
        ("7\n5\n0\n1", None),
        ("7\nlima\n0", None),
        ("1: 7\n1: 8", None),
        ("4: 7", None),
        ("", None),
        ("-1\n2\n3", None),
    ],
)
def test_numbers_as_people_write_them(said: str, counts: dict[int, int] | None) -> None:
    assert counts_in(said, [1, 2, 3]) == counts


def tallies(town: Town) -> list[PaperTally]:
    with town.session() as session:
        found = list(session.exec(select(PaperTally)))
        session.expunge_all()
        return found


def enters(rina: Neighbour, poll_id: int, sheets: str, counts: str) -> None:
    presses(rina, f"paper.{poll_id}.new")
    rina.sees("Berapa lembar kertas di Tanya warga No. 1?")
    rina.says(sheets)
    rina.sees("Tulis hasilnya, satu angka tiap baris")
    rina.says(counts)
    rina.sees("Foto lembar hitungannya")
    rina.sends_photo()
    rina.sees("Sudah pas?")


def counted(town: Town, poll_id: int) -> int:
    with town.session() as session:
        poll = session.get_one(Poll, poll_id)
        votes: int = poll_closing.result_of(session, poll, poll_values.asked(session, poll))["votes"]
        return votes


def test_it_counts_once_somebody_else_has_witnessed_it(
    town: Town, rina: Neighbour, chair: Neighbour, tini: Neighbour
) -> None:
    are_known(town, rina, chair, tini)
    poll_id = asks(town, chair)
    enters(rina, poll_id, "12 lembar", "7\n5\n0")
    rina.sees("1. Selokan: 7")
    rina.sees("Jumlah 12 suara di 12 lembar")
    rina.taps("Simpan")
    rina.sees("Baru dihitung setelah satu warga lain jadi saksi.")
    assert counted(town, poll_id) == 0
    (tally,) = tallies(town)
    assert tally.photo

    chair.sees("📄 12 lembar kertas dicatat di Tanya warga No. 1.")
    assert "Saksinya orang lain" in presses(rina, f"witness.{tally.id}")

    tini.starts(f"rt-7kq2mxab-saksi_{tally.id}")
    tini.sees("2. Lampu: 5")
    tini.sees("Ikut menghitung, dan cocok dengan fotonya?")
    tini.taps("Saya saksinya")
    tini.sees("Sekarang 12 lembar itu ikut dihitung.")
    assert counted(town, poll_id) == 12
    rina.sees("Sudah ada saksinya ✓ 12 lembar kertas di Tanya warga No. 1 ikut dihitung.")
    chair.taps("Lihat hitungannya")
    assert "sudah ada saksinya" in (chair.toast() or "")


def test_who_finds_it_wrong_says_so_and_it_goes_on_uncounted(
    town: Town, rina: Neighbour, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    are_known(town, rina, chair, tini, asep)
    poll_id = asks(town, chair)
    enters(rina, poll_id, "12", "7\n5\n0")
    rina.taps("Simpan")
    (tally,) = tallies(town)
    tini.starts(f"rt-7kq2mxab-saksi_{tally.id}")
    tini.sees("Ikut menghitung, dan cocok dengan fotonya?")
    tini.taps("Tidak cocok")
    tini.sees("Pengurus dikabari, tanpa nama. 12 lembar itu belum dihitung.")
    presses(tini, f"witness.{tally.id}.no")
    for organiser in (rina, chair):
        told = organiser.sees("Ada warga yang melihat hitungan 12 lembar kertas di Tanya warga No. 1 tidak cocok.")
        assert "Tini" not in told.text
    assert counted(town, poll_id) == 0
    rina.taps("Lihat hitungan kertas")
    rina.sees("1. 12 lembar · belum ada saksi")
    presses(asep, f"witness.{tally.id}.yes")
    assert counted(town, poll_id) == 12, "another may still have seen that it is right"
    assert "sudah ada saksinya" in presses(tini, f"witness.{tally.id}.no")


def test_sheets_that_nobody_witnessed_are_said_to_be_left_out(
    town: Town, rina: Neighbour, chair: Neighbour, tini: Neighbour
) -> None:
    are_known(town, rina, chair, tini)
    poll_id = asks(town, chair)
    with town.writing() as session:
        option = stored.options_of(session, poll_id)[1].id
        for one in (tini, rina, chair):
            tap(session, option, by=person_of(session, one).id, secret=SECRET, now=town.now())
    enters(rina, poll_id, "12", "7\n5\n0")
    rina.taps("Simpan")
    rina.sees("Tersimpan ✓")
    presses(chair, f"asked.{poll_id}")
    assert chair.sees("Sudah memilih: 3 dari 3 warga").says("📄 12 lembar kertas belum ada saksi, jadi belum dihitung.")
    chair.taps("Tutup sekarang")
    chair.says("Semua sudah memilih")
    chair.sees("12 lembar kertas belum ada saksi, jadi tidak ikut dihitung.")
    chair.taps("Ya, tutup")
    chair.sees("🔒 Ditutup")
    with town.writing() as session:
        poll_cards.tell_voters(session, town.now())
    told = tini.sees("1) Lampu · 3 suara")
    assert told.says("12 lembar kertas tidak dihitung: tidak ada saksinya.")


def test_one_by_one_and_what_does_not_add_up(town: Town, rina: Neighbour, chair: Neighbour) -> None:
    are_known(town, rina, chair)
    poll_id = asks(town, chair)
    presses(rina, f"paper.{poll_id}")
    rina.says("banyak")
    rina.sees("Tulis jumlah lembarnya, dari 1 sampai 2000.")
    rina.says("3")
    rina.says("tiga")
    rina.sees("Perlu 3 angka, satu tiap baris.")
    rina.says("4 0 0")
    rina.sees("Jumlahnya belum cocok dengan 3 lembar.")
    rina.taps("Satu per satu")
    rina.sees("1. Selokan — berapa suara?")
    rina.says("dua")
    rina.sees("Tulis angka saja")
    rina.says("4")
    rina.sees("Jumlahnya belum cocok dengan 3 lembar.")
    rina.says("3")
    rina.sees("2. Lampu — berapa suara?")
    rina.says("1")
    rina.sees("Jumlahnya belum cocok dengan 3 lembar.")
    rina.taps("Kembali")
    rina.sees("1. Selokan — berapa suara?")
    rina.says("2")
    rina.sees("2. Lampu — berapa suara?")
    rina.taps("0")
    rina.sees("3. Paving — berapa suara?")
    rina.says("1")
    rina.sees("Foto lembar hitungannya")
    rina.says("nanti")
    rina.sees("Di sini perlu fotonya")
    rina.sends_photo()
    rina.sees("1. Selokan: 2")
    rina.taps("Ubah")
    rina.says("4")
    rina.says("4 0 0")
    rina.sees("1. Selokan: 4")
    rina.taps("Simpan")
    rina.sees("Tersimpan ✓")
    assert [one.sheets for one in tallies(town)] == [4]


def test_a_wrong_one_is_withdrawn_and_its_witness_told(
    town: Town, rina: Neighbour, chair: Neighbour, tini: Neighbour
) -> None:
    are_known(town, rina, chair, tini)
    poll_id = asks(town, chair)
    enters(rina, poll_id, "2", "2\n0\n0")
    rina.taps("Simpan")
    rina.sees("Tersimpan ✓")
    (tally,) = tallies(town)
    presses(tini, f"witness.{tally.id}.yes")
    presses(rina, f"paper.{poll_id}")
    rina.sees("1. 2 lembar · sudah ada saksi ✓")
    rina.taps("Tarik hitungan 1")
    rina.sees("Tarik hitungan 2 lembar ini? Pengurus lain dan saksinya dikabari.")
    rina.taps("Tidak jadi")
    rina.sees("1. 2 lembar · sudah ada saksi ✓")
    rina.taps("Tarik hitungan 1")
    rina.taps("Ya, tarik")
    rina.sees("Hitungan itu sudah ditarik ✓")
    assert tallies(town) == []
    for told in (tini, chair):
        told.sees("📄 Ada hitungan kertas yang ditarik di Tanya warga No. 1.")


def test_only_where_sums_say_all_and_only_by_organisers(
    town: Town, rina: Neighbour, chair: Neighbour, tini: Neighbour
) -> None:
    are_known(town, rina, chair, tini)
    ranked, simple = asks(town, chair, Method.borda, most=3), asks(town, chair)
    assert "tiap lembar dicatat satu per satu" in presses(rina, f"paper.{ranked}")
    assert "bagian pengurus" in presses(tini, f"paper.{simple}")
    for verb in (
        "paper.x",
        "paper.999",
        f"paper.{simple}.drop.1",
        f"paper.{simple}.drop.x",
        f"paper.{simple}.sure.1",
        "witness.9",
        "witness.x.yes",
    ):
        presses(rina, verb)
    assert tallies(town) == []
