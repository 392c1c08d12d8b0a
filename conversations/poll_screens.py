"""A poll as one person finds it in private: the card to vote on while it is open, what came of it afterwards."""

from typing import Any

from community import objections, votes
from community.refusals import NotAllowed
from community.votes import Vote
from conversations import event_lines, poll_card, poll_outcome
from conversations.dialogue import Choice
from conversations.poll_card import Face
from conversations.talk import Talk
from storage import minutes_lists
from storage.objections import Objection, Stance
from storage.polls import Method, Poll, PollState


def show(talk: Talk[Any], poll: Poll, *, page: int = 1, anew: bool) -> None:
    """As it stands now; as a message of its own if `anew`."""
    html, rows = card(talk, poll, page=page) if poll.state is PollState.open else result(talk, poll)
    say = talk.say_html if anew else talk.redraw_html
    say(html, rows=rows)


def card(talk: Talk[Any], poll: Poll, *, page: int = 1, mine: Vote | None = None) -> Face:
    """With the choice that was just made, or as it is stored."""
    vote = mine or _mine(talk, poll)
    talk.session.flush()
    objection = _objection(talk, poll, vote)
    return poll_card.in_private(talk.session, talk.words, poll, talk.house, vote, page=page, objection=objection)


def _mine(talk: Talk[Any], poll: Poll) -> Vote | None:
    try:
        return votes.mine(talk.session, poll.id, by=talk.person.person_id, secret=talk.house.secret)
    except NotAllowed:
        return None


def _objection(talk: Talk[Any], poll: Poll, vote: Vote | None) -> Objection | None:
    """Theirs, as long as they object. Who has not chosen has none: that of their house is shown to nobody else."""
    if poll.method is not Method.consensus or vote is None or not vote.choices:
        return None
    found = objections.of_mine(talk.session, poll, by=talk.person.person_id, secret=talk.house.secret)
    return found if found is not None and found.stance is not Stance.withdrawn else None


def result(talk: Talk[Any], poll: Poll) -> Face:
    """With the way to what was decided at the meeting that came out of it."""
    html, rows = poll_outcome.in_private(talk.session, talk.words, poll, talk.house, talk.person.person_id)
    met = minutes_lists.about_poll(talk.session, poll.id)
    return html, rows if met is None else [*rows, [Choice(f"{event_lines.MINUTES}.{met}", "minutes.button")]]
