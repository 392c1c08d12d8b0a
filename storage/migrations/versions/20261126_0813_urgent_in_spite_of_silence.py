"""Urgent announcements in spite of silence, for whoever asks for them; after 20261126_0805.

Plain SQLAlchemy types only: what a migration does must not change when the tables do. Whoever had stopped everything
had stopped the urgent ones too.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "20261126_0813"
down_revision: str | None = "20261126_0805"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("preference") as batch:
        batch.add_column(sa.Column("keeps_urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("preference") as batch:
        batch.alter_column("keeps_urgent", existing_type=sa.Boolean(), server_default=None, existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("preference") as batch:
        batch.drop_column("keeps_urgent")
