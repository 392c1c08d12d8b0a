"""One process put together: what it does as it comes up, and that no part of it ends alone and in silence."""

import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from playground.server import running
from playground.world import World
from storage import inbox
from storage.database import open_engine, writing
from storage.heartbeats import heartbeat
from tests import command_line
from tests.chaos.programs import by_webhook, environment
from tests.command_line import Ended
from tests.storage.desk import says
from tests.stories.town import town_on

SECONDS = 30
DAY = 86_400.0
SENTENCE = "A part of Rembuk has ended; the log says which. It is to be started again."

# The command line, but the part that is named first ends by itself, as by a mistake that no net of its own caught.
BROKEN = """
import importlib, sys
module, _, name = sys.argv.pop(1).partition(":")
async def ends(*_):
    raise RuntimeError("rahasia")
*holders, last = name.split(".")
holder = importlib.import_module(module)
for one in holders:
    holder = getattr(holder, one)
setattr(holder, last, ends)
import main
main.cli()
"""


def runs_without(part: str, url: str, folder: Path, **settings: object) -> Ended:
    """`rembuk run` with a broken part, to its end."""
    world = World()
    with running(world, people=False) as telegram:
        surroundings = environment(world.state.token, telegram, url, folder / "data", **settings)
        with command_line.running((part, "run"), environment=surroundings, folder=folder, script=BROKEN) as process:
            return process.ended(SECONDS)


def has_ended_well(ended: Ended, url: str) -> None:
    """It failed, said so without a word of anybody's, and left: what it held is free for others at once."""
    assert (ended.returncode, ended.stderr.strip()) == (1, SENTENCE)
    (line,) = [line for line in ended.stdout.splitlines() if "part.ended" in line]
    assert "RuntimeError at <string>:" in line
    assert "rahasia" not in ended.stdout
    engine = open_engine(url)
    with engine.connect() as connection:
        assert connection.execute(sa.select(heartbeat.c.worker)).all() == []
    engine.dispose()


@pytest.mark.parametrize(
    "part",
    [
        "bot.worker:Worker.run",
        pytest.param("bot.courier:Courier.run", marks=pytest.mark.thorough),
        pytest.param("bot.fetcher:Fetcher.run", marks=pytest.mark.thorough),
        pytest.param("bot.poller:Poller.run", marks=pytest.mark.thorough),
        "uvicorn:Server.main_loop",
    ],
)
def test_a_part_that_ends_by_itself_ends_the_process_which_says_so(part: str, sqlite_url: str, tmp_path: Path) -> None:
    """Half a bot looks alive and is not: whoever watches over the process is to start it again."""
    has_ended_well(runs_without(part, sqlite_url, tmp_path), sqlite_url)


def test_a_process_that_hears_no_other_ends_too(postgresql_url: str, tmp_path: Path) -> None:
    has_ended_well(runs_without("bot.listener:Listener.run", postgresql_url, tmp_path), postgresql_url)


def test_a_webhook_that_can_never_be_set_ends_the_process_too(sqlite_url: str, tmp_path: Path) -> None:
    """Without it no update would ever come."""
    ended = runs_without("bot.poller:set_webhook", sqlite_url, tmp_path, **by_webhook())
    has_ended_well(ended, sqlite_url)


def test_a_courtesy_to_telegram_that_fails_ends_nothing(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[int] = []

    async def fails(_: object) -> None:
        failed.append(1)
        raise RuntimeError("rahasia")

    monkeypatch.setattr("bot.menu.show_commands", fails)
    with town_on(sqlite_url, tmp_path / "data") as town:
        siti = town.person("Siti")
        siti.starts()
        siti.reads()
        assert failed
        assert town.process is not None
        assert town.process.rembuk is not None
        assert not town.process.rembuk.over.is_set()


# ── coming up ──


def test_a_start_forgets_what_is_over_and_makes_a_copy(database_url: str, tmp_path: Path, engine: Engine) -> None:
    """A machine that is switched off at night never sees the hour at which this is done."""
    old = time.time() - 4 * DAY
    with writing(engine) as session:
        inbox.keep(session, [says(1)], old)
        (ticket,) = inbox.claim(session, "rt03-1", most=1)
        inbox.finish(session, ticket, old)
    copies = tmp_path / "data" / "backups"
    with town_on(database_url, tmp_path / "data") as town:
        found = sa.select(inbox.inbox.c.id).where(inbox.inbox.c.update_id == 1)
        town.waits_for(lambda session: session.connection().execute(found).first() is None, "the sweep")
        if engine.dialect.name == "sqlite":
            town.neighbourhood.waits_for(lambda: list(copies.glob("rembuk-*.sqlite3")), "the copy")
    assert copies.exists() == (engine.dialect.name == "sqlite"), "PostgreSQL has its own tools"
