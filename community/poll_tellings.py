"""A poll is given more time: whoever has voted is told, and its cards are drawn anew."""

from datetime import datetime

from sqlmodel import Session

from community import poll_cards, polls
from storage import native_polls
from storage.polls import Poll


def extend(session: Session, poll_id: int, until: datetime, *, by: int, now: datetime, seen: int | None = None) -> Poll:
    """As `polls.extend`; told by and by (`poll_cards.tell_voters`), however many they are.

    Where Telegram's own poll is over already, it is put up again: else there were more time, and nothing to vote in.
    """
    poll = polls.extend(session, poll_id, until, by=by, now=now, seen=seen)
    poll.told_up_to = 0
    session.add(poll)
    session.flush()
    poll_cards.changed(session, poll, now=now)
    for card in native_polls.of_poll(session, poll.id):
        if card.ended_at is not None:
            poll_cards.post_again(session, poll, card, now=now)
    return poll
