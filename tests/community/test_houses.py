"""With enough houses a need is talked about: who counts as a house, when that is certain, and who may not undo it."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import discussing, houses, supports, triage
from community.refusals import AlreadySo, NotAllowed
from storage import people
from storage.database import writing
from storage.needs import Need, NeedState
from storage.people import Membership, Person
from storage.supports import NAMELESS, ONESELF, Support
from tests.community.post import recipients
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.test_needs import tell


def support(row: int, person: int | None, whom: str = ONESELF) -> Support:
    return Support(id=row, need_id=1, person_id=person, whom=whom, created_at=NOW)


@pytest.mark.parametrize(
    ("given", "marks", "many"),
    [
        ([support(1, 1), support(2, 2)], {}, 2),
        ([support(1, 1), support(2, 2)], {1: "a", 2: "a"}, 1),
        ([support(1, 1), support(2, 2)], {1: "a", 2: "b"}, 2),
        ([support(1, 1), support(2, 2), support(3, 3)], {1: "a", 2: "a"}, 2),
        ([support(1, 1), support(2, 1)], {}, 1),  # in two needs that were merged
        ([support(1, 1), support(2, 1, "Mbah Karto"), support(3, 1, NAMELESS)], {1: "a"}, 3),
        (
            [support(1, None, "k3m"), support(2, None, "p7x"), support(3, None, "p7x")],
            {},
            2,
        ),  # the forgotten, each with a mark
        ([], {}, 0),
    ],
)
def test_a_house_counts_once_and_whoever_is_not_known_to_share_one_counts_too(
    given: list[Support], marks: dict[int, str], many: int
) -> None:
    assert houses.counted(given, marks) == many


def neighbours(session: Session, rt: RtThree, count: int) -> list[int]:
    found = [Person(telegram_id=6_000_000_000 + number, name=f"W{number}", created_at=NOW) for number in range(count)]
    session.add_all(found)
    session.flush()
    session.add_all(Membership(person_id=one.id, community_id=rt.community, joined_at=NOW) for one in found)
    session.flush()
    return [one.id for one in found]


def joined_by(session: Session, rt: RtThree, need: Need, count: int) -> None:
    for person in neighbours(session, rt, count):
        supports.support(session, need.id, by=person, now=NOW)


def test_the_fifth_house_puts_it_on_the_list_and_organisers_and_reporter_are_told_once(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        joined_by(session, rt, need, 3)
        assert need.to_discuss_at is None
        supports.support(session, need.id, by=rt.asep, now=NOW)
        assert need.to_discuss_at == NOW
        assert recipients(session, "need.certain") == sorted([rt.budi, rt.siti, rt.tini])
        supports.support(session, need.id, by=rt.siti, now=NOW + timedelta(hours=1))
        supports.leave(session, need.id, by=rt.asep, now=NOW)
        supports.support(session, need.id, by=rt.asep, now=NOW + timedelta(hours=2))
        assert need.to_discuss_at == NOW
        assert len(recipients(session, "need.certain")) == 3


def test_two_of_one_house_do_not_make_it_certain(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        for person in (rt.tini, rt.asep):
            member = people.membership_of(session, person, rt.community)
            assert member is not None
            member.house_mark = "one house"
        joined_by(session, rt, need, 3)
        supports.support(session, need.id, by=rt.asep, now=NOW)
        assert houses.count(session, need) == 4
        assert need.to_discuss_at is None


def test_what_is_declined_although_enough_want_it_is_on_the_list_at_once(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        triage.accept(session, need.id, title=None, by=rt.budi, now=NOW, seen=0)
        joined_by(session, rt, need, 4)
        assert need.to_discuss_at is None, "the organisers have said yes"
        triage.decline(session, need.id, reason="kas belum cukup", by=rt.budi, now=NOW, seen=1)
        assert need.to_discuss_at == NOW
        assert [one.id for one in discussing.listed(session, rt.community, by=rt.asep)] == [need.id]


def test_organisers_take_it_off_only_while_too_few_want_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        discussing.put_on(session, need.id, by=rt.tini, now=NOW)
        with pytest.raises(NotAllowed, match=r"needs\.not_yours"):
            discussing.take_off(session, need.id, by=rt.asep, now=NOW)
        discussing.take_off(session, need.id, by=rt.siti, now=NOW)
        assert discussing.listed(session, rt.community, by=rt.tini) == []
        discussing.put_on(session, need.id, by=rt.tini, now=NOW)
        joined_by(session, rt, need, 4)
        with pytest.raises(NotAllowed, match=r"discuss\.must"):
            discussing.take_off(session, need.id, by=rt.budi, now=NOW)
        assert [one.id for one in discussing.listed(session, rt.community, by=rt.budi)] == [need.id]


def test_only_those_concerned_put_it_on_and_only_members_read_the_list(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        for other in (rt.asep, rt.joko):
            with pytest.raises(NotAllowed):
                discussing.put_on(session, need.id, by=other, now=NOW)
        with pytest.raises(NotAllowed):
            discussing.listed(session, rt.community, by=rt.joko)
        supports.support(session, need.id, by=rt.asep, now=NOW)
        assert discussing.put_on(session, need.id, by=rt.asep, now=NOW).to_discuss_at == NOW


@pytest.mark.parametrize("state", [NeedState.accepted, NeedState.planned, NeedState.resolved, NeedState.merged])
def test_what_is_seen_to_needs_no_talk_and_leaves_the_list(engine: Engine, state: NeedState) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        discussing.put_on(session, need.id, by=rt.tini, now=NOW)
        need.state = state
        session.flush()
        assert discussing.listed(session, rt.community, by=rt.tini) == []
        with pytest.raises(AlreadySo):
            discussing.put_on(session, need.id, by=rt.tini, now=NOW)


def test_of_two_who_come_at_once_the_later_sees_the_other(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        joined_by(session, rt, need, 2)
        need_id, late = need.id, (rt.asep, rt.siti)

    def joins(person: int) -> None:
        with writing(engine) as session:
            supports.support(session, need_id, by=person, now=NOW)

    both = [threading.Thread(target=joins, args=(person,)) for person in late]
    for one in both:
        one.start()
    for one in both:
        one.join()
    with writing(engine) as session:
        found = session.get(Need, need_id)
        assert found is not None
        assert found.to_discuss_at == NOW
