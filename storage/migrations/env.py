"""How migrations run: on the connection that `storage.migrate` hands over, all of them in one transaction."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlmodel import AutoString
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.columns import Words, metadata  # all tables are in it: `storage.migrate` opens the database

LOCK_KEY = 736285
"""The advisory lock under which one process at a time migrates: REMBUK on a telephone's keys."""
_TABLE_LOCK_SECONDS = 30


def run(connection: Connection) -> None:
    with connection.begin():
        if connection.dialect.name == "postgresql":
            _wait_for_other_migrators(connection)
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            render_item=_plainly,
            compare_type=True,
            compare_server_default=True,
            transactional_ddl=True,
        )
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            _refuse_broken_references(connection)


def _wait_for_other_migrators(connection: Connection) -> None:
    """A migration may take longer than a stage, and so may waiting for one; other sessions' table locks may not."""
    connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
    connection.execute(sa.text("SET LOCAL lock_timeout = 0"))
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
    connection.execute(sa.text(f"SET LOCAL lock_timeout = '{_TABLE_LOCK_SECONDS}s'"))


def _refuse_broken_references(connection: Connection) -> None:
    """Batch mode copies tables while foreign keys are off; nothing is committed unless they still hold."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"the migration would break {len(broken)} references, first in table {broken[0][0]}")


def _plainly(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Our own column types as the plain types they are stored in, so that no migration imports a table."""
    if kind != "type":
        return False
    if isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Words):
        return "sa.String(length=32)"
    if isinstance(item, AutoString):
        return f"sa.String(length={item.length})"
    return False


run(context.config.attributes["connection"])
