"""The command line: what it does, what it refuses, and the sentence that names the way out."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from main import NO_SUCH_BOT, SQLITE_IS_ONE, SQLITE_IS_TAKEN
from playground.server import running
from playground.world import World
from storage import audit, inbox, lock, migrate
from storage.database import open_engine, writing
from tests.command_line import KEY, Terminal
from tests.community import rt_three
from tests.storage.desk import says

NOW = 1_800_000_000.0


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def telegram(world: World) -> Iterator[str]:
    with running(world, people=False) as url:
        yield url


@pytest.fixture
def terminal(tmp_path: Path, world: World, telegram: str) -> Terminal:
    """Everything set for a bot on SQLite, nothing made yet."""
    return Terminal(
        tmp_path, bot_token=world.state.token, secret_key=KEY, telegram_url=telegram, data_dir=str(tmp_path / "data")
    )


def database(terminal: Terminal) -> str:
    return f"sqlite:///{terminal.folder / 'data' / 'rembuk.sqlite3'}"


def parks(url: str) -> int:
    """One update set aside; its number."""
    engine = open_engine(url)
    with writing(engine) as session:
        inbox.keep(session, [says(7, text="rahasia")], NOW)
        (ticket,) = inbox.claim(session, "rt03-1", most=1)
        tried = {"error": "ValueError at engine.py:7", "code": "7F3A", "dialogue": (4, 2)}
        inbox.park(session, ticket, state="parked", now=NOW, **tried)  # type: ignore[arg-type]  # one of each kind
    engine.dispose()
    return ticket.id


# ── the one writer ──


@pytest.mark.parametrize("command", [("migrate",), ("restore", "copy.sqlite3"), ("seed",)])
def test_who_would_write_is_refused_while_rembuk_runs(terminal: Terminal, command: tuple[str, ...]) -> None:
    terminal.has_migrated()
    with lock.only_writer(terminal.folder / "data"):
        answer = terminal.types(*command)
    assert answer.exit_code == 1
    assert answer.stderr.strip() == SQLITE_IS_TAKEN
    assert "PostgreSQL" in answer.stderr


def test_a_second_run_is_refused_and_touches_nothing(terminal: Terminal) -> None:
    with lock.only_writer(terminal.folder / "data"):
        answer = terminal.runs("run")
    assert (answer.returncode, answer.stderr.strip()) == (1, SQLITE_IS_TAKEN)
    assert not (terminal.folder / "data" / "rembuk.sqlite3").exists()


def test_one_database_has_one_writer_wherever_its_data_folder_lies(terminal: Terminal) -> None:
    file = terminal.folder / "elsewhere" / "ours.sqlite3"
    other = Terminal(terminal.folder, database_url=f"sqlite:///{file}", data_dir="another")
    with lock.only_writer(file.parent):
        answer = other.types("migrate")
    assert (answer.exit_code, answer.stderr.strip()) == (1, SQLITE_IS_TAKEN)
    assert not file.exists()


@pytest.mark.parametrize("command", ["web", pytest.param("work", marks=pytest.mark.thorough)])
def test_apart_they_need_postgresql(terminal: Terminal, command: str) -> None:
    answer = terminal.runs(command)
    assert (answer.returncode, answer.stderr.strip()) == (1, SQLITE_IS_ONE)


def test_who_only_looks_goes_beside_a_running_rembuk(terminal: Terminal) -> None:
    number = parks(terminal.has_migrated())
    with lock.only_writer(terminal.folder / "data"):
        copy = terminal.types("backup")
        assert copy.exit_code == 0
        with sqlite3.connect(copy.stdout.strip()) as found:
            assert found.execute("SELECT count(*) FROM inbox").fetchone() == (1,)
        found.close()
        assert terminal.types("doctor").exit_code == 0
        assert terminal.types("replay").exit_code == 0
        assert terminal.types("replay", str(number)).exit_code == 0


# ── migrate, backup, restore ──


def test_migrate_says_where_the_database_is(terminal: Terminal) -> None:
    for _ in range(2):
        answer = terminal.types("migrate")
        assert (answer.exit_code, answer.stdout.strip()) == (0, f"The database is at {migrate.head()}.")


def test_a_backup_comes_back(terminal: Terminal) -> None:
    url = terminal.has_migrated()
    copy = terminal.types("backup", str(terminal.folder / "copies")).stdout.strip()
    parks(url)
    answer = terminal.types("restore", copy)
    assert answer.exit_code == 0
    assert answer.stdout.startswith("Restored. The former database is ")
    assert "Nothing is parked." in terminal.types("replay").stdout


def test_what_is_no_backup_is_refused_with_its_reason(terminal: Terminal) -> None:
    (terminal.folder / "letter.txt").write_text("halo")
    for command in (("restore", "letter.txt"), ("restore", "nothing.sqlite3"), ("backup",)):
        answer = terminal.types(*command)
        assert answer.exit_code == 1
        assert len(answer.stderr.strip().splitlines()) == 1
        assert "Traceback" not in answer.output


# ── replay ──


def test_what_is_parked_is_listed_without_a_word_of_what_was_written(terminal: Terminal) -> None:
    number = parks(terminal.has_migrated())
    answer = terminal.types("replay")
    assert answer.stdout.splitlines() == [
        "Updates that were set aside",
        f"No. {number}  7F3A  2027-01-15 08:00 UTC  0 tries  ValueError at engine.py:7  dialogue 4",
        "",
        "Messages that were given up",
        "No message was given up that another try might help.",
    ]
    assert "rahasia" not in answer.output


@pytest.mark.parametrize("force", [True, False])
def test_one_is_handed_back(terminal: Terminal, *, force: bool) -> None:
    url = terminal.has_migrated()
    number = parks(url)
    answer = terminal.types("replay", str(number), *(["--force"] if force else []))
    assert (answer.exit_code, answer.stdout.strip()) == (0, f"No. {number} will be handled again.")
    engine = open_engine(url)
    with writing(engine) as session:
        (ticket,) = inbox.claim(session, "rt03-1", most=1)
    engine.dispose()
    assert (ticket.dialogue_id, ticket.dialogue_version) == ((None, None) if force else (4, 2))
    assert terminal.types("replay", str(number)).exit_code == 1, "once"


def test_a_number_that_is_not_there_is_refused(terminal: Terminal) -> None:
    terminal.has_migrated()
    answer = terminal.types("replay", "99")
    assert (answer.exit_code, answer.stderr.strip()) == (1, "No parked update has the number 99.")


def test_replay_without_a_database_makes_none(terminal: Terminal) -> None:
    (terminal.folder / "data").mkdir()
    answer = terminal.types("replay")
    assert answer.exit_code == 1
    assert "rembuk migrate" in answer.stderr
    assert not (terminal.folder / "data" / "rembuk.sqlite3").exists()


# ── doctor ──


def findings(terminal: Terminal) -> dict[str, str]:
    """What the doctor says of each part, `ok` or `no` first."""
    lines = terminal.types("doctor").stdout.splitlines()
    return {found[2]: f"{found[1]} {found[3]}" for line in lines if (found := re.match(r"(ok|no) +(\w+) +(.*)", line))}


def test_a_healthy_house(terminal: Terminal) -> None:
    terminal.has_migrated()
    found = findings(terminal)
    assert terminal.types("doctor").exit_code == 0
    assert found["database"] == f"ok is at {migrate.head()}"
    assert found["soundness"] == "ok quick check: ok"
    assert found["bot"] == "ok @rembuk_bot (5000000001)"
    assert found["disk"].startswith("ok ")


def test_the_doctor_changes_nothing_and_says_what_to_do(terminal: Terminal) -> None:
    found = findings(terminal)
    assert terminal.types("doctor").exit_code == 1
    assert "rembuk migrate" in found["database"]
    assert not (terminal.folder / "data").exists()


def test_a_token_that_telegram_does_not_know(terminal: Terminal, world: World) -> None:
    terminal.has_migrated()
    world.state.token = "5000000001:another"
    assert findings(terminal)["bot"] == "no Telegram does not know this token"
    terminal.variables["REMBUK_TELEGRAM_URL"] = "http://127.0.0.1:9"
    found = findings(terminal)["bot"]
    assert found.startswith("no the Bot API cannot be reached")
    assert "token" not in found
    del terminal.variables["REMBUK_BOT_TOKEN"]
    assert findings(terminal)["bot"] == "no REMBUK_BOT_TOKEN is missing"


def test_an_older_database_is_told_apart(terminal: Terminal) -> None:
    terminal.has_migrated()
    engine = open_engine(database(terminal))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '20260101_0000'")
    engine.dispose()
    assert "no is at 20260101_0000, this version needs" in findings(terminal)["database"]


def test_a_damaged_database_is_a_finding_not_a_crash(terminal: Terminal) -> None:
    (terminal.folder / "data").mkdir()
    (terminal.folder / "data" / "rembuk.sqlite3").write_bytes(b"halo" * 5_000)
    answer = terminal.types("doctor")
    assert answer.exit_code == 1
    assert findings(terminal)["database"].startswith("no ")
    assert answer.exception is None or isinstance(answer.exception, SystemExit)


# ── the audit ──


def test_the_audit_is_listed_by_number_and_never_by_name(terminal: Terminal) -> None:
    assert terminal.types("audit").stderr.startswith("There is no database yet")
    engine = open_engine(terminal.has_migrated())
    with writing(engine) as session:
        rt = rt_three.settle(session)
        audit.note(
            session, at=rt_three.NOW, community_id=rt.community, actor_id=rt.budi, action="need.moved", subject="need",
            subject_id=14, before={"state": "received"}, after={"state": "accepted"},
        )  # fmt: skip
    engine.dispose()
    answer = terminal.types("audit")
    assert answer.stdout.startswith("2026-11-23 12:00:00  community 1  person 3  need.moved  need 14")
    assert "Budi" not in answer.output


# ── settings ──


@pytest.mark.parametrize("command", ["run", "web", "work"])
def test_without_a_token_the_way_out_is_named(tmp_path: Path, command: str) -> None:
    answer = Terminal(tmp_path).types(command)
    assert answer.exit_code == 1
    assert "REMBUK_BOT_TOKEN is missing" in answer.stderr
    assert "rembuk demo" in answer.stderr


def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    answer = Terminal(tmp_path, port="rahasia").types("doctor")
    assert answer.exit_code == 1
    assert answer.stderr.startswith("REMBUK_PORT: ")
    assert "rahasia" not in answer.output


def test_a_token_that_telegram_refuses_is_not_printed(terminal: Terminal) -> None:
    terminal.variables["REMBUK_BOT_TOKEN"] = "5000000001:rahasia-token"
    answer = terminal.runs("run")
    assert (answer.returncode, answer.stderr.strip()) == (1, NO_SUCH_BOT)
    assert "rahasia-token" not in answer.stdout + answer.stderr


def test_another_bots_database_is_refused(terminal: Terminal) -> None:
    url = terminal.has_migrated()
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO installation (id, bot_id, created_at) VALUES (1, 42, '2026-01-01')")
    engine.dispose()
    answer = terminal.runs("run")
    assert answer.returncode == 1
    assert answer.stderr.strip() == "This database belongs to another bot (42). Give this bot its own."
