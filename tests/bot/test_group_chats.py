"""Groups move, close their topics and throw the bot out while messages to them wait."""

import pytest
from sqlmodel import select

from community import chats
from playground.driver import Group, Neighbour
from storage.communities import Chat, ChatKind, Community, CommunityKind, Destination, Purpose
from storage.database import reading, writing
from storage.outbox import Class
from storage.people import Membership, Person, Role
from tests.bot.office import Office


def rt_three(office: Office, group: Group, *, chair: Neighbour | None = None, thread_id: int | None = None) -> int:
    """A community whose messages go to the group, perhaps to a topic of it; the community's id."""
    now = office.house.now()
    with writing(office.engine) as session:
        place = Community(kind=CommunityKind.rt, code="7kq2mxab", name="RT 03", quiet_hours=[], created_at=now)
        session.add(place)
        chat = chats.come(
            session, telegram_id=group.id, kind=ChatKind.group, title="RT 03", bot_is_admin=False, now=now
        )
        session.flush()
        chat.community_id = place.id
        for purpose in Purpose:
            session.add(
                Destination(community_id=place.id or 0, chat_id=chat.id or 0, thread_id=thread_id, purpose=purpose)
            )
        if chair is not None:
            person = Person(telegram_id=chair.id, name="Pak Budi", community_id=place.id, created_at=now)
            session.add(person)
            session.flush()
            session.add(
                Membership(person_id=person.id or 0, community_id=place.id or 0, role=Role.chair, joined_at=now)
            )
        session.connection().exec_driver_sql("DELETE FROM outbox")  # the bot's own introduction is told elsewhere
        return place.id or 0


@pytest.fixture
def budi(office: Office) -> Neighbour:
    return office.person("Budi")


@pytest.fixture
def group(office: Office, budi: Neighbour) -> Group:
    return office.group("RT 03", budi)


@pytest.fixture
def forum(office: Office, budi: Neighbour) -> Group:
    return office.group("RT 03", budi, forum=True)


def closed_topic(office: Office, forum: Group, *, chair: Neighbour | None) -> tuple[int, int]:
    """The thread where the messages of RT 03 go, and where nobody may write any more; the community's id behind it."""
    topic = forum.opens_topic("Usulan")
    place = rt_three(office, forum, chair=chair, thread_id=topic)
    forum.closes_topic(topic)
    return topic, place


def chat_of(office: Office) -> Chat:
    with reading(office.engine) as session:
        found = session.exec(select(Chat)).one()
        session.expunge_all()
        return found


# ── a group becomes a supergroup ──


def test_a_move_in_the_middle_of_the_queue(office: Office, group: Group) -> None:
    rt_three(office, group)
    old = group.id
    for word in ("satu", "dua", "tiga"):
        office.writes(old, word)
    new = group.migrate()
    office.opens()
    office.waits_until("sent", "sent", "sent")
    assert office.arrived(new) == ["satu", "dua", "tiga"]
    assert office.arrived(old) == []
    assert [chat for (chat,) in office.rows("chat")] == [new] * 3
    assert chat_of(office).telegram_id == new


@pytest.mark.parametrize("is_noted", [True, False], ids=["after the move was noted", "in a group nobody had noted"])
def test_a_row_for_the_old_id_arrives_at_the_new_one_at_the_second_try(
    office: Office, group: Group, *, is_noted: bool
) -> None:
    if is_noted:
        rt_three(office, group)
    old, new = group.id, group.migrate()
    if is_noted:
        with writing(office.engine) as session:
            chats.moved(session, old=old, new=new, now=office.house.now())
    office.writes(old, "terlambat")
    office.opens()
    office.waits_until("sent")
    assert office.arrived(new) == ["terlambat"]
    assert [one["chat_id"] for one in office.tries()] == [old, new]


def test_what_was_sent_keeps_its_old_place_and_is_not_edited_any_more(office: Office, group: Group) -> None:
    rt_three(office, group)
    old = group.id
    office.writes(old, "kartu")
    office.opens()
    office.waits_until("sent")
    ((message_id,),) = office.rows("message_id")
    new = group.migrate()
    office.edits(old, message_id, "kartu baru")
    office.waits_until("sent", "moot")
    assert office.rows("chat") == [(old,), (new,)]
    assert chat_of(office).telegram_id == new


# ── topics ──


@pytest.mark.parametrize("rank", [Class.notice, Class.broadcast])
def test_a_message_that_can_wait_is_given_up_and_the_chair_is_asked(
    office: Office, budi: Neighbour, forum: Group, rank: Class
) -> None:
    topic, _ = closed_topic(office, forum, chair=budi)
    for words in ("kabar", "kabar lagi"):
        office.writes(forum.id, words, rank=rank, message_thread_id=topic)
    office.opens()
    office.waits_for(lambda: len(office.arrived(budi.id)) == len(Purpose), "one question for each purpose")
    office.waits_for(lambda: office.states().count("given_up") == 2, "both to be given up")
    assert office.arrived(forum.id) == []
    assert budi.reads().labels == ["Pakai topik utama"], "with a button to put it right"


@pytest.mark.parametrize("rank", [Class.reply, Class.reminder])
def test_only_what_is_urgent_falls_back_to_the_main_thread(
    office: Office, budi: Neighbour, forum: Group, rank: Class
) -> None:
    topic, _ = closed_topic(office, forum, chair=budi)
    office.writes(forum.id, "bahaya", rank=rank, message_thread_id=topic)
    office.opens()
    office.waits_for(lambda: office.states()[0] == "sent", "the message")
    assert office.arrived(forum.id) == ["bahaya"]
    assert "message_thread_id" not in office.tries()[1]["params"]
    office.waits_for(lambda: office.arrived(budi.id), "the question")


def test_an_urgent_message_waits_where_the_main_thread_is_only_busy(office: Office, forum: Group) -> None:
    topic, _ = closed_topic(office, forum, chair=None)
    office.neighbourhood.fail("sendMessage", "timeout", delay=0.3)
    office.writes(forum.id, "bahaya", rank=Class.reminder, message_thread_id=topic)
    office.opens()
    office.waits_for(office.tries, "the closed topic")
    office.neighbourhood.fail("sendMessage", "500")
    office.waits_until("sent")
    assert office.arrived(forum.id) == ["bahaya"]


def test_a_card_that_meets_a_closed_topic_asks_the_chair_too(office: Office, budi: Neighbour, forum: Group) -> None:
    """A notice has no parameters of its own: its topic is known only once it has been rendered."""
    _, place = closed_topic(office, forum, chair=budi)
    office.notifies("group.card", forum.id, place)
    office.opens()
    office.waits_for(lambda: office.arrived(budi.id), "the question")
    assert office.states()[0] == "given_up"


def test_a_lost_topic_of_a_group_that_is_nobodys_asks_nobody(office: Office, budi: Neighbour, forum: Group) -> None:
    office.writes(forum.id, "kabar", message_thread_id=999)
    office.opens()
    office.waits_until("given_up")
    assert office.arrived(budi.id) == []


# ── out of the group ──


def test_thrown_out_of_the_group(office: Office, budi: Neighbour, group: Group) -> None:
    rt_three(office, group, chair=budi)
    group.remove_bot(by=budi)
    office.writes(group.id, "kabar")
    office.opens()
    office.waits_for(lambda: office.arrived(budi.id), "the question where to go instead")
    assert office.states()[0] == "given_up"
    assert chat_of(office).left_at is not None
