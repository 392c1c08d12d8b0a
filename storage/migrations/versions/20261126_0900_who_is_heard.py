"""What residents say of themselves, so that it can be told whether everyone is heard; after 20261126_0817.

Plain SQLAlchemy types only: what a migration does must not change when the tables do.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "20261126_0900"
down_revision: str | None = "20261126_0817"
branch_labels: str | None = None
depends_on: str | None = None

GROUPS = ("women", "youth", "elders", "disabled")


def upgrade() -> None:
    op.create_table(
        "declaration",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("belongs_to", sa.String(length=32), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"belongs_to IN ({', '.join(map(repr, GROUPS))})", name=op.f("ck_declaration_belongs_to")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_declaration_person_id")),
        sa.PrimaryKeyConstraint("person_id", "belongs_to", name=op.f("pk_declaration")),
    )


def downgrade() -> None:
    op.drop_table("declaration")
