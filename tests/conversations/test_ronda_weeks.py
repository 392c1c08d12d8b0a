"""A ronda of seven, one of them without a phone, for three weeks by the clock: who is reminded, and who is called."""

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community import event_cards, event_moves, recurrence, rota_calls, rota_members, turn_swaps
from community.event_reminders import REMIND
from community.rota_members import Wish
from conversations import event_card
from locales import words
from storage import occurrences, own_turns, rotas
from storage.events import Event
from storage.occurrences import Occurrence
from storage.outbox import ROW, Row, outbox
from storage.people import Person
from tests.community.leaving import buttons, house, last, rows, said
from tests.community.meetings import LATER, ZONE, in_group
from tests.community.reminded_of import HOUR, neighbours, ticks
from tests.community.rt_three import NOW, RtThree
from tests.community.told_for import Place
from tests.community.watching import TUESDAY, nights, on, told, watch

THREE_WEEKS = 21


def seven(session: Session, rt: RtThree) -> tuple[Event, list[int]]:
    """Six with Telegram and Pak Slamet, two a night."""
    them = [rt.asep, rt.tini, *neighbours(session, rt, 4)]
    return watch(session, rt, *them, "Pak Slamet", size=2), them


def day_goes_by(session: Session, one: Occurrence) -> None:
    """The clock looks in the evening before, in the morning and an hour before it begins."""
    ticks(session, one.begins_at - timedelta(hours=26), one.begins_at - timedelta(hours=14), one.begins_at - HOUR)


def reads(session: Session, one: Occurrence, person_id: int) -> dict[str, Any] | None:
    """What they are told an hour before."""
    at = one.begins_at - HOUR
    found = [said(session, row, at) for row in rows(session, REMIND, person_id) if row.due_at == at.timestamp()]
    return next((one for one in found if isinstance(one, dict)), None)


def reminded(session: Session, one: Occurrence) -> set[str]:
    people = session.exec(select(Person).order_by(col(Person.id))).all()
    return {person.name for person in people if reads(session, one, person.id)}


def test_three_weeks_of_nights(place: Place) -> None:
    session, rt = place
    event, _ = seven(session, rt)
    counted: Counter[str] = Counter()
    for one in nights(session, event)[:THREE_WEEKS]:
        day_goes_by(session, one)
        here = on(session, one)
        counted.update(here)
        assert reminded(session, one) == set(here) - {"Pak Slamet"}, "only whose turn it is"
        calls = [row for row in rows(session, rota_calls.CALL, rt.budi) if row.subject_id == one.id]
        assert len(calls) == ("Pak Slamet" in here)
        one.state = occurrences.OccurrenceState.over
        session.add(one)
        session.flush()
    assert set(counted.values()) == {6}, "two of seven for twenty-one nights"
    assert rows(session, REMIND, rt.siti) == []
    assert told(session, "event.line") == [], "the group hears nothing of it"


def test_what_whoever_has_the_turn_reads_and_whom_the_organiser_calls(place: Place) -> None:
    session, rt = place
    event = watch(session, rt, rt.asep, rt.tini, "Pak <Slamet>", size=3)
    one = nights(session, event)[0]
    day_goes_by(session, one)
    found = reads(session, one, rt.asep)
    assert found is not None
    assert found["text"] == (
        "Sebentar lagi giliran Asep: ronda pukul 22.00 WIB di Pos ronda. Sampai jumpa 🙏\n"
        "Bersama: Bu Tini, Pak &lt;Slamet&gt;"
    )
    assert buttons(found) == {"🔄 Tukar giliran": f"c.trade.{one.id}"}
    afternoon = one.begins_at - timedelta(hours=5)
    (row,) = rows(session, rota_calls.CALL, rt.budi)
    assert row.due_at == afternoon.timestamp()
    call = said(session, row, afternoon)
    assert isinstance(call, dict)
    assert call["text"] == (
        "☎️ ronda, Selasa, 24 Nov 2026 pukul 22.00 WIB: Asep, Bu Tini, Pak &lt;Slamet&gt;.\n"
        "Tanpa Telegram, tolong dikabari: Pak &lt;Slamet&gt;"
    )
    assert rows(session, rota_calls.CALL, rt.siti) == [], "Pak Budi has called it"
    session.delete(rotas.turns_of(session, one.id)[2])
    assert said(session, row, afternoon) is None, "nobody is left to be called"


def test_a_moved_night_reminds_the_same_people_at_its_new_time(place: Place) -> None:
    session, rt = place
    event, _ = seven(session, rt)
    one = nights(session, event)[0]
    before = on(session, one)
    event_moves.move(session, one.id, one.begins_at + timedelta(hours=25), "hajatan", by=rt.budi, now=NOW)
    day_goes_by(session, one)
    assert reminded(session, one) == set(before)


