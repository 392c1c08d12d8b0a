"""Whether everyone is heard is told in numbers of crowds, made of what residents say of themselves."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import declaring
from community.refusals import NotThere
from conversations import poll_result_lines
from locales import Words
from storage.database import writing
from storage.declarations import Group
from tests.community.polling import asks, ends, neighbours, rt_that_is_known, taps
from tests.community.rt_three import NOW


def say(session: Session, people: list[int], *groups: Group) -> None:
    for person in people:
        for group in groups:
            assert declaring.turn(session, person, group, now=NOW)


def test_one_says_it_and_takes_it_back(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        assert declaring.turn(session, rt.tini, "women", now=NOW)
        assert declaring.turn(session, rt.tini, "youth", now=NOW)
        assert declaring.of(session, rt.tini) == [Group.women, Group.youth]
        assert not declaring.turn(session, rt.tini, "women", now=NOW)
        assert declaring.of(session, rt.tini) == [Group.youth]
        assert declaring.of(session, rt.budi) == []


@pytest.mark.parametrize("group", ["", "men", "women'", "Group.women"])
def test_a_group_that_nobody_offered(engine: Engine, group: str) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        with pytest.raises(NotThere):
            declaring.turn(session, rt.tini, group, now=NOW)
        assert declaring.of(session, rt.tini) == []


@pytest.mark.parametrize(
    ("women", "others", "told"),
    [(5, 5, {"women": 5}), (4, 6, {}), (6, 4, {}), (10, 0, {}), (0, 10, {}), (7, 8, {"women": 7})],
)
def test_only_a_crowd_is_told_and_only_beside_another(
    engine: Engine, women: int, others: int, told: dict[str, int]
) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        voters = neighbours(session, rt, women + others)
        say(session, voters[:women], Group.women)
        say(session, neighbours(session, rt, 9), Group.women, Group.elders)
        poll = asks(session, rt)
        for who in voters:
            taps(session, poll, who, 1)
        assert ends(session, poll)["groups"] == told


def test_who_took_the_vote_back_is_not_counted_and_who_is_in_two_groups_counts_in_both(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        voters = neighbours(session, rt, 12)
        say(session, voters[:6], Group.elders)
        say(session, voters[:5], Group.women)
        poll = asks(session, rt)
        for who in voters:
            taps(session, poll, who, 1)
        taps(session, poll, voters[5], 1)
        taps(session, poll, voters[11], 1)
        result = ends(session, poll)
        assert result["groups"] == {"women": 5, "elders": 5}
        said = [line for part in poll_result_lines.told(session, Words("id"), poll) for line in part]
        assert "Di antaranya, menurut yang menandai: perempuan 5 · lansia 5" in said
