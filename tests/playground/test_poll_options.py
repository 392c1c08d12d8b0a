"""Options that people add to a poll and take away again, and what the bot hears of it."""

from functools import partial
from typing import Any

import pytest
import telegram

from playground.driver import Group, Neighbour, Neighbourhood, RefusedError
from tests.playground.kit import Ask, Clock, Updates


@pytest.fixture
def poll_id(bot: telegram.Bot, ask: Ask, group: Group, updates: Updates) -> str:
    """An open question: Selokan, Lampu, or whatever people add."""
    sent = ask(
        bot.send_poll(group.id, "Mana dulu?", ["Selokan", "Lampu"], is_anonymous=False, allow_adding_options=True)
    )
    updates()
    return str(sent.poll.id)


def test_somebody_adds_an_option(
    poll_id: str, group: Group, siti: Neighbour, budi: Neighbour, updates: Updates, clock: Clock
) -> None:
    budi.adds_option("  Gapura ", in_=group)
    state, told = updates()
    option = state.poll.options[2]
    assert (option.text, option.persistent_id, option.added_by_user.id) == ("Gapura", "2", budi.id)
    assert option.addition_date.timestamp() == clock()
    message = told.message
    assert (message.chat.id, message.from_user.id) == (group.id, budi.id)
    added = message.poll_option_added
    assert (added.option_persistent_id, added.option_text, added.poll_message.poll.id) == ("2", "Gapura", poll_id)
    siti.sees("Budi menambah pilihan “Gapura”", in_=group)
    siti.votes("Gapura", in_=group)
    assert updates()[0].poll_answer.option_persistent_ids == ("2",)


def test_persistent_ids_outlive_a_deletion(
    poll_id: str, group: Group, siti: Neighbour, budi: Neighbour, updates: Updates
) -> None:
    siti.adds_option("Gapura", in_=group)
    budi.adds_option("Paving", in_=group)
    budi.votes("Gapura", in_=group)
    siti.votes("Paving", in_=group)
    updates()
    siti.deletes_option("Gapura", in_=group)
    state, told = updates()
    assert [(one.persistent_id, one.voter_count) for one in state.poll.options] == [("0", 0), ("1", 0), ("3", 1)]
    assert state.poll.total_voter_count == 1, "who chose it alone has not voted any more"
    deleted = told.message.poll_option_deleted
    assert (deleted.option_persistent_id, deleted.option_text) == ("2", "Gapura")
    siti.votes("Lampu", in_=group)
    siti.adds_option("Gapura", in_=group)
    assert updates()[-2].poll.options[3].persistent_id == "4", "a number is never given twice"


def test_a_vote_for_several_keeps_the_others(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, budi: Neighbour, updates: Updates
) -> None:
    more: dict[str, Any] = {"allow_adding_options": True, "allows_multiple_answers": True}
    ask(bot.send_poll(group.id, "Apa saja?", ["Selokan", "Lampu"], is_anonymous=False, **more))
    budi.adds_option("Gapura", in_=group)
    siti.votes("Lampu", "Gapura", in_=group)
    budi.deletes_option("Gapura", in_=group)
    assert siti.sees_poll(in_=group).poll["my_option_ids"] == [1]
    assert updates()[-2].poll.total_voter_count == 1


def test_only_who_added_an_option_deletes_it(poll_id: str, group: Group, siti: Neighbour, budi: Neighbour) -> None:
    siti.adds_option("Gapura", in_=group)
    assert siti.sees_poll(in_=group).poll["my_added_ids"] == [2]
    for label in ("Gapura", "Selokan"):
        with pytest.raises(RefusedError, match="OPTION_INVALID"):
            budi.deletes_option(label, in_=group)
    with pytest.raises(RefusedError, match="OPTION_INVALID"):
        siti.door.delete_option(poll_id, siti.id, 9)


