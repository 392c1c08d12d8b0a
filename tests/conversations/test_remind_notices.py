"""What a reminder says, to whom, as it leaves: nothing that is not true any more."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from sqlmodel import Session

from community import event_moves, event_wishes, group_news, recurrence
from community.event_group_line import LINE
from community.event_reminders import REMIND
from storage.communities import Community
from storage.erasures import Erasure, ErasureOf
from storage.events import EventItem, EventKind, Invited, ItemKind
from storage.occurrences import Occurrence
from storage.people import Membership, Person
from storage.reminders import Wave
from storage.rotas import RotaMember, RotaTurn
from storage.rsvps import Answer, Promise
from tests.community.leaving import buttons, last, rows, said, text
from tests.community.meetings import BEGINS, TOPIC, called, in_group, only_time
from tests.community.reminded_of import EARLY, EVE, HOUR, SOON, answers, ticks
from tests.community.rt_three import NOW, RtThree
from tests.community.told_for import Place

MINUTE = timedelta(minutes=1)


def promises(
    session: Session, one: Occurrence, person_id: int, name: str, many: int = 1, *, waits: bool = False
) -> None:
    item = EventItem(event_id=one.event_id, kind=ItemKind.tool, name=name, wanted=5)
    session.add(item)
    session.flush()
    session.add(Promise(occurrence_id=one.id, item_id=item.id, person_id=person_id, many=many, waits=waits, since=NOW))
    session.flush()


# ── S14 ──


def test_who_has_not_answered_is_asked_with_three_ways_to_answer(place: Place) -> None:
    session, rt = place
    one = only_time(session, called(session, rt, title="membersihkan <selokan>"))
    ticks(session, EVE)
    found = last(session, REMIND, rt.tini, EVE)
    assert isinstance(found, dict)
    assert found["text"] == (
        "Besok, Minggu, 29 Nov 2026: kerja bakti membersihkan &lt;selokan&gt; pukul 07.00 WIB di Pos ronda. Bisa ikut?"
    )
    assert buttons(found) == {
        "✋ Ikut": f"c.come.{one.id}.coming", "🙏 Berhalangan": f"c.come.{one.id}.away",
        "Jangan ingatkan": f"c.hushevent.{one.event_id}",
    }  # fmt: skip


def test_who_is_not_sure_is_asked_whether_they_are_now(place: Place) -> None:
    session, rt = place
    one = only_time(session, called(session, rt, place=""))
    answers(session, one, rt.tini, Answer.maybe)
    ticks(session, EVE)
    assert text(session, REMIND, rt.tini, EVE) == (
        "Besok, Minggu, 29 Nov 2026: kerja bakti pukul 07.00 WIB. Jadi bisa ikut?"
    )


def test_who_comes_hears_what_they_bring_the_evening_before_and_on_the_day(place: Place) -> None:
    session, rt = place
    one = only_time(session, called(session, rt))
    for person in (rt.tini, rt.asep):
        answers(session, one, person, Answer.coming)
    promises(session, one, rt.tini, "karung")
    promises(session, one, rt.tini, "cangkul", 2)
    promises(session, one, rt.tini, "gerobak", waits=True)
    ticks(session, EVE, SOON)
    evening, morning = (
        said(session, row, at) for row, at in zip(rows(session, REMIND, rt.tini), (EVE, SOON), strict=True)
    )
    assert isinstance(evening, dict)
    assert isinstance(morning, dict)
    assert evening["text"] == (
        "Besok, Minggu, 29 Nov 2026: kerja bakti pukul 07.00 WIB di Pos ronda. Bu Tini membawa: karung, cangkul 2. 🙏"
    )
    assert morning["text"] == (
        "Sebentar lagi kerja bakti, pukul 07.00 WIB di Pos ronda. Jangan lupa: karung, cangkul 2. Sampai jumpa 🙏"
    )
    assert list(buttons(morning)) == ["Jangan ingatkan"]
    assert text(session, REMIND, rt.asep, SOON) == (
        "Sebentar lagi kerja bakti, pukul 07.00 WIB di Pos ronda. Sampai jumpa 🙏"
    )


def test_what_begins_before_the_night_is_over_is_said_the_evening_before(place: Place) -> None:
    session, rt = place
    session.get_one(Community, rt.community).quiet_hours = [["21:00", "05:00"]]
    one = only_time(session, called(session, rt, begins_at=time(5, 30)))
    for person in (rt.tini, rt.asep):
        answers(session, one, person, Answer.coming)
    promises(session, one, rt.tini, "karung")
    at = EVE + timedelta(minutes=89)
    ticks(session, EVE, at)
    assert text(session, REMIND, rt.asep, at) == (
        "Besok, Minggu, 29 Nov 2026: kerja bakti pukul 05.30 WIB di Pos ronda. Sampai jumpa 🙏"
    )
    assert len(rows(session, REMIND, rt.tini)) == 1, "she has heard it an hour and a half before"


def test_whose_turn_it_is_is_told_so_and_cannot_turn_it_off(place: Place) -> None:
    session, rt = place
    watch = called(
        session, rt, kind=EventKind.night_watch, begins_at=time(20), rota_size=1, invited=Invited.rota, rule=None
    )
    one = only_time(session, watch)
    member = RotaMember(event_id=watch.id, person_id=rt.tini, name="Bu Tini", place=1)
    session.add(member)
    session.flush()
    session.add(RotaTurn(occurrence_id=one.id, member_id=member.id))
    event_wishes.choose(session, rt.tini, [])
    ticks(session, EVE, one.begins_at - HOUR)
    evening, soon = rows(session, REMIND, rt.tini)
    first, second = said(session, evening, EVE), said(session, soon, one.begins_at - HOUR)
    assert isinstance(first, dict)
    assert first["text"] == "Besok, Minggu, 29 Nov 2026: ronda pukul 20.00 WIB di Pos ronda. Giliran Bu Tini 🙏"
    assert isinstance(second, dict)
    assert second["text"] == "Sebentar lagi giliran Bu Tini: ronda pukul 20.00 WIB di Pos ronda. Sampai jumpa 🙏"
    assert list(buttons(second)) == ["🔄 Tukar giliran"]


def test_early_is_the_day_after_tomorrow_and_in_ones_own_language(place: Place) -> None:
    session, rt = place
    called(session, rt)
    session.get_one(Person, rt.tini).language = "en"
    event_wishes.turn(session, rt.tini, Wave.early)
    ticks(session, EARLY)
    assert text(session, REMIND, rt.tini, EARLY) == (
        "The day after tomorrow, Sunday, 29 Nov 2026: work day at 07:00 WIB, Pos ronda. Can you come?"
    )


# ── looked at again ──


def comes(session: Session, rt: RtThree, one: Occurrence) -> None:
    answers(session, one, rt.tini, Answer.coming)


def declines(session: Session, rt: RtThree, one: Occurrence) -> None:
    answers(session, one, rt.tini, Answer.away)


def is_moved(session: Session, rt: RtThree, one: Occurrence) -> None:
    event_moves.move(session, one.id, BEGINS + HOUR, "Hujan", by=rt.budi, now=EVE)


def is_put_off(session: Session, rt: RtThree, one: Occurrence) -> None:
    event_moves.postpone(session, one.id, "Hujan", by=rt.budi, now=EVE)


def is_cancelled(session: Session, rt: RtThree, one: Occurrence) -> None:
    event_moves.cancel(session, one.id, "Batal", by=rt.budi, now=EVE)


def wants_none(session: Session, rt: RtThree, one: Occurrence) -> None:
    event_wishes.choose(session, rt.tini, [])


def wants_none_of_it(session: Session, rt: RtThree, one: Occurrence) -> None:
    event_wishes.hush(session, one.event_id, by=rt.tini, now=EVE)


def moves_away(session: Session, rt: RtThree, one: Occurrence) -> None:
    session.delete(session.get_one(Membership, 1))


def is_leaving(session: Session, rt: RtThree, one: Occurrence) -> None:
    session.add(
        Erasure(person_id=rt.tini, what=ErasureOf.person, subject_id=rt.tini, asked_at=EVE, final_at=EVE + HOUR)
    )


@pytest.mark.parametrize(
    "happens",
    [
        comes, declines, is_moved, is_put_off, is_cancelled, wants_none, wants_none_of_it, moves_away, is_leaving,
    ],
)  # fmt: skip
def test_what_is_not_wanted_any_more_is_not_said(
    place: Place, happens: Callable[[Session, RtThree, Occurrence], None]
) -> None:
    session, rt = place
    one = only_time(session, called(session, rt))
    ticks(session, EVE)
    (row,) = rows(session, REMIND, rt.tini)
    assert isinstance(said(session, row, EVE), dict)
    happens(session, rt, one)
    session.flush()
    assert said(session, row, EVE + MINUTE) is None


def test_nothing_is_said_once_it_has_begun(place: Place) -> None:
    session, rt = place
    only_time(session, called(session, rt))
    ticks(session, EVE)
    (row,) = rows(session, REMIND, rt.tini)
    assert isinstance(said(session, row, BEGINS - MINUTE), dict)
    assert said(session, row, BEGINS) is None
    assert row.is_over(BEGINS.timestamp())


def test_after_an_outage_each_is_told_once_and_in_words_that_are_true_then(place: Place) -> None:
    session, rt = place
    one = only_time(session, called(session, rt))
    answers(session, one, rt.tini, Answer.coming)
    promises(session, one, rt.tini, "karung")
    back = BEGINS - HOUR / 2
    ticks(session, back)
    evening, morning = rows(session, REMIND, rt.tini)
    assert said(session, evening, back) is None
    assert isinstance(said(session, morning, back), dict)
    assert text(session, REMIND, rt.asep, back).startswith("Hari ini, Minggu, 29 Nov 2026: kerja bakti")


def test_quiet_hours_hold_also_for_what_comes_late(place: Place) -> None:
    session, rt = place
    session.get_one(Community, rt.community).quiet_hours = [["21:00", "05:00"]]
    only_time(session, called(session, rt))
    late = EVE + timedelta(hours=3)
    ticks(session, late)
    assert last(session, REMIND, rt.tini, late) == "quiet hours"


# ── the group ──


def test_the_group_reads_tomorrows_events_in_one_message(place: Place) -> None:
    session, rt = place
    here = in_group(session, rt)
    called(session, rt, destinations=[here])
    called(session, rt, kind=EventKind.meeting, begins_at=time(19, 30), place="", destinations=[here])
    called(session, rt, kind=EventKind.night_watch, rule=recurrence.daily(), destinations=[here])
    called(session, rt, begins_on=date(2026, 11, 30), destinations=[here])
    ticks(session, EVE)
    (row,) = rows(session, LINE, None)
    found = said(session, row, EVE)
    assert isinstance(found, dict)
    assert found["message_thread_id"] == TOPIC
    assert found["text"] == (
        "📅 Besok, Minggu, 29 Nov 2026\n🧹 Kerja bakti, pukul 07.00 WIB di Pos ronda\n💬 Rapat, pukul 19.30 WIB"
    )
    assert buttons(found) == {}


def test_of_one_event_the_line_leads_there_and_of_none_it_is_not_said(place: Place) -> None:
    session, rt = place
    event = called(session, rt, destinations=[in_group(session, rt)])
    one = only_time(session, event)
    ticks(session, EVE)
    (row,) = rows(session, LINE, None)
    assert buttons(said(session, row, EVE)) == {
        "Jawab di sini": f"https://t.me/rembuk_bot?start=rt-7kq2abcd-acara_{event.code}"
    }
    assert said(session, row, BEGINS - HOUR) == "its day is over"
    event_moves.cancel(session, one.id, "Batal", by=rt.budi, now=EVE)
    assert said(session, row, EVE) is None


def test_on_sundays_the_week_speaks_of_tomorrow(place: Place) -> None:
    """Also of a week in which nothing else happened; and it is true still when it is drawn anew later."""
    session, rt = place
    sunday = EVE + timedelta(days=1)
    event = called(session, rt, begins_on=date(2026, 11, 30), destinations=[in_group(session, rt)])
    ticks(session, sunday)
    assert rows(session, LINE, None) == []
    assert group_news.show_the_week(session, sunday) == 1
    (row,) = rows(session, group_news.OF_WEEK, None)
    found = said(session, row, sunday)
    assert isinstance(found, dict)
    assert found["text"] == (
        "🗞 <b>Minggu ini di RT 03</b>\n📅 Senin, 30 Nov 2026:\n🧹 Kerja bakti, pukul 07.00 WIB di Pos ronda"
    )
    event_moves.cancel_all(session, event.id, "Batal", by=rt.budi, now=sunday)
    assert said(session, row, sunday) is None
