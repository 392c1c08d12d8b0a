"""The operator keeps a copy, loses the disk, and has the neighbourhood back; a bad copy replaces nothing."""

import contextlib
import shutil
import sqlite3
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import migrate
from storage.backup import KEPT, BackupError, backup, backup_and_prune, restore
from storage.database import open_engine, writing
from storage.people import Person, with_telegram_id

NOW = datetime(2026, 11, 23, 21, 30, 5, tzinfo=UTC)
SITI, BUDI = 111, 222


def know(url: str, telegram_id: int, name: str) -> None:
    with writing(open_engine(url)) as session:
        session.add(Person(telegram_id=telegram_id, name=name, created_at=NOW))


def known(url: str, telegram_id: int) -> str | None:
    with writing(open_engine(url)) as session:
        person = with_telegram_id(session, telegram_id)
        return person.name if person else None


def change(file: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.fixture
def copy(sqlite_url: str, tmp_path: Path) -> Path:
    know(sqlite_url, SITI, "Bu Siti")
    return backup(sqlite_url, tmp_path / "copies", now=NOW)


def test_a_copy_is_one_dated_file_for_our_eyes_only(copy: Path) -> None:
    assert copy.name == "rembuk-20261123-213005.sqlite3"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]


def test_the_date_is_utc_wherever_the_clock_hangs(sqlite_url: str, tmp_path: Path) -> None:
    in_jakarta = NOW.astimezone(timezone(timedelta(hours=7)))
    assert backup(sqlite_url, tmp_path, now=in_jakarta).name == "rembuk-20261123-213005.sqlite3"


def test_a_copy_holds_what_is_committed_while_another_still_writes(sqlite_url: str, tmp_path: Path) -> None:
    know(sqlite_url, SITI, "Bu Siti")
    with writing(open_engine(sqlite_url)) as session:
        session.add(Person(telegram_id=BUDI, name="Pak Budi", created_at=NOW))
        session.flush()
        copy = backup(sqlite_url, tmp_path / "copies", now=NOW)
    assert known(f"sqlite:///{copy}", SITI) == "Bu Siti"
    assert known(f"sqlite:///{copy}", BUDI) is None
    assert known(sqlite_url, BUDI) == "Pak Budi"


def test_restoring_brings_back_the_copy_and_keeps_what_was_there(sqlite_url: str, copy: Path) -> None:
    know(sqlite_url, BUDI, "Pak Budi")
    aside = restore(sqlite_url, copy, now=NOW)
    assert (known(sqlite_url, SITI), known(sqlite_url, BUDI)) == ("Bu Siti", None)
    assert aside is not None
    assert known(f"sqlite:///{aside}", BUDI) == "Pak Budi"


