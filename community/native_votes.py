"""Votes in Telegram's own polls: known by Telegram's id of the poll, counted like the others, one vote a person.

Rules:

- A channel's or an anonymous admin's vote is nobody's and is not counted. Of a stranger nothing is kept, and so not
  their vote either; who has left the neighbourhood can vote no more.
- The latest answer stands, whichever of several cards it came from; an empty one takes the vote back.
- An answer to a poll or for an option that we do not know is kept until we do, for the poll may have been sent and its
  id not stored. A poll that is over when it is first seen is not ours, unless such answers wait for it: anybody can
  copy a question and stop their own poll, and Telegram tells us of that.
- Telegram takes no answer after the end. So what reaches us late was given in time, and counts until the poll is
  counted; that waits a little for Telegram's word that its poll is over.
- A native poll that ends before its time, by whose hand Telegram does not say, closes nothing: until when one may vote
  was said when it was opened. If the organisers have given more time since, it is put up again with the new end.
- Options that residents add become ours; where all may be chosen, these may, too. What one of them deletes is taken out
  of every vote, unless it still stands on another card.
"""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from community import electorate, poll_cards, secrecy, votes
from community.refusals import Refusal
from storage import ballots, native_polls, people, polls, stray_votes
from storage.people import Person
from storage.polls import Poll, PollCard, PollOption, Way

KEEP_STRAYS = timedelta(days=3)
ABOUT_THE_END = timedelta(minutes=1)
"""Telegram's clock and ours may differ by so much."""
AT_ONCE = 200
"""Stray votes that one transaction writes."""
_IN_TIME = datetime.min.replace(tzinfo=UTC)
_CODE = re.compile(r"\(No\. \d+ · ([0-9a-z]{4,16})\)$")
"""At the end of a native poll's question: what tells us whose it is if its id was lost."""


def signed(question: str, poll: Poll) -> str:
    """The question with its spoken number and its code."""
    return f"{question} (No. {poll.number} · {poll.code})"


# ── an answer ──


def answered(
    session: Session, native_id: str, options: Sequence[str], *, telegram_id: int | None, secret: str, now: datetime
) -> Poll | None:
    """An answer that Telegram reports, by its persistent ids of options; None for the one who votes is a channel or an
    anonymous admin, which have no vote. Returns the poll in which it was written, None if it was not.
    """
    person = people.with_telegram_id(session, telegram_id) if telegram_id is not None else None
    if person is None:
        return None
    card, has_stray = stray_votes.card_of(session, native_id, person.telegram_id)
    if card is None or not set(options) <= card.names.keys():
        stray_votes.keep(session, native_id, person.telegram_id, options, now)
        return None
    if has_stray:  # what they said before is said no more
        stray_votes.drop(session, native_id, person.telegram_id)
    return _write(session, card, options, person, secret=secret, now=now)


def _write(
    session: Session, card: PollCard, options: Sequence[str], person: Person, *, secret: str, now: datetime
) -> Poll | None:
    """Who is not from here, and who comes when it has been counted, has only tapped."""
    try:
        poll = votes.open_poll(session, card.poll_id, now=_IN_TIME, secret=secret)
        chosen = [card.names[one] for one in options if one in card.names]
        votes.cast(session, poll, chosen, by=person.id, secret=secret, now=now)
    except Refusal:
        return None
    return poll


def write_strays(session: Session, *, secret: str, now: datetime) -> int:
    """Write the next answers that were kept and can be understood by now; returns how many they were."""
    found = stray_votes.understood(session, most=AT_ONCE)
    for one in found:
        poll = _write_stray(session, one, secret, now)
        if poll is not None:
            poll_cards.changed(session, poll, now=now)
    return len(found)


def forget(session: Session, now: datetime) -> None:
    """Answers to polls that never became known."""
    stray_votes.forget(session, now - KEEP_STRAYS)


def _write_stray(session: Session, one: stray_votes.StrayVote, secret: str, now: datetime) -> Poll | None:
    card = native_polls.card_of(session, one.native_id)
    person = people.with_telegram_id(session, one.telegram_id)
    poll = None
    if card is not None and person is not None:
        poll = _write(session, card, one.options, person, secret=secret, now=now)
    session.delete(one)
    session.flush()
    return poll


# ── the state of a poll ──


