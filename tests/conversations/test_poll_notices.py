"""What is said of polls is looked at again when it leaves: not to who has voted, moved away, nor after its time."""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, select

from community import chats, poll_cards, polls
from conversations import poll_card, poll_notices
from conversations.calls import Call, Rendered
from conversations.talk import House
from locales import words
from storage import outbox
from storage.communities import Chat, ChatKind, ChatTelegramId
from storage.outbox import Row
from storage.people import Membership
from storage.polls import Counts, Method, Poll, PollCard, Way
from tests.community.polls_in_a_topic import GROUP, SECRET, TOPIC, ask, asked_in_a_topic, close, recognise, votes_for
from tests.community.rt_three import NOW
from tests.community.told_for import Place

ID = words("id")
ROW = Row(1, GROUP, outbox.Class.notice, None, "poll.card", None, None, None, 1, 0.0)


def house(at: datetime = NOW) -> House:
    return House(
        dialogues={}, cards={}, links={}, stranger=lambda _talk: None, unasked=lambda *_: None,
        bot_username="rembuk_bot", owner="test", clock=at.timestamp, secret=SECRET,
    )  # fmt: skip


def leaves(session: Session, kind: str, subject: int, to: int | None = None, at: datetime = NOW) -> Rendered:
    row = replace(ROW, kind=kind, subject_id=subject, person_id=to, chat=5 if to else GROUP)
    return poll_notices.RENDER[kind](session, row, ID, house(at))


def the_call(said: Rendered) -> Call:
    assert isinstance(said, list)
    (call,) = said
    return call


def test_the_card_goes_into_its_topic_and_not_at_all_once_it_is_over(place: Place) -> None:
    session, rt = place
    poll, card = asked_in_a_topic(session, rt)
    call = the_call(leaves(session, poll_cards.CARD, card.id))
    assert call.parameters["message_thread_id"] == TOPIC
    assert leaves(session, poll_cards.CARD, card.id, at=NOW + timedelta(days=4)) is None
    close(session, poll)
    assert leaves(session, poll_cards.CARD, card.id) is None
    assert leaves(session, poll_cards.CARD, 99_999) is None


def test_the_result_is_a_picture_with_words_or_words_alone_if_nobody_voted(place: Place) -> None:
    session, rt = place
    recognise(session, rt.tini)
    poll, _ = asked_in_a_topic(session, rt)
    assert leaves(session, poll_cards.IN_GROUP, poll.id) is None, "it is open"
    votes_for(session, poll, rt.tini, 2)
    close(session, poll)
    call = the_call(leaves(session, poll_cards.IN_GROUP, poll.id))
    assert (call.method, call.parameters["message_thread_id"]) == ("sendPhoto", TOPIC)
    assert call.files["photo"][0] == "hasil-tanya-warga-1.png"
    assert "1) Lampu · 1 suara" in call.parameters["caption"]


def test_nobody_voted(place: Place) -> None:
    session, rt = place
    poll, _ = asked_in_a_topic(session, rt)
    close(session, poll)
    call = the_call(leaves(session, poll_cards.IN_GROUP, poll.id))
    assert call.method == "sendMessage"
    assert "0 dari 0 warga memilih." in call.parameters["text"]


def test_who_has_voted_meanwhile_or_lives_with_who_has_is_not_reminded(place: Place) -> None:
    session, rt = place
    recognise(session, rt.tini, rt.asep, rt.siti)
    for member in session.exec(select(Membership)):
        member.house_mark = "house 5" if member.person_id in (rt.tini, rt.asep) else None
        session.add(member)
    poll = ask(session, rt, counts=Counts.house)
    evening = NOW + timedelta(days=2)
    assert (
        "Tinggal 1 hari untuk memilih. 0 dari"
        in the_call(leaves(session, poll_cards.REMIND, poll.id, rt.asep, evening)).parameters["text"]
    )
    votes_for(session, poll, rt.tini, 1)
    for person in (rt.tini, rt.asep):
        assert leaves(session, poll_cards.REMIND, poll.id, person, evening) is None
    said = the_call(leaves(session, poll_cards.REMIND, poll.id, rt.siti, NOW + timedelta(days=2, hours=21)))
    assert "Tinggal 3 jam untuk memilih. 1 dari" in said.parameters["text"]
    assert leaves(session, poll_cards.REMIND, poll.id, rt.siti, NOW + timedelta(days=3)) is None


