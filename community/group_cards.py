"""A need's card in the group is drawn anew when something on it changes: edited, not posted again, and not in haste."""

from datetime import datetime, timedelta

from sqlmodel import Session

from community import living_cards
from storage import group_shows, outbox
from storage import needs as stored
from storage.needs import Need

EDITED_FOR = timedelta(days=30)
"""Older cards have long scrolled away, and the outbox has forgotten where they stand."""


def changed(session: Session, need: Need, *, now: datetime) -> None:
    """Whatever shows this need in the group, or the need in which it lives on, is to be drawn anew."""
    root = stored.root(session, need)
    for one in {need.id: need, root.id: root}.values():
        if one.group_row_id is not None and one.shown_in_group_at and now - one.shown_in_group_at < EDITED_FOR:
            _draw_anew(session, one.group_row_id, now)


def _draw_anew(session: Session, row_id: int, now: datetime) -> None:
    chat = living_cards.chat_to_edit(session, row_id)
    if chat is None:
        return
    if group_shows.waits(session, kind="need.redrawn", chat=chat, subject_id=row_id):
        return
    outbox.notice(
        session, kind="need.redrawn", chat=chat, subject_id=row_id, due_at=(now + living_cards.GATHER).timestamp(),
        now=now.timestamp(),
    )  # fmt: skip
