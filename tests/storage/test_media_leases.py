"""A file that is being fetched is in one process's hands, until its time is over or the process is gone."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from storage import heartbeats, media
from storage.database import writing
from storage.media import Media, MediaKind

NOW = 1_800_000_000.0
LEASE = 100.0


@pytest.fixture
def photo(engine: Engine) -> Engine:
    """A database with one photo that `rt03-1`, alive, has begun to fetch."""
    with writing(engine) as session:
        at = datetime.fromtimestamp(NOW, UTC)
        session.add(Media(name="foto", kind=MediaKind.photo, file_id="p", file_unique_id="u", created_at=at))
        session.flush()
        heartbeats.beat(session, "rt03-1", "work", NOW)
        assert len(fetched_by("rt03-1", session, NOW)) == 1
    return engine


def fetched_by(owner: str, session: Session, now: float) -> list[Media]:
    return media.claim(session, owner=owner, now=now, most=4, until=now + LEASE)


def test_another_process_leaves_it_to_the_one_at_work(photo: Engine) -> None:
    with writing(photo) as session:
        assert fetched_by("rt03-2", session, NOW + 1) == []


def test_it_is_taken_over_when_the_lease_is_over(photo: Engine) -> None:
    with writing(photo) as session:
        heartbeats.beat(session, "rt03-1", "work", NOW + LEASE)
        assert fetched_by("rt03-2", session, NOW + LEASE) == []
        assert len(fetched_by("rt03-2", session, NOW + LEASE + 1)) == 1


def test_it_is_taken_over_at_once_from_a_process_that_is_gone(photo: Engine) -> None:
    with writing(photo) as session:
        heartbeats.leave(session, "rt03-1")
        (taken,) = fetched_by("rt03-2", session, NOW + 1)
        assert media.leased(session, taken.id or 0, "rt03-1") is None, "whoever comes back finds it in other hands"
