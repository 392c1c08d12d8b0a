"""The power goes when Telegram has the poll and we do not know it yet: it is sent once more, and both count."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from playground.driver import Group, Neighbour
from storage import polls as stored
from storage.stray_votes import StrayVote
from tests.stories.native_polls import QUESTION, has, is_asked, updates_handled
from tests.stories.powered import SOON, Powered, powered_town
from tests.stories.rt_three import group_of_rt_three


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Powered]:
    with powered_town(database_url, tmp_path) as made:
        yield made


def sent_and_not_known(town: Powered, chair: Neighbour, *others: Neighbour) -> tuple[int, Group]:
    """The answer to sendPoll does not come through: it may have arrived, and the row is still leased."""
    group = group_of_rt_three(town, chair, *others)
    town.neighbourhood.fail("sendPoll", "timeout")
    poll_id = is_asked(town, chair)
    chair.sees_poll(QUESTION, in_=group)
    return poll_id, group


def known(town: Powered, poll_id: int) -> list[str | None]:
    with town.session() as session:
        return [one.native_id for one in stored.cards_of(session, poll_id)]


def strays(town: Powered) -> int:
    with town.session() as session:
        return len(list(session.exec(select(StrayVote))))


def polls_in_the_group(town: Powered) -> int:
    return len(town.world.state.polls)


def test_a_vote_in_each_and_one_voter_in_both(
    town: Powered, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    poll_id, group = sent_and_not_known(town, chair, tini, asep)
    town.loses_power()
    tini.votes("Sabtu", in_=group)
    asep.votes("Minggu", in_=group)
    town.start()
    town.neighbourhood.waits_for(lambda: polls_in_the_group(town) == 2, "the second poll", SOON)
    town.waits_for(lambda _: None not in known(town, poll_id) and len(known(town, poll_id)) == 2, "both ids")
    has(town, poll_id, "Sabtu", "Minggu")
    tini.votes("Senin", in_=group)
    has(town, poll_id, "Senin", "Minggu")
    assert strays(town) == 0
    assert town.copies() >= 1


def test_a_vote_that_comes_before_the_poll_is_known_waits_for_it(
    town: Powered, chair: Neighbour, tini: Neighbour
) -> None:
    """Telegram tells of the vote, and of the poll itself a little later."""
    town.neighbourhood.withhold("poll")
    poll_id, group = sent_and_not_known(town, chair, tini)
    tini.votes("Sabtu", in_=group)
    town.waits_for(lambda _: strays(town) == 1, "the vote to be kept")
    town.loses_power()
    town.start()
    town.neighbourhood.waits_for(lambda: polls_in_the_group(town) == 2, "the second poll", SOON)
    assert strays(town) == 1
    town.neighbourhood.withhold("poll", on=False)
    has(town, poll_id, "Sabtu")
    updates_handled(town)
    assert (strays(town), len(known(town, poll_id))) == (0, 2)
