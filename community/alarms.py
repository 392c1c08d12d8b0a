"""Danger that a resident sees now: all organisers hear of it at once, also in quiet hours."""

from datetime import datetime

from sqlmodel import Session

from storage import outbox, people
from storage.needs import Need


def raise_alarm(session: Session, need: Need, *, now: datetime) -> int:
    """Tell every organiser who can be reached, except the one who says it; returns how many know of it now.

    Sent in the class of replies: quiet hours are for what can wait, this cannot. Twice is the same as once.
    """
    organisers = people.organisers_of(session, need.community_id)
    for organiser in organisers:
        if organiser.id == need.reporter_id:
            continue
        outbox.notice(
            session,
            kind="need.danger",
            chat=organiser.telegram_id,
            subject_id=need.id,
            person_id=organiser.id,
            due_at=now.timestamp(),
            now=now.timestamp(),
            rank=outbox.Class.reply,
            once=f"need.danger:{need.id}:{organiser.id}",
        )
    return len(organisers)
