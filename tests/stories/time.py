"""Time passes: everything that is stored becomes so much older, and the clocks need not be touched."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.columns import metadata

_STANDS_STILL = {"heartbeat", "inbox", "limit_row", "installation"}
"""The machine room lives in the present."""
_INSTANTS = {"created_at", "due_at", "sent_at", "changed_at"}
"""Instants that are kept as seconds since 1970."""


def passes(connection: Connection, span: timedelta) -> None:
    """Move all instants of the neighbourhood and all messages that wait into the past by `span`."""
    for table in metadata.sorted_tables:
        if table.name not in _STANDS_STILL:
            _age(connection, table, span)


def _age(connection: Connection, table: sa.Table, span: timedelta) -> None:
    instants, look, change = _statements(table)
    if not instants:
        return
    rows = [dict(row) for row in connection.execute(look).mappings()]
    for row in rows:
        row |= {name: _earlier(row[name], span) for name in instants if row[name] is not None}
    if rows:
        connection.execute(change, rows)


@cache
def _statements(table: sa.Table) -> tuple[list[str], sa.Select[Any], sa.Update]:
    """The names of its instants, how to read them with their rows' keys, and how to write them; made once."""
    instants = list(_instants(table))
    keys = list(table.primary_key.columns)
    look = sa.select(*(key.label(f"of_{key.name}") for key in keys), *instants)
    mine = sa.and_(*(key == sa.bindparam(f"of_{key.name}", type_=key.type) for key in keys))
    change = table.update().where(mine).values({one.name: sa.bindparam(one.name, type_=one.type) for one in instants})
    return [one.name for one in instants], look, change


def _instants(table: sa.Table) -> Iterator[sa.Column[object]]:
    for column in table.columns:
        is_seconds = isinstance(column.type, sa.Double) and column.name in _INSTANTS
        of = getattr(column.type, "impl_instance", column.type)  # what SQLModel's UTCDateTime is made of
        if is_seconds or isinstance(of, sa.DateTime):
            yield column


def _earlier(moment: object, span: timedelta) -> object:
    return moment - span.total_seconds() if isinstance(moment, float) else moment - span  # type: ignore[operator]  # a datetime
