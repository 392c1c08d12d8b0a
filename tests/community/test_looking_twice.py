"""What is easily forgotten: what is hidden, what was meant for a day, who lives elsewhere, who is all the office."""

import threading
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import discussing, flags, group_news, merges, needs, supports, triage
from community.needs import Report
from community.refusals import NotAllowed, NotThere
from storage import supports as rows
from storage.communities import Community
from storage.database import writing
from storage.needs import Need, NeedState
from storage.people import Membership, Role
from storage.supports import Support
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.rw_five import above


def told(session: Session, rt: RtThree, *, by: int | None = None) -> Need:
    report = Report(kind="drain", detail="clogged", near_home=True)
    return needs.submit(session, report, by=by or rt.tini, community_id=rt.community, dialogue_id=None, now=NOW)


def test_nothing_is_merged_into_what_is_hidden(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        first, second = told(session, rt), told(session, rt, by=rt.asep)
        first.hidden_at = NOW
        session.flush()
        with pytest.raises(NotAllowed, match=r"desk\.merge\.closed"):
            merges.merge(session, second.id, into=first.id, by=rt.siti, now=NOW, seen=0)
        first.hidden_at = None
        session.flush()
        assert merges.merge(session, second.id, into=first.id, by=rt.siti, now=NOW, seen=0).id == first.id


def test_the_houses_of_two_needs_that_are_one_are_enough_together(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        session.get_one(Community, rt.community).discuss_houses = 2
        first, second = told(session, rt), told(session, rt, by=rt.asep)
        assert first.to_discuss_at is None
        merges.merge(session, second.id, into=first.id, by=rt.siti, now=NOW, seen=0)
        assert first.to_discuss_at == NOW


@pytest.mark.parametrize("way", ["merged and parted", "withdrawn and restored"])
def test_what_was_forwarded_comes_back_with_its_day(engine: Engine, way: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need, other = told(session, rt), told(session, rt, by=rt.asep)
        day = date(2026, 12, 4)
        triage.forward(session, need.id, triage.Forwarding("PLN", check_on=day), by=rt.siti, now=NOW, seen=0)
        if way == "merged and parted":
            merges.merge(session, need.id, into=other.id, by=rt.siti, now=NOW, seen=None)
            merges.part(session, need.id, by=rt.siti, now=NOW)
        else:
            needs.withdraw(session, need.id, by=rt.tini, now=NOW)
            needs.restore(session, need.id, by=rt.tini, now=NOW)
        assert (need.state, need.check_on) == (NeedState.forwarded, day)


def test_where_nobody_could_show_it_again_three_words_do_not_hide_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        siti = session.exec(select(Membership).where(Membership.person_id == rt.siti)).one()
        siti.role = Role.resident
        need = told(session, rt, by=rt.budi)
        session.add(Membership(person_id=rt.joko, community_id=rt.community, joined_at=NOW))
        session.flush()
        for person in (rt.tini, rt.asep, rt.siti):
            flags.flag(session, need.id, by=person, now=NOW)
        assert need.hidden_at is None
        siti.role = Role.organiser
        session.flush()
        flags.flag(session, need.id, by=rt.joko, now=NOW)
        assert need.hidden_at == NOW


def test_who_lives_elsewhere_in_the_rw_looks_on_and_is_along_but_decides_nothing_here(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = above(session, rt)
        need = told(session, rt)
        assert supports.open_to(session, need.id, by=rw.sri).id == need.id
        supports.support(session, need.id, by=rw.sri, now=NOW)
        for act in (flags.flag, group_news.share, discussing.put_on):
            with pytest.raises(NotAllowed, match=r"needs\.not_a_member"):
                act(session, need.id, by=rw.sri, now=NOW)


def test_a_support_that_waited_for_a_withdrawal_is_refused_not_lost(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need_id = told(session, rt).id
    refused: list[str] = []

    def joins() -> None:
        with writing(engine) as session:
            try:
                supports.support(session, need_id, by=rt.asep, now=NOW)
            except NotThere as refusal:
                refused.append(refusal.key)

    with writing(engine) as session:
        needs.withdraw(session, need_id, by=rt.tini, now=NOW)
        joining = threading.Thread(target=joins)
        joining.start()
        joining.join(0.3)  # it waits for this transaction, on PostgreSQL for the row, on SQLite for the writer
    joining.join(10)
    assert refused == ["stage.gone"]
    with writing(engine) as session:
        assert len(session.exec(select(Support)).all()) == 1
        assert rows.count(session, need_id) == 1
