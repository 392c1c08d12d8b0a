"""Joining in the group: two taps on a card, with the words of consent between them."""

from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from community import consents
from storage import communities, outbox
from storage.communities import Chat, Destination, Purpose
from storage.people import Consent, ConsentOffer, Membership, Person
from tests.stories.first_steps import (
    community_in,
    count,
    known,
)
from tests.stories.town import Town


def test_two_taps_in_the_group_make_a_member(town: Town) -> None:
    code = community_in(town)
    budi, asep = town.person("Budi"), town.person("Asep")
    group = town.group("Warga RT 03", creator=budi, members=[asep])
    group.add_bot(by=budi)
    budi.sees("Terima kasih sudah mengundang", in_=group)
    place_card(town, group.id, code)
    asep.sees("bisa menyampaikan usul", in_=group)

    asep.taps("Saya warga sini", in_=group)
    assert "Ketuk sekali lagi" in (asep.toast() or "")
    assert len(asep.toast() or "") <= 200
    assert count(town, Person) == 0
    with town.session() as session:
        (offer,) = session.exec(select(ConsentOffer)).all()
    assert str(asep.id) not in offer.token
    make_older(town, consents.TOO_SOON + timedelta(seconds=1))
    asep.taps("Saya warga sini", in_=group)
    assert "Terima kasih" in (asep.toast() or "")
    person = known(town, asep)
    assert person is not None
    assert person.name == "Asep"
    assert not person.reachable, "a bot cannot write first"
    assert count(town, ConsentOffer) == 0
    asep.taps("Saya warga sini", in_=group)
    assert "Sudah tercatat" in (asep.toast() or "")
    assert (count(town, Consent), count(town, Membership)) == (1, 1)
    asep.starts()
    asep.sees("Halo lagi, Asep")
    person = known(town, asep)
    assert person is not None
    assert person.reachable, "now he has opened the private chat"


def test_an_impatient_double_tap_is_no_consent_and_a_late_one_asks_again(town: Town) -> None:
    code = community_in(town)
    budi = town.person("Budi")
    group = town.group("Warga RT 03", creator=budi)
    group.add_bot(by=budi)
    budi.sees("Terima kasih sudah mengundang", in_=group)
    place_card(town, group.id, code)
    budi.sees("bisa menyampaikan usul", in_=group)
    for _ in range(2):
        budi.taps("Saya warga sini", in_=group)
        assert "Ketuk sekali lagi" in (budi.toast() or "")
    make_older(town, timedelta(minutes=11))
    budi.taps("Saya warga sini", in_=group)
    assert "Ketuk sekali lagi" in (budi.toast() or "")
    assert count(town, Person) == 0


def place_card(town: Town, telegram_id: int, code: str) -> None:
    """Give the group to the community and have its card posted, as an organiser's tap does."""
    now = datetime.now(UTC)
    with town.writing() as session:
        community = communities.with_code(session, code)
        chat = session.exec(select(Chat).where(col(Chat.telegram_id) == telegram_id)).one()
        assert community is not None
        chat.community_id = community.id
        session.add(chat)
        session.add(Destination(community_id=community.id or 0, chat_id=chat.id or 0, purpose=Purpose.everything))
        outbox.notice(
            session,
            kind="group.card",
            chat=telegram_id,
            subject_id=community.id or 0,
            due_at=now.timestamp(),
            now=now.timestamp(),
        )


def make_older(town: Town, by: timedelta) -> None:
    with town.writing() as session:
        for offer in session.exec(select(ConsentOffer)).all():
            offer.offered_at -= by
            session.add(offer)
