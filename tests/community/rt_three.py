"""RT 03 with people in it, straight in the database: for testing rules without a chat."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from storage.communities import Community, CommunityKind
from storage.people import Membership, Person, Role

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class RtThree:
    """Ids. Bu Tini and Asep are residents, Pak Budi is the chair, Siti an organiser, Joko lives elsewhere."""

    community: int
    tini: int
    asep: int
    budi: int
    siti: int
    joko: int


def settle(session: Session) -> RtThree:
    """Write them all."""
    place = Community(
        kind=CommunityKind.rt,
        code="7kq2abcd",
        name="RT 03",
        landmarks=["Pos ronda", "Masjid"],
        quiet_hours=[],
        chair_confirmed_at=NOW,
        created_at=NOW,
    )
    session.add(place)
    session.flush()
    roles = {"Bu Tini": Role.resident, "Asep": Role.resident, "Pak Budi": Role.chair, "Siti": Role.organiser}
    people = [_person(session, number, name) for number, name in enumerate([*roles, "Pak Joko"])]
    for person, role in zip(people, roles.values(), strict=False):
        session.add(_member(place, person, role))
    session.flush()
    return RtThree(place.id or 0, *(person.id or 0 for person in people))


def _person(session: Session, number: int, name: str) -> Person:
    person = Person(telegram_id=5_000_000_000 + number, name=name, created_at=NOW)
    session.add(person)
    session.flush()
    return person


def _member(place: Community, person: Person, role: Role) -> Membership:
    return Membership(person_id=person.id or 0, community_id=place.id or 0, role=role, joined_at=NOW)
