"""[📅 Simpan ke kalender]: the event as a file, which a phone's own calendar opens; with all times of what comes again.

> [📅 Simpan ke kalender]     toast: Sebentar, filenya dikirim 📅
B kegiatan-4.ics              Buka filenya, lalu pilih kalender di HP.
"""

from typing import Any

from community import event_files
from conversations import event_lines, event_screens
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in


def asked_for(talk: Talk[Any], argument: str) -> None:
    """`ics.<time>`: for who may look at the event."""
    occurrence_id, _ = subject_in(argument)
    event, _, who = event_screens.seen(talk, occurrence_id)
    event_files.send(talk.session, event, who, now=talk.now)
    talk.toast("calendar.soon")


CARDS: dict[str, Card] = {event_lines.FILE: Card(asked_for)}
