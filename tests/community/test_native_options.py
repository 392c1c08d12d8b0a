"""Options that residents add to Telegram's own poll, and delete again."""

from sqlmodel import Session

from community import votes_for_neighbours
from storage import native_polls, people
from storage import polls as stored
from storage.polls import Method
from tests.community.native_polls import (
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
from tests.community.polling import voters_in
from tests.community.rt_three import NOW, RtThree

ADDED = (*NAMES, ("9", "Selasa"))


def test_an_option_that_a_resident_adds_can_be_chosen(rt: tuple[Session, RtThree]) -> None:
    """The vote for it may overtake the news of it."""
    session, here = rt
    poll = asked(session, here, adds_options=True)
    leaves(session)
    tini = telegram_id(session, here.tini)
    votes(session, tini, "0")
    assert votes(session, tini, "9") is None
    assert chosen(session, poll) == [["Sabtu"]]
    assert tells(session, signed(poll), ADDED) is poll
    assert chosen(session, poll) == [["Selasa"]]
    assert [one.place for one in stored.options_of(session, poll.id)] == [1, 2, 3, 4]


def test_where_all_may_be_chosen_what_is_added_may_be_chosen_beside_them(rt: tuple[Session, RtThree]) -> None:
    """Telegram's own poll knows no such number, and whoever ticks all has ticked the last one, too."""
    session, here = rt
    poll = asked(session, here, adds_options=True, method=Method.approval, most=len(NAMES))
    leaves(session)
    tells(session, signed(poll), ADDED)
    votes(session, telegram_id(session, here.tini), *(name for name, _ in ADDED))
    assert chosen(session, poll) == [["Sabtu", "Minggu", "Senin", "Selasa"]]


def test_telegrams_own_poll_holds_back_nobody_between_one_and_all(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here, method=Method.approval, most=2)
    leaves(session)
    votes(session, telegram_id(session, here.tini), *(name for name, _ in NAMES))
    assert chosen(session, poll) == [["Sabtu", "Minggu", "Senin"]]


def test_an_option_that_is_deleted_is_taken_out_of_every_vote(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here, adds_options=True)
    leaves(session)
    tells(session, signed(poll), ADDED)
    votes(session, telegram_id(session, here.tini), "9")
    votes(session, telegram_id(session, here.asep), "1")
    assert tells(session, signed(poll), NAMES) is poll
    assert chosen(session, poll) == [["Minggu"]]
    assert len(stored.options_of(session, poll.id)) == 3
    assert voters_in(session, poll) == {(here.tini, "", False), (here.asep, "", True)}, "she may be reminded"


def test_who_had_chosen_nothing_else_for_a_neighbour_or_has_left_since_has_no_vote_either(
    rt: tuple[Session, RtThree],
) -> None:
    session, here = rt
    poll = asked(session, here, adds_options=True, method=Method.approval, most=len(NAMES))
    leaves(session)
    tells(session, signed(poll), ADDED)
    added = stored.options_of(session, poll.id)[-1].id
    for whom, choices in (("Mbah Karto", [added]), ("Bu Sri", [added, stored.options_of(session, poll.id)[0].id])):
        votes_for_neighbours.cast(session, poll.id, whom, choices, by=here.asep, secret=SECRET, now=NOW)
    votes(session, telegram_id(session, here.tini), "9")
    session.delete(people.membership_of(session, here.tini, here.community))
    tells(session, signed(poll), NAMES)
    assert voters_in(session, poll) == {
        (here.tini, "", False), (here.asep, "Mbah Karto", False), (here.asep, "Bu Sri", True),
    }  # fmt: skip


def test_two_polls_have_each_their_own_options(rt: tuple[Session, RtThree]) -> None:
    """In each somebody has added one, and Telegram has given both the same name."""
    session, here = rt
    poll = asked(session, here, adds_options=True)
    leaves(session)
    native_polls.sent(session, natives(session, poll)[0].row_id or 0, SECOND, NAMES)
    tells(session, signed(poll), (*NAMES, ("9", "Selasa")))
    tells(session, signed(poll), (*NAMES, ("9", "Rabu"), ("8", "Selasa")), native_id=SECOND)
    assert [one.text for one in stored.options_of(session, poll.id)] == ["Sabtu", "Minggu", "Senin", "Selasa", "Rabu"]
    votes(session, telegram_id(session, here.tini), "9")
    votes(session, telegram_id(session, here.asep), "9", native_id=SECOND)
    assert chosen(session, poll) == [["Rabu"], ["Selasa"]]
    tells(session, signed(poll), NAMES)
    assert chosen(session, poll) == [["Rabu"], ["Selasa"]], "Selasa stands in the other poll"
    tells(session, signed(poll), (*NAMES, ("9", "Rabu")), native_id=SECOND)
    assert chosen(session, poll) == [["Rabu"]]


def test_an_option_that_comes_back_can_be_chosen_again(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = asked(session, here, adds_options=True)
    leaves(session)
    tells(session, signed(poll), ADDED)
    tells(session, signed(poll), NAMES)
    tells(session, signed(poll), (*NAMES, ("10", "Selasa")))
    votes(session, telegram_id(session, here.tini), "10")
    assert chosen(session, poll) == [["Selasa"]]
