"""Polls: what the neighbours are asked, by which rule their votes are counted, and where the cards of it stand."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN, Words, one_of
from storage.communities import Community

BESIDE = {"read": True, "key_share": True}
"""The lock that PostgreSQL takes for a ballot's reference anyway; who closes asks for the strongest (`held`)."""
LONGEST_TEXT = 100
"""Letters of an option, as Telegram's own poll takes them."""


class PollKind(StrEnum):
    """What is asked: which needs come first, when to meet, yes or no, anything else, how a sum is shared out."""

    needs = "needs"
    day = "day"
    yes_no = "yes_no"
    own = "own"
    budget = "budget"


class Method(StrEnum):
    """How votes are counted; the rules are `community.voting`."""

    choose_one = "choose_one"
    approval = "approval"
    borda = "borda"
    schulze = "schulze"
    points = "points"
    yes_no = "yes_no"
    consensus = "consensus"
    equal_shares = "equal_shares"


class Way(StrEnum):
    """How one votes: by secret buttons, in Telegram's own poll, where all see who chose what, or by either."""

    ballot = "ballot"
    native = "native"
    both = "both"


class Counts(StrEnum):
    """What has one vote."""

    person = "person"
    house = "house"


class PollState(StrEnum):
    open = "open"
    closed = "closed"
    called_off = "called_off"


