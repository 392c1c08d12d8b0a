"""Groups that come, go, move and lose a topic, on both databases."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import chats
from storage import communities, outbox
from storage.communities import Chat, ChatKind, ChatTelegramId, Community, CommunityKind, Destination, Purpose
from storage.database import writing
from storage.people import Membership, Person, Role

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def come(session: Session, telegram_id: int, kind: ChatKind = ChatKind.group) -> Chat:
    return chats.come(session, telegram_id=telegram_id, kind=kind, title="RT 03", bot_is_admin=False, now=NOW)


def placed(session: Session, chat: Chat, thread_id: int | None = None) -> Destination:
    community = Community(kind=CommunityKind.rt, code="7kq2mxab", name="RT 03", created_at=NOW)
    budi = Person(telegram_id=1, name="Pak Budi", created_at=NOW)
    session.add_all([community, budi])
    session.flush()
    chat.community_id = community.id
    session.add(Membership(person_id=budi.id or 0, community_id=community.id or 0, role=Role.chair, joined_at=NOW))
    destination = Destination(
        community_id=community.id or 0, chat_id=chat.id or 0, thread_id=thread_id, purpose=Purpose.everything
    )
    session.add(destination)
    session.flush()
    return destination


def waiting(session: Session, kind: str) -> list[int]:
    """The chats that notices of this kind wait for."""
    table = outbox.outbox
    found = session.connection().execute(sa.select(table.c.chat).where(table.c.kind == kind).order_by(table.c.id))
    return list(found.scalars())


def test_a_group_is_known_once_however_often_the_bot_comes(engine: Engine) -> None:
    with writing(engine) as session:
        chat = come(session, -1)
        chats.left(session, telegram_id=-1, now=NOW)
        assert chat.left_at == NOW
        assert come(session, -1).id == chat.id
        assert chat.left_at is None
        assert waiting(session, "group.placing") == [-1, -1]


def test_a_move_is_done_once_whichever_side_tells_it(engine: Engine) -> None:
    with writing(engine) as session:
        chat = come(session, -1)
        placed(session, chat)
        for _ in range(2):
            chats.moved(session, old=-1, new=-1001, now=LATER)
        session.flush()
        assert (chat.telegram_id, chat.kind) == (-1001, ChatKind.supergroup)
        ids = communities.telegram_ids_of(session, chat.id or 0)
        assert [(one.telegram_id, one.until) for one in ids] == [(-1, LATER), (-1001, None)]
        assert waiting(session, "group.placing") == [-1001], "what waits goes to the new id"
        for known_as in (-1, -1001):
            found = communities.chat_known_as(session, known_as)
            assert found is not None
            assert found.id == chat.id


def test_a_supergroup_met_before_its_history_is_told_becomes_one_with_the_group(engine: Engine) -> None:
    with writing(engine) as session:
        chat = come(session, -1)
        destination = placed(session, chat)
        stray = come(session, -1001, ChatKind.supergroup)
        stray.bot_is_admin = True
        chats.moved(session, old=-1, new=-1001, now=LATER)
        session.flush()
        assert [one.id for one in session.exec(select(Chat)).all()] == [chat.id]
        assert len(session.exec(select(ChatTelegramId)).all()) == 2
        assert (chat.telegram_id, chat.bot_is_admin, chat.community_id) == (-1001, True, destination.community_id)


def test_a_move_of_an_unknown_group_and_the_death_of_an_old_shell_change_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        chats.moved(session, old=-5, new=-1005, now=NOW)
        chat = come(session, -1)
        chats.moved(session, old=-1, new=-1001, now=NOW)
        session.flush()
        chats.left(session, telegram_id=-1, now=LATER)
        assert chat.left_at is None


def test_the_chair_is_asked_once_about_a_lost_topic_and_again_after_it_was_found(engine: Engine) -> None:
    with writing(engine) as session:
        chat = come(session, -1001, ChatKind.supergroup)
        destination = placed(session, chat, thread_id=7)
        chats.topic_lost(session, chat=-1001, thread_id=8, now=NOW)
        chats.topic_lost(session, chat=-1001, thread_id=None, now=NOW)
        chats.topic_lost(session, chat=-99, thread_id=7, now=NOW)
        assert waiting(session, "destination.lost") == []
        chats.topic_lost(session, chat=-1001, thread_id=7, now=NOW)
        chats.topic_lost(session, chat=-1001, thread_id=7, now=LATER)
        assert waiting(session, "destination.lost") == [1]
        assert destination.lost_at == NOW
        chats.topic_found(session, chat=-1001, thread_id=7)
        assert destination.lost_at is None
        chats.topic_lost(session, chat=-1001, thread_id=7, now=LATER)
        assert waiting(session, "destination.lost") == [1, 1]


def test_becoming_admin_is_news_once(engine: Engine) -> None:
    with writing(engine) as session:
        chat = come(session, -1)
        assert [chats.empower(session, chat, bot_is_admin=yes) for yes in (True, True, False, True)] == [
            True,
            False,
            False,
            True,
        ]
