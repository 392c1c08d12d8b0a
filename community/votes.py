"""Voting: one's own vote by a tap, changed until the poll closes; kept apart from one's name.

Rules for votes that come in an unusual way: twice is once; after the closing time nothing is taken, also while the
clock has not closed it yet; who has left the neighbourhood can vote no more, and what they voted before stands; who is
not recognised may vote, and is counted once they are, if that is before the poll closes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from community import choosing, electorate, objection_tellings, secrecy
from community.electorate import Apart, Voter
from community.poll_answers import OBJECT
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import ballots, objections, poll_taps, polls
from storage import electorate as residents
from storage.ballots import Ballot
from storage.objections import Stance
from storage.polls import Counts, Method, Poll, PollOption, PollState


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote as it stands: `choices` are options' ids; `apart` is why it is not counted, None if it is."""

    poll: Poll
    choices: tuple[int, ...]
    receipt: str
    apart: Apart | None

    @property
    def counts(self) -> bool:
        return self.apart is None


def open_poll(session: Session, poll_id: int, *, now: datetime, secret: str | None = None) -> Poll:
    """A poll in which one may vote now, and which does not close before this transaction ends.

    With the `secret` its ballots are marked by that one and no other from the first vote on. Raises NotThere for none,
    AlreadySo once its time is over, NotAllowed where another secret has marked them: whoever voted again would be
    counted twice.
    """
    poll = polls.open_to_votes(session, poll_id)
    if poll is None:
        raise NotThere("stage.gone")
    _check_open(poll, now)
    if secret is not None:
        _check_key(session, poll, secret)
    return poll


def reach(session: Session, option_id: int, *, now: datetime) -> tuple[Poll, PollOption]:
    """An option that one may choose now, and its poll, which does not close before this transaction ends: for `tap`.

    Raises NotThere for none and for one that is not on the card any more, AlreadySo once the time is over.
    """
    found = poll_taps.tapped(session, option_id)
    if found is None:
        raise NotThere("stage.gone")
    poll, option = found
    _check_open(poll, now)
    if option.removed_at is not None:
        raise NotThere("polls.option_gone")
    return poll, option


def _check_open(poll: Poll, now: datetime) -> None:
    if poll.state is not PollState.open or poll.closes_at <= now:
        raise AlreadySo("polls.is_over", number=poll.number)


def _check_key(session: Session, poll: Poll, secret: str) -> None:
    check = secrecy.check(secret, poll)
    if poll.key_check is None:
        poll_taps.mark_by(session, poll, check)
    if poll.key_check != check:
        raise NotAllowed("polls.key_changed")


def tap(session: Session, poll: Poll, option: PollOption, who: Voter, *, secret: str, now: datetime) -> Vote:
    """A tap on an option that `reach` gave: chosen, or taken back. Raises TooMuch for one choice too many, NotAllowed
    where another secret marks the ballots.
    """
    _check_key(session, poll, secret)
    found = _ballot_of(session, poll, who, secret=secret)
    before = found.choices if _has_part(session, poll, who.person_id) else ()
    return _write(session, poll, who, found, choosing.tapped(poll, before, option.id), now)


def _has_part(session: Session, poll: Poll, person_id: int) -> bool:
    """False for who has not voted yet with their house: what others of it have chosen is neither shown nor added to."""
    return poll.counts is Counts.person or ballots.voter(session, poll.id, person_id) is not None


def cast(session: Session, poll: Poll, choices: Sequence[int], *, by: int, secret: str, now: datetime) -> Vote:
    """A whole vote at once, in a poll that `open_poll` gave. Raises NotAllowed for who is from elsewhere."""
    _check_key(session, poll, secret)
    options = [one.id for one in polls.options_of(session, poll.id)]
    who = electorate.voter(session, poll, by)
    found = _ballot_of(session, poll, who, secret=secret)
    return _write(session, poll, who, found, choosing.fitting(poll, choices, options), now)


