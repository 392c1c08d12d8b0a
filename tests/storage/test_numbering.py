"""Needs have spoken numbers: each community counts its own, without a double and without a gap."""

import contextlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from storage.communities import Community, CommunityKind, numbered
from storage.database import open_engine, writing

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def rt03(engine: Engine) -> int:
    return founded(engine, "rt03")


@pytest.fixture
def two_workers(postgresql_url: str) -> Iterator[tuple[Engine, Engine]]:
    one, two = open_engine(postgresql_url), open_engine(postgresql_url)
    founded(one, "rt03")
    yield one, two
    one.dispose()
    two.dispose()


def founded(engine: Engine, code: str) -> int:
    with writing(engine) as session:
        community = Community(kind=CommunityKind.rt, code=code, name=code, created_at=NOON)
        session.add(community)
        session.flush()
        assert community.id is not None
        return community.id


class ChangedTheirMindError(Exception):
    """The stage fails after it took a number."""


def report(engine: Engine, community: int, *, changes_mind: bool = False) -> int:
    with writing(engine) as session:
        number = numbered(session, community)
        session.flush()
        if changes_mind:
            raise ChangedTheirMindError
    return number


def test_numbers_follow_each_other_also_within_one_transaction(engine: Engine, rt03: int) -> None:
    with writing(engine) as session:
        assert [numbered(session, rt03) for _ in range(3)] == [1, 2, 3]
    with writing(engine) as session:
        assert numbered(session, rt03) == 4


def test_each_community_counts_its_own(engine: Engine, rt03: int) -> None:
    rt04 = founded(engine, "rt04")
    with writing(engine) as session:
        assert [numbered(session, rt03), numbered(session, rt04), numbered(session, rt03)] == [1, 1, 2]


def test_a_number_whose_need_was_not_saved_is_given_again(engine: Engine, rt03: int) -> None:
    with pytest.raises(ChangedTheirMindError):
        report(engine, rt03, changes_mind=True)
    assert report(engine, rt03) == 1


def test_a_community_that_was_read_before_does_not_count_from_what_it_knew(two_workers: tuple[Engine, Engine]) -> None:
    one, two = two_workers
    with writing(one) as session:
        community = session.get_one(Community, 1)
        assert community.needs_numbered == 0
        with writing(two) as other:
            assert numbered(other, 1) == 1
        assert numbered(session, 1) == 2


@pytest.mark.parametrize("kept", [True, False])
def test_the_second_waits_to_learn_whether_the_first_keeps_its_number(
    two_workers: tuple[Engine, Engine], *, kept: bool
) -> None:
    one, two = two_workers
    got: list[int] = []
    other = threading.Thread(target=lambda: got.append(report(two, 1)))
    with writing(one) as session:
        assert numbered(session, 1) == 1
        session.flush()
        other.start()
        other.join(0.2)
        assert got == []
        if not kept:
            session.rollback()
    other.join(5)
    assert got == [2 if kept else 1]


def test_many_at_once_get_every_number_once(engine: Engine, rt03: int) -> None:
    numbers: list[int] = []
    together = threading.Barrier(3)

    def live() -> None:
        together.wait(10)
        for turn in range(6):
            with contextlib.suppress(ChangedTheirMindError):
                numbers.append(report(engine, rt03, changes_mind=turn % 3 == 2))

    neighbours = [threading.Thread(target=live) for _ in range(3)]
    for neighbour in neighbours:
        neighbour.start()
    for neighbour in neighbours:
        neighbour.join()
    assert sorted(numbers) == list(range(1, 13))
