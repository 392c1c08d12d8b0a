"""Everyone concerned is told, as rows in the transaction of what they are told of: never at night, several as one.

What is said is looked at again when it leaves (`conversations.need_notices`, `community.pushes`): who wants no more of
it gets nothing.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session

from community import pushes
from community.quiet_hours import next_allowed
from storage import communities, gathering, group_shows, many_notices, outbox, people, supports
from storage.many_notices import Notice
from storage.needs import Need
from storage.outbox import Class
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
    waits = gathering.waiting(session, kind="need.moved", chats=[one.telegram_id for one in hearing], need_id=need.id)
    told = [
        (person, line.id)
        for person in hearing
        if person.id != but and person.id not in asked and person.reachable and person.telegram_id not in waits
    ]
    each(session, "need.moved", told, community_id=need.community_id, now=now, at=now + GATHER)


def one(
    session: Session, kind: str, subject_id: int, person_id: int | None, *, community_id: int, now: datetime,
    once: str | None = None,
) -> None:  # fmt: skip
    """Tell one person, outside quiet hours. With `once`, not twice under that name."""
    person = people.by_id(session, person_id) if person_id is not None else None
    if person is not None and person.reachable:
        due_at = pushes.leave_at(session, [person], community_id, now)(person)
        outbox.notice(
            session, kind=kind, chat=person.telegram_id, subject_id=subject_id, person_id=person.id,
            due_at=due_at.timestamp(), now=now.timestamp(), once=once,
        )  # fmt: skip


def office(
    session: Session, kind: str, subject_id: int, *, community_id: int, but: int | None, now: datetime,
    at: datetime | None = None, once: str | None = None, gathered: bool = False,
) -> None:  # fmt: skip
    """Tell every organiser who can be reached, now or `at`; `once` and `gathered` as in `each`."""
    told = [(one, subject_id) for one in people.organisers_of(session, community_id) if one.id != but]
    each(session, kind, told, community_id=community_id, now=now, at=at, once=once, gathered=gathered)


def each(
    session: Session, kind: str, told: Collection[tuple[Person, int]], *, community_id: int, now: datetime,
    at: datetime | None = None, once: str | None = None, gathered: bool = False, rank: Class = Class.notice,
    expires_at: datetime | None = None,
) -> None:  # fmt: skip
    """Tell many people, each of a subject, now or `at`, outside quiet hours: in as few statements as one of them.

    `once` is made each one's own. `gathered`: whoever has yet to get the same notice of the same subject reads all in
    that one. What could leave only after `expires_at` is not written.
    """
    leaves = pushes.leave_at(session, [person for person, _ in told], community_id, at or now)
    to = [(person.telegram_id, subject) for person, subject in told]
    waits = group_shows.waiting(session, kind=kind, to=to) if gathered else frozenset()
    ends = expires_at.timestamp() if expires_at else None
    notices = (
        Notice(
            kind, person.telegram_id, subject, leaves(person).timestamp(), person.id,
            f"{once}:{person.id}" if once else None, rank, ends,
        )
        for person, subject in told
        if (person.telegram_id, subject) not in waits
    )  # fmt: skip
    many_notices.write(session, (one for one in notices if ends is None or one.due_at < ends), now=now.timestamp())