def mine(session: Session, poll_id: int, *, by: int, secret: str) -> Vote:
    """What I have chosen so far, for my own eyes. Raises NotThere, NotAllowed; AlreadySo once nobody can tell: what was
    counted can be found by its receipt, of what was called off nothing is left.
    """
    poll = polls.by_id(session, poll_id)
    if poll is None:
        raise NotThere("stage.gone")
    if poll.state is PollState.called_off:
        raise AlreadySo("polls.deleted", number=poll.number)
    if poll.state is not PollState.open:
        raise AlreadySo("polls.forgotten", number=poll.number)
    who = electorate.voter(session, poll, by)
    found = ballots.known(session, mark_of(poll, who, secret=secret))
    if found is None or not _has_part(session, poll, by):
        return Vote(poll, (), "", who.apart)
    apart = None if found.counted else who.apart or Apart.not_recognised
    return Vote(poll, tuple(found.choices), found.receipt, apart)


def is_given(session: Session, poll: Poll, *, by: int, secret: str) -> bool:
    """True if this person's vote is given, or that of the house with which they would vote; which, is not told."""
    found = ballots.known(session, mark_of(poll, electorate.voter(session, poll, by), secret=secret))
    return found is not None and bool(found.choices)


def mark_of(poll: Poll, who: Voter, *, secret: str) -> str:
    """The mark of this voter's ballot, as they stand now: their own, or their house's."""
    return secrecy.mark(secret, poll, secrecy.unit(poll, who.person_id, who.member if who.counts else None))


def mark_of_anyone(poll: Poll, person_id: int, who: Voter | None, *, secret: str) -> str:
    """The same of somebody who has voted, as `electorate.find` knows them now: who has left since had a vote of their
    own.
    """
    if who is not None:
        return mark_of(poll, who, secret=secret)
    return secrecy.mark(secret, poll, secrecy.unit(poll, person_id, None))


def _ballot_of(session: Session, poll: Poll, who: Voter, *, secret: str) -> Ballot:
    """Their ballot, held."""
    return ballots.own(session, mark_of(poll, who, secret=secret), poll.id, receipt=secrecy.receipt())


def _write(session: Session, poll: Poll, who: Voter, found: Ballot, choices: Sequence[int], now: datetime) -> Vote:
    """The receipt stays the same however often a vote is changed."""
    found.choices, found.counted = list(choices), who.counts
    session.add(found)
    ballots.note_voter(session, poll.id, who.person_id, has_vote=bool(choices))
    if poll.counts is Counts.house and who.counts and who.member.house_mark and not choices:
        residents.house_has_none(session, poll.id, who.member.house_mark, electorate.area(session, poll))
    if poll.method is Method.consensus:
        _let_objection_go(session, poll, found, now)
    return Vote(poll, tuple(choices), found.receipt, who.apart)


def _let_objection_go(session: Session, poll: Poll, found: Ballot, now: datetime) -> None:
    """Who agrees after all objects no more; who then objects again has raised it anew, in the same words, and the
    organisers are told anew: while it has no answer it stops everybody.
    """
    objection = objections.of_mark(session, found.mark)
    objects = [one.id for one in polls.options_of(session, found.poll_id) if one.place == OBJECT]
    if objection is None:
        return
    if found.choices != objects:
        objection.stance = Stance.withdrawn
    elif objection.stance is Stance.withdrawn:
        objection.stance, objection.answer = Stance.raised, None
        objection_tellings.raised(session, poll, objection, now=now)
    session.add(objection)


def marks_for_neighbours(session: Session, poll: Poll, person_id: int, *, secret: str) -> list[str]:
    """The marks of the votes that this person has given for neighbours."""
    spoken_for = ballots.spoken_for(session, poll.id, person_id)
    return [secrecy.mark(secret, poll, secrecy.neighbour_unit(person_id, one.whom)) for one in spoken_for]
