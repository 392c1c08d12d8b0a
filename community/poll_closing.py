"""A poll ends: counted once, its ballots made nobody's, and everyone who spoke in it told what came of it.

Closing is the clock's work, and is done late rather than never; an organiser may do it sooner, with a reason.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from community import counting, declaring, electorate, journeys, poll_cards, poll_talks, poll_values, polls, secrecy
from community.counting import Asked
from community.refusals import NotAllowed
from storage import ballots, native_polls, needs
from storage import electorate as residents
from storage import polls as stored
from storage.database import passes_by_waiting, reckoning
from storage.polls import Method, Poll, PollState, Way
from storage.timeline import Event

AT_ONCE = 5
"""Polls that one transaction closes."""
MANY = 500
"""Votes; after a poll with so many the others are left to the next transaction, for this one has taken long."""
WAIT_FOR_TELEGRAM = timedelta(minutes=1)


class CannotClose(Exception):
    """Something is wrong with this one poll; nothing of it is written, and it is tried again another time."""

    def __init__(self, poll_id: int) -> None:
        super().__init__(poll_id)
        self.poll_id = poll_id


def close_due(
    session: Session, now: datetime, *, awake_since: datetime | None = None, but: Collection[int] = ()
) -> int:
    """Close what is over; returns how many were closed, so that the clock knows whether to come again.

    Raises CannotClose for one of them: whoever comes again without it, and names it in `but`, closes the others.
    A native poll is waited for, a minute after its end and after we have come back (`awake_since`) at the most: until
    Telegram says that it is over, it may still bring votes that were given in time.
    """
    due = stored.due(session, now, most=AT_ONCE, but=but)
    found = [one for one in due if not _is_awaited(session, one, now, awake_since)]
    for done, poll in enumerate(found, 1):
        _close_alone(session, poll, now)
        if poll.result["votes"] >= MANY:
            return done
    return len(found)


def _is_awaited(session: Session, poll: Poll, now: datetime, awake_since: datetime | None) -> bool:
    since = max(poll.closes_at, awake_since or poll.closes_at)
    if poll.way is Way.ballot or now - since >= WAIT_FOR_TELEGRAM:
        return False
    return any(one.ended_at is None for one in native_polls.of_poll(session, poll.id))


def _close_alone(session: Session, poll: Poll, now: datetime) -> None:
    number = poll.id
    try:
        _close(session, poll, now=now)
    except Exception as error:
        if passes_by_waiting(error):
            raise
        raise CannotClose(number) from error


def close_early(session: Session, poll_id: int, why: str, *, by: int, now: datetime) -> Poll:
    """Close it now, for a reason that everyone reads. Raises NotThere without one, AlreadySo once it has closed, and as
    `refuse_too_few`.
    """
    poll = polls.holds(session, poll_id, by=by, now=now)
    said = polls.reason(why)
    refuse_too_few(session, poll)
    poll.why_closed = said
    polls.note(session, poll, "poll.closed_early", by=by, now=now)
    _close(session, poll, now=now)
    return poll


def refuse_too_few(session: Session, poll: Poll) -> None:
    """Raises NotAllowed while so few votes that count were given that the result would say what these few have chosen.

    Else an organiser could close it right after a neighbour's vote, and read that. Sheets of paper hide nobody, for
    their sums are told by themselves; where all that is left have voted, or only paper has, more need not be waited
    for. In Telegram's own poll all see who chose what.
    """
    given, _, _ = ballots.turnout(session, poll.id)
    paper = sum(pile.sheets for pile in poll_values.piles(session, poll))
    least = min(secrecy.LEAST_CELL, electorate.size(session, poll) - paper)
    is_on_paper_alone = paper > 0 and given == 0
    if poll.way is not Way.native and given < least and not is_on_paper_alone:
        key = "polls.too_few_to_close.paper" if paper else "polls.too_few_to_close"
        raise NotAllowed(key, number=poll.number, votes=given, least=least)


FIRST_THREE = 3
"""Further down a place is no choice of the neighbours, and a sad thing to read in one's story."""


def _close(session: Session, poll: Poll, *, now: datetime) -> None:
    asked = poll_values.asked(session, poll)
    poll.result = result_of(session, poll, asked)
    poll.state, poll.closed_at = PollState.closed, now
    poll.told_up_to = 0
    session.add(poll)
    session.flush()
    ballots.forget_marks(session, poll.id, secrecy.forgotten)
    poll_talks.forget(session, poll.id)
    polls.note(session, poll, "poll.closed", by=None, now=now, after={"votes": poll.result["votes"]})
    _into_stories(session, poll, now)
    poll_cards.ended(session, poll, now=now)


def chosen(poll: Poll) -> dict[int, int]:
    """What the neighbours have put first, or bought: place on the card to the place it took; none without a quorum."""
    result = poll.result
    if not result.get("quorum_met"):
        return {}
    if poll.method is Method.equal_shares:
        return {place: step for step, place in enumerate(result["first"], 1)}
    wanted = [one for one in result.get("order", ()) if one["tally"] != "0"]
    return {one["place"]: one["rank"] for one in wanted if one["rank"] <= FIRST_THREE}


def _into_stories(session: Session, poll: Poll, now: datetime) -> None:
    """A line in the story of each need that was chosen."""
    took, options = chosen(poll), stored.options_of(session, poll.id)
    for one in options:
        need = needs.held(session, one.need_id) if one.need_id is not None and one.place in took else None
        if need is not None:
            about = f"{took[one.place]}.{len(options)}.{poll.result['votes']}.{poll.result['eligible']}"
            journeys.write(session, need, Event.chosen, by=None, now=now, about=about)


def result_of(session: Session, poll: Poll, asked: Asked) -> dict[str, Any]:
    """Counted; and from which parts and groups of the neighbourhood the voters were, where they are a crowd."""
    sheets, piles = poll_values.sheets(session, poll), poll_values.piles(session, poll)
    with reckoning(session):  # of thousands of votes it may take seconds
        result = counting.count(asked, sheets, piles)
    groups = declaring.among_voters(session, poll.id, electorate.area(session, poll))
    return result | {"parts": _parts(session, poll), "groups": groups}


def _parts(session: Session, poll: Poll) -> dict[str, int]:
    """Neighbourhood's id, as JSON has its keys, to voters from there; empty where there is but one part."""
    area = electorate.area(session, poll)
    if len(area.community_ids) < 2:
        return {}
    voters = residents.voters_by_community(session, poll.id, area)
    return {str(part): many for part, many in secrecy.told_apart(voters).items()}


def call_off(session: Session, poll_id: int, why: str, *, by: int, now: datetime) -> Poll:
    """Nothing is counted: the votes are deleted, and who gave one is told why."""
    poll = polls.call_off(session, poll_id, why, by=by, now=now)
    session.flush()  # what is deleted past the session's objects makes it forget them
    ballots.forget_all(session, poll.id)
    poll_talks.forget(session, poll.id)
    poll.told_up_to = 0
    session.add(poll)
    poll_cards.ended(session, poll, now=now)
    return poll
