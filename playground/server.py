"""The playground as a server: the bot's door, the people's door and the page, on one port."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from playground import bot_api, play_api
from playground.ballots import close_due_polls
from playground.delivery import Delivery
from playground.page_files import add_page
from playground.power import Power, Supervisor
from playground.saving import Keeper
from playground.world import World

POLL_CHECK_SECONDS = 0.5
START_SECONDS = 10.0


def create_app(
    world: World,
    *,
    supervisor: Supervisor | None = None,
    people: bool = True,
    page: bool = True,
    folder: Path | None = None,
    speed: float = 1.0,
) -> FastAPI:
    """The application; `folder` is where the world is kept, `speed` divides the waits of the webhook.

    Without `people` it has the bot's door alone, for whoever lets the people in within this process.
    """
    delivery = Delivery(world, speed=speed)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        ticker = asyncio.create_task(_watch_polls(world))
        async with delivery.running(), Keeper(world, folder).running():
            try:
                yield
            finally:
                ticker.cancel()
                await asyncio.gather(ticker, return_exceptions=True)

    app = FastAPI(title="Playground", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.delivery = delivery
    app.include_router(bot_api.router(world, delivery))
    if people or page:
        play_api.add_play(app, world, Power(world, supervisor, delivery))
    if page:
        add_page(app)
    return app


async def _watch_polls(world: World) -> None:
    while True:
        await asyncio.sleep(POLL_CHECK_SECONDS)
        with world.lock:
            close_due_polls(world)


class _Server(uvicorn.Server):
    """Tells when it listens, and lets nobody wait when it stops."""

    def __init__(self, config: uvicorn.Config, release: Callable[[], None]) -> None:
        super().__init__(config)
        self._release = release
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._release()
        await super().shutdown(sockets)


def _listening(port: int) -> socket.socket:
    # asyncio sends small packets at once only where the protocol is named; else each answer waits 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    return listening


@contextlib.contextmanager
def running(
    world: World,
    port: int = 0,
    *,
    supervisor: Supervisor | None = None,
    people: bool = True,
    page: bool = False,
    folder: Path | None = None,
    speed: float = 1.0,
) -> Iterator[str]:
    """Serve in a thread on loopback, on any free port if none is named; gives the base URL. Else as `create_app`."""
    app = create_app(world, supervisor=supervisor, people=people, page=page, folder=folder, speed=speed)
    listening = _listening(port)
    # A cut connection is what the "drop" switch is for; the server's complaint about it would only alarm.
    config = uvicorn.Config(app, log_level="critical", access_log=False, timeout_graceful_shutdown=1)
    server = _Server(config, app.state.delivery.release)
    thread = threading.Thread(
        target=lambda: asyncio.run(server.serve(sockets=[listening])), name="playground", daemon=True
    )
    thread.start()
    try:
        if not server.ready.wait(START_SECONDS) or not server.started:
            raise RuntimeError("the playground did not start")
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)
        listening.close()