class Poll(SQLModel, table=True):
    """A question to the neighbours. `number` is spoken ("Tanya warga No. 4"), `code` stays inside links.

    What the rule of counting needs was set when it was opened, and is never changed afterwards.
    """

    __table_args__ = (
        one_of("kind", PollKind),
        one_of("method", Method),
        one_of("way", Way),
        one_of("counts", Counts),
        one_of("state", PollState),
        UniqueConstraint("community_id", "number"),
        Index(
            "ix_poll_open",
            "closes_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        NEVER_AGAIN,
    )

    id: int = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    number: int
    code: str = Field(max_length=16, unique=True)
    kind: PollKind = Field(sa_type=Words(PollKind))
    question: str = Field(default="", max_length=300)
    """In the organiser's words; empty for the words of its kind."""
    method: Method = Field(sa_type=Words(Method))
    way: Way = Field(default=Way.ballot, sa_type=Words(Way))
    counts: Counts = Field(default=Counts.person, sa_type=Words(Counts))
    most: int = 1
    """How many options one may choose, or how many points one may give."""
    most_on_one: int = 1
    """How many points one option may get from one voter."""
    budget: int | None = Field(default=None, sa_type=BigInteger)
    """The sum to be shared out, in rupiah."""
    quorum: int = 0
    """Per cent of those who may vote that must have, or nothing is decided; 0 for none."""
    least_days: int = 0
    """Who has lived here, as far as we know, for fewer days when it was to close may speak but is not counted."""
    joined_by: datetime | None = None
    """Who joined later is not counted; settled when it was opened, so that more time lets nobody in. None: nobody."""
    key_check: str | None = Field(default=None, max_length=16)
    """By which secret its ballots are marked (`community.secrecy.check`); None before the first vote."""
    two_thirds: bool = False
    """Yes needs twice as many as no; else more."""
    falls_back: bool = False
    """Where objections stand, the majority decides; else nothing is decided. Said when it was opened."""
    adds_options: bool = False
    """Residents may add options to Telegram's own poll."""
    destinations: list[int] = Field(default_factory=list, sa_type=JSON)
    """Where its cards go."""
    author_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    state: PollState = Field(default=PollState.open, sa_type=Words(PollState))
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None
    why_closed: str | None = Field(default=None, max_length=300)
    """Why it was closed before its time or called off, as the organiser says; everyone reads it."""
    times_extended: int = 0
    reminded: int = 0
    """How often those who have not voted were reminded."""
    remind_up_to: int | None = None
    """The last who was reminded, while that is being done; None before and after."""
    told_up_to: int | None = None
    """The last voter who was told of a change or of the result, while that is being done; None before and after."""
    result: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What was counted when it closed (`community.counting`); never counted anew."""


class PollOption(SQLModel, table=True):
    """What can be chosen: a need, a sum for it, a day, or anything else in words."""

    __tablename__ = "poll_option"
    __table_args__ = (UniqueConstraint("poll_id", "place"), NEVER_AGAIN)

    id: int = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="poll.id")
    place: int
    """Its number on the card, from 1."""
    text: str = Field(max_length=100)
    need_id: int | None = Field(default=None, foreign_key="need.id", index=True)
    cost: int | None = Field(default=None, sa_type=BigInteger)
    """In rupiah."""
    added_by_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    removed_at: datetime | None = None


class PollCard(SQLModel, table=True):
    """One message on which a poll stands: the secret one's buttons, or Telegram's own poll."""

    __tablename__ = "poll_card"
    __table_args__ = (Index("ix_poll_card_native_id", "native_id"), NEVER_AGAIN)

    id: int = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="poll.id", index=True)
    destination_id: int | None = Field(default=None, foreign_key="destination.id", index=True)
    row_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    """The outbox row that it became; None for a native poll that was found in the group without its row."""
    is_native: bool = False
    native_id: str | None = Field(default=None, max_length=64)
    """Telegram's id of the poll, by which its votes come; None until it is known."""
    names: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    """What Telegram calls each option here (its persistent id), and which of ours it is; two polls may differ."""
    ended_at: datetime | None = None


def by_id(session: Session, poll_id: int) -> Poll | None:
    return session.get(Poll, poll_id)


def with_code(session: Session, code: str) -> Poll | None:
    return session.exec(select(Poll).where(Poll.code == code)).first()


def numbered(session: Session, community_id: int, number: int) -> Poll | None:
    """By its spoken number."""
    return session.exec(select(Poll).where(Poll.community_id == community_id, Poll.number == number)).first()


def held(session: Session, poll_id: int) -> Poll | None:
    """As it is now, locked to the end of the transaction: nobody votes meanwhile."""
    session.flush()
    return session.get(Poll, poll_id, with_for_update=True, populate_existing=True)


def held_open(session: Session, poll_id: int) -> Poll | None:
    """The same of one that is open; None if it has closed while we waited for it."""
    poll = held(session, poll_id)
    return poll if poll is not None and poll.state is PollState.open else None


def open_to_votes(session: Session, poll_id: int) -> Poll | None:
    """As it is now, locked so that it is not closed while a vote is written; others may vote beside."""
    return session.get(Poll, poll_id, with_for_update=BESIDE, populate_existing=True)


def of_community(session: Session, community_ids: Collection[int], *, most: int) -> list[Poll]:
    """Open ones first, those that close soonest first; then the newest."""
    query = select(Poll).where(col(Poll.community_id).in_(community_ids))
    is_over = sa.case((col(Poll.state) == PollState.open, 0), else_=1)
    until = sa.case((col(Poll.state) == PollState.open, col(Poll.closes_at)), else_=None)
    return list(session.exec(query.order_by(is_over, until, col(Poll.id).desc()).limit(most)))


def open_in(session: Session, community_ids: Collection[int]) -> list[Poll]:
    """The open ones of these neighbourhoods, the soonest to close first."""
    query = select(Poll).where(col(Poll.community_id).in_(community_ids), col(Poll.state) == PollState.open)
    return list(session.exec(query.order_by(col(Poll.closes_at), col(Poll.id))))


def due(session: Session, now: datetime, *, most: int, but: Collection[int] = ()) -> list[Poll]:
    """Open ones whose time is over, locked, and none of those in `but`; what another process holds is left to it."""
    query = select(Poll).where(sa.text("state = 'open'"), Poll.closes_at <= now, col(Poll.id).not_in(but))
    return list(session.exec(query.order_by(col(Poll.closes_at)).limit(most).with_for_update(skip_locked=True)))


def closing_before(session: Session, moment: datetime) -> list[Poll]:
    """Open ones that close by then, locked; what another process holds is left to it."""
    query = select(Poll).where(sa.text("state = 'open'"), Poll.closes_at <= moment)
    return list(session.exec(query.order_by(col(Poll.closes_at)).with_for_update(skip_locked=True)))


def being_told(session: Session, *, most: int) -> list[Poll]:
    """Those over whose voters are still to be told, locked."""
    query = select(Poll).where(col(Poll.told_up_to).is_not(None)).order_by(col(Poll.id)).limit(most)
    return list(session.exec(query.with_for_update(skip_locked=True)))


def being_reminded(session: Session, *, most: int) -> list[Poll]:
    """Open ones whose reminders are being written, locked."""
    query = select(Poll).where(sa.text("state = 'open'"), col(Poll.remind_up_to).is_not(None))
    return list(session.exec(query.order_by(col(Poll.id)).limit(most).with_for_update(skip_locked=True)))


def open_around(session: Session, community_id: int) -> list[Poll]:
    """Open ones in which a member of this neighbourhood may have a vote: its own, and those of what it lies in."""
    around, here = [community_id], community_id
    while (above := session.exec(select(Community.parent_id).where(Community.id == here)).first()) is not None:
        if above in around:
            break
        around.append(above)
        here = above
    return open_in(session, around)


def options_of(session: Session, poll_id: int, *, removed: bool = False) -> list[PollOption]:
    """In the order of the card; those taken away only if asked for."""
    query = select(PollOption).where(PollOption.poll_id == poll_id)
    if not removed:
        query = query.where(col(PollOption.removed_at).is_(None))
    return list(session.exec(query.order_by(col(PollOption.place))))


def option_by_id(session: Session, option_id: int) -> PollOption | None:
    return session.get(PollOption, option_id)


def latest_number(session: Session, community_id: int) -> int:
    """Of this neighbourhood's polls; 0 if it had none."""
    return session.exec(
        select(sa.func.coalesce(sa.func.max(Poll.number), 0)).where(Poll.community_id == community_id)
    ).one()


def known_costs(session: Session, need_ids: Collection[int]) -> dict[int, int]:
    """What these needs were last said to cost, in rupiah; those of which nobody has said it are left out."""
    said = select(PollOption).where(col(PollOption.need_id).in_(list(need_ids)), col(PollOption.cost).is_not(None))
    found = session.exec(said.order_by(col(PollOption.id)))
    return {one.need_id: one.cost for one in found if one.need_id is not None and one.cost is not None}


# ── where it stands ──


def cards_of(session: Session, poll_id: int) -> list[PollCard]:
    return list(session.exec(select(PollCard).where(PollCard.poll_id == poll_id).order_by(col(PollCard.id))))


def card_by_id(session: Session, card_id: int) -> PollCard | None:
    return session.get(PollCard, card_id)
