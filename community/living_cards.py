"""Cards in groups that are drawn anew as people answer: edited where they stand, and never in haste.

All cards are drawn at the same moments, each next full five seconds, so that twenty edits a minute are never passed,
however many answer; and nobody who answers waits for another.
"""

import math
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from storage import communities, group_shows
from storage.communities import Destination

GATHER = timedelta(seconds=5)
"""So long a change waits for what may follow it: twelve edits a minute of one card, of the twenty a group may have."""
COMMITTED_WITHIN = timedelta(seconds=2)
"""What a transaction writes is seen by others after so long, at the latest; later changes are drawn with the next."""


def chat_of(session: Session, destination_id: int) -> int | None:
    """The Telegram id of the group to which this destination leads; None if we are not in it any more."""
    destination = session.get(Destination, destination_id)
    chat = communities.chat_by_id(session, destination.chat_id) if destination else None
    return None if chat is None or chat.left_at else chat.telegram_id


def next_drawing(now: datetime) -> datetime:
    """The next full five seconds before which what is written now is committed."""
    step = GATHER.total_seconds()
    return datetime.fromtimestamp(math.ceil((now + COMMITTED_WITHIN).timestamp() / step) * step, UTC)


def chat_to_edit(session: Session, row_id: int | None) -> int | None:
    """The group in which what this outbox row became can be edited, locked as by `group_shows.chat_of`.

    None for a group that has since become a supergroup: what stood in the old one cannot be edited.
    """
    chat = group_shows.chat_of(session, row_id) if row_id is not None else None
    known = communities.chat_known_as(session, chat) if chat is not None else None
    if known is None or known.telegram_id != chat or known.left_at is not None:
        return None
    return chat
