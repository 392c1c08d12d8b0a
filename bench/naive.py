"""The obvious bot, to measure against: FastAPI, python-telegram-bot as it comes, one async ORM session per update."""

import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI, Request
from sqlalchemy import event, update
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Message, Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from bench.naive_tables import (
    STEPS_PER_NEED,
    Dialogue,
    Draft,
    Inbox,
    Membership,
    Need,
    Outbox,
    Person,
    Report,
    Timeline,
)
from bench.webhook import WEBHOOK_PATH


def engine_for(database_url: str) -> AsyncEngine:
    """Five connections of aiosqlite, WAL, `synchronous=NORMAL`: quick settings, which lose commits at a power cut."""
    engine = create_async_engine(database_url.replace("sqlite://", "sqlite+aiosqlite://"), pool_size=5, max_overflow=0)

    @event.listens_for(engine.sync_engine, "connect")
    def _settings(connection: sqlite3.Connection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()

    return engine


async def insert(session: AsyncSession, update_id: int, message: Message) -> str:  # noqa: ARG001 - same shape as `stage`
    """Form 1: one row, one commit."""
    text = message.text or ""
    session.add(Report(chat_id=message.chat_id, text=text))
    await session.commit()
    return f"Dicatat: {text}"


async def stage(session: AsyncSession, update_id: int, message: Message) -> str:
    """Form 2: what one of Rembuk's stages reads and writes, in one commit.

    The inbox row is written once, as done, and the outbox row is never marked as sent: two writes fewer than Rembuk.
    """
    session.add(Inbox(update_id=update_id, lane=message.chat_id, state="done"))
    await session.flush()
    rows = await session.exec(
        select(Dialogue, Person, Membership)
        .join(Person, col(Person.id) == col(Dialogue.person_id))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(col(Person.id) == message.chat_id)
    )
    dialogue, person, membership = rows.one()
    draft = Draft.model_validate_json(dialogue.draft)
    draft.answers.append(message.text or "")
    if len(draft.answers) == STEPS_PER_NEED:
        await _keep_need(session, person, membership, draft)
        draft = Draft()
    await _move_on(session, dialogue, draft)
    reply = f"Dicatat, {person.name}: {message.text}"
    session.add(Outbox(chat_id=message.chat_id, text=reply, state="leased"))
    await session.commit()
    return reply


async def _keep_need(session: AsyncSession, person: Person, membership: Membership, draft: Draft) -> None:
    need = Need(person_id=person.id, community_id=membership.community_id, text="; ".join(draft.answers))
    session.add(need)
    await session.flush()
    assert need.id is not None  # noqa: S101 - the flush gave it one
    session.add(Timeline(need_id=need.id, what="reported"))


async def _move_on(session: AsyncSession, dialogue: Dialogue, draft: Draft) -> None:
    moved = await session.exec(
        update(Dialogue)
        .where(col(Dialogue.id) == dialogue.id, col(Dialogue.version) == dialogue.version)
        .values(version=dialogue.version + 1, draft=draft.model_dump_json())
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:
        raise RuntimeError("another answer of this person came between")


FORMS = {"insert": insert, "stage": stage}


def application_for(form: str, engine: AsyncEngine) -> Application:  # type: ignore[type-arg] # six type arguments say nothing here
    work = FORMS[form]

    async def reply(heard: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert heard.message is not None  # noqa: S101 - the filter lets nothing else through
        async with AsyncSession(engine, expire_on_commit=False) as session:
            answer = await work(session, heard.update_id, heard.message)
        await heard.message.reply_text(answer)

    root = os.environ["REMBUK_TELEGRAM_URL"]
    application = (
        ApplicationBuilder().token(os.environ["REMBUK_BOT_TOKEN"]).base_url(f"{root}/bot").updater(None).build()
    )
    application.add_handler(MessageHandler(filters.TEXT, reply))
    return application


def web(form: str) -> FastAPI:
    engine = engine_for(os.environ["REMBUK_DATABASE_URL"])
    application = application_for(form, engine)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with application:
            yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.post(WEBHOOK_PATH)
    async def webhook(request: Request) -> dict[str, bool]:
        await application.process_update(Update.de_json(await request.json(), application.bot))
        return {"ok": True}

    @app.get("/health")
    async def health() -> dict[str, bool]:
        return {"ok": True}

    return app


if __name__ == "__main__":
    uvicorn.run(
        web(sys.argv[1]),
        host=os.environ["REMBUK_HOST"],
        port=int(os.environ["REMBUK_PORT"]),
        log_level="warning",
    )
