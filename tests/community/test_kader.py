"""A kader speaks for many and is an organiser nowhere; only the chair makes one."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import communities, invitations, needs, office, triage
from community.needs import Report
from community.refusals import NotAllowed, NotThere
from community.speaking import MOST_FOR_NEIGHBOURS_A_DAY
from storage import communities as places
from storage import outbox_leases, people
from storage.audit import AuditEntry
from storage.database import writing
from storage.needs import Need
from storage.people import Membership, Role, membership_of
from tests.community.polling import SECRET
from tests.community.rt_three import NOW, RtThree, settle

FOR_KARTO = Report(kind="water", on_behalf_of="Mbah Karto")


def member(session: Session, rt: RtThree, person: int) -> Membership:
    found = membership_of(session, person, rt.community)
    assert found is not None
    return found


def tini_becomes_kader(session: Session, rt: RtThree) -> str:
    """By Pak Budi's link, whose code this is."""
    code = invitations.invite_cadre(session, rt.community, by=rt.budi, now=NOW).code
    invitations.accept(session, code, by=rt.tini, secret=SECRET, now=NOW)
    return code


def tell(session: Session, rt: RtThree, by: int) -> Need:
    return needs.submit(session, FOR_KARTO, by=by, community_id=rt.community, dialogue_id=None, now=NOW)


def test_the_chair_makes_a_kader_by_a_link_and_both_know(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        code = tini_becomes_kader(session, rt)
        assert member(session, rt, rt.tini).role is Role.cadre
        noted = session.exec(select(AuditEntry).where(AuditEntry.action == "standing.given")).one()
        assert (noted.actor_id, noted.before, noted.after) == (rt.tini, {"role": "resident"}, {"role": "cadre"})
        rows = outbox_leases.claim(session, "post", now=NOW.timestamp(), most=10)
        assert [(row.kind, row.person_id) for row in rows] == [("community.cadre", rt.budi)]
        with pytest.raises(NotThere, match=r"place\.link_used"):
            invitations.accept(session, code, by=rt.asep, secret=SECRET, now=NOW)


@pytest.mark.parametrize("who", ["tini", "asep", "siti"])
def test_nobody_else_makes_one(engine: Engine, who: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        tini_becomes_kader(session, rt)
        with pytest.raises(NotAllowed, match=r"place\.only_chair"):
            invitations.invite_cadre(session, rt.community, by=getattr(rt, who), now=NOW)


@pytest.mark.parametrize(("who", "role"), [("siti", Role.organiser), ("budi", Role.chair)])
def test_whoever_is_more_already_stays_it(engine: Engine, who: str, role: Role) -> None:
    with writing(engine) as session:
        rt = settle(session)
        code = invitations.invite_cadre(session, rt.community, by=rt.budi, now=NOW).code
        invitations.accept(session, code, by=getattr(rt, who), secret=SECRET, now=NOW)
        assert member(session, rt, getattr(rt, who)).role is role


def test_a_kader_can_become_an_organiser(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        tini_becomes_kader(session, rt)
        code = invitations.invite_organiser(session, rt.community, by=rt.budi, now=NOW).code
        invitations.accept(session, code, by=rt.tini, secret=SECRET, now=NOW)
        assert member(session, rt, rt.tini).role is Role.organiser


def test_the_link_lapses_with_the_chair_who_made_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        code = invitations.invite_cadre(session, rt.community, by=rt.budi, now=NOW).code
        member(session, rt, rt.budi).role = Role.organiser
        member(session, rt, rt.siti).role = Role.chair
        session.flush()
        with pytest.raises(NotAllowed) as refused:
            invitations.accept(session, code, by=rt.tini, secret=SECRET, now=NOW)
        assert (refused.value.key, refused.value.values["chair"]) == ("place.link_lapsed", "Siti")
        assert member(session, rt, rt.tini).role is Role.resident


def test_a_kader_speaks_for_as_many_as_an_organiser(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        tini_becomes_kader(session, rt)
        for _ in range(MOST_FOR_NEIGHBOURS_A_DAY + 1):
            told = tell(session, rt, rt.tini)
        assert told.number == MOST_FOR_NEIGHBOURS_A_DAY + 1


Act = Callable[[Session, RtThree, int], object]
OFFICES: dict[str, Act] = {
    "sees a need whole": lambda session, rt, need: office.sees(session, need, by=rt.tini),
    "moves it": lambda session, rt, need: triage.accept(session, need, title=None, by=rt.tini, now=NOW, seen=None),
    "invites": lambda session, rt, _need: invitations.invite_organiser(session, rt.community, by=rt.tini, now=NOW),
    "posts to the group": lambda session, rt, _need: communities.show_to_group(
        session, rt.community, by=rt.tini, now=NOW
    ),
}


@pytest.mark.parametrize("act", OFFICES.values(), ids=OFFICES.keys())
def test_a_kader_is_no_organiser(engine: Engine, act: Act) -> None:
    with writing(engine) as session:
        rt = settle(session)
        tini_becomes_kader(session, rt)
        need = tell(session, rt, rt.asep)
        with pytest.raises(NotAllowed):
            act(session, rt, need.id)
        assert rt.tini not in {person.id for person in people.organisers_of(session, rt.community)}
        assert places.organised_by(session, rt.tini) == []
