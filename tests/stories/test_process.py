"""Rembuk as operators run it: processes of its own, seen from Telegram and from the web, told to end."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from playground.driver import Neighbour, Neighbourhood
from playground.server import running
from playground.world import World
from storage import heartbeats, outbox
from tests.command_line import KEY, Terminal, free_port
from tests.stories.town import Process, town_on

PATIENCE = 25.0


def asks(port: int, path: str, **headers: str) -> tuple[int, dict[str, object]]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - our own port
            return answer.status, json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read() or b"{}")
    except OSError:
        return 0, {}


@dataclass
class Installation:
    """A terminal where Rembuk is set up, a Telegram of its own, and the neighbours there."""

    world: World
    town: Neighbourhood
    port: int
    terminal: Terminal

    def waits_until_ready(self) -> None:
        self.town.waits_for(lambda: asks(self.port, "/ready")[0] == 200, "it to be ready", patience=60)

    def waits_until_taken(self) -> None:
        """All that anybody has said has been acknowledged."""
        self.town.waits_for(lambda: not self.world.state.updates.pending, "the acknowledgement")

    def is_greeted(self, name: str, **about: str) -> Neighbour:
        person = self.town.person(name, **about)
        person.starts()
        person.reads()
        return person


@contextmanager
def installed(folder: Path, *, world: World | None = None, port: int = 0, **settings: str) -> Iterator[Installation]:
    world, port = world or World(), port or free_port()
    with running(world, people=False) as telegram:
        usual = {
            "bot_token": world.state.token, "secret_key": KEY, "telegram_url": telegram,
            "data_dir": str(folder / "data"), "port": str(port),
        }  # fmt: skip
        terminal = Terminal(folder, **{**usual, **settings})
        yield Installation(world, Neighbourhood.in_process(world, patience=PATIENCE), port, terminal)


def test_one_process_does_everything_and_ends_when_told(tmp_path: Path) -> None:
    with (
        installed(tmp_path, log_format="json", metrics_token="a-metrics-token") as here,
        here.terminal.running("run", for_real=True) as process,
    ):
        here.waits_until_ready()
        siti = here.is_greeted("Siti")
        second = here.terminal.runs("run")
        assert second.returncode == 1
        assert "Another Rembuk process writes" in second.stdout + second.stderr
        status, seen = asks(here.port, "/ready")
        assert (status, seen["token_refused"], seen["inbox_open"]) == (200, False, 0)
        _, strangers = asks(here.port, "/ready", **{"X-Forwarded-For": "127.0.0.1"})
        assert strangers == {"ready": True}
        assert asks(here.port, "/telegram/webhook")[0] == 404
        said = process.ends(PATIENCE)
    for hidden in (here.world.state.token.partition(":")[2], KEY, "a-metrics-token", str(siti.id)):
        assert hidden not in said
    assert next(json.loads(line)["event"] for line in said.splitlines() if line.startswith("{")) == "started"


@pytest.mark.parametrize("log_format", ["console", pytest.param("json", marks=pytest.mark.thorough)])
def test_the_log_tells_nothing_of_anybody(tmp_path: Path, log_format: str) -> None:
    """Neither names nor words, ids, links or tokens, whatever goes wrong."""
    world = World(token="5000000001:rahasia-token")
    with (
        installed(
            tmp_path, world=world, log_format=log_format, secret_key="rahasia-kunci-16x", contact="rahasia-kontak"
        ) as here,
        here.terminal.running("run") as process,
    ):
        here.waits_until_ready()
        siti = here.town.person("Rahasia\n[error] \x1b[31mBu Tini", last_name="rahasia", username="rahasia_warga")
        siti.starts("rahasia-payload")
        siti.reads()
        for words in ("rahasia <b>tulisan</b> & 🌧", "/rahasia", "rahasia " * 500):
            siti.says(words)
            siti.reads()
        siti.edits(siti.says("rahasia"), "rahasia lagi")
        siti.sends_photo("rahasia")
        siti.sends_location(-7.5694123, 110.8174321)
        here.town.fail("sendMessage", "500", times=2)
        budi = here.town.person("Budi Rahasia")
        here.town.flood(budi.id, retry_after=1)
        budi.starts()
        budi.reads()
        budi.says("rahasia")
        budi.blocks_bot()
        group = here.town.group("RT rahasia", creator=siti)
        group.add_bot(by=siti)
        siti.says("/usul rahasia", in_=group)
        ids = [str(one) for one in (siti.id, budi.id, group.id, group.migrate())]
        here.waits_until_taken()
        said = process.ends(PATIENCE)
    assert said.count("update") > 10
    for hidden in ("rahasia", "tini", "budi", "7.569", "110.81", *ids):
        assert hidden not in said.casefold()


def test_web_and_work_apart_share_one_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    port = free_port()
    with (
        installed(
            tmp_path, port=port, database_url=postgresql_url,
            mode="webhook", public_url=f"http://127.0.0.1:{port}", webhook_secret="a-Secret_1",
        ) as here,
        here.terminal.running("web", for_real=True) as web,
        here.terminal.running("work", for_real=True) as work,
    ):  # fmt: skip
        here.waits_until_ready()
        siti = here.is_greeted("Siti")
        assert asks(here.port, "/telegram/webhook")[0] == 405
        work.ends(PATIENCE)
        siti.says("halo")
        here.waits_until_taken()
        siti.does_not_see("", seconds=0.3)
        with here.terminal.running("work") as again:
            siti.reads()
            again.ends(PATIENCE)
        web.ends(PATIENCE)


def test_a_refused_token_turns_ready_red_until_it_works_again(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("post", "courier"):
        monkeypatch.setattr(f"bot.{module}.LOCKED_SECONDS", 0.2)
    with town_on(database_url, tmp_path / "data") as town:
        town.stop()
        town.process = Process(town.settings, serves=True)
        port = town.process.rembuk.port
        siti = town.person("Siti")
        siti.starts()
        siti.reads()
        assert asks(port, "/ready")[0] == 200
        token, town.world.state.token = town.world.state.token, "5000000001:another"
        siti.says("halo")
        town.neighbourhood.waits_for(lambda: asks(port, "/ready")[0] == 503, "the red light")
        assert asks(port, "/ready")[1]["token_refused"] is True
        assert asks(port, "/health")[0] == 200
        town.world.state.token = token
        siti.reads()
        town.neighbourhood.waits_for(lambda: asks(port, "/ready")[0] == 200, "the green light")
        with town.session() as session:
            states = session.connection().exec_driver_sql("SELECT count(*) FROM outbox WHERE state = 'given_up'")
            assert states.scalar() == 0


def test_what_a_dead_process_was_sending_is_sent_at_the_next_start(database_url: str, tmp_path: Path) -> None:
    """Whoever has the lock is alone: it does not wait for leases to run out."""
    with town_on(database_url, tmp_path / "data") as town:
        siti = town.person("Siti")
        siti.starts()
        siti.reads()
        town.stop()
        with town.writing() as session:
            heartbeats.beat(session, "rt03-dead", "run", time.time() - heartbeats.SILENT_AFTER)
            outbox.reply(
                session, chat=siti.id, method="sendMessage", parameters={"chat_id": siti.id, "text": "jawaban"},
                person_id=None, owner="rt03-dead", now=time.time(),
            )  # fmt: skip
        began = time.monotonic()
        town.start()
        siti.sees("jawaban")
        assert time.monotonic() - began < 3
