"""Residents, organisers from next door, forged buttons: none of them steers a question."""

import pytest

from playground.driver import Neighbour, Seen
from storage.people import Role
from storage.polls import Poll, PollState
from tests.stories.asking import nothing_is_asked, the_poll, unconfirmed
from tests.stories.first_steps import forges
from tests.stories.rt_three import neighbour
from tests.stories.steering import asks_about_games, moves_next_door, opens_card
from tests.stories.town import Town


@pytest.fixture
def asked(town: Town, chair: Neighbour, tini: Neighbour) -> int:
    return asks_about_games(town, chair, tini)


def test_residents_and_the_organiser_of_the_next_rt_may_not(town: Town, asked: int, tini: Neighbour) -> None:
    next_door = neighbour(town, "Pak Joko", role=Role.chair)
    with town.writing() as session:
        moves_next_door(session, next_door)
    for one in (tini, next_door):
        one.says("/menu")
        menu = one.sees("Mau apa?")
        for data in (f"asked.{asked}", f"steer.{asked}.longer.0", f"steer.{asked}.shut.0", f"steer.{asked}.off.0"):
            forges_in_vain(one, menu, data)
    with town.session() as session:
        assert session.get_one(Poll, asked).state is PollState.open


def forges_in_vain(one: Neighbour, menu: Seen, data: str) -> None:
    flash = forges(one, menu, data)
    assert "bagian pengurus" in str(flash), (data, flash)


def test_before_the_chair_has_tapped_nothing_is_steered(town: Town, asked: int, rina: Neighbour) -> None:
    card = opens_card(rina)
    unconfirmed(town)
    for label in ("Perpanjang", "Tutup sekarang", "Batalkan"):
        rina.taps_old(card, label)
        assert "Ketua RT perlu bergabung dulu" in (rina.toast() or "")


@pytest.mark.parametrize("data", ["asked.99", "asked.x", "steer.1.fly.0", "steer.1.longer.x", "steer", "questions.7"])
def test_forged_buttons_do_nothing(town: Town, asked: int, chair: Neighbour, data: str) -> None:
    card = opens_card(chair)
    forges(chair, card, data)
    assert the_poll(town).times_extended == 0


def test_with_nothing_asked_the_list_says_so(town: Town, chair: Neighbour) -> None:
    chair.taps("Meja pengurus")
    forges(chair, chair.sees("Belum ada yang menunggu"), "questions")
    chair.sees("Belum ada yang ditanyakan")
    assert nothing_is_asked(town)
