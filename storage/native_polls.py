"""Telegram's own polls in which ours are asked: what Telegram calls them and their options."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import polls
from storage.polls import PollCard

_OF_NATIVE = select(PollCard).where(PollCard.native_id == sa.bindparam("native_id")).order_by(col(PollCard.id)).limit(1)


def card_of(session: Session, native_id: str, *, anew: bool = False) -> PollCard | None:
    """The card whose votes come under this id of Telegram's; `anew` past what this session remembers."""
    query = _OF_NATIVE.execution_options(populate_existing=True) if anew else _OF_NATIVE
    return session.exec(query, params={"native_id": native_id}).first()


def of_poll(session: Session, poll_id: int) -> list[PollCard]:
    """Telegram's own polls in which this one is asked, as far as they have been sent."""
    query = select(PollCard).where(PollCard.poll_id == poll_id, col(PollCard.native_id).is_not(None))
    return list(session.exec(query.order_by(col(PollCard.id)).execution_options(populate_existing=True)))


def sent(session: Session, row_id: int, native_id: str, options: Sequence[tuple[str, str]]) -> None:
    """Telegram has the poll of this outbox row, calls it so, and its options (persistent id, text).

    A row that was sent twice has two; one that was found by its code before its row was marked is not a second.
    """
    card = session.exec(select(PollCard).where(PollCard.row_id == row_id, col(PollCard.is_native))).first()
    if card is None or polls.held(session, card.poll_id) is None:
        return
    found = sa.delete(PollCard).where(col(PollCard.native_id) == native_id, col(PollCard.row_id).is_(None))
    session.connection().execute(found)
    if card.native_id not in (None, native_id):
        card = PollCard(poll_id=card.poll_id, destination_id=card.destination_id, is_native=True)
    ours = {same(one.text): one.id for one in polls.options_of(session, card.poll_id, removed=True)}
    card.native_id = native_id
    card.names = {name: ours[same(said)] for name, said in options if same(said) in ours}
    session.add(card)
    session.flush()


def same(said: str) -> str:
    """An option's words as two that look alike have them: Telegram squeezes blanks."""
    return " ".join(said.split()).casefold()
