"""What a neighbourhood's group has been shown: which needs stand on which message, and which are still to be shown."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.columns import word
from storage.communities import Community, Destination
from storage.needs import Need
from storage.occurrences import EventCard, Occurrence, OccurrenceState
from storage.outbox import Row, outbox
from storage.polls import Poll, PollCard, PollState


def unshown(session: Session, community_id: int, *, since: datetime) -> list[Need]:
    """Needs told since then that no message to the group has shown, the oldest first; one that failed has not."""
    in_vain = sa.exists().where(
        outbox.c.id == col(Need.group_row_id), outbox.c.state.in_([word("given_up"), word("moot")])
    )
    query = select(Need).where(
        Need.community_id == community_id,
        Need.created_at >= since,
        col(Need.hidden_at).is_(None),
        sa.or_(col(Need.group_row_id).is_(None), in_vain),
    )
    return list(session.exec(query.order_by(col(Need.number))))


def on_message(session: Session, community_id: int, row_id: int) -> list[Need]:
    """The needs that the message of this outbox row shows."""
    query = select(Need).where(Need.community_id == community_id, Need.group_row_id == row_id)
    return list(session.exec(query.order_by(col(Need.number))))


def with_group(session: Session) -> list[Community]:
    """Confirmed neighbourhoods that have somewhere to be told of things."""
    placed = select(Destination.community_id).where(col(Destination.lost_at).is_(None))
    query = select(Community).where(col(Community.id).in_(placed), col(Community.chair_confirmed_at).is_not(None))
    return list(session.exec(query.order_by(col(Community.id))))


def chat_of(session: Session, row_id: int) -> int | None:
    """The chat to which this row goes or went, locked: who draws its message anew waits for whoever does so now."""
    query = sa.select(outbox.c.chat).where(outbox.c.id == row_id).with_for_update()
    found: int | None = session.connection().execute(query).scalar()
    return found


def waits(session: Session, *, kind: str, chat: int, subject_id: int) -> bool:
    """True if such a notice is still to leave; locked, so that it cannot leave without what is being written now."""
    query = sa.select(outbox.c.id).where(
        outbox.c.chat == chat, outbox.c.state == word("due"), outbox.c.kind == kind, outbox.c.subject_id == subject_id
    )
    return session.connection().execute(query.with_for_update()).first() is not None


def waiting(session: Session, *, kind: str, to: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Of these (chat, subject), those for which such a notice is still to leave; locked as in `waits`."""
    query = sa.select(outbox.c.chat, outbox.c.subject_id).where(
        outbox.c.chat.in_({chat for chat, _ in to}),
        outbox.c.state == word("due"),
        outbox.c.kind == kind,
        outbox.c.subject_id.in_({subject for _, subject in to}),
    )
    found = session.connection().execute(query.order_by(outbox.c.id).with_for_update())
    return {(chat, subject) for chat, subject in found}


def is_followed(session: Session, row: Row, now: float) -> bool:
    """True if a later row that draws the same anew has its turn already (`now` in seconds since 1970, UTC)."""
    query = sa.select(outbox.c.id).where(
        outbox.c.chat == row.chat, outbox.c.rank == row.rank, outbox.c.id > row.id, outbox.c.state == word("due"),
        outbox.c.kind == row.kind, outbox.c.subject_id == row.subject_id, outbox.c.due_at <= now,
    )  # fmt: skip
    return session.connection().execute(query.limit(1)).first() is not None


def is_named(session: Session, once: str) -> bool:
    """True if a message of this name was written."""
    return session.connection().execute(sa.select(outbox.c.id).where(outbox.c.once == once)).first() is not None


def shown_in(
    session: Session, kind: str, subject_id: int, *, chats: Collection[int], since: datetime
) -> list[tuple[int, int]]:
    """The rows, with their chats, by which these chats have got this notice since then."""
    query = sa.select(outbox.c.id, outbox.c.chat).where(
        outbox.c.chat.in_(chats), outbox.c.sent_at >= since.timestamp(), outbox.c.kind == kind,
        outbox.c.subject_id == subject_id,
    )  # fmt: skip
    return [(row_id, chat) for row_id, chat in session.connection().execute(query.order_by(outbox.c.id))]


