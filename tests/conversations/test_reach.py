"""Whoever blocked the bot is within reach again as soon as they write, whatever it is and whatever comes of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
import pytest
from sqlmodel import select
from telegram import Bot, Update

from community import people
from community.refusals import NotAllowed
from conversations import chats, stage
from conversations.talk import Card, Talk
from storage import inbox
from storage.database import writing
from storage.people import Person, organisers_of
from tests.conversations import parlour as room
from tests.conversations.parlour import Guest, Parlour, said

Act = Callable[[Guest], object]


@pytest.fixture
def blocked(parlour: Parlour, siti: Guest) -> Guest:
    """Telegram has said that nothing arrives there any more."""
    siti.says("Selokan")
    with writing(parlour.engine) as session:
        people.unreachable(session, telegram_id=siti.id)
    assert not is_reachable(siti)
    return siti


def is_reachable(guest: Guest) -> bool:
    found: bool = guest.parlour.look(
        lambda session: session.exec(select(Person.reachable).where(Person.telegram_id == guest.id)).one()
    )
    return found


ACTS: list[Act] = [
    lambda guest: guest.says("halo"),
    lambda guest: guest.says("/usul"),
    lambda guest: guest.sends_photo(1),
    lambda guest: guest.sends_voice(),
    lambda guest: guest.sends(dice={"emoji": "🎲", "value": 3}),
    lambda guest: guest.taps("Cepat"),
    lambda guest: guest.taps_data("c.nobody"),
    lambda guest: guest.edits("Selokan!"),
]


@pytest.mark.parametrize("act", ACTS)
def test_whatever_they_do(blocked: Guest, act: Act) -> None:
    act(blocked)
    assert is_reachable(blocked)


def test_what_is_to_be_told_reaches_them_from_that_moment_on(parlour: Parlour, blocked: Guest) -> None:
    """In the very same stage: what they do may be told to themselves."""
    found: list[int] = []

    def looks(talk: Talk[Any]) -> None:
        role = "UPDATE membership SET role = 'organiser'"
        talk.session.connection().exec_driver_sql(role)
        found.extend(one.telegram_id for one in organisers_of(talk.session, parlour.community_id))

    parlour.house = replace(parlour.house, cards={"look": Card(lambda talk, _: looks(talk))})
    blocked.taps_data("c.look")
    assert found == [blocked.id]


def test_also_if_what_they_ask_is_refused(parlour: Parlour, blocked: Guest) -> None:
    def refuses(_talk: Talk[Any], _rest: str) -> None:
        raise NotAllowed("join.not_yours")

    parlour.house = replace(parlour.house, cards={"no": Card(refuses)})
    blocked.taps_data("c.no")
    assert blocked.toast == said("join.not_yours")
    assert is_reachable(blocked)


def test_not_by_what_they_do_in_a_group(parlour: Parlour, blocked: Guest) -> None:
    """There they can write without having unblocked the bot."""
    chat, blocked.chat = blocked.chat, {"id": -1005, "type": "supergroup", "title": "RT 03"}
    blocked.says("halo")
    assert not is_reachable(blocked)
    blocked.chat = chat
    blocked.says("halo")
    assert is_reachable(blocked)


def test_not_by_anybody_else(parlour: Parlour, blocked: Guest) -> None:
    parlour.guest(8, "Budi").says("halo")
    assert not is_reachable(blocked)


def test_blocking_itself_is_no_word_of_theirs(
    parlour: Parlour, blocked: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "entry_for", lambda _: chats.membership)
    bot = {"user": {"id": 99, "is_bot": True, "first_name": "Rembuk"}}
    old, new = {**bot, "status": "member"}, {**bot, "status": "kicked"}
    change = {"chat": blocked.chat, "from": blocked.me, "date": int(parlour.now), "old_chat_member": old}
    kicked = {"my_chat_member": {**change, "new_chat_member": {**new, "until_date": 0}}}
    parlour.hears({"update_id": next(parlour.numbers), **kicked})
    assert not is_reachable(blocked)
    back = {"my_chat_member": {**change, "old_chat_member": {**new, "until_date": 0}, "new_chat_member": old}}
    parlour.hears({"update_id": next(parlour.numbers), **back})
    assert is_reachable(blocked)


def test_an_update_that_was_handled_before_says_nothing_new(parlour: Parlour, blocked: Guest) -> None:
    """They wrote, blocked the bot, and Telegram brings the old message once more."""
    message = {"message_id": 1, "date": 1, "chat": blocked.chat, "from": blocked.me, "text": "halo"}
    update = {"update_id": 5_000, "message": message}
    parlour.hears(update)
    with writing(parlour.engine) as session:
        people.unreachable(session, telegram_id=blocked.id)
    with writing(parlour.engine) as session:
        inbox.keep(session, [update], parlour.now)
    with writing(parlour.engine) as session:
        assert inbox.claim(session, room.OWNER, most=5) == []
    assert not is_reachable(blocked)


def test_also_if_what_they_wrote_could_not_be_handled(parlour: Parlour, blocked: Guest) -> None:
    """A mistake of ours takes back whatever its stage has done; the apology that follows is for someone who is here."""
    update = {"update_id": 7_000, "message": {"message_id": 1, "date": 1, "chat": blocked.chat, "from": blocked.me}}
    with writing(parlour.engine) as session:
        inbox.keep(session, [update], parlour.now)
    with writing(parlour.engine) as session:
        (ticket,) = inbox.claim(session, room.OWNER, most=5)
    with writing(parlour.engine) as session:
        stage.park(session, ticket, parlour.house, "ValueError", "AB12", Bot("1:x"))
    assert is_reachable(blocked)


def test_also_if_it_was_one_too_many(parlour: Parlour, blocked: Guest) -> None:
    private = {"date": 1, "chat": blocked.chat, "from": blocked.me, "text": "halo"}
    many = range(1_000, 1_000 + inbox.FLOOD_AFTER + 1)
    updates = [{"update_id": number, "message": {"message_id": number, **private}} for number in many]
    with writing(parlour.engine) as session:
        inbox.keep(session, updates, parlour.now)
        session.connection().exec_driver_sql("UPDATE inbox SET state = 'parked' WHERE overflow = false")
    with writing(parlour.engine) as session:
        (ticket,) = inbox.claim(session, room.OWNER, most=5)
    assert ticket.overflow
    with writing(parlour.engine) as session:
        update = Update.de_json(orjson.loads(ticket.payload), None)
        stage.perform(session, ticket, update, stage.spoken, parlour.house)
    assert is_reachable(blocked)
