"""Votes in Telegram's own polls: whose they are, which stands, and polls whose id was lost."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from community import native_votes, poll_cards
from storage import ballots, native_polls
from storage import polls as stored
from storage.people import Membership
from storage.polls import Way
from storage.stray_votes import StrayVote
from tests.community.native_polls import (
    FIRST,
    NAMES,
    SECOND,
    SECRET,
    asked,
    chosen,
    leaves,
    natives,
    signed,
    telegram_id,
    tells,
    votes,
)
from tests.community.post import waiting
from tests.community.rt_three import NOW, RtThree

LATER = NOW + timedelta(hours=1)
END = NOW + timedelta(days=3)
ADDED = (*NAMES, ("9", "Selasa"))


def strays(session: Session) -> list[StrayVote]:
    session.expire_all()
    return list(session.exec(select(StrayVote)))


# ── whose vote it is ──


def test_a_vote_is_counted_once_however_often_it_comes(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    assert leaves(session) == 0
    tini = telegram_id(session, here.tini)
    for _ in range(3):
        assert votes(session, tini, "1") is poll
    votes(session, telegram_id(session, here.asep), "0")
    assert chosen(session, poll) == [["Minggu"], ["Sabtu"]]
    assert [one.person_id for one in ballots.voters_of(session, poll.id)] == [here.tini, here.asep]


def test_the_latest_answer_stands_and_an_empty_one_takes_it_back(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    tini = telegram_id(session, here.tini)
    votes(session, tini, "1")
    votes(session, tini, "2")
    assert chosen(session, poll) == [["Senin"]]
    assert votes(session, tini) is poll
    assert chosen(session, poll) == []
    assert ballots.voters_of(session, poll.id) == []


def test_nobody_is_asked_for_more_than_they_may_choose(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    votes(session, telegram_id(session, here.tini), "2", "1")
    assert chosen(session, poll) == [["Senin"]]


@pytest.mark.parametrize("who", [None, 5_999_999_999])
def test_of_a_channel_and_of_a_stranger_nothing_is_kept(rt: tuple[Session, RtThree], who: int | None) -> None:
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    assert votes(session, who, "1") is None
    assert votes(session, who, "1", native_id="nobody-knows-it") is None
    assert (chosen(session, poll), strays(session), ballots.voters_of(session, poll.id)) == ([], [], [])


def test_who_is_from_elsewhere_has_only_tapped(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    assert votes(session, telegram_id(session, here.joko), "1") is None
    assert chosen(session, poll) == []


def test_who_has_left_can_vote_no_more_and_what_they_voted_stands(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    tini = telegram_id(session, here.tini)
    votes(session, tini, "1")
    session.delete(session.exec(select(Membership).where(Membership.person_id == here.tini)).one())
    session.flush()
    assert votes(session, tini, "2") is None
    assert votes(session, tini) is None
    assert chosen(session, poll) == [["Minggu"]]


# ── the id, and what if it was lost ──


def test_its_id_is_known_with_the_mark_that_it_was_sent(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    leaves(session, options=[(name, f" {text.upper()}  ") for name, text in NAMES])
    (card,) = natives(session, poll)
    options = {one.text: one.id for one in stored.options_of(session, poll.id)}
    assert (card.native_id, card.names) == (FIRST, {name: options[text] for name, text in NAMES})


def test_what_came_before_the_mark_is_written_by_the_clock(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    tini = telegram_id(session, here.tini)
    assert votes(session, tini, "0") is None
    assert votes(session, tini, "1") is None
    assert [one.options for one in strays(session)] == [["1"]]
    assert native_votes.write_strays(session, secret=SECRET, now=NOW) == 0
    leaves(session)
    assert native_votes.write_strays(session, secret=SECRET, now=NOW) == 1
    assert native_votes.write_strays(session, secret=SECRET, now=NOW) == 0
    assert (chosen(session, poll), strays(session)) == ([["Minggu"]], [])


def test_what_the_clock_writes_is_drawn_on_the_secret_card_beside(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    asked(session, here, way=Way.both)
    votes(session, telegram_id(session, here.tini), "1")
    leaves(session)
    assert native_votes.write_strays(session, secret=SECRET, now=NOW) == 1
    assert len(waiting(session, poll_cards.REDRAWN)) == 1


def test_what_was_kept_does_not_come_after_what_was_said_since(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    tini = telegram_id(session, here.tini)
    votes(session, tini, "0")
    leaves(session)
    votes(session, tini, "1")
    assert (native_votes.write_strays(session, secret=SECRET, now=NOW), strays(session)) == (0, [])
    assert chosen(session, poll) == [["Minggu"]]


def test_a_poll_whose_id_was_lost_is_known_by_its_code(rt: tuple[Session, RtThree]) -> None:
    """It was sent, the process died, and it is sent once more: who votes in both has one vote, the latest."""
    session, here = rt
    poll = asked(session, here)
    tini, asep = telegram_id(session, here.tini), telegram_id(session, here.asep)
    votes(session, tini, "0")
    assert tells(session, signed(poll)) is poll
    assert (chosen(session, poll), strays(session)) == ([["Sabtu"]], [])
    leaves(session, SECOND)
    assert [one.native_id for one in natives(session, poll)] == [SECOND, FIRST]
    votes(session, asep, "1", native_id=SECOND)
    votes(session, tini, "2", native_id=SECOND)
    assert chosen(session, poll) == [["Minggu"], ["Senin"]]
    votes(session, tini, "1", native_id=FIRST)
    assert chosen(session, poll) == [["Minggu"], ["Minggu"]]


def test_one_that_is_found_before_its_mark_is_not_a_second(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    tells(session, signed(poll))
    assert len(natives(session, poll)) == 2
    leaves(session)
    (card,) = natives(session, poll)
    assert (card.native_id, card.row_id is not None, len(card.names)) == (FIRST, True, 3)


def test_one_that_was_sent_although_its_lease_was_lost_counts_too(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    (card,) = natives(session, poll)
    native_polls.sent(session, card.row_id or 0, SECOND, NAMES)
    votes(session, telegram_id(session, here.tini), "1", native_id=SECOND)
    assert [one.native_id for one in natives(session, poll)] == [FIRST, SECOND]
    assert chosen(session, poll) == [["Minggu"]]


def test_somebody_elses_poll_with_our_code_that_was_stopped_is_not_ours(rt: tuple[Session, RtThree]) -> None:
    """Telegram tells every bot in a group of polls that are stopped by hand, and anybody can copy a question."""
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    forged = [("0", "Sabtu"), ("1", "Bubarkan RT")]
    assert tells(session, signed(poll), forged, native_id="666", closed=True) is None
    assert len(natives(session, poll)) == 1
    assert len(stored.options_of(session, poll.id)) == 3


def test_one_of_ours_that_is_over_when_it_is_first_seen_is_ours_if_votes_wait_for_it(
    rt: tuple[Session, RtThree],
) -> None:
    session, here = rt
    poll = asked(session, here)
    votes(session, telegram_id(session, here.tini), "1")
    assert tells(session, signed(poll), closed=True) is poll
    assert chosen(session, poll) == [["Minggu"]]


def test_a_secret_poll_and_an_unknown_code_take_no_native_poll(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here, way=Way.ballot)
    assert tells(session, signed(poll)) is None
    assert tells(session, "Rapat hari apa? (No. 4 · abcd2345)") is None
    assert tells(session, "Rapat hari apa?") is None


def test_what_comes_with_every_vote_changes_nothing(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here)
    leaves(session)
    assert tells(session, signed(poll)) is None


def test_votes_for_a_poll_that_never_becomes_known_are_forgotten(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    votes(session, telegram_id(session, here.tini), "1")
    native_votes.forget(session, NOW + native_votes.KEEP_STRAYS - timedelta(minutes=1))
    assert len(strays(session)) == 1
    native_votes.forget(session, NOW + native_votes.KEEP_STRAYS + timedelta(minutes=1))
    assert strays(session) == []
