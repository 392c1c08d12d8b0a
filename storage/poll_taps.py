"""What a tap on a poll's option needs to know, in as few statements as can be: a neighbourhood taps within a minute."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.communities import Chat, ChatTelegramId, Community, Destination
from storage.polls import BESIDE, Poll, PollCard, PollOption

_TAPPED = (
    select(Poll, PollOption)
    .join(PollOption, col(PollOption.poll_id) == col(Poll.id))
    .where(PollOption.id == sa.bindparam("option"))
    .with_for_update(**BESIDE, of=Poll)
    .execution_options(populate_existing=True)
)
_ASKS = (
    select(Community)
    .join(Chat, col(Chat.community_id) == col(Community.id))
    .join(ChatTelegramId, col(ChatTelegramId.chat_id) == col(Chat.id))
    .where(
        ChatTelegramId.telegram_id == sa.bindparam("group"),
        sa.exists()
        .where(col(PollCard.destination_id) == col(Destination.id), col(Destination.chat_id) == col(Chat.id))
        .where(col(PollCard.poll_id) == sa.bindparam("poll")),
    )
)


def tapped(session: Session, option_id: int) -> tuple[Poll, PollOption] | None:
    """An option and its poll, which is locked as by `storage.polls.open_to_votes`."""
    found = session.exec(_TAPPED, params={"option": option_id}).first()
    return (found[0], found[1]) if found is not None else None


def asked_in(session: Session, poll_id: int, group: int) -> Community | None:
    """The neighbourhood of this group (by any Telegram id it has had), if a card of the poll was put into it."""
    return session.exec(_ASKS, params={"poll": poll_id, "group": group}).first()


def mark_by(session: Session, poll: Poll, check: str) -> None:
    """Settle by which secret its ballots are marked, unless a vote beside has done so; `poll` knows it afterwards."""
    unsettled = sa.update(Poll).where(col(Poll.id) == poll.id, col(Poll.key_check).is_(None))
    session.connection().execute(unsettled.values(key_check=check))
    session.refresh(poll, ["key_check"])
