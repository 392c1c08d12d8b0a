"""What is said of promises where one neighbour asks another: verbs of the buttons, and what it is about."""

from sqlmodel import Session

from storage import events
from storage.rsvps import Promise

ANSWERED = "swapped"
"""The verb before the number of a question to a neighbour; one of SAID stands behind that."""
WHOM = "to"
YES, NO, WITHDRAW = "yes", "no", "back"
SAID = (YES, NO, WITHDRAW)


def item_of(session: Session, promise: Promise) -> str:
    """Cangkul 2."""
    item = events.item_by_id(session, promise.item_id)
    name = item.name if item is not None else ""
    return f"{name} {promise.many}" if promise.many > 1 else name
