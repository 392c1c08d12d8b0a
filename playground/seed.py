"""Moving the demo's neighbourhood into an empty, migrated database: people, needs, stories and photos, all at once."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlmodel import Session

from community import codes, consents
from community.refusals import AlreadySo
from locales import REFERENCE, words
from playground import seed_event, seed_poll
from playground.karanganyar import Neighbourhood, Resident, needs, neighbourhood
from playground.seed_needs import Admit, Telling, tell
from storage import audit, communities, outbox
from storage.communities import Chat, ChatKind, ChatTelegramId, Community, Destination, Purpose
from storage.consents import ConsentPurpose
from storage.database import open_engine, writing
from storage.people import Membership, Person, Role

TIME_ZONE = "Asia/Jakarta"
ORDINARY = 3
"""The number that is used where nobody wishes for another one."""
BEYOND_TELEGRAM = 2**52
"""Telegram gives ids of at most 52 bits (Bot API, User.id): from here on they are nobody's."""
RECOGNISED_AFTER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Telegram:
    """What a Telegram of one's own knows of the neighbourhood: ids by name, its group, its photos."""

    ids: Mapping[str, int] = field(default_factory=dict)
    group: int | None = None
    admit: Admit | None = None


@dataclass(frozen=True, slots=True)
class Seeded:
    """What has moved in; `code` is the community's, as its links have it."""

    community_id: int
    code: str
    residents: int
    needs: int
    photos: int


def seed(
    database_url: str, media_folder: Path, now: datetime, *, number: int = ORDINARY, telegram: Telegram | None = None
) -> Seeded:
    """Fill a migrated database that has no community. Raises AlreadySo, and changes nothing, if it has one.

    The same `now` (any time zone) and `number` give the same rows and pictures. Without a Telegram that knows them,
    residents cannot be written to and photos are for organisers only, for no chat could show them.
    """
    engine = open_engine(database_url)
    try:
        with writing(engine) as session:
            return _move_in(session, media_folder, now, Random(number), telegram or Telegram())
    finally:
        engine.dispose()


def seed_empty(database_url: str, media_folder: Path) -> Seeded:
    """The neighbourhood as of now, for a real bot's empty database. Raises AlreadySo if it has a community."""
    return seed(database_url, media_folder, datetime.now(UTC), number=secrets.randbelow(2**32))


def _move_in(session: Session, folder: Path, now: datetime, random: Random, telegram: Telegram) -> Seeded:
    place = neighbourhood()
    community = _community(session, place, now, random)
    people = {
        one.name: _resident(session, community, one, telegram.ids.get(one.name), BEYOND_TELEGRAM + row, now)
        for row, one in enumerate(place.residents)
    }
    chair = next(people[one.name] for one in place.residents if one.role is Role.chair)
    audit.note(
        session, at=community.created_at, community_id=community.id, actor_id=chair.id, action="community.founded",
        subject="community", subject_id=community.id, after={"name": community.name, "area": community.area},
    )  # fmt: skip
    if telegram.group is not None:
        _group(session, community, telegram.group, place.group, now)
    office = [people[one.name].id for one in place.residents if one.role is not Role.resident]
    telling = Telling(session, community, place, people, office, folder, telegram.admit, now, random)
    photos = sum(tell(telling, story, row) for row, story in enumerate(needs(), start=1))
    community.needs_numbered = len(needs())
    session.flush()
    seed_poll.ask(session, community, chair, now, random)
    seed_event.call(session, community, place, people, chair, now, random)
    return Seeded(community.id, community.code, len(people), len(needs()), photos)


def _community(session: Session, place: Neighbourhood, now: datetime, random: Random) -> Community:
    founded = now - timedelta(days=place.founded_days_ago, hours=1)
    community = Community(
        kind=place.kind,
        code=codes.draw(choose=random.choice),
        name=place.name,
        area=place.area,
        time_zone=TIME_ZONE,
        landmarks=place.known.landmarks,
        quiet_hours=[],  # a demo is tried at any hour: else its group says nothing from Maghrib on, and all night
        chair_confirmed_at=founded,
        created_at=founded,
    )
    if communities.the_only_one(session) or communities.with_code(session, community.code):
        raise AlreadySo("place.already")
    session.add(community)
    session.flush()
    if communities.the_only_one(session) is None:  # there were two or more
        raise AlreadySo("place.already")
    return community


def _resident(
    session: Session, community: Community, resident: Resident, known: int | None, unknown: int, now: datetime
) -> Person:
    """A member as if joined by the link; reachable only where a Telegram knows them."""
    joined = now - timedelta(days=resident.days)
    person = Person(
        telegram_id=known or unknown,
        name=resident.name,
        language=REFERENCE,
        community_id=community.id,
        reachable=known is not None,
        created_at=joined,
    )
    session.add(person)
    session.flush()
    at_once = resident.role is not Role.resident
    recognised = (joined if at_once else joined + RECOGNISED_AFTER) if resident.recognised else None
    session.add(
        Membership(
            person_id=person.id,
            community_id=community.id,
            role=resident.role,
            recognised_at=recognised,
            joined_at=joined,
        )
    )
    consents.give(
        session,
        person_id=person.id,
        community_id=community.id,
        purpose=ConsentPurpose.reports,
        version=consents.JOINING,
        text=words(REFERENCE).label("join.welcome", community=community.name),
        language=REFERENCE,
        now=joined,
    )
    return person


def _group(session: Session, community: Community, telegram_id: int, title: str, now: datetime) -> None:
    """The neighbourhood's group; the bot is told to put its card there."""
    chat = Chat(
        community_id=community.id,
        kind=ChatKind.group,
        telegram_id=telegram_id,
        title=title,
        created_at=community.created_at,
    )
    session.add(chat)
    session.flush()
    session.add(ChatTelegramId(chat_id=chat.id, telegram_id=telegram_id, since=community.created_at))
    session.add(Destination(community_id=community.id, chat_id=chat.id, purpose=Purpose.everything))
    session.flush()
    outbox.notice(
        session, kind="group.card", chat=telegram_id, subject_id=community.id,
        due_at=now.timestamp(), now=now.timestamp(), once=f"group.card:{chat.id}:{now:%Y%m%d}",
    )  # fmt: skip
