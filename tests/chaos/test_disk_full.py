"""The disk fills: nothing is acknowledged that is not kept, `/ready` says so; there is room again, and all goes on."""

import http.client
import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import open_engine, reading
from storage.inbox import inbox
from tests.chaos.audit import faults
from tests.chaos.programs import Program, by_webhook, environment, wait_until
from tests.chaos.storm import SHORT, Storm, luck, storm

SECONDS = 30.0
ENOUGH = 25
"""Updates that come in before the disk fills."""
LONG_LOG = "{}\n" * 3000
"""The log lies on the same disk: no line more goes into it either."""


def readiness(program: Program) -> tuple[int, str | None]:
    """The status of `/ready`, and what it says the trouble is; 0 while nobody answers."""
    line = http.client.HTTPConnection("127.0.0.1", program.port, timeout=SECONDS)
    try:
        line.request("GET", "/ready")
        answer = line.getresponse()
        return answer.status, json.loads(answer.read()).get("trouble")
    except OSError:
        return 0, None
    finally:
        line.close()


@contextmanager
def lives(weather: Storm) -> Iterator[list[Future[None]]]:
    """Everybody lives as usual meanwhile."""
    over = threading.Event()
    with ThreadPoolExecutor(len(weather.residents)) as threads:
        until = time.monotonic() + 2 * SECONDS
        try:
            yield [threads.submit(one.lives, over, until) for one in weather.residents]
        finally:
            over.set()


def acknowledged(weather: Storm) -> set[int]:
    with weather.world.lock:
        updates = weather.world.state.updates
        return set(range(weather.first_update + 1, updates.last_id + 1)) - set(updates.pending)


def kept(weather: Storm) -> set[int]:
    with reading(weather.engine) as session:
        return set(session.connection().execute(sa.select(inbox.c.update_id)).scalars())


def was_sent_away(weather: Storm) -> bool:
    with weather.world.lock:
        return "503" in (weather.world.state.updates.webhook.last_error_message or "")


def posts_wait(weather: Storm) -> bool:
    with weather.world.lock:
        return len(weather.world.state.updates.pending) >= len(weather.residents) // 2


@pytest.mark.parametrize(
    ("settings", "stops"),
    [
        pytest.param(dict, posts_wait, id="polling", marks=pytest.mark.thorough),
        pytest.param(by_webhook, was_sent_away, id="webhook"),
    ],
)
def test_a_full_disk_loses_nothing(
    settings: Callable[[], dict[str, object]],
    stops: Callable[[Storm], bool],
    sqlite_url: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    rng: random.Random = luck(request.node.name)
    engine = open_engine(sqlite_url)
    with storm(engine, rng, SHORT, people=6) as weather:
        token = weather.world.state.token
        surroundings = environment(token, weather.telegram, sqlite_url, tmp_path / "data", **settings())
        program = Program("run", surroundings, tmp_path / "run.log")
        program.log.write_text(LONG_LOG)
        program.start()
        try:
            wait_until(lambda: readiness(program)[0] == 200, "readiness", SECONDS)
            with lives(weather) as people:
                wait_until(lambda: len(kept(weather)) >= ENOUGH, "some updates", SECONDS)
                program.fill_disk()
                wait_until(lambda: readiness(program) == (503, "OperationalError"), "a red light", SECONDS)
                wait_until(lambda: stops(weather), "updates that wait at Telegram", SECONDS)
                assert acknowledged(weather) <= kept(weather)
                assert not program.has_ended_by_itself()
                program.make_room()
                wait_until(lambda: readiness(program) == (200, None), "a green light", SECONDS)
                for person in people:
                    person.result()
            weather.clears_up()
            with reading(engine) as session:
                found = faults(weather, session)
            assert not found, "\n".join(found)
            assert not program.complaints()
        finally:
            program.stop()
            engine.dispose()
