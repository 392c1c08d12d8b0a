"""An announcement after [Kirim]: watched and steered by any organiser, corrected, taken back; each act is audited.

scheduled → running ⇄ paused → done, or stopped at any time before. What is still to come of the same announcement, next
week's or the one in the morning, goes with it.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from community import announcement_times as times
from community import broadcast_work, telling
from community.broadcast_content import CAPTION, LONGEST, Content
from community.broadcasts import note, only_chair, place_of, refuse_unfit
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import broadcast_rows as rows
from storage import broadcasts
from storage.audit import AuditEntry
from storage.broadcasts import Broadcast, BroadcastState, ChoreKind, Urgency

CORRECTED_FOR = timedelta(days=30)
"""Later the outbox has forgotten where its messages stand (`storage.outbox.KEEP_SECONDS`)."""
STEERED = "broadcast.steered"
TOLD = (ChoreKind.hold, ChoreKind.stop, ChoreKind.correct, ChoreKind.recall)
"""What its author hears of if another organiser does it."""
_OPEN = (BroadcastState.scheduled, BroadcastState.running, BroadcastState.paused)


def held(session: Session, broadcast_id: int, *, by: int) -> Broadcast:
    """One for steering, locked. Raises NotAllowed for all but the organisers of its neighbourhood."""
    found = broadcasts.held(session, broadcast_id)
    if found is None:
        raise NotThere("stage.gone")
    place_of(session, found.community_id, by=by)
    return found


def _held_to_speak(session: Session, broadcast_id: int, *, by: int) -> Broadcast:
    """One that is about to say something: what is urgent says it in the chair's name."""
    found = held(session, broadcast_id, by=by)
    if found.urgency is Urgency.urgent:
        only_chair(session, found.community_id, by=by)
    return found


def may_retry(session: Session, found: Broadcast) -> bool:
    """True where it is over, and somebody who can be reached has not had it."""
    is_over = found.state is BroadcastState.done and found.recalled_at is None
    return is_over and rows.has_to_retry(session, found.id)


def may_correct(found: Broadcast, now: datetime) -> bool:
    """True as long as it is known where its messages stand."""
    return found.recalled_at is None and now - found.starts_at < CORRECTED_FOR


def may_recall(found: Broadcast, now: datetime) -> bool:
    """True as long as Telegram lets some of its messages be deleted."""
    return found.recalled_at is None and now - found.starts_at < broadcast_work.RECALLED_FOR


def send_now(session: Session, broadcast_id: int, *, by: int, now: datetime) -> Broadcast:
    """What was to leave later leaves now. Raises AlreadySo for what has left, NotAllowed in quiet hours."""
    found = _held_to_speak(session, broadcast_id, by=by)
    community = place_of(session, found.community_id, by=by)
    if found.state is not BroadcastState.scheduled:
        raise AlreadySo("announce.not_scheduled")
    if times.leaves_at(now, community, found.urgency) != now:
        raise NotAllowed("announce.quiet_now")
    was_due, found.starts_at = found.starts_at, now
    note(session, found, "broadcast.sent_now", by=by, now=now)
    broadcast_work.begin(session, found, now, was_due=was_due)
    return found


def pause(session: Session, broadcast_id: int, *, by: int, now: datetime) -> Broadcast:
    found = held(session, broadcast_id, by=by)
    if found.state is not BroadcastState.running:
        raise AlreadySo("announce.not_running")
    found.state = BroadcastState.paused
    return _given(session, found, ChoreKind.hold, by=by, now=now)


def go_on(session: Session, broadcast_id: int, *, by: int, now: datetime) -> Broadcast:
    """What was paused goes on, with all the time it had."""
    found = _held_to_speak(session, broadcast_id, by=by)
    if found.state is not BroadcastState.paused:
        raise AlreadySo("announce.not_paused")
    found.state = BroadcastState.running
    return _given(session, found, ChoreKind.free, by=by, now=now)


def stop(session: Session, broadcast_id: int, *, by: int, now: datetime) -> Broadcast:
    """What has not left never will; one that comes again comes no more.

    One that is over may be stopped as long as it is still to come again.
    """
    found = held(session, broadcast_id, by=by)
    to_come = _stop_to_come(session, found, now)
    if found.state not in _OPEN:
        if not to_come:
            raise AlreadySo("announce.over")
        _tell_author(session, found, note(session, found, "broadcast.stop", by=by, now=now), now)
        return found
    found.state, found.ended_at = BroadcastState.stopped, now
    return _given(session, found, ChoreKind.stop, by=by, now=now)


