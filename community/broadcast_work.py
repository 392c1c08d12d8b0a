"""What carries an announcement out: chores on its rows in chunks, its end, its next time, the card that shows it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import announcement_times as times
from community import audiences, office
from community import broadcast_report as reports
from community.broadcast_content import Audience
from storage import broadcast_rows as rows
from storage import broadcasts, communities, group_shows, outbox, people, recipients
from storage.broadcasts import Broadcast, BroadcastChore, BroadcastState, ChoreKind, Repeats, Urgency
from storage.outbox import Class
from storage.people import Person

CHUNK = 500
"""Rows in one transaction: about ten milliseconds, so that a tap in between does not notice."""
DRAWN_EVERY = timedelta(seconds=3)
"""A card is edited no more often."""
THINKS = timedelta(seconds=30)
"""So long a question stays on the card that asks whether somebody is sure."""
SETTLES = timedelta(seconds=5)
"""By then what was in hand when it was stopped is out, or is not."""
KEEPS = timedelta(days=29), timedelta(days=60)
"""Reports of announcements so old are kept whole: from a day before their rows are forgotten; we may have been down."""
RECALLED_FOR = timedelta(hours=48)
"""Bot API, deleteMessage: so long a bot may take its own message back."""
DISOWNED = "disowned"
"""In an announcement's outcome: it was not sent, for its author holds the office no more."""
_SETTLING = (ChoreKind.hold, ChoreKind.stop)
"""After these nobody looks after it any more."""
CARD, PROGRESS, EDIT, RECALL = "broadcast.card", "broadcast.progress", "broadcast.edit", "broadcast.recall"


# ── beginning ──


def start_due(session: Session, now: datetime) -> bool:
    """Begin the first that was to leave by now; False if there is none."""
    found = broadcasts.due(session, now, most=1)
    for one in found:
        if _may_still_speak(session, one):
            begin(session, one, now)
        else:
            _disown(session, one, now)
    return bool(found)


def _may_still_speak(session: Session, found: Broadcast) -> bool:
    """Its author is an organiser still, and the chair where it is said in the chair's name."""
    member = people.membership_of(session, found.author_id, found.community_id) if found.author_id else None
    return office.may_confirm(member) if found.urgency is Urgency.urgent else office.is_office(member)


def _disown(session: Session, found: Broadcast, now: datetime) -> None:
    """It is not said by somebody who does not hold the office any more; the organisers are shown it."""
    found.state, found.ended_at, found.outcome = BroadcastState.stopped, now, {DISOWNED: 1}
    session.add(found)
    for one in people.organisers_of(session, found.community_id):
        _show(session, CARD, found, one, now)


def begin(session: Session, found: Broadcast, now: datetime, *, was_due: datetime | None = None) -> None:
    """From here on it leaves: its rows are written, the first of them here and now; its next time is set.

    `was_due` is when it was to leave, if that was another time: the next is counted from there.
    """
    found.state = BroadcastState.running
    session.add(found)
    broadcasts.give(session, found.id, ChoreKind.fill, now)
    if found.repeats is not None:
        _set_next(session, found, was_due, now)
    session.flush()
    work(session, now)


def _set_next(session: Session, found: Broadcast, was_due: datetime | None, now: datetime) -> None:
    """The same once more, at the next time to come. Of several that were missed it is the last: no other is made up."""
    community = communities.by_id(session, found.community_id)
    if community is None:
        return
    day = found.day_of_month or (was_due or found.starts_at).astimezone(ZoneInfo(community.time_zone)).day
    last, following = _last_and_next(found, was_due or found.starts_at, community.time_zone, day, now)
    if was_due is None:
        found.starts_at = last
    if following is None:
        return
    session.add(
        Broadcast(
            community_id=found.community_id, author_id=found.author_id, content=found.content,
            audience=found.audience, urgency=found.urgency, silent=found.silent, state=BroadcastState.scheduled,
            starts_at=following, repeats=found.repeats, repeats_until=found.repeats_until,
            series_id=found.series_id or found.id, day_of_month=day, created_at=now,
        )
    )  # fmt: skip


