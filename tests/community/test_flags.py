"""Three different residents hide a need, an organiser decides with a reason, its reporter may ask for another look."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import flags, journeys, needs, supports
from community.journeys import Reader
from community.needs import Report
from community.refusals import AlreadySo, NotAllowed, NotThere, Overtaken, TooMuch
from storage import flags as stored
from storage import needs as rows
from storage import outbox, people
from storage.audit import AuditEntry
from storage.database import writing
from storage.flags import Flag, Review
from storage.needs import Need
from storage.people import Membership, Person, Role
from storage.timeline import TimelineEntry
from tests.community.rt_three import NOW, RtThree, settle


def more(session: Session, rt: RtThree, count: int, first: int = 0) -> list[int]:
    """So many residents more."""
    found = []
    for number in range(first, first + count):
        person = Person(telegram_id=7_000_000_000 + number, name=f"Warga {number}", created_at=NOW)
        session.add(person)
        session.flush()
        session.add(Membership(person_id=person.id or 0, community_id=rt.community, joined_at=NOW))
        found.append(person.id or 0)
    session.flush()
    return found


def told(session: Session, rt: RtThree, *, by: int | None = None) -> Need:
    report = Report(kind="other", text="Pak Broto malas kerja bakti")
    return needs.submit(session, report, by=by or rt.tini, community_id=rt.community, dialogue_id=None, now=NOW)


def hidden(session: Session, rt: RtThree, *, by: int | None = None) -> Need:
    """A need that three have found unfitting."""
    need = told(session, rt, by=by)
    for person in more(session, rt, flags.ENOUGH):
        flags.flag(session, need.id, by=person, now=NOW)
    return need


def decide(session: Session, need: Need, by: int, *, show: bool, reason: str = "Menyebut nama orang") -> TimelineEntry:
    return flags.decide(session, need.id, show=show, reason=reason, by=by, now=NOW, seen=need.moves)


def notices(session: Session, kind: str) -> list[int]:
    query = sa.select(outbox.outbox.c.person_id).where(outbox.outbox.c.kind == kind).order_by(outbox.outbox.c.id)
    return [int(one) for one in session.connection().execute(query).scalars()]


# ── hiding ──


def test_two_are_not_enough_and_the_third_hides_it_and_calls_the_organisers_once(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need, (one, two, three, four) = told(session, rt), more(session, rt, 4)
        for person in (one, two):
            flags.flag(session, need.id, by=person, now=NOW)
        with pytest.raises(AlreadySo, match=r"flags\.before"):
            flags.flag(session, need.id, by=one, now=NOW)
        assert need.hidden_at is None
        assert stored.waiting(session, rt.community) == []
        flags.flag(session, need.id, by=three, now=NOW)
        with pytest.raises(NotThere):
            flags.flag(session, need.id, by=four, now=NOW)
        assert need.hidden_at == NOW
        assert flags.is_hidden(session, need.id)
        assert rows.of_community(session, rt.community, limit=5) == []
        with pytest.raises(NotThere):
            supports.open_to(session, need.id, by=rt.asep)
        assert supports.open_to(session, need.id, by=rt.tini).id == need.id
        assert [one.id for one in stored.waiting(session, rt.community)] == [need.id]
        assert notices(session, "need.flagged") == [rt.budi, rt.siti]
        assert notices(session, "need.hidden") == [rt.tini]


def test_its_reporter_strangers_and_the_wrong_need_are_refused(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told(session, rt)
        with pytest.raises(NotAllowed, match=r"flags\.yours"):
            flags.flag(session, need.id, by=rt.tini, now=NOW)
        with pytest.raises(NotAllowed, match=r"needs\.not_a_member"):
            flags.flag(session, need.id, by=rt.joko, now=NOW)
        with pytest.raises(NotThere):
            flags.flag(session, need.id + 99, by=rt.asep, now=NOW)
        needs.withdraw(session, need.id, by=rt.tini, now=NOW)
        with pytest.raises(NotThere):
            flags.flag(session, need.id, by=rt.asep, now=NOW)
        assert session.exec(select(Flag)).all() == []
        needs.restore(session, need.id, by=rt.tini, now=NOW)
        flags.flag(session, need.id, by=rt.asep, now=NOW)
        assert stored.open_count(session, need.id) == 1


# ── deciding ──


def test_shown_again_the_same_three_cannot_hide_it_and_three_others_can(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = hidden(session, rt)
        decide(session, need, rt.siti, show=True)
        assert need.hidden_at is None
        assert not flags.is_hidden(session, need.id)
        assert stored.waiting(session, rt.community) == []
        for one in session.exec(select(Flag)).all():
            with pytest.raises(AlreadySo, match=r"flags\.looked_at"):
                flags.flag(session, need.id, by=one.person_id, now=NOW)
        later = NOW + timedelta(hours=1)
        others = more(session, rt, 3, first=3)
        for person in others[:2]:
            flags.flag(session, need.id, by=person, now=later)
        assert need.hidden_at is None
        flags.flag(session, need.id, by=others[2], now=later)
        assert need.hidden_at == later
        assert flags.count(session, need.id) == 3


def test_it_is_decided_by_organisers_with_a_reason_and_never_by_its_reporter(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = hidden(session, rt, by=rt.siti)
        assert notices(session, "need.flagged") == [rt.budi]
        with pytest.raises(NotAllowed, match=r"flags\.yours"):
            decide(session, need, rt.siti, show=True)
        for stranger in (rt.asep, rt.joko, rt.tini):
            with pytest.raises(NotAllowed, match=r"needs\.not_yours"):
                decide(session, need, stranger, show=True)
        with pytest.raises(NotAllowed, match=r"desk\.reason_needed"):
            decide(session, need, rt.budi, show=True, reason="  ")
        with pytest.raises(TooMuch):
            decide(session, need, rt.budi, show=True, reason="a" * (journeys.LONGEST_REASON + 1))
        assert need.hidden_at is not None
        decide(session, need, rt.budi, show=True)
        assert need.hidden_at is None


def test_of_two_organisers_at_once_one_is_told_that_it_is_decided(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = hidden(session, rt)
        seen = need.moves
        flags.decide(session, need.id, show=False, reason="kasar", by=rt.budi, now=NOW, seen=seen)
        with pytest.raises(Overtaken):
            flags.decide(session, need.id, show=True, reason="sopan", by=rt.siti, now=NOW, seen=seen)
        with pytest.raises(AlreadySo, match=r"flags\.not_waiting"):
            decide(session, need, rt.siti, show=True)
        assert need.hidden_at is not None


def test_what_nobody_flagged_is_not_decided_however_it_is_hidden(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told(session, rt)
        need.hidden_at = NOW  # as its reporter's wish to have it deleted hides it
        session.flush()
        with pytest.raises(AlreadySo):
            decide(session, need, rt.budi, show=True)
        assert need.hidden_at == NOW
        assert stored.waiting(session, rt.community) == []
        assert not flags.is_hidden(session, need.id)


# ── asking for another look ──


def test_an_appeal_goes_to_the_chair_and_only_once(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = hidden(session, rt)
        with pytest.raises(AlreadySo):
            flags.appeal(session, need.id, by=rt.tini, now=NOW)
        decide(session, need, rt.siti, show=False)
        assert notices(session, "need.reviewed") == [rt.tini]
        for other in (rt.asep, rt.siti):
            with pytest.raises(NotThere):
                flags.appeal(session, need.id, by=other, now=NOW)
        before = notices(session, "need.flagged")
        flags.appeal(session, need.id, by=rt.tini, now=NOW)
        assert notices(session, "need.flagged")[len(before) :] == [rt.budi]
        assert [one.id for one in stored.waiting(session, rt.community)] == [need.id]
        with pytest.raises(AlreadySo, match=r"flags\.appealed_before"):
            flags.appeal(session, need.id, by=rt.tini, now=NOW)
        with pytest.raises(NotAllowed, match=r"flags\.another_decides"):
            decide(session, need, rt.siti, show=True)
        decide(session, need, rt.budi, show=False)
        assert need.hidden_at is not None
        with pytest.raises(AlreadySo, match=r"flags\.appealed_before"):
            flags.appeal(session, need.id, by=rt.tini, now=NOW)


def test_where_the_chair_has_decided_another_looks_and_where_there_is_none_he_does(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = hidden(session, rt)
        decide(session, need, rt.budi, show=False)
        flags.appeal(session, need.id, by=rt.tini, now=NOW)
        with pytest.raises(NotAllowed, match=r"flags\.another_decides"):
            decide(session, need, rt.budi, show=True)
        siti = people.membership_of(session, rt.siti, rt.community)
        assert siti is not None
        siti.role = Role.resident
        session.flush()
        decide(session, need, rt.budi, show=True)
        assert need.hidden_at is None


# ── what is written down ──


def test_the_reporter_reads_the_story_neighbours_do_not_and_no_line_names_who_said_so(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = hidden(session, rt)
        decide(session, need, rt.siti, show=False)
        flags.appeal(session, need.id, by=rt.tini, now=NOW)
        decide(session, need, rt.budi, show=True, reason="sopan")
        told_to_reporter = journeys.read(session, need.id, Reader.reporter)[1:]
        assert [(line.about, line.reason) for line in told_to_reporter] == [
            (Review.flagged, None),
            (Review.hidden, "Menyebut nama orang"),
            (Review.appealed, None),
            (Review.shown, "sopan"),
        ]
        assert [line.about for line in journeys.read(session, need.id, Reader.neighbour)] == [None]
        flaggers = {one.person_id for one in session.exec(select(Flag)).all()}
        story = session.exec(select(TimelineEntry)).all()
        audit = session.exec(select(AuditEntry)).all()
        assert [(one.action, one.actor_id) for one in audit] == [
            ("need.hidden", None),
            ("need.reviewed", rt.siti),
            ("need.reviewed", rt.budi),
        ]
        assert not flaggers & ({one.actor_id for one in story} | {one.actor_id for one in audit})
        assert not any(f'"{person}"' in f"{one.before}{one.after}" for one in audit for person in flaggers)
