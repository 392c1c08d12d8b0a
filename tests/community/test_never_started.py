"""How many in the group have never opened the bot: no more than there are, and nothing before they are counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from community import reach
from storage import people
from storage.communities import Chat, ChatKind, Destination, Purpose
from storage.database import writing
from tests.community.rt_three import NOW, settle


@pytest.mark.parametrize(
    ("members", "known", "never"), [(42, 29, 12), (30, 29, 0), (20, 29, 0), (1, 0, 0), (None, 29, None)]
)
def test_who_has_never_started(members: int | None, known: int, never: int | None) -> None:
    assert reach.never_started(members, 1, known) == never


@given(st.integers(0, 10_000), st.integers(0, 5), st.integers(0, 10_000))
def test_it_is_never_less_than_nobody_nor_more_than_all(members: int, bots: int, known: int) -> None:
    never = reach.never_started(members, bots, known)
    assert never is not None
    assert 0 <= never <= members


def test_those_who_cannot_be_reached_in_private_count_as_well(engine: Engine) -> None:
    """Four live in RT 03, Asep has blocked the bot, Pak Joko lives elsewhere."""
    with writing(engine) as session:
        rt = settle(session)
        assert reach.never_started_in(session, rt.community) is None, "there is no group"
        chat = Chat(
            community_id=rt.community, kind=ChatKind.group, telegram_id=-7, title="RT 03", created_at=NOW
        )  # fmt: skip
        session.add(chat)
        session.flush()
        session.add(Destination(community_id=rt.community, chat_id=chat.id, purpose=Purpose.everything))
        session.flush()
        assert reach.never_started_in(session, rt.community) is None, "nobody has counted it"
        chat.member_count = 10
        assert reach.never_started_in(session, rt.community) == 5
        asep = people.by_id(session, rt.asep)
        assert asep is not None
        asep.reachable = False
        session.flush()
        assert reach.never_started_in(session, rt.community) == 6
