"""The event that an organiser's dialogue is about, and the reason for it that everyone will read."""

from typing import Any

from community import event_moves, events
from community.refusals import Refusal
from conversations import event_lines, event_said
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Rows
from conversations.talk import Talk
from conversations.widgets import pasted
from storage import dialogues
from storage.communities import Community
from storage.events import Event
from storage.occurrences import Occurrence


def held(talk: Talk[Any], occurrence_id: int) -> tuple[Event, Occurrence]:
    """What the dialogue is about. Raises a Refusal where it is over or not theirs, and lays the draft aside."""
    try:
        return event_moves.holds(talk.session, occurrence_id, by=talk.person.person_id)
    except Refusal:
        dialogues.put_aside(talk.session, talk.person.person_id)
        raise


def community(talk: Talk[Any], occurrence_id: int) -> Community:
    """Whose event it is. Raises as `held`."""
    return event_lines.place_of(talk.session, held(talk, occurrence_id)[0])


def reasons(*first: str) -> Rows:
    """A button for each usual reason, those of `first` above the rest."""
    return [[Choice(one, f"called.why.{one}")] for one in (*first, *event_said.WHY)]


def reason(talk: Talk[Any], occurrence_id: int, answer: Said | Tapped) -> str | Again:
    """The reason that was tapped or written, in the words that its guests read."""
    if isinstance(answer, Tapped):
        return event_said.reason(community(talk, occurrence_id), answer.value)
    try:
        return events.reason(pasted.cleaned(answer.text))
    except Refusal as why:
        return Again(why.key, why.values)
