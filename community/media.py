"""Photos and voices: taken in by their Telegram ids at once, fetched later, lost only in the open.

wanted → kept
       ↘ lost → the sender is asked once to send it again
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from community import codes
from storage import media as stored
from storage import outbox, people
from storage.media import Media, MediaKind, MediaState

AT_ONCE = 4
LEASE_SECONDS = 90.0
"""Thirty more than the longest download and its preparation."""
GIVE_UP_SECONDS = 86_400.0
NAME_LENGTH = 20
"""Letters of a name on the shelf: 31 to the 20th, so that nobody who sees one guesses another."""


def receive(
    session: Session,
    *,
    kind: MediaKind,
    file_id: str,
    file_unique_id: str,
    seconds: int | None,
    person_id: int,
    dialogue_id: int | None,
    now: datetime,
    need_id: int | None = None,
) -> Media:
    """Note what was sent; the fetcher brings it home. A report never waits for its photos.

    The rest of an album that comes after its first photo has gone into a private matter goes there too.
    """
    draft = dialogue_id if need_id is None and kind is not MediaKind.document else None
    media = Media(
        name=codes.draw(NAME_LENGTH),
        kind=kind,
        file_id=file_id,
        file_unique_id=file_unique_id,
        seconds=seconds,
        person_id=person_id,
        dialogue_id=dialogue_id,
        need_id=need_id,
        matter_id=stored.matter_of(session, draft) if draft is not None else None,
        created_at=now,
    )
    session.add(media)
    return media


def give_to_need(session: Session, dialogue_id: int | None, need_id: int) -> int | None:
    """What was sent to a draft goes to the need; returns the first file's id, by which the rest is found."""
    if dialogue_id is None:
        return None
    stored.give_to_need(session, dialogue_id, need_id)
    session.flush()
    files = stored.of_dialogue(session, dialogue_id)
    return files[0].id if files else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to be fetched, as its fetcher needs to know it."""

    id: int
    name: str
    kind: MediaKind
    file_id: str


def claim(session: Session, owner: str, now: float) -> list[Wanted]:
    """Lease a few that are wanted and due, oldest first."""
    found = stored.claim(session, owner=owner, now=now, most=AT_ONCE, until=now + LEASE_SECONDS)
    return [Wanted(one.id, one.name, one.kind, one.file_id) for one in found]


def path_for(media: Wanted | Media) -> str:
    """Where it is kept: under a random name, which tells nothing of sender, need or order."""
    ending = {MediaKind.voice: "ogg", MediaKind.video: "mp4"}.get(media.kind, "jpg")
    return f"{media.kind.value}/{media.name}.{ending}"


def thumbnail_of(path: str) -> str:
    """Where the small picture of a photo lies, beside it; for a voice or a video there is none."""
    return f"{path.rpartition('.')[0]}.small.jpg"


def kept(session: Session, media_id: int, owner: str, path: str, size: int) -> bool:
    """It is home. If the lease is gone another fetcher keeps the same file under the same path.

    False if nobody wants it any more: then it has to go off the shelf again.
    """
    media = stored.leased(session, media_id, owner)
    if media is None:
        there = stored.by_id(session, media_id)
        return there is not None and there.state is not MediaState.lost
    media.state, media.path, media.size = MediaState.kept, path, size
    media.owner = media.leased_until = None
    return True


def try_later(session: Session, media_id: int, owner: str, now: float) -> None:
    """Again with growing waits; after a day it counts as lost."""
    media = stored.leased(session, media_id, owner)
    if media is None:
        return
    if now - media.created_at.timestamp() > GIVE_UP_SECONDS:
        lost(session, media_id, owner, now)
        return
    media.attempts += 1
    media.next_try_at = now + min(2.0**media.attempts, 3_600)
    media.owner = media.leased_until = None


def lost(session: Session, media_id: int, owner: str, now: float) -> None:
    """It will not come: say so once to whoever sent it, and show it as lost."""
    media = stored.leased(session, media_id, owner)
    if media is None:
        return
    media.state = MediaState.lost
    media.owner = media.leased_until = None
    sender = people.by_id(session, media.person_id) if media.person_id else None
    if sender is None or media.asked_again_at is not None:
        return
    media.asked_again_at = datetime.fromtimestamp(now, UTC)
    outbox.notice(
        session,
        kind="media.lost",
        chat=sender.telegram_id,
        subject_id=media_id,
        person_id=sender.id,
        due_at=now,
        now=now,
        once=f"media.lost:{media_id}",
    )