def _last_and_next(
    found: Broadcast, last: datetime, zone: str, day: int, now: datetime
) -> tuple[datetime, datetime | None]:
    """The last of its times from `last` up to `now`, and the one after, if it comes so long."""
    while True:
        following = times.next_time(last, found.repeats or Repeats.weekly, zone, day=day)
        if found.repeats_until is not None and following.astimezone(ZoneInfo(zone)).date() > found.repeats_until:
            return last, None
        if following > now:
            return last, following
        last = following


# ── chores ──


def work(session: Session, now: datetime) -> bool:
    """Do a chunk of the oldest chore; False if there is none."""
    chore = broadcasts.next_chore(session)
    found = broadcasts.by_id(session, chore.broadcast_id) if chore else None
    if chore is None or found is None:
        return False
    cursor = _chunk(session, found, chore, now)
    if cursor is None:
        chore.done_at = now
    else:
        chore.cursor = cursor
    session.add(chore)
    session.flush()
    if cursor is None and chore.what in _SETTLING:
        _settled(session, found, now)
    return True


def _chunk(session: Session, found: Broadcast, chore: BroadcastChore, now: datetime) -> int | None:
    at, late = now.timestamp(), times.expires_at(now, found.urgency).timestamp()
    match chore.what:
        case ChoreKind.fill:
            return _fill(session, found, chore.cursor, now)
        case ChoreKind.hold:
            return rows.hold(session, found.id, chore.cursor, CHUNK)
        case ChoreKind.free:
            return rows.free(session, found.id, chore.cursor, CHUNK, now=at, expires_at=late)
        case ChoreKind.stop:
            return rows.stop(session, found.id, chore.cursor, CHUNK)
        case ChoreKind.retry:
            return rows.retry(session, found.id, chore.cursor, CHUNK, now=at, expires_at=late)
        case ChoreKind.correct:
            return _follow_up(session, found, chore, EDIT, at)
        case ChoreKind.recall:
            return _follow_up(session, found, chore, RECALL, at, sent_after=(now - RECALLED_FOR).timestamp())


def _follow_up(
    session: Session, found: Broadcast, chore: BroadcastChore, kind: str, at: float, *, sent_after: float = 0.0
) -> int | None:
    return rows.follow_up(
        session, found.id, chore.cursor, CHUNK, kind=kind, chore_id=chore.id, now=at, sent_after=sent_after
    )


def _fill(session: Session, found: Broadcast, cursor: int, now: datetime) -> int | None:
    if found.state is BroadcastState.stopped:
        return None
    audience = Audience.model_validate(found.audience)
    late = times.expires_at(found.starts_at, found.urgency)
    rank = Class.reminder if found.urgency is Urgency.urgent else Class.broadcast
    when = rows.When(found.starts_at.timestamp(), late.timestamp(), now.timestamp(), rank)
    if cursor == 0:
        for place in audiences.places(session, found.community_id):
            if place.destination.id in audience.destinations:
                rows.write_group(session, found.id, chat=place.chat.telegram_id, chat_id=place.chat.id, when=when)
    among = audiences.among(session, audience, but=found.author_id, urgency=found.urgency)
    next_ones = recipients.after(session, among, cursor, CHUNK)
    rows.write(session, found.id, next_ones, when)
    return next_ones[-1][0] if len(next_ones) == CHUNK else None


# ── how it goes on ──


