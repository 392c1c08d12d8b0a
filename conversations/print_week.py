"""[🖨 Cetak laporan] below the week's five lines: the page comes as PDF and DOCX."""

from typing import Any

from community import weeks
from conversations.talk import Card, Talk
from conversations.week_notices import PRINT
from conversations.widgets.card_arguments import subject_in


def tapped(talk: Talk[Any], argument: str) -> None:
    """Of the last whole week, whichever week's message the button stands below."""
    community_id, _ = subject_in(argument)
    weeks.send_report(talk.session, community_id, by=talk.person.person_id, now=talk.now)
    talk.toast("week.report.soon")


CARDS: dict[str, Card] = {PRINT: Card(tapped)}
