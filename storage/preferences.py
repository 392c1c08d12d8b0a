"""What a person wants to hear, when, and how often; a person without a row hears by their neighbourhood's defaults."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel

from storage.columns import Words, one_of


class Hearing(StrEnum):
    """How news reaches a person: when it happens, gathered in the digest, or not at all."""

    now = "now"
    digest = "digest"
    never = "never"


class Rhythm(StrEnum):
    daily = "daily"
    weekly = "weekly"
    never = "never"


class Preference(SQLModel, table=True):
    """One person's wishes. `digest_weekday` is 0 for Monday; `digest_at` a local clock time, `HH:MM`."""

    __table_args__ = (one_of("news", Hearing), one_of("digest", Rhythm))

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    quiet_hours: list[list[str]] | None = Field(default=None, sa_type=JSON)
    """As `Community.quiet_hours`, in place of theirs; None for theirs."""
    weekly_cap: int | None = None
    """The most messages a week that are not urgent and that nobody asked for; None for the neighbourhood's."""
    news: Hearing = Field(default=Hearing.now, sa_type=Words(Hearing))
    digest: Rhythm = Field(default=Rhythm.weekly, sa_type=Words(Rhythm))
    digest_weekday: int = 6
    digest_at: str = Field(default="19:30", max_length=5)
    stopped_at: datetime | None = None
    """Since when they want to hear nothing at all unasked."""
    event_waves: list[str] | None = Field(default=None, sa_type=JSON)
    """Which reminders of events they want (`storage.reminders.Wave`); None for the evening before and the day."""
    keeps_urgent: bool = False
    """While all is stopped, urgent announcements come all the same."""


def of(session: Session, person_id: int) -> Preference | None:
    return session.get(Preference, person_id)