def look_after(session: Session, now: datetime) -> None:
    """End what is through, free what was held too late, and have the cards of the others drawn anew."""
    for running in broadcasts.in_work(session):
        found = broadcasts.held(session, running.id)
        if found is None or found.state is not BroadcastState.running:
            continue
        counts = rows.states(session, found.id)
        if _is_through(session, found, counts):
            if counts.get("held"):  # it was in hand while it was paused, and put down after all was freed
                broadcasts.give(session, found.id, ChoreKind.free, now)
                continue
            end(session, found, now)
        elif found.outcome != counts and (found.progress_at is None or now - found.progress_at >= DRAWN_EVERY):
            draw(session, found, counts, now)


def lets_think(session: Session, found: Broadcast, now: datetime) -> None:
    """A question stands on the card, and is not drawn over for a while."""
    found.progress_at = now + THINKS - DRAWN_EVERY
    session.add(found)


def _is_through(session: Session, found: Broadcast, counts: Mapping[str, int]) -> bool:
    """Nothing is to be done, nothing to be sent, but for what is held."""
    return not (broadcasts.has_chores(session, found.id) or counts.get("due") or counts.get("leased"))


def end(session: Session, found: Broadcast, now: datetime) -> None:
    """It is done; unless somebody has given it more to do since it was looked at."""
    locked = broadcasts.held(session, found.id)
    if locked is None or locked.state is not BroadcastState.running:
        return
    if not _is_through(session, locked, rows.states(session, found.id)):
        return
    locked.state, locked.ended_at = BroadcastState.done, now
    draw(session, locked, reports.to_keep(reports.of(session, locked)), now)


def _settled(session: Session, found: Broadcast, now: datetime) -> None:
    """All rows are as they were to be; whoever made it sees that on the card, whoever had it so."""
    _draw_anew(session, found, reports.to_keep(reports.of(session, found)), now, after=SETTLES)


def keep_reports(session: Session, now: datetime) -> None:
    """Before the rows are forgotten: what they say of announcements that are over."""
    youngest, oldest = KEEPS
    for found in broadcasts.ended(session, after=now - oldest, before=now - youngest):
        found.outcome = reports.to_keep(reports.of(session, found))
        session.add(found)
    session.flush()


def draw(session: Session, found: Broadcast, counts: dict[str, Any], now: datetime) -> None:
    """Its cards show how it stands: edited where they are; one is sent to its author if there is none yet."""
    author = people.by_id(session, found.author_id) if found.author_id else None
    _draw_anew(session, found, counts, now)
    if found.progress_row_id is None and author is not None and author.reachable:
        found.progress_row_id = _show(session, CARD, found, author, now)


def _draw_anew(
    session: Session, found: Broadcast, counts: dict[str, Any], now: datetime, *, after: timedelta = timedelta()
) -> None:
    found.outcome, found.progress_at = counts, now
    session.add(found)
    organisers = people.organisers_of(session, found.community_id)
    watched = rows.watched(session, found.id, [one.id for one in organisers])
    for one in organisers:
        has_card = one.id in watched or (one.id == found.author_id and found.progress_row_id is not None)
        if has_card and not group_shows.waits(session, kind=PROGRESS, chat=one.telegram_id, subject_id=found.id):
            _show(session, PROGRESS, found, one, now + after)


def watch(session: Session, found: Broadcast, row_id: int, *, by: int) -> None:
    """From now on the card that this row is becomes the one that is kept fresh for this organiser."""
    if by == found.author_id:
        found.progress_row_id = row_id
        session.add(found)
    else:
        rows.watch(session, found.id, row_id, person_id=by)


def card_of(session: Session, found: Broadcast, person_id: int | None) -> int | None:
    """The outbox row of the card on which this person watches it."""
    if person_id is None or person_id == found.author_id:
        return found.progress_row_id
    return rows.watched(session, found.id, [person_id]).get(person_id)


def _show(session: Session, kind: str, found: Broadcast, to: Person, at: datetime) -> int | None:
    return outbox.notice(
        session, kind=kind, chat=to.telegram_id, subject_id=found.id, person_id=to.id, due_at=at.timestamp(),
        now=at.timestamp(),
    )  # fmt: skip
