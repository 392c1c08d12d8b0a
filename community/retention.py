"""How long things are kept, as the consent text promises: raw messages 7 days, drafts 30, the rest until deleted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from community import broadcast_work, native_votes
from community.media import path_for, thumbnail_of
from storage import (
    ballots,
    calendars,
    claims,
    consents,
    dead_letters,
    dialogues,
    heartbeats,
    inbox,
    limits,
    media,
    outbox,
    paper_tallies,
)
from storage.media import Media

OFFER_LASTS = timedelta(minutes=10)
"""Within this time a stranger's second tap in a group counts as consent."""
CLAIM_LASTS = timedelta(days=30)
"""So long it waits whether a need was told for somebody; who spoke has not answered by then, and may be asked again."""

VOTERS_KEPT = timedelta(days=90)
"""So long after a poll has ended it is known who has voted, never what: for whoever doubts how many they were."""
VOID_ADDRESSES_KEPT = timedelta(days=30)
"""So long it is known that a calendar had an address, for whoever wonders since when it is silent."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file that nobody has any more: its row's id, and where it is on the shelf, if it ever came."""

    id: int
    path: str

    @property
    def paths(self) -> tuple[str, str]:
        """The file and its small picture."""
        return self.path, thumbnail_of(self.path)


def leftovers(files: Iterable[Media]) -> list[Leftover]:
    return [Leftover(one.id, one.path or path_for(one)) for one in files]


def sweep(session: Session, now: float) -> list[Leftover]:
    """Once a day: everything whose time is over. Returns the files to take off the shelf after the commit.

    Their rows stay until `forget_files`: whatever is cut off in between, the next sweep still knows of each file.
    """
    inbox.sweep(session, now)
    broadcast_work.keep_reports(session, datetime.fromtimestamp(now, UTC))
    outbox.sweep(session, now)
    dead_letters.sweep(session, now)
    limits.forget_old(session, now)
    heartbeats.bury(session, now)
    dialogues.forget(session, dialogues.expired(session, now))
    before = datetime.fromtimestamp(now - dialogues.KEEP_DRAFT_SECONDS, UTC)
    moment = datetime.fromtimestamp(now, UTC)
    native_votes.forget(session, moment)
    claims.forget_unanswered(session, moment - CLAIM_LASTS)
    ballots.forget_voters(session, moment - VOTERS_KEPT)
    calendars.forget_void(session, moment - VOID_ADDRESSES_KEPT)
    paper_tallies.forget_photos(session, moment - VOTERS_KEPT)
    return leftovers(media.of_nobody(session, before=before, now=now))


def forget_files(session: Session, files: Sequence[Leftover]) -> None:
    """They are off the shelf."""
    media.forget(session, [file.id for file in files])


def forget_offers(session: Session, now: float) -> None:
    consents.forget_offers(session, datetime.fromtimestamp(now, UTC) - OFFER_LASTS)