def test_after_a_swap_the_other_is_reminded_and_an_open_question_is_named(place: Place) -> None:
    session, rt = place
    event = watch(session, rt, rt.asep, rt.tini, size=1)
    first = nights(session, event)[0]
    (mine, _), (hers, _) = (own_turns.to_come(session, event.id, one, NOW)[0] for one in (rt.asep, rt.tini))
    swap = turn_swaps.ask(session, mine.id, hers.id, by=rt.asep, now=NOW)
    at = first.begins_at - HOUR
    ticks(session, first.begins_at - timedelta(hours=15))
    assert "belum dijawab" in str(reads(session, first, rt.asep))
    turn_swaps.answer(session, swap.id, yes=True, by=rt.tini, now=at - timedelta(hours=1))
    ticks(session, at - timedelta(minutes=10))
    assert reads(session, first, rt.asep) is None
    assert "giliran Bu Tini" in str(reads(session, first, rt.tini))


def test_the_card_says_tonight_on_the_day_alone(place: Place) -> None:
    session, rt = place
    event = watch(session, rt, rt.asep, "Pak Slamet", size=2)
    one = nights(session, event)[0]
    for at, line in ((NOW, "👥 Giliran: Asep, Pak Slamet"), (one.begins_at - HOUR, "👥 Malam ini: Asep, Pak Slamet")):
        html, _ = event_card.in_group(words("id"), event_card.shown(session, event, one, house(at)), house(at))
        assert line in html
    html, _ = event_card.in_group(words("id"), event_card.shown(session, event, one, house(one.ends_at)), house(NOW))
    assert "Pak Slamet" not in html, "of what is over nobody is named"


def test_the_group_s_card_is_drawn_anew_as_its_day_begins(place: Place) -> None:
    session, rt = place
    event = watch(session, rt, rt.asep, "Pak Slamet", size=2, destinations=[in_group(session, rt)], rule=None)
    (one,) = nights(session, event)
    midnight = recurrence.instant(TUESDAY, time(), ZONE)
    assert [row.due_at for row in drawings(session) if row.due_at > LATER.timestamp()] == [midnight.timestamp()]
    event_moves.move(
        session, one.id, one.begins_at + timedelta(days=1), "hujan", by=rt.budi, now=NOW
    )  # its new day begins later
    days = {row.due_at for row in drawings(session)} - {midnight.timestamp()}
    assert max(days) == (midnight + timedelta(days=1)).timestamp()


def drawings(session: Session) -> list[Row]:
    found = session.connection().execute(sa.select(*ROW).where(outbox.c.kind == event_cards.REDRAWN))
    return [Row(*row) for row in found]


# ── other notices, as they leave ──


def leaves(session: Session, kind: str, person_id: int, at: datetime = NOW) -> str | None:
    found = last(session, kind, person_id, at)
    return str(found["text"]) if isinstance(found, dict) else None


def test_who_comes_and_goes_is_told_what_still_holds(place: Place) -> None:
    session, rt = place
    event = watch(session, rt, rt.asep, rt.tini, "Pak Slamet", size=1)
    assert leaves(session, rota_members.ADDED, rt.asep) == (
        "👥 Asep masuk giliran ronda.\nGiliran terdekat:\n• Selasa, 24 Nov 2026 pukul 22.00 WIB\n"
        "• Jumat, 27 Nov 2026 pukul 22.00 WIB\n• Senin, 30 Nov 2026 pukul 22.00 WIB"
    )
    rota_members.leave(session, event.id, by=rt.asep, now=NOW)
    assert leaves(session, rota_members.ADDED, rt.asep) is None
    assert leaves(session, rota_members.LEFT, rt.siti) == (
        "👥 Asep tidak bisa ikut giliran ronda lagi. "
        "Tanggalnya diberikan ke yang lain; yang terlalu dekat masih kosong."
    )
    assert str(leaves(session, rota_members.GIVEN, rt.tini)).startswith("👥 Ada yang berhenti dari giliran ronda")
    rota_members.put_right(session, event.id, [Wish("Pak Slamet")], 1, by=rt.budi, now=NOW)
    assert leaves(session, rota_members.OFF, rt.tini) == (
        "👥 Bu Tini sudah tidak di giliran ronda. Terima kasih sudah ikut 🙏"
    )
    assert leaves(session, rota_members.GIVEN, rt.tini) is None
    rota_members.put_right(session, event.id, [Wish("Bu Tini", rt.tini)], 1, by=rt.budi, now=NOW)
    assert leaves(session, rota_members.OFF, rt.tini) is None, "she is on it again"
    event_moves.cancel_all(session, event.id, "sudah aman", by=rt.budi, now=NOW)
    assert leaves(session, rota_members.ADDED, rt.tini) is None


def test_questions_that_are_settled_are_not_asked_any_more(place: Place) -> None:
    session, rt = place
    event = watch(session, rt, rt.asep, rt.tini, rt.siti, size=1)
    (mine, one), (hers, _) = (own_turns.to_come(session, event.id, who, NOW)[0] for who in (rt.asep, rt.tini))
    swap = turn_swaps.ask(session, mine.id, hers.id, by=rt.asep, now=NOW)
    assert str(leaves(session, turn_swaps.ASKED, rt.tini)).startswith("🔄 Asep minta tukar giliran ronda.")
    assert leaves(session, turn_swaps.ASKED, rt.tini, one.begins_at) is None
    turn_swaps.answer(session, swap.id, yes=False, by=rt.tini, now=NOW)
    assert leaves(session, turn_swaps.ASKED, rt.tini) is None
    assert str(leaves(session, turn_swaps.ANSWERED, rt.asep)).startswith("Bu Tini belum bisa tukar giliran.")
