"""What is said of objections: to the organisers that there is one, to all who have voted that it is answered."""

from sqlmodel import Session

from community import objection_tellings, objections, office
from conversations import objection_lines, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice
from conversations.talk import House
from locales import Words
from storage import people, polls
from storage.objections import Objection, Stance
from storage.outbox import Row
from storage.polls import Poll, PollState


def _found(session: Session, row: Row) -> tuple[Objection, Poll] | None:
    """The objection and its poll, as long as that is open."""
    one = session.get(Objection, row.subject_id or 0)
    poll = polls.by_id(session, one.poll_id) if one else None
    return (one, poll) if one and poll and poll.state is PollState.open else None


def raised(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """Its words, and no more; None once it is answered or withdrawn, and for who has laid the office down."""
    found = _found(session, row)
    if found is None or found[0].stance is not Stance.raised or row.person_id is None:
        return None
    one, poll = found
    if not office.is_office(people.membership_of(session, row.person_id, poll.community_id)):
        return None
    html = words.text("objection.told", number=poll.number, words=one.words)
    rows = [[Choice(f"objections.{poll.id}.{one.id}", "objection.answer.now")]]
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, rows)))]


def answered(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """The answer, for all who have voted; the buttons only below that of the one whose objection it was.

    Whose it was is found here, in memory, and stands in no row: all these rows are alike.
    """
    found = _found(session, row)
    if found is None or not found[0].answer or row.person_id is None:
        return None
    one, poll = found
    if not objections.is_theirs(session, one, row.person_id, secret=house.secret):
        html = words.text("objection.answer.told", number=poll.number, answer=one.answer)
        return [Call("sendMessage", screens.message(row.chat, html))]
    html = words.text(
        "objection.answer.yours", number=poll.number, words=one.words, answer=one.answer,
        if_kept=words.label("objection.if_kept"),
    )  # fmt: skip
    may = objection_lines.last_word(poll) if one.stance is Stance.answered else []
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, may)))]


RENDER: dict[str, Render] = {objection_tellings.RAISED: raised, objection_tellings.ANSWERED: answered}
