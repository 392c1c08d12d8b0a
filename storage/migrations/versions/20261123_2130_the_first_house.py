"""The first house: communities, people, needs, the audit, and the machine room; after nothing.

Plain SQLAlchemy types only: what a migration does must not change when the tables do.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "20261123_2130"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    _make_community()
    _make_chat()
    _make_chat_telegram_id()
    _make_person()
    _make_membership()
    _make_consent()
    _make_consent_offer()
    _make_invitation()
    _make_destination()
    _make_need()
    _make_media()
    _make_timeline()
    _make_audit()
    _make_installation()
    _make_inbox()
    _make_outbox()
    _make_dialogue()
    _make_heartbeat()
    _make_limit_row()


def downgrade() -> None:
    for table in (
        "limit_row",
        "heartbeat",
        "dialogue",
        "outbox",
        "inbox",
        "installation",
        "audit",
        "timeline",
        "media",
        "need",
        "destination",
        "invitation",
        "consent_offer",
        "consent",
        "membership",
        "person",
        "chat_telegram_id",
        "chat",
        "community",
    ):
        op.drop_table(table)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _make_community() -> None:
    op.create_table(
        "community",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("area", sa.String(length=128), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("quiet_hours", sa.JSON(), nullable=False),
        sa.Column("landmarks", sa.JSON(), nullable=False),
        sa.Column("emergency_number", sa.String(length=32), nullable=False),
        sa.Column("needs_numbered", sa.Integer(), nullable=False),
        sa.Column("chair_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('rt', 'rw', 'dusun', 'desa', 'kelurahan', 'group')", name=op.f("ck_community_kind")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["community.id"], name=op.f("fk_community_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("code", name=op.f("uq_community_code")),
    )
    op.create_index(op.f("ix_community_parent_id"), "community", ["parent_id"])


def _make_chat() -> None:
    op.create_table(
        "chat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=128), nullable=False),
        sa.Column("bot_is_admin", sa.Boolean(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('group', 'supergroup')", name=op.f("ck_chat_kind")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_chat_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_chat_telegram_id")),
    )
    op.create_index(op.f("ix_chat_community_id"), "chat", ["community_id"])


def _make_chat_telegram_id() -> None:
    op.create_table(
        "chat_telegram_id",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_chat_telegram_id_chat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_telegram_id")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_chat_telegram_id_telegram_id")),
    )
    op.create_index(op.f("ix_chat_telegram_id_chat_id"), "chat_telegram_id", ["chat_id"])


def _make_person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_person_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_person_telegram_id")),
    )
    op.create_index(op.f("ix_person_community_id"), "person", ["community_id"])


def _make_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("recognised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('resident', 'organiser', 'chair')", name=op.f("ck_membership_role")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_membership_community_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("person_id", "community_id", name=op.f("uq_membership_person_id_community_id")),
    )
    op.create_index(op.f("ix_membership_community_id"), "membership", ["community_id"])


def _make_consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('reports', 'photos', 'reminders', 'strengths')", name=op.f("ck_consent_purpose")
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_consent_community_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_community_id"), "consent", ["community_id"])
    op.create_index(op.f("ix_consent_person_id"), "consent", ["person_id"])


def _make_consent_offer() -> None:
    op.create_table(
        "consent_offer",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_consent_offer")),
    )
    op.create_index(op.f("ix_consent_offer_offered_at"), "consent_offer", ["offered_at"])


def _make_invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('resident', 'organiser', 'chair')", name=op.f("ck_invitation_role")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_invitation_community_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_invitation_made_by")),
        sa.ForeignKeyConstraint(["used_by"], ["person.id"], name=op.f("fk_invitation_used_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code", name=op.f("uq_invitation_code")),
    )
    op.create_index(op.f("ix_invitation_community_id"), "invitation", ["community_id"])


def _make_destination() -> None:
    op.create_table(
        "destination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("lost_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('everything', 'announcements', 'needs')", name=op.f("ck_destination_purpose")),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_destination_chat_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_destination_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destination")),
        sa.UniqueConstraint("community_id", "purpose", name=op.f("uq_destination_community_id_purpose")),
    )
    op.create_index(op.f("ix_destination_chat_id"), "destination", ["chat_id"])


def _make_need() -> None:
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.String(length=32), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=True),
        sa.Column("text", sa.String(length=4096), nullable=True),
        sa.Column("place", sa.String(length=256), nullable=True),
        sa.Column("landmark", sa.String(length=64), nullable=True),
        sa.Column("near_home", sa.Boolean(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("name_shown_to", sa.String(length=32), nullable=False),
        sa.Column("photos_shown_to", sa.String(length=32), nullable=False),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("houses", sa.String(length=32), nullable=True),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("houses IN ('own', 'several', 'lane', 'all')", name=op.f("ck_need_houses")),
        sa.CheckConstraint("name_shown_to IN ('organisers', 'neighbours')", name=op.f("ck_need_name_shown_to")),
        sa.CheckConstraint("photos_shown_to IN ('organisers', 'neighbours')", name=op.f("ck_need_photos_shown_to")),
        sa.CheckConstraint(
            "state IN ("
            "'received', 'under_review', 'accepted', 'planned', 'in_progress', 'awaiting_confirmation', "
            "'resolved', 'forwarded', 'not_now', 'merged', 'withdrawn', 'reopened')",
            name=op.f("ck_need_state"),
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_need_community_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name=op.f("fk_need_reporter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("code", name=op.f("uq_need_code")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_need_community_id_number")),
    )
    op.create_index(op.f("ix_need_kind_place"), "need", ["community_id", "kind", "latitude", "longitude"])
    op.create_index(op.f("ix_need_reporter_id"), "need", ["reporter_id"])


def _make_media() -> None:
    op.create_table(
        "media",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("dialogue_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("file_id", sa.String(length=256), nullable=False),
        sa.Column("file_unique_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("path", sa.String(length=128), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.Float(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("leased_until", sa.Float(), nullable=True),
        sa.Column("asked_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('photo', 'voice', 'video', 'document')", name=op.f("ck_media_kind")),
        sa.CheckConstraint("state IN ('wanted', 'kept', 'lost')", name=op.f("ck_media_state")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_media_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_media_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
    )
    op.create_index(op.f("ix_media_dialogue_id"), "media", ["dialogue_id"])
    op.create_index(op.f("ix_media_need_id"), "media", ["need_id"])
    op.create_index(op.f("ix_media_person_id"), "media", ["person_id"])
    op.create_index(op.f("ix_media_wanted"), "media", ["next_try_at"], **_where("state = 'wanted'"))


def _make_timeline() -> None:
    op.create_table(
        "timeline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("by_office", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=1024), nullable=True),
        sa.Column("media_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ("
            "'received', 'under_review', 'accepted', 'planned', 'in_progress', 'awaiting_confirmation', "
            "'resolved', 'forwarded', 'not_now', 'merged', 'withdrawn', 'reopened')",
            name=op.f("ck_timeline_state"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_timeline_actor_id")),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_timeline_media_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_timeline_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline")),
    )
    op.create_index(op.f("ix_timeline_need_id"), "timeline", ["need_id"])


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_audit_actor_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_audit_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_actor_id"), "audit", ["actor_id"])
    op.create_index(op.f("ix_audit_community_id"), "audit", ["community_id"])
    op.create_index(op.f("ix_audit_subject"), "audit", ["subject", "subject_id"])


def _make_installation() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )


def _make_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("overflow", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("worker", sa.String(length=64), nullable=True),
        sa.Column("received_at", sa.Double(), nullable=False),
        sa.Column("finished_at", sa.Double(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("code", sa.String(length=8), nullable=True),
        sa.Column("dialogue_id", sa.BigInteger(), nullable=True),
        sa.Column("dialogue_version", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'done', 'parked', 'flood')", name=op.f("ck_inbox_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("update_id", name=op.f("uq_inbox_update_id")),
    )
    op.create_index(op.f("ix_inbox_ended"), "inbox", ["finished_at"], **_where("state <> 'open'"))
    op.create_index(op.f("ix_inbox_oldest"), "inbox", ["id"], **_where("state = 'open'"))
    op.create_index(op.f("ix_inbox_open"), "inbox", ["lane", "id"], **_where("state = 'open'"))


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("parameters", sa.Text(), nullable=True),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("once", sa.String(length=120), nullable=True),
        sa.Column("dialogue_id", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("leased_until", sa.Double(), nullable=True),
        sa.Column("sent_at", sa.Double(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("unknown", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.CheckConstraint("state IN ('due', 'leased', 'sent', 'given_up', 'moot')", name=op.f("ck_outbox_state")),
        sa.CheckConstraint("(method IS NULL) <> (kind IS NULL)", name=op.f("ck_outbox_shape")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outbox_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("once", name=op.f("uq_outbox_once")),
    )
    op.create_index(op.f("ix_outbox_due"), "outbox", ["rank", "due_at"], **_where("state = 'due'"))
    op.create_index(op.f("ix_outbox_sent"), "outbox", ["chat", "sent_at"], **_where("sent_at IS NOT NULL"))
    op.create_index(op.f("ix_outbox_waiting"), "outbox", ["chat", "rank", "id"], **_where("state IN ('due', 'leased')"))


def _make_dialogue() -> None:
    op.create_table(
        "dialogue",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.Double(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name=op.f("ck_dialogue_state")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dialogue_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue")),
    )
    op.create_index(
        op.f("ix_dialogue_current"), "dialogue", ["person_id"], unique=True, **_where("is_current AND state = 'open'")
    )
    op.create_index(
        op.f("ix_dialogue_one_draft"), "dialogue", ["person_id", "name"], unique=True, **_where("state = 'open'")
    )


def _make_heartbeat() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("worker", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("started_at", sa.Double(), nullable=False),
        sa.Column("beat_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_heartbeat")),
    )


def _make_limit_row() -> None:
    op.create_table(
        "limit_row",
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("next_free_at", sa.Double(), server_default="0", nullable=False),
        sa.Column("paused_until", sa.Double(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_limit_row")),
    )
