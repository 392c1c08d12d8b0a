"""What is said of sheets of paper: to the other organisers that they lack a witness, and that some were withdrawn."""

from sqlmodel import Session

from community import electorate, paper_votes, poll_cards
from community.refusals import Refusal
from conversations import screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice
from conversations.talk import House
from locales import Words
from storage import polls
from storage.outbox import Row


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


RENDER: dict[str, Render] = {paper_votes.PAPER: lacks_witness, paper_votes.GONE: withdrawn}
