"""Calling the neighbours together: who may, what fits, what is written, what becomes of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import event_moves, event_times, events, recurrence
from community.refusals import AlreadySo, NotAllowed, NotThere, Overtaken, TooMuch
from storage import agenda, event_lists, occurrences, reminders, rsvps
from storage.agenda import Around
from storage.communities import Destination
from storage.database import writing
from storage.events import EventState, ItemKind
from storage.occurrences import Occurrence, OccurrenceState
from storage.outbox import outbox
from storage.reminders import Wave
from storage.rsvps import Answer, Rsvp
from tests.community.meetings import BEGINS, SUNDAY, call, called, in_group, only_time
from tests.community.rt_three import NOW, RtThree, settle


def kinds(session: Session) -> list[str]:
    return sorted(session.connection().execute(sa.select(outbox.c.kind).where(outbox.c.kind.is_not(None))).scalars())


def answers(session: Session, one: Occurrence, **who: Answer) -> None:
    for person_id, answer in who.items():
        session.add(Rsvp(occurrence_id=one.id, person_id=int(person_id[1:]), answer=answer, since=NOW))
    session.flush()


def test_what_is_called_has_its_time_its_card_and_its_reminders(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt, destinations=[in_group(session, rt)])
        one = only_time(session, event)
        assert (event.number, event.minutes, event.state) == (1, 180, EventState.called)
        assert (one.begins_at, one.ends_at) == (BEGINS, BEGINS + timedelta(hours=3))
        assert kinds(session) == ["event.card"]
        due = {found.wave: found.due_at for found in reminders.of_occurrence(session, one.id)}
        evening = datetime(2026, 11, 28, 12, 30, tzinfo=UTC)  # 19.30 in Jakarta
        assert due == {
            Wave.early: evening - timedelta(days=1), Wave.eve: evening, Wave.soon: BEGINS - timedelta(hours=1),
        }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "refused", "key"),
    [
        ({"begins_on": date(2026, 11, 22)}, Overtaken, "events.time_over"),
        ({"begins_on": date(2029, 11, 22)}, TooMuch, "events.too_far"),
        ({"title": "x" * 101}, TooMuch, "needs.too_long"),
        ({"minutes": 24 * 60 + 1}, TooMuch, "events.out_of_range"),
        ({"wanted": 0}, TooMuch, "events.out_of_range"),
        ({"rule": "FREQ=SECONDLY"}, NotThere, "events.no_rule"),
        ({"rule": "FREQ=WEEKLY;BYDAY=XX"}, NotThere, "events.no_rule"),
        ({"rule": "FREQ=WEEKLY;BYHOUR=3"}, NotThere, "events.no_rule"),
        ({"items": [events.ItemWanted(ItemKind.tool, " ")]}, TooMuch, "needs.too_long"),
        ({"items": [events.ItemWanted(ItemKind.tool, "Cangkul")] * 2}, AlreadySo, "events.item_twice"),
        ({"destinations": [999]}, NotAllowed, "announce.not_yours"),
        ({"needs": [999]}, NotAllowed, "events.need_not_here"),
    ],
)
def test_what_does_not_fit_is_not_called(
    engine: Engine, more: dict[str, Any], refused: type[Exception], key: str
) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(refused, match=key.replace(".", r"\.")):
            called(session, rt, **more)


@pytest.mark.parametrize("who", ["tini", "joko"])
def test_only_organisers_call(engine: Engine, who: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(NotAllowed):
            events.call_together(session, rt.community, call(), by=getattr(rt, who), now=NOW)


# ── proposed ──


def test_a_resident_proposes_and_an_organiser_says_yes(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        in_group(session, rt)
        event = events.propose(session, rt.community, call(title="Cat pos ronda"), by=rt.tini, now=NOW)
        assert occurrences.of_event(session, event.id) == []
        assert kinds(session) == ["event.proposed", "event.proposed"]
        with pytest.raises(NotAllowed):
            events.confirm(session, event.id, by=rt.asep, now=NOW)
        assert events.confirm(session, event.id, by=rt.siti, now=NOW).state is EventState.called
        assert only_time(session, event).begins_at == BEGINS
        assert kinds(session) == ["event.card", "event.proposal", "event.proposed", "event.proposed"]
        with pytest.raises(AlreadySo):
            events.decline(session, event.id, "Tidak", by=rt.budi, now=NOW)


def test_a_proposal_is_declined_with_a_reason_and_not_confirmed_too_late(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        first, second = (events.propose(session, rt.community, call(), by=rt.tini, now=NOW) for _ in range(2))
        with pytest.raises(NotThere, match=r"events\.why_wanted"):
            events.decline(session, first.id, " ", by=rt.budi, now=NOW)
        assert events.decline(session, first.id, "Bentrok arisan", by=rt.budi, now=NOW).why == "Bentrok arisan"
        with pytest.raises(Overtaken):
            events.confirm(session, second.id, by=rt.budi, now=BEGINS)
        events.propose(session, rt.community, call(), by=rt.tini, now=NOW)
        events.propose(session, rt.community, call(), by=rt.tini, now=NOW)
        with pytest.raises(TooMuch, match=r"events\.enough_proposed"):
            events.propose(session, rt.community, call(), by=rt.tini, now=NOW)
        with pytest.raises(NotAllowed):
            events.propose(session, rt.community, call(), by=rt.joko, now=NOW)


# ── again and again ──


def test_what_comes_again_is_written_weeks_ahead_and_shown_one_at_a_time(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        place = in_group(session, rt)
        event = called(session, rt, rule=recurrence.weekly(every=2), destinations=[place])
        days = [one.original_on for one in occurrences.of_event(session, event.id)]
        assert days == [SUNDAY + timedelta(days=14 * number) for number in range(5)]
        assert event_times.write_ahead(session, event, NOW) == []
        assert kinds(session) == ["event.card"]
        after = BEGINS + timedelta(hours=4)
        assert event_moves.close_over(session, after) == 1
        assert kinds(session) == ["event.card", "event.redrawn"]
        assert event_times.write_all_ahead(session, after + timedelta(days=10)) is None
        assert len(occurrences.of_event(session, event.id)) == 6
        assert kinds(session) == ["event.card", "event.card", "event.redrawn"]


# ── what becomes of it ──


def moved(session: Session, rt: RtThree, one: Occurrence, **more: Any) -> Occurrence:
    return event_moves.move(session, one.id, BEGINS + timedelta(days=7), "Hujan", by=rt.budi, now=NOW, **more)


def test_who_has_not_declined_is_told_once_of_each_change(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        answers(session, one, **{f"p{rt.tini}": Answer.coming, f"p{rt.asep}": Answer.away})
        moved(session, rt, one)
        with pytest.raises(Overtaken):
            moved(session, rt, one, seen=0)
        told = session.connection().execute(
            sa.select(outbox.c.person_id).where(outbox.c.kind == "event.changed").order_by(outbox.c.person_id)
        )
        assert list(told.scalars()) == sorted((rt.tini, rt.budi, rt.siti))
        live = [found for found in reminders.of_occurrence(session, one.id) if found.done_at is None]
        assert {found.moves for found in live} == {1}
        assert rsvps.counts(session, one.id) == {Answer.coming: 1, Answer.away: 1}


def test_rain_then_another_day_then_cancelled(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt)
        one = only_time(session, event)
        event_moves.postpone(session, one.id, "Hujan", by=rt.siti, now=NOW)
        assert all(found.done_at for found in reminders.of_occurrence(session, one.id))
        with pytest.raises(AlreadySo):
            event_moves.postpone(session, one.id, "Hujan", by=rt.siti, now=NOW)
        assert moved(session, rt, one).state is OccurrenceState.planned
        with pytest.raises(NotAllowed):
            event_moves.cancel(session, one.id, "Batal", by=rt.tini, now=NOW)
        event_moves.cancel(session, one.id, "Ada hajatan", by=rt.budi, now=NOW)
        assert (event.state, event.why, event.sequence) == (EventState.cancelled, "Ada hajatan", 3)
        with pytest.raises(AlreadySo):
            moved(session, rt, one)


def test_a_series_ends_or_is_cancelled_whole(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt, rule=recurrence.weekly())
        event_moves.end_series(session, event.id, SUNDAY + timedelta(days=7), by=rt.budi, now=NOW)
        assert recurrence.until_of(event.rule or "") == SUNDAY + timedelta(days=7)
        states = session.exec(select(Occurrence.state).order_by(Occurrence.original_on)).all()  # type: ignore[arg-type]  # a column
        assert states[:2] == [OccurrenceState.planned] * 2
        assert set(states[2:]) == {OccurrenceState.cancelled}
        event_moves.cancel_all(session, event.id, "Sudah selesai", by=rt.budi, now=NOW)
        assert set(session.exec(select(Occurrence.state))) == {OccurrenceState.cancelled}


def test_what_had_begun_and_is_put_off_has_not_begun(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        event_moves.begin(session, one.id, by=rt.budi, now=BEGINS)
        event_moves.postpone(session, one.id, "Hujan", by=rt.budi, now=BEGINS + timedelta(minutes=10))
        assert one.begun_at is None
        moved(session, rt, one)
        event_moves.begin(session, one.id, by=rt.budi, now=one.begins_at)
        event_moves.move(
            session, one.id, one.begins_at + timedelta(days=1), "Hujan", by=rt.budi, now=one.begins_at
        )  # again
        assert one.begun_at is None


def test_what_was_put_off_does_not_stand_before_the_next_time(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt, rule=recurrence.weekly(), destinations=[in_group(session, rt)])
        first, second, *_ = occurrences.of_event(session, event.id)
        event_moves.postpone(session, first.id, "Hujan", by=rt.budi, now=NOW)
        assert occurrences.next_of(session, event.id, NOW) == first
        monday = BEGINS + timedelta(days=1)
        event_times.write_all_ahead(session, monday)
        assert len(occurrences.cards_of(session, second.id)) == 1, "the group sees the next one"
        assert occurrences.next_of(session, event.id, monday) == second
        around = Around([rt.community])
        assert [one for _, one in agenda.coming(session, around, monday, most=9)] == [second]
        assert event_lists.how_many(session, rt.community, monday) == 1
        event_moves.cancel_all(session, event.id, "Sudah selesai", by=rt.budi, now=monday)
        assert first.state is OccurrenceState.cancelled
        assert event_lists.how_many(session, rt.community, monday) == 0


def test_where_its_topic_is_gone_the_next_card_comes_once_it_is_found(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        place = in_group(session, rt)
        event = called(session, rt, rule=recurrence.weekly(), destinations=[place])
        _, second, *_ = occurrences.of_event(session, event.id)
        session.get_one(Destination, place).lost_at = NOW
        after = BEGINS + timedelta(hours=4)
        event_moves.close_over(session, after)
        assert occurrences.cards_of(session, second.id) == []
        session.get_one(Destination, place).lost_at = None
        event_times.write_all_ahead(session, after)
        assert len(occurrences.cards_of(session, second.id)) == 1


def test_what_was_never_called_is_not_ended(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = events.propose(session, rt.community, call(rule=recurrence.weekly()), by=rt.tini, now=NOW)
        with pytest.raises(NotThere):
            event_moves.cancel_all(session, event.id, "Batal", by=rt.budi, now=NOW)
        with pytest.raises(NotThere):
            event_moves.end_series(session, event.id, SUNDAY, by=rt.budi, now=NOW)
        assert event.state is EventState.proposed
