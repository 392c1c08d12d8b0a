"""What all tables share: closed sets of words, and how constraints are named. Instants are SQLModel's UTCDateTime."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Dialect, String, TypeDecorator
from sqlmodel import SQLModel

# Must be set before the first table class is made: Alembic can only alter what has a name.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = SQLModel.metadata

NEVER_AGAIN = {"sqlite_autoincrement": True}
"""For tables whose rows are named in buttons and can be erased: no number is given twice. PostgreSQL never does."""


class Words(TypeDecorator[StrEnum]):
    """A member of a string enum, stored as its value; `one_of` adds the check that the database keeps."""

    impl = String(32)
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base class names it
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - the base class names it
        return None if value is None else self.enum(value)


def one_of(column: str, enum: type[StrEnum]) -> CheckConstraint:
    """The check that `column` holds a value of `enum`, named after the column."""
    values = ", ".join(f"'{member.value}'" for member in enum)
    return CheckConstraint(f"{column} IN ({values})", name=column)


def word(value: str) -> sa.ColumnElement[str]:
    """A constant in the statement's own text: a partial index serves only a query that names its words outright."""
    return sa.literal_column(f"'{value}'", sa.String)
