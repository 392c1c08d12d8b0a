"""What goes wrong with one part of an announcer's round keeps no other from its turn, and the round comes again."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from bot import announcer
from bot.announcer import Announcer
from community import broadcast_work
from storage.broadcasts import Broadcast, BroadcastState
from storage.database import reading, writing
from storage.writer import Writer
from tests.community.announcing import announced, mark_all
from tests.community.rt_three import NOW, settle


def states(engine: Engine) -> list[BroadcastState]:
    with reading(engine) as session:
        return sorted(one.state for one in session.exec(select(Broadcast)))


async def goes_round(engine: Engine, *, until: list[BroadcastState]) -> None:
    writer = Writer(engine)
    writer.start()
    walking = Announcer(writer, lambda: NOW + timedelta(hours=1), lambda: None)
    task = asyncio.create_task(walking.run())
    async with asyncio.timeout(10):
        while await asyncio.to_thread(states, engine) != until:  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.01)
    walking.stop()
    await task
    await writer.stop()


def test_a_part_that_fails_holds_up_no_other(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> bool:
        raise ValueError

    monkeypatch.setattr(announcer, "ROUND", 0.01)
    with writing(engine) as session:
        rt = settle(session)
        mark_all(session, announced(session, rt), state="sent", message_id=7, sent_at=NOW.timestamp())
        for minutes in (20, 30, 40):
            announced(session, rt, starts_at=NOW + timedelta(minutes=minutes))
    waiting, running = [BroadcastState.scheduled] * 3, [BroadcastState.running] * 3
    with monkeypatch.context() as broken:
        broken.setattr(broadcast_work, "start_due", fails)
        asyncio.run(goes_round(engine, until=[BroadcastState.done, *waiting]))
    asyncio.run(goes_round(engine, until=[BroadcastState.done, *running]))
