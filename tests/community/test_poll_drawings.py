"""A poll's card in the group is drawn anew at fixed moments, however many vote in between."""

from datetime import datetime, timedelta

from sqlmodel import Session

from community import poll_cards
from storage import polls as stored
from storage.polls import Way
from tests.community.native_polls import asked
from tests.community.post import arrives, waiting
from tests.community.rt_three import NOW, RtThree

MINUTE = timedelta(minutes=1)


def drawn_at(session: Session) -> list[float]:
    return [row.due_at - NOW.timestamp() for row in waiting(session, poll_cards.REDRAWN)]


def votes_all_the_time(session: Session, poll: stored.Poll, begin: datetime, seconds: float, each: float) -> None:
    for step in range(int(seconds / each)):
        poll_cards.changed(session, poll, now=begin + timedelta(seconds=step * each))


def test_a_storm_is_twelve_edits_a_minute(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here, way=Way.ballot)
    arrives(session, poll_cards.CARD, NOW)
    votes_all_the_time(session, poll, NOW, 60, 0.1)
    assert drawn_at(session) == [5 * step for step in range(1, 14)]


def test_what_changes_just_before_a_drawing_is_drawn_at_the_next(rt: tuple[Session, RtThree]) -> None:
    """It may be committed only after that drawing has looked."""
    session, here = rt
    poll = asked(session, here, way=Way.ballot)
    arrives(session, poll_cards.CARD, NOW)
    poll_cards.changed(session, poll, now=NOW + timedelta(seconds=2.9))
    assert drawn_at(session) == [5]
    poll_cards.changed(session, poll, now=NOW + timedelta(seconds=3.1))
    assert drawn_at(session) == [5, 10]


def test_each_group_has_its_own_card_and_a_native_one_none(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here, way=Way.both)
    arrives(session, poll_cards.CARD, NOW)
    arrives(session, poll_cards.NATIVE, NOW)
    poll_cards.changed(session, poll, now=NOW)
    secret = next(one for one in stored.cards_of(session, poll.id) if not one.is_native)
    assert [row.subject_id for row in waiting(session, poll_cards.REDRAWN)] == [secret.id]


def test_what_is_over_is_not_drawn_by_votes(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here, way=Way.ballot)
    arrives(session, poll_cards.CARD, NOW)
    for card in stored.cards_of(session, poll.id):
        card.ended_at = NOW
        session.add(card)
    session.flush()
    poll_cards.changed(session, poll, now=NOW + MINUTE)
    assert drawn_at(session) == []
