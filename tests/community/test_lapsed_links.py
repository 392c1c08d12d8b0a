"""A link passes on the standing of whoever made it: once that is gone nobody gets in by it, and it says whom to ask."""

from dataclasses import dataclass
from functools import partial

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from community import invitations
from community.refusals import NotAllowed
from storage.audit import AuditEntry
from storage.communities import Community
from storage.database import writing
from storage.invitations import Invitation
from storage.outbox import outbox
from storage.people import Membership, Role, membership_of
from tests.community.polling import SECRET
from tests.community.rt_three import NOW, RtThree, settle


@dataclass(frozen=True)
class Links:
    """The codes of two links: Pak Budi's for a helper, and Asep's for whoever shall confirm RT 03 as its chair."""

    rt: RtThree
    helper: str
    chair: str


@pytest.fixture
def links(engine: Engine) -> Links:
    with writing(engine) as session:
        rt = settle(session)
        place = session.get_one(Community, rt.community)
        chair = invitations.ask_the_chair(session, place, by=rt.asep, now=NOW).code
        place.chair_confirmed_at = NOW
        session.flush()
        helper = invitations.invite_organiser(session, rt.community, by=rt.budi, now=NOW).code
        return Links(rt, helper, chair)


def member(session: Session, person: int, rt: RtThree) -> Membership:
    found = membership_of(session, person, rt.community)
    assert found is not None
    return found


def leaves(session: Session, person: int) -> None:
    session.execute(delete(Membership).where(col(Membership.person_id) == person))


def nobody_came_in(session: Session, rt: RtThree, code: str) -> bool:
    """No role, no use of the link, no line in the audit, nobody told."""
    link = session.exec(select(Invitation).where(Invitation.code == code)).one()
    told = session.connection().execute(outbox.select()).all()
    entries = session.exec(select(AuditEntry)).all()
    return member(session, rt.tini, rt).role is Role.resident and link.used_by is None and not told and not entries


@pytest.mark.parametrize("now", [Role.organiser, Role.resident, None])
@pytest.mark.parametrize("successor", [True, False])
def test_a_helpers_link_lapses_with_the_chair_who_made_it(
    engine: Engine, links: Links, now: Role | None, *, successor: bool
) -> None:
    rt = links.rt
    with writing(engine) as session:
        if now is None:
            leaves(session, rt.budi)
        else:
            member(session, rt.budi, rt).role = now
        if successor:
            member(session, rt.siti, rt).role = Role.chair
        session.flush()
        for look in (invitations.open_with, partial(invitations.accept, secret=SECRET)):
            with pytest.raises(NotAllowed) as refused:
                look(session, links.helper, by=rt.tini, now=NOW)
            who = {"maker": "Pak Budi", "community": "RT 03"}
            if successor:
                assert (refused.value.key, refused.value.values) == ("place.link_lapsed", {**who, "chair": "Siti"})
            else:
                assert (refused.value.key, refused.value.values) == ("place.link_lapsed.nobody", who)
        assert nobody_came_in(session, rt, links.helper)


def test_it_is_looked_at_when_the_link_is_taken_not_only_when_it_is_opened(engine: Engine, links: Links) -> None:
    rt = links.rt
    with writing(engine) as session:
        assert invitations.open_with(session, links.helper, by=rt.tini, now=NOW).made_by == rt.budi
    with writing(engine) as session:
        member(session, rt.budi, rt).role = Role.resident
    with writing(engine) as session:
        with pytest.raises(NotAllowed):
            invitations.accept(session, links.helper, by=rt.tini, secret=SECRET, now=NOW)
        assert nobody_came_in(session, rt, links.helper)


def test_it_holds_again_once_its_maker_is_chair_again(engine: Engine, links: Links) -> None:
    rt = links.rt
    with writing(engine) as session:
        member(session, rt.budi, rt).role = Role.resident
    with writing(engine) as session:
        member(session, rt.budi, rt).role = Role.chair
        session.flush()
        invitations.accept(session, links.helper, by=rt.tini, secret=SECRET, now=NOW)
        assert member(session, rt.tini, rt).role is Role.organiser


def test_what_was_accepted_in_time_stays(engine: Engine, links: Links) -> None:
    rt = links.rt
    with writing(engine) as session:
        invitations.accept(session, links.helper, by=rt.tini, secret=SECRET, now=NOW)
        leaves(session, rt.budi)
        assert invitations.accept(session, links.helper, by=rt.tini, secret=SECRET, now=NOW).name == "RT 03"
        assert member(session, rt.tini, rt).role is Role.organiser


def test_the_link_for_the_chair_lapses_when_its_maker_has_left(engine: Engine, links: Links) -> None:
    """Any neighbour may set the RT up and ask the chair, so any neighbour's standing will do, but not none."""
    rt = links.rt
    with writing(engine) as session:
        session.get_one(Community, rt.community).chair_confirmed_at = None
        session.flush()
        assert invitations.open_with(session, links.chair, by=rt.tini, now=NOW).role is Role.chair
        leaves(session, rt.asep)
        with pytest.raises(NotAllowed) as refused:
            invitations.accept(session, links.chair, by=rt.tini, secret=SECRET, now=NOW)
        assert refused.value.key == "place.link_lapsed.nobody"
        assert nobody_came_in(session, rt, links.chair)
