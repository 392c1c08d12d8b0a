"""The way from the private chat into Telegram's own poll: a link to its message, which only supergroups have.

[🗳 Pilih sekarang]     or, where it stands in several groups, one button for each     [🗳 Warga RT 03] …
"""

from collections.abc import Iterator

from sqlmodel import Session

from conversations import screens
from conversations.dialogue import Choice, Rows
from conversations.widgets import rich_text
from storage import communities, outbox, polls
from storage.communities import ChatKind
from storage.polls import Poll

_BEFORE_SUPERGROUPS = 10**12
"""A supergroup's chat has its id behind -100: https://core.telegram.org/api/bots/ids."""
_SIGN = 2
"""Letters before a group's name on its button."""


def rows(session: Session, poll: Poll) -> Rows:
    """Buttons that open it; none where it has not left yet, or its group has no links to messages."""
    found = dict(_messages(session, poll))
    if len(found) == 1:
        return [[Choice("", "poll.choose", url=one)] for one in found]
    return [
        [Choice("", label=f"🗳 {rich_text.cut(title, screens.LABEL - _SIGN)}", url=url)] for url, title in found.items()
    ]


def _messages(session: Session, poll: Poll) -> Iterator[tuple[str, str]]:
    """The address of each message on which one may vote, and what its group is called."""
    for card in polls.cards_of(session, poll.id):
        stands = outbox.message_of(session, card.row_id) if card.row_id is not None else None
        if stands is None or not card.is_native or card.ended_at is not None:
            continue
        telegram_id, message_id = stands
        chat = communities.chat_known_as(session, telegram_id)
        is_there = chat is not None and chat.telegram_id == telegram_id and chat.left_at is None
        if chat is not None and is_there and chat.kind is ChatKind.supergroup and -telegram_id > _BEFORE_SUPERGROUPS:
            # https://core.telegram.org/api/links, private message links: for members alone
            yield f"https://t.me/c/{-telegram_id - _BEFORE_SUPERGROUPS}/{message_id}", chat.title
