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
        news: list[Change] = []
        told = 0.0
        while True:
            # Toasts answer a tap and are told at once; changes rest.
            rest = max(0.0, told + REST_SECONDS - loop.time())
            one = await _next(changes, rest if news else KEEP_ALIVE_SECONDS)
            if one is not None:
                news += [one] if one.chats or one.people else []
                if one.toast:
                    yield _event("toast", one.toast)
            elif news:
                yield _event("change", _told(news, power))
                news, told = [], loop.time()
            else:
                yield b": still here\n\n"
    finally:
        stop()


async def _next(changes: asyncio.Queue[Change], seconds: float) -> Change | None:
    try:
        return await asyncio.wait_for(changes.get(), seconds)
    except TimeoutError:
        return None


def _told(news: list[Change], power: Power) -> dict[str, Any]:
    return {
        "version": max(one.version for one in news),
        "chats": sorted({chat_id for one in news for chat_id in one.chats}),
        "people": any(one.people for one in news),
        "power": power.state(),
    }


def _event(name: str, data: dict[str, Any]) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
