"""When and where it is asked; and what has become impossible between the last look and [Kirim]."""

import re
from datetime import UTC, timedelta

import pytest
from sqlmodel import select

from playground.driver import Group, Neighbour
from storage import dialogues
from storage.needs import Need
from storage.people import Role
from storage.polls import Way
from tests.stories.asking import (
    LOOK,
    asks_yes_or_no,
    begins,
    cards_in,
    changes,
    options_of,
    sends,
    the_poll,
    told_of_needs,
)
from tests.stories.rt_three import group_of_rt_three, neighbour, person_of
from tests.stories.town import Town


@pytest.fixture
def group(town: Town, chair: Neighbour, tini: Neighbour) -> Group:
    return group_of_rt_three(town, chair, tini)


def asks_about_needs(chair: Neighbour) -> None:
    begins(chair, "Usulan mana didahulukan?")
    chair.sees(LOOK)


# ── when and where ──


def test_until_when_by_tap_calendar_and_words(town: Town, chair: Neighbour) -> None:
    asks_yes_or_no(chair)
    changes(chair, "Sampai kapan")
    chair.sees("Ditutup kapan?")
    chair.says("kapan-kapan")
    chair.sees("Belum terbaca")
    chair.says((town.now() + timedelta(days=200)).date().isoformat())
    chair.sees("Paling lama 180 hari")
    chair.taps("Tanggal lain")
    chair.sees("Hari apa?")
    chair.taps("Tanggal lain")
    chair.sees("Hari apa?")
    chair.taps("›")
    chair.taps("15")
    chair.sees("20.00 WIB")
    changes(chair, "Sampai kapan")
    chair.says("Sabtu depan jam 7 malam")
    chair.sees("19.00 WIB")
    sends(chair)
    poll = the_poll(town)
    assert (poll.closes_at.weekday(), poll.closes_at.astimezone(UTC).hour) == (5, 12)


def test_in_no_group_it_becomes_secret(town: Town, group: Group, chair: Neighbour) -> None:
    begins(chair, "Ya atau tidak")
    chair.says("Setuju?")
    chair.taps("Lanjut")
    changes(chair, "Di grup mana")
    chair.sees("Kartunya dikirim ke grup mana?")
    chair.taps("✓ 👥 Warga RT 03")
    chair.taps("Sudah, ini saja")
    look = chair.sees("Jadi rahasia")
    assert look.says("tanpa grup, lewat /pilih")
    sends(chair)
    assert (the_poll(town).way, cards_in(town)) == (Way.ballot, [])


def test_the_question_of_needs_may_be_another_and_the_usual_one_again(
    town: Town, chair: Neighbour, tini: Neighbour
) -> None:
    told_of_needs(town, tini, 2)
    asks_about_needs(chair)
    changes(chair, "Pertanyaannya")
    chair.says("Dana desa dipakai untuk apa dulu?")
    chair.sees("Dana desa dipakai untuk apa dulu?")
    changes(chair, "Pertanyaannya")
    chair.says("p" * 251)
    chair.sees("Paling banyak 250 huruf")
    chair.taps("Pakai pertanyaan biasa")
    chair.sees("Mana yang kita dahulukan?")


# ── what has changed since the last look ──


def test_a_draft_that_lay_too_long_gets_a_new_end(town: Town, chair: Neighbour) -> None:
    asks_yes_or_no(chair)
    changes(chair, "Sampai kapan")
    chair.says("besok jam 7 malam")
    chair.sees(LOOK)
    rewritten(town, chair, r'"closes_at":"[^"]+"', f'"closes_at":"{(town.now() - timedelta(hours=1)).isoformat()}"')
    chair.says("lanjut")
    chair.sees(LOOK)
    chair.taps("✅ Kirim")
    chair.sees("Waktunya sudah lewat")
    sends(chair)
    assert the_poll(town).closes_at > town.now()


