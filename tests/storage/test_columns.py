"""What a column lets in: instants with a zone, members of their enum, references to what exists."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, StatementError

from storage.columns import Words, metadata
from storage.installation import Installation

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
installation = Installation.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes

# A year of room on either side: 31 December 9999 in Honolulu is no UTC date.
instants = st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=st.timezones())  # noqa: DTZ001 - hypothesis adds the zones


def stored(engine: Engine, value: datetime | None) -> datetime:
    with engine.begin() as connection:
        insert = installation.insert().values(bot_id=1, created_at=value).returning(installation.c.id)
        made = connection.execute(insert).scalar_one()
        query = sa.select(installation.c.created_at).where(installation.c.id == made)
        found: datetime = connection.execute(query).scalar_one()
        return found


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=instants)
def test_an_instant_comes_back_as_the_same_instant_in_utc(engine: Engine, value: datetime) -> None:
    found = stored(engine, value)
    assert found == value.astimezone(UTC)
    assert found.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="timezone information"):
        stored(engine, NOON.replace(tzinfo=None))
    assert stored(engine, NOON) == NOON


def test_instants_compare_as_instants_in_the_database(engine: Engine) -> None:
    before = datetime.fromisoformat("2026-11-23T18:59:59+07:00")
    stored(engine, before)
    stored(engine, NOON)
    with engine.connect() as connection:
        later = connection.execute(sa.select(installation.c.created_at).where(installation.c.created_at > before))
        assert [row[0] for row in later] == [NOON]


def closed_sets() -> list[Any]:
    """Every column whose values are a closed set: table, column, values; read from enums and from checks."""
    found = {}
    for table in metadata.sorted_tables:
        for check in (c for c in table.constraints if isinstance(c, sa.CheckConstraint)):
            if match := re.fullmatch(r"(\w+) IN \((.+)\)", str(check.sqltext)):
                found[table.name, match[1]] = re.findall(r"'(\w+)'", match[2])
        for column in table.columns:
            if isinstance(column.type, Words):
                found[table.name, column.name] = [member.value for member in column.type.enum]
    return [pytest.param(*names, values, id=".".join(names)) for names, values in sorted(found.items())]


def fill(connection: Connection) -> None:
    """One plausible row in every table."""
    first = {tuple(case.values[:2]): case.values[2][0] for case in closed_sets()}
    for table in metadata.sorted_tables:
        row: dict[str, object] = {"method": "sendMessage"} if table.name == "outbox" else {}
        for column in (c for c in table.columns if not c.nullable):
            row[column.name] = first.get((table.name, column.name)) or _plausible(column)
        connection.execute(sa.text(_insert(table.name, row)), row)


def _plausible(column: sa.Column[Any]) -> object:
    stored_as = column.type.impl_instance if isinstance(column.type, sa.TypeDecorator) else column.type
    if isinstance(stored_as, sa.JSON):
        return "[]"
    kind = stored_as.python_type
    return {int: 1, float: 1.0, str: "x", bool: False, date: NOON.date().isoformat(), datetime: NOON.isoformat()}[kind]


def _insert(table: str, row: dict[str, object]) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"  # noqa: S608 - names of our tables


def test_every_enum_column_has_its_check_in_the_database() -> None:
    names = {case.id for case in closed_sets()}
    assert {"community.kind", "membership.role", "need.state", "inbox.state", "outbox.state"} <= names


@pytest.mark.parametrize(("table", "column", "values"), closed_sets())
def test_a_word_outside_its_set_is_refused_by_the_database_itself(
    engine: Engine, table: str, column: str, values: list[str]
) -> None:
    with engine.begin() as connection:
        fill(connection)
        update = sa.text(f"UPDATE {table} SET {column} = :value")  # noqa: S608 - names of our tables
        for value in values:
            assert connection.execute(update, {"value": value}).rowcount == 1
        savepoint = connection.begin_nested()
        with pytest.raises(IntegrityError, match=f"ck_{table}_{column}"):
            connection.execute(update, {"value": "nonsens"})
        savepoint.rollback()
        assert connection.execute(update, {"value": values[0]}).rowcount == 1


def test_an_enum_column_takes_no_other_word_from_python_either(engine: Engine) -> None:
    community = metadata.tables["community"]
    with engine.connect() as connection, pytest.raises(StatementError, match="is not a valid CommunityKind"):
        connection.execute(community.insert().values(kind="kampung"))


def test_nothing_points_to_what_is_not_there(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(
            sa.text("INSERT INTO chat_telegram_id (chat_id, telegram_id, since) VALUES (9, 9, '2026-11-23')")
        )


def test_every_constraint_has_a_name_that_alembic_can_alter() -> None:
    nameless = [
        f"{table.name}: {constraint}"
        for table in metadata.sorted_tables
        for constraint in table.constraints
        if not constraint.name
    ]
    assert nameless == []
