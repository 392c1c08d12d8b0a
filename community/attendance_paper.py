"""Who stands on the printed list of an event: whoever was there, and whoever comes and likes to be named; nobody else.

The organisers' own list (`community.attendance`) is read by them alone, and has also who comes and is not named.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from community import audiences
from storage import attendances, communities, erasures, people, promises
from storage.events import Event
from storage.occurrences import Occurrence
from storage.people import OFFICE, Membership, Person, Role


@dataclass(frozen=True, slots=True)
class Attendant:
    """`home` is the neighbourhood they live in, `was_there` that it is known already; a house is kept nowhere."""

    name: str
    home: str = ""
    role: Role | None = None
    """What they are there; None for who is known by name alone."""
    was_there: bool = False


def named(session: Session, event: Event, one: Occurrence) -> list[Attendant]:
    """By their names, as one looks for oneself on paper. Who is leaving the neighbourhood's books is not on it."""
    likes_it = {person.id for person in promises.who_may_take(session, one.id)}
    noted = {person.id: there is not None for person, there in attendances.expected(session, one.id)}
    shown = {person_id for person_id, was_there in noted.items() if was_there or person_id in likes_it}
    homes = _homes(session, event, shown)
    guests = [Attendant(row.name, was_there=True) for row in attendances.without_telegram(session, one.id)]
    found = _staying(session, people.by_ids(session, shown))
    members = [_attendant(person, homes, was_there=noted[person.id]) for person in found]
    return sorted([*members, *guests], key=lambda line: (line.name.casefold(), line.home))


def names_of(session: Session, event: Event, one: Occurrence, person_ids: Collection[int]) -> tuple[str, ...]:
    """Those of these people who like to be named, and organisers, who act in their office; by their names."""
    open_to_all = {person.id for person in promises.who_may_take(session, one.id)}
    members = people.members_among(session, [event.community_id], person_ids)
    shown = open_to_all | {member.person_id for member in members if member.role in OFFICE}
    found = _staying(session, people.by_ids(session, shown & set(person_ids)))
    return tuple(sorted((person.name for person in found), key=str.casefold))


def _staying(session: Session, found: Collection[Person]) -> list[Person]:
    erasures.look_ahead(session, [person.id for person in found])
    return [person for person in found if person.name and not erasures.is_leaving(session, person.id)]


def _homes(session: Session, event: Event, known: Collection[int]) -> dict[int, tuple[str, Membership]]:
    """Of each the innermost neighbourhood within the event's that they belong to."""
    places = audiences.below(session, event.community_id)
    depths = {place_id: depth for depth, place_id in enumerate(places)}
    members = people.members_among(session, places, known)
    inner_last = sorted(members, key=lambda member: depths[member.community_id])
    return {member.person_id: (_name(session, member.community_id), member) for member in inner_last}


def _name(session: Session, community_id: int) -> str:
    place = communities.by_id(session, community_id)
    return place.name if place else ""


def _attendant(person: Person, homes: dict[int, tuple[str, Membership]], *, was_there: bool) -> Attendant:
    home, member = homes.get(person.id, ("", None))
    return Attendant(person.name, home, member.role if member else None, was_there)
