"""The life of a need: supporters, answers, closings, private matters, erasures; after 20261123_2130.

Plain SQLAlchemy types only: what a migration does must not change when the tables do. Columns that may not be empty get
a default for the rows that are there already, and lose it again.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision: str = "20261125_2237"
down_revision: str | None = "20261123_2130"
branch_labels: str | None = None
depends_on: str | None = None

STATES = (
    "received", "under_review", "accepted", "planned", "in_progress", "awaiting_confirmation", "resolved",
    "forwarded", "not_now", "merged", "withdrawn", "reopened",
)
EVENTS = (
    "moved", "added", "asked", "answered", "explained", "joined", "parted", "changed", "handed", "reviewed",
    "lacking",
    "spoken", "claimed",
)
ROLES = ("resident", "organiser", "chair")
TABLES = ("erasure", "matter", "matter_line", "claim", "flag", "follow", "support", "closing", "closing_answer")
COUNTED_ON = ("person", "dialogue", "need", "timeline", "matter")
RANDOM_NAME = {"sqlite": "lower(hex(randomblob(10)))", "postgresql": "substr(replace(gen_random_uuid()::text, '-', ''), 1, 20)"}


OPEN = "hidden_at IS NULL AND state NOT IN ('resolved', 'unconfirmed', 'merged', 'withdrawn')"
OPEN_INDEXES = {
    "ix_need_open_place": ["community_id", "kind", "latitude", "longitude"],
    "ix_need_open_landmark": ["community_id", "kind", "landmark"],
}


def upgrade() -> None:
    for make in (_make_erasure, _make_matter, _make_matter_line, _make_claim, _make_flag, _make_follow, _make_support, _make_closing, _make_closing_answer):
        make()
    _widen_community()
    _widen_media()
    _widen_need()
    _widen_timeline()
    _widen_roles()
    _count_on(*COUNTED_ON)
    for name, columns in OPEN_INDEXES.items():
        op.create_index(name, "need", columns, sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN))
    op.execute(
        "INSERT INTO support (need_id, person_id, whom, created_at) "
        "SELECT id, reporter_id, COALESCE(NULLIF(on_behalf_of, ''), CASE WHEN on_behalf_of = '' THEN '-' ELSE '' END), "
        "created_at FROM need WHERE reporter_id IS NOT NULL"
    )


def downgrade() -> None:
    """What only the newer house knows falls to the nearest thing that the older one knows."""
    for name in OPEN_INDEXES:
        op.drop_index(name, table_name="need")
    op.execute("DELETE FROM media WHERE matter_id IS NOT NULL")
    op.execute("UPDATE membership SET role = 'resident' WHERE role = 'cadre'")
    op.execute("DELETE FROM invitation WHERE role = 'cadre'")
    op.execute("UPDATE need SET state = 'resolved' WHERE state = 'unconfirmed'")
    op.execute("UPDATE timeline SET state = 'resolved' WHERE state = 'unconfirmed'")
    op.execute("DELETE FROM timeline WHERE event = 'lacking'")
    op.execute("UPDATE community SET emergency_number = substr(emergency_number, 1, 32)")
    for table in reversed(TABLES):
        if table != "matter":
            op.drop_table(table)
    with op.batch_alter_table("membership") as batch:
        batch.drop_column("house_mark")
        _anew(batch, "membership", "role", ROLES)
    with op.batch_alter_table("invitation") as batch:
        _anew(batch, "invitation", "role", ROLES)
    with op.batch_alter_table("timeline") as batch:
        batch.drop_constraint(op.f("ck_timeline_event"), type_="check")
        batch.drop_column("event")
        batch.drop_column("about")
        _anew(batch, "timeline", "state", STATES)
    with op.batch_alter_table("need") as batch:
        for column in ("spoken_by_id", "merged_into_id", "assigned_to_id"):
            batch.drop_constraint(op.f(f"fk_need_{column}"), type_="foreignkey")
            batch.drop_index(op.f(f"ix_need_{column}"))
        batch.drop_constraint(op.f("ck_need_awaits"), type_="check")
        for added in _of_need():
            batch.drop_column(added.name)
        _anew(batch, "need", "state", STATES)
    with op.batch_alter_table("media") as batch:
        batch.drop_constraint(op.f("fk_media_matter_id"), type_="foreignkey")
        batch.drop_constraint(op.f("uq_media_name"), type_="unique")
        batch.drop_index(op.f("ix_media_matter_id"))
        batch.drop_column("matter_id")
        batch.drop_column("name")
    op.drop_table("matter")
    _count_on("person", "dialogue", ever=False)
    with op.batch_alter_table("community") as batch:
        for name in (*_DAYS, "matters_numbered"):
            batch.drop_column(name)
        batch.alter_column("emergency_number", existing_type=sa.String(length=128), type_=sa.String(length=32), existing_nullable=False)


def _count_on(*tables: str, ever: bool = True) -> None:
    """Let SQLite never give a number again whose row is gone: an old button would be taken for one of another row."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in tables:
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": ever}):
            pass


