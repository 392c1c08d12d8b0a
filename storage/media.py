"""Photos and voices: what was sent, who is fetching it, what is kept, whose drafts are forgotten."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import Words, one_of
from storage.dialogues import dialogue
from storage.heartbeats import alive

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything was sent."""


class MediaKind(StrEnum):
    photo = "photo"
    voice = "voice"
    video = "video"
    document = "document"


class MediaState(StrEnum):
    wanted = "wanted"
    kept = "kept"
    lost = "lost"


class Media(SQLModel, table=True):
    """A photo or voice by its Telegram ids, fetched later: `wanted`, then `kept` at `path`, or `lost`.

    `name` is random and stands in its path on the shelf, which so tells nothing of sender, need or number.
    """

    __table_args__ = (
        one_of("kind", MediaKind),
        one_of("state", MediaState),
        Index(
            "ix_media_wanted",
            "next_try_at",
            sqlite_where=text("state = 'wanted'"),
            postgresql_where=text("state = 'wanted'"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    name: str = Field(max_length=32, unique=True)
    need_id: int | None = Field(default=None, foreign_key="need.id", index=True)
    matter_id: int | None = Field(default=None, foreign_key="matter.id", index=True)
    """A private matter, whose one reader alone hears and sees it."""
    occurrence_id: int | None = Field(default=None, foreign_key="occurrence.id", index=True)
    """A time of an event: its photos, and what was learnt there, spoken."""
    dialogue_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    """The draft it was sent to, until that draft becomes a need."""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    kind: MediaKind = Field(sa_type=Words(MediaKind))
    file_id: str = Field(max_length=256)
    file_unique_id: str = Field(max_length=64)
    state: MediaState = Field(default=MediaState.wanted, sa_type=Words(MediaState))
    path: str | None = Field(default=None, max_length=128)
    size: int | None = None
    """Bytes."""
    seconds: int | None = None
    attempts: int = 0
    next_try_at: float = 0.0
    """Seconds since 1970, UTC, as in all rows of the machine room."""
    owner: str | None = Field(default=None, max_length=64)
    leased_until: float | None = None
    asked_again_at: datetime | None = None
    created_at: datetime


def claim(session: Session, *, owner: str, now: float, most: int, until: float) -> list[Media]:
    """Lease up to `most` wanted files that are due and in nobody's hands, or a dead one's; seconds since 1970, UTC."""
    query = (
        select(Media)
        .where(Media.state == MediaState.wanted, Media.next_try_at <= now, _in_nobodys_hands(now))
        .order_by(col(Media.next_try_at), col(Media.id))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    found = list(session.exec(query))
    for media in found:
        media.owner, media.leased_until = owner, until
        session.add(media)
    session.flush()
    return found


def _in_nobodys_hands(now: float) -> sa.ColumnElement[bool]:
    gone = col(Media.owner).not_in(alive(now))
    return sa.or_(col(Media.owner).is_(None), col(Media.leased_until) < now, gone)


def leased(session: Session, media_id: int, owner: str) -> Media | None:
    """The file if `owner` still holds its lease."""
    return session.exec(select(Media).where(Media.id == media_id, Media.owner == owner)).first()


def by_id(session: Session, media_id: int) -> Media | None:
    return session.get(Media, media_id)


def by_ids(session: Session, media_ids: Collection[int]) -> list[Media]:
    return list(session.exec(select(Media).where(col(Media.id).in_(media_ids)))) if media_ids else []


def of_need(session: Session, need_id: int) -> list[Media]:
    return list(session.exec(select(Media).where(Media.need_id == need_id).order_by(col(Media.id))))


def of_dialogue(session: Session, dialogue_id: int) -> list[Media]:
    return list(session.exec(select(Media).where(Media.dialogue_id == dialogue_id).order_by(col(Media.id))))


_GIVE = sa.update(Media).where(col(Media.dialogue_id) == sa.bindparam("draft")).values(need_id=sa.bindparam("need"))


def give_to_need(session: Session, dialogue_id: int, need_id: int) -> None:
    """What was sent to a draft belongs to what the draft has become."""
    session.connection().execute(_GIVE, {"draft": dialogue_id, "need": need_id})


def of_matter(session: Session, matter_id: int) -> list[Media]:
    """All that was sent with a private matter and with what was said of it afterwards."""
    return list(session.exec(select(Media).where(Media.matter_id == matter_id).order_by(col(Media.id))))


def matter_of(session: Session, dialogue_id: int) -> int | None:
    """The private matter that what was sent to this draft belongs to."""
    known = select(Media.matter_id).where(Media.dialogue_id == dialogue_id, col(Media.matter_id).is_not(None))
    return session.exec(known.limit(1)).first()


def give_to_matter(session: Session, dialogue_id: int, matter_id: int) -> None:
    """What came to a draft belongs to the private matter; not files as they were, which tell their place and time."""
    mine = sa.and_(col(Media.dialogue_id) == dialogue_id, col(Media.kind) != MediaKind.document)
    session.connection().execute(sa.update(Media).where(mine).values(matter_id=matter_id))


def let_go(session: Session, dialogue_id: int) -> None:
    """Its author would rather not send what came to this draft: it is nobody's, and goes with the next sweep."""
    session.connection().execute(sa.update(Media).where(col(Media.dialogue_id) == dialogue_id).values(dialogue_id=None))


def leave_out(session: Session, dialogue_id: int | None, file_unique_id: str) -> None:
    """One file of a draft that it cannot use: it is nobody's, and goes with the next sweep."""
    session.flush()
    this = col(Media.dialogue_id) == dialogue_id, col(Media.file_unique_id) == file_unique_id
    session.connection().execute(sa.update(Media).where(*this).values(dialogue_id=None))


def with_file(session: Session, media_id: int) -> list[Media]:
    """This file and what came with it to the same draft; it alone, if it came to none."""
    file = by_id(session, media_id)
    if file is None or file.dialogue_id is None:
        return [file] if file else []
    return [one for one in of_dialogue(session, file.dialogue_id) if one.need_id == file.need_id]


def move(session: Session, old: int, new: int, *, since: datetime, but: str = "") -> None:
    """What came to the draft `old` from then on belongs to the draft `new`, all `but` one file by its unique id."""
    session.flush()
    late = sa.and_(col(Media.dialogue_id) == old, col(Media.created_at) >= since, col(Media.file_unique_id) != but)
    session.connection().execute(sa.update(Media).where(late).values(dialogue_id=new))


_UNCLAIMED = (col(Media.need_id).is_(None), col(Media.matter_id).is_(None), col(Media.occurrence_id).is_(None))


def of_nobody(session: Session, *, before: datetime, now: float) -> list[Media]:
    """Files of no need and no private matter, sent before then to a draft that is no more, or late.

    They are lost from here on, so none is fetched. What somebody fetches at this moment is left for the next time.
    """
    has_draft = sa.exists().where(dialogue.c.id == Media.dialogue_id, dialogue.c.changed_at >= before.timestamp())
    query = select(Media).where(*_UNCLAIMED, Media.created_at < before, ~has_draft)
    found = list(session.exec(query.where(_in_nobodys_hands(now)).order_by(col(Media.id)).with_for_update()))
    for media in found:
        media.state, media.owner, media.leased_until = MediaState.lost, None, None
    session.flush()
    return found


def forget(session: Session, ids: Sequence[int]) -> None:
    """Drop the rows of files that are off the shelf."""
    session.connection().execute(sa.delete(Media).where(col(Media.id).in_(ids), *_UNCLAIMED))


def of_no_one(session: Session, *, now: float) -> list[Media]:
    """Files whose sender or need was erased, as far as nobody fetches them at this moment."""
    nobodys = (Media.person_id, Media.need_id, Media.matter_id, Media.occurrence_id, Media.dialogue_id)
    query = select(Media).where(*(col(column).is_(None) for column in nobodys), _in_nobodys_hands(now))
    return list(session.exec(query.order_by(col(Media.id))))