def seen(
    session: Session, native_id: str, question: str, options: Sequence[tuple[str, str]], *, closed: bool, secret: str,
    now: datetime,
) -> Poll | None:  # fmt: skip
    """Telegram reports the state of a poll: (persistent id, text) of its options, and whether it is over.

    One of ours that we do not know is recognised by the code in its question, and the votes that came for it are
    written now. Returns the poll if anything has changed.
    """
    card = native_polls.card_of(session, native_id)
    if card is not None and not _is_news(session, card, options, closed=closed):
        return None
    poll = _held(session, card, native_id, question, closed=closed)
    if poll is None:
        return None
    card = native_polls.card_of(session, native_id, anew=True) or _adopted(session, poll, native_id)
    _take_back(session, poll, _match(session, poll, card, options, now), secret)
    for one in stray_votes.of_poll(session, native_id):
        _write_stray(session, one, secret, now)
    if closed:
        _ended(session, poll, card, now)
    return poll


def _is_news(session: Session, card: PollCard, options: Sequence[tuple[str, str]], *, closed: bool) -> bool:
    """False for what comes with every vote: the figures, which we count ourselves. Looked at without holding a row."""
    if (closed and card.ended_at is None) or {name for name, _ in options} != card.names.keys():
        return True
    return stray_votes.has_any(session, card.native_id or "")


def _held(session: Session, card: PollCard | None, native_id: str, question: str, *, closed: bool) -> Poll | None:
    """The poll that this is, if it is open and may be this; nobody votes or finds it meanwhile."""
    if card is not None:
        poll_id: int | None = card.poll_id
    else:
        code = _CODE.search(question)
        found = polls.with_code(session, code[1]) if code else None
        is_foreign = closed and not stray_votes.has_any(session, native_id)
        poll_id = None if found is None or found.way is Way.ballot or is_foreign else found.id
    return polls.held_open(session, poll_id) if poll_id is not None else None


def _adopted(session: Session, poll: Poll, native_id: str) -> PollCard:
    """The card that was sent, and whose id was not stored; one more if it was sent twice."""
    card = PollCard(poll_id=poll.id, is_native=True, native_id=native_id)
    session.add(card)
    session.flush()
    return card


def _match(session: Session, poll: Poll, card: PollCard, options: Sequence[tuple[str, str]], now: datetime) -> set[str]:
    """The marks of the ballots that have become empty, for nothing else was chosen in them."""
    known = polls.options_of(session, poll.id, removed=True)
    by_words = {native_polls.same(one.text): one for one in known}
    names: dict[str, int] = {}
    for name, text in options:
        if name in card.names:
            names[name] = card.names[name]
            continue
        found = by_words.get(native_polls.same(text)) or _added(session, poll, known, text)
        found.removed_at = None
        session.add(found)
        names[name] = found.id
    gone = set(card.names.values()) - set(names.values())
    card.names = names
    session.add(card)
    session.flush()
    stand = {one for other in native_polls.of_poll(session, poll.id) for one in other.names.values()}
    emptied = set()
    for one in known:
        if one.id in gone - stand:
            emptied |= _remove(session, one, now)
    return emptied


def _added(session: Session, poll: Poll, known: list[PollOption], text: str) -> PollOption:
    place = max((one.place for one in known), default=0) + 1
    if 1 < poll.most == len(known):
        poll.most += 1
        session.add(poll)
    option = PollOption(poll_id=poll.id, place=place, text=text[: polls.LONGEST_TEXT])
    known.append(option)
    session.add(option)
    session.flush()
    return option


def _remove(session: Session, option: PollOption, now: datetime) -> set[str]:
    option.removed_at = now
    session.add(option)
    return ballots.without_option(session, option.poll_id, option.id)


def _take_back(session: Session, poll: Poll, emptied: Collection[str], secret: str) -> None:
    """Whose these ballots are has no vote any more. They are found by the secret, in memory, and nothing is kept."""
    for one in ballots.voters_of(session, poll.id) if emptied else ():
        if one.whom == ballots.ONESELF:
            who = electorate.find(session, poll, one.person_id)
            mark = votes.mark_of_anyone(poll, one.person_id, who, secret=secret)
        else:
            mark = secrecy.mark(secret, poll, secrecy.neighbour_unit(one.person_id, one.whom))
        if mark in emptied:
            ballots.note_voter(session, poll.id, one.person_id, one.whom, has_vote=False)


def _ended(session: Session, poll: Poll, card: PollCard, now: datetime) -> None:
    card.ended_at = now
    session.add(card)
    session.flush()
    if poll.times_extended and poll.closes_at - now > ABOUT_THE_END:
        poll_cards.post_again(session, poll, card, now=now)
