"""Groups: privacy, members, anonymous admins, topics, and the move to a supergroup."""

import pytest
import telegram
from telegram.error import BadRequest, ChatMigrated, Forbidden

from playground.driver import Group, Neighbour, Neighbourhood, RefusedError
from tests.playground.kit import Ask, Updates


@pytest.fixture
def group(town: Neighbourhood, siti: Neighbour, budi: Neighbour, updates: Updates) -> Group:
    """RT 03: Budi founded it, Siti is in it, the bot is a plain member."""
    one = town.group("RT 03", creator=budi, members=[siti])
    one.add_bot(by=budi)
    updates()
    return one


def test_the_bot_hears_that_it_was_added(town: Neighbourhood, siti: Neighbour, updates: Updates) -> None:
    group = town.group("RT 03", creator=siti)
    group.add_bot(by=siti, admin=True, payload="rt-7kq2")
    kinds = []
    for one in updates():
        change = one.my_chat_member
        if change:
            kinds.append((change.old_chat_member.status, change.new_chat_member.status))
    assert kinds == [("left", "member"), ("member", "administrator")]


def test_a_startgroup_link(town: Neighbourhood, siti: Neighbour, updates: Updates) -> None:
    town.group("RT 03", creator=siti).add_bot(by=siti, payload="rt-7kq2")
    assert updates()[-1].message.text == "/start@rembuk_bot rt-7kq2"


def test_privacy(group: Group, siti: Neighbour, updates: Updates) -> None:
    siti.says("obrolan biasa", in_=group)
    siti.says("/usul", in_=group)
    siti.says("/usul@other_bot", in_=group)
    siti.says("@Rembuk_bot tolong", in_=group)
    heard = [one.message.text for one in updates()]
    assert heard == ["/usul", "@Rembuk_bot tolong"]


def test_replies_to_the_bot_are_heard(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, updates: Updates
) -> None:
    siti.says("/usul", in_=group)
    ask(bot.send_message(group.id, "Ada usul?"))
    siti.says("jalan rusak", in_=group, reply_to=siti.sees("Ada usul?"))
    reply = updates()[-1].message
    assert (reply.text, reply.reply_to_message.text) == ("jalan rusak", "Ada usul?")


def test_an_admin_bot_hears_everything(group: Group, budi: Neighbour, siti: Neighbour, updates: Updates) -> None:
    group.add_bot(by=budi, admin=True)
    siti.says("obrolan biasa", in_=group)
    assert updates()[-1].message.text == "obrolan biasa"


def test_an_anonymous_admin(group: Group, budi: Neighbour, updates: Updates) -> None:
    group.make_admin(budi, anonymous=True)
    budi.says("/atur", in_=group)
    message = updates()[-1].message
    assert (message.from_user.id, message.sender_chat.id) == (1087968824, group.id)


def test_who_is_in_it(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, budi: Neighbour, town: Neighbourhood
) -> None:
    assert ask(bot.get_chat_member_count(group.id)) == 3
    assert [one.user.id for one in ask(bot.get_chat_administrators(group.id))] == [budi.id]
    assert ask(bot.get_chat_member(group.id, siti.id)).status == "member"
    stranger = town.person("Joko")
    assert ask(bot.get_chat_member(group.id, stranger.id)).status == "left"
    group.add(stranger, by=budi)
    group.remove(siti, by=budi)
    assert ask(bot.get_chat_member(group.id, siti.id)).status == "kicked"
    assert ask(bot.get_chat(group.id)).title == "RT 03"
    with pytest.raises(BadRequest, match=r"(?i)not enough rights"):
        ask(bot.export_chat_invite_link(group.id))
    group.add_bot(by=budi, admin=True)
    assert ask(bot.export_chat_invite_link(group.id)).startswith("https://t.me/+")
    with pytest.raises(BadRequest, match=r"(?i)invalid user_id"):
        ask(bot.get_chat_member(group.id, 42))


def test_comings_and_goings_are_told(
    group: Group, town: Neighbourhood, siti: Neighbour, budi: Neighbour, updates: Updates
) -> None:
    joko = town.person("Joko")
    group.add(joko, by=siti)
    group.remove(joko)
    came, went = [one.message for one in updates()]
    assert [one.id for one in came.new_chat_members] == [joko.id]
    assert went.left_chat_member.id == joko.id
    with pytest.raises(RefusedError, match=r"CHAT_WRITE_FORBIDDEN"):
        joko.says("halo", in_=group)


def test_a_bot_that_was_kicked(bot: telegram.Bot, ask: Ask, group: Group, budi: Neighbour, updates: Updates) -> None:
    group.remove_bot(by=budi)
    change = updates()[-1].my_chat_member
    assert change.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match=r"(?i)bot was kicked from the group chat"):
        ask(bot.send_message(group.id, "halo"))


def test_a_bot_that_has_left(bot: telegram.Bot, ask: Ask, group: Group) -> None:
    assert ask(bot.leave_chat(group.id))
    with pytest.raises(Forbidden, match=r"(?i)bot is not a member of the group chat"):
        ask(bot.send_message(group.id, "halo"))


def test_migration(bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, updates: Updates) -> None:
    old = group.id
    new = group.migrate()
    there, here = [one.message for one in updates()]
    assert (there.chat.id, there.migrate_to_chat_id) == (old, new)
    assert (here.chat.id, here.migrate_from_chat_id) == (new, old)
    with pytest.raises(ChatMigrated) as moved:
        ask(bot.send_message(old, "halo"))
    assert moved.value.new_chat_id == new
    assert ask(bot.send_message(new, "halo")).chat.type == "supergroup"
    siti.says("/usul", in_=group)
    assert updates()[-1].message.chat.id == new
    assert {view["chat_id"] for view in siti.door.screens(siti.id)["views"]} == {siti.id, new}


def test_topics(bot: telegram.Bot, ask: Ask, town: Neighbourhood, budi: Neighbour, updates: Updates) -> None:
    forum = town.group("RW 05", creator=budi, forum=True)
    forum.add_bot(by=budi)
    roads = forum.opens_topic("Jalan")
    assert updates()[-1].message.forum_topic_created.name == "Jalan"
    sent = ask(bot.send_message(forum.id, "Topik jalan", message_thread_id=roads))
    assert (sent.message_thread_id, sent.is_topic_message) == (roads, True)
    budi.says("/usul", in_=forum, thread_id=roads)
    assert updates()[-1].message.message_thread_id == roads
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        ask(bot.send_message(forum.id, "x", message_thread_id=999))
    forum.closes_topic(roads)
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        ask(bot.send_message(forum.id, "x", message_thread_id=roads))
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to create a topic"):
        ask(bot.create_forum_topic(forum.id, "Air"))
    forum.add_bot(by=budi, admin=True)
    assert ask(bot.create_forum_topic(forum.id, "Air")).name == "Air"


def test_a_person_who_blocks_and_comes_back(siti: Neighbour, updates: Updates) -> None:
    siti.blocks_bot()
    siti.starts("again")
    blocked, unblocked, start = updates()
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member.new_chat_member.status == "member"
    assert start.message.text == "/start again"
