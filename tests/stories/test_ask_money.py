"""A sum is shared out: understood as people write it, needs with their costs, and the costs known the next time."""

from playground.driver import Neighbour
from storage.polls import Method, PollKind
from tests.stories.asking import LOOK, begins, changes, options_of, sends, the_poll, told_of_needs
from tests.stories.town import Town


def test_a_sum_and_what_each_need_costs(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 3)
    begins(chair, "Bagi dana")
    chair.sees("Berapa dana yang dibagi?")
    chair.says("banyak sekali")
    chair.sees("Berapa? Tulis angkanya")
    chair.says("0")
    chair.sees("Berapa uang yang dibagi?")
    chair.says("5 juta")
    chair.sees("Dana: Rp5.000.000 ✓")
    chair.sees("berapa biaya “Lampu jalan mati, Gang Melati”? Dananya Rp5.000.000.")
    chair.says("1,5jt")
    chair.sees("“Selokan mampet, Gang Melati”")
    chair.says("6.000.000")
    chair.sees("Rp6.000.000 lebih dari dananya, Rp5.000.000.")
    chair.says("Rp 750 rb")
    chair.sees("“Jalan/gang berlubang")
    chair.taps("Tanpa yang ini")
    look = chair.sees(LOOK)
    assert look.says("Uang yang dibagi: Rp5.000.000.")
    assert look.says("1. Lampu jalan mati, Gang Melati · Rp1.500.000 2. Selokan mampet, Gang Melati · Rp750.000")
    sends(chair)
    poll = the_poll(town)
    assert (poll.kind, poll.method, poll.budget) == (PollKind.budget, Method.equal_shares, 5_000_000)
    assert [one.cost for one in options_of(town)] == [1_500_000, 750_000]
    begins(chair, "Bagi dana")
    chair.says("2jt")
    chair.sees("“Jalan/gang berlubang")


def test_costs_and_the_sum_are_changed_later(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 1)
    begins(chair, "Bagi dana")
    chair.says("1 juta")
    chair.says("900rb")
    chair.sees("Rp900.000")
    changes(chair, "Perkiraan biaya")
    chair.sees("Biaya yang mana?")
    chair.taps("Rp900.000 Lampu")
    chair.says("400rb")
    chair.sees("Rp400.000")
    changes(chair, "Jumlah dananya")
    chair.says("300rb")
    chair.sees("berapa biaya “Lampu jalan mati, Gang Melati”? Dananya Rp300.000.")
    chair.says("300.000")
    chair.sees("· Rp300.000")
    changes(chair, "Pilihannya")
    chair.says("Cat gapura")
    chair.sees("Sudah 2 pilihan")
    chair.taps("Sudah, ini saja")
    chair.sees("berapa biaya “Cat gapura”?")
    chair.says("gratis")
    chair.sees("Berapa? Tulis angkanya")
    chair.says("50k")
    chair.sees("2. Cat gapura · Rp50.000")
    sends(chair)
    assert [one.cost for one in options_of(town)] == [300_000, 50_000]


def test_where_nobody_has_told_of_anything_own_words_are_paid_for(chair: Neighbour) -> None:
    begins(chair, "Bagi dana")
    chair.says("1 juta")
    chair.sees("Sudah 0 pilihan")
    chair.taps("Sudah, ini saja")
    chair.sees("Perlu paling sedikit 1 pilihan")
    chair.says("Cat gapura")
    chair.sees("Sudah 1 pilihan")
    chair.taps("Sudah, ini saja")
    chair.sees("berapa biaya “Cat gapura”?")
    chair.says("250rb")
    chair.sees("Uang yang dibagi: Rp1.000.000.")
