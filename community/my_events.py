"""Data saya, of events: what one has answered, promised and asked, where one was, what one has confirmed.

Of whom one has asked to bring something instead, and who asks, only that it was so: the name is somebody else's.
"""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from storage import calendars, rsvps
from storage import personal_events as stored
from storage.events import Event
from storage.occurrences import Occurrence

Plain = dict[str, Any]


def collect(session: Session, person_id: int) -> list[Plain]:
    """One entry for each time of an event in which one has a part, the newest first. Times are UTC."""
    return [_of(session, *found, person_id) for found in stored.took_part(session, person_id)]


def _of(session: Session, occurrence: Occurrence, event: Event, person_id: int) -> Plain:
    there = stored.attendance(session, occurrence.id, person_id)
    lesson = stored.lesson(session, occurrence.id, person_id)
    return {
        "number": event.number,
        "kind": event.kind.value,
        "title": event.title,
        "begins_at": _when(occurrence.begins_at),
        "answer": _answer(session, occurrence, person_id),
        "promised": [
            {"what": item.name, "many": promise.many, "waits": promise.waits, "since": _when(promise.since)}
            for promise, item in stored.promises(session, occurrence.id, person_id)
        ],
        "asked_to_bring_instead": [
            {
                "asked_by_you": one.asks_id == person_id,
                "for_a_turn": one.promise_id is None,
                "at": _when(one.asked_at),
                "agreed": one.agreed,
                "answered_at": _when(one.answered_at),
            }
            for one in stored.swaps(session, occurrence.id, person_id)
        ],
        "your_turn": stored.has_turn(session, occurrence.id, person_id),
        "was_there": None if there is None else {"how": there.how.value, "noted_at": _when(there.at)},
        "minutes": _confirmation(session, occurrence, person_id),
        "to_do": [
            {"what": one.what, "until": one.due_on.isoformat() if one.due_on else None, "done_at": _when(one.done_at)}
            for one in stored.tasks(session, occurrence.id, person_id)
        ],
        "learnt": None if lesson is None else {"lesson": lesson.lesson.value, "at": _when(lesson.at)},
    }


def _answer(session: Session, occurrence: Occurrence, person_id: int) -> Plain | None:
    mine = rsvps.rsvp(session, occurrence.id, person_id)
    if mine is None:
        return None
    return {
        "answer": mine.answer.value,
        "waits": mine.waits,
        "name_shown": mine.shows_name,
        "sends_along": mine.errand or None,
        "since": _when(mine.since),
    }


def _confirmation(session: Session, occurrence: Occurrence, person_id: int) -> Plain | None:
    said = stored.confirmation(session, occurrence.id, person_id)
    if said is None:
        return None
    return {"agrees": said.agrees, "words": said.words, "answer": said.answer, "at": _when(said.at)}


def rotas(session: Session, person_id: int) -> list[Plain]:
    """The rotas that one is on, or was."""
    return [
        {"number": event.number, "called": member.name, "weekday": member.weekday, "left_at": _when(member.left_at)}
        for member, event in stored.rotas(session, person_id)
    ]


def called(session: Session, person_id: int) -> list[Plain]:
    """What one has called or proposed oneself, in one's own words, the newest first."""
    return [
        {
            "number": event.number, "kind": event.kind.value, "state": event.state.value, "title": event.title,
            "words": event.words, "agenda": event.agenda, "place": event.place,
            "point": None if event.latitude is None else [event.latitude, event.longitude],
            "at": _when(event.created_at),
        }
        for event in stored.authored(session, person_id)
    ]  # fmt: skip


def addresses(session: Session, person_id: int) -> list[Plain]:
    """That there was an address for one's calendar; which, nobody can tell."""
    found = calendars.of_person(session, person_id)
    return [{"made_at": _when(one.created_at), "void_since": _when(one.revoked_at)} for one in found]


def _when(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")