def test_restoring_onto_a_new_disk(copy: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "new" / "rembuk.sqlite3"
    fresh.parent.mkdir()
    assert restore(f"sqlite:///{fresh}", copy, now=NOW) is None
    assert known(f"sqlite:///{fresh}", SITI) == "Bu Siti"
    assert migrate.current(f"sqlite:///{fresh}") == migrate.head()
    assert [file.name for file in fresh.parent.glob("*.part*")] == []


def test_restoring_over_a_ruined_file(sqlite_url: str, copy: Path) -> None:
    Path(sqlite_url.removeprefix("sqlite:///")).write_bytes(b"water damage" * 1_000)
    aside = restore(sqlite_url, copy, now=NOW)
    assert known(sqlite_url, SITI) == "Bu Siti"
    assert aside is not None
    assert aside.read_bytes().startswith(b"water damage")


def test_what_a_killed_process_left_in_the_log_is_set_aside_too(sqlite_url: str, copy: Path, tmp_path: Path) -> None:
    killed = tmp_path / "killed" / "rembuk.sqlite3"
    killed.parent.mkdir()
    with open_engine(sqlite_url).connect() as still_open:
        still_open.execute(sa.text("SELECT 1"))
        still_open.rollback()
        know(sqlite_url, BUDI, "Pak Budi")
        for rest in ("", "-wal"):
            shutil.copy(sqlite_url.removeprefix("sqlite:///") + rest, killed.with_name(killed.name + rest))
    aside = restore(f"sqlite:///{killed}", copy, now=NOW)
    assert known(f"sqlite:///{killed}", BUDI) is None
    assert known(f"sqlite:///{aside}", BUDI) == "Pak Budi"


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        ("UPDATE alembic_version SET version_num = '20991231_2359'", "does not know"),
        ("DELETE FROM alembic_version", "at nothing"),
        ("DROP TABLE alembic_version", "no database of Rembuk's"),
        (
            "INSERT INTO flag (need_id, person_id, created_at) VALUES (9, 9, '2026')",
            "point to",
        ),
    ],
)
def test_a_copy_that_does_not_fit_replaces_nothing(sqlite_url: str, copy: Path, harm: str, reason: str) -> None:
    know(sqlite_url, BUDI, "Pak Budi")
    change(copy, harm)
    with pytest.raises(BackupError, match=reason):
        restore(sqlite_url, copy, now=NOW)
    assert known(sqlite_url, BUDI) == "Pak Budi"


def test_a_damaged_copy_replaces_nothing_and_leaves_no_rest(sqlite_url: str, copy: Path, tmp_path: Path) -> None:
    know(sqlite_url, BUDI, "Pak Budi")
    pages = bytearray(copy.read_bytes())
    for page in range(4_096, len(pages), 4_096):
        pages[page : page + 64] = b"\xff" * 64
    copy.write_bytes(pages)
    with pytest.raises(BackupError, match=r"damaged|cannot be copied"):
        restore(sqlite_url, copy, now=NOW)
    assert known(sqlite_url, BUDI) == "Pak Budi"
    assert list(tmp_path.glob("*.part*")) == []


def test_a_text_file_is_no_copy(sqlite_url: str, tmp_path: Path) -> None:
    note = tmp_path / "notes.txt"
    note.write_text("beli gula" * 100)
    with pytest.raises(BackupError, match="not a database"):
        restore(sqlite_url, note, now=NOW)
    with pytest.raises(BackupError, match="no file"):
        restore(sqlite_url, tmp_path / "nowhere", now=NOW)


def test_a_database_in_use_is_not_replaced_until_it_is_free(sqlite_url: str, copy: Path) -> None:
    know(sqlite_url, BUDI, "Pak Budi")
    engine = open_engine(sqlite_url)
    with engine.connect() as idle:
        idle.execute(sa.text("SELECT 1 FROM person"))
        idle.rollback()
        with pytest.raises(BackupError, match="in use"):
            restore(sqlite_url, copy, now=NOW)
        assert idle.execute(sa.text("SELECT count(*) FROM person")).scalar() == 2
    restore(sqlite_url, copy, now=NOW)
    assert known(sqlite_url, BUDI) is None


def test_there_is_nothing_to_copy(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no file"):
        backup(f"sqlite:///{tmp_path / 'rembuk.sqlite3'}", tmp_path, now=NOW)
    with pytest.raises(BackupError, match="memory"):
        backup("sqlite://", tmp_path, now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_postgresql_has_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="pg_dump"):
        backup("postgresql+psycopg://rembuk@localhost/rembuk", tmp_path, now=NOW)
    with pytest.raises(BackupError, match="pg_restore"):
        restore("postgresql+psycopg://rembuk@localhost/rembuk", tmp_path / "copy", now=NOW)


def test_nightly_copies_are_kept_for_two_weeks(sqlite_url: str, tmp_path: Path) -> None:
    nights = [NOW + timedelta(days=day) for day in range(KEPT + 3)]
    made = [backup_and_prune(sqlite_url, tmp_path / "copies", now=night) for night in nights]
    assert sorted((tmp_path / "copies").iterdir()) == made[3:]
