"""What is said of sheets of paper to the other organisers: they were counted, and lack a witness."""

from sqlmodel import Session

from community import paper_votes
from community.refusals import Refusal
from conversations import screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice
from conversations.talk import House
from locales import Words
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


RENDER: dict[str, Render] = {paper_votes.PAPER: lacks_witness}
