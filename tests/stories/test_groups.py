"""The bot among neighbours: one line for a command, silence for chatter; groups that move or throw it out."""

from datetime import UTC, datetime

from sqlmodel import select

from community import chats
from playground.driver import Group, Neighbour, Seen
from playground.messages import by, service
from storage import communities
from storage.communities import Chat, Destination
from tests.stories.first_steps import group_with_bot, hasten, placed_by_chair, placed_group
from tests.stories.town import Town

IN_PRIVATE = "Usulnya lewat obrolan pribadi"
REPORT = "📝 Sampaikan usul"


def the_chat(town: Town) -> Chat:
    with town.session() as session:
        return session.exec(select(Chat)).one()


def a_minute_later(town: Town, group: Group, message: Seen) -> None:
    """The message has been taken away."""
    with town.writing() as session:
        hasten(session, group.id)
    town.neighbourhood.waits_for(
        lambda: message.id in {one["params"]["message_id"] for one in town.neighbourhood.sent("deleteMessage")},
        "the message to be taken away",
    )


# ── commands and chatter ──


def test_a_command_in_the_group_is_one_line_with_a_way_out(town: Town, budi: Neighbour, joko: Neighbour) -> None:
    siti = town.person("Siti")
    group = placed_group(town, budi, joko, siti)
    joko.says("/usul", in_=group)
    line = joko.sees(IN_PRIVATE, in_=group)
    assert line.labels == [REPORT]
    siti.says("/usul", in_=group)
    siti.does_not_see(IN_PRIVATE, in_=group)
    siti.says("halo semua", in_=group)
    siti.says("/entahapa", in_=group)
    siti.does_not_see("", in_=group)
    a_minute_later(town, group, line)


def test_an_admin_bot_says_what_it_hears_and_takes_commands_away(town: Town, budi: Neighbour, joko: Neighbour) -> None:
    group = placed_group(town, budi, joko)
    group.add_bot(by=budi, admin=True)
    budi.sees("tetapi tidak menyimpannya", in_=group)
    command = joko.says("/usul", in_=group)
    joko.sees(IN_PRIVATE, in_=group)
    a_minute_later(town, group, command)


def test_an_anonymous_admin_is_answered_by_a_button(town: Town, budi: Neighbour) -> None:
    group = placed_group(town, budi)
    budi.says("/usul", in_=group, anonymous=True)
    assert budi.sees(IN_PRIVATE, in_=group).labels == [REPORT]


def test_what_telegram_writes_when_the_bot_is_added_needs_no_second_answer(
    town: Town, budi: Neighbour, joko: Neighbour
) -> None:
    group = town.group("Warga RT 03", creator=budi, members=[joko])
    group.add_bot(by=budi, payload="pasang")
    budi.sees("Terima kasih sudah mengundang", in_=group)
    budi.does_not_see("lewat obrolan pribadi", in_=group)
    joko.says("/start", in_=group)
    line = joko.sees("Pengurus bisa memasangnya", in_=group)
    assert line.labels == ["Pasang untuk RT kita"]


# ── groups change ──


def test_a_group_that_becomes_a_supergroup_stays_the_same_group(town: Town, budi: Neighbour, joko: Neighbour) -> None:
    group = placed_group(town, budi, joko)
    new = group.migrate()
    town.waits_for(lambda session: communities.chat_known_as(session, new), "the move")
    chat = the_chat(town)
    assert (chat.telegram_id, chat.kind) == (new, "supergroup")
    with town.session() as session:
        ids = communities.telegram_ids_of(session, chat.id or 0)
    assert [one.until is None for one in ids] == [False, True]
    budi.taps("Kirim tautan ke grup")
    joko.sees("Warga RT 03 sekarang bisa", in_=group)


def test_the_chair_hears_that_the_bot_was_thrown_out(town: Town, budi: Neighbour) -> None:
    group = placed_group(town, budi)
    group.remove_bot(by=budi)
    budi.sees("Rembuk tidak lagi ada di grup Warga RT 03")
    assert the_chat(town).left_at is not None
    budi.taps("Kirim tautan ke grup")
    assert "Belum ada grupnya" in (budi.toast() or "")


def test_a_renamed_group_is_known_by_its_new_name(town: Town, budi: Neighbour) -> None:
    group = group_with_bot(town, budi)
    with town.world.lock:
        chat = town.world.chat(group.id)
        service(town.world, chat, {"new_chat_title": "RT 03 Rukun"}, by(town.world.person(budi.id)))
    named = select(Chat).where(Chat.title == "RT 03 Rukun")
    assert town.waits_for(lambda session: session.exec(named).first(), "the new title")


# ── topics ──


def placed_in_topic(town: Town, budi: Neighbour) -> tuple[Group, int]:
    """A forum whose chair placed the bot from one of its topics; that topic's thread."""
    group = group_with_bot(town, budi, forum=True)
    topic = group.opens_topic("Usulan")
    budi.says("/pasang", in_=group, thread_id=topic)
    line = budi.sees("Pengurus bisa memasangnya", in_=group)
    assert line.view["thread_id"] == topic
    budi.taps_old(line, "Pasang untuk RT kita")
    placed_by_chair(town, budi, None)
    return group, topic


def thread_of_card(budi: Neighbour, group: Group) -> int | None:
    """Where in the group the card for neighbours arrives."""
    budi.taps("Kirim tautan ke grup")
    thread = budi.sees("sekarang bisa menyampaikan usul", in_=group).view.get("thread_id")
    return None if thread is None else int(thread)


def test_a_topic_is_where_the_placing_began(town: Town, budi: Neighbour) -> None:
    group, topic = placed_in_topic(town, budi)
    with town.session() as session:
        (destination,) = session.exec(select(Destination)).all()
    assert destination.thread_id == topic
    assert thread_of_card(budi, group) == topic


def test_the_chair_says_where_to_go_when_the_topic_is_closed(town: Town, budi: Neighbour) -> None:
    group, topic = placed_in_topic(town, budi)
    group.closes_topic(topic)
    with town.writing() as session:  # as the courier does when a message is refused there
        chats.topic_lost(session, chat=group.id, thread_id=topic, now=datetime.now(UTC))
    budi.sees("Topik di grup Warga RT 03 ditutup")
    budi.taps("Pakai topik utama")
    budi.sees("kabar dikirim ke topik utama")
    assert thread_of_card(budi, group) is None
