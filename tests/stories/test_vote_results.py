"""What came of a poll: in the group, to each who voted, as a list that anybody can count again, in stories."""

from typing import Any
from urllib.parse import unquote

from community import counting, poll_closing, poll_export
from community.polls import Item
from conversations.poll_result_lines import rupiah
from playground.driver import Neighbour
from storage import polls as stored
from storage.polls import Method, Poll, PollKind
from tests.community.polling import tap
from tests.stories.calling import the_event
from tests.stories.rt_three import group_of_rt_three, has_told_of_lamps, is_accepted, needs_in, person_of
from tests.stories.town import SECRET, Town
from tests.stories.voting import TITLE, are_known, asks, ends, items, the_poll


def votes(person: Neighbour, *labels: str, question: str = TITLE) -> None:
    """On their own card."""
    person.says("/pilih")
    person.sees(question)
    for label in labels:
        person.taps(label)
        assert person.toast()


def counted_anew(town: Town, document: dict[str, Any], poll: Poll) -> tuple[dict[str, Any], list[str]]:
    """The list that was sent, read and counted; and its receipts."""
    with town.world.lock:
        content = town.world.shelf.take(document["file_id"])
    asked, sheets, piles = poll_export.read(content.decode("utf-8"))
    of_voters = {name: poll.result[name] for name in ("parts", "groups")}
    return counting.count(asked, sheets, piles) | of_voters, [one.receipt for one in sheets]


def receipt_of(person: Neighbour) -> str:
    person.taps("Pilihan saya")
    return person.sees("Tanda terima:").text.split("Tanda terima: ")[1].split()[0]


def test_the_winner_is_told_everywhere_explained_counted_again_and_planned(
    town: Town, tini: Neighbour, asep: Neighbour, siti: Neighbour, chair: Neighbour
) -> None:
    are_known(town, tini, asep, siti, chair)
    has_told_of_lamps(town, tini, 3)
    for number, title in enumerate(("Selokan Gang Melati", "Lampu pos ronda", "Paving lapangan"), 1):
        is_accepted(town, number, chair, title=title)
    group = group_of_rt_three(town, chair, tini)
    poll_id = asks(town, chair, [Item(need.title or "", need.id) for need in needs_in(town)])
    card = tini.sees(TITLE, in_=group)
    votes(tini, "1 Selokan", "2 Lampu")
    receipt = receipt_of(tini)
    votes(asep, "1 Selokan")
    votes(chair, "1 Selokan", "3 Paving")
    ends(town, poll_id)
    outcome = tini.sees("3 dari 4 warga memilih.", in_=group)
    assert outcome.view.get("photo")
    for line in ("1) Selokan Gang Melati · 3 suara", "Berikutnya: pengurus merencanakan Selokan Gang Melati (No. 1)."):
        assert outcome.says(line)
    assert outcome.labels == ["🔎 Lihat hasilnya", "💬 Teruskan ke WA"]
    assert outcome.id != card.id
    mine = tini.sees("3 dari 4 warga memilih.", in_=tini)
    assert mine.labels == ["🤔 Mengapa begini?", "📊 Gambar", "📄 Semua suara", "💬 Teruskan ke WA"]
    assert mine.says("Sama kuat: Lampu pos ronda · Paving lapangan. Didahulukan yang nomornya lebih kecil di daftar.")
    reads_why_and_counts_again(town, tini, poll_id, receipt)
    siti.does_not_see("warga memilih", seconds=0.3)
    siti.says("/pilih")
    siti.sees("Hasil terakhir:")
    siti.taps("📊 1")
    assert "📅 Jadikan rencana" not in siti.sees("1) Selokan").labels
    siti.taps("📊 Gambar")
    assert siti.sees(TITLE).view.get("photo")
    chair.sees("3 dari 4 warga memilih.")
    plans_it(chair)
    assert the_event(town).poll_id == poll_id
    tini.says("/usulanku")
    tini.taps("1 · Selokan")
    tini.taps("Perjalanan")
    tini.sees("Dipilih warga nomor 1 dari 3 (3 dari 4 memilih)")


def plans_it(chair: Neighbour) -> None:
    """A work day for the need that has won."""
    chair.taps("Jadikan rencana")
    chair.sees("Kerja bakti untuk No. 1. Kapan?")
    chair.says("lusa jam 7 pagi")
    chair.sees("Kumpul di mana?")
    chair.taps("Masjid")
    chair.sees("Untuk usulan No. 1")
    chair.taps("✅ Kirim")
    chair.sees("Terkirim ✓")


def reads_why_and_counts_again(town: Town, tini: Neighbour, poll_id: int, receipt: str) -> None:
    tini.taps("Mengapa begini?")
    assert tini.sees("semuanya sama berat").says("Semua suara bisa dihitung ulang")
    tini.taps("Semua suara")
    assert tini.toast() == "Sebentar, sedang disiapkan 🙏"
    listed = tini.sees("Semua suara, tanpa nama.")
    again, receipts = counted_anew(town, listed.view["document"], the_poll(town, poll_id))
    assert again == the_poll(town, poll_id).result
    assert receipt in receipts
    link = unquote(str(tini.taps("Teruskan ke WA")["url"]))
    assert len(link.removeprefix("https://wa.me/?text=")) <= 700
    assert "1) Selokan Gang Melati · 3 suara" in link


