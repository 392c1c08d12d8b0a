"""A group becomes a supergroup while it is called together and asked: its cards are put up there, and go on."""

import pytest
import sqlalchemy as sa
from sqlmodel import select

from community import chats, event_cards
from playground.driver import Group, Neighbour, Seen
from storage.communities import Chat, ChatKind
from storage.outbox import outbox
from tests.stories.meeting_up import TITLE, answers, calls, cancels, moves, postpones
from tests.stories.rt_three import group_of_rt_three
from tests.stories.test_vote_in_group import says
from tests.stories.town import Town
from tests.stories.voting import TITLE as QUESTION
from tests.stories.voting import are_known, asks, choices


@pytest.fixture
def group(town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour) -> Group:
    are_known(town, tini, asep, chair)
    return group_of_rt_three(town, chair, tini, asep)


def migrates(town: Town, group: Group, card: Seen, one: Neighbour, title: str) -> Seen:
    """The card as it stands in the supergroup."""
    group.migrate()
    anew = one.sees(title, in_=group)
    assert anew.chat_id == group.id != card.chat_id
    return anew


def test_an_event_is_answered_there_with_all_that_was_answered_before(
    town: Town, group: Group, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair)
    card = tini.sees(TITLE, in_=group)
    tini.taps("✋ Ikut", in_=group)
    tini.sees("✋ 1 orang ikut", in_=group)
    anew = migrates(town, group, card, asep, TITLE)
    assert anew.says("✋ 1 orang ikut")
    asep.taps("✋ Ikut", in_=group)
    redrawn = asep.sees("✋ 2 orang ikut", in_=group)
    assert (redrawn.chat_id, redrawn.id) == (anew.chat_id, anew.id)
    asep.taps_old(card, "🤔 Belum tentu")
    asep.sees("✋ 1 orang ikut · 🤔 1 belum tentu", in_=group)
    assert answers(town, occurrence) == {"Bu Tini": "coming", "Asep": "maybe"}
    cancels(town, chair, occurrence, "Hujan")
    asep.sees("dibatalkan", in_=group)


def test_a_question_is_voted_on_there_and_each_has_one_vote(
    town: Town, group: Group, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    poll = asks(town, chair)
    card = tini.sees(QUESTION, in_=group)
    tini.taps("1 Selokan", in_=group)
    tini.sees("Sudah memilih: 1 dari 3 warga", in_=group)
    anew = migrates(town, group, card, asep, QUESTION)
    asep.taps("4 Air", in_=group)
    assert says(asep).startswith("✓ Air keruh")
    redrawn = asep.sees("Sudah memilih: 2 dari 3 warga", in_=group)
    assert (redrawn.chat_id, redrawn.id) == (anew.chat_id, anew.id)
    tini.taps("2 Lampu", in_=group)
    asep.sees("Sudah memilih: 2 dari 3 warga", in_=group)
    assert sorted(choices(town, poll)) == [([1, 2], True), ([4], True)]


def test_what_is_over_is_not_put_up_again(town: Town, group: Group, tini: Neighbour, chair: Neighbour) -> None:
    occurrence, before = calls(town, chair), group.id
    tini.sees(TITLE, in_=group)
    cancels(town, chair, occurrence, "Hujan")
    tini.sees("dibatalkan", in_=group)
    new = group.migrate()
    town.waits_for(lambda session: session.exec(select(Chat).where(Chat.telegram_id == new)).first(), "the move")
    with town.session() as session:
        rows = session.connection().execute(sa.select(outbox.c.chat).where(outbox.c.kind == event_cards.CARD))
        assert rows.scalars().all() == [before]


def test_what_was_put_off_for_rain_stands_there_too_and_says_its_new_time(
    town: Town, group: Group, tini: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair)
    card = tini.sees(TITLE, in_=group)
    postpones(town, chair, occurrence, "Hujan")
    assert tini.sees("Waktu baru dikabarkan nanti", in_=group).id == card.id
    town.passes(days=5)
    anew = migrates(town, group, card, tini, TITLE)
    assert anew.says("Waktu baru dikabarkan nanti")
    moves(town, chair, occurrence, "Sudah terang", days=7)
    tini.taps("✋ Ikut", in_=group)
    assert tini.sees("✋ 1 orang ikut", in_=group).id == anew.id


def test_a_group_that_moved_while_the_bot_was_out_has_its_cards_once_it_is_back(
    town: Town, group: Group, tini: Neighbour, chair: Neighbour
) -> None:
    calls(town, chair)
    tini.sees(TITLE, in_=group)
    with town.writing() as session:
        chats.left(session, telegram_id=group.id, now=town.now())
    old, new = group.id, group.migrate()
    town.waits_for(lambda session: session.exec(select(Chat).where(Chat.telegram_id == new)).first(), "the move")
    tini.does_not_see(TITLE, in_=group)
    for _ in range(2):
        with town.writing() as session:
            chats.come(
                session, telegram_id=new, kind=ChatKind.supergroup, title="Warga RT 03", bot_is_admin=False,
                now=town.now(),
            )  # fmt: skip
            chats.moved(session, old=old, new=new, now=town.now())
    tini.sees(TITLE, in_=group)
    with town.session() as session:
        rows = session.connection().execute(sa.select(outbox.c.chat).where(outbox.c.kind == event_cards.CARD))
        assert sorted(rows.scalars()) == sorted([old, new])
