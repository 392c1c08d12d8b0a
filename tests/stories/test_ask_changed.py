"""Behind [Ubah]: every part of a question can be another one, and what cannot be is said kindly."""

import pytest

from playground.driver import Group, Neighbour
from storage.polls import Counts, Method, Way
from tests.stories.asking import (
    LOOK,
    begins,
    cards_in,
    changes,
    options_of,
    sends,
    the_poll,
    told_of_needs,
)
from tests.stories.rt_three import group_of_rt_three
from tests.stories.town import Town


@pytest.fixture
def group(town: Town, chair: Neighbour, tini: Neighbour) -> Group:
    return group_of_rt_three(town, chair, tini)


def asks_about_needs(chair: Neighbour) -> None:
    begins(chair, "Usulan mana didahulukan?")
    chair.sees(LOOK)


# ── options ──


def test_needs_are_taken_out_and_put_in_by_tap_number_and_kind(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 8)
    asks_about_needs(chair)
    changes(chair, "Pilihannya")
    chair.sees("Sudah 6 pilihan")
    chair.taps("✓ 1 Lampu jalan mati")
    chair.sees("Sudah 5 pilihan")
    chair.says("No. 8")
    chair.sees("Sudah 6 pilihan")
    chair.says("99")
    chair.sees("No. 99 belum ada di sini")
    chair.sees("Sudah 6 pilihan")
    chair.taps("Lebih lama")
    assert chair.sees("Sudah 6 pilihan").labels[0].startswith("7 Selokan"), "the second page"
    chair.taps("Jenis tertentu")
    chair.sees("Jenis yang mana?")
    chair.taps("Selokan (2)")
    drains = chair.sees("Sudah 6 pilihan").labels
    assert (drains[0][:11], drains[1][:9]) == ("✓ 2 Selokan", "7 Selokan"), "the drains alone"
    chair.taps("7 Selokan")
    chair.sees("Sudah 7 pilihan")
    chair.taps("Semua jenis")
    chair.sees("Sudah 7 pilihan")
    chair.says("Cat gapura")
    own = chair.sees("Sudah 8 pilihan")
    assert own.labels[0] == "✓ Cat gapura"
    chair.says("Cat tiang\ncat gapura")
    chair.sees("Ada pilihan yang sama dua kali")
    chair.taps("✓ Cat gapura")
    chair.sees("Sudah 7 pilihan")
    chair.says("8")
    chair.sees("Sudah 6 pilihan")
    chair.taps("Sudah, ini saja")
    chair.sees(LOOK)
    sends(chair)
    assert len(options_of(town)) == 6
    assert any("(No. 7)" in one.text for one in options_of(town))


def test_one_alone_is_no_choice(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 2)
    asks_about_needs(chair)
    changes(chair, "Pilihannya")
    chair.taps("✓ 1 Lampu")
    chair.sees("Sudah 1 pilihan")
    chair.taps("Sudah, ini saja")
    chair.sees("Perlu paling sedikit 2 pilihan")
    chair.taps("1 Lampu")
    chair.sees("Sudah 2 pilihan")
    chair.taps("Sudah, ini saja")
    chair.sees(LOOK)


def test_own_options_are_added_one_by_one_and_taken_out(town: Town, chair: Neighbour) -> None:
    begins(chair, "Pilihan sendiri")
    chair.says("Mau lomba apa?")
    chair.sees("satu per baris")
    chair.says("Panjat pinang")
    chair.sees("Sudah 1 pilihan")
    chair.says("panjat pinang")
    chair.sees("Ada pilihan yang sama dua kali.")
    chair.says("Tarik tambang\n" + "x" * 101)
    chair.sees("“xxxxxxxxxxxxxxxxxxxx…” terlalu panjang 🙏 Tiap pilihan paling banyak 100 huruf.")
    chair.says("Balap karung")
    chair.sees("Sudah 2 pilihan")
    chair.taps("Sudah, ini saja")
    chair.sees(LOOK)
    changes(chair, "Pilihannya")
    chair.sees("Sudah 2 pilihan")
    chair.says("\n".join(f"Lomba {number}" for number in range(40)))
    chair.sees("Paling banyak 40 pilihan")
    chair.says("\n".join(f"Lomba {number}" for number in range(38)))
    chair.sees("Sudah 40 pilihan")
    chair.taps("Lebih lama")
    chair.sees("Sudah 40 pilihan")
    chair.taps("✕ Lomba 9")
    chair.sees("Sudah 39 pilihan")
    chair.taps("Sudah, ini saja")
    assert chair.sees(LOOK).says("▫️ 20 Lomba 18 ▫️ Pilihan 21–39 ›")
    sends(chair)
    assert len(options_of(town)) == 39