def test_the_card_in_the_group_is_closed_where_it_stands(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    are_known(town, tini)
    group = group_of_rt_three(town, chair, tini)
    poll_id = asks(town, chair)
    card = tini.sees(TITLE, in_=group)
    votes(tini, "4 Air")
    ends(town, poll_id)
    town.passes(seconds=6)
    closed = tini.sees("Sudah ditutup. Terima kasih", in_=group)
    assert closed.id == card.id
    assert closed.labels == ["🔎 Lihat hasilnya"]
    tini.taps_old(closed, "Lihat hasilnya")
    tini.sees("1) Air keruh · 1 suara")


def test_money_is_explained_to_the_rupiah(
    town: Town, tini: Neighbour, asep: Neighbour, siti: Neighbour, chair: Neighbour
) -> None:
    are_known(town, tini, asep, siti)
    works = [Item("Selokan", None, 3_000_000), Item("Lampu", None, 1_000_000), Item("Paving", None, 5_000_000)]
    poll_id = asks(
        town, chair, works, kind=PollKind.budget, method=Method.equal_shares, budget=4_500_000, in_group=False
    )
    question = "Uang kita untuk apa dulu?"
    votes(tini, "1 Selokan", "2 Lampu", question=question)
    votes(asep, "1 Selokan", question=question)
    votes(siti, "3 Paving", question=question)
    ends(town, poll_id)
    told = tini.sees("3 dari 3 warga memilih.")
    assert told.says("1) Selokan · Rp3.000.000")
    assert told.says("Belum kebagian: Paving")
    assert told.says("Sisa Rp500.000 dari Rp4.500.000.")
    tini.taps("Mengapa begini?")
    why = tini.sees("Uang Rp4.500.000 dibagi rata: tiap pemilih mulai dengan Rp1.500.000.")
    raised = the_poll(town, poll_id).result["share"]
    assert why.says(f"Karena masih ada sisa, bagian tiap pemilih dinaikkan jadi {rupiah(raised)}.")
    assert why.says("✓ Selokan (Rp3.000.000): 2 pendukung membayar bersama, paling banyak Rp1.500.000 seorang.")
    assert why.says("✗ Paving (Rp5.000.000): lebih mahal dari seluruh uang Rp4.500.000.")


def test_of_forty_projects_the_last_one_is_explained_too(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    """More than one message holds: it does not go into the place of the result, where all but the first were lost."""
    are_known(town, tini)
    works = [
        Item(f"Perbaikan selokan dan jalan setapak di gang nomor {number}", None, 1_000_000) for number in range(40)
    ]
    poll_id = asks(
        town, chair, works, kind=PollKind.budget, method=Method.equal_shares, budget=1_500_000, in_group=False, most=40
    )
    with town.writing() as session:
        for option in stored.options_of(session, poll_id):
            tap(session, option.id, by=person_of(session, tini).id, secret=SECRET, now=town.now())
    ends(town, poll_id)
    result = tini.sees("1 dari 1 warga memilih.")
    tini.taps("Mengapa begini?")
    assert tini.sees("Uang Rp1.500.000 dibagi rata").id != result.id
    why = tini.sees("gang nomor 39")
    assert why.labels == ["📄 Semua suara", "Kembali"]
    tini.taps("Kembali")
    tini.sees("1 dari 1 warga memilih.")


def test_too_few_decide_nothing_and_nobodys_story_says_otherwise(
    town: Town, tini: Neighbour, asep: Neighbour, siti: Neighbour, chair: Neighbour
) -> None:
    are_known(town, tini, asep, siti, chair)
    answers = items("a", "b", "c")
    asked = asks(
        town, chair, answers, kind=PollKind.yes_no, method=Method.yes_no, question="Iuran naik?", quorum=50,
        in_group=False,
    )  # fmt: skip
    votes(tini, "👍 Setuju", question="Iuran naik?")
    ends(town, asked)
    told = tini.sees("1 dari 4 warga memilih.")
    assert told.says("Belum cukup: perlu paling sedikit 2 suara.")
    assert told.says("👍 Setuju 1 · 👎 Tidak 0 · 🤝 Abstain 0")
    assert told.says("Jadi: belum ada keputusan.")


def test_mufakat_and_a_ranking_are_told_in_their_own_words(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    are_known(town, tini, asep)
    asked = asks(
        town, chair, items("a", "b", "c"), kind=PollKind.own, method=Method.consensus, question="Pasang portal?",
        in_group=False,
    )  # fmt: skip
    votes(tini, "👍 Setuju", question="Pasang portal?")
    votes(asep, "walau mengganjal", question="Pasang portal?")
    ends(town, asked)
    told = tini.sees("👍 Setuju 1 · 👌 Walau mengganjal 1 · ✋ Keberatan 0")
    assert told.says("Mufakat ✓")
    ranked = asks(town, chair, method=Method.schulze, in_group=False, question="Urutannya?")
    votes(tini, "2 Lampu", "1 Selokan", question="Urutannya?")
    votes(asep, "2 Lampu", "4 Air", question="Urutannya?")
    ends(town, ranked)
    told = tini.sees("Lampu pos ronda menang lawan semua pilihan lain")
    assert told.says("1) Lampu pos ronda · menang atas 3")


def test_closed_early_and_called_off_say_why(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    are_known(town, tini)
    group = group_of_rt_three(town, chair, tini)
    early = asks(town, chair, question="Pertama?")
    votes(tini, "1 Selokan", question="Pertama?")
    with town.writing() as session:
        by = person_of(session, chair).id
        poll_closing.close_early(session, early, "Semua <b>sudah</b> memilih", by=by, now=town.now())
    tini.sees("Ditutup lebih awal: “Semua <b>sudah</b> memilih”", in_=group)
    off = asks(town, chair, question="Kedua?")
    votes(tini, "1 Selokan", question="Kedua?")
    with town.writing() as session:
        poll_closing.call_off(session, off, "Salah daftar", by=by, now=town.now())
    told = tini.sees("Tidak jadi: “Salah daftar”", in_=group)
    assert told.says("Kedua?")
