"""RT 03 as it is after some weeks: a chair who has tapped, landmarks, neighbours who joined long ago, needs told."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, select

from community import needs, triage
from conversations import screens
from locales import words
from playground import residents
from playground.driver import Group, Neighbour
from playground.messages import post
from storage.communities import Chat, Community, CommunityKind, Destination, Purpose
from storage.needs import Need
from storage.people import OFFICE, Membership, Person, Role, with_telegram_id
from tests.stories.town import Town

CODE = "7kq2mxab"
LONG_AGO = datetime(2026, 10, 1, tzinfo=UTC)


def rt_three(town: Town) -> int:
    """The community's id."""
    with town.writing() as session:
        place = Community(
            kind=CommunityKind.rt,
            code=CODE,
            name="RT 03",
            landmarks=["Pos ronda", "Masjid", "Gang Melati"],
            quiet_hours=[],
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
    has_opened(town, person, screens.home_keyboard(words(language), organiser=role in OFFICE))
    return person


def has_opened(town: Town, person: Neighbour, keyboard: dict[str, Any]) -> None:
    """The private chat, long ago: the greeting stands there, and the keyboard below."""
    with town.world.lock:
        known = town.world.person(person.id)
        chat = residents.private_chat(town.world, known)
        known.started = True
        greeting = post(town.world, chat, {"text": "Selamat datang kembali 🙏"}, by_bot=True)
        chat.keyboards[person.id] = keyboard | {"message_id": greeting.id}


def person_of(session: Session, one: Neighbour) -> Person:
    """What is stored of someone who has joined."""
    found = with_telegram_id(session, one.id)
    assert found is not None, f"{one.name} is not known"
    return found


def has_told_of_lamps(town: Town, one: Neighbour, count: int) -> None:
    """So many needs, No. 1 and on."""
    lamp = needs.Report(kind="lamp", detail="dead", near_home=True)
    with town.writing() as session:
        person = person_of(session, one)
        where = {"by": person.id or 0, "community_id": person.community_id or 0}
        for _ in range(count):
            needs.submit(session, lamp, **where, dialogue_id=None, now=LONG_AGO)


def needs_in(town: Town) -> list[Need]:
    with town.session() as session:
        found = list(session.exec(select(Need).order_by(Need.number)))  # type: ignore[arg-type]  # a column, by its name
        session.expunge_all()
        return found


def the_need(town: Town) -> Need:
    (found,) = needs_in(town)
    return found


def group_of_rt_three(town: Town, chair: Neighbour, *others: Neighbour) -> Group:
    """The neighbourhood's group, in which some are who have never opened the private chat."""
    group = town.neighbourhood.group("Warga RT 03", creator=chair, members=others)
    group.add_bot(by=chair)
    chair.sees("Terima kasih sudah mengundang", in_=group)
    with town.writing() as session:
        place = session.exec(select(Community)).one()
        chat = session.exec(select(Chat)).one()
        chat.community_id = place.id
        session.add(Destination(community_id=place.id or 0, chat_id=chat.id or 0, purpose=Purpose.everything))
    return group


def is_accepted(town: Town, number: int, chair: Neighbour, *, title: str | None = None) -> None:
    """Into the neighbours' list, by the chair."""
    with town.writing() as session:
        need = session.exec(select(Need).where(Need.number == number)).one()
        by = person_of(session, chair).id or 0
        triage.accept(session, need.id, title=title, by=by, now=town.now(), seen=None)
