"""A meeting of RT 03 with all that is printed of it: who comes, who was there, its minutes and who confirms them."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from community import papers
from community.attendance_paper import Attendant
from community.papers import AttendanceList, Paper
from storage.events import Event, EventKind
from storage.minutes import Minutes, MinutesConfirmation
from storage.occurrences import Occurrence
from storage.rsvps import Answer, Attendance, How
from tests.community.answering import COMING, HOES, SACKS, answer_of, says
from tests.community.meetings import BEGINS, called, only_time
from tests.community.rt_three import RtThree

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
