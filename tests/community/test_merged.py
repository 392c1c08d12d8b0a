"""Merged and parted, each trap for itself: `test_family` looks for others."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import merges, needs, supports
from community.needs import Report
from community.refusals import NotAllowed
from storage import supports as rows
from storage.database import writing
from storage.needs import Need, NeedState
from tests.community.rt_three import NOW, RtThree, settle


def tell(session: Session, rt: RtThree, by: int, whom: str | None = None) -> Need:
    report = Report(kind="water", detail="murky", on_behalf_of=whom)
    return needs.submit(session, report, by=by, community_id=rt.community, dialogue_id=None, now=NOW)


def one_of_two(session: Session, rt: RtThree, need: Need, into: Need) -> None:
    merges.merge(session, need.id, into=into.id, by=rt.budi, now=NOW, seen=None)


def test_two_without_a_name_are_two_also_when_their_needs_are_one(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        first, second, named = (tell(session, rt, rt.siti, whom) for whom in ("", "", "Mbah Karto"))
        again = tell(session, rt, rt.siti, "Mbah Karto")
        for need in (second, named, again):
            one_of_two(session, rt, need, first)
        assert rows.count(session, first.id) == 3, "Mbah Karto is one, wherever Siti speaks for him"
        assert rows.count(session, first.id, but=rt.siti) == 0


def test_who_told_two_needs_that_are_one_now_does_not_take_it_from_asep(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        first, second = tell(session, rt, rt.tini), tell(session, rt, rt.tini)
        one_of_two(session, rt, second, first)
        supports.support(session, second.id, by=rt.asep, now=NOW)
        with pytest.raises(NotAllowed, match=r"needs\.is_shared"):
            needs.withdraw(session, first.id, by=rt.tini, now=NOW)
        supports.leave(session, first.id, by=rt.asep, now=NOW)
        assert needs.withdraw(session, first.id, by=rt.tini, now=NOW).state is NeedState.withdrawn


def test_a_merge_is_taken_back_also_when_the_other_need_was(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        first, second = tell(session, rt, rt.tini), tell(session, rt, rt.tini)
        one_of_two(session, rt, second, first)
        needs.withdraw(session, first.id, by=rt.tini, now=NOW)
        assert merges.part(session, second.id, by=rt.budi, now=NOW).state is NeedState.received
        assert rows.count(session, second.id) == 1


def test_who_hushed_it_before_the_merge_and_supports_it_after_hears_of_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        first, second = tell(session, rt, rt.tini), tell(session, rt, rt.siti, "Mbah Karto")
        supports.follow(session, second.id, wants=False, by=rt.asep, now=NOW)
        one_of_two(session, rt, second, first)
        supports.support(session, first.id, by=rt.asep, now=NOW)
        assert supports.hears(session, first.id, rt.asep)