# ── how ──


@pytest.mark.parametrize(
    ("taps", "rule", "stored"),
    [
        (["Pilih satu"], "Pilih satu.", (Method.choose_one, 1, 1)),
        (["Pilih beberapa", "2"], "Pilih paling banyak 2.", (Method.approval, 2, 1)),
        (["Pilih beberapa", "Semuanya boleh"], "Pilih semua yang cocok.", (Method.approval, 5, 1)),
        (["Urutkan", "3"], "Cara menghitung: Urutkan.", (Method.borda, 3, 1)),
        (["Adu satu lawan satu", "Semuanya boleh"], "Cara menghitung: Adu satu lawan satu.", (Method.schulze, 5, 1)),
        (["Bagi poin", "10", "3"], "Bagikan 10 poin, paling banyak 3", (Method.points, 10, 3)),
        (["Bagi poin", "3", "Boleh semua"], "Bagikan 3 poin, paling banyak 3", (Method.points, 3, 3)),
    ],
)
def test_every_way_of_choosing(
    town: Town, chair: Neighbour, tini: Neighbour, taps: list[str], rule: str, stored: tuple[Method, int, int]
) -> None:
    told_of_needs(town, tini, 5)
    asks_about_needs(chair)
    changes(chair, "Cara memilih")
    chair.sees("Warga memilih dengan cara apa?")
    for label in taps:
        chair.taps(label)
    chair.sees(rule)
    sends(chair)
    poll = the_poll(town)
    assert (poll.method, poll.most, poll.most_on_one) == stored


def test_of_three_all_may_be_put_in_order_without_a_question(town: Town, chair: Neighbour) -> None:
    begins(chair, "Pilihan sendiri")
    chair.says("Mau lomba apa?")
    chair.says("Panjat pinang\nBalap karung\nTarik tambang")
    chair.sees(LOOK)
    changes(chair, "Cara memilih")
    chair.taps("Urutkan")
    assert chair.sees(LOOK).says("Ketuk berurutan, paling banyak 3")


def test_how_many_in_words_and_in_bounds(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 4)
    asks_about_needs(chair)
    changes(chair, "Cara memilih")
    chair.taps("Bagi poin")
    chair.sees("dapat berapa poin?")
    for wrong in ("banyak", "0", "21"):
        chair.says(wrong)
        chair.sees("Tulis angka dari 1 sampai 20")
    chair.says("7 poin")
    chair.sees("Satu pilihan paling banyak")
    chair.says("8")
    chair.sees("Tulis angka dari 1 sampai 7")
    chair.says("2")
    chair.sees("Bagikan 7 poin, paling banyak 2")


