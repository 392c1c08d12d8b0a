"""How long things are kept, as the consent text promises: raw messages 7 days, drafts 30, the rest until deleted."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from storage import dialogues, heartbeats, inbox, limits, media, outbox, people

OFFER_LASTS = timedelta(minutes=10)
"""Within this time a stranger's second tap in a group counts as consent."""


def sweep(session: Session, now: float) -> list[str]:
    """Once a day: everything whose time is over. Returns the paths of files to take off the shelf after the commit."""
    inbox.sweep(session, now)
    outbox.sweep(session, now)
    limits.forget_old(session, now)
    heartbeats.bury(session, now)
    old = dialogues.expired(session, now)
    paths = media.forget_of_drafts(session, old)
    dialogues.forget(session, old)
    return paths


def forget_offers(session: Session, now: float) -> None:
    people.forget_offers(session, datetime.fromtimestamp(now, UTC) - OFFER_LASTS)
