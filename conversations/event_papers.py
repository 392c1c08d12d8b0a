"""The papers of an event, for its organisers: which there are, and each as PDF, then for Word.

> [📄 Surat & daftar]
B Surat dan daftar untuk kegiatan No. 4, rapat. Mau cetak yang mana?     [Undangan] [Daftar hadir] …
> [Daftar hadir]
B 📎 daftar-hadir-no-4.pdf     [📝 Versi Word]
"""

from typing import Any

from community import papers
from community.papers import Paper
from community.refusals import AlreadySo, NotThere
from conversations import event_control, event_lines, screens
from conversations.dialogue import Choice, Rows
from conversations.event_paper_notices import VERB, WORD
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in


def tapped(talk: Talk[Any], argument: str) -> None:
    """`papers.<time>` or `papers.<time>.<paper>` or that with `.word`; what cannot be printed is said kindly."""
    occurrence_id, rest = subject_in(argument)
    said, _, form = rest.partition(".")
    if not rest:
        _draw(talk, occurrence_id)
        return
    if said not in list(Paper) or form not in ("", WORD):
        raise NotThere("stage.gone")
    by, paper, as_word = talk.person.person_id, Paper(said), form == WORD
    try:
        papers.ask(talk.session, occurrence_id, paper, word=as_word, by=by, now=talk.now)
    except (AlreadySo, NotThere) as refusal:
        if as_word or not refusal.key.startswith("papers."):
            raise
        talk.toast(refusal.key, alert=True, **refusal.values)
        _draw(talk, occurrence_id)
        return
    talk.toast("papers.soon")


def _draw(talk: Talk[Any], occurrence_id: int) -> None:
    """Which can be printed now; where none can, why."""
    event, one = event_control.seen(talk, occurrence_id)
    offered = papers.offered(talk.session, one.id, by=talk.person.person_id)
    choices = [Choice(f"{VERB}.{one.id}.{paper.value}", f"papers.name.{paper.value}") for paper in offered]
    rows: Rows = [*screens.pairs(choices, talk.words), [Choice(f"called.{one.id}", "papers.back")]]
    if not offered:
        why = papers.why_not(Paper.invitation, event, one, None)
        if why is not None:
            talk.redraw(why.key, rows=rows, **why.values)
        return
    lines = [talk.words.text("papers.ask", number=event.number, what=event_lines.within(talk.words, event))]
    if Paper.minutes not in offered:
        lines.append(talk.words.text("papers.ask.later"))
    talk.redraw_html("\n".join(lines), rows=rows)


CARDS: dict[str, Card] = {VERB: Card(tapped)}
