"""A need's story: every move is a dated line, readable by those whom it concerns, and told to them.

Rules of who may move what are in `community.moves`; here a move is made, by whoever has shown that they may.
"""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from community import group_cards, moves, telling
from community.moves import Mover
from community.refusals import AlreadySo
from storage import timeline
from storage.needs import Awaited, Need, NeedState
from storage.timeline import Event, TimelineEntry

LONGEST_REASON = 500
"""Letters of what organisers give as a reason: it must still be read on a small screen."""


class Reader(StrEnum):
    """As whom somebody reads a story."""

    neighbour = "neighbour"
    reporter = "reporter"
    office = "office"


_BY_ALL = frozenset((Event.moved, Event.explained, Event.joined, Event.parted, Event.changed, Event.chosen))
_READABLE = {
    Reader.neighbour: _BY_ALL,
    Reader.reporter: _BY_ALL | {Event.added, Event.asked, Event.answered, Event.reviewed, Event.spoken, Event.claimed},
    Reader.office: frozenset(Event),
}
_KEEP_THE_DAY = frozenset((NeedState.forwarded, NeedState.merged, NeedState.withdrawn))
"""With whom it is, or whence it comes back to where it stood, with the day to ask again."""
_TOLD = frozenset((Event.moved, Event.explained, Event.joined, Event.parted))


def may_read(line: TimelineEntry, reader: Reader) -> bool:
    """Neighbours read what became of it; what reporter and organisers say to each other is theirs."""
    return line.event in _READABLE[reader]


def is_news(line: TimelineEntry) -> bool:
    """What is worth a message; the rest is read by whoever looks."""
    return line.event in _TOLD


def read(session: Session, need_id: int, reader: Reader) -> list[TimelineEntry]:
    """The story from its beginning, as this reader may read it."""
    return [line for line in timeline.of_need(session, need_id) if may_read(line, reader)]


def write(
    session: Session,
    need: Need,
    event: Event,
    *,
    by: int | None,
    now: datetime,
    as_office: bool = False,
    state: NeedState | None = None,
    about: str | None = None,
    reason: str | None = None,
    media_id: int | None = None,
    quietly: bool = False,
) -> TimelineEntry:
    """One dated line, and whoever hears of this need is told if it is worth a message, unless it is said `quietly`.

    As the organisers' word it counts `moves` up, so that buttons drawn before it are known to be old.
    """
    line = TimelineEntry(
        need_id=need.id, at=now, event=event, state=state, actor_id=by, by_office=as_office,
        about=about, reason=reason, media_id=media_id,
    )  # fmt: skip
    session.add(line)
    need.changed_at = now
    if state is not None:
        need.state = state
    if as_office:
        need.moves += 1
        need.heard_at, need.silence_told_at = now, None
    session.add(need)
    session.flush()
    group_cards.changed(session, need, now=now)
    if is_news(line) and not quietly:
        telling.all_concerned(session, need, line, but=by, now=now)
    return line


def move(
    session: Session,
    need: Need,
    to: NeedState,
    mover: Mover,
    *,
    by: int | None,
    now: datetime,
    about: str | None = None,
    reason: str | None = None,
    media_id: int | None = None,
    quietly: bool = False,
) -> TimelineEntry:
    """Move a need that is held (`storage.needs.held`). Raises AlreadySo if this mover may not move it there from here.

    What residents have said together has no actor: nobody reads who it was.
    """
    if not moves.may_move(need.state, to, mover):
        raise AlreadySo("needs.cannot_move", number=need.number)
    need.awaits = Awaited.reaction if to is NeedState.not_now else None
    if to not in _KEEP_THE_DAY:
        need.check_on = None
    as_office = mover is Mover.office
    actor = None if mover in (Mover.residents, Mover.clock) else by
    line = write(
        session, need, Event.moved, by=actor, now=now, as_office=as_office, state=to, about=about, reason=reason,
        media_id=media_id, quietly=quietly,
    )  # fmt: skip
    if mover is not Mover.office:
        need.moves += 1
    return line


def go_back(
    session: Session, need: Need, mover: Mover, *, by: int, now: datetime, event: Event = Event.moved
) -> NeedState:
    """Undo a merge or a withdrawal: it stands again where it stood; returns where. Raises AlreadySo otherwise."""
    if not moves.may_return(need.state, mover):
        raise AlreadySo("needs.cannot_move", number=need.number)
    before = timeline.last_state_before(session, need.id, need.state) or NeedState.received
    write(session, need, event, by=by, now=now, as_office=mover is Mover.office, state=before)
    return before
