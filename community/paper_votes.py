"""Sheets of paper: an organiser enters what was counted, with a photo; somebody else must witness it to count."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from community import choosing, electorate, poll_cards, polls, telling, votes, votes_for_neighbours
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import paper_tallies, people
from storage import polls as stored
from storage.paper_tallies import PaperTally
from storage.polls import Method, Poll

ON_PAPER = frozenset((Method.choose_one, Method.approval, Method.points, Method.yes_no))
"""Where sums say all; ranks and shared sums need every sheet by itself, as a neighbour's vote."""
MOST_SHEETS = 2_000
PAPER = "poll.paper"
"""The notice to the other organisers: it lacks a witness."""
GONE = "poll.paper_gone"
"""The notice to them and to its witness: one was withdrawn."""
WITNESSED, DOUBTED = "poll.paper_witnessed", "poll.paper_doubted"
"""The notices to who has entered it, that it counts now; to all organisers, that somebody says it does not agree."""


def enter(
    session: Session, poll_id: int, counts: Mapping[int, int], sheets: int, photo: str, *, by: int, now: datetime
) -> PaperTally:
    """Write a tally. Raises TooMuch for numbers that cannot be, NotThere without a photo, NotAllowed for a rule that
    sums cannot feed.
    """
    poll = may_enter(session, poll_id, by=by, now=now)
    if not photo:
        raise NotThere("polls.photo_wanted")
    options = {one.id for one in stored.options_of(session, poll.id)}
    if not set(counts) <= options:
        raise NotThere("polls.option_gone")
    _refuse_impossible(poll, counts, sheets)
    tally = PaperTally(
        poll_id=poll.id, votes={str(option): number for option, number in counts.items() if number}, sheets=sheets,
        photo=photo, entered_by_id=by, entered_at=now,
    )  # fmt: skip
    session.add(tally)
    session.flush()
    telling.office(session, PAPER, tally.id, community_id=poll.community_id, but=by, now=now)
    polls.note(session, poll, "poll.paper", by=by, now=now, after={"sheets": sheets})
    poll_cards.changed(session, poll, now=now)
    return tally


def _refuse_impossible(poll: Poll, counts: Mapping[int, int], sheets: int) -> None:
    """No sheet holds more than one voter may give."""
    if not 1 <= sheets <= MOST_SHEETS:
        raise TooMuch("polls.sheets", most=MOST_SHEETS)
    if not choosing.adds_up(poll, counts.values(), sheets):
        raise TooMuch("polls.sheets_do_not_add_up", sheets=sheets)


def may_enter(session: Session, poll_id: int, *, by: int, now: datetime) -> Poll:
    """The poll, for an organiser who may enter sheets. Raises as `enter` does."""
    poll = votes.open_poll(session, poll_id, now=now)
    polls.place_of(session, poll.community_id, by=by)
    if poll.method not in ON_PAPER:
        can_be_told = votes_for_neighbours.is_possible(poll)
        raise NotAllowed("polls.not_on_paper" if can_be_told else "polls.not_on_paper.house")
    return poll


def to_witness(session: Session, tally_id: int, *, by: int, now: datetime) -> tuple[PaperTally, Poll]:
    """A tally for somebody who may witness it, with its poll. Raises as `witness` does."""
    tally = session.get(PaperTally, tally_id)
    if tally is None:
        raise NotThere("stage.gone")
    poll = votes.open_poll(session, tally.poll_id, now=now)
    who = electorate.voter(session, poll, by)
    if tally.entered_by_id == by:
        raise NotAllowed("polls.not_your_own_witness")
    if who.member.recognised_at is None:
        raise NotAllowed("polls.not_recognised")
    if tally.witnessed_at is not None:
        raise AlreadySo("polls.witnessed")
    return tally, poll


def witness(session: Session, tally_id: int, *, by: int, now: datetime) -> PaperTally:
    """Somebody else who was there says that it is right: a resident who is recognised here."""
    tally, poll = to_witness(session, tally_id, by=by, now=now)
    tally.witness_id, tally.witnessed_at = by, now
    session.add(tally)
    telling.one(session, WITNESSED, tally.id, tally.entered_by_id, community_id=poll.community_id, now=now)
    polls.note(session, poll, "poll.witnessed", by=by, now=now, after={"sheets": tally.sheets})
    poll_cards.changed(session, poll, now=now)
    return tally


def doubt(session: Session, tally_id: int, *, by: int, now: datetime) -> PaperTally:
    """Somebody who may witness it says that it does not agree: the organisers are told, and it goes on without a
    witness. Said again it is the same word. Raises as `witness`.
    """
    tally, poll = to_witness(session, tally_id, by=by, now=now)
    once = f"{DOUBTED}:{tally.id}:{by}"
    telling.office(session, DOUBTED, tally.id, community_id=poll.community_id, but=by, now=now, once=once)
    polls.note(session, poll, "poll.paper_doubted", by=by, now=now, after={"sheets": tally.sheets})
    return tally


def withdraw(session: Session, tally_id: int, *, by: int, now: datetime) -> None:
    """A tally with a mistake in it goes before the poll closes; it is entered anew. The other organisers and who has
    witnessed it are told: else votes that were counted together could go without a word.
    """
    tally = session.get(PaperTally, tally_id)
    poll = polls.holds(session, tally.poll_id, by=by, now=now) if tally else None
    if tally is None or poll is None:
        raise NotThere("stage.gone")
    session.delete(tally)
    telling.office(session, GONE, poll.id, community_id=poll.community_id, but=by, now=now, gathered=True)
    organisers = {one.id for one in people.organisers_of(session, poll.community_id)}
    if tally.witness_id is not None and tally.witness_id not in organisers:
        telling.one(session, GONE, poll.id, tally.witness_id, community_id=poll.community_id, now=now)
    polls.note(session, poll, "poll.paper_withdrawn", by=by, now=now, before={"sheets": tally.sheets})
    poll_cards.changed(session, poll, now=now)


def counted(session: Session, poll: Poll) -> list[PaperTally]:
    """Those that have a witness."""
    return [one for one in paper_tallies.of_poll(session, poll.id) if one.witnessed_at is not None]


def without_witness(session: Session, poll: Poll) -> int:
    """How many sheets are left out of the count, so far or for good, because nobody has witnessed them."""
    return sum(one.sheets for one in paper_tallies.of_poll(session, poll.id) if one.witnessed_at is None)