def test_a_need_that_was_closed_meanwhile_is_taken_out(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 4)
    asks_about_needs(chair)
    hide(town, 2)
    chair.taps("✅ Kirim")
    again = chair.sees("Usulan No. 2 tidak bisa dipilih lagi")
    assert not again.says("Selokan")
    sends(chair)
    assert len(options_of(town)) == 3


def test_if_too_few_are_left_he_picks_others(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 2)
    asks_about_needs(chair)
    hide(town, 2)
    chair.taps("✅ Kirim")
    chair.sees("Sudah 1 pilihan")
    chair.says("Cat gapura")
    chair.sees("Sudah 2 pilihan")
    chair.taps("Sudah, ini saja")
    chair.sees(LOOK)
    sends(chair)


def hide(town: Town, number: int) -> None:
    with town.writing() as session:
        need = session.exec(select(Need).where(Need.number == number)).one()
        need.hidden_at = town.now()
        session.add(need)


def rewritten(town: Town, one: Neighbour, pattern: str, by: str) -> None:
    """As if the draft had lain for days."""
    with town.writing() as session:
        standing = dialogues.open_named(session, person_of(session, one).id, "asking")
        assert standing is not None
        draft = re.sub(pattern, by, standing.draft)
        dialogues.advance(session, standing, step=standing.step, draft=draft, now=town.now().timestamp())


def test_days_that_have_come_meanwhile_are_offered_no_more(town: Town, chair: Neighbour) -> None:
    begins(chair, "Tanggal rapat")
    days = [(town.now() + timedelta(days=ahead)).date().isoformat() for ahead in (20, 21)]
    chair.says("\n".join(["lusa jam 7 malam", *(f"{day} jam 9 pagi" for day in days)]))
    town.neighbourhood.waits_for(lambda: "Sudah, ini saja" in chair.buttons(), "three days")
    chair.taps("Sudah, ini saja")
    chair.sees("Pilih semua yang cocok.")
    rewritten(town, chair, r"\d{4}-\d\d-\d\dT19:00", f"{town.now().date().isoformat()}T00:00")
    rewritten(town, chair, r'"closes_at":"[^"]+"', f'"closes_at":"{(town.now() - timedelta(hours=1)).isoformat()}"')
    chair.says("lanjut")
    chair.sees(LOOK)
    chair.taps("✅ Kirim")
    chair.sees("Waktunya sudah lewat")
    sends(chair)
    assert [one.text[-5:] for one in options_of(town)] == ["09.00", "09.00"]


def test_a_group_that_threw_the_bot_out_meanwhile(town: Town, group: Group, chair: Neighbour) -> None:
    begins(chair, "Ya atau tidak")
    chair.says("Setuju?")
    chair.taps("Lanjut")
    chair.sees(LOOK)
    group.remove_bot(by=chair)
    chair.sees("Rembuk tidak lagi ada di grup")
    chair.taps("✅ Kirim")
    again = chair.sees("Polling Telegram perlu grup")
    assert again.says("Jadi rahasia")
    sends(chair)
    assert (the_poll(town).way, cards_in(town)) == (Way.ballot, [])


def test_two_organisers_ask_at_once(town: Town, chair: Neighbour, rina: Neighbour) -> None:
    asks_yes_or_no(chair)
    asks_yes_or_no(rina)
    assert sends(chair).says("Tanya warga No. 1")
    assert sends(rina).says("Tanya warga No. 2")


def test_the_card_is_in_the_neighbourhoods_language(town: Town, rt: int) -> None:
    one = neighbour(town, "Mr John", role=Role.organiser, language="en")
    one.says("/poll")
    one.taps("Yes or no")
    one.says("Portal?")
    look = one.sees("This is what neighbours will see")
    assert look.says("▫️ 👍 Setuju ▫️ 👎 Tidak")
    one.taps("Send")
    one.sees("0 of 0 neighbours have chosen")
    assert [option.text for option in options_of(town)] == ["👍 Setuju", "👎 Tidak", "🤝 Abstain (hanya hadir)"]
