"""Everyone concerned is told, as rows in the transaction of what they are told of: never at night, several as one.

What is said is looked at again when it leaves (`conversations.need_notices`, `community.pushes`): who wants no more of
it gets nothing.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session

from community import pushes
from community.quiet_hours import next_allowed
from storage import communities, gathering, group_shows, outbox, people, supports
from storage.needs import Need
from storage.people import Person
from storage.timeline import TimelineEntry

GATHER = timedelta(seconds=30)
"""So long a notice waits for what may follow it: an organiser's three taps are one message."""


def leaves_at(session: Session, community_id: int, now: datetime) -> datetime:
    """When a notice of something that happens now may leave, outside the neighbourhood's quiet hours."""
    community = communities.by_id(session, community_id)
    if community is None:
        return now
    return next_allowed(now, community.quiet_hours, community.time_zone)


def all_concerned(
    session: Session, need: Need, line: TimelineEntry, *, but: int | None, now: datetime, asked: Collection[int] = ()
) -> None:
    """Tell whoever hears of this need that its story has a new line; `but` is the one who wrote it.

    Those who are `asked` something about it at the same moment read it there.
    """
    hearing = supports.hearing(session, need.id)
    due_at = pushes.leave_at(session, hearing, need.community_id, now + GATHER)
    for person in hearing:
        if person.id == but or person.id in asked or not person.reachable:
            continue
        if gathering.waits(session, kind="need.moved", chat=person.telegram_id, need_id=need.id):
            continue
        _notice(session, "need.moved", line.id, person, due_at(person), now)


def one(
    session: Session, kind: str, subject_id: int, person_id: int | None, *, community_id: int, now: datetime,
    once: str | None = None, gathered: bool = False,
) -> None:  # fmt: skip
    """Tell one person, outside quiet hours. With `once`, not twice under that name; `gathered` as in `office`."""
    person = people.by_id(session, person_id) if person_id is not None else None
    if person is not None and person.reachable and not (gathered and _waits(session, kind, subject_id, person)):
        due_at = pushes.leave_at(session, [person], community_id, now)
        _notice(session, kind, subject_id, person, due_at(person), now, once)


def office(
    session: Session, kind: str, subject_id: int, *, community_id: int, but: int | None, now: datetime,
    at: datetime | None = None, once: str | None = None, gathered: bool = False,
) -> None:  # fmt: skip
    """Tell every organiser who can be reached, now or `at`; `once` is made each one's own.

    `gathered`: whoever has yet to get the same notice of the same subject reads all in that one.
    """
    organisers = people.organisers_of(session, community_id)
    due_at = pushes.leave_at(session, organisers, community_id, at or now)
    for person in organisers:
        if person.id != but and not (gathered and _waits(session, kind, subject_id, person)):
            _notice(session, kind, subject_id, person, due_at(person), now, f"{once}:{person.id}" if once else None)


def _waits(session: Session, kind: str, subject_id: int, person: Person) -> bool:
    return group_shows.waits(session, kind=kind, chat=person.telegram_id, subject_id=subject_id)


def _notice(
    session: Session, kind: str, subject_id: int, person: Person, due_at: datetime, now: datetime,
    once: str | None = None,
) -> None:  # fmt: skip
    outbox.notice(
        session, kind=kind, chat=person.telegram_id, subject_id=subject_id, person_id=person.id,
        due_at=due_at.timestamp(), now=now.timestamp(), once=once,
    )  # fmt: skip
