"""People, what they are in which community, and what they have agreed to."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, UniqueConstraint, bindparam
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import UTCDateTime, Words, one_of


class Role(StrEnum):
    resident = "resident"
    organiser = "organiser"
    chair = "chair"


class ConsentPurpose(StrEnum):
    reports = "reports"
    photos = "photos"
    reminders = "reminders"
    strengths = "strengths"


class Person(SQLModel, table=True):
    """Someone who has agreed to be known here. `name` is what they like to be called, sapaan included."""

    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_type=BigInteger, unique=True)
    name: str = Field(default="", max_length=64)
    language: str = Field(default="id", max_length=8)
    community_id: int | None = Field(default=None, foreign_key="community.id", index=True)
    """The community they are speaking in at present."""
    reachable: bool = True
    """False once they have blocked the bot or their account is gone; true again when they write."""
    created_at: datetime = Field(sa_type=UTCDateTime)


class Membership(SQLModel, table=True):
    """What a person is in a community. Speech is open at once; votes count after `recognised_at`."""

    __table_args__ = (one_of("role", Role), UniqueConstraint("person_id", "community_id"))

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    community_id: int = Field(foreign_key="community.id", index=True)
    role: Role = Field(default=Role.resident, sa_type=Words(Role))
    recognised_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    joined_at: datetime = Field(sa_type=UTCDateTime)


class Consent(SQLModel, table=True):
    """One purpose agreed to: which version of the words, and the SHA-256 of the very text that was shown."""

    __table_args__ = (one_of("purpose", ConsentPurpose),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    community_id: int | None = Field(default=None, foreign_key="community.id", index=True)
    """None while someone who agreed is still founding theirs."""
    purpose: ConsentPurpose = Field(sa_type=Words(ConsentPurpose))
    version: int
    text_hash: str = Field(max_length=64)
    language: str = Field(max_length=8)
    given_at: datetime = Field(sa_type=UTCDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class ConsentOffer(SQLModel, table=True):
    """A stranger was shown what would be stored. The hash is keyed, so the row alone names nobody."""

    __tablename__ = "consent_offer"

    token: str = Field(primary_key=True, max_length=64)
    offered_at: datetime = Field(sa_type=UTCDateTime, index=True)


class Invitation(SQLModel, table=True):
    """A link that makes whoever opens it an organiser or the chair: once, and not after `expires_at`."""

    __table_args__ = (one_of("role", Role),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=32, unique=True)
    community_id: int = Field(foreign_key="community.id", index=True)
    role: Role = Field(sa_type=Words(Role))
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    used_by: int | None = Field(default=None, foreign_key="person.id")
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


def with_telegram_id(session: Session, telegram_id: int) -> Person | None:
    return session.exec(select(Person).where(Person.telegram_id == telegram_id)).first()


def by_id(session: Session, person_id: int) -> Person | None:
    return session.get(Person, person_id)


def forget_offers(session: Session, before: datetime) -> None:
    """Drop what strangers were offered earlier than `before`."""
    for offer in session.exec(select(ConsentOffer).where(ConsentOffer.offered_at < before)):
        session.delete(offer)


_MEMBERSHIP = select(Membership).where(
    Membership.person_id == bindparam("person"), Membership.community_id == bindparam("community")
)


def membership_of(session: Session, person_id: int, community_id: int) -> Membership | None:
    return session.exec(_MEMBERSHIP, params={"person": person_id, "community": community_id}).first()


def organisers_of(session: Session, community_id: int) -> list[Person]:
    """The chair and the organisers who can be reached in private."""
    return list(
        session.exec(
            select(Person)
            .join(Membership, col(Membership.person_id) == Person.id)
            .where(
                Membership.community_id == community_id,
                col(Membership.role).in_([Role.organiser, Role.chair]),
                col(Person.reachable),
            )
            .order_by(col(Person.id))
        )
    )


def consents_of(session: Session, person_id: int, community_id: int) -> list[Consent]:
    return list(
        session.exec(
            select(Consent).where(
                Consent.person_id == person_id,
                Consent.community_id == community_id,
                col(Consent.withdrawn_at).is_(None),
            )
        )
    )


def consent_before_founding(session: Session, person_id: int) -> list[Consent]:
    """What someone agreed to who has no community yet."""
    return list(
        session.exec(
            select(Consent).where(
                Consent.person_id == person_id,
                col(Consent.community_id).is_(None),
                col(Consent.withdrawn_at).is_(None),
            )
        )
    )


def chair_of(session: Session, community_id: int) -> Person | None:
    return session.exec(
        select(Person)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(Membership.community_id == community_id, Membership.role == Role.chair)
        .order_by(col(Person.id))
    ).first()


def offer_with(session: Session, token: str) -> ConsentOffer | None:
    return session.exec(select(ConsentOffer).where(ConsentOffer.token == token)).first()


def invitation_with(session: Session, code: str) -> Invitation | None:
    """The row stays locked to the end of the transaction: two who open one link at once do not both get in."""
    return session.exec(select(Invitation).where(Invitation.code == code).with_for_update()).first()


def invitation_by_id(session: Session, invitation_id: int) -> Invitation | None:
    return session.get(Invitation, invitation_id)


def open_invitation(session: Session, community_id: int, role: Role, made_by: int, now: datetime) -> Invitation | None:
    """An invitation of this person's that nobody has used and that still holds."""
    return session.exec(
        select(Invitation)
        .where(
            Invitation.community_id == community_id,
            Invitation.role == role,
            Invitation.made_by == made_by,
            col(Invitation.used_at).is_(None),
            Invitation.expires_at > now,
        )
        .order_by(col(Invitation.id).desc())
    ).first()