def stop_next(session: Session, broadcast_id: int, *, by: int, now: datetime) -> Broadcast:
    """It comes no more; what has left stays, and what is leaving leaves. Raises AlreadySo if nothing is to come."""
    found = held(session, broadcast_id, by=by)
    if not _stop_to_come(session, found, now):
        raise AlreadySo("announce.nothing_to_come")
    _tell_author(session, found, note(session, found, "broadcast.stop", by=by, now=now), now)
    return found


def _stop_to_come(session: Session, found: Broadcast, now: datetime) -> int:
    to_come = broadcasts.to_come(session, found)
    for one in to_come:
        one.state, one.ended_at = BroadcastState.stopped, now
        session.add(one)
    return len(to_come)


def retry(session: Session, broadcast_id: int, *, by: int, now: datetime) -> Broadcast:
    """Those who have not had it, and can be reached, get it once more. Raises AlreadySo if there are none."""
    found = _held_to_speak(session, broadcast_id, by=by)
    if found.state is not BroadcastState.done:
        raise AlreadySo("announce.not_over")
    if not may_retry(session, found):
        raise AlreadySo("announce.nothing_failed")
    found.state, found.ended_at = BroadcastState.running, None
    return _given(session, found, ChoreKind.retry, by=by, now=now)


def correct(session: Session, broadcast_id: int, html: str, *, by: int, now: datetime) -> Broadcast:
    """Other words in place of the old ones, also where they are read already; files and places stay as they are."""
    found = _held_to_speak(session, broadcast_id, by=by)
    if found.recalled_at is not None:
        raise AlreadySo("announce.recalled")
    if not may_correct(found, now):
        raise AlreadySo("announce.too_old")
    before = found.content.get("html", "")
    for one in [found, *broadcasts.to_come(session, found)]:
        content = Content.model_validate(one.content)
        content.html = html
        refuse_unfit(content, longest=CAPTION if content.bears_words else LONGEST)
        one.content = content.model_dump(mode="json")
        session.add(one)
    said: dict[str, dict[str, object]] = {"before": {"html": before}, "after": {"html": html}}
    if found.state is BroadcastState.scheduled:  # nobody has read the old ones
        _tell_author(session, found, note(session, found, "broadcast.correct", by=by, now=now, **said), now)
        return found
    found.corrected_at = now
    return _given(session, found, ChoreKind.correct, by=by, now=now, at_once=False, **said)


def recall(session: Session, broadcast_id: int, *, by: int, now: datetime) -> Broadcast:
    """What is out is deleted where Telegram still allows it, what is not out never leaves."""
    found = held(session, broadcast_id, by=by)
    if found.recalled_at is not None:
        raise AlreadySo("announce.recalled")
    _stop_to_come(session, found, now)
    if found.state in _OPEN:
        found.state, found.ended_at = BroadcastState.stopped, now
    found.recalled_at = now
    broadcasts.give(session, found.id, ChoreKind.stop, now)
    return _given(session, found, ChoreKind.recall, by=by, now=now, at_once=False)


def _given(
    session: Session, found: Broadcast, what: ChoreKind, *, by: int, now: datetime, at_once: bool = True,
    **said: dict[str, object],
) -> Broadcast:  # fmt: skip
    """The change is noted. `at_once` its first chunk is done here and now: for a neighbourhood that is all of it.

    What goes behind messages that are out must wait until this is committed: whatever is put into the old words after
    that has been claimed before, and is seen to be in hand.
    """
    session.add(found)
    broadcasts.give(session, found.id, what, now)
    entry = note(session, found, f"broadcast.{what.value}", by=by, now=now, **said)
    session.flush()
    if what in TOLD:
        _tell_author(session, found, entry, now)
    if at_once:
        broadcast_work.work(session, now)
    return found


def _tell_author(session: Session, found: Broadcast, entry: AuditEntry, now: datetime) -> None:
    """Somebody else did this to what he has said; the notice's subject is the line in the audit."""
    if found.author_id is not None and found.author_id != entry.actor_id:
        session.flush()
        telling.one(session, STEERED, entry.id, found.author_id, community_id=found.community_id, now=now)
