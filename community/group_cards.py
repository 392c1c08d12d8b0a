"""A need's card in the group is drawn anew when something on it changes: edited, not posted again, and not in haste."""

from datetime import datetime, timedelta

from sqlmodel import Session

from storage import communities, group_shows, outbox
from storage import needs as stored
from storage.needs import Need

GATHER = timedelta(seconds=5)
"""So long a change waits for what may follow it: ten taps in a row are one edit."""
EDITED_FOR = timedelta(days=30)
"""Older cards have long scrolled away, and the outbox has forgotten where they stand."""


def changed(session: Session, need: Need, *, now: datetime) -> None:
    """Whatever shows this need in the group, or the need in which it lives on, is to be drawn anew."""
    root = stored.root(session, need)
    for one in {need.id: need, root.id: root}.values():
        if one.group_row_id is not None and one.shown_in_group_at and now - one.shown_in_group_at < EDITED_FOR:
            _draw_anew(session, one.group_row_id, now)


def _draw_anew(session: Session, row_id: int, now: datetime) -> None:
    """Not in a group that has since become a supergroup: what stood in the old one cannot be edited."""
    chat = group_shows.chat_of(session, row_id)
    known = communities.chat_known_as(session, chat) if chat is not None else None
    if chat is None or known is None or known.telegram_id != chat or known.left_at is not None:
        return
    if group_shows.waits(session, kind="need.redrawn", chat=chat, subject_id=row_id):
        return
    outbox.notice(
        session, kind="need.redrawn", chat=chat, subject_id=row_id, due_at=(now + GATHER).timestamp(),
        now=now.timestamp(),
    )  # fmt: skip
