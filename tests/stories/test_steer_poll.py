"""Organisers watch a question and steer it: more time, an early end, calling off; two at once, and who may not."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from community import poll_cards, poll_closing, polls
from community.polls import Item, Plan
from playground.driver import Neighbour, Seen
from storage import audit, ballots
from storage import polls as stored
from storage.communities import Community, CommunityKind
from storage.outbox import outbox
from storage.people import Membership, Role
from storage.polls import Method, Poll, PollKind, PollState
from tests.community.polling import tap
from tests.stories.asking import all_are_known, nothing_is_asked, the_poll, unconfirmed
from tests.stories.first_steps import forges
from tests.stories.rt_three import LONG_AGO, neighbour, person_of
from tests.stories.town import SECRET, Town

CARD = "Tanya warga No. 1"


@pytest.fixture
def asked(town: Town, chair: Neighbour, tini: Neighbour) -> int:
    """A question that closes in two days; Bu Tini has chosen."""
    all_are_known(town)
    with town.writing() as session:
        by = person_of(session, chair)
        items = [Item("Panjat pinang"), Item("Balap karung")]
        closes_at = (town.now() + timedelta(days=2)).replace(microsecond=0)
        plan = Plan(PollKind.own, items, Method.choose_one, closes_at, question="Mau lomba apa?")
        poll = polls.open_poll(session, by.community_id or 0, plan, by=by.id, now=town.now())
        option = stored.options_of(session, poll.id)[0]
        tap(session, option.id, by=person_of(session, tini).id, secret=SECRET, now=town.now())
        return poll.id


def opens_card(one: Neighbour) -> Seen:
    """From the desk."""
    one.taps("Meja pengurus")
    one.taps("1 sedang ditanyakan")
    one.sees("Yang ditanyakan ke warga:")
    one.taps("🗳 1 Mau lomba apa?")
    return one.sees(CARD)


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


def test_closed_early_with_a_reason_everyone_reads(town: Town, asked: int, chair: Neighbour) -> None:
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
    chair.sees("1 dari 2 warga memilih.")


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


def test_another_organiser_was_quicker(town: Town, asked: int, chair: Neighbour, rina: Neighbour) -> None:
    old = opens_card(chair)
    chair.taps("Batalkan")
    chair.says("Lombanya tidak jadi")
    chair.sees("Semua pilihan dihapus")
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
    opens_card(chair)
    chair.taps("Tutup sekarang")
    chair.says("Sudah cukup")
    chair.sees("Tutup No. 1 sekarang dan hitung?")
    with town.writing() as session:
        poll_closing.call_off(session, asked, "Salah angka", by=person_of(session, rina).id, now=town.now())
    chair.taps("Tidak jadi")
    chair.sees("Alasannya: Salah angka")


# ── who may not ──


def test_residents_and_the_organiser_of_the_next_rt_may_not(town: Town, asked: int, tini: Neighbour) -> None:
    next_door = neighbour(town, "Pak Joko", role=Role.chair)
    with town.writing() as session:
        moves_next_door(session, next_door)
    for one in (tini, next_door):
        one.says("/menu")
        menu = one.sees("Mau apa?")
        for data in (f"asked.{asked}", f"steer.{asked}.longer.0", f"steer.{asked}.shut.0", f"steer.{asked}.off.0"):
            forges_in_vain(one, menu, data)
    with town.session() as session:
        assert session.get_one(Poll, asked).state is PollState.open


def forges_in_vain(one: Neighbour, menu: Seen, data: str) -> None:
    flash = forges(one, menu, data)
    assert "bagian pengurus" in str(flash), (data, flash)


def moves_next_door(session: Session, one: Neighbour) -> None:
    place = Community(
        kind=CommunityKind.rt, code="rt04abcd", name="RT 04", chair_confirmed_at=LONG_AGO, created_at=LONG_AGO
    )
    session.add(place)
    session.flush()
    person = person_of(session, one)
    member = session.exec(select(Membership).where(Membership.person_id == person.id)).one()
    person.community_id, member.community_id = place.id, place.id
    session.add(person)
    session.add(member)


def test_before_the_chair_has_tapped_nothing_is_steered(town: Town, asked: int, rina: Neighbour) -> None:
    card = opens_card(rina)
    unconfirmed(town)
    for label in ("Perpanjang", "Tutup sekarang", "Batalkan"):
        rina.taps_old(card, label)
        assert "Ketua RT perlu bergabung dulu" in (rina.toast() or "")


@pytest.mark.parametrize("data", ["asked.99", "asked.x", "steer.1.fly.0", "steer.1.longer.x", "steer", "questions.7"])
def test_forged_buttons_do_nothing(town: Town, asked: int, chair: Neighbour, data: str) -> None:
    card = opens_card(chair)
    forges(chair, card, data)
    assert the_poll(town).times_extended == 0


def test_with_nothing_asked_the_list_says_so(town: Town, chair: Neighbour) -> None:
    chair.taps("Meja pengurus")
    forges(chair, chair.sees("Belum ada yang menunggu"), "questions")
    chair.sees("Belum ada yang ditanyakan")
    assert nothing_is_asked(town)
