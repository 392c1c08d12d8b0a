"""What is said of an announcement is what became of it, on both databases, also when its rows are long forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import audiences, broadcast_report, broadcast_steering, broadcast_work, retention
from community.broadcast_content import Audience
from community.refusals import AlreadySo
from storage import broadcasts
from storage.broadcasts import Broadcast, BroadcastState, ChoreKind
from storage.database import writing
from storage.outbox import outbox
from storage.people import Membership, Person
from tests.community.announcing import announced, group, mark_all, rows, works
from tests.community.rt_three import NOW, RtThree, settle


def mark(session: Session, *where: Any, **values: Any) -> None:
    session.connection().execute(outbox.update().where(*where).values(**values))


def crowd(session: Session, rt: RtThree, many: int) -> list[int]:
    """More residents; their numbers."""
    people = [Person(telegram_id=6_000_000_000 + number, name="Warga", created_at=NOW) for number in range(many)]
    session.add_all(people)
    session.flush()
    session.add_all(Membership(person_id=one.id, community_id=rt.community, joined_at=NOW) for one in people)
    session.flush()
    return [one.id for one in people]


ENDS: tuple[dict[str, Any], ...] = (
    {"state": "sent", "message_id": 7, "sent_at": NOW.timestamp()},
    {"state": "sent", "message_id": 8, "sent_at": NOW.timestamp(), "unknown": 2},
    {"state": "given_up", "error": "never: blocked"},
    {"state": "given_up", "error": "never: refused"},
    {"state": "moot", "error": "expired"},
    {"state": "moot", "error": "no announcements wanted"},
    {"state": "moot", "error": "enough this week, no digest wanted"},
    {"state": "moot", "error": "no longer wanted"},
    {"state": "moot", "error": "unreachable"},
    {"state": "moot", "error": "in digest"},
    {"state": "moot", "error": "stopped"},
)
"""Ways in which rows end."""


def test_each_end_is_counted_as_what_it_is_and_remembered(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        place = group(session, rt)
        others = crowd(session, rt, len(ENDS))
        found = announced(session, rt)
        mark(session, outbox.c.person_id.in_([rt.tini, rt.asep, rt.siti]), **ENDS[0])
        for person, end in zip(others, ENDS, strict=True):
            mark(session, outbox.c.person_id == person, **end)
        mark(session, outbox.c.chat == -1001, state="given_up", error="never: kicked")
        broadcast_work.look_after(session, NOW)
        assert session.get_one(Broadcast, found.id).state is BroadcastState.done
        report = broadcast_report.of(session, found)
        assert report == broadcast_report.Report(
            sent=5, left=0, digest=1, gone=2, late=1, declined=3, stopped=1, refused=1, twice=1, groups=(0, 1)
        )
        for day in (30, 31):
            retention.sweep(session, (NOW + timedelta(days=day, minutes=1)).timestamp())
        assert rows(session) == []
        session.delete(place)
        assert broadcast_report.of(session, session.get_one(Broadcast, found.id)) == report


def test_half_forgotten_is_counted_whole(engine: Engine) -> None:
    """Its rows were not written in one moment, and so are not swept on one day."""
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        mark_all(session, found, **ENDS[0])
        broadcast_work.look_after(session, NOW)
        mark(session, outbox.c.person_id == rt.tini, created_at=NOW.timestamp() - 86_400)
        retention.sweep(session, (NOW + timedelta(days=29, hours=1)).timestamp())
        assert len(rows(session)) == 2
        assert broadcast_report.of(session, found).sent == 3


def test_who_is_stopped_in_the_middle_may_have_it_twice_too(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        mark(session, outbox.c.person_id == rt.tini, **ENDS[1])
        broadcast_steering.stop(session, found.id, by=rt.budi, now=NOW)
        works(session)
        report = broadcast_report.of(session, found)
        assert (report.sent, report.stopped, report.twice) == (1, 2, 1)
        retention.sweep(session, (NOW + timedelta(days=31)).timestamp())
        assert broadcast_report.of(session, found) == report


def test_nothing_is_tried_again_where_nothing_failed(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        mark_all(session, found, **ENDS[0])
        broadcast_work.look_after(session, NOW)
        with pytest.raises(AlreadySo, match="nothing_failed"):
            broadcast_steering.retry(session, found.id, by=rt.siti, now=NOW)
        assert session.get_one(Broadcast, found.id).state is BroadcastState.done


def test_nothing_is_tried_again_once_it_is_forgotten(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        mark_all(session, found, state="given_up", error="never: refused")
        broadcast_work.look_after(session, NOW)
        retention.sweep(session, (NOW + timedelta(days=31)).timestamp())
        with pytest.raises(AlreadySo):
            broadcast_steering.retry(session, found.id, by=rt.siti, now=NOW + timedelta(days=31))
        assert broadcast_report.of(session, found).refused == 3


def test_for_the_group_alone(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        place = group(session, rt)
        for person in (rt.tini, rt.asep, rt.siti):
            session.get_one(Person, person).reachable = False
        session.flush()
        found = announced(session, rt, audience=Audience(communities=[rt.community], destinations=[place.id]))
        assert [chat for _, chat, _ in rows(session)] == [-1001]
        mark_all(session, found, state="given_up", error="topic")
        broadcast_work.look_after(session, NOW)
        report = broadcast_report.of(session, found)
        assert (report.total, report.groups, found.state) == (0, (0, 1), BroadcastState.done)
        broadcast_steering.retry(session, found.id, by=rt.siti, now=NOW)
        mark_all(session, found, state="sent", message_id=7, sent_at=NOW.timestamp())
        broadcast_work.look_after(session, NOW)
        assert broadcast_report.of(session, found).groups == (1, 1)


def test_a_group_that_the_bot_has_left_gets_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        place = group(session, rt)
        audience = audiences.to_all(session, rt.community)
        session.delete(place)
        session.flush()
        announced(session, rt, audience=audience)
        assert -1001 not in [chat for _, chat, _ in rows(session)]


def test_paused_for_months_it_still_knows_who_has_had_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        mark(session, outbox.c.person_id == rt.tini, **ENDS[0])
        mark(session, outbox.c.person_id == rt.asep, **ENDS[2])
        broadcast_steering.pause(session, found.id, by=rt.budi, now=NOW)
        works(session)
        later = NOW + timedelta(days=40)
        retention.sweep(session, later.timestamp())
        report = broadcast_report.of(session, found)
        assert (report.sent, report.gone, report.left, report.total) == (1, 1, 1, 3)
        broadcast_steering.go_on(session, found.id, by=rt.budi, now=later)
        mark(session, outbox.c.person_id == rt.siti, **ENDS[0] | {"sent_at": later.timestamp()})
        broadcast_work.look_after(session, later)
        for day in (41, 80):
            retention.sweep(session, (NOW + timedelta(days=day)).timestamp())
        assert rows(session) == [], "it is over, and its report is kept"
        report = broadcast_report.of(session, session.get_one(Broadcast, found.id))
        assert (report.sent, report.gone, report.left, report.total) == (2, 1, 0, 3)


def test_nothing_is_forgotten_between_its_end_and_the_last_of_its_chores(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        mark(session, outbox.c.person_id == rt.tini, **ENDS[0])
        broadcast_steering.pause(session, found.id, by=rt.budi, now=NOW)
        works(session)
        found.state = BroadcastState.stopped
        chore = broadcasts.give(session, found.id, ChoreKind.stop, NOW)
        retention.sweep(session, (NOW + timedelta(days=40)).timestamp())
        assert len(rows(session, "sent")) == 1
        works(session)
        assert chore.done_at is not None
        assert broadcast_report.of(session, found).sent == 1
