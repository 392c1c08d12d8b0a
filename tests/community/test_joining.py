"""Joining, consent and standing on both databases: once is enough, authority is checked, time runs out."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import communities, consents, invitations, people
from community.naming import neighbourhood_in
from community.people import Shown
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import communities as rows
from storage.communities import Chat, ChatKind, Community
from storage.consents import Consent, ConsentOffer
from storage.database import writing
from storage.people import Membership, Person, Role, membership_of
from tests.community.polling import SECRET

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def joined(session: Session, telegram_id: int, name: str, community: Community | None) -> Person:
    community_id = community.id if community else None
    return people.join(
        session,
        telegram_id=telegram_id,
        name=name,
        community_id=community_id,
        shown=Shown("Selamat datang", "id"),
        reachable=True,
        now=NOW,
    )


def founded(session: Session, by: Person, role: Role = Role.chair, chat: Chat | None = None) -> Community:
    neighbourhood = neighbourhood_in("RT 03 RW 05 Karanganyar")
    assert neighbourhood
    community = communities.found(
        session,
        by=by.id or 0,
        neighbourhood=neighbourhood,
        time_zone="Asia/Jakarta",
        role=role,
        chat_id=chat.id if chat else None,
        thread_id=None,
        now=NOW,
    )
    session.flush()
    return community


def test_joining_twice_is_the_same_as_once_and_a_chosen_name_stays(engine: Engine) -> None:
    with writing(engine) as session:
        budi = joined(session, 1, "Budi", None)
        community = founded(session, budi)
        siti = joined(session, 2, "Siti", community)
        people.call_by(session, siti.id or 0, "Bu Siti")
        assert joined(session, 2, "Siti", community).id == siti.id
        session.flush()
        assert siti.name == "Bu Siti"
        assert siti.community_id == community.id
        members = session.exec(select(Membership).where(Membership.person_id == siti.id)).all()
        (consent,) = session.exec(select(Consent).where(Consent.person_id == siti.id)).all()
        assert [(one.role, one.recognised_at) for one in members] == [(Role.resident, None)]
        assert consent.text_hash == hashlib.sha256(b"Selamat datang").hexdigest()
        assert consent.given_at == NOW


def test_a_founders_consent_goes_with_the_community(engine: Engine) -> None:
    with writing(engine) as session:
        budi = joined(session, 1, "Budi", None)
        assert consents.has_given_to_found(session, budi.id or 0)
        community = founded(session, budi)
        assert not consents.has_given_to_found(session, budi.id or 0)
        (consent,) = session.exec(select(Consent)).all()
        assert consent.community_id == community.id


def test_one_speaks_only_where_one_belongs(engine: Engine) -> None:
    with writing(engine) as session:
        budi, asep = joined(session, 1, "Budi", None), joined(session, 2, "Asep", None)
        one, two = founded(session, budi), founded(session, asep)
        with pytest.raises(NotAllowed):
            people.speak_in(session, budi.id or 0, two.id or 0)
        joined(session, 1, "Budi", two)
        people.speak_in(session, budi.id or 0, two.id or 0)
        assert budi.community_id == two.id
        people.speak_in(session, budi.id or 0, one.id or 0)
        assert budi.community_id == one.id


def test_a_second_tap_counts_between_two_seconds_and_ten_minutes(engine: Engine) -> None:
    token = consents.offer_token("secret", telegram_id=42, community_id=1, version=1)
    assert token != consents.offer_token("another", telegram_id=42, community_id=1, version=1)

    def tap(seconds: float) -> bool:
        with writing(engine) as session:
            return consents.second_tap(session, token, now=NOW + timedelta(seconds=seconds))

    assert [tap(0), tap(1.9), tap(2)] == [False, False, True]
    assert [tap(10), tap(10 + 601), tap(10 + 601 + 599)] == [False, False, True]


def test_offers_are_swept_by_the_next_stranger(engine: Engine) -> None:
    with writing(engine) as session:
        consents.second_tap(session, "a" * 64, now=NOW)
    with writing(engine) as session:
        consents.second_tap(session, "b" * 64, now=NOW + timedelta(minutes=11))
        assert [offer.token for offer in session.exec(select(ConsentOffer)).all()] == ["b" * 64]


def test_only_a_chair_who_has_confirmed_invites(engine: Engine) -> None:
    with writing(engine) as session:
        asep = joined(session, 1, "Asep", None)
        community = founded(session, asep, Role.organiser)
        assert community.chair_confirmed_at is None
        with pytest.raises(NotAllowed):
            invitations.invite_organiser(session, community.id or 0, by=asep.id or 0, now=NOW)

        asked = invitations.ask_the_chair(session, community, by=asep.id or 0, now=NOW)
        budi = joined(session, 2, "Budi", None)
        with pytest.raises(NotAllowed):
            invitations.accept(session, asked.code, by=budi.id or 0, secret=SECRET, now=NOW)
        joined(session, 2, "Budi", community)
        session.flush()
        invitations.accept(session, asked.code, by=budi.id or 0, secret=SECRET, now=NOW)
        invitations.accept(session, asked.code, by=budi.id or 0, secret=SECRET, now=NOW)
        assert community.chair_confirmed_at == NOW

        invited = invitations.invite_organiser(session, community.id or 0, by=budi.id or 0, now=NOW)
        again = invitations.invite_organiser(session, community.id or 0, by=budi.id or 0, now=NOW)
        assert invited.code == again.code
        rina, dewi = joined(session, 3, "Rina", community), joined(session, 4, "Dewi", community)
        session.flush()
        with pytest.raises(NotThere):
            invitations.accept(session, invited.code, by=rina.id or 0, secret=SECRET, now=NOW + timedelta(days=7))
        invitations.accept(session, invited.code, by=rina.id or 0, secret=SECRET, now=NOW + timedelta(days=6))
        with pytest.raises(NotThere):
            invitations.accept(session, invited.code, by=dewi.id or 0, secret=SECRET, now=NOW)
        member = membership_of(session, rina.id or 0, community.id or 0)
        assert member is not None
        assert (member.role, member.recognised_at) == (Role.organiser, NOW + timedelta(days=6))


def test_a_confirmed_community_needs_no_second_chair(engine: Engine) -> None:
    with writing(engine) as session:
        asep = joined(session, 1, "Asep", None)
        community = founded(session, asep, Role.resident)
        first = invitations.ask_the_chair(session, community, by=asep.id or 0, now=NOW)
        session.flush()
        invitations.accept(session, first.code, by=asep.id or 0, secret=SECRET, now=NOW)
        second = invitations.ask_the_chair(session, community, by=asep.id or 0, now=NOW)
        budi = joined(session, 2, "Budi", community)
        session.flush()
        with pytest.raises(AlreadySo):
            invitations.accept(session, second.code, by=budi.id or 0, secret=SECRET, now=NOW)


def test_a_chair_who_takes_a_helpers_link_stays_chair(engine: Engine) -> None:
    with writing(engine) as session:
        budi = joined(session, 1, "Budi", None)
        community = founded(session, budi)
        link = invitations.invite_organiser(session, community.id or 0, by=budi.id or 0, now=NOW)
        session.flush()
        invitations.accept(session, link.code, by=budi.id or 0, secret=SECRET, now=NOW)
        member = membership_of(session, budi.id or 0, community.id or 0)
        assert member is not None
        assert member.role is Role.chair


def test_a_group_belongs_to_one_community(engine: Engine) -> None:
    with writing(engine) as session:
        budi, asep = joined(session, 1, "Budi", None), joined(session, 2, "Asep", None)
        chat = Chat(telegram_id=-100, kind=ChatKind.group, title="RT 03", created_at=NOW)
        session.add(chat)
        session.flush()
        community = founded(session, budi, chat=chat)
        with pytest.raises(AlreadySo):
            founded(session, asep, chat=chat)
        other = founded(session, asep)
        with pytest.raises(AlreadySo):
            communities.give_group(
                session, other.id or 0, by=asep.id or 0, chat_id=chat.id or 0, thread_id=None, now=NOW
            )
        with pytest.raises(NotAllowed):
            communities.give_group(
                session, community.id or 0, by=asep.id or 0, chat_id=chat.id or 0, thread_id=None, now=NOW
            )
        assert [one.chat_id for one in rows.destinations_of(session, community.id or 0)] == [chat.id]


def test_the_card_is_posted_once_a_day_by_those_who_may(engine: Engine) -> None:
    with writing(engine) as session:
        budi = joined(session, 1, "Budi", None)
        community = founded(session, budi)
        siti = joined(session, 2, "Siti", community)
        session.flush()
        who, where = budi.id or 0, community.id or 0
        with pytest.raises(NotThere):
            communities.show_to_group(session, where, by=who, now=NOW)
        chat = Chat(telegram_id=-100, kind=ChatKind.group, created_at=NOW)
        session.add(chat)
        session.flush()
        communities.give_group(session, where, by=who, chat_id=chat.id or 0, thread_id=7, now=NOW)
        with pytest.raises(NotAllowed):
            communities.show_to_group(session, where, by=siti.id or 0, now=NOW)
        assert communities.show_to_group(session, where, by=who, now=NOW)
        assert not communities.show_to_group(session, where, by=who, now=NOW + timedelta(hours=1))
        assert communities.show_to_group(session, where, by=who, now=NOW + timedelta(days=1))
        with pytest.raises(NotThere):
            communities.show_to_group(session, 99, by=who, now=NOW)
