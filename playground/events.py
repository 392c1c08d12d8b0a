"""The stream of changes: what the open pages are told, as it happens."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from playground.power import Power
from playground.world import Change, World

KEEP_ALIVE_SECONDS = 15
REST_SECONDS = 0.25
"""After each change that was told, the next are gathered: a hundred votes a second are four redrawings."""


def add_stream(app: FastAPI, world: World, power: Power) -> None:
    @app.get("/play/events")
    async def events() -> StreamingResponse:
        headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        return StreamingResponse(_stream(world, power), media_type="text/event-stream", headers=headers)


async def _stream(world: World, power: Power) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    changes: asyncio.Queue[Change] = asyncio.Queue()

    def heard(change: Change) -> None:
        if change.chats or change.people or change.toast:
            with contextlib.suppress(RuntimeError):  # the loop has closed: nobody reads any more
                loop.call_soon_threadsafe(changes.put_nowait, change)

    stop = world.listen(heard)
    try:
        yield _event("change", _told([Change(world.state.version, people=True)], power))
        while True:
            try:
                news = [await asyncio.wait_for(changes.get(), KEEP_ALIVE_SECONDS)]
            except TimeoutError:
                yield b": still here\n\n"
                continue
            while not changes.empty():
                news.append(changes.get_nowait())
            for one in news:
                if one.toast:
                    yield _event("toast", one.toast)
            if any(one.chats or one.people for one in news):
                yield _event("change", _told(news, power))
                await asyncio.sleep(REST_SECONDS)
    finally:
        stop()


def _told(news: list[Change], power: Power) -> dict[str, Any]:
    return {
        "version": max(one.version for one in news),
        "chats": sorted({chat_id for one in news for chat_id in one.chats}),
        "people": any(one.people for one in news),
        "power": power.state(),
    }


def _event(name: str, data: dict[str, Any]) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
