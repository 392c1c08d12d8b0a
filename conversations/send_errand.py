"""Titip sesuatu: somebody who cannot come sends something along, or a prayer; organisers see what, and from whom.

B Mau titip sesuatu untuk kerja bakti, Minggu …?       [☕ Konsumsi] [🧰 Alat] / [Doa saja 🙂]
> [☕ Konsumsi]
B Terima kasih 🙏 Pengurus melihat titipannya: ☕ Konsumsi.
"""

from typing import Any

from community import errands, invitees, rsvps
from community.errands import Errand
from community.refusals import NotThere
from conversations import errand_lines, event_lines
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in


def tapped(talk: Talk[Any], argument: str) -> None:
    """The question, in place of what was tapped; with an answer behind the number, thanks for it."""
    occurrence_id, said = subject_in(argument)
    if talk.speaker is None or not talk.is_private or (said and said not in list(Errand)):
        raise NotThere("stage.gone")
    event, occurrence = rsvps.reach(talk.session, occurrence_id, now=talk.now)
    who = invitees.guest(talk.session, event, talk.person.person_id)
    if not said:
        html, rows = errand_lines.asked(talk.session, talk.words, event, occurrence)
        talk.redraw_html(html, rows=rows)
        return
    what = Errand(said)
    errands.send_along(talk.session, occurrence, what, who)
    key = "errand.thanks.prayer" if what is Errand.prayer else "errand.thanks"
    talk.redraw(key, what=talk.words.label(f"errand.kind.{what.value}"))


CARDS: dict[str, Card] = {event_lines.ERRAND: Card(tapped)}
