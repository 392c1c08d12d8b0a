"""What is said of sheets of paper: to the other organisers that they lack a witness, to who has entered them that they
have one, to all organisers that somebody finds them wrong; and that some were withdrawn.
"""

from sqlmodel import Session

from community import electorate, office, paper_votes, poll_cards
from community.refusals import Refusal
from conversations import screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice
from conversations.talk import House
from locales import Words
from storage import people, polls
from storage.outbox import Row
from storage.paper_tallies import PaperTally
from storage.polls import Poll


def lacks_witness(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """None once it has one, or for who cannot be it."""
    try:
        tally, poll = paper_votes.to_witness(session, row.subject_id or 0, by=row.person_id or 0, now=house.now())
    except Refusal:
        return None
    html = words.text("paper.told", number=poll.number, sheets=tally.sheets)
    keyboard = screens.inline_keyboard(words, [[Choice(f"witness.{tally.id}", "paper.witness.look")]])
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard))]


def withdrawn(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """To the other organisers and the witness, while it can still be entered anew; not to who has moved away."""
    poll = polls.by_id(session, row.subject_id or 0)
    if poll is None or not poll_cards.is_open(poll, house.now()):
        return None
    if row.person_id is None or electorate.find(session, poll, row.person_id) is None:
        return None
    html = words.text("paper.gone", number=poll.number)
    return [Call("sendMessage", screens.message(row.chat, html))]


def witnessed(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """To who has entered them, also once the poll is over; not to who has moved away."""
    found = _of_voter(session, row)
    if found is None:
        return None
    tally, poll = found
    html = words.text("paper.witnessed.told", number=poll.number, count=tally.sheets)
    return [Call("sendMessage", screens.message(row.chat, html))]


def doubted(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """To the organisers, while it can be mended: None once it has a witness all the same, or was withdrawn."""
    found = _of_voter(session, row)
    if found is None or row.person_id is None:
        return None
    tally, poll = found
    if tally.witnessed_at is not None or not poll_cards.is_open(poll, house.now()):
        return None
    if not office.is_office(people.membership_of(session, row.person_id, poll.community_id)):
        return None
    html = words.text("paper.doubted.told", number=poll.number, count=tally.sheets)
    keyboard = screens.inline_keyboard(words, [[Choice(f"paper.{poll.id}", "paper.doubted.look")]])
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard))]


def _of_voter(session: Session, row: Row) -> tuple[PaperTally, Poll] | None:
    """The tally with its poll, for who still has a vote there."""
    tally = session.get(PaperTally, row.subject_id or 0)
    poll = polls.by_id(session, tally.poll_id) if tally else None
    if tally is None or poll is None or row.person_id is None:
        return None
    return (tally, poll) if electorate.find(session, poll, row.person_id) is not None else None


RENDER: dict[str, Render] = {
    paper_votes.PAPER: lacks_witness,
    paper_votes.GONE: withdrawn,
    paper_votes.WITNESSED: witnessed,
    paper_votes.DOUBTED: doubted,
}
