"""A question about days to meet closes before the first of them: as it is asked, when days are added, when it is given
more time.
"""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from conversations.ask_draft import short_moment
from locales import words
from playground.driver import Neighbour
from storage.polls import Poll, PollKind, Way
from tests.stories.asked_on_paper import presses
from tests.stories.asking import LOOK, begins, changes
from tests.stories.town import Town
from tests.stories.voting import asks, items

TOO_LATE = "Ditutupnya harus sebelum hari pertama yang ditawarkan"


def test_the_end_and_the_days_keep_to_each_other(town: Town, chair: Neighbour) -> None:
    begins(chair, "Tanggal rapat")
    chair.sees("Tawarkan hari apa saja?")
    for days in (2, 9):
        chair.says(f"{local_day(town, days)} jam 7 malam")
        chair.sees("Tawarkan hari apa saja?")
    chair.taps("Sudah, ini saja")
    chair.sees(LOOK)
    changes(chair, "Sampai kapan")
    offered = ends_among(chair.sees("Ditutup kapan?").labels)
    assert len(offered) == 1, "tomorrow; not the evenings after the first day"
    chair.says(local_day(town, 15))
    chair.sees(TOO_LATE)
    tomorrow = local_day(town, 1)
    chair.says(f"{tomorrow} jam 8 malam")
    chair.sees(LOOK)
    changes(chair, "Hari dan jamnya")
    chair.sees("Tawarkan hari apa saja?")
    chair.says(f"{tomorrow} jam 7 malam")
    chair.sees(TOO_LATE)


@pytest.mark.parametrize("language", ["id", "en"])
def test_more_time_ends_before_the_first_day(town: Town, chair: Neighbour, language: str) -> None:
    meets = [town.now() + timedelta(days=days) for days in (4, 9)]
    named = [short_moment(one, "Asia/Jakarta", words(language)) for one in meets]
    poll_id = asks(town, chair, items(*named), kind=PollKind.day, most=2, in_group=False)
    presses(chair, f"steer.{poll_id}.longer.0")
    offered = chair.sees("Diperpanjang sampai kapan?").labels
    assert len(ends_among(offered)) == 1, "a day later; not three, and not seven"
    chair.says(meets[1].date().isoformat())
    chair.sees(TOO_LATE)
    chair.taps(offered[0])
    chair.sees("Ditanyakan oleh")
    with town.session() as session:
        assert session.get_one(Poll, poll_id).times_extended == 1


def local_day(town: Town, days: int) -> str:
    """So many days from today, as the neighbours' calendar has it."""
    return (town.now().astimezone(ZoneInfo("Asia/Jakarta")) + timedelta(days=days)).date().isoformat()


def ends_among(labels: list[str]) -> list[str]:
    """Sabtu 28 Nov 20.00"""
    return [one for one in labels if re.search(r"\d\d\.\d\d$", one)]


def test_telegrams_own_poll_is_given_no_time_that_it_cannot_have(town: Town, chair: Neighbour) -> None:
    poll_id = asks(town, chair, in_group=False)
    with town.writing() as session:
        poll = session.get_one(Poll, poll_id)
        poll.way, poll.opened_at, poll.closes_at = (
            Way.native,
            town.now() - timedelta(days=24),
            town.now() + timedelta(1),
        )
    presses(chair, f"steer.{poll_id}.longer.0")
    assert len(ends_among(chair.sees("Diperpanjang sampai kapan?").labels)) == 2, "not the 32nd day"
