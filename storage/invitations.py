"""Links that give standing: who made them, who has used them."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import Words, one_of
from storage.people import Role


class Invitation(SQLModel, table=True):
    """A link that makes whoever opens it an organiser or the chair: once, and not after `expires_at`."""

    __table_args__ = (one_of("role", Role),)

    id: int = Field(default=None, primary_key=True)
    code: str = Field(max_length=32, unique=True)
    community_id: int = Field(foreign_key="community.id", index=True)
    role: Role = Field(sa_type=Words(Role))
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime
    expires_at: datetime
    used_by: int | None = Field(default=None, foreign_key="person.id")
    used_at: datetime | None = None


def with_code(session: Session, code: str) -> Invitation | None:
    """The row stays locked to the end of the transaction: two who open one link at once do not both get in."""
    return session.exec(select(Invitation).where(Invitation.code == code).with_for_update()).first()


def by_id(session: Session, invitation_id: int) -> Invitation | None:
    return session.get(Invitation, invitation_id)


def open_one(session: Session, community_id: int, role: Role, made_by: int, now: datetime) -> Invitation | None:
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
