"""Is the database fit to work with: reached, migrated, sound, with room to grow."""

import shutil
from pathlib import Path

import sqlalchemy as sa

from storage import dead_letters, migrate
from storage.database import open_engine, reading

Finding = tuple[str, bool, str]
"""What was looked at, whether it is fine, and a sentence for the operator."""

ENOUGH_BYTES = 500 * 1024 * 1024


def examine(url: str, data_dir: Path) -> list[Finding]:
    """Look at database and disk; nothing is changed."""
    database = _database(url)
    return [database, *_soundness(url), *(_letters(url) if database[1] else []), _disk(data_dir)]


def _database(url: str) -> Finding:
    try:
        at = migrate.current(url)
    except Exception as error:  # noqa: BLE001 - whatever it is, the operator reads its kind
        return ("database", False, f"cannot be reached: {type(error).__name__}")
    if at is None:
        return ("database", False, "is empty; `rembuk migrate` makes its tables")
    if at != migrate.head():
        return ("database", False, f"is at {at}, this version needs {migrate.head()}; run `rembuk migrate`")
    return ("database", True, f"is at {at}")


def _soundness(url: str) -> list[Finding]:
    if not url.startswith("sqlite") or not Path(str(sa.make_url(url).database)).exists():
        return []
    engine = open_engine(url)
    try:
        with reading(engine) as session:
            verdict = session.connection().exec_driver_sql("PRAGMA quick_check").scalar()
    except sa.exc.DBAPIError as error:
        verdict = f"impossible, {type(error.orig).__name__}"
    finally:
        engine.dispose()
    return [("soundness", verdict == "ok", f"quick check: {verdict}")]


def _letters(url: str) -> list[Finding]:
    """Messages that were given up are no fault of the installation, but somebody should look at why."""
    engine = open_engine(url)
    try:
        with reading(engine) as session:
            count = dead_letters.count(session)
    finally:
        engine.dispose()
    advice = "; `rembuk replay` says which and why, `rembuk replay --letters` sends them again" if count else ""
    return [("letters", True, f"{count} messages given up that another try might help{advice}")]


def _disk(data_dir: Path) -> Finding:
    folder = next((path for path in (data_dir, *data_dir.absolute().parents) if path.exists()), Path())
    free = shutil.disk_usage(folder).free
    return ("disk", free > ENOUGH_BYTES, f"{free // 1024**2} MB free where {data_dir} is")
