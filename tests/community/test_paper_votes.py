"""Sheets of paper: sums that can be, a photo, and somebody else who witnesses them; only then they count."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import paper_votes
from community.refusals import AlreadySo, NotAllowed, NotThere, Refusal, TooMuch
from storage import audit
from storage.database import writing
from storage.paper_tallies import PaperTally
from storage.polls import Method, Poll
from tests.community.polling import (
    OVER,
    asks,
    counted,
    ends,
    neighbours,
    option,
    rt_that_is_known,
    taps,
)
from tests.community.rt_three import NOW, RtThree
from tests.community.told_for import told


def enters(
    session: Session, rt: RtThree, poll: Poll, places: Mapping[int, int], sheets: int, photo: str = "photo"
) -> PaperTally:
    counts = {option(session, poll, place): many for place, many in places.items()}
    return paper_votes.enter(session, poll.id, counts, sheets, photo, by=rt.siti, now=NOW)


def test_it_counts_once_it_is_witnessed(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        taps(session, poll, rt.tini, 1)
        tally = enters(session, rt, poll, {1: 2, 2: 4, 3: 0}, 6)
        assert counted(session, poll)["votes"] == 1
        paper_votes.witness(session, tally.id, by=rt.asep, now=NOW)
        result = ends(session, poll)
        assert (result["votes"], result["paper"], result["first"]) == (7, 6, [2])
        lines = audit.of_community(session, rt.community, limit=9)
        assert {"poll.paper", "poll.witnessed"} <= {one.action for one in lines}
        assert not [one for one in lines if "4" in str(one.after)], "no sums in the audit"


def test_sheets_without_a_witness_are_not_counted_and_not_forgotten_either(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        seen = enters(session, rt, poll, {1: 2}, 2)
        enters(session, rt, poll, {2: 5}, 7)
        enters(session, rt, poll, {}, 5)
        assert paper_votes.without_witness(session, poll) == 14
        paper_votes.witness(session, seen.id, by=rt.asep, now=NOW)
        assert ends(session, poll)["paper"] == 2
        assert paper_votes.without_witness(session, poll) == 12


@pytest.mark.parametrize(
    ("method", "more", "places", "sheets", "fits"),
    [
        (Method.choose_one, {}, {1: 3, 2: 3}, 6, True),
        (Method.choose_one, {}, {}, 6, True),
        (Method.choose_one, {}, {1: 4, 2: 3}, 6, False),
        (Method.choose_one, {}, {1: -1}, 6, False),
        (Method.choose_one, {}, {1: 1}, 0, False),
        (Method.choose_one, {}, {1: 1}, 2_001, False),
        (Method.yes_no, {}, {1: 2, 2: 1}, 3, True),
        (Method.approval, {"most": 2}, {1: 3, 2: 3}, 3, True),
        (Method.approval, {"most": 2}, {1: 3, 2: 3, 3: 1}, 3, False),
        (Method.approval, {"most": 2}, {1: 4}, 3, False),
        (Method.points, {"most": 4, "most_on_one": 2}, {1: 6, 2: 6}, 3, True),
        (Method.points, {"most": 4, "most_on_one": 2}, {1: 7}, 3, False),
        (Method.points, {"most": 4, "most_on_one": 4}, {1: 12, 2: 1}, 3, False),
    ],
)
def test_only_sums_that_so_many_sheets_can_hold(
    engine: Engine,
    method: Method,
    more: dict[str, Any],
    places: dict[int, int],
    sheets: int,
    fits: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, method, **more)
        if fits:
            assert enters(session, rt, poll, places, sheets).sheets == sheets
        else:
            with pytest.raises(TooMuch):
                enters(session, rt, poll, places, sheets)


@pytest.mark.parametrize("method", [Method.borda, Method.schulze, Method.consensus, Method.equal_shares])
def test_ranks_and_shares_need_every_sheet_by_itself(engine: Engine, method: Method) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        more = {"budget": 9, "costs": [1] * 6} if method is Method.equal_shares else {}
        poll = asks(session, rt, method, most=3, **more)
        with pytest.raises(NotAllowed, match=r"polls\.not_on_paper"):
            enters(session, rt, poll, {1: 1}, 1)


def test_it_needs_an_organiser_a_photo_and_this_polls_options(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll, other = asks(session, rt), asks(session, rt)
        with pytest.raises(NotAllowed, match=r"polls\.only_office"):
            paper_votes.enter(session, poll.id, {}, 1, "photo", by=rt.tini, now=NOW)
        with pytest.raises(NotThere, match=r"polls\.photo_wanted"):
            enters(session, rt, poll, {1: 1}, 1, photo="")
        with pytest.raises(NotThere, match=r"polls\.option_gone"):
            paper_votes.enter(session, poll.id, {option(session, other, 1): 1}, 1, "photo", by=rt.siti, now=NOW)
        with pytest.raises(AlreadySo):
            paper_votes.enter(session, poll.id, {}, 1, "photo", by=rt.siti, now=OVER)


def test_the_witness_is_another_resident_who_is_recognised(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        (newcomer,) = neighbours(session, rt, 1, recognised=False)
        poll = asks(session, rt)
        tally = enters(session, rt, poll, {1: 1}, 1)
        for who, why in (
            (rt.siti, "polls.not_your_own_witness"), (rt.joko, "polls.not_a_member"),
            (newcomer, "polls.not_recognised"),
        ):  # fmt: skip
            with pytest.raises(Refusal) as refused:
                paper_votes.witness(session, tally.id, by=who, now=NOW)
            assert refused.value.key == why
        with pytest.raises(NotThere):
            paper_votes.witness(session, 10**9, by=rt.asep, now=NOW)
        paper_votes.witness(session, tally.id, by=rt.budi, now=NOW)
        with pytest.raises(AlreadySo, match=r"polls\.witnessed"):
            paper_votes.witness(session, tally.id, by=rt.asep, now=NOW)
        with pytest.raises(AlreadySo, match=r"polls\.is_over"):
            paper_votes.witness(session, enters(session, rt, poll, {2: 1}, 1).id, by=rt.asep, now=OVER)


@pytest.mark.parametrize("who", ["asep", "siti"])
def test_its_witness_and_the_other_organisers_are_told_that_one_was_withdrawn(engine: Engine, who: str) -> None:
    """Each once, also where an organiser was the witness."""
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        tally = paper_votes.enter(session, poll.id, {}, 1, "photo", by=rt.budi, now=NOW)
        paper_votes.witness(session, tally.id, by=getattr(rt, who), now=NOW)
        session.flush()
        paper_votes.withdraw(session, tally.id, by=rt.budi, now=NOW)
        gone = [one for kind, one in told(session) if kind == paper_votes.GONE]
        assert (len(gone), set(gone)) == (len(set(gone)), {rt.siti, getattr(rt, who)})


def test_a_wrong_one_is_withdrawn_and_entered_anew(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        tally = enters(session, rt, poll, {1: 1}, 1)
        paper_votes.witness(session, tally.id, by=rt.asep, now=NOW)
        with pytest.raises(NotAllowed):
            paper_votes.withdraw(session, tally.id, by=rt.tini, now=NOW)
        paper_votes.withdraw(session, tally.id, by=rt.budi, now=NOW)
        assert counted(session, poll)["paper"] == 0
        with pytest.raises(NotThere):
            paper_votes.withdraw(session, tally.id, by=rt.budi, now=NOW)
        again = enters(session, rt, poll, {2: 1}, 1)
        assert again.id != tally.id, "an old button names no other sheet"
        ends(session, poll)
        with pytest.raises(AlreadySo):
            paper_votes.withdraw(session, again.id, by=rt.budi, now=NOW)
