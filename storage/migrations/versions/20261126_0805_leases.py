"""An index of what is in a courier's hands, so that looking for lost leases does not look at all that waits.

Plain SQLAlchemy types only: what a migration does must not change when the tables do.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "20261126_0805"
down_revision: str | None = "20261126_0448"
branch_labels: str | None = None
depends_on: str | None = None

LEASED = sa.text("state = 'leased'")


def upgrade() -> None:
    op.create_index("ix_outbox_leased", "outbox", ["leased_until"], sqlite_where=LEASED, postgresql_where=LEASED)


def downgrade() -> None:
    op.drop_index("ix_outbox_leased", table_name="outbox")
