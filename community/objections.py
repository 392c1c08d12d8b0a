"""On the way to mufakat: an objection has a reason, is answered by the organisers, and then withdrawn or kept.

Who objects is known from the ballot's mark alone, so only they can make it again; the organisers read the words.
"""

from datetime import datetime

from sqlmodel import Session

from community import electorate, objection_tellings, poll_cards, polls, votes
from community.poll_answers import OBJECT, WITH_NOTE
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import ballots
from storage import objections as stored_objections
from storage import polls as stored
from storage.objections import Objection, Stance
from storage.polls import Method, Poll, PollState

LONGEST = 500


def raise_it(session: Session, poll_id: int, words: str, *, by: int, secret: str, now: datetime) -> Objection:
    """Keberatan, with its reason; said again, the words change and it waits for an answer anew."""
    poll = _consensus(session, poll_id, secret=secret, now=now)
    said = words.strip()
    if not said:
        raise NotThere("polls.why_wanted")
    if len(said) > LONGEST:
        raise TooMuch("needs.too_long", most=LONGEST)
    votes.cast(session, poll, [option_at(session, poll, OBJECT)], by=by, secret=secret, now=now)
    mark = _mark(session, poll, by, secret)
    found = stored_objections.of_mark(session, mark) or Objection(poll_id=poll.id, mark=mark, words=said)
    found.words, found.stance, found.answer = said, Stance.raised, None
    session.add(found)
    session.flush()
    objection_tellings.raised(session, poll, found, now=now)
    poll_cards.changed(session, poll, now=now)
    return found


def seen(session: Session, objection_id: int, *, by: int) -> tuple[Objection, Poll]:
    """An objection with its poll, for its organisers. Raises NotThere, NotAllowed."""
    found = session.get(Objection, objection_id)
    poll = stored.by_id(session, found.poll_id) if found else None
    if found is None or poll is None:
        raise NotThere("stage.gone")
    polls.place_of(session, poll.community_id, by=by)
    return found, poll


def may_object(session: Session, poll_id: int, *, by: int, now: datetime) -> Poll:
    """The poll, for somebody who has a vote in it. Raises as `raise_it` does."""
    poll = votes.open_poll(session, poll_id, now=now)
    electorate.voter(session, poll, by)
    if poll.method is not Method.consensus:
        raise NotThere("stage.gone")
    return poll


def answer(session: Session, objection_id: int, words: str, *, by: int, now: datetime) -> Objection:
    """The organisers answer; its owner is asked whether that will do."""
    found = session.get(Objection, objection_id)
    if found is None:
        raise NotThere("stage.gone")
    poll = polls.holds(session, found.poll_id, by=by, now=now)
    found = session.get(Objection, objection_id, populate_existing=True)  # another may have answered while we waited
    if found is None:
        raise NotThere("stage.gone")
    said = words.strip()
    if not said or len(said) > LONGEST:
        raise TooMuch("needs.too_long", most=LONGEST)
    if found.stance is not Stance.raised:
        raise AlreadySo("polls.objection_answered")
    found.answer, found.stance = said, Stance.answered
    session.add(found)
    objection_tellings.answered(session, poll, found, now=now)
    polls.note(session, poll, "poll.objection_answered", by=by, now=now)
    return found


def settle(session: Session, poll_id: int, *, keeps: bool, by: int, secret: str, now: datetime) -> Objection:
    """Its owner has read the answer: withdraws, and so agrees with a note, or stays with it, on record.

    Raises NotThere while there is nothing to read, or nothing more to say.
    """
    poll = _consensus(session, poll_id, secret=secret, now=now)
    found = stored_objections.of_mark(session, _mark(session, poll, by, secret))
    if found is None or found.stance is not Stance.answered:
        raise NotThere("stage.gone")
    found.stance = Stance.kept if keeps else Stance.withdrawn
    session.add(found)
    choice = OBJECT if keeps else WITH_NOTE
    votes.cast(session, poll, [option_at(session, poll, choice)], by=by, secret=secret, now=now)
    poll_cards.changed(session, poll, now=now)
    return found


def of_mine(session: Session, poll: Poll, *, by: int, secret: str) -> Objection | None:
    """My objection in this poll, if I have one."""
    return stored_objections.of_mark(session, _mark(session, poll, by, secret))


def on_record(session: Session, poll: Poll) -> list[Objection]:
    """Those whose owners asked for it, in a poll that was counted: everyone reads them in its result.

    Not those whose vote was not counted: who is not recognised may be the only one, and known by name. In the order of
    their marks, which are random by then.
    """
    if poll.method is not Method.consensus or poll.state is not PollState.closed:
        return []
    kept = [one for one in stored_objections.of_poll(session, poll.id) if one.stance is Stance.kept]
    counted = {one.mark for one in ballots.ballots_of(session, poll.id) if one.counted} if kept else set()
    return sorted((one for one in kept if one.mark in counted), key=lambda one: one.mark)


def is_theirs(session: Session, found: Objection, person_id: int, *, secret: str) -> bool:
    """True for the one who can make its mark: nobody else, and nobody once its poll has closed or they have left."""
    poll = stored.by_id(session, found.poll_id)
    try:
        return poll is not None and _mark(session, poll, person_id, secret) == found.mark
    except NotAllowed:
        return False


def option_at(session: Session, poll: Poll, place: int) -> int:
    """The id of the option at this place. Raises NotThere."""
    for one in stored.options_of(session, poll.id):
        if one.place == place:
            return one.id
    raise NotThere("polls.option_gone")


def _consensus(session: Session, poll_id: int, *, secret: str, now: datetime) -> Poll:
    poll = votes.open_poll(session, poll_id, now=now, secret=secret)
    if poll.method is not Method.consensus:
        raise NotThere("stage.gone")
    return poll


def _mark(session: Session, poll: Poll, person_id: int, secret: str) -> str:
    return votes.mark_of(poll, electorate.voter(session, poll, person_id), secret=secret)
