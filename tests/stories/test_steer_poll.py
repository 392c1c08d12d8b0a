"""Organisers watch a question and steer it: more time, an early end, calling off; two at once, and who may not."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from community import poll_cards, poll_closing, polls
from playground.driver import Neighbour
from storage import audit, ballots
from storage.outbox import outbox
from storage.polls import Poll, PollState
from tests.stories.asking import the_poll
from tests.stories.first_steps import forges
from tests.stories.rt_three import person_of
from tests.stories.steering import CARD, asks_about_games, has_chosen, opens_card
from tests.stories.town import Town


@pytest.fixture
def asked(town: Town, chair: Neighbour, tini: Neighbour) -> int:
    return asks_about_games(town, chair, tini)


def told_of_more_time(town: Town) -> list[int]:
    """As the clock does it; whom it is told."""
    with town.writing() as session:
        poll_cards.tell_voters(session, town.now())
        told = sa.select(outbox.c.chat).where(outbox.c.kind == "poll.moved")
        return list(session.connection().execute(told).scalars())


# ── looking ──


def test_the_card_says_how_many_and_never_what(town: Town, asked: int, chair: Neighbour) -> None:
    card = opens_card(chair)
    assert card.says("Mau lomba apa?")
    assert card.says("Sudah memilih: 1 dari 2 warga")
    assert card.says("tanpa grup, lewat /pilih · 🤫 Rahasia")
    assert card.says("Ditanyakan oleh Pak Budi")
    assert not card.says("Panjat")
    assert not card.says("Tini")
    assert card.labels == [
        "⏳ Perpanjang", "🔒 Tutup sekarang", "✖️ Batalkan", "👥 Mewakili tetangga", "📄 Hitungan kertas",
        "‹ Semua pertanyaan",
    ]  # fmt: skip
    chair.taps("Semua pertanyaan")
    chair.sees("Yang ditanyakan ke warga:")
    chair.taps("Meja pengurus")


# ── more time ──


def test_more_time_by_a_tap_is_told_to_who_has_chosen(
    town: Town, asked: int, chair: Neighbour, tini: Neighbour
) -> None:
    before = the_poll(town).closes_at
    opens_card(chair)
    chair.taps("Perpanjang")
    question = chair.sees("Diperpanjang sampai kapan?")
    chair.taps(question.labels[0])
    chair.sees("Ditutup")
    chair.sees(CARD)
    poll = the_poll(town)
    assert (poll.closes_at - before, poll.times_extended) == (timedelta(days=1), 1)
    assert told_of_more_time(town) == [tini.id]
    assert told_of_more_time(town) == [tini.id]  # once
    with town.session() as session:
        assert [line.action for line in session.exec(select(audit.AuditEntry)) if "poll" in line.action][-1:] == [
            "poll.extended"
        ]


def test_more_time_in_words_is_read_back(town: Town, asked: int, chair: Neighbour) -> None:
    opens_card(chair)
    chair.taps("Perpanjang")
    chair.says("nanti-nanti")
    chair.sees("Belum terbaca")
    chair.says("hari ini jam 23.59" if town.now().hour < 16 else "besok jam 1 pagi")
    chair.sees("Waktu baru harus sesudah")
    chair.says((town.now() + timedelta(days=200)).date().isoformat())
    chair.sees("Paling lama 180 hari")
    day = (town.now() + timedelta(days=9)).date()
    chair.says(f"{day.isoformat()} jam 7 malam")
    chair.sees("pukul 19.00 WIB — benar?")
    chair.taps("Bukan")
    chair.sees("Diperpanjang sampai kapan?")
    chair.says(day.isoformat())
    chair.sees("pukul 20.00 WIB — benar?")
    chair.taps("Benar")
    chair.sees(CARD)
    assert the_poll(town).closes_at.date() == day


def test_after_three_times_it_is_enough(town: Town, asked: int, chair: Neighbour) -> None:
    with town.writing() as session:
        poll = session.get_one(Poll, asked)
        poll.times_extended = polls.MOST_EXTENSIONS
        session.add(poll)
    card = opens_card(chair)
    assert "⏳ Perpanjang" not in card.labels
    forges(chair, card, f"steer.{asked}.longer.3")
    chair.sees("Diperpanjang sampai kapan?")
    chair.taps(chair.sees("Diperpanjang sampai kapan?").labels[0])
    chair.sees("Sudah 3 kali diperpanjang")
    chair.sees(CARD)


def test_two_organisers_extend_it_once(town: Town, asked: int, chair: Neighbour, rina: Neighbour) -> None:
    card = opens_card(chair)
    chair.taps("Perpanjang")
    chair.sees("Diperpanjang sampai kapan?")
    opens_card(rina)
    rina.taps("Perpanjang")
    rina.taps(rina.sees("Diperpanjang sampai kapan?").labels[0])
    rina.sees(CARD)
    chair.taps(chair.sees("Diperpanjang sampai kapan?").labels[0])
    chair.sees("baru saja diperpanjang pengurus lain")
    assert the_poll(town).times_extended == 1
    chair.taps_old(card, "Perpanjang")
    assert "baru saja diperpanjang" in (chair.toast() or "")


# ── the end ──


def test_not_closed_early_while_what_few_have_chosen_could_be_read(
    town: Town, asked: int, chair: Neighbour, tini: Neighbour
) -> None:
    """Bu Tini alone has chosen; nothing is asked for that would come to nothing."""
    card = opens_card(chair)
    assert "✖️ Batalkan" in card.labels
    chair.taps("Tutup sekarang")
    assert "Baru masuk 1 dari 2 suara yang diperlukan" in (chair.toast() or "")
    assert "batalkan saja" in (chair.toast() or "")
    chair.does_not_see("Kenapa No. 1 ditutup", seconds=0.2)
    has_chosen(town, asked, chair)
    chair.taps("Tutup sekarang")
    chair.says("Semua sudah memilih")
    chair.sees("“Semua sudah memilih”")
    has_chosen(town, asked, tini)
    chair.taps("Ya, tutup")
    chair.sees("Baru masuk 1 dari 2")
    chair.sees("Sudah memilih: 1 dari 2 warga")
    assert the_poll(town).state is PollState.open


def test_closed_early_with_a_reason_everyone_reads(town: Town, asked: int, chair: Neighbour) -> None:
    has_chosen(town, asked, chair)
    opens_card(chair)
    chair.taps("Tutup sekarang")
    chair.sees("Kenapa No. 1 ditutup sekarang?")
    chair.says("🙏")
    chair.sees("Kenapa No. 1 ditutup sekarang?")
    chair.says("a" * 301)
    chair.sees("Paling banyak 300 huruf")
    chair.says("Semua <b>sudah</b> memilih")
    chair.sees("“Semua <b>sudah</b> memilih”")
    town.restart()
    chair.taps("Ya, tutup")
    card = chair.sees("🔒 Ditutup")
    assert card.says("Alasannya: Semua <b>sudah</b> memilih")
    assert card.labels == ["🔎 Lihat hasilnya", "‹ Semua pertanyaan"]
    assert the_poll(town).state is PollState.closed
    chair.taps("Lihat hasilnya")
    chair.sees("2 dari 2 warga memilih.")


def test_called_off_nothing_is_counted(town: Town, asked: int, chair: Neighbour) -> None:
    opens_card(chair)
    chair.taps("Batalkan")
    chair.says("Lombanya tidak jadi")
    chair.sees("Semua pilihan dihapus")
    chair.taps("Tidak jadi")
    chair.sees("Sudah memilih: 1")
    assert the_poll(town).state is PollState.open
    chair.taps("Batalkan")
    chair.says("Lombanya tidak jadi")
    chair.taps("Ya, batalkan")
    chair.sees("✖️ Dibatalkan, tidak ada yang dihitung.")
    poll = the_poll(town)
    assert (poll.state, poll.why_closed) == (PollState.called_off, "Lombanya tidak jadi")
    with town.session() as session:
        assert ballots.ballots_of(session, asked) == []


def test_once_its_time_is_over_nothing_may_be_done_with_it(town: Town, asked: int, chair: Neighbour) -> None:
    old = opens_card(chair)
    with town.writing() as session:
        session.get_one(Poll, asked).closes_at = town.now()
    for verb in ("longer", "shut", "off"):
        shown = forges(chair, old, f"steer.{asked}.{verb}.0")
        assert "Tanya warga No. 1 sudah ditutup." in str(shown)
    assert opens_card(chair).labels == ["‹ Semua pertanyaan"]
    assert the_poll(town).state is PollState.open, "the clock has not come yet"


def test_another_organiser_was_quicker(town: Town, asked: int, chair: Neighbour, rina: Neighbour) -> None:
    old = opens_card(chair)
    chair.taps("Batalkan")
    chair.says("Lombanya tidak jadi")
    chair.sees("Semua pilihan dihapus")
    has_chosen(town, asked, chair)
    has_chosen(town, asked, rina)
    opens_card(rina)
    rina.taps("Tutup sekarang")
    rina.says("Semua sudah memilih")
    rina.taps("Ya, tutup")
    rina.sees("🔒 Ditutup")
    chair.taps("Ya, batalkan")
    chair.sees("Tanya warga No. 1 sudah ditutup")
    assert chair.sees("Alasannya: Semua sudah memilih").labels == ["🔎 Lihat hasilnya", "‹ Semua pertanyaan"]
    chair.taps_old(old, "Perpanjang")
    assert "sudah ditutup" in (chair.toast() or "")
    chair.says("/usulanku")
    chair.does_not_see("sudah ditutup", seconds=0.2)
    assert the_poll(town).state is PollState.closed


@pytest.mark.parametrize("button", ["Tutup sekarang", "Batalkan", "Perpanjang"])
def test_what_was_begun_before_it_ended_leads_out(
    town: Town, asked: int, chair: Neighbour, rina: Neighbour, button: str
) -> None:
    has_chosen(town, asked, chair)
    has_chosen(town, asked, rina)
    opens_card(chair)
    chair.taps(button)
    question = chair.sees("No. 1")
    with town.writing() as session:
        poll_closing.call_off(session, asked, "Salah angka", by=person_of(session, rina).id, now=town.now())
    if button == "Perpanjang":
        chair.taps(question.labels[0])
    else:
        chair.says("Sudah cukup")
    chair.sees("Tanya warga No. 1 sudah ditutup")
    assert chair.sees("Alasannya: Salah angka").labels == ["‹ Semua pertanyaan"]
    chair.says("Lampu gang mati")
    chair.sees("Soal lampu jalan?")
    assert the_poll(town).times_extended == 0


def test_not_after_all_when_it_has_ended(town: Town, asked: int, chair: Neighbour, rina: Neighbour) -> None:
    has_chosen(town, asked, chair)
    has_chosen(town, asked, rina)
    opens_card(chair)
    chair.taps("Tutup sekarang")
    chair.says("Sudah cukup")
    chair.sees("Tutup No. 1 sekarang dan hitung?")
    with town.writing() as session:
        poll_closing.call_off(session, asked, "Salah angka", by=person_of(session, rina).id, now=town.now())
    chair.taps("Tidak jadi")
    chair.sees("Alasannya: Salah angka")
