"""[📝 Notulen] on the card of what is over, and below what neighbours chose: the minutes, once they are published."""

from typing import Any

from community import minutes
from conversations import event_lines, minutes_lines
from conversations.dialogue import Choice
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in


def shown(talk: Talk[Any], argument: str) -> None:
    """As a message of its own: below it the card, or the result, stays as it was."""
    event, one, found = minutes.read(talk.session, subject_in(argument)[0], by=talk.person.person_id)
    html = minutes_lines.of_stored(talk.session, talk.words, event, one, found)
    talk.say_html(html, rows=[[Choice(f"{event_lines.ANSWER}.{one.id}", "attend.open")]])


CARDS: dict[str, Card] = {event_lines.MINUTES: Card(shown)}