@pytest.mark.parametrize(("text", "words"), [("  ", "text must be non-empty"), ("x" * 101, "must not exceed 100")])
def test_options_have_their_length(poll_id: str, group: Group, siti: Neighbour, text: str, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        siti.adds_option(text, in_=group)


def test_twelve_options_are_enough(poll_id: str, group: Group, siti: Neighbour) -> None:
    for number in range(3, 13):
        siti.adds_option(f"Usul {number}", in_=group)
    with pytest.raises(RefusedError, match="poll can't have more than 12 options"):
        siti.adds_option("Usul 13", in_=group)


def test_a_closed_poll_and_a_common_one_take_none(
    bot: telegram.Bot, ask: Ask, poll_id: str, group: Group, siti: Neighbour
) -> None:
    common = ask(bot.send_poll(group.id, "Iuran?", ["10", "20"], is_anonymous=False))
    with pytest.raises(RefusedError, match="options can't be added to the poll"):
        siti.door.add_option(common.poll.id, siti.id, "30")
    ask(bot.stop_poll(group.id, siti.sees_poll("Mana dulu?", in_=group).id))
    door = siti.door
    for act in (partial(door.add_option, poll_id, siti.id, "x"), partial(door.delete_option, poll_id, siti.id, 0)):
        with pytest.raises(RefusedError, match="MESSAGE_POLL_CLOSED"):
            act()


def test_a_group_and_a_channel_add_options_too(
    poll_id: str, group: Group, siti: Neighbour, budi: Neighbour, updates: Updates
) -> None:
    group.make_admin(budi, anonymous=True)
    siti.takes_channel("Warung Siti")
    updates()
    budi.adds_option("Gapura", in_=group)
    siti.adds_option("Paving", in_=group)
    told = updates()
    options = told[-2].poll.options[2:]
    assert [(one.added_by_user, one.added_by_chat.title) for one in options] == [(None, "RT 03"), (None, "Warung Siti")]
    assert told[-1].message.sender_chat.title == "Warung Siti"


def test_in_a_topic_the_news_stays_in_the_topic(
    bot: telegram.Bot, ask: Ask, group: Group, town: Neighbourhood, siti: Neighbour, updates: Updates
) -> None:
    forum = town.group("RW 05", creator=siti, forum=True)
    forum.add_bot(by=siti)
    thread = forum.opens_topic("Pilihan")
    poll = bot.send_poll(
        forum.id, "Mana?", ["A"], is_anonymous=False, allow_adding_options=True, message_thread_id=thread
    )
    ask(poll)
    siti.adds_option("B", in_=forum)
    assert updates()[-1].message.message_thread_id == thread


def test_a_private_poll_takes_options_too(bot: telegram.Bot, ask: Ask, siti: Neighbour, updates: Updates) -> None:
    ask(bot.send_poll(siti.id, "Mana?", ["A"], is_anonymous=False, allow_adding_options=True))
    siti.adds_option("B")
    assert updates()[-1].message.poll_option_added.option_text == "B"


@pytest.mark.parametrize("people", [True])
def test_all_of_it_works_from_afar(bot: telegram.Bot, ask: Ask, url: str, updates: Updates) -> None:
    town = Neighbourhood.over_http(url, patience=5)
    crowd = town.people(3, "Tetangga")
    first, second, third = crowd
    group = town.group("RT 05", creator=first, members=[second])
    other = town.group("RT 06", creator=first, members=[third])
    group.add_bot(by=first)
    town.deliver_twice("poll_answer")
    town.withhold("poll_answer")
    ask(bot.send_poll(group.id, "Mana?", ["A", "B"], is_anonymous=False, allow_adding_options=True))
    first.forwards(first.sees_poll(in_=group), in_=other)
    second.adds_option("C", in_=group)
    third.votes("C", in_=other)
    first.takes_channel("Kabar RT")
    first.votes("A", in_=group)
    first.retracts(in_=group)
    second.deletes_option("C", in_=group)
    town.withhold("poll_answer", on=False)
    assert third.sees_poll(in_=other).counts == {"A": 0, "B": 0}
    assert [one.poll_answer.option_ids for one in updates() if one.poll_answer] == [(2,), (0,), ()]
    town.close()
