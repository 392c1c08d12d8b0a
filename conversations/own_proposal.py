"""What one has proposed to gather for, found again in one's own calendar: looked at, and taken back.

> [💡 Cat pos ronda]
B 💡 Usulan kegiatan No. 5, dari Bu Tini …      [↩️ Tarik kembali] / [‹ Kembali ke jadwal]
"""

from typing import Any

from community import taken_back
from conversations import event_screens, proposal_card
from conversations.dialogue import Choice
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in

_BACK = Choice(f"{event_screens.CALENDAR[0]}.1.{event_screens.MINE}", "schedule.back")


def opened(talk: Talk[Any], argument: str) -> None:
    """[💡 Cat pos ronda]."""
    event_id, _ = subject_in(argument)
    event = taken_back.own(talk.session, event_id, by=talk.person.person_id)
    html = proposal_card.html(talk.session, talk.words, event)
    talk.redraw_html(html, rows=[*proposal_card.own_rows(event), [_BACK]])


def withdrawn(talk: Talk[Any], argument: str) -> None:
    """[Tarik kembali], at once: it may be proposed once more."""
    event_id, _ = subject_in(argument)
    event = taken_back.withdraw(talk.session, event_id, by=talk.person.person_id, now=talk.now)
    rows = [*proposal_card.own_rows(event), *event_screens.way_back(talk)]
    talk.redraw("proposal.withdrawn.done", rows=rows, number=event.number)


CARDS: dict[str, Card] = {proposal_card.OWN: Card(opened), proposal_card.WITHDRAW: Card(withdrawn)}
