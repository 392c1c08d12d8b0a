"""An RT joins its RW: by the chair's word on both sides, and by nobody else's."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import communities as rules
from community import parents
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import communities, outbox_leases, people
from storage.audit import AuditEntry
from storage.communities import Community, CommunityKind
from storage.database import writing
from storage.people import Membership, Role
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.rw_five import RwFive, above


def join(session: Session, rt: RtThree, rw: RwFive, *, by: int, invited_by: int | None = None) -> Community:
    return parents.join(session, rt.community, rw.community, invited_by=invited_by or rw.darmo, by=by, now=NOW)


def the(session: Session, community_id: int) -> Community:
    found = communities.by_id(session, community_id)
    assert found is not None
    return found


def test_the_chair_says_yes_and_the_other_chair_hears_of_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = above(session, rt, joined=False)
        assert join(session, rt, rw, by=rt.budi).id == rw.community
        assert the(session, rt.community).parent_id == rw.community
        (line,) = session.exec(select(AuditEntry)).all()
        assert (line.action, line.actor_id, line.before, line.after) == (
            "community.joined", rt.budi, {"parent": None}, {"parent": rw.community},
        )  # fmt: skip
        rows = outbox_leases.claim(session, "post", now=NOW.timestamp(), most=5)
        assert [(row.kind, row.person_id) for row in rows] == [("community.joined", rw.darmo)]
        with pytest.raises(AlreadySo):
            join(session, rt, rw, by=rt.budi)


def test_nobody_but_the_chair_joins_it_and_a_link_is_worth_what_its_giver_is(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = above(session, rt, joined=False)
        for other in (rt.siti, rt.tini, rt.joko, rw.darmo):
            with pytest.raises(NotAllowed, match=r"place\.above\.only_chair"):
                join(session, rt, rw, by=other)
        for giver in (rw.sri, rt.budi, rt.joko):
            with pytest.raises(NotThere, match=r"place\.link_used"):
                join(session, rt, rw, by=rt.budi, invited_by=giver)
        darmo = people.membership_of(session, rw.darmo, rw.community)
        assert darmo is not None
        darmo.role = Role.organiser
        session.flush()
        with pytest.raises(NotThere):
            join(session, rt, rw, by=rt.budi)
        darmo.role = Role.chair
        session.flush()
        assert the(session, rt.community).parent_id is None
        assert join(session, rt, rw, by=rt.budi).name == "RW 05"


def test_only_what_is_larger_takes_in_and_only_what_is_confirmed(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = above(session, rt, joined=False)
        session.add(Membership(person_id=rt.budi, community_id=rw.community, role=Role.chair, joined_at=NOW))
        session.flush()
        with pytest.raises(NotThere):
            parents.join(session, rw.community, rt.community, invited_by=rt.budi, by=rw.darmo, now=NOW)
        with pytest.raises(NotThere):
            parents.join(session, rw.community, rw.community, invited_by=rw.darmo, by=rw.darmo, now=NOW)
        assert not parents.may_take_in(session, the(session, rt.community), rt.budi)
        assert [one.id for one in parents.could_join(session, the(session, rw.community), by=rt.budi)] == [rt.community]
        the(session, rw.community).kind = CommunityKind.group
        session.flush()
        assert parents.could_join(session, the(session, rw.community), by=rt.budi) == []
        the(session, rw.community).kind = CommunityKind.rw
        the(session, rw.community).chair_confirmed_at = None
        session.flush()
        with pytest.raises(NotThere):
            join(session, rt, rw, by=rt.budi)


# ── whom to call ──


def test_organisers_say_whom_to_call_in_danger_in_their_own_words(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        said = "112\n Pos ronda  0812 3456 7890 "
        for other in (rt.tini, rt.joko):
            with pytest.raises(NotAllowed):
                rules.call_in_danger(session, rt.community, said, by=other, now=NOW)
        with pytest.raises(NotAllowed, match=r"emergency\.again"):
            rules.call_in_danger(session, rt.community, "pos ronda", by=rt.siti, now=NOW)
        with pytest.raises(TooMuch):
            rules.call_in_danger(session, rt.community, "1" * 129, by=rt.siti, now=NOW)
        assert (
            rules.call_in_danger(session, rt.community, said, by=rt.siti, now=NOW) == "112 · Pos ronda 0812 3456 7890"
        )
        assert communities.emergency_number_of(session, rt.community) == "112 · Pos ronda 0812 3456 7890"
        (line,) = session.exec(select(AuditEntry)).all()
        assert line.before == {"number": "112"}
