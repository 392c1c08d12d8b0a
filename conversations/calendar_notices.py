"""The file with which an event goes into one's own calendar."""

from sqlmodel import Session

from community import calendar_files, event_files, invitees
from conversations import calendar_lines, event_lines, neighbourhood
from conversations.calls import Call, Render
from conversations.talk import House
from locales import Words
from storage import events, occurrences
from storage.events import NEVER_CALLED
from storage.outbox import Row


def brought(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """With all its times, as they are when it leaves; None for who may not answer the event any more."""
    event = events.by_id(session, row.subject_id or 0)
    if event is None or event.state in NEVER_CALLED:
        return None
    if row.person_id is None or invitees.find(session, event, row.person_id) is None:
        return None
    community = event_lines.place_of(session, event)
    times = occurrences.of_event(session, event.id)
    link = event_lines.link(house, community, event)
    shown = calendar_lines.shown(session, words, event, times, community, link=link)
    content = calendar_files.written(neighbourhood.name_of(words, community), community.time_zone, [shown])
    name = words.label("calendar.file", number=event.number)
    caption = words.text("calendar.caption" if event.rule is None else "calendar.caption.again")
    parameters = {"chat_id": row.chat, "caption": caption, "parse_mode": "HTML"}
    return [Call("sendDocument", parameters, {"document": (f"{name}.ics", content)})]


RENDER: dict[str, Render] = {event_files.FILE: brought}