def test_a_reminder_that_still_waits_when_more_time_is_given_says_the_new_end(place: Place) -> None:
    session, rt = place
    recognise(session, rt.tini, rt.asep, rt.budi)
    poll = ask(session, rt)
    evening = NOW + timedelta(days=2)
    polls.extend(session, poll.id, poll.closes_at + timedelta(days=4), by=rt.budi, now=evening)
    said = the_call(leaves(session, poll_cards.REMIND, poll.id, rt.asep, evening))
    assert "Tinggal 5 hari untuk memilih." in said.parameters["text"]
    votes_for(session, poll, rt.tini, 1)
    assert leaves(session, poll_cards.REMIND, poll.id, rt.tini, evening) is None


def test_telegrams_own_poll_is_opened_where_it_stands(place: Place) -> None:
    session, rt = place
    poll, card = asked_in_a_topic(session, rt, method=Method.choose_one, way=Way.native, most=1)
    evening = NOW + timedelta(days=2)

    def buttons(kind: str, at: datetime) -> list[str]:
        call = the_call(leaves(session, kind, poll.id, rt.tini, at))
        rows = call.parameters.get("reply_markup", {}).get("inline_keyboard", [])
        return [one["url"] for row in rows for one in row]

    assert buttons(poll_cards.REMIND, evening) == [], "it has not left yet"
    stands_as(session, card.row_id, -1_001_234_567_890, 17)
    for kind, at in ((poll_cards.REMIND, evening), (poll_cards.MOVED, NOW)):
        assert buttons(kind, at) == ["https://t.me/c/1234567890/17"]
    _, rows = poll_card.in_private(session, ID, poll, house(), None)
    assert [(one.key, one.url) for row in rows for one in row] == [("poll.choose", "https://t.me/c/1234567890/17")]
    stands_in_rt_four_too(session, poll)
    _, rows = poll_card.in_private(session, ID, poll, house(), None)
    assert [one.label for row in rows for one in row] == ["🗳 Warga", "🗳 Warga RT 04"]
    chats.moved(session, old=-1_001_234_567_890, new=-1_009, now=NOW)
    chats.moved(session, old=-1_001_234_567_891, new=-1_008, now=NOW)
    assert buttons(poll_cards.REMIND, evening) == [], "what stood in the old group is not opened so"
    said = the_call(leaves(session, poll_cards.REMIND, poll.id, rt.tini, evening)).parameters["text"]
    assert "Ini dipilih lewat polling Telegram di grup, ya 🙏" in said


def stands_as(session: Session, row_id: int | None, telegram_id: int, message_id: int) -> None:
    """The group has this id, and the poll is this message of it."""
    chat = session.exec(select(Chat)).one()
    known = session.exec(select(ChatTelegramId)).one()
    chat.telegram_id = known.telegram_id = telegram_id
    session.add_all([chat, known])
    session.flush()
    statement = sa.update(outbox.outbox).where(outbox.outbox.c.id == row_id)
    session.connection().execute(statement.values(chat=telegram_id, message_id=message_id, state="sent"))


def stands_in_rt_four_too(session: Session, poll: Poll) -> None:
    there = -1_001_234_567_891
    chat = Chat(telegram_id=there, kind=ChatKind.supergroup, title="Warga RT 04", created_at=NOW)
    session.add(chat)
    session.flush()
    session.add(ChatTelegramId(chat_id=chat.id, telegram_id=there, since=NOW))
    row_id = outbox.notice(session, kind=poll_cards.NATIVE, chat=there, subject_id=poll.id, due_at=0, now=0)
    session.add(PollCard(poll_id=poll.id, is_native=True, row_id=row_id))
    statement = sa.update(outbox.outbox).where(outbox.outbox.c.id == row_id)
    session.connection().execute(statement.values(message_id=5))


def test_who_has_moved_away_is_told_nothing(place: Place) -> None:
    session, rt = place
    poll = ask(session, rt)
    votes_for(session, poll, rt.joko, 1)
    for member in session.exec(select(Membership).where(Membership.person_id == rt.joko)):
        session.delete(member)
    session.flush()
    close(session, poll)
    for kind in (poll_cards.RESULT, poll_cards.REMIND, "poll.votes", "poll.chart"):
        assert leaves(session, kind, poll.id, rt.joko) is None


def test_more_time_is_said_while_there_is_any(place: Place) -> None:
    session, rt = place
    poll = ask(session, rt)
    assert (
        "Waktunya ditambah: sampai Kamis, 26 Nov, 19.00 WIB."
        in the_call(leaves(session, poll_cards.MOVED, poll.id, rt.tini)).parameters["text"]
    )
    close(session, poll)
    assert leaves(session, poll_cards.MOVED, poll.id, rt.tini) is None
