"""What stands in the papers of an event, for organisers alone; and nobody is named against their wish."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import erasure, event_moves, papers, recurrence
from community.attending import Attendant
from community.papers import Agreement, AttendanceList, Invitation, Paper, Talk, ToDo
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import occurrences
from storage.communities import Community, CommunityKind
from storage.database import writing
from storage.events import Event, EventKind, EventState
from storage.minutes import FollowUp, Minutes, MinutesConfirmation, MinutesState
from storage.occurrences import Occurrence
from storage.outbox import Row
from storage.people import Membership, Role
from storage.rsvps import Answer, Attendance, How
from tests.community.answering import AWAY, COMING, HOES, MAYBE, SACKS, answer_of, says
from tests.community.meetings import BEGINS, called, only_time
from tests.community.post import waiting
from tests.community.rt_three import NOW, RtThree, settle

OVER = BEGINS + timedelta(hours=4)


def meeting(session: Session, rt: RtThree) -> tuple[Event, Occurrence]:
    event = called(session, rt, kind=EventKind.meeting, items=[HOES, SACKS], agenda=["Laporan kas", "Selokan"])
    return event, only_time(session, event)


def comes(session: Session, one: Occurrence, person_id: int, answer: Answer = COMING, *, named: bool = True) -> None:
    says(session, one, answer, person_id)
    answer_of(session, one, person_id).shows_name = named


def was_there(session: Session, one: Occurrence, person_id: int | None, name: str = "") -> None:
    how = How.code if person_id else How.listed
    session.add(Attendance(occurrence_id=one.id, person_id=person_id, name=name, how=how, at=BEGINS))
    session.flush()


def minutes_of(session: Session, one: Occurrence, rt: RtThree, **more: Any) -> Minutes:
    usual: dict[str, Any] = {
        "chair": "Pak Budi", "discussed": "Selokan meluap.\nDikeruk bersama.", "decisions": ["Dikeruk 6 Desember"],
        "attended": 14, "writer_id": rt.siti,
    }  # fmt: skip
    minutes = Minutes(occurrence_id=one.id, written_at=OVER, **(usual | more))
    session.add(minutes)
    session.flush()
    return minutes


def agrees(session: Session, minutes: Minutes, *person_ids: int, agree: bool = True) -> None:
    session.add_all(
        MinutesConfirmation(minutes_id=minutes.id, person_id=one, version=minutes.version, agrees=agree, at=OVER)
        for one in person_ids
    )
    session.flush()


def listed(session: Session, one: Occurrence, rt: RtThree) -> list[Attendant]:
    found = papers.gathered(session, one.id, Paper.attendance, by=rt.budi)
    assert isinstance(found, AttendanceList)
    return list(found.lines)


# ── what stands in them ──


def test_an_invitation_says_what_it_is_about_and_what_to_bring(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event, one = meeting(session, rt)
        found = papers.gathered(session, one.id, Paper.invitation, by=rt.siti)
        assert isinstance(found, Invitation)
        assert found.occasion.event is event
        assert (found.occasion.number, found.occasion.chair) == ("1", "Pak Budi")
        assert [(item.name, item.wanted) for item in found.items] == [("Cangkul", 2), ("Karung", 3)]


def test_what_comes_again_is_numbered_by_its_times(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt, rule=recurrence.weekly())
        third = occurrences.of_event(session, event.id)[2]
        assert papers.gathered(session, third.id, Paper.invitation, by=rt.budi).occasion.number == "1.3"


def test_on_the_list_is_who_was_there_and_who_comes_and_likes_to_be_named(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        assert listed(session, one, rt) == []
        comes(session, one, rt.tini)
        comes(session, one, rt.asep, named=False)
        comes(session, one, rt.siti, MAYBE)
        comes(session, one, rt.budi, AWAY)
        was_there(session, one, None, "Mbah Karto")
        assert listed(session, one, rt) == [
            Attendant("Bu Tini", "RT 03", Role.resident),
            Attendant("Mbah Karto", was_there=True),
        ]
        was_there(session, one, rt.asep)
        was_there(session, one, rt.tini)
        assert [(line.name, line.was_there) for line in listed(session, one, rt)] == [
            ("Asep", True), ("Bu Tini", True), ("Mbah Karto", True)
        ]  # fmt: skip


def test_who_lives_in_a_part_of_it_stands_there_with_that_part(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        around = Community(kind=CommunityKind.rw, code="rw05abcd", name="RW 05", created_at=NOW)
        session.add(around)
        session.flush()
        place = session.get_one(Community, rt.community)
        place.parent_id, around.chair_confirmed_at = around.id, NOW
        session.add(Membership(person_id=rt.joko, community_id=around.id, role=Role.chair, joined_at=NOW))
        session.add(Membership(person_id=rt.tini, community_id=around.id, joined_at=NOW))
        session.flush()
        event = called(session, RtThree(around.id, rt.tini, rt.asep, rt.joko, rt.siti, rt.joko))
        one = only_time(session, event)
        for person in (rt.tini, rt.joko):
            comes(session, one, person)
        found = papers.gathered(session, one.id, Paper.attendance, by=rt.joko)
        assert isinstance(found, AttendanceList)
        assert [(line.name, line.home) for line in found.lines] == [("Bu Tini", "RT 03"), ("Pak Joko", "RW 05")]


def test_who_is_leaving_is_on_no_list_and_is_counted_still(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        comes(session, one, rt.tini)
        was_there(session, one, rt.asep)
        minutes_of(session, one, rt, attended=0)
        for person in (rt.tini, rt.asep):
            erasure.of_everything(session, by=person, now=NOW)
        assert listed(session, one, rt) == []
        found = papers.gathered(session, one.id, Paper.minutes, by=rt.budi)
        assert isinstance(found, Talk)
        assert found.attended == 1


def test_minutes_say_who_does_what_and_who_confirms_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        comes(session, one, rt.tini)
        minutes = minutes_of(session, one, rt)
        session.add(FollowUp(minutes_id=minutes.id, what="Beli karung", who_id=rt.asep, due_on=date(2026, 12, 5)))
        session.add(FollowUp(minutes_id=minutes.id, what="Pinjam gerobak", who="Mbah Karto"))
        agrees(session, minutes, rt.tini, rt.asep)
        agrees(session, minutes, rt.siti, agree=False)
        found = papers.gathered(session, one.id, Paper.minutes, by=rt.budi)
        assert isinstance(found, Talk)
        assert (found.chair, found.writer, found.attended) == ("Pak Budi", "Siti", 14)
        assert found.to_do == (
            ToDo("Beli karung", "Asep", date(2026, 12, 5)),
            ToDo("Pinjam gerobak", "Mbah Karto", None),
        )
        assert (found.confirmed, found.by, found.is_confirmed) == (2, ("Bu Tini",), False)


def test_after_a_change_nobody_has_confirmed(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        minutes = minutes_of(session, one, rt, state=MinutesState.published)
        agrees(session, minutes, rt.budi)
        minutes.version = 2
        session.flush()
        found = papers.gathered(session, one.id, Paper.minutes, by=rt.budi)
        assert isinstance(found, Talk)
        assert (found.confirmed, found.by) == (0, ())


def test_a_record_has_what_was_agreed_on(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        minutes_of(session, one, rt, writer_id=None, decisions=["Dikeruk", ""])
        found = papers.gathered(session, one.id, Paper.agreement, by=rt.budi)
        assert isinstance(found, Agreement)
        assert (found.writer, found.decisions) == ("", ("Dikeruk",))


# ── who may have them, and when ──


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("who", ["tini", "asep", "joko"])
def test_they_are_the_organisers_alone(engine: Engine, paper: Paper, who: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        minutes_of(session, one, rt)
        by = getattr(rt, who)
        with pytest.raises(NotAllowed, match=r"events\.only_office"):
            papers.ask(session, one.id, paper, word=False, by=by, now=NOW)
        with pytest.raises(NotAllowed, match=r"events\.only_office"):
            papers.gathered(session, one.id, paper, by=by)
        with pytest.raises(NotAllowed, match=r"events\.only_office"):
            papers.offered(session, one.id, by=by)
        assert not any(waiting(session, kind) for kind in (*papers.PDF.values(), *papers.WORD.values()))


def test_nothing_is_printed_of_what_is_not_there(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event, one = meeting(session, rt)
        with pytest.raises(NotThere, match=r"papers\.no_minutes"):
            papers.ask(session, one.id, Paper.minutes, word=False, by=rt.budi, now=NOW)
        with pytest.raises(NotThere, match=r"stage\.gone"):
            papers.ask(session, one.id + 1, Paper.invitation, word=False, by=rt.budi, now=NOW)
        assert papers.offered(session, one.id, by=rt.budi) == [Paper.invitation, Paper.attendance]
        minutes_of(session, one, rt, decisions=[])
        assert papers.offered(session, one.id, by=rt.budi) == [Paper.invitation, Paper.attendance, Paper.minutes]
        with pytest.raises(NotThere, match=r"papers\.no_decisions"):
            papers.gathered(session, one.id, Paper.agreement, by=rt.budi)
        event_moves.cancel(session, one.id, "hujan", by=rt.budi, now=NOW)
        with pytest.raises(AlreadySo, match=r"papers\.cancelled"):
            papers.ask(session, one.id, Paper.invitation, word=True, by=rt.budi, now=NOW)
        assert papers.offered(session, one.id, by=rt.budi) == [Paper.minutes], "what was said stays said"
        assert event.number == 1


def test_what_is_put_off_has_no_time_to_print(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        event_moves.postpone(session, one.id, "hujan", by=rt.budi, now=NOW)
        for paper in (Paper.invitation, Paper.attendance):
            with pytest.raises(NotThere, match=r"papers\.no_time"):
                papers.gathered(session, one.id, paper, by=rt.budi)


def test_what_a_resident_only_proposes_has_no_papers(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event, one = meeting(session, rt)
        event.state = EventState.proposed
        assert papers.offered(session, one.id, by=rt.budi) == []
        with pytest.raises(NotThere, match=r"stage\.gone"):
            papers.ask(session, one.id, Paper.invitation, word=False, by=rt.budi, now=NOW)


def test_one_who_taps_twice_gets_it_once_and_for_word_it_is_another(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        for word in (False, False, True):
            papers.ask(session, one.id, Paper.invitation, word=word, by=rt.budi, now=NOW)
        papers.ask(session, one.id, Paper.invitation, word=False, by=rt.siti, now=NOW)
        pdf: list[Row] = waiting(session, papers.PDF[Paper.invitation])
        assert [(row.person_id, row.subject_id) for row in pdf] == [(rt.budi, one.id), (rt.siti, one.id)]
        assert len(waiting(session, papers.WORD[Paper.invitation])) == 1


def test_names_without_an_order_of_writing_are_in_the_alphabets(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        for name in ("zainal", "Ani", "ágnes", "Bu Tini"):
            was_there(session, one, None, name)
        assert [line.name for line in listed(session, one, rt)] == ["Ani", "Bu Tini", "zainal", "ágnes"]
