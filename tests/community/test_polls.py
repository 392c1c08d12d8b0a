"""What may be asked, by whom, and what an organiser may still change about it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from community import poll_closing, polls
from community.polls import Item
from community.refusals import AlreadySo, NotAllowed, NotThere, Overtaken, Refusal, TooMuch
from storage import audit, communities
from storage import polls as stored
from storage.ballots import Ballot
from storage.database import writing
from storage.needs import NeedState
from storage.objections import Objection
from storage.paper_tallies import PaperTally
from storage.polls import Counts, Method, Poll, PollState, Way
from tests.community.polling import DAY, ENDS, NAMES, asks, ballots_in, ends, plan, rt_that_is_known, taps, voters_in
from tests.community.rt_three import NOW
from tests.community.told_for import tell


def test_it_has_the_next_number_and_its_options_in_their_order(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        first, second = asks(session, rt), asks(session, rt, question="  Mana dulu?  ")
        assert (first.number, second.number, second.question) == (1, 2, "Mana dulu?")
        assert first.code != second.code
        options = stored.options_of(session, first.id)
        assert [(one.place, one.text) for one in options] == list(enumerate(NAMES, 1))


@pytest.mark.parametrize("who", ["tini", "joko"])
def test_only_organisers_ask(engine: Engine, who: str) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        with pytest.raises(NotAllowed, match=r"polls\.only_office"):
            polls.open_poll(session, rt.community, plan(), by=getattr(rt, who), now=NOW)


def test_nothing_is_asked_before_the_chair_has_confirmed(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        place = communities.by_id(session, rt.community)
        assert place is not None
        place.chair_confirmed_at = None
        with pytest.raises(NotAllowed, match=r"desk\.not_confirmed"):
            asks(session, rt)
        with pytest.raises(NotThere):
            polls.open_poll(session, 999, plan(), by=rt.budi, now=NOW)


@pytest.mark.parametrize(
    ("method", "more", "why"),
    [
        (Method.choose_one, {"texts": ["Satu"]}, "polls.too_few"),
        (Method.choose_one, {"texts": [str(number) for number in range(41)]}, "polls.too_many"),
        (Method.choose_one, {"texts": ["Satu", " satu "]}, "polls.twice"),
        (Method.choose_one, {"texts": ["Satu", "  "]}, "polls.option_too_long"),
        (Method.choose_one, {"texts": ["Satu", "x" * 101]}, "polls.option_too_long"),
        (Method.choose_one, {"question": "x" * 251}, "polls.question_too_long"),
        (Method.choose_one, {"quorum": 101}, "polls.out_of_range"),
        (Method.choose_one, {"quorum": -1}, "polls.out_of_range"),
        (Method.choose_one, {"most": 0}, "polls.out_of_range"),
        (Method.points, {"most_on_one": 0}, "polls.out_of_range"),
        (Method.points, {"most": polls.MOST_POINTS + 1}, "polls.out_of_range"),
        (Method.choose_one, {"least_days": -1}, "polls.out_of_range"),
        (Method.choose_one, {"closes_at": NOW}, "polls.time_over"),
        (Method.choose_one, {"closes_at": NOW + timedelta(minutes=9)}, "polls.too_short"),
        (Method.choose_one, {"closes_at": NOW + 181 * DAY}, "polls.too_long_open"),
        (Method.equal_shares, {"texts": ["Lampu"], "costs": [1]}, "polls.no_sum"),
        (Method.equal_shares, {"texts": ["Lampu"], "costs": [None], "budget": 1}, "polls.no_cost"),
        (Method.equal_shares, {"texts": ["Lampu"], "costs": [-1], "budget": 1}, "polls.no_cost"),
        (Method.borda, {"way": Way.native}, "polls.only_secret"),
        (Method.choose_one, {"way": Way.both, "counts": Counts.house}, "polls.only_secret"),
        (Method.choose_one, {"way": Way.native, "texts": [str(number) for number in range(13)]}, "polls.only_secret"),
        (Method.choose_one, {"way": Way.native, "closes_at": NOW + 31 * DAY}, "polls.only_secret"),
        (Method.yes_no, {"adds_options": True, "way": Way.native}, "polls.not_added_to"),
        (Method.choose_one, {"destinations": [77]}, "announce.not_yours"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_reason(
    engine: Engine, method: Method, more: dict[str, Any], why: str
) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        with pytest.raises(Refusal) as refused:
            asks(session, rt, method, **more)
        assert refused.value.key == why
        assert list(session.exec(select(stored.Poll))) == []


@pytest.mark.parametrize(("method", "fits"), [(Method.yes_no, (2, 3)), (Method.consensus, (3,))])
def test_answers_are_told_by_their_place_so_there_are_just_so_many(
    engine: Engine, method: Method, fits: tuple[int, ...]
) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        for many in range(1, 6):
            asked = polls.Plan(
                kind=stored.PollKind.own, method=method, closes_at=ENDS, items=[Item(name) for name in NAMES[:many]]
            )
            if many in fits:
                assert polls.open_poll(session, rt.community, asked, by=rt.siti, now=NOW).method is method
            else:
                with pytest.raises(Refusal):
                    polls.open_poll(session, rt.community, asked, by=rt.siti, now=NOW)


def test_a_need_that_is_done_or_from_elsewhere_is_not_chosen(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        need = tell((session, rt))
        items = [Item("Lampu", need.id), Item("Lain")]
        asked = polls.Plan(kind=stored.PollKind.needs, method=Method.approval, closes_at=ENDS, items=items, most=2)
        poll = polls.open_poll(session, rt.community, asked, by=rt.budi, now=NOW)
        assert [one.id for one in stored.options_of(session, poll.id) if one.need_id == need.id] != []
        for state, hidden in ((NeedState.resolved, None), (NeedState.accepted, NOW)):
            need.state, need.hidden_at = state, hidden
            session.flush()
            with pytest.raises(NotAllowed, match=r"polls\.need_not_open"):
                polls.open_poll(session, rt.community, asked, by=rt.budi, now=NOW)


# ── more time ──


def test_three_times_more_time_and_no_fourth(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        for times in (1, 2, 3):
            polls.extend(session, poll.id, ENDS + times * DAY, by=rt.siti, now=NOW)
        assert poll.closes_at == ENDS + 3 * DAY
        with pytest.raises(TooMuch, match=r"polls\.extended_enough"):
            polls.extend(session, poll.id, ENDS + 4 * DAY, by=rt.siti, now=NOW)
        lines = [line for line in audit.of_community(session, rt.community, limit=9) if line.action == "poll.extended"]
        assert len(lines) == 3


def test_less_time_is_no_extension(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        for until in (ENDS - DAY, ENDS):
            with pytest.raises(Overtaken, match=r"polls\.not_later"):
                polls.extend(session, poll.id, until, by=rt.budi, now=NOW)
        with pytest.raises(TooMuch, match=r"polls\.too_long_open"):
            polls.extend(session, poll.id, NOW + 181 * DAY, by=rt.budi, now=NOW)
        with pytest.raises(NotAllowed):
            polls.extend(session, poll.id, ENDS + DAY, by=rt.tini, now=NOW)
        assert (poll.closes_at, poll.times_extended) == (ENDS, 0)


def test_more_time_is_given_to_votes_too(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        polls.extend(session, poll.id, ENDS + DAY, by=rt.budi, now=ENDS - timedelta(seconds=1))
        late = ENDS + timedelta(minutes=1)
        assert taps(session, poll, rt.tini, 1, now=late).choices
        assert poll_closing.close_due(session, late) == 0
        assert poll_closing.close_due(session, ENDS + DAY) == 1


@pytest.mark.parametrize(
    ("act", "said"),
    [(polls.extend, ENDS + DAY), (poll_closing.call_off, "Tidak jadi"), (poll_closing.close_early, "Sudah jelas")],
)
def test_after_its_end_nobody_steers_it_also_before_the_clock_has_counted_it(
    engine: Engine, act: Callable[..., Poll], said: object
) -> None:
    """Whoever then saw how many have voted could give more time, or have it not counted at all."""
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        taps(session, poll, rt.tini, 1)
        with pytest.raises(AlreadySo, match=r"polls\.is_over"):
            act(session, poll.id, said, by=rt.budi, now=ENDS)
        assert ends(session, poll)["votes"] == 1


# ── called off ──


def test_called_off_deletes_what_was_voted_and_says_why(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        taps(session, poll, rt.tini, 1)
        session.add(PaperTally(poll_id=poll.id, votes={}, sheets=1, photo="p", entered_at=NOW))
        session.add(Objection(poll_id=poll.id, mark="m", words="w"))
        with pytest.raises(NotThere, match=r"polls\.why_wanted"):
            poll_closing.call_off(session, poll.id, "  ", by=rt.budi, now=NOW)
        with pytest.raises(TooMuch):
            poll_closing.call_off(session, poll.id, "x" * 301, by=rt.budi, now=NOW)
        assert ballots_in(session, poll)
        poll_closing.call_off(session, poll.id, " Salah tulis ", by=rt.budi, now=NOW)
        assert (poll.state, poll.why_closed, poll.result) == (PollState.called_off, "Salah tulis", {})
        for table in (Ballot, PaperTally, Objection):
            assert list(session.exec(select(table))) == []
        assert voters_in(session, poll) == {(rt.tini, "", True)}, "they are told why"
        assert poll.told_up_to == 0
        for act in (poll_closing.call_off, poll_closing.close_early):
            with pytest.raises(AlreadySo, match=r"polls\.is_over"):
                act(session, poll.id, "Lagi", by=rt.budi, now=NOW)


def test_open_ones_around_are_ones_own_and_those_above(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        assert [one.id for one in stored.open_around(session, rt.community)] == [poll.id]
        assert stored.open_around(session, 999) == []
        place = communities.by_id(session, rt.community)
        assert place is not None
        place.parent_id = place.id
        session.flush()
        assert len(stored.open_around(session, rt.community)) == 1, "a ring does not go on for ever"
