"""Votes in Telegram's own polls: known by Telegram's id of the poll, counted like the others, one vote a person.

Rules: a channel's or an anonymous admin's vote is nobody's and is not counted; of a stranger nothing is kept, and so
not their vote either; a neighbour's answer to a poll that we do not know is kept until we do, for it may have been sent
and its id not stored; an empty answer takes the vote back; the latest answer stands, whichever of several cards it came
from.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from community import votes
from community.refusals import Refusal
from storage import ballots, people, polls, stray_votes
from storage.people import Person
from storage.polls import Poll, PollCard, PollOption, PollState, Way
from storage.stray_votes import StrayVote

KEEP_STRAYS = timedelta(days=3)
_CODE = re.compile(r"\(No\. \d+ · ([0-9a-z]{4,16})\)$")
"""At the end of a native poll's question: what tells us whose it is if its id was lost."""


def signed(question: str, poll: Poll) -> str:
    """The question with its spoken number and its code."""
    return f"{question} (No. {poll.number} · {poll.code})"


def answered(
    session: Session, native_id: str, options: Sequence[str], *, telegram_id: int | None, secret: str, now: datetime
) -> Poll | None:
    """An answer that Telegram reports, by its persistent ids of options; None for the one who votes is a channel or an
    anonymous admin, which have no vote. Returns the poll in which it was written, None if it was not.
    """
    person = people.with_telegram_id(session, telegram_id) if telegram_id is not None else None
    if person is None:
        return None
    card = polls.card_of_native(session, native_id)
    if card is None:
        _keep(session, native_id, options, person.telegram_id, now)
        return None
    return _write(session, card, options, person, secret=secret, now=now)


def _write(
    session: Session, card: PollCard, options: Sequence[str], person: Person, *, secret: str, now: datetime
) -> Poll | None:
    """Who is not from here, and who comes too late, has only tapped."""
    try:
        poll = votes.open_poll(session, card.poll_id, now=now, secret=secret)
        by_id = {one.persistent_id: one.id for one in polls.options_of(session, poll.id) if one.persistent_id}
        chosen = [by_id[one] for one in options if one in by_id]
        votes.cast(session, poll, chosen, by=person.id, secret=secret)
    except Refusal:
        return None
    return poll


def _keep(session: Session, native_id: str, options: Sequence[str], telegram_id: int, now: datetime) -> None:
    """The latest answer of each, until the poll is known or three days are over."""
    found = stray_votes.of_voter(session, native_id, telegram_id)
    if found is None:
        found = StrayVote(native_id=native_id, telegram_id=telegram_id, came_at=now)
    found.options, found.came_at = list(options), now
    session.add(found)


def seen(
    session: Session, native_id: str, question: str, options: Sequence[tuple[str, str]], *, secret: str, now: datetime
) -> Poll | None:
    """Telegram reports the state of a poll of ours: (persistent id, text) of its options.

    One that we do not know is recognised by the code in its question, and the votes that came for it are written now.
    Options that residents added become ours, and what was deleted is taken out of every vote.
    """
    card = polls.card_of_native(session, native_id) or _adopted(session, native_id, question)
    poll = polls.held(session, card.poll_id) if card else None
    if card is None or poll is None or poll.state is not PollState.open:
        return None
    _match(session, poll, options)
    for one in stray_votes.of_poll(session, native_id):
        person = people.with_telegram_id(session, one.telegram_id)
        if person is not None:
            _write(session, card, one.options, person, secret=secret, now=now)
        session.delete(one)
    return poll


def _adopted(session: Session, native_id: str, question: str) -> PollCard | None:
    """The card that was sent, and whose id was not stored; one more if it was sent twice."""
    code = _CODE.search(question)
    poll = polls.with_code(session, code[1]) if code else None
    if poll is None or poll.way is Way.ballot:
        return None
    card = PollCard(poll_id=poll.id, is_native=True, native_id=native_id)
    session.add(card)
    session.flush()
    return card


def _match(session: Session, poll: Poll, options: Sequence[tuple[str, str]]) -> None:
    known = polls.options_of(session, poll.id, removed=True)
    by_persistent = {one.persistent_id: one for one in known if one.persistent_id}
    nameless = {one.text: one for one in known if not one.persistent_id}
    there = set()
    for persistent_id, text in options:
        there.add(persistent_id)
        if persistent_id in by_persistent:
            continue
        found = nameless.get(text)
        if found is None:
            found = PollOption(poll_id=poll.id, place=max((one.place for one in known), default=0) + 1, text=text[:100])
            known.append(found)
        found.persistent_id = persistent_id
        session.add(found)
    for persistent_id, one in by_persistent.items():
        if persistent_id not in there and one.removed_at is None:
            _remove(session, poll, one)
    session.flush()


def _remove(session: Session, poll: Poll, option: PollOption) -> None:
    option.removed_at = poll.opened_at
    session.add(option)
    ballots.without_option(session, poll.id, option.id)
