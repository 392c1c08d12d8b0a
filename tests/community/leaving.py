"""What leaves of notices about events, as the courier would have it put into words at a moment."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from conversations import notices
from conversations.calls import NotNow
from conversations.talk import House
from storage.outbox import ROW, Row, outbox
from tests.community.rt_three import NOW


def house(at: datetime = NOW) -> House:
    return House(
        dialogues={}, cards={}, links={}, stranger=lambda _talk: None, unasked=lambda *_: None,
        bot_username="rembuk_bot", owner="test", clock=at.timestamp,
    )  # fmt: skip


def rows(session: Session, kind: str, person_id: int | None) -> list[Row]:
    """In the order of being written."""
    session.flush()
    query = sa.select(*ROW).where(outbox.c.kind == kind, outbox.c.person_id.is_not_distinct_from(person_id))
    return [Row(*found) for found in session.connection().execute(query.order_by(outbox.c.id))]


def said(session: Session, row: Row, at: datetime) -> dict[str, Any] | str | None:
    """The message's parameters; why it does not leave now; None if it need not leave at all."""
    rendered = notices.render(session, row, house(at))
    if rendered is None:
        return None
    if isinstance(rendered, NotNow):
        return rendered.why
    (call,) = rendered
    assert call.method == "sendMessage"
    return call.parameters


def last(session: Session, kind: str, person_id: int | None, at: datetime) -> dict[str, Any] | str | None:
    """The newest of this kind for them."""
    return said(session, rows(session, kind, person_id)[-1], at)


def text(session: Session, kind: str, person_id: int | None, at: datetime) -> str:
    found = last(session, kind, person_id, at)
    assert isinstance(found, dict), found
    return str(found["text"])


def buttons(found: dict[str, Any] | str | None) -> dict[str, str]:
    """Label to data or address."""
    assert isinstance(found, dict), found
    keyboard = found.get("reply_markup", {}).get("inline_keyboard", [])
    return {one["text"]: one.get("callback_data") or one["url"] for row in keyboard for one in row}
