"""RW 05, in which RT 03 lies: its chair Pak Darmo, its organiser Bu Sri; straight in the database."""

from dataclasses import dataclass

from sqlmodel import Session

from storage import communities
from storage.communities import Community, CommunityKind
from storage.people import Membership, Person, Role
from tests.community.rt_three import NOW, RtThree


@dataclass(frozen=True)
class RwFive:
    """Ids."""

    community: int
    darmo: int
    sri: int


def above(session: Session, rt: RtThree | None, *, joined: bool = True) -> RwFive:
    """Write them all, and let RT 03 lie in it."""
    place = Community(
        kind=CommunityKind.rw, code="rw5kabcd", name="RW 05", quiet_hours=[], chair_confirmed_at=NOW, created_at=NOW
    )
    session.add(place)
    session.flush()
    darmo = _organiser(session, place, 6_000_000_001, "Pak Darmo", Role.chair)
    sri = _organiser(session, place, 6_000_000_002, "Bu Sri", Role.organiser)
    here = communities.by_id(session, rt.community) if rt is not None else None
    if joined and here is not None:
        here.parent_id = place.id
        session.add(here)
    session.flush()
    return RwFive(place.id or 0, darmo, sri)


def _organiser(session: Session, place: Community, telegram_id: int, name: str, role: Role) -> int:
    person = Person(telegram_id=telegram_id, name=name, created_at=NOW)
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id or 0, community_id=place.id or 0, role=role, joined_at=NOW))
    return person.id or 0
