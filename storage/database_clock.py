"""What time the database has: leases go by its clock, for those of the processes may differ."""

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class database_now(FunctionElement[float]):  # noqa: N801 - it reads as the SQL function that it is
    """Seconds since 1970, UTC."""

    type = sa.Double()
    inherit_cache = True


@compiles(database_now, "sqlite")
def _sqlite_now(_element: object, _compiler: object, **_: object) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(database_now, "postgresql")
def _postgres_now(_element: object, _compiler: object, **_: object) -> str:
    return "extract(epoch from clock_timestamp())"
