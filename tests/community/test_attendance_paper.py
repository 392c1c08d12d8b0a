"""Who stands on the printed list of an event, and how many came; nobody is named against their wish."""

from sqlalchemy import Engine
from sqlmodel import Session

from community import attendance, erasure, papers
from community.attendance_paper import Attendant
from community.papers import AttendanceList, Invitation, Paper, Talk
from storage.communities import Community, CommunityKind
from storage.database import writing
from storage.occurrences import Occurrence, OccurrenceState
from storage.people import Membership, Role
from tests.community.answering import AWAY, MAYBE
from tests.community.meetings import BEGINS, called, only_time
from tests.community.paperwork import OVER, comes, listed, meeting, minutes_of, was_there
from tests.community.rt_three import NOW, RtThree, settle


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


def test_on_paper_stands_what_the_organisers_have_ticked_and_added(engine: Engine) -> None:
    """Who is ticked was there, named or not; without a phone too; and who is taken off again is on no paper."""
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        comes(session, one, rt.tini)
        comes(session, one, rt.asep, named=False)
        for person in (rt.asep, rt.siti):
            attendance.tick(session, one.id, person, by=rt.budi, now=BEGINS)
        attendance.add_names(session, one.id, ["Mbah Karto", "Bu Imah"], by=rt.budi, now=BEGINS)
        assert [(line.name, line.was_there) for line in listed(session, one, rt)] == [
            ("Asep", True), ("Bu Imah", True), ("Bu Tini", False), ("Mbah Karto", True), ("Siti", True)
        ]  # fmt: skip
        attendance.untick(session, one.id, rt.asep, by=rt.budi, now=BEGINS)
        (imah, _) = (line for line in attendance.listed(session, one.id) if line.attendance_id and not line.person_id)
        attendance.strike(session, one.id, imah.attendance_id or 0, by=rt.budi, now=BEGINS)
        assert [line.name for line in listed(session, one, rt)] == ["Bu Tini", "Mbah Karto", "Siti"]


def test_how_many_came_is_the_same_on_every_paper(engine: Engine) -> None:
    """As was counted, or at least as many as were noted; and once minutes say it, as they do."""
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        minutes = minutes_of(session, one, rt, attended=0)
        was_there(session, one, rt.asep)
        assert came(session, one, rt) == (0, 1, 1), "it is not over: others sign yet"
        one.state = OccurrenceState.over
        assert came(session, one, rt) == (1, 1, 1)
        attendance.say_how_many(session, one.id, 17, by=rt.budi, now=OVER)
        assert came(session, one, rt) == (17, 17, 17)
        minutes.attended = 14
        assert came(session, one, rt) == (14, 14, 14)


def came(session: Session, one: Occurrence, rt: RtThree) -> tuple[int, ...]:
    """As the list, the minutes and the record have it."""
    found = [
        papers.gathered(session, one.id, paper, by=rt.budi)
        for paper in (Paper.attendance, Paper.minutes, Paper.agreement)
    ]
    return tuple(paper.attended for paper in found if not isinstance(paper, Invitation))


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


def test_names_without_an_order_of_writing_are_in_the_alphabets(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        for name in ("zainal", "Ani", "ágnes", "Bu Tini"):
            was_there(session, one, None, name)
        assert [line.name for line in listed(session, one, rt)] == ["Ani", "Bu Tini", "zainal", "ágnes"]