def test_secret_open_or_both_and_neighbours_may_add(town: Town, group: Group, chair: Neighbour) -> None:
    begins(chair, "Pilihan sendiri")
    chair.says("Mau lomba apa?")
    chair.says("Panjat pinang\nBalap karung")
    chair.sees("Pilihan rahasia.")
    changes(chair, "Rahasia atau terbuka")
    chair.sees("Memilihnya bagaimana?")
    chair.taps("Dua-duanya")
    chair.sees("semua bisa melihat siapa memilih apa")
    chair.taps("Lanjut")
    chair.sees("Juga polling Telegram")
    changes(chair, "Rahasia atau terbuka")
    chair.taps("Polling Telegram")
    chair.taps("Lanjut")
    chair.sees("📊 Mau lomba apa?")
    changes(chair, "Rahasia atau terbuka")
    chair.taps("Warga boleh menambah")
    chair.sees(LOOK)
    sends(chair)
    poll = the_poll(town)
    assert (poll.way, poll.adds_options) == (Way.native, True)
    assert [card.is_native for card in cards_in(town)] == [True]


def test_both_puts_two_cards_into_the_group(town: Town, group: Group, chair: Neighbour) -> None:
    begins(chair, "Ya atau tidak")
    chair.says("Setuju?")
    chair.taps("Lanjut")
    changes(chair, "Rahasia atau terbuka")
    assert "Warga boleh menambah" not in chair.sees("Memilihnya bagaimana?").labels
    chair.taps("Dua-duanya")
    chair.taps("Lanjut")
    chair.sees("Juga polling Telegram")
    sends(chair)
    assert [card.is_native for card in cards_in(town)] == [True, False]


# ── who ──


def test_one_vote_a_house_is_secret_and_says_so(town: Town, group: Group, chair: Neighbour) -> None:
    begins(chair, "Ya atau tidak")
    chair.says("Iuran naik?")
    chair.taps("Lanjut")
    changes(chair, "Siapa yang dihitung")
    chair.sees("Siapa yang dihitung?")
    chair.taps("Satu suara per rumah")
    chair.taps("Perlu dua pertiga")
    chair.taps("Lama tinggal di sini")
    chair.sees("sudah berapa hari tinggal di sini?")
    chair.says("lama")
    chair.sees("Tulis jumlah harinya")
    chair.taps("30 hari")
    chair.sees("Siapa yang dihitung?")
    chair.taps("Batas yang ikut")
    chair.sees("Paling sedikit berapa persen")
    chair.says("101")
    chair.sees("Tulis angka dari 0 sampai 100")
    chair.says("40 %")
    town.neighbourhood.waits_for(lambda: "📏 Paling sedikit 40 % ikut" in chair.buttons(), "what was set")
    assert "⏳ Sudah tinggal 30 hari" in chair.buttons()
    chair.taps("Sudah, ini saja")
    look = chair.sees("Jadi rahasia: polling Telegram tidak bisa untuk ini")
    for said in (
        "Satu rumah satu suara.",
        "dua kali yang tidak",
        "paling sedikit 40%",
        "sudah 30 hari",
        "Untuk 0 rumah",
    ):
        assert look.says(said), said
    sends(chair)
    poll = the_poll(town)
    assert (poll.counts, poll.two_thirds, poll.least_days, poll.quorum) == (Counts.house, True, 30, 40)
    assert poll.way is Way.ballot


def test_what_he_sees_of_telegrams_own_poll_is_what_they_read_there(
    town: Town, group: Group, chair: Neighbour, tini: Neighbour
) -> None:
    begins(chair, "Ya atau tidak")
    chair.says("Setuju?")
    chair.taps("Lanjut")
    changes(chair, "Siapa yang dihitung")
    chair.taps("Perlu dua pertiga")
    chair.taps("Batas yang ikut memilih")
    chair.taps("50 %")
    chair.taps("Sudah")
    look = chair.sees(LOOK)
    rule = "Disetujui kalau yang setuju paling sedikit dua kali yang tidak."
    for line in (rule, "Berlaku kalau paling sedikit 50% memilih.", "Yang dihitung: warga yang terdaftar dan dikenal"):
        assert look.says(line)
    assert not look.says("rahasia.")
    sends(chair)
    tini.sees_poll("Setuju?", in_=group)
    (call,) = town.neighbourhood.sent("sendPoll")
    for line in str(call["params"]["description"]).splitlines():
        assert look.says(line)
    assert rule in str(call["params"]["description"])
