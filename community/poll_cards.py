"""Where a poll stands: its cards in the groups, drawn anew when something on them changes, and who is told what.

A card is edited, never posted again but in a group that has moved (`community.moved_cards`). Taps within a few
seconds are one edit, so that twenty a minute are never passed.
"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from community import living_cards, telling
from storage import ballots, group_shows, outbox
from storage import polls as stored
from storage.polls import Counts, Poll, PollCard, PollState, Way

TELL_AT_ONCE = 500
CARD, NATIVE, REDRAWN, STOPPED = "poll.card", "poll.native", "poll.redrawn", "poll.stopped"
RESULT, IN_GROUP, REMIND, MOVED = "poll.result", "poll.outcome", "poll.remind", "poll.moved"


def post(session: Session, poll: Poll, *, now: datetime) -> None:
    """Put its cards into the groups; each is a row of the outbox that leaves now, for somebody has just asked it."""
    for destination_id in poll.destinations:
        chat = living_cards.chat_of(session, destination_id)
        if chat is None:
            continue
        if poll.way is not Way.ballot:
            _post(session, poll, NATIVE, chat, destination_id, now, is_native=True)
        if poll.way is not Way.native:
            _post(session, poll, CARD, chat, destination_id, now, is_native=False)


def _post(
    session: Session, poll: Poll, kind: str, chat: int, destination_id: int, now: datetime, *, is_native: bool
) -> None:
    card = PollCard(poll_id=poll.id, destination_id=destination_id, is_native=is_native)
    session.add(card)
    session.flush()
    card.row_id = outbox.notice(
        session, kind=kind, chat=chat, subject_id=card.id, due_at=now.timestamp(), now=now.timestamp(),
        once=f"{kind}:{card.id}",
    )  # fmt: skip
    session.add(card)
    session.flush()


def post_again(session: Session, poll: Poll, over: PollCard, *, now: datetime) -> None:
    """Put Telegram's own poll up once more where one of them is over, unless another is open there."""
    there = [one for one in stored.cards_of(session, poll.id) if one.destination_id == over.destination_id]
    chat = living_cards.chat_of(session, over.destination_id) if over.destination_id is not None else None
    if chat is None or over.destination_id is None or any(one.is_native and one.ended_at is None for one in there):
        return
    _post(session, poll, NATIVE, chat, over.destination_id, now, is_native=True)


def changed(session: Session, poll: Poll, *, now: datetime) -> None:
    """The figures on its cards are to be drawn anew, by and by.

    All cards are drawn at the same moments. So a vote only looks whether the next drawing is in the outbox, in one
    statement, and nobody waits for another's vote.
    """
    if poll.way is Way.native:
        return
    at = living_cards.next_drawing(now)
    for card in group_shows.undrawn(session, poll.id, REDRAWN, int(at.timestamp())):
        _draw(session, card, REDRAWN, at, now, once=f"{REDRAWN}:{card.id}:{int(at.timestamp())}")


def changed_around(
    session: Session, community_ids: Collection[int], *, now: datetime, counts: Counts | None = None
) -> None:
    """The same for every open poll in which members of these neighbourhoods have a vote, or for those alone in which
    persons or houses do: it has become another number that may vote, or that is counted.
    """
    around = {poll.id: poll for one in community_ids for poll in stored.open_around(session, one)}
    for poll in around.values():
        if counts is None or poll.counts is counts:
            changed(session, poll, now=now)


def ended(session: Session, poll: Poll, *, now: datetime) -> None:
    """Its cards take no more votes, and the groups are told what came of it."""
    for card in stored.cards_of(session, poll.id):
        card.ended_at = now
        session.add(card)
        _draw(session, card, STOPPED if card.is_native else REDRAWN, now, now)
    for destination_id in poll.destinations:
        if (chat := living_cards.chat_of(session, destination_id)) is not None:
            outbox.notice(
                session, kind=IN_GROUP, chat=chat, subject_id=poll.id, due_at=now.timestamp(), now=now.timestamp(),
                once=f"{IN_GROUP}:{poll.id}:{destination_id}",
            )  # fmt: skip


def _draw(session: Session, card: PollCard, kind: str, at: datetime, now: datetime, *, once: str | None = None) -> None:
    chat = living_cards.chat_to_edit(session, card.row_id)
    if chat is None:
        return
    if once is None and group_shows.waits(session, kind=kind, chat=chat, subject_id=card.id):
        return
    outbox.notice(
        session, kind=kind, chat=chat, subject_id=card.id, due_at=at.timestamp(), now=now.timestamp(), once=once
    )


def tell_voters(session: Session, now: datetime) -> int:
    """Tell the next few hundred who voted what came of it, or that they have more time while it is open.

    Returns how many polls are not done with yet.
    """
    found = stored.being_told(session, most=3)
    for poll in found:
        is_open = poll.state is PollState.open
        kind, once = (MOVED, f"{MOVED}:{poll.times_extended}") if is_open else (RESULT, RESULT)
        people = ballots.voters_after(session, poll.id, poll.told_up_to or 0, TELL_AT_ONCE)
        telling.each(
            session, kind, [(one, poll.id) for one in people], community_id=poll.community_id, now=now,
            once=f"{once}:{poll.id}", expires_at=poll.closes_at if is_open else None,
        )  # fmt: skip
        poll.told_up_to = people[-1].id if people else None
        session.add(poll)
    return len(found)


def is_open(poll: Poll, now: datetime) -> bool:
    """True while one may vote."""
    return poll.state is PollState.open and poll.closes_at > now
