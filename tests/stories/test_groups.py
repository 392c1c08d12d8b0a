"""The bot among neighbours: one line for a command, silence for chatter; groups that move or throw it out."""

from datetime import UTC, datetime

from sqlmodel import select

from community import chats
from playground.messages import by, service
from storage import communities
from storage.communities import Chat, Destination
from tests.stories.first_steps import (
    group_with_bot,
    hasten,
    placed_by_chair,
)
from tests.stories.town import Town


def test_a_command_in_the_group_is_one_line_with_a_way_out(town: Town) -> None:
    budi, asep, siti = town.person("Budi"), town.person("Asep"), town.person("Siti")
    group = group_with_bot(town, budi, asep, siti)
    placed_by_chair(town, budi, group)
    asep.says("/usul", in_=group)
    line = asep.sees("Usulnya lewat obrolan pribadi", in_=group)
    assert line.labels == ["📝 Sampaikan usul"]
    siti.says("/usul", in_=group)
    siti.does_not_see("Usulnya lewat obrolan pribadi", in_=group)
    siti.says("halo semua", in_=group)
    siti.says("/entahapa", in_=group)
    siti.does_not_see("", in_=group)
    with town.writing() as session:  # a minute later
        hasten(session, group.id)
    town.neighbourhood.waits_for(lambda: town.neighbourhood.sent("deleteMessage"), "the line to be taken away")


def test_an_admin_bot_says_what_it_hears_and_takes_commands_away(town: Town) -> None:
    budi, asep = town.person("Budi"), town.person("Asep")
    group = group_with_bot(town, budi, asep)
    placed_by_chair(town, budi, group)
    group.add_bot(by=budi, admin=True)
    budi.sees("tetapi tidak menyimpannya", in_=group)
    command = asep.says("/usul", in_=group)
    asep.sees("Usulnya lewat obrolan pribadi", in_=group)
    with town.writing() as session:
        hasten(session, group.id)
    town.neighbourhood.waits_for(
        lambda: command.id in {one["params"]["message_id"] for one in town.neighbourhood.sent("deleteMessage")},
        "the command to be taken away",
    )


def test_an_anonymous_admin_is_answered_by_a_button(town: Town) -> None:
    budi = town.person("Budi")
    group = group_with_bot(town, budi)
    placed_by_chair(town, budi, group)
    budi.says("/usul", in_=group, anonymous=True)
    budi.sees("Usulnya lewat obrolan pribadi", in_=group)


def test_a_group_that_becomes_a_supergroup_stays_the_same_group(town: Town) -> None:
    budi, asep = town.person("Budi"), town.person("Asep")
    group = group_with_bot(town, budi, asep)
    placed_by_chair(town, budi, group)
    new = group.migrate()
    town.waits_for(lambda session: communities.chat_known_as(session, new), "the move")
    with town.session() as session:
        (chat,) = session.exec(select(Chat)).all()
        assert chat.telegram_id == new
        assert chat.kind == "supergroup"
        ids = communities.telegram_ids_of(session, chat.id or 0)
        assert [one.until is None for one in ids] == [False, True]
    budi.taps("Kirim tautan ke grup")
    asep.sees("Warga RT 03 sekarang bisa", in_=group)


def test_the_chair_hears_that_the_bot_was_thrown_out(town: Town) -> None:
    budi = town.person("Budi")
    group = group_with_bot(town, budi)
    placed_by_chair(town, budi, group)
    group.remove_bot(by=budi)
    budi.sees("Rembuk tidak lagi ada di grup Warga RT 03")
    with town.session() as session:
        (chat,) = session.exec(select(Chat)).all()
    assert chat.left_at is not None
    budi.taps("Kirim tautan ke grup")
    assert "Belum ada grupnya" in (budi.toast() or "")


def test_a_topic_is_where_the_placing_began(town: Town) -> None:
    budi = town.person("Budi")
    group = group_with_bot(town, budi, forum=True)
    topic = group.opens_topic("Usulan")
    budi.says("/pasang", in_=group, thread_id=topic)
    line = budi.sees("Pengurus bisa memasangnya", in_=group)
    assert line.view["thread_id"] == topic
    budi.taps_old(line, "Pasang untuk RT kita")
    placed_by_chair(town, budi, None)
    with town.session() as session:
        (destination,) = session.exec(select(Destination)).all()
    assert destination.thread_id == topic
    budi.taps("Kirim tautan ke grup")
    card = budi.sees("sekarang bisa menyampaikan usul", in_=group)
    assert card.view["thread_id"] == topic


def test_the_chair_says_where_to_go_when_the_topic_is_closed(town: Town) -> None:
    budi = town.person("Budi")
    group = group_with_bot(town, budi, forum=True)
    topic = group.opens_topic("Usulan")
    budi.says("/pasang", in_=group, thread_id=topic)
    budi.taps_old(budi.sees("Pengurus bisa memasangnya", in_=group), "Pasang untuk RT kita")
    placed_by_chair(town, budi, None)
    group.closes_topic(topic)
    with town.writing() as session:  # as the courier does when a message is refused there
        chats.topic_lost(session, chat=group.id, thread_id=topic, now=datetime.now(UTC))
    budi.sees("Topik di grup Warga RT 03 ditutup")
    budi.taps("Pakai topik utama")
    budi.sees("kabar dikirim ke topik utama")
    budi.taps("Kirim tautan ke grup")
    card = budi.sees("sekarang bisa menyampaikan usul", in_=group)
    assert card.view.get("thread_id") is None


def test_what_telegram_writes_when_the_bot_is_added_needs_no_second_answer(town: Town) -> None:
    budi, asep = town.person("Budi"), town.person("Asep")
    group = town.neighbourhood.group("Warga RT 03", creator=budi, members=[asep])
    group.add_bot(by=budi, payload="pasang")
    budi.sees("Terima kasih sudah mengundang", in_=group)
    budi.does_not_see("lewat obrolan pribadi", in_=group)
    asep.says("/start", in_=group)
    line = asep.sees("Pengurus bisa memasangnya", in_=group)
    assert line.labels == ["Pasang untuk RT kita"]


def test_a_renamed_group_is_known_by_its_new_name(town: Town) -> None:
    budi = town.person("Budi")
    group = group_with_bot(town, budi)
    with town.world.lock:
        chat = town.world.chat(group.id)
        service(town.world, chat, {"new_chat_title": "RT 03 Rukun"}, by(town.world.person(budi.id)))
    named = select(Chat).where(Chat.title == "RT 03 Rukun")
    assert town.waits_for(lambda session: session.exec(named).first(), "the new title")
