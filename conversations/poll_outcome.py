"""What came of a poll as a message: in the group in a few lines, in private whole, with the ways to look into it."""

from sqlmodel import Session

from conversations import neighbourhood, poll_lines, poll_result_lines
from conversations.dialogue import Choice, Rows
from conversations.poll_card import Face
from conversations.talk import House
from locales import Words
from storage.polls import Poll, PollState


def in_group(session: Session, words: Words, poll: Poll, house: House) -> Face:
    """Short enough to stand below a picture."""
    html = poll_lines.titled(
        words, poll, *poll_result_lines.told(session, words, poll, most=poll_result_lines.IN_FRONT)
    )
    if poll.state is not PollState.closed:
        return html, []
    link = poll_lines.link(house, poll_lines.place_of(session, poll), poll, neighbourhood.RESULT)
    return html, [[Choice("", "poll.look.result", url=link)], [_to_whatsapp(session, words, poll, house)]]


def in_private(session: Session, words: Words, poll: Poll, house: House, person_id: int) -> Face:
    """All places; for organisers also the way to plan the need, or to call the meeting, that won."""
    html = poll_lines.titled(words, poll, *poll_result_lines.told(session, words, poll))
    if poll.state is not PollState.closed:
        return html, []
    rows: Rows = [
        [Choice(f"because.{poll.id}", "poll.because")],
        [Choice(f"chart.{poll.id}", "poll.chart"), Choice(f"votes.{poll.id}", "poll.votes")],
        [_to_whatsapp(session, words, poll, house)],
    ]
    need = poll_result_lines.to_plan(session, poll, person_id)
    plan = [[Choice(f"day.{need.id}.{need.moves}.{poll.id}", "poll.plan")]] if need is not None else []
    meet = [[Choice(f"meet.{poll.id}", "poll.meet")]] if poll_result_lines.may_call(session, poll, person_id) else []
    return html, [*rows, *plan, *meet]


def _to_whatsapp(session: Session, words: Words, poll: Poll, house: House) -> Choice:
    return Choice("", "browse.wa", url=poll_result_lines.whatsapp(session, words, poll, house))
