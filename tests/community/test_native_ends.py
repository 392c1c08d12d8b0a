"""How Telegram's own poll ends: in time, late, before its time, with more time."""

from datetime import timedelta

from sqlmodel import Session, col, select

from community import poll_cards, poll_closing, poll_tellings, polls
from storage import ballots, native_polls
from storage import polls as stored
from storage.polls import PollCard, PollState, Way
from tests.community.native_polls import (
    NAMES,
    SECOND,
    asked,
    chosen,
    leaves,
    natives,
    signed,
    telegram_id,
    tells,
    votes,
)
from tests.community.post import arrives, waiting
from tests.community.rt_three import NOW, RtThree

LATER = NOW + timedelta(hours=1)
END = NOW + timedelta(days=3)
ADDED = (*NAMES, ("9", "Selasa"))


def test_what_was_given_in_time_and_comes_late_counts_until_it_is_counted(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    late = END + timedelta(seconds=30)
    assert poll_closing.close_due(session, late) == 0, "Telegram has not said that it is over"
    assert votes(session, telegram_id(session, here.tini), "1", now=late) is poll
    tells(session, signed(poll), closed=True, now=late)
    assert poll_closing.close_due(session, late) == 1
    assert (poll.state, poll.result["votes"]) == (PollState.closed, 1)
    assert votes(session, telegram_id(session, here.asep), "1", now=late) is None
    assert len(ballots.ballots_of(session, poll.id)) == 1


def test_telegrams_word_is_not_waited_for_in_vain(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    asked(session, here)
    leaves(session)
    assert poll_closing.close_due(session, END + timedelta(seconds=59)) == 0
    assert poll_closing.close_due(session, END + timedelta(seconds=60)) == 1


def test_after_an_outage_it_is_waited_for_anew(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    asked(session, here)
    leaves(session)
    back = END + timedelta(hours=6)
    assert poll_closing.close_due(session, back + timedelta(seconds=1), awake_since=back) == 0
    assert poll_closing.close_due(session, back + timedelta(seconds=60), awake_since=back) == 1


def test_a_poll_that_never_left_and_a_secret_one_wait_for_nobody(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    asked(session, here)
    asked(session, here, way=Way.ballot)
    assert poll_closing.close_due(session, END) == 2


def test_one_that_ends_before_its_time_closes_nothing(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    votes(session, telegram_id(session, here.tini), "1")
    tells(session, signed(poll), closed=True, now=LATER)
    assert (poll.state, natives(session, poll)[0].ended_at) == (PollState.open, LATER)
    assert waiting(session, poll_cards.NATIVE) == []
    assert tells(session, signed(poll), closed=True, now=LATER) is None
    assert poll_closing.close_due(session, END) == 1
    assert poll.result["votes"] == 1


def test_one_that_got_more_time_is_put_up_again(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    votes(session, telegram_id(session, here.tini), "1")
    polls.extend(session, poll.id, END + timedelta(days=1), by=here.budi, now=LATER)
    tells(session, signed(poll), closed=True, now=END)
    tells(session, signed(poll), closed=True, now=END)
    (row,) = waiting(session, poll_cards.NATIVE)
    first, again = natives(session, poll)
    assert (first.ended_at, again.row_id, again.ended_at) == (END, row.id, None)
    arrives(session, poll_cards.NATIVE, END)
    native_polls.sent(session, row.id, SECOND, NAMES)
    votes(session, telegram_id(session, here.tini), "2", native_id=SECOND, now=END + timedelta(hours=1))
    assert chosen(session, poll) == [["Senin"]]


def test_one_that_is_over_is_put_up_again_when_there_is_more_time(rt: tuple[Session, RtThree]) -> None:
    """Stopped by somebody, or at the very end: Telegram has said so before."""
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    tells(session, signed(poll), closed=True, now=LATER)
    for days in (1, 2):
        poll_tellings.extend(session, poll.id, END + timedelta(days=days), by=here.budi, now=LATER)
        assert len(waiting(session, poll_cards.NATIVE)) == 1, "once"


def test_nothing_is_put_up_again_shortly_before_the_end(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    polls.extend(session, poll.id, END + timedelta(days=1), by=here.budi, now=LATER)
    tells(session, signed(poll), closed=True, now=END + timedelta(days=1) - timedelta(seconds=30))
    assert waiting(session, poll_cards.NATIVE) == []


def test_what_telegram_tells_of_one_that_was_counted_changes_nothing(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    poll_closing.close_early(session, poll.id, "Sudah jelas", by=here.budi, now=LATER)
    assert tells(session, signed(poll), ADDED, closed=True, now=LATER) is None
    assert tells(session, signed(poll), ADDED, native_id=SECOND, now=LATER) is None
    assert len(stored.options_of(session, poll.id)) == 3
    assert session.exec(select(PollCard).where(col(PollCard.native_id) == SECOND)).first() is None


def test_one_that_is_called_off_takes_no_votes_and_loses_those_it_has(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    votes(session, telegram_id(session, here.tini), "1")
    poll_closing.call_off(session, poll.id, "Salah tanggal", by=here.budi, now=LATER)
    session.expire_all()
    assert (poll.state, poll.closed_at, poll.why_closed) == (PollState.called_off, LATER, "Salah tanggal")
    assert votes(session, telegram_id(session, here.tini), "2", now=LATER) is None
    assert ballots.ballots_of(session, poll.id) == []
    assert len(waiting(session, poll_cards.STOPPED)) == 1
