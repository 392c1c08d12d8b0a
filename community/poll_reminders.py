"""Those who have not voted are reminded: a day before the end, and once more shortly before; who has voted, never.

Rule: at most two in all, whether more time was given or not. After two there is none, however often the poll is
extended; after one the second comes shortly before the new end. One that was let go, for the poll was open too briefly
or we were down, is one of the two. A reminder that still waits when more time is given says the end as it is when it
leaves (`conversations.poll_notices`); it does not leave to who has voted meanwhile, nor past the end that it was
written for.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from community import electorate, poll_cards, telling
from storage import polls as stored
from storage.outbox import Class
from storage.polls import Poll

BEFORE_END = (timedelta(days=1), timedelta(hours=3))
"""When, before it closes; a poll that is open for less than twice as long has no such reminder."""
AT_ONCE = 500


def is_due(poll: Poll, now: datetime) -> bool:
    """True if the next reminder's time has come. One that was missed is not made up for by the next."""
    if poll.reminded >= len(BEFORE_END):
        return False
    before = BEFORE_END[poll.reminded]
    return poll.closes_at - now <= before


def is_worth_it(poll: Poll, now: datetime) -> bool:
    """False where the poll was opened only just before, and for a reminder whose successor is due already."""
    before = BEFORE_END[poll.reminded]
    has_passed = poll.reminded + 1 < len(BEFORE_END) and poll.closes_at - now <= BEFORE_END[poll.reminded + 1]
    return poll.closes_at - poll.opened_at >= 2 * before and not has_passed


def remind_due(session: Session, now: datetime) -> int:
    """Remind the next few hundred; returns how many polls are not done with yet."""
    for poll in stored.closing_before(session, now + BEFORE_END[0]):
        if poll.remind_up_to is None and is_due(poll, now):
            if is_worth_it(poll, now):
                poll.remind_up_to = 0
            poll.reminded += 1
            session.add(poll)
    session.flush()
    found = stored.being_reminded(session, most=3)
    for poll in found:
        _remind(session, poll, now)
    return len(found)


def _remind(session: Session, poll: Poll, now: datetime) -> None:
    people = electorate.not_voted(session, poll, after=poll.remind_up_to or 0, most=AT_ONCE)
    telling.each(
        session, poll_cards.REMIND, [(one, poll.id) for one in people], community_id=poll.community_id, now=now,
        once=f"{poll_cards.REMIND}:{poll.id}:{poll.reminded}", rank=Class.reminder, expires_at=poll.closes_at,
    )  # fmt: skip
    poll.remind_up_to = people[-1].id if len(people) == AT_ONCE else None
    session.add(poll)
