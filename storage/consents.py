"""What people have agreed to, and what strangers have been offered."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import Words, one_of


class ConsentPurpose(StrEnum):
    reports = "reports"
    photos = "photos"
    reminders = "reminders"
    strengths = "strengths"


class Consent(SQLModel, table=True):
    """One purpose agreed to: which version of the words, and the SHA-256 of the very text that was shown."""

    __table_args__ = (one_of("purpose", ConsentPurpose),)

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    community_id: int | None = Field(default=None, foreign_key="community.id", index=True)
    """None while someone who agreed is still founding theirs."""
    purpose: ConsentPurpose = Field(sa_type=Words(ConsentPurpose))
    version: int
    text_hash: str = Field(max_length=64)
    language: str = Field(max_length=8)
    given_at: datetime
    withdrawn_at: datetime | None = None


class ConsentOffer(SQLModel, table=True):
    """A stranger was shown what would be stored. The hash is keyed, so the row alone names nobody."""

    __tablename__ = "consent_offer"

    token: str = Field(primary_key=True, max_length=64)
    offered_at: datetime = Field(index=True)


def of_person(session: Session, person_id: int, community_id: int) -> list[Consent]:
    return list(
        session.exec(
            select(Consent).where(
                Consent.person_id == person_id,
                Consent.community_id == community_id,
                col(Consent.withdrawn_at).is_(None),
            )
        )
    )


def ever_of(session: Session, person_id: int, community_id: int) -> list[Consent]:
    """Withdrawn ones too, the oldest first."""
    mine = select(Consent).where(Consent.person_id == person_id, Consent.community_id == community_id)
    return list(session.exec(mine.order_by(col(Consent.id))))


def before_founding(session: Session, person_id: int) -> list[Consent]:
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


def forget_offers(session: Session, before: datetime) -> None:
    """Drop what strangers were offered earlier than `before`."""
    for offer in session.exec(select(ConsentOffer).where(ConsentOffer.offered_at < before)):
        session.delete(offer)


def offer_with(session: Session, token: str) -> ConsentOffer | None:
    return session.exec(select(ConsentOffer).where(ConsentOffer.token == token)).first()
