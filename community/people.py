"""Joining a neighbourhood, being called by a name, moving between neighbourhoods, being within reach."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from community import consents
from community.refusals import NotAllowed
from storage import dialogues, people
from storage.consents import ConsentPurpose
from storage.people import Membership, Person


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of consent as they stood on the screen."""

    text: str
    language: str
    version: int = consents.JOINING


def join(
    session: Session,
    *,
    telegram_id: int,
    name: str,
    community_id: int | None,
    shown: Shown,
    reachable: bool,
    now: datetime,
) -> Person:
    """Make someone who has just agreed a member. Twice is the same as once; a name once chosen stays.

    `community_id` None is for a founder, whose community does not exist yet. `reachable` is False for someone who has
    never opened the private chat: a bot cannot write first.
    """
    person = people.with_telegram_id(session, telegram_id)
    if person is None:
        person = Person(
            telegram_id=telegram_id, name=name, language=shown.language, reachable=reachable, created_at=now
        )
        session.add(person)
        session.flush()
    if community_id is not None:
        _belong(session, person, community_id, now)
    consents.give(
        session,
        person_id=person.id,
        community_id=community_id,
        purpose=ConsentPurpose.reports,
        version=shown.version,
        text=shown.text,
        language=shown.language,
        now=now,
    )
    return person


def _belong(session: Session, person: Person, community_id: int, now: datetime) -> None:
    if people.membership_of(session, person.id, community_id) is None:
        session.add(Membership(person_id=person.id, community_id=community_id, joined_at=now))
    if person.community_id is None:
        person.community_id = community_id
        session.add(person)


def call_by(session: Session, person_id: int, name: str) -> None:
    """From now on the person is called `name`, sapaan included."""
    person = people.by_id(session, person_id)
    if person is not None:
        person.name = name
        session.add(person)


def speak_in(session: Session, person_id: int, community_id: int) -> None:
    """Make a community that the person belongs to the current one. Raises NotAllowed for any other.

    A draft begun elsewhere is put aside, not lost.
    """
    person = people.by_id(session, person_id)
    if person is None or people.membership_of(session, person_id, community_id) is None:
        raise NotAllowed("join.not_yours")
    if person.community_id != community_id:
        dialogues.put_aside(session, person_id)
        person.community_id = community_id
        session.add(person)


def is_within_reach(session: Session, telegram_id: int, *, reachable: bool) -> None:
    """Note whether messages can arrive. Of a stranger nothing is noted."""
    person = people.with_telegram_id(session, telegram_id)
    if person is not None and person.reachable != reachable:
        person.reachable = reachable
        session.add(person)


def unreachable(session: Session, *, telegram_id: int) -> None:
    """Telegram says that nothing arrives there: blocked, or the account is gone."""
    is_within_reach(session, telegram_id, reachable=False)
