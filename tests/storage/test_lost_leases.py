"""Looking for lost leases costs as much as there are leases, however much waits."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event

from storage.database import open_engine, writing
from storage.outbox_leases import free_leases
from tests.storage.letters import NOW


@pytest.fixture
def engine(sqlite_url: str) -> Iterator[Engine]:
    opened = open_engine(sqlite_url)
    yield opened
    opened.dispose()


def test_only_what_is_leased_is_looked_at(engine: Engine) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, values: tuple[object, ...], *_: object) -> None:
        asked.append((statement, values))

    with writing(engine) as session:
        free_leases(session, NOW)
    statement, values = next(one for one in asked if one[0].startswith("UPDATE outbox"))
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert "outbox USING INDEX ix_outbox_leased" in str(plan)
