"""Speaking to everyone: announcements, what a person wants to hear, counts of the courier; after 20261125_2237.

Plain SQLAlchemy types only: what a migration does must not change when the tables do. Columns that may not be empty get
a default for the rows that are there already, and lose it again.
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision: str = "20261126_0448"
down_revision: str | None = "20261125_2237"
branch_labels: str | None = None
depends_on: str | None = None

OLD_NIGHT = '[["20:50", "05:00"]]'
QUIET_HOURS = '[["21:00", "05:00"], ["17:45", "18:45"], ["11:30", "13:00", "5"]]'
OUTBOX_STATES = ("due", "leased", "sent", "given_up", "moot")
OPEN = sa.text("state IN ('scheduled', 'running', 'paused')")
CHORE_OPEN = sa.text("done_at IS NULL")
BROADCAST = sa.text("kind = 'broadcast'")
FOR_DIGEST = sa.text("state = 'digest'")


def upgrade() -> None:
    _make_tally()
    _make_preference()
    _make_broadcast()
    _make_broadcast_chore()
    with op.batch_alter_table("chat") as batch:
        batch.add_column(sa.Column("member_count", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True))
    _widen_community()
    _widen_membership()
    _widen_outbox()


def downgrade() -> None:
    """What only the newer house knows falls to the nearest thing that the older one knows."""
    op.execute("UPDATE outbox SET state = 'moot', parameters = NULL WHERE state IN ('held', 'digest')")
    op.drop_index("ix_outbox_digest", table_name="outbox")
    op.drop_index("ix_outbox_broadcast", table_name="outbox")
    with op.batch_alter_table("outbox") as batch:
        for name in ("gathered_in", "expires_at", "message_ids"):
            batch.drop_column(name)
        _states(batch, OUTBOX_STATES)
    with op.batch_alter_table("membership") as batch:
        batch.drop_column("hears_broadcasts")
    with op.batch_alter_table("community") as batch:
        batch.drop_column("weekly_cap")
    _hours(QUIET_HOURS, OLD_NIGHT)
    with op.batch_alter_table("chat") as batch:
        batch.drop_column("counted_at")
        batch.drop_column("member_count")
    for table in ("broadcast_chore", "broadcast", "preference", "tally"):
        op.drop_table(table)


def _widen_community() -> None:
    """Who has kept the old night gets the new quiet hours; who chose others keeps them."""
    with op.batch_alter_table("community") as batch:
        batch.add_column(sa.Column("weekly_cap", sa.Integer(), nullable=False, server_default="12"))
    with op.batch_alter_table("community") as batch:
        batch.alter_column("weekly_cap", existing_type=sa.Integer(), server_default=None, existing_nullable=False)
    _hours(OLD_NIGHT, QUIET_HOURS)


def _hours(old: str, new: str) -> None:
    change = sa.text("UPDATE community SET quiet_hours = CAST(:new AS JSON) WHERE CAST(quiet_hours AS TEXT) = :old")
    if op.get_bind().dialect.name == "sqlite":  # it has no JSON type: a cast would make a number of it
        change = sa.text("UPDATE community SET quiet_hours = :new WHERE quiet_hours = :old")
    op.get_bind().execute(change, {"new": new, "old": old})


def _widen_membership() -> None:
    with op.batch_alter_table("membership") as batch:
        batch.add_column(sa.Column("hears_broadcasts", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("membership") as batch:
        batch.alter_column(
            "hears_broadcasts", existing_type=sa.Boolean(), server_default=None, existing_nullable=False
        )


def _widen_outbox() -> None:
    with op.batch_alter_table("outbox") as batch:
        batch.add_column(sa.Column("message_ids", sa.Text(), nullable=True))
        batch.add_column(sa.Column("expires_at", sa.Double(), nullable=True))
        batch.add_column(sa.Column("gathered_in", sa.BigInteger(), nullable=True))
        _states(batch, (*OUTBOX_STATES, "held", "digest"))
    op.create_index(
        "ix_outbox_broadcast", "outbox", ["subject_id", "state", "id"], sqlite_where=BROADCAST, postgresql_where=BROADCAST
    )
    op.create_index(
        "ix_outbox_digest", "outbox", ["person_id"], sqlite_where=FOR_DIGEST, postgresql_where=FOR_DIGEST
    )


def _states(batch: BatchOperations, states: tuple[str, ...]) -> None:
    batch.drop_constraint(op.f("ck_outbox_state"), type_="check")
    batch.create_check_constraint(op.f("ck_outbox_state"), f"state IN ({', '.join(repr(one) for one in states)})")


def _make_tally() -> None:
    op.create_table(
        "tally",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("count", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tally")),
    )


def _make_preference() -> None:
    op.create_table(
        "preference",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("quiet_hours", sa.JSON(), nullable=True),
        sa.Column("weekly_cap", sa.Integer(), nullable=True),
        sa.Column("news", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("digest_weekday", sa.Integer(), nullable=False),
        sa.Column("digest_at", sa.String(length=5), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("news IN ('now', 'digest', 'never')", name=op.f("ck_preference_news")),
        sa.CheckConstraint("digest IN ('daily', 'weekly', 'never')", name=op.f("ck_preference_digest")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_preference_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_preference")),
    )


def _make_broadcast() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("urgency", sa.String(length=32), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("repeats", sa.String(length=32), nullable=True),
        sa.Column("repeats_until", sa.Date(), nullable=True),
        sa.Column("day_of_month", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("progress_row_id", sa.BigInteger(), nullable=True),
        sa.Column("progress_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("urgency IN ('normal', 'mourning', 'urgent')", name=op.f("ck_broadcast_urgency")),
        sa.CheckConstraint(
            "state IN ('scheduled', 'running', 'paused', 'done', 'stopped')", name=op.f("ck_broadcast_state")
        ),
        sa.CheckConstraint("repeats IN ('weekly', 'monthly')", name=op.f("ck_broadcast_repeats")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_broadcast_author_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_broadcast_community_id")),
        sa.ForeignKeyConstraint(["series_id"], ["broadcast.id"], name=op.f("fk_broadcast_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
        sqlite_autoincrement=True,
    )
    for column in ("author_id", "community_id", "series_id"):
        op.create_index(op.f(f"ix_broadcast_{column}"), "broadcast", [column])
    op.create_index(
        "ix_broadcast_open", "broadcast", ["state", "starts_at"], sqlite_where=OPEN, postgresql_where=OPEN
    )


def _make_broadcast_chore() -> None:
    op.create_table(
        "broadcast_chore",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "what IN ('fill', 'hold', 'free', 'stop', 'retry', 'correct', 'recall')",
            name=op.f("ck_broadcast_chore_what"),
        ),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name=op.f("fk_broadcast_chore_broadcast_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast_chore")),
    )
    op.create_index(op.f("ix_broadcast_chore_broadcast_id"), "broadcast_chore", ["broadcast_id"])
    op.create_index(
        "ix_broadcast_chore_open", "broadcast_chore", ["id"], sqlite_where=CHORE_OPEN, postgresql_where=CHORE_OPEN
    )
