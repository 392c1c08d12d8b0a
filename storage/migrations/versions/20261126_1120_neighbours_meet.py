"""Neighbours meet: events, their times, answers, turns, minutes, calendars; after 20261126_0900.

Plain SQLAlchemy types only: what a migration does must not change when the tables do.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "20261126_1120"
down_revision: str | None = "20261126_0900"
branch_labels: str | None = None
depends_on: str | None = None

TABLES = (
    "swap",
    "minutes_confirmation",
    "follow_up",
    "event_photo",
    "event_lesson",
    "rsvp",
    "rota_turn",
    "reminder",
    "promise",
    "minutes",
    "event_hush",
    "event_card",
    "attendance",
    "rota_member",
    "occurrence",
    "event_need",
    "event_item",
    "event",
    "calendar_link",
    "calendar_mark",
)


def upgrade() -> None:
    _make_calendar_mark()
    _make_calendar_link()
    _make_event()
    _make_event_item()
    _make_event_need()
    _make_occurrence()
    _make_rota_member()
    _make_attendance()
    _make_event_card()
    _make_event_hush()
    _make_minutes()
    _make_promise()
    _make_reminder()
    _make_rota_turn()
    _make_rsvp()
    _make_event_lesson()
    _make_event_photo()
    _make_follow_up()
    _make_minutes_confirmation()
    _make_swap()
    with op.batch_alter_table("community") as batch:
        batch.add_column(sa.Column("events_numbered", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("community") as batch:
        batch.alter_column("events_numbered", server_default=None)
    with op.batch_alter_table("preference") as batch:
        batch.add_column(sa.Column("event_waves", sa.JSON(), nullable=True))
    with op.batch_alter_table("media") as batch:
        batch.add_column(sa.Column("occurrence_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_media_occurrence_id"), "occurrence", ["occurrence_id"], ["id"])
        batch.create_index(op.f("ix_media_occurrence_id"), ["occurrence_id"])


def downgrade() -> None:
    with op.batch_alter_table("media") as batch:
        batch.drop_index(op.f("ix_media_occurrence_id"))
        batch.drop_constraint(op.f("fk_media_occurrence_id"), type_="foreignkey")
        batch.drop_column("occurrence_id")
    with op.batch_alter_table("preference") as batch:
        batch.drop_column("event_waves")
    with op.batch_alter_table("community") as batch:
        batch.drop_column("events_numbered")
    for table in TABLES:
        op.drop_table(table)


def _column(name: str, kind: sa.types.TypeEngine[Any], *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null)


def _number(name: str, *, null: bool = False) -> sa.Column[Any]:
    return _column(name, sa.Integer(), null=null)


def _text(name: str, longest: int, *, null: bool = False) -> sa.Column[Any]:
    return _column(name, sa.String(length=longest), null=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[Any]:
    return _column(name, sa.DateTime(timezone=True), null=null)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _index(name: str, table: str, *columns: str, where: str | None = None) -> None:
    part = sa.text(where) if where else None
    op.create_index(op.f(name), table, list(columns), sqlite_where=part, postgresql_where=part)


def _make_calendar_mark() -> None:
    op.create_table(
        "calendar_mark", _number("id"), _number("community_id"), _text("kind", 32), _text("key", 40, null=True),
        _text("title", 100), _column("begins_on", sa.Date()), _column("ends_on", sa.Date()),
        _column("yearly", sa.Boolean()), _instant("removed_at", null=True),
        _foreign("calendar_mark", "community_id", "community.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_mark")),
        sa.CheckConstraint("kind IN ('planning', 'season')", name=op.f("ck_calendar_mark_kind")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    _index("ix_calendar_mark_community_id", "calendar_mark", "community_id")


def _make_calendar_link() -> None:
    op.create_table(
        "calendar_link", _number("id"), _text("token_hash", 64), _number("person_id", null=True),
        _number("community_id", null=True), _instant("created_at"), _instant("revoked_at", null=True),
        _foreign("calendar_link", "person_id", "person.id"),
        _unique("calendar_link", "token_hash"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_link")),
        _foreign("calendar_link", "community_id", "community.id"),
    )  # fmt: skip
    _index("ix_calendar_link_community_id", "calendar_link", "community_id")
    _index("ix_calendar_link_person_id", "calendar_link", "person_id")


def _make_event() -> None:
    op.create_table(
        "event", _number("id"), _number("community_id"), _number("number"), _text("code", 16), _text("kind", 32),
        _text("title", 100), _text("words", 1000), _column("agenda", sa.JSON()), _column("begins_on", sa.Date()), _text("begins_at", 5),
        _number("minutes"), _text("rule", 200, null=True), _text("place", 100),
        _column("latitude", sa.Float(), null=True), _column("longitude", sa.Float(), null=True),
        _number("wanted", null=True), _number("rota_size", null=True), _text("invited", 32),
        _column("destinations", sa.JSON()), _number("poll_id", null=True), _text("state", 32),
        _number("author_id", null=True), _number("confirmed_by_id", null=True), _text("why", 300, null=True),
        _number("sequence"), _instant("changed_at"), _instant("created_at"),
        _unique("event", "community_id", "number"),
        _foreign("event", "poll_id", "poll.id"),
        _foreign("event", "community_id", "community.id"),
        _foreign("event", "confirmed_by_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.CheckConstraint("invited IN ('everyone', 'office', 'followers', 'rota')", name=op.f("ck_event_invited")),
        sa.CheckConstraint("kind IN ('work_day', 'meeting', 'clinic', 'night_watch', 'savings_round', 'other')", name=op.f("ck_event_kind")),
        sa.CheckConstraint("state IN ('proposed', 'called', 'declined', 'withdrawn', 'cancelled')", name=op.f("ck_event_state")),
        _unique("event", "code"),
        _foreign("event", "author_id", "person.id"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    _index("ix_event_author_id", "event", "author_id")
    _index("ix_event_confirmed_by_id", "event", "confirmed_by_id")
    _index("ix_event_poll_id", "event", "poll_id")


def _make_event_item() -> None:
    op.create_table(
        "event_item", _number("id"), _number("event_id"), _text("kind", 32), _text("name", 60), _number("wanted"),
        _instant("removed_at", null=True),
        _foreign("event_item", "event_id", "event.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_item")),
        sa.CheckConstraint("kind IN ('tool', 'food', 'task')", name=op.f("ck_event_item_kind")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    _index("ix_event_item_event_id", "event_item", "event_id")


def _make_event_need() -> None:
    op.create_table(
        "event_need", _number("event_id"), _number("need_id"),
        _foreign("event_need", "event_id", "event.id"),
        sa.PrimaryKeyConstraint("event_id", "need_id", name=op.f("pk_event_need")),
        _foreign("event_need", "need_id", "need.id"),
    )  # fmt: skip
    _index("ix_event_need_need_id", "event_need", "need_id")


def _make_occurrence() -> None:
    op.create_table(
        "occurrence", _number("id"), _number("event_id"), _number("community_id"), _column("original_on", sa.Date()),
        _instant("begins_at"), _instant("ends_at"), _text("place", 100, null=True), _text("state", 32),
        _text("why", 300, null=True), _number("moves"), _instant("was_at", null=True),
        _number("tell_up_to", null=True), _instant("begun_at", null=True), _text("code", 16),
        _text("spoken_code", 8, null=True), _number("attended", null=True), _instant("look_at", null=True),
        _number("nudged"),
        sa.CheckConstraint("state IN ('planned', 'postponed', 'cancelled', 'over')", name=op.f("ck_occurrence_state")),
        _foreign("occurrence", "community_id", "community.id"),
        _unique("occurrence", "code"),
        _foreign("occurrence", "event_id", "event.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
        _unique("occurrence", "event_id", "original_on"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    _index("ix_occurrence_community_id", "occurrence", "community_id", "begins_at")
    _index("ix_occurrence_planned", "occurrence", "begins_at", where="state = 'planned'")
    _index("ix_occurrence_look_at", "occurrence", "look_at", where="look_at IS NOT NULL")
    _index("ix_occurrence_spoken_code", "occurrence", "spoken_code", where="spoken_code IS NOT NULL")
    _index("ix_occurrence_told", "occurrence", "id", where="tell_up_to IS NOT NULL")


def _make_rota_member() -> None:
    op.create_table(
        "rota_member", _number("id"), _number("event_id"), _number("person_id", null=True), _text("name", 64),
        _number("place"), _number("weekday", null=True), _number("head_start"), _instant("left_at", null=True),
        _foreign("rota_member", "person_id", "person.id"),
        _foreign("rota_member", "event_id", "event.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_member")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    _index("ix_rota_member_event_id", "rota_member", "event_id")
    _index("ix_rota_member_person_id", "rota_member", "person_id")


def _make_attendance() -> None:
    op.create_table(
        "attendance", _number("id"), _number("occurrence_id"), _number("person_id", null=True), _text("name", 64),
        _text("how", 32), _number("added_by_id", null=True), _instant("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        _foreign("attendance", "added_by_id", "person.id"),
        sa.CheckConstraint("how IN ('code', 'listed')", name=op.f("ck_attendance_how")),
        _unique("attendance", "occurrence_id", "person_id"),
        _foreign("attendance", "person_id", "person.id"),
        _foreign("attendance", "occurrence_id", "occurrence.id"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    _index("ix_attendance_added_by_id", "attendance", "added_by_id")
    _index("ix_attendance_occurrence_id", "attendance", "occurrence_id")
    _index("ix_attendance_person_id", "attendance", "person_id")


def _make_event_card() -> None:
    op.create_table(
        "event_card", _number("id"), _number("occurrence_id"), _number("destination_id"),
        _column("row_id", sa.BigInteger(), null=True), _instant("ended_at", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_card")),
        _unique("event_card", "occurrence_id", "destination_id"),
        _foreign("event_card", "destination_id", "destination.id"),
        _foreign("event_card", "occurrence_id", "occurrence.id"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    _index("ix_event_card_destination_id", "event_card", "destination_id")
    _index("ix_event_card_row_id", "event_card", "row_id")


def _make_event_hush() -> None:
    op.create_table(
        "event_hush", _number("event_id"), _number("person_id"), _instant("since"),
        _foreign("event_hush", "event_id", "event.id"),
        _foreign("event_hush", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("event_id", "person_id", name=op.f("pk_event_hush")),
    )  # fmt: skip
    _index("ix_event_hush_person_id", "event_hush", "person_id")


def _make_minutes() -> None:
    op.create_table(
        "minutes", _number("id"), _number("occurrence_id"), _text("chair", 64), _text("discussed", 2000),
        _column("decisions", sa.JSON()), _number("attended"), _number("writer_id", null=True), _text("state", 32),
        _column("is_confirmed", sa.Boolean()), _instant("look_at", null=True), _number("version"),
        _instant("written_at"), _instant("published_at", null=True),
        _unique("minutes", "occurrence_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        _foreign("minutes", "writer_id", "person.id"),
        _foreign("minutes", "occurrence_id", "occurrence.id"),
        sa.CheckConstraint("state IN ('waiting', 'published')", name=op.f("ck_minutes_state")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    _index("ix_minutes_look_at", "minutes", "look_at", where="look_at IS NOT NULL")
    _index("ix_minutes_writer_id", "minutes", "writer_id")


def _make_promise() -> None:
    op.create_table(
        "promise", _number("id"), _number("occurrence_id"), _number("item_id"), _number("person_id"), _number("many"),
        _column("waits", sa.Boolean()), _instant("since"),
        _foreign("promise", "item_id", "event_item.id"),
        _foreign("promise", "occurrence_id", "occurrence.id"),
        _foreign("promise", "person_id", "person.id"),
        _unique("promise", "occurrence_id", "item_id", "person_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    _index("ix_promise_item_id", "promise", "item_id")
    _index("ix_promise_person_id", "promise", "person_id")


def _make_reminder() -> None:
    op.create_table(
        "reminder", _number("id"), _number("occurrence_id"), _text("wave", 32), _number("moves"), _instant("due_at"),
        _instant("writes_at"), _number("up_to"), _instant("done_at", null=True),
        _foreign("reminder", "occurrence_id", "occurrence.id"),
        sa.CheckConstraint("wave IN ('early', 'eve', 'soon')", name=op.f("ck_reminder_wave")),
        _unique("reminder", "occurrence_id", "wave", "moves"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )  # fmt: skip
    _index("ix_reminder_due", "reminder", "writes_at", where="done_at IS NULL")


def _make_rota_turn() -> None:
    op.create_table(
        "rota_turn", _number("id"), _number("occurrence_id"), _number("member_id"),
        _number("swapped_from_id", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_turn")),
        _unique("rota_turn", "occurrence_id", "member_id"),
        _foreign("rota_turn", "occurrence_id", "occurrence.id"),
        _foreign("rota_turn", "swapped_from_id", "rota_member.id"),
        _foreign("rota_turn", "member_id", "rota_member.id"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    _index("ix_rota_turn_member_id", "rota_turn", "member_id")
    _index("ix_rota_turn_swapped_from_id", "rota_turn", "swapped_from_id")


def _make_rsvp() -> None:
    op.create_table(
        "rsvp", _number("occurrence_id"), _number("person_id"), _text("answer", 32),
        _column("shows_name", sa.Boolean()), _column("waits", sa.Boolean()), _text("errand", 200, null=True),
        _instant("since"),
        _foreign("rsvp", "occurrence_id", "occurrence.id"),
        _foreign("rsvp", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("occurrence_id", "person_id", name=op.f("pk_rsvp")),
        sa.CheckConstraint("answer IN ('coming', 'maybe', 'away')", name=op.f("ck_rsvp_answer")),
    )  # fmt: skip
    _index("ix_rsvp_person_id", "rsvp", "person_id")


def _make_event_lesson() -> None:
    op.create_table(
        "event_lesson", _number("occurrence_id"), _number("person_id"), _text("lesson", 32),
        _number("media_id", null=True), _instant("at"),
        _foreign("event_lesson", "occurrence_id", "occurrence.id"),
        _foreign("event_lesson", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("occurrence_id", "person_id", name=op.f("pk_event_lesson")),
        _foreign("event_lesson", "media_id", "media.id"),
        sa.CheckConstraint("lesson IN ('well', 'better', 'hard')", name=op.f("ck_event_lesson_lesson")),
    )  # fmt: skip
    _index("ix_event_lesson_person_id", "event_lesson", "person_id")


def _make_event_photo() -> None:
    op.create_table(
        "event_photo", _number("id"), _number("occurrence_id"), _number("media_id"), _text("moment", 32),
        _unique("event_photo", "media_id"),
        sa.CheckConstraint("moment IN ('before', 'after')", name=op.f("ck_event_photo_moment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_photo")),
        _foreign("event_photo", "media_id", "media.id"),
        _foreign("event_photo", "occurrence_id", "occurrence.id"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    _index("ix_event_photo_occurrence_id", "event_photo", "occurrence_id")


def _make_follow_up() -> None:
    op.create_table(
        "follow_up", _number("id"), _number("minutes_id"), _text("what", 200), _number("who_id", null=True),
        _text("who", 64), _column("due_on", sa.Date(), null=True), _number("reminded"),
        _instant("done_at", null=True),
        _foreign("follow_up", "minutes_id", "minutes.id"),
        _foreign("follow_up", "who_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    _index("ix_follow_up_minutes_id", "follow_up", "minutes_id")
    _index("ix_follow_up_open", "follow_up", "due_on", where="done_at IS NULL")
    _index("ix_follow_up_who_id", "follow_up", "who_id")


def _make_minutes_confirmation() -> None:
    op.create_table(
        "minutes_confirmation", _number("minutes_id"), _number("person_id"), _number("version"),
        _column("agrees", sa.Boolean()), _text("words", 500, null=True), _text("answer", 500, null=True),
        _instant("at"),
        sa.PrimaryKeyConstraint("minutes_id", "person_id", name=op.f("pk_minutes_confirmation")),
        _foreign("minutes_confirmation", "minutes_id", "minutes.id"),
        _foreign("minutes_confirmation", "person_id", "person.id"),
    )  # fmt: skip
    _index("ix_minutes_confirmation_person_id", "minutes_confirmation", "person_id")


def _make_swap() -> None:
    op.create_table(
        "swap", _number("id"), _number("occurrence_id"), _number("turn_id", null=True),
        _number("for_turn_id", null=True), _number("promise_id", null=True), _number("asks_id"),
        _number("asked_id", null=True),
        _column("agreed", sa.Boolean(), null=True), _instant("asked_at"), _instant("answered_at", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap")),
        _foreign("swap", "asks_id", "person.id"),
        _foreign("swap", "turn_id", "rota_turn.id"),
        _foreign("swap", "for_turn_id", "rota_turn.id"),
        _foreign("swap", "asked_id", "person.id"),
        _foreign("swap", "occurrence_id", "occurrence.id"),
        _foreign("swap", "promise_id", "promise.id"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    _index("ix_swap_asked_id", "swap", "asked_id")
    _index("ix_swap_asks_id", "swap", "asks_id")
    _index("ix_swap_for_turn_id", "swap", "for_turn_id")
    _index("ix_swap_occurrence_id", "swap", "occurrence_id")
    _index("ix_swap_promise_id", "swap", "promise_id")
    _index("ix_swap_turn_id", "swap", "turn_id")
