"""Which of the kept answers can be understood: found by the options of the cards, whatever lies before them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from storage import stray_votes
from storage.database import open_engine, writing
from storage.polls import PollCard
from tests.community.polling import asks
from tests.community.rt_three import NOW, settle

TINI, ASEP, BUDI = 7, 8, 9
KNOWN = "7001"


@pytest.fixture
def here(engine: Engine) -> Iterator[Session]:
    """Telegram's own poll, with two options by the names of 0 and 1."""
    with writing(engine) as session:
        poll = asks(session, settle(session))
        session.add(PollCard(poll_id=poll.id, is_native=True, native_id=KNOWN, names={"0": 1, "1": 2}))
        session.flush()
        yield session


def understood(session: Session, most: int = 9) -> list[int]:
    return [one.telegram_id for one in stray_votes.understood(session, most=most)]


@pytest.mark.parametrize("options", [[], ["0"], ["1", "0"]])
def test_known_options_or_none(here: Session, options: list[str]) -> None:
    stray_votes.keep(here, KNOWN, TINI, options, NOW)
    assert understood(here) == [TINI]


@pytest.mark.parametrize("options", [["2"], ["0", "2"], ['"0"'], [""], ["Sabtu 'pagi'"]])
def test_an_option_that_no_card_knows(here: Session, options: list[str]) -> None:
    stray_votes.keep(here, KNOWN, TINI, options, NOW)
    assert understood(here) == []


def test_what_cannot_be_understood_does_not_hold_up_what_lies_behind_it(here: Session) -> None:
    stray_votes.keep(here, KNOWN, TINI, ["0", "9"], NOW)
    stray_votes.keep(here, "nobody-knows-it", ASEP, ["0"], NOW)
    stray_votes.keep(here, KNOWN, BUDI, ["1"], NOW)
    stray_votes.keep(here, KNOWN, ASEP, ["0"], NOW)
    assert understood(here, most=1) == [BUDI]
    assert understood(here) == [BUDI, ASEP]


def test_what_another_writes_just_now_is_theirs(postgresql_url: str) -> None:
    one, two = open_engine(postgresql_url), open_engine(postgresql_url)
    with writing(one) as session:
        poll = asks(session, settle(session))
        session.add(PollCard(poll_id=poll.id, is_native=True, native_id=KNOWN, names={"0": 1}))
        for who in (TINI, ASEP):
            stray_votes.keep(session, KNOWN, who, ["0"], NOW)
    with writing(one) as first, writing(two) as second:
        assert understood(first, most=1) == [TINI]
        assert understood(second, most=1) == [ASEP]
    one.dispose()
    two.dispose()
