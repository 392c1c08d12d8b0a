"""Neighbours decide: polls, their options and cards, secret ballots, paper; after 20261126_0813.

Plain SQLAlchemy types only: what a migration does must not change when the tables do.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "20261126_0817"
down_revision: str | None = "20261126_0813"
branch_labels: str | None = None
depends_on: str | None = None

OPEN = sa.text("state = 'open'")
EVENTS = (
    "moved", "added", "asked", "answered", "explained", "joined", "parted", "changed", "handed", "reviewed",
    "lacking",
    "spoken", "claimed",
)
TABLES = ("poll_voter", "poll_option", "poll_card", "paper_tally", "objection", "ballot", "poll", "stray_vote")


def upgrade() -> None:
    _make_poll()
    _make_option()
    _make_card()
    _make_ballot()
    _make_voter()
    _make_objection()
    _make_paper()
    _make_stray()
    with op.batch_alter_table("community") as batch:
        batch.add_column(sa.Column("polls_numbered", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("community") as batch:
        batch.alter_column("polls_numbered", server_default=None)
    _tells_of(*EVENTS, "chosen")


def downgrade() -> None:
    op.execute("DELETE FROM timeline WHERE event = 'chosen'")
    _tells_of(*EVENTS)
    with op.batch_alter_table("community") as batch:
        batch.drop_column("polls_numbered")
    for table in TABLES:
        op.drop_table(table)


def _tells_of(*events: str) -> None:
    """What a line of a need's story may tell of."""
    with op.batch_alter_table("timeline", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(op.f("ck_timeline_event"), type_="check")
        batch.create_check_constraint(op.f("ck_timeline_event"), f"event IN ({', '.join(map(repr, events))})")


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=32), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _reference(name: str, table: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=nullable)


def _make_poll() -> None:
    op.create_table(
        "poll",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        _reference("community_id", "community", nullable=False),
        _number("number"),
        sa.Column("code", sa.String(length=16), nullable=False, unique=True),
        *(_words(name) for name in ("kind", "method", "way", "counts", "state")),
        sa.Column("question", sa.String(length=300), nullable=False),
        *(_number(name) for name in ("most", "most_on_one", "quorum", "least_days", "times_extended", "reminded")),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        *(_flag(name) for name in ("two_thirds", "falls_back", "adds_options")),
        sa.Column("destinations", sa.JSON(), nullable=False),
        _reference("author_id", "person"),
        _moment("joined_by", nullable=True),
        sa.Column("key_check", sa.String(length=16), nullable=True),
        _moment("opened_at"),
        _moment("closes_at"),
        _moment("closed_at", nullable=True),
        sa.Column("why_closed", sa.String(length=300), nullable=True),
        sa.Column("remind_up_to", sa.Integer(), nullable=True),
        sa.Column("told_up_to", sa.Integer(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind IN ('needs', 'day', 'yes_no', 'own', 'budget')", name="kind"),
        sa.CheckConstraint(
            "method IN ('choose_one', 'approval', 'borda', 'schulze', 'points', 'yes_no', 'consensus', 'equal_shares')",
            name="method",
        ),
        sa.CheckConstraint("way IN ('ballot', 'native', 'both')", name="way"),
        sa.CheckConstraint("counts IN ('person', 'house')", name="counts"),
        sa.CheckConstraint("state IN ('open', 'closed', 'called_off')", name="state"),
        sa.UniqueConstraint("community_id", "number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_poll_author_id", "poll", ["author_id"])
    op.create_index("ix_poll_open", "poll", ["closes_at"], sqlite_where=OPEN, postgresql_where=OPEN)


def _make_option() -> None:
    op.create_table(
        "poll_option",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        _reference("poll_id", "poll", nullable=False),
        _number("place"),
        sa.Column("text", sa.String(length=100), nullable=False),
        _reference("need_id", "need"),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        _reference("added_by_id", "person"),
        _moment("removed_at", nullable=True),
        sa.UniqueConstraint("poll_id", "place"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_poll_option_need_id", "poll_option", ["need_id"])
    op.create_index("ix_poll_option_added_by_id", "poll_option", ["added_by_id"])


def _make_card() -> None:
    op.create_table(
        "poll_card",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        _reference("poll_id", "poll", nullable=False),
        _reference("destination_id", "destination"),
        sa.Column("row_id", sa.BigInteger(), nullable=True),
        _flag("is_native"),
        sa.Column("native_id", sa.String(length=64), nullable=True),
        sa.Column("names", sa.JSON(), nullable=False),
        _moment("ended_at", nullable=True),
        sqlite_autoincrement=True,
    )
    for name in ("poll_id", "destination_id", "row_id", "native_id"):
        op.create_index(f"ix_poll_card_{name}", "poll_card", [name])


def _make_ballot() -> None:
    op.create_table(
        "ballot",
        sa.Column("mark", sa.String(length=64), primary_key=True, nullable=False),
        _reference("poll_id", "poll", nullable=False),
        sa.Column("receipt", sa.String(length=12), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        _flag("counted"),
        _flag("by_neighbour"),
        sa.UniqueConstraint("poll_id", "receipt"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ballot_poll_id", "ballot", ["poll_id"])


def _make_voter() -> None:
    op.create_table(
        "poll_voter",
        sa.Column("poll_id", sa.Integer(), sa.ForeignKey("poll.id"), primary_key=True, nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True, nullable=False),
        sa.Column("whom", sa.String(length=64), primary_key=True, nullable=False),
        _flag("has_vote"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_poll_voter_person_id", "poll_voter", ["person_id"])


def _make_objection() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        _reference("poll_id", "poll", nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False, unique=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=True),
        _words("stance"),
        sa.CheckConstraint("stance IN ('raised', 'answered', 'withdrawn', 'kept')", name="stance"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_objection_poll_id", "objection", ["poll_id"])


def _make_paper() -> None:
    op.create_table(
        "paper_tally",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        _reference("poll_id", "poll", nullable=False),
        sa.Column("votes", sa.JSON(), nullable=False),
        _number("sheets"),
        sa.Column("photo", sa.String(length=256), nullable=False),
        _reference("entered_by_id", "person"),
        _reference("witness_id", "person"),
        _moment("entered_at"),
        _moment("witnessed_at", nullable=True),
        sqlite_autoincrement=True,
    )
    for name in ("poll_id", "entered_by_id", "witness_id"):
        op.create_index(f"ix_paper_tally_{name}", "paper_tally", [name])


def _make_stray() -> None:
    op.create_table(
        "stray_vote",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("native_id", sa.String(length=64), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        _moment("came_at"),
        sa.UniqueConstraint("native_id", "telegram_id"),
    )
    op.create_index("ix_stray_vote_came_at", "stray_vote", ["came_at"])
