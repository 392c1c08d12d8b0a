"""Queries on photos and voices: what is wanted, who is fetching it, whose drafts are forgotten."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.heartbeats import alive
from storage.needs import Media, MediaState


def claim(session: Session, *, owner: str, now: float, most: int, until: float) -> list[Media]:
    """Lease up to `most` wanted files that are due and in nobody's hands, or a dead one's; seconds since 1970, UTC."""
    gone = col(Media.owner).not_in(alive(now))
    free = sa.or_(col(Media.owner).is_(None), col(Media.leased_until) < now, gone)
    query = (
        select(Media)
        .where(Media.state == MediaState.wanted, Media.next_try_at <= now, free)
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


def leased(session: Session, media_id: int, owner: str) -> Media | None:
    """The file if `owner` still holds its lease."""
    return session.exec(select(Media).where(Media.id == media_id, Media.owner == owner)).first()


def by_id(session: Session, media_id: int) -> Media | None:
    return session.get(Media, media_id)


def of_dialogue(session: Session, dialogue_id: int) -> list[Media]:
    return list(session.exec(select(Media).where(Media.dialogue_id == dialogue_id).order_by(col(Media.id))))


_GIVE = sa.update(Media).where(col(Media.dialogue_id) == sa.bindparam("draft")).values(need_id=sa.bindparam("need"))


def give_to_need(session: Session, dialogue_id: int, need_id: int) -> None:
    """What was sent to a draft belongs to what the draft has become."""
    session.connection().execute(_GIVE, {"draft": dialogue_id, "need": need_id})


def move(session: Session, old: int, new: int, *, since: datetime) -> None:
    """What came to the draft `old` from then on belongs to the draft `new`."""
    late = sa.and_(col(Media.dialogue_id) == old, col(Media.created_at) >= since)
    session.connection().execute(sa.update(Media).where(late).values(dialogue_id=new))


def forget_of_drafts(session: Session, dialogue_ids: list[int]) -> list[str]:
    """Drop files of drafts that never became a need; returns the paths to delete from the shelf."""
    orphans = sa.and_(col(Media.dialogue_id).in_(dialogue_ids), col(Media.need_id).is_(None))
    paths = [path for path in session.exec(select(Media.path).where(orphans)) if path]
    session.connection().execute(sa.delete(Media).where(orphans))
    return paths
