"""Joining in the group: two taps on a card, with the words of consent between them."""

from datetime import timedelta

import pytest
from sqlmodel import select

from community import consents
from playground.driver import Group, Neighbour
from storage.consents import ConsentOffer
from tests.stories.first_steps import count, kept, known, placed_group
from tests.stories.town import Town

CHAIR_ALONE = (1, 1, 1)
ONCE_MORE = "Ketuk sekali lagi"


@pytest.fixture
def group(town: Town, budi: Neighbour, joko: Neighbour) -> Group:
    """In it, the card by which neighbours join."""
    placed = placed_group(town, budi, joko)
    budi.taps("Kirim tautan ke grup")
    joko.sees("bisa menyampaikan usul", in_=placed)
    return placed


def waves(joko: Neighbour, group: Group) -> str:
    """What his tap made flash up."""
    joko.taps("Saya warga sini", in_=group)
    return joko.toast() or ""


def make_older(town: Town, by: timedelta) -> None:
    """As if the words had been shown so much earlier."""
    with town.writing() as session:
        for offer in session.exec(select(ConsentOffer)).all():
            offer.offered_at -= by
            session.add(offer)


def test_two_taps_in_the_group_make_a_member(town: Town, joko: Neighbour, group: Group) -> None:
    offered = waves(joko, group)
    assert ONCE_MORE in offered
    assert len(offered) <= 200
    assert kept(town) == CHAIR_ALONE
    with town.session() as session:
        (offer,) = session.exec(select(ConsentOffer)).all()
    assert str(joko.id) not in offer.token
    make_older(town, consents.TOO_SOON + timedelta(seconds=1))
    assert "Terima kasih" in waves(joko, group)
    person = known(town, joko)
    assert person is not None
    assert person.name == "Joko"
    assert not person.reachable, "a bot cannot write first"
    assert count(town, ConsentOffer) == 0
    assert "Sudah tercatat" in waves(joko, group)
    assert kept(town) == (2, 2, 2)
    joko.starts()
    joko.sees("Halo lagi, Joko")
    person = known(town, joko)
    assert person is not None
    assert person.reachable, "now he has opened the private chat"


def test_an_impatient_double_tap_is_no_consent_and_a_late_one_asks_again(
    town: Town, joko: Neighbour, group: Group
) -> None:
    for _ in range(2):
        assert ONCE_MORE in waves(joko, group)
    make_older(town, timedelta(minutes=11))
    assert ONCE_MORE in waves(joko, group)
    assert kept(town) == CHAIR_ALONE
