"""Rembuk as operators run it: processes of its own, seen from Telegram and from the web, told to end."""

import json
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from playground.driver import Neighbourhood
from playground.server import running
from playground.world import World
from storage import heartbeats
from storage.database import open_engine, writing
from tests.command_line import KEY, Terminal, free_port
from tests.stories.town import town_on

PATIENCE = 25.0


def asks(port: int, path: str, **headers: str) -> tuple[int, dict[str, object]]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - as above
            return answer.status, json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read() or b"{}")
    except OSError:
        return 0, {}


def ends(process: "subprocess.Popen[str]") -> str:
    """Told to end as a server is; what it had said."""
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    return said


def test_one_process_does_everything_and_ends_when_told(tmp_path: Path) -> None:
    world, port = World(), free_port()
    town = Neighbourhood.in_process(world, patience=PATIENCE)
    with running(world) as telegram:
        terminal = Terminal(
            tmp_path, bot_token=world.state.token, secret_key=KEY, telegram_url=telegram,
            data_dir=str(tmp_path / "data"), port=str(port), log_format="json", metrics_token="a-metrics-token",
        )  # fmt: skip
        with terminal.running("run") as process:
            town.waits_for(lambda: asks(port, "/ready")[0] == 200, "it to be ready")
            siti = town.person("Siti")
            siti.starts()
            siti.reads()
            second = terminal.runs("run")
            assert second.returncode == 1
            status, seen = asks(port, "/ready")
            assert (status, seen["token_refused"], seen["inbox_open"]) == (200, False, 0)
            _, strangers = asks(port, "/ready", **{"X-Forwarded-For": "127.0.0.1"})
            assert strangers == {"ready": True}
            assert asks(port, "/telegram/webhook")[0] == 404
            said = ends(process)
    assert world.state.token.partition(":")[2] not in said
    assert str(siti.id) not in said
    assert next(json.loads(line)["event"] for line in said.splitlines() if line.startswith("{")) == "started"


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_the_log_tells_nothing_of_anybody(tmp_path: Path, log_format: str) -> None:
    """Neither names nor words, ids, links or tokens, whatever goes wrong."""
    world, port = World(token="5000000001:rahasia-token"), free_port()
    town = Neighbourhood.in_process(world, patience=PATIENCE)
    with running(world) as telegram:
        terminal = Terminal(
            tmp_path, bot_token=world.state.token, secret_key="rahasia-kunci-16x", telegram_url=telegram,
            data_dir=str(tmp_path / "data"), port=str(port), log_format=log_format, contact="rahasia-kontak",
        )  # fmt: skip
        with terminal.running("run") as process:
            town.waits_for(lambda: asks(port, "/ready")[0] == 200, "it to be ready")
            siti = town.person("Rahasia\n[error] \x1b[31mBu Tini", last_name="rahasia", username="rahasia_warga")
            siti.starts("rahasia-payload")
            siti.reads()
            for words in ("rahasia <b>tulisan</b> & 🌧", "/rahasia", "rahasia " * 500):
                siti.says(words)
                siti.reads()
            siti.edits(siti.says("rahasia"), "rahasia lagi")
            siti.sends_photo("rahasia")
            siti.sends_location(-7.5694123, 110.8174321)
            budi = town.person("Budi Rahasia")
            town.fail("sendMessage", "500", times=2)
            town.flood(budi.id, retry_after=1)
            budi.starts()
            budi.reads()
            budi.says("rahasia")
            budi.blocks_bot()
            group = town.group("RT rahasia", creator=siti)
            group.add_bot(by=siti)
            siti.says("/usul rahasia", in_=group)
            group.migrate()
            town.waits_for(lambda: not world.state.updates.pending, "the last of it")
            said = ends(process)
    assert said.count("update") > 10
    for hidden in ("rahasia", "tini", "budi", str(siti.id), str(budi.id), str(group.id), "7.569", "110.81", KEY):
        assert hidden not in said.casefold()


def test_web_and_work_apart_share_one_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    world, port = World(), free_port()
    town = Neighbourhood.in_process(world, patience=PATIENCE)
    with running(world) as telegram:
        terminal = Terminal(
            tmp_path, bot_token=world.state.token, secret_key=KEY, telegram_url=telegram, database_url=postgresql_url,
            mode="webhook", public_url=f"http://127.0.0.1:{port}", webhook_secret="a-Secret_1", port=str(port),
            data_dir=str(tmp_path / "data"),
        )  # fmt: skip
        with terminal.running("web") as web, terminal.running("work") as work:
            town.waits_for(lambda: asks(port, "/ready")[0] == 200, "the web")
            siti = town.person("Siti")
            siti.starts()
            siti.reads()
            assert asks(port, "/telegram/webhook")[0] == 405
            ends(work)
            siti.says("halo")
            town.waits_for(lambda: not world.state.updates.pending, "the acknowledgement")
            siti.does_not_see("", seconds=0.3)
            with terminal.running("work") as again:
                siti.reads()
                ends(again)
            ends(web)


def test_a_refused_token_turns_ready_red_until_it_works_again(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("post", "courier"):
        monkeypatch.setattr(f"bot.{module}.LOCKED_SECONDS", 0.2)
    with town_on(database_url, tmp_path / "data") as town:
        town.stop()
        from tests.stories.town import Process  # noqa: PLC0415 - only here it serves the web too

        town.process = Process(town.settings, serves=True)
        assert town.process.rembuk is not None
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
    from storage import outbox  # noqa: PLC0415 - only here a row is written by hand

    with town_on(database_url, tmp_path / "data") as town:
        siti = town.person("Siti")
        siti.starts()
        siti.reads()
        town.stop()
        engine = open_engine(database_url)
        with writing(engine) as session:
            heartbeats.beat(session, "rt03-dead", "run", time.time() - heartbeats.SILENT_AFTER)
            outbox.reply(
                session, chat=siti.id, method="sendMessage", parameters={"chat_id": siti.id, "text": "jawaban"},
                person_id=None, owner="rt03-dead", now=time.time(),
            )  # fmt: skip
        engine.dispose()
        began = time.monotonic()
        town.start()
        siti.sees("jawaban")
        assert time.monotonic() - began < 3
