"""Addresses at which a phone's calendar reads events: one's own, or a neighbourhood's for whoever is told.

Whoever knows an address may read, as calendars ask without a name: so it is long, only its hash is kept, a new one
makes the old one void, and nothing is at it that a neighbour may not know. A neighbourhood's has only what everyone is
called to; one's own also what the organisers meet for, as long as one is one of them, but not what one cannot come to.
Of what goes by turns one's own has one's own turns, as far as they are given, also where one has said that one cannot:
they stay one's own until somebody swaps.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from community import agenda, audiences, codes, office
from community.refusals import AlreadySo, NotAllowed
from storage import agenda as stored
from storage import audit, calendars, communities, people
from storage.agenda import Around
from storage.calendars import CalendarLink
from storage.communities import Community
from storage.events import Event, Invited
from storage.occurrences import Occurrence

LETTERS = 32
"""Of a token: 31 to the 32nd, more than anybody can try."""
KEPT = timedelta(days=31)
"""What is over stays in the calendar for so long."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An event with all its times, and the days that are left out. What comes after `until` is not known yet."""

    event: Event
    community: Community
    times: list[Occurrence]
    without: frozenset[date] = frozenset()
    until: date | None = None


def could_be(token: str) -> bool:
    """False for what is no token of ours, without a look at any."""
    return len(token) == LETTERS and set(token) <= set(codes.ALPHABET)


def open_link(session: Session, token: str) -> CalendarLink | None:
    """The address with this token; None for one that there never was, and for one that is void."""
    return calendars.with_hash(session, _hash(token)) if could_be(token) else None


def make_own(session: Session, person_id: int, *, now: datetime) -> str:
    """A new address of one's own; returns its token, which nobody can tell again. The old one is void."""
    _void(session, calendars.open_of_person(session, person_id), now)
    return _made(session, CalendarLink(token_hash="", person_id=person_id, created_at=now))


def void_own(session: Session, person_id: int, *, now: datetime) -> None:
    """Raises AlreadySo where there is none."""
    if not _void(session, calendars.open_of_person(session, person_id), now):
        raise AlreadySo("calendar.feed.none")


def make_for(session: Session, community_id: int, *, by: int, now: datetime) -> str:
    """A new address of the neighbourhood, by its organisers; as `make_own`. Raises NotAllowed for all but them."""
    _refuse_others(session, community_id, by=by)
    _void(session, calendars.open_of_community(session, community_id), now)
    token = _made(session, CalendarLink(token_hash="", community_id=community_id, created_at=now))
    _note(session, community_id, "calendar.made", by, now)
    return token


def void_for(session: Session, community_id: int, *, by: int, now: datetime) -> None:
    """Raises NotAllowed for all but organisers, AlreadySo where there is none."""
    _refuse_others(session, community_id, by=by)
    if not _void(session, calendars.open_of_community(session, community_id), now):
        raise AlreadySo("calendar.feed.none")
    _note(session, community_id, "calendar.void", by, now)


def _refuse_others(session: Session, community_id: int, *, by: int) -> None:
    if not office.is_office(people.membership_of(session, by, community_id)):
        raise NotAllowed("calendar.only_office")


def _made(session: Session, link: CalendarLink) -> str:
    token = codes.draw(LETTERS)
    link.token_hash = _hash(token)
    session.add(link)
    session.flush()
    return token


def _void(session: Session, links: list[CalendarLink], now: datetime) -> bool:
    for one in links:
        one.revoked_at = now
        session.add(one)
    session.flush()
    return bool(links)


def _hash(token: str) -> str:
    """Without a key: a token is as long as a key itself."""
    return hashlib.sha256(token.encode()).hexdigest()


def _note(session: Session, community_id: int, action: str, by: int, now: datetime) -> None:
    audit.note(
        session, at=now, community_id=community_id, actor_id=by, action=action, subject="community",
        subject_id=community_id, before=None, after=None,
    )  # fmt: skip


# ── what is at an address ──


def read(session: Session, link: CalendarLink, now: datetime) -> list[Dated]:
    """All that is at it now, by events."""
    if link.community_id is not None:
        # What an RW calls its RTs to stands in their calendars too.
        here = [one.id for one in audiences.above(session, link.community_id)]
        found = stored.since(session, Around(here, everyone=True), now - KEPT)
        return _dated(session, found.values())
    if link.person_id is None:
        return []
    found = stored.since(session, agenda.around(session, link.person_id), now - KEPT)
    turns, declined = stored.turns(session, link.person_id), stored.declined(session, link.person_id)
    by_turns = [one for one in found.values() if one[0].invited is Invited.rota]
    others = [one for one in found.values() if one[0].invited is not Invited.rota]
    mine = [one for one in _dated(session, by_turns, turns.__contains__) if len(one.without) < len(one.times)]
    return [
        *_dated(session, others, lambda time_id: time_id not in declined),
        *(replace(one, until=one.times[-1].original_on) for one in mine),
    ]


def _dated(
    session: Session, found: Iterable[tuple[Event, list[Occurrence]]], shows: Callable[[int], bool] = lambda _: True
) -> list[Dated]:
    """With the days of the times that are not shown."""
    dated = []
    for event, times in found:
        community = communities.by_id(session, event.community_id)
        if community is not None:
            without = frozenset(one.original_on for one in times if not shows(one.id))
            dated.append(Dated(event, community, times, without))
    return dated
