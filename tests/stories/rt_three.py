"""RT 03 as it is after some weeks: a chair who has tapped, landmarks, and neighbours who joined long ago."""

from datetime import UTC, datetime

from sqlmodel import select

from playground.driver import Neighbour, Seen
from storage.communities import Community, CommunityKind
from storage.needs import Need
from storage.people import Membership, Person, Role
from tests.stories.town import Town

CODE = "7kq2mxab"
LONG_AGO = datetime(2026, 10, 1, tzinfo=UTC)
GREETING = "Mau apa dulu?"


def rt_three(town: Town, *, landmarks: tuple[str, ...] = ("Pos ronda", "Masjid", "Gang Melati")) -> int:
    """The community's id."""
    with town.writing() as session:
        place = Community(
            kind=CommunityKind.rt,
            code=CODE,
            name="RT 03",
            landmarks=list(landmarks),
            chair_confirmed_at=LONG_AGO,
            created_at=LONG_AGO,
        )
        session.add(place)
        session.flush()
        return place.id or 0


def neighbour(town: Town, name: str, *, role: Role = Role.resident, language: str = "id") -> Neighbour:
    """Someone who joined long ago and has the private chat open; taps and words are counted from here."""
    person = town.person(name, language=language)
    with town.writing() as session:
        place = session.exec(select(Community)).one()
        known = Person(telegram_id=person.id, name=name, language=language, community_id=place.id, created_at=LONG_AGO)
        session.add(known)
        session.flush()
        session.add(Membership(person_id=known.id or 0, community_id=place.id or 0, role=role, joined_at=LONG_AGO))
    person.starts()
    person.reads()
    person.taps_count = person.words_typed = 0
    return person


def needs_in(town: Town) -> list[Need]:
    with town.session() as session:
        found = list(session.exec(select(Need).order_by(Need.number)))  # type: ignore[arg-type]  # a column, by its name
        session.expunge_all()
        return found


def sends_need(person: Neighbour, kind: str = "Selokan", detail: str = "Mampet") -> Seen:
    """The shortest way from nothing to No. so-and-so; returns its last look."""
    person.taps("Sampaikan usul")
    person.sees("Ada apa di lingkungan kita?")
    person.taps(kind)
    person.sees("kenapa?")
    person.taps(detail)
    person.sees("Di sebelah mana?")
    person.taps("Sekitar rumah saya")
    review = person.sees("Sudah pas?")
    person.taps("Kirim")
    person.sees("sudah masuk")
    person.sees("berapa rumah")
    return review
