"""What lies on the organisers' desk, for whom, in which order; and when they hear of it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from community import desk, forwarded, merges, needs, triage
from community.desk import Item, Why
from community.needs import Report
from community.refusals import AlreadySo, NotAllowed
from storage import audit, communities
from storage import needs as stored
from storage.database import writing
from storage.flags import Flag
from storage.needs import Awaited, Need, NeedState
from storage.outbox import outbox
from storage.waiting import Waits
from tests.community.rt_three import NOW, RtThree, settle

SILENT = NOW - timedelta(days=7)
TODAY = NOW.date()


def row(state: NeedState = NeedState.received, **about: object) -> Waits:
    known: dict[str, object] = {
        "need_id": 1, "number": 1, "state": state, "awaits": None, "danger": False, "assigned_to_id": None,
        "check_on": None, "heard_at": NOW, "created_at": NOW, "flags": 0, "office": 0, "answer": 0, "reopening": 0,
    }  # fmt: skip
    return Waits(**(known | about))  # type: ignore[arg-type]  # a table of columns


LONG_AGO = NOW - timedelta(days=8)


@pytest.mark.parametrize(
    ("waits", "reason"),
    [
        (row(), Why.new),
        (row(NeedState.under_review), Why.new),
        (row(NeedState.under_review, awaits=Awaited.answer, office=3), None),
        (row(NeedState.under_review, awaits=Awaited.answer, office=3, heard_at=LONG_AGO), Why.silent),
        (row(NeedState.under_review, office=3, answer=4), Why.answered),
        (row(NeedState.accepted, office=5, answer=4), None),
        (row(NeedState.accepted), None),
        (row(NeedState.planned, heard_at=LONG_AGO), Why.silent),
        (row(NeedState.not_now, heard_at=LONG_AGO), None),
        (row(NeedState.reopened, office=3, reopening=4), Why.reopened),
        (row(NeedState.reopened, office=5, reopening=4), None),
        (row(NeedState.forwarded, check_on=TODAY), Why.check),
        (row(NeedState.forwarded, check_on=TODAY + timedelta(days=1)), None),
        (row(NeedState.forwarded, heard_at=LONG_AGO), None),
        (row(NeedState.accepted, flags=3), Why.flagged),
        (row(NeedState.accepted, flags=2), None),
    ],
)
def test_why_it_waits(waits: Waits, reason: Why | None) -> None:
    assert desk.why(waits, silent_before=SILENT, today=TODAY) is reason


def test_mine_first_then_danger_then_the_oldest_and_what_a_colleague_sees_to_last() -> None:
    rows = [
        row(need_id=1, number=1, assigned_to_id=8),
        row(need_id=2, number=2),
        row(need_id=3, number=3, heard_at=NOW - timedelta(hours=2)),
        row(NeedState.planned, need_id=4, number=4, heard_at=LONG_AGO),
        row(need_id=5, number=5, danger=True),
        row(NeedState.planned, need_id=6, number=6, heard_at=LONG_AGO, assigned_to_id=7),
        row(NeedState.accepted, need_id=9, number=9),
    ]
    found = desk.in_order(rows, mine=7, silent_before=SILENT, today=TODAY)
    assert [item.number for item in found] == [6, 5, 3, 2, 4, 1]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("2026-11-23T05:00+00:00", "2026-11-23T19:30+07:00"),
        ("2026-11-23T12:30+00:00", "2026-11-24T19:30+07:00"),
        ("2026-11-23T18:00+00:00", "2026-11-24T19:30+07:00"),
    ],
)
def test_news_of_the_day_come_in_the_evening(said: str, told: str) -> None:
    assert desk.tells_at(datetime.fromisoformat(said), "Asia/Jakarta") == datetime.fromisoformat(told)


def tell(session: Session, rt: RtThree, *, now: datetime = NOW, **about: object) -> Need:
    report = Report(kind="drain", detail="clogged", near_home=True, **about)  # type: ignore[arg-type]  # its fields
    return needs.submit(session, report, by=rt.tini, community_id=rt.community, dialogue_id=None, now=now)


def on_the_desk(session: Session, rt: RtThree, *, now: datetime = NOW) -> list[Item]:
    session.flush()
    return desk.waits(session, rt.community, by=rt.budi, now=now)


def notices(session: Session, kind: str) -> list[tuple[int, float]]:
    session.flush()
    query = sa.select(outbox.c.person_id, outbox.c.due_at).where(outbox.c.kind == kind).order_by(outbox.c.id)
    return [(found.person_id, found.due_at) for found in session.connection().execute(query)]


def test_the_database_finds_what_the_rule_names(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        by: dict[str, Any] = {"by": rt.budi, "now": NOW, "seen": None}
        new, asked, passed, declined, hidden, flagged = (tell(session, rt) for _ in range(6))
        triage.ask(session, asked.id, question="Sejak kapan?", **by)
        to = triage.Forwarding("PLN", check_on=TODAY)
        triage.forward(session, passed.id, to, **by)
        triage.decline(session, declined.id, reason="Biaya.", **by)
        hidden.hidden_at = NOW
        flagged.hidden_at = NOW
        for person in (rt.tini, rt.asep, rt.siti):
            session.add(Flag(need_id=flagged.id, person_id=person, created_at=NOW))
        expected = [Item(new.id, 1, Why.new), Item(passed.id, 3, Why.check), Item(flagged.id, 6, Why.flagged)]
        assert on_the_desk(session, rt) == expected
        triage.answer(session, asked.id, text="Kemarin", dialogue_id=None, by=rt.tini, now=NOW)
        assert Item(asked.id, 2, Why.answered) in on_the_desk(session, rt)
        triage.accept(session, asked.id, title=None, **by)
        assert Item(asked.id, 2, Why.silent) in on_the_desk(session, rt, now=NOW + timedelta(days=8))


@pytest.mark.parametrize("who", ["tini", "joko"])
def test_the_desk_is_its_organisers_alone(engine: Engine, who: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(NotAllowed, match=r"desk\.not_yours"):
            desk.waits(session, rt.community, by=getattr(rt, who), now=NOW)


def test_organisers_hear_once_a_day_of_all_that_is_new_and_of_danger_not_again(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        tell(session, rt)
        tell(session, rt)
        tell(session, rt, danger=True)
        at = desk.tells_at(NOW, "Asia/Jakarta").timestamp()
        assert notices(session, "desk.new") == [(rt.budi, at), (rt.siti, at)]
        assert desk.new_by(session, rt.community, NOW) == 2
        assert desk.new_by(session, rt.community, NOW + timedelta(minutes=1)) == 0


def test_days_in_which_nothing_could_leave_are_one_notice_that_counts_them_all(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        for days in range(4):
            tell(session, rt, now=NOW + timedelta(days=days))
        at = desk.tells_at(NOW, "Asia/Jakarta")
        assert notices(session, "desk.new") == [(rt.budi, at.timestamp()), (rt.siti, at.timestamp())]


def test_the_evening_does_not_lie_in_quiet_hours(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        place = communities.by_id(session, rt.community)
        assert place is not None
        place.quiet_hours = [["19:00", "05:00"]]
        session.flush()
        tell(session, rt)
        (_, due_at), *_ = notices(session, "desk.new")
        assert datetime.fromtimestamp(due_at, NOW.tzinfo).hour == 22, "05.00 WIB"


# ── asking again ──


def passed_on(session: Session, rt: RtThree, check_on: date) -> Need:
    need = tell(session, rt)
    to = triage.Forwarding("PLN", check_on=check_on)
    triage.forward(session, need.id, to, by=rt.budi, now=NOW, seen=None)
    session.flush()
    return need


def test_the_day_to_ask_again_is_told_once_and_anew_when_it_was_put_off(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = passed_on(session, rt, TODAY + timedelta(days=7))
        assert forwarded.remind(session, NOW) == 0
        later = NOW + timedelta(days=7)
        for _ in range(2):
            forwarded.remind(session, later)
        assert [who for who, _ in notices(session, "need.check")] == [rt.budi, rt.siti]
        on = (later + forwarded.LATER).date()
        triage.look_again(session, need.id, on=on, by=rt.siti, now=later, seen=need.moves)
        session.flush()
        assert forwarded.remind(session, later) == 0
        assert forwarded.remind(session, later + forwarded.LATER) == 1
        assert len(notices(session, "need.check")) == 4
        (noted,) = session.connection().execute(
            sa.select(audit.AuditEntry).where(audit.AuditEntry.action == "need.looked_again")  # type: ignore[arg-type]  # a column
        )
        assert noted.actor_id == rt.siti


def test_the_letter_is_for_organisers_and_for_what_was_passed_on(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        with pytest.raises(AlreadySo):
            forwarded.send_letter(session, need.id, by=rt.budi, now=NOW)
        triage.forward(session, need.id, triage.Forwarding("PLN", check_on=TODAY), by=rt.budi, now=NOW, seen=None)
        for who in (rt.tini, rt.joko):
            with pytest.raises(NotAllowed):
                forwarded.send_letter(session, need.id, by=who, now=NOW)
        for _ in range(2):
            forwarded.send_letter(session, need.id, by=rt.siti, now=NOW)
        assert [who for who, _ in notices(session, "need.letter")] == [rt.siti]


# ── putting right ──


def test_a_place_put_right_may_be_a_point_and_the_audit_keeps_what_was(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        there = triage.Correction(latitude=-7.5, longitude=110.8)
        triage.correct(session, need.id, there, by=rt.siti, now=NOW, seen=0)
        assert (need.latitude, need.near_home, need.kind) == (-7.5, False, "drain")
        triage.correct(session, need.id, triage.Correction(kind="water"), by=rt.siti, now=NOW, seen=1)
        assert (need.kind, need.detail, need.latitude) == ("water", None, -7.5)
        triage.correct(session, need.id, triage.Correction(landmark="Masjid"), by=rt.siti, now=NOW, seen=2)
        assert (need.landmark, need.latitude) == ("Masjid", None)


def test_what_may_be_the_same_is_of_the_same_kind_and_near(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)

        def drain(**where: object) -> Need:
            report = Report(kind="drain", **where)  # type: ignore[arg-type]  # its fields
            return needs.submit(session, report, by=rt.tini, community_id=rt.community, dialogue_id=None, now=NOW)

        here = drain(latitude=-7.5, longitude=110.8)
        near, far = drain(latitude=-7.502, longitude=110.8), drain(latitude=-7.51, longitude=110.8)
        mosque, other = drain(landmark="Masjid"), drain(landmark="Masjid")
        lamp = Report(kind="lamp", latitude=-7.5, longitude=110.8)
        needs.submit(session, lamp, by=rt.tini, community_id=rt.community, dialogue_id=None, now=NOW)
        gone = drain(landmark="Masjid")
        gone.state = NeedState.resolved
        session.flush()
        assert merges.candidates(session, here) == [near]
        assert merges.candidates(session, mosque) == [other]
        nowhere = drain(near_home=True)
        assert merges.candidates(session, nowhere) == [other, mosque, far, near, here]
        assert stored.count_of_community(session, rt.community) == 8
