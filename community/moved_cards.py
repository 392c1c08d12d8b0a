"""Cards in a group that has become a supergroup: nobody can edit the old ones there, so each is put up once more.

What is open goes on: answers on the old card count as before, those on the new one are seen. Telegram's own poll stays
in the old history, where it is voted in to its end. To ask twice puts nothing up twice.
"""

from datetime import datetime

from sqlmodel import Session

from community import event_cards, living_cards, poll_cards
from storage import communities, group_shows, outbox
from storage.communities import Chat
from storage.occurrences import EventCard
from storage.polls import PollCard


def put_up_again(session: Session, chat: Chat, *, now: datetime) -> None:
    """All that stand in it and are answered still; what has not left yet goes to the new group by itself."""
    if chat.left_at is not None:
        return
    session.flush()
    here = [one.id for one in communities.destinations_in(session, chat.id)]
    for card in group_shows.open_event_cards(session, here, now):
        _post(session, event_cards.CARD, card, chat, now)
    for secret in group_shows.open_poll_cards(session, here, now):
        _post(session, poll_cards.CARD, secret, chat, now)


def _post(session: Session, kind: str, card: EventCard | PollCard, chat: Chat, now: datetime) -> None:
    if living_cards.chat_to_edit(session, card.row_id) is not None:
        return
    card.row_id = outbox.notice(
        session, kind=kind, chat=chat.telegram_id, subject_id=card.id, due_at=now.timestamp(), now=now.timestamp()
    )
    session.add(card)
    session.flush()