def subject_of(session: Session, row_id: int) -> int | None:
    """What a row is about; None for one that is gone."""
    found: int | None = (
        session.connection().execute(sa.select(outbox.c.subject_id).where(outbox.c.id == row_id)).scalar()
    )
    return found


def name_of(session: Session, row_id: int) -> str | None:
    """Under which name a message was written once."""
    found: str | None = session.connection().execute(sa.select(outbox.c.once).where(outbox.c.id == row_id)).scalar()
    return found


_poll_card = PollCard.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_event_card = EventCard.__table__  # type: ignore[attr-defined]  # as above
_KIND, _AT = sa.bindparam("kind", type_=sa.String), sa.bindparam("at", type_=sa.String)


def _undrawn(card: sa.Table, *of: sa.ColumnElement[bool]) -> sa.Select[tuple[int]]:
    name: sa.ColumnElement[str] = _KIND + ":" + sa.cast(card.c.id, sa.String) + ":" + _AT
    return sa.select(card.c.id).where(
        *of, card.c.row_id.is_not(None), card.c.ended_at.is_(None), sa.not_(sa.exists().where(outbox.c.once == name))
    )


_OF_POLL = _undrawn(_poll_card, _poll_card.c.poll_id == sa.bindparam("subject"), sa.not_(_poll_card.c.is_native))
_OF_OCCURRENCE = _undrawn(_event_card, _event_card.c.occurrence_id == sa.bindparam("subject"))


def undrawn(session: Session, poll_id: int, kind: str, at: int) -> list[PollCard]:
    """A poll's secret cards of which no drawing is in the outbox for this moment (seconds since 1970, UTC)."""
    found = session.connection().execute(_OF_POLL, {"subject": poll_id, "kind": kind, "at": str(at)}).scalars()
    return [session.get_one(PollCard, card_id) for card_id in found.all()]


def undrawn_of_event(session: Session, occurrence_id: int, kind: str, at: int) -> list[EventCard]:
    """The same of an occurrence's cards."""
    values = {"subject": occurrence_id, "kind": kind, "at": str(at)}
    found = session.connection().execute(_OF_OCCURRENCE, values).scalars()
    return [session.get_one(EventCard, card_id) for card_id in found.all()]


def open_event_cards(session: Session, destinations: Collection[int], now: datetime) -> list[EventCard]:
    """Cards there that were put up, of times of events that are to come or go on; also what was put off for rain."""
    query = select(EventCard).join(Occurrence, col(Occurrence.id) == col(EventCard.occurrence_id))
    return list(
        session.exec(
            query.where(
                col(EventCard.destination_id).in_(destinations), col(EventCard.row_id).is_not(None),
                col(EventCard.ended_at).is_(None),
                sa.or_(
                    col(Occurrence.state) == OccurrenceState.postponed,
                    sa.and_(col(Occurrence.state) == OccurrenceState.planned, col(Occurrence.ends_at) > now),
                ),
            ).order_by(col(EventCard.id))
        )
    )  # fmt: skip


def open_poll_cards(session: Session, destinations: Collection[int], now: datetime) -> list[PollCard]:
    """Secret cards there that were put up, of polls that one may still vote in."""
    query = select(PollCard).join(Poll, col(Poll.id) == col(PollCard.poll_id))
    return list(
        session.exec(
            query.where(
                col(PollCard.destination_id).in_(destinations), col(PollCard.row_id).is_not(None),
                col(PollCard.ended_at).is_(None), sa.not_(col(PollCard.is_native)), Poll.state == PollState.open,
                Poll.closes_at > now,
            ).order_by(col(PollCard.id))
        )
    )  # fmt: skip


def kind_of(session: Session, row_id: int) -> tuple[str | None, float]:
    """The kind of a row, and when it was due (seconds since 1970, UTC); None for one that is gone."""
    row = session.connection().execute(sa.select(outbox.c.kind, outbox.c.due_at).where(outbox.c.id == row_id)).first()
    return (row[0], row[1]) if row else (None, 0.0)


def written_at(session: Session, row_id: int) -> float | None:
    """When a row was written, however often it was put off since; seconds since 1970, UTC."""
    found = session.connection().execute(sa.select(outbox.c.created_at).where(outbox.c.id == row_id)).scalar()
    return None if found is None else float(found)
