"""Lanes of which only the latest update counts, for each says the whole anew: the earlier ones are passed over."""

import sqlalchemy as sa
from sqlmodel import Session

from storage.inbox import Ticket
from storage.lanes import tells_all

_PASS_OVER = sa.text(
    "UPDATE inbox SET state = 'done', payload = NULL, lane = '', finished_at = :now WHERE state = 'open' "
    "AND lane = :lane AND id >= :id "
    "AND id < (SELECT max(id) FROM inbox AS latest WHERE latest.state = 'open' AND latest.lane = :lane)"
)


HAS_WAITED = 0.5
"""Seconds. A vote that is handled sooner has hardly another behind it, and is not looked for one."""


def pass_over(session: Session, ticket: Ticket, now: float) -> bool:
    """Mark all but the latest of such a lane done, if any has waited; True if the ticket was among them."""
    if not tells_all(ticket.lane) or now - ticket.received_at < HAS_WAITED:
        return False
    values = {"lane": ticket.lane, "id": ticket.id, "now": now}
    return session.connection().execute(_PASS_OVER, values).rowcount > 0