def _check(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _anew(batch: BatchOperations, table: str, column: str, values: tuple[str, ...]) -> None:
    """The closed set of a column with other members."""
    batch.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
    batch.create_check_constraint(op.f(f"ck_{table}_{column}"), _check(column, values))


_DAYS = {"answer_days": 3, "silent_days": 7, "confirm_days": 7, "discuss_houses": 5}


def _widen_community() -> None:
    counted = {**_DAYS, "matters_numbered": 0}
    with op.batch_alter_table("community") as batch:
        for name, value in counted.items():
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=str(value)))
        batch.alter_column("emergency_number", existing_type=sa.String(length=32), type_=sa.String(length=128), existing_nullable=False)
    with op.batch_alter_table("community") as batch:
        for name in counted:
            batch.alter_column(name, existing_type=sa.Integer(), server_default=None, existing_nullable=False)


def _widen_media() -> None:
    """Names for the shelf are drawn; files that are kept already stay at the path that their row says."""
    with op.batch_alter_table("media") as batch:
        batch.add_column(sa.Column("name", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("matter_id", sa.Integer(), nullable=True))
    op.execute(f"UPDATE media SET name = {RANDOM_NAME[op.get_bind().dialect.name]}")  # noqa: S608 - one of two constants
    with op.batch_alter_table("media") as batch:
        batch.alter_column("name", existing_type=sa.String(length=32), nullable=False)
        batch.create_index(op.f("ix_media_matter_id"), ["matter_id"])
        batch.create_unique_constraint(op.f("uq_media_name"), ["name"])
        batch.create_foreign_key(op.f("fk_media_matter_id"), "matter", ["matter_id"], ["id"])


def _of_need() -> list[sa.Column[Any]]:
    return [
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spoken_by_id", sa.Integer(), nullable=True),
        sa.Column("stems", sa.String(length=512), nullable=True),
        sa.Column("moves", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("awaits", sa.String(length=32), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("assigned_to_id", sa.Integer(), nullable=True),
        sa.Column("forwarded_to", sa.String(length=64), nullable=True),
        sa.Column("letter_number", sa.String(length=64), nullable=True),
        sa.Column("letter_on", sa.Date(), nullable=True),
        sa.Column("check_on", sa.Date(), nullable=True),
        sa.Column("planned_for", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_discuss_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("group_row_id", sa.BigInteger(), nullable=True),
        sa.Column("shown_in_group_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("silence_told_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _widen_need() -> None:
    with op.batch_alter_table("need") as batch:
        for column in _of_need():
            batch.add_column(column)
    op.execute("UPDATE need SET heard_at = changed_at")
    op.execute("UPDATE need SET agreed_at = created_at WHERE on_behalf_of IS NOT NULL")
    with op.batch_alter_table("need") as batch:
        batch.alter_column("moves", existing_type=sa.Integer(), server_default=None, existing_nullable=False)
        batch.alter_column("heard_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        for name, table in (("spoken_by_id", "person"), ("assigned_to_id", "person"), ("merged_into_id", "need")):
            batch.create_index(op.f(f"ix_need_{name}"), [name])
            batch.create_foreign_key(op.f(f"fk_need_{name}"), table, [name], ["id"])
        batch.create_check_constraint(op.f("ck_need_awaits"), _check("awaits", ("answer", "reaction")))
        _anew(batch, "need", "state", (*STATES, "unconfirmed"))


def _widen_timeline() -> None:
    with op.batch_alter_table("timeline") as batch:
        batch.add_column(sa.Column("event", sa.String(length=32), nullable=False, server_default="moved"))
        batch.add_column(sa.Column("about", sa.String(length=64), nullable=True))
    op.execute("UPDATE timeline SET event = 'added' WHERE state IS NULL")
    with op.batch_alter_table("timeline") as batch:
        batch.alter_column("event", existing_type=sa.String(length=32), server_default=None, existing_nullable=False)
        batch.create_check_constraint(op.f("ck_timeline_event"), _check("event", EVENTS))
        _anew(batch, "timeline", "state", (*STATES, "unconfirmed"))


def _widen_roles() -> None:
    with op.batch_alter_table("membership") as batch:
        batch.add_column(sa.Column("house_mark", sa.String(length=64), nullable=True))
        _anew(batch, "membership", "role", ("resident", "cadre", "organiser", "chair"))
    with op.batch_alter_table("invitation") as batch:
        _anew(batch, "invitation", "role", ("resident", "cadre", "organiser", "chair"))


def _make_erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("final_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("what IN ('need', 'person')", name=op.f("ck_erasure_what")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_erasure_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("what", "subject_id", name=op.f("uq_erasure_what_subject_id")),
    )
    op.create_index("ix_erasure_final_at", "erasure", ["final_at"])
    op.create_index(op.f("ix_erasure_person_id"), "erasure", ["person_id"])


def _make_matter() -> None:
    op.create_table(
        "matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_shown", sa.Boolean(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=True),
        sa.Column("about_office", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=4096), nullable=True),
        sa.Column("hope", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hope IN ('notice', 'word', 'peace', 'known')", name=op.f("ck_matter_hope")),
        sa.CheckConstraint("state IN ('sent', 'handled')", name=op.f("ck_matter_state")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_matter_author_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_matter_community_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["person.id"], name=op.f("fk_matter_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_matter_community_id_number")),
    )
    op.create_index(op.f("ix_matter_author_id"), "matter", ["author_id"])
    op.create_index(op.f("ix_matter_reader_id"), "matter", ["reader_id"])


def _make_matter_line() -> None:
    op.create_table(
        "matter_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_reader", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=1024), nullable=False),
        sa.Column("dialogue_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_line_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_line")),
    )
    op.create_index(op.f("ix_matter_line_matter_id"), "matter_line", ["matter_id"])


def _make_claim() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_claim_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_claim_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("need_id", "person_id", name=op.f("uq_claim_need_id_person_id")),
    )
    op.create_index(op.f("ix_claim_person_id"), "claim", ["person_id"])


def _make_flag() -> None:
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_flag_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_flag_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint("need_id", "person_id", name=op.f("uq_flag_need_id_person_id")),
    )
    op.create_index(op.f("ix_flag_person_id"), "flag", ["person_id"])


def _make_follow() -> None:
    op.create_table(
        "follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("wants", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_follow_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_follow_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("need_id", "person_id", name=op.f("uq_follow_need_id_person_id")),
    )
    op.create_index(op.f("ix_follow_person_id"), "follow", ["person_id"])


def _make_support() -> None:
    op.create_table(
        "support",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("whom", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_support_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_support_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support")),
        sa.UniqueConstraint("need_id", "person_id", "whom", name=op.f("uq_support_need_id_person_id_whom")),
    )
    op.create_index(op.f("ix_support_person_id"), "support", ["person_id"])


def _make_closing() -> None:
    op.create_table(
        "closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_count", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("partly", sa.Integer(), nullable=False),
        sa.Column("not_yet", sa.Integer(), nullable=False),
        sa.Column("unseen", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline.id"], name=op.f("fk_closing_entry_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_closing_need_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_closing_opened_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing")),
    )
    op.create_index(op.f("ix_closing_need_id"), "closing", ["need_id"])
    is_open = sa.text("ended_at IS NULL")
    op.create_index("ix_closing_open", "closing", ["need_id"], sqlite_where=is_open, postgresql_where=is_open)


def _make_closing_answer() -> None:
    op.create_table(
        "closing_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("closing_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("whom", sa.String(length=64), nullable=False),
        sa.Column("is_concerned", sa.Boolean(), nullable=False),
        sa.Column("is_reporter", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("verdict IN ('done', 'partly', 'not_yet', 'unseen')", name=op.f("ck_closing_answer_verdict")),
        sa.ForeignKeyConstraint(["closing_id"], ["closing.id"], name=op.f("fk_closing_answer_closing_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_closing_answer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_answer")),
        sa.UniqueConstraint("closing_id", "person_id", "whom", name=op.f("uq_closing_answer_closing_id_person_id_whom")),
    )
    op.create_index(op.f("ix_closing_answer_person_id"), "closing_answer", ["person_id"])
