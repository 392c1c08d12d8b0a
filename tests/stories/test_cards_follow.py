"""The card in the group tells how many have voted, by whatever way a vote came or came to count.

It is drawn anew where it stands, some five seconds later.
"""

from playground.driver import Neighbour
from storage.polls import Method, PollKind
from tests.stories.asked_on_paper import presses
from tests.stories.rt_three import group_of_rt_three
from tests.stories.town import Town
from tests.stories.voting import TITLE, are_known, asks, items


def test_those_who_are_recognised_count_on_the_card(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    group = group_of_rt_three(town, chair, tini)
    asks(town, chair)
    tini.sees(TITLE, in_=group)
    tini.taps("4 Air")
    tini.sees("1 suara lagi dihitung setelah dikenali pengurus.", in_=group)
    chair.taps("Meja pengurus", in_=chair)
    chair.taps("👋 2 warga baru")
    chair.sees("Siapa yang sudah dikenal?")
    chair.taps("Kenal semua di sini")
    chair.sees("2 warga dikenal")
    tini.sees("Sudah memilih: 1 dari 2 warga", in_=group)


def test_a_neighbours_vote_and_sheets_of_paper_count_on_the_card(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    are_known(town, tini, chair)
    group = group_of_rt_three(town, chair, tini)
    poll_id = asks(
        town, chair, items("Selokan", "Lampu"), kind=PollKind.own, method=Method.choose_one, question="Mana?"
    )
    tini.sees("Mana?", in_=group)
    presses(tini, f"proxy.{poll_id}")
    tini.says("Mbah Karto")
    tini.taps("Sudah, beliau setuju")
    tini.taps("1 Selokan")
    tini.taps("Simpan")
    tini.sees("Tersimpan ✓")
    tini.sees("Sudah memilih: 1 dari 3 warga", in_=group)
    presses(chair, f"paper.{poll_id}.new")
    chair.says("1")
    chair.says("1 0")
    chair.sees("Foto lembar hitungannya")
    chair.sends_photo()
    chair.taps("Simpan")
    chair.sees("Baru dihitung setelah satu warga lain jadi saksi.")
    tini.starts("rt-7kq2mxab-saksi_1")
    tini.taps("Saya saksinya")
    tini.sees("Sekarang 1 lembar itu ikut dihitung.")
    tini.sees("Sudah memilih: 2 dari 4 warga", in_=group)


def test_who_objects_counts_on_the_card(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    are_known(town, tini, chair)
    group = group_of_rt_three(town, chair, tini)
    asks(
        town, chair, items("A", "B", "C"), kind=PollKind.own, method=Method.consensus, most=1, question="Ronda jam 10?"
    )
    tini.sees("Ronda jam 10?", in_=group)
    tini.says("/pilih", in_=tini)
    tini.taps("Keberatan", in_=tini)
    tini.sees("Apa keberatannya? Tulis")
    tini.says("Terlalu malam")
    tini.taps("Kirim")
    tini.sees("Sudah sampai ke pengurus")
    tini.sees("Sudah memilih: 1 dari 2 warga", in_=group)
