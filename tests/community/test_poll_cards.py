"""A poll's card in the group: drawn anew by and by, and known for as long as the poll is open."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session

from community import poll_cards
from storage import outbox
from storage.outbox import outbox as rows
from tests.community.polls_in_a_topic import asked_in_a_topic
from tests.community.rt_three import NOW
from tests.community.told_for import Place


def redrawn(session: Session) -> int:
    return len(session.connection().execute(sa.select(rows.c.id).where(rows.c.kind == poll_cards.REDRAWN)).all())


def test_taps_within_a_few_seconds_are_one_edit(place: Place) -> None:
    session, rt = place
    poll, _ = asked_in_a_topic(session, rt)
    for seconds in range(4):
        poll_cards.changed(session, poll, now=NOW + timedelta(seconds=seconds))
    assert redrawn(session) == 1


def test_a_card_is_known_as_long_as_its_poll_is_open_and_no_longer(place: Place) -> None:
    session, rt = place
    poll, card = asked_in_a_topic(session, rt)
    session.connection().execute(rows.update().values(state="sent", message_id=9, sent_at=NOW.timestamp()))
    later = NOW + timedelta(days=40)
    outbox.sweep(session, later.timestamp())
    assert outbox.message_of(session, card.row_id or 0) == (card_chat(session, card.row_id), 9)
    poll_cards.changed(session, poll, now=later)
    assert redrawn(session) == 1
    card.ended_at = later
    session.add(card)
    session.flush()
    outbox.sweep(session, later.timestamp())
    assert outbox.message_of(session, card.row_id or 0) is None


def card_chat(session: Session, row_id: int | None) -> int:
    chat: int = session.connection().execute(sa.select(rows.c.chat).where(rows.c.id == row_id)).scalar_one()
    return chat
