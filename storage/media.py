"""Queries on photos and voices: what is wanted, who is fetching it, whose drafts are forgotten."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialogues import dialogue
from storage.heartbeats import alive
from storage.needs import Media, MediaState


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


def of_nobody(session: Session, *, before: datetime, now: float) -> list[Media]:
    """Files of no need, sent before then to a draft that is no more, or late: lost from here on, so none is fetched.

    What somebody fetches at this moment is left for the next time.
    """
    has_draft = sa.exists().where(dialogue.c.id == Media.dialogue_id, dialogue.c.changed_at >= before.timestamp())
    query = select(Media).where(col(Media.need_id).is_(None), Media.created_at < before, ~has_draft)
    found = list(session.exec(query.where(_in_nobodys_hands(now)).order_by(col(Media.id)).with_for_update()))
    for media in found:
        media.state, media.owner, media.leased_until = MediaState.lost, None, None
    session.flush()
    return found


def forget(session: Session, ids: Sequence[int]) -> None:
    """Drop the rows of files that are off the shelf."""
    session.connection().execute(sa.delete(Media).where(col(Media.id).in_(ids), col(Media.need_id).is_(None)))
