"""What an answer to an event needs, in as few statements as can be: a neighbourhood answers within a few minutes."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from storage.communities import Chat, ChatTelegramId, Community, Destination
from storage.events import Event
from storage.occurrences import EventCard, Occurrence
from storage.polls import BESIDE
from storage.rsvps import Answer, Rsvp

_TAPPED = (
    select(Event, Occurrence)
    .join(Occurrence, col(Occurrence.event_id) == col(Event.id))
    .where(Occurrence.id == sa.bindparam("occurrence"))
    # In the order in which organisers hold them, so that nobody waits in a circle.
    .with_for_update(**BESIDE, of=[Event, Occurrence])
    .execution_options(populate_existing=True)
)
_HOLD = sa.select(col(Occurrence.id)).where(col(Occurrence.id) == sa.bindparam("occurrence"))
_HOLD_SEATS = _HOLD.with_for_update(key_share=True)
_STANDS = (
    select(Community)
    .join(Chat, col(Chat.community_id) == col(Community.id))
    .join(ChatTelegramId, col(ChatTelegramId.chat_id) == col(Chat.id))
    .where(
        ChatTelegramId.telegram_id == sa.bindparam("group"),
        sa.exists()
        .where(col(EventCard.destination_id) == col(Destination.id), col(Destination.chat_id) == col(Chat.id))
        .where(col(EventCard.occurrence_id) == sa.bindparam("occurrence")),
    )
)
_RSVP = Rsvp.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _noting(insert: Any) -> Any:
    """Nothing comes back where that was the answer already."""
    new = insert(_RSVP)
    kept = new.on_conflict_do_update(
        index_elements=["occurrence_id", "person_id"],
        set_={
            "answer": new.excluded.answer,
            "waits": new.excluded.waits,
            "since": new.excluded.since,
            "shows_name": False,
            "errand": sa.case((_RSVP.c.errand.is_(None), None), else_=""),
        },
        where=_RSVP.c.answer != new.excluded.answer,
    )
    return select(Rsvp).from_statement(kept.returning(_RSVP)).execution_options(populate_existing=True)


# Made once: to put such a statement together takes as long as to run it.
_NOTE = {name: _noting(insert) for name, insert in _INSERT.items()}


def tapped(session: Session, occurrence_id: int) -> tuple[Event, Occurrence] | None:
    """An occurrence and its event, locked so that neither is changed meanwhile; others may answer beside."""
    found = session.exec(_TAPPED, params={"occurrence": occurrence_id}).first()
    return (found[0], found[1]) if found is not None else None


def hold_seats(session: Session, occurrence_id: int) -> None:
    """Nobody else is given room, or promises anything, before this transaction ends; whoever needs neither goes on."""
    session.flush()
    session.connection().execute(_HOLD_SEATS, {"occurrence": occurrence_id})


def stands_in(session: Session, occurrence_id: int, group: int) -> Community | None:
    """The neighbourhood of this group (by any Telegram id it has had), if a card of the occurrence was put into it."""
    return session.exec(_STANDS, params={"occurrence": occurrence_id, "group": group}).first()


def known(session: Session, occurrence_id: int, person_id: int) -> Rsvp | None:
    """This person's answer as it is now."""
    query = select(Rsvp).where(Rsvp.occurrence_id == occurrence_id, Rsvp.person_id == person_id)
    return session.exec(query.execution_options(populate_existing=True)).first()


def note(
    session: Session, occurrence_id: int, person_id: int, answer: Answer, *, waits: bool, now: datetime
) -> Rsvp | None:
    """This person's answer from now on, whatever it was; None, and nothing is written, if it was that already.

    By one statement that minds no other: it may come at once from the group and in private. A name that was shown for
    the answer before is shown no more.
    """
    values = {
        "occurrence_id": occurrence_id, "person_id": person_id, "answer": answer, "waits": waits, "since": now,
        "shows_name": False, "errand": None,
    }  # fmt: skip
    statement = _NOTE[session.connection().dialect.name]
    found: Rsvp | None = session.scalars(statement, values).first()
    return found
