"""A whole neighbourhood answers within a minute: all are counted, and the card is edited a few times only."""

from functools import partial
from random import Random

import pytest
from sqlmodel import Session

from playground.driver import Group, Neighbour
from playground.rush import rush
from storage import rsvps
from storage.people import Membership, Person
from storage.rsvps import Tally
from tests.stories.meeting_up import HOES, TITLE, calls
from tests.stories.rt_three import LONG_AGO, group_of_rt_three
from tests.stories.town import Town

LONG_NAME = "Raden Mas Ngabehi Cokrowardoyo Kusumaningrat Sastrodiningrat"
MOST_EDITS = 20
"""Of a group, in a minute."""


@pytest.fixture
def cards_are_drawn_soon() -> None:
    """Here they are drawn as they are."""


def crowd_of(town: Town, chair: Neighbour, many: int, community_id: int) -> tuple[Group, list[Neighbour]]:
    """All in the group, all members since long ago, with long names."""
    crowd = town.neighbourhood.people(many)
    group = group_of_rt_three(town, chair, *crowd)
    with town.writing() as session:
        people = [
            Person(telegram_id=one.id, name=f"{LONG_NAME} {number}"[-64:], reachable=False, created_at=LONG_AGO)
            for number, one in enumerate(crowd)
        ]
        session.add_all(people)
        session.flush()
        session.add_all(Membership(person_id=one.id, community_id=community_id, joined_at=LONG_AGO) for one in people)
    return group, crowd


@pytest.mark.parametrize(
    ("many", "per_second"), [(40, 10.0), pytest.param(300, 5.0, marks=(pytest.mark.thorough, pytest.mark.timeout(300)))]
)
def test_all_are_counted_and_nothing_overflows(
    town: Town, rt: int, chair: Neighbour, many: int, per_second: float
) -> None:
    group, crowd = crowd_of(town, chair, many, rt)
    wanted = many // 2
    occurrence = calls(town, chair, wanted=wanted, items=[HOES])
    card = crowd[0].sees(TITLE, in_=group)

    def taps(one: Neighbour, data: str) -> None:
        town.neighbourhood.door.tap(group.id, one.id, card.id, data=f"c.{data}", seconds=0)

    said = ["coming"] * (many - many // 4) + ["maybe"] * (many // 8)
    said += ["away"] * (many - len(said))
    Random(7).shuffle(said)
    storm = [partial(taps, one, f"come.{occurrence}.{answer}") for one, answer in zip(crowd, said, strict=True)]
    rush(storm, per_second=per_second)
    town.waits_for(lambda session: _answered(session, occurrence) == many, "all answers")
    rush([partial(taps, one, f"myname.{occurrence}") for one in crowd], per_second=0)
    with town.session() as session:
        now = rsvps.tally(session, occurrence)
    coming = said.count("coming")
    assert now == Tally(wanted, coming - wanted, said.count("maybe"), said.count("away"))
    shown = crowd[0].sees(f"✋ {wanted} dari {wanted} orang ikut · ⏳ {coming - wanted} menunggu tempat", in_=group)
    assert shown.id == card.id
    town.waits_for(lambda session: len(rsvps.named(session, occurrence, most=many)) == wanted, "all names")
    crowd[0].sees(f"dan {wanted - 20} lagi" if wanted > 20 else "Sastrodiningrat", in_=group)
    times = [one["time"] for one in town.neighbourhood.sent("editMessageText")]
    assert max(sum(begin <= one < begin + 60 for one in times) for begin in times) <= MOST_EDITS


def _answered(session: Session, occurrence: int) -> int:
    now = rsvps.tally(session, occurrence)
    return now.coming + now.waiting + now.maybe + now.away
