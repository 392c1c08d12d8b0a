"""Mau titip sesuatu? What somebody who cannot come is asked once, and the answers to it."""

from sqlmodel import Session

from community.errands import Errand
from conversations import event_lines
from conversations.dialogue import Choice, Rows
from locales import Words
from storage.events import Event
from storage.occurrences import Occurrence


def asked(session: Session, words: Words, event: Event, occurrence: Occurrence) -> tuple[str, Rows]:
    """The question as HTML, and [☕ Konsumsi] [🧰 Alat] / [Doa saja 🙂]."""
    zone = event_lines.place_of(session, event).time_zone
    html = words.text(
        "errand.ask", what=event_lines.within(words, event), when=event_lines.moment(words, occurrence, zone)
    )
    answers = [
        Choice(f"{event_lines.ERRAND}.{occurrence.id}.{one.value}", f"errand.kind.{one.value}") for one in Errand
    ]
    return html, [answers[:2], answers[2:]]
