"""Voting: one's own vote by a tap, changed until the poll closes; kept apart from one's name.

Rules for votes that come in an unusual way: twice is once; after the closing time nothing is taken, also while the
clock has not closed it yet; who has left the neighbourhood can vote no more, and what they voted before stands; who is
not recognised may vote, and is counted once they are, if that is before the poll closes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from community import choosing, electorate, secrecy
from community.electorate import Voter
from community.refusals import AlreadySo, NotThere
from storage import ballots, objections, polls
from storage.ballots import Ballot
from storage.objections import Stance
from storage.people import Membership
from storage.polls import Counts, Method, Poll, PollState

OBJECT = 3
"""The place of Keberatan among the three answers on the way to mufakat."""


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote as it stands: `choices` are options' ids; `counts` is False while its voter is not recognised."""

    poll: Poll
    choices: tuple[int, ...]
    receipt: str
    counts: bool


def open_poll(session: Session, poll_id: int, *, now: datetime) -> Poll:
    """A poll in which one may vote now, and which does not close before this transaction ends.

    Raises NotThere for none, AlreadySo once its time is over.
    """
    poll = polls.open_to_votes(session, poll_id)
    if poll is None:
        raise NotThere("stage.gone")
    if poll.state is not PollState.open or poll.closes_at <= now:
        raise AlreadySo("polls.is_over", number=poll.number)
    return poll


def tap(session: Session, poll_id: int, option_id: int, *, by: int, secret: str, now: datetime) -> Vote:
    """A tap on an option: chosen, or taken back. Raises as `open_poll`, NotAllowed for who is from elsewhere, TooMuch
    for one choice too many; NotThere for an option that is not on the card any more.
    """
    poll = open_poll(session, poll_id, now=now)
    who = electorate.voter(session, poll, by)
    option = polls.option_by_id(session, option_id)
    if option is None or option.poll_id != poll.id or option.removed_at is not None:
        raise NotThere("polls.option_gone")
    found = _ballot_of(session, poll, who, secret=secret)
    return _write(session, poll, who, found, choosing.tapped(poll, found.choices, option_id))


def cast(session: Session, poll: Poll, choices: Sequence[int], *, by: int, secret: str) -> Vote:
    """A whole vote at once, in a poll that `open_poll` gave. Raises NotAllowed for who is from elsewhere."""
    options = [one.id for one in polls.options_of(session, poll.id)]
    who = electorate.voter(session, poll, by)
    found = _ballot_of(session, poll, who, secret=secret)
    return _write(session, poll, who, found, choosing.fitting(poll, choices, options))


def mine(session: Session, poll_id: int, *, by: int, secret: str) -> Vote:
    """What I have chosen so far, for my own eyes. Raises NotThere, NotAllowed; AlreadySo once nobody can tell."""
    poll = polls.by_id(session, poll_id)
    if poll is None:
        raise NotThere("stage.gone")
    if poll.state is not PollState.open:
        raise AlreadySo("polls.forgotten", number=poll.number)
    who = electorate.voter(session, poll, by)
    found = ballots.known(session, secrecy.mark(secret, poll, secrecy.unit(poll, by, who.member)))
    if found is None:
        return Vote(poll, (), "", who.counts)
    return Vote(poll, tuple(found.choices), found.receipt, found.counted)


def _ballot_of(session: Session, poll: Poll, who: Voter, *, secret: str) -> Ballot:
    """Their ballot, held. Who has said since their vote in which house they live votes with it from now on."""
    if poll.counts is Counts.house and who.member.house_mark:
        ballots.drop(session, [secrecy.mark(secret, poll, secrecy.unit(poll, who.person_id, None))])
    mark = secrecy.mark(secret, poll, secrecy.unit(poll, who.person_id, who.member))
    return ballots.own(session, mark, poll.id, receipt=secrecy.receipt())


def _write(session: Session, poll: Poll, who: Voter, found: Ballot, choices: Sequence[int]) -> Vote:
    """The receipt stays the same however often a vote is changed."""
    found.choices, found.counted = list(choices), who.counts
    session.add(found)
    ballots.note_voter(session, poll.id, who.person_id, has_vote=bool(choices))
    if poll.method is Method.consensus:
        _let_objection_go(session, found)
    return Vote(poll, tuple(choices), found.receipt, who.counts)


def _let_objection_go(session: Session, found: Ballot) -> None:
    """Who agrees after all objects no more; who objects again raises it anew."""
    objection = objections.of_mark(session, found.mark)
    objects = [one.id for one in polls.options_of(session, found.poll_id) if one.place == OBJECT]
    if objection is not None and found.choices != objects:
        objection.stance = Stance.withdrawn
        session.add(objection)


def marks_of(session: Session, poll: Poll, members: Sequence[Membership], *, secret: str) -> list[str]:
    """The marks of these people's own votes in this poll, and of the neighbours' for whom they have voted."""
    found: list[str] = []
    for member in members:
        found.append(secrecy.mark(secret, poll, secrecy.unit(poll, member.person_id, member)))
        spoken_for = ballots.spoken_for(session, poll.id, member.person_id)
        units = [secrecy.neighbour_unit(member.person_id, one.whom) for one in spoken_for]
        found += [secrecy.mark(secret, poll, unit) for unit in units]
    return found
