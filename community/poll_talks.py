"""Talks that hold a secret beside a name while they last: what a neighbour chooses, and that somebody objects.

Whoever lays such a talk aside, or cancels it, leaves its draft to go on with; with the poll it ends at the latest.
"""

from sqlmodel import Session

from storage import dialogues

FOR_NEIGHBOUR, CHANGED_FOR_NEIGHBOUR, OBJECTION = "proxy", "proxy_change", "objection"


def forget(session: Session, poll_id: int) -> None:
    """Nothing is left of them, nor that there were any: the poll is over."""
    dialogues.forget_of_poll(session, (FOR_NEIGHBOUR, CHANGED_FOR_NEIGHBOUR, OBJECTION), poll_id)
