"""What is asked about first: of most supporters, then the longest waiting; nothing hidden, over or elsewhere."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import needs, poll_plans, polls, supports
from community.polls import Item, Plan
from community.refusals import NotAllowed
from storage import polls as stored
from storage.communities import Community, CommunityKind
from storage.database import writing
from storage.needs import Need, NeedState
from storage.people import Membership, Role
from storage.polls import Method, Poll, PollKind, PollOption
from tests.community.rt_three import NOW, RtThree, settle


def told(session: Session, rt: RtThree, kind: str, *, days: int, community_id: int | None = None) -> Need:
    """So many days ago, by Bu Tini."""
    return needs.submit(
        session, needs.Report(kind=kind), by=rt.tini, community_id=community_id or rt.community, dialogue_id=None,
        now=NOW - timedelta(days=days),
    )  # fmt: skip


def numbers(session: Session, rt: RtThree, **which: object) -> list[int]:
    session.flush()
    found = poll_plans.needs_to_ask(session, rt.community, by=rt.budi, **which)  # type: ignore[arg-type]  # named filters
    return [one.number for one in found]


def test_by_supporters_then_the_longest_waiting(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        told(session, rt, "lamp", days=1)
        told(session, rt, "drain", days=9)
        wanted = told(session, rt, "road", days=0)
        supports.support(session, wanted.id, by=rt.asep, now=NOW)
        assert numbers(session, rt) == [3, 2, 1]
        assert numbers(session, rt, most=1, offset=1) == [2]
        assert numbers(session, rt, kind="lamp") == [1]
        assert dict(poll_plans.kinds_to_ask(session, rt.community, by=rt.budi)) == {"lamp": 1, "drain": 1, "road": 1}


@pytest.mark.parametrize("state", [state for state in NeedState if state not in polls.TO_OFFER])
def test_what_is_over_or_not_the_neighbours_to_decide_is_not_offered(engine: Engine, state: NeedState) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told(session, rt, "lamp", days=1)
        need.state = state
        assert numbers(session, rt) == []
        assert poll_plans.kinds_to_ask(session, rt.community, by=rt.budi) == []


@pytest.mark.parametrize("state", [NeedState.forwarded, NeedState.not_now])
def test_what_is_not_offered_can_still_be_named(engine: Engine, state: NeedState) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told(session, rt, "lamp", days=1)
        need.state = state
        session.flush()
        items = [Item("Lampu", need_id=need.id), Item("Paving")]
        closes_at = NOW + timedelta(days=3)
        plan = Plan(kind=PollKind.needs, method=Method.approval, items=items, closes_at=closes_at)
        assert polls.open_poll(session, rt.community, plan, by=rt.budi, now=NOW).number == 1


def test_hidden_is_hidden(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        told(session, rt, "lamp", days=1).hidden_at = NOW
        assert numbers(session, rt) == []


def test_an_rw_asks_about_its_rts_and_not_about_others(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        below, beside = (
            Community(kind=CommunityKind.rt, code=f"rt0{n}abcd", name=f"RT 0{n}", created_at=NOW) for n in (4, 5)
        )
        below.parent_id = rt.community
        session.add_all((below, beside))
        session.flush()
        for place in (below, beside):
            session.add(Membership(person_id=rt.tini, community_id=place.id, role=Role.resident, joined_at=NOW))
        session.flush()
        here, there = (told(session, rt, "lamp", days=1, community_id=one.id) for one in (below, beside))
        found = poll_plans.needs_to_ask(session, rt.community, by=rt.budi)
        assert [one.id for one in found] == [here.id]
        assert there.community_id == beside.id


def test_residents_are_not_given_the_list(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        for ask in (poll_plans.needs_to_ask, poll_plans.kinds_to_ask):
            with pytest.raises(NotAllowed, match=r"polls\.only_office"):
                ask(session, rt.community, by=rt.tini)


def test_the_latest_cost_is_known(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told(session, rt, "lamp", days=1)
        for number, cost in enumerate((100, 250, None), 1):
            poll = Poll(
                community_id=rt.community, number=number, code=f"code{number}", kind=PollKind.budget,
                method=Method.equal_shares, opened_at=NOW, closes_at=NOW,
            )  # fmt: skip
            session.add(poll)
            session.flush()
            session.add(PollOption(poll_id=poll.id, place=1, text="Lampu", need_id=need.id, cost=cost))
        session.flush()
        assert stored.known_costs(session, [need.id]) == {need.id: 250}
