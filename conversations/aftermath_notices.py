"""What is said after an event, as it leaves: thanks to who came; to its organiser, what is missing still.

B Terima kasih sudah datang, Bu Tini 🙏 Kerja bakti …: 17 orang.  Bagaimana tadi?   [👍 Lancar] [🙂 Bisa lebih baik] …
B Notulen rapat … belum ditulis. Beberapa baris saja sudah cukup 🙏               [📝 Notulen] [Nanti saja]
B Ada foto kerja bakti …? Atau berapa yang datang?      [📷 Foto] [🔢 Berapa yang datang] / [Nanti saja]
"""

from sqlmodel import Session

from community import aftermath, attendance
from conversations import attend_lines, event_lines, minutes_lines, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from locales import Words
from storage import attendances, events, minutes, occurrences, people
from storage.events import Event, EventState
from storage.minutes import Lesson
from storage.occurrences import Occurrence
from storage.outbox import Row


def _found(session: Session, row: Row) -> tuple[Event, Occurrence] | None:
    one = occurrences.by_id(session, row.subject_id or 0)
    event = events.by_id(session, one.event_id) if one else None
    return (event, one) if event and one and event.state is EventState.called else None


def nudge(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """To who organises it still, unless it has come meanwhile."""
    both = _found(session, row)
    if both is None or not aftermath.is_missing(session, *both):
        return None
    event, one = both
    if not aftermath.organises(session, event, row.person_id or 0):
        return None
    rows: Rows = [
        [Choice(f"{attend_lines.PHOTOS}.{one.id}", "snaps.button")],
        [Choice(f"{attend_lines.COUNT}.{one.id}", "after.count.button")],
    ]
    key = "after.nudge"
    if event.kind in aftermath.WITH_MINUTES:
        key, rows = "after.nudge.minutes", [[Choice(f"{minutes_lines.WRITE}.{one.id}", "minutes.button")]]
    later = [Choice(f"{attend_lines.LATER}.{one.id}", "stage.later.button")]
    return [_said(row, words, words.text(key, **_facts(session, words, event, one)), [*rows, later])]


def thanks(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """To who is on the list still; how many came, and nobody's name."""
    both = _found(session, row)
    person = people.by_id(session, row.person_id or 0)
    if both is None or person is None or attendances.of_person(session, both[1].id, person.id) is None:
        return None
    event, one = both
    facts = _facts(session, words, event, one)
    html = words.text("after.thanks", name=person.name, count=attendance.how_many(session, one), **facts)
    has_said = minutes.lesson(session, one.id, person.id) is not None
    return [_said(row, words, html, [] if has_said else lessons(one))]


def lessons(one: Occurrence) -> Rows:
    """[👍 Lancar] / [🙂 Bisa lebih baik] / [😓 Berat]."""
    return [[Choice(f"{attend_lines.LEARN}.{one.id}.{lesson.value}", f"lesson.{lesson.value}")] for lesson in Lesson]


def _facts(session: Session, words: Words, event: Event, one: Occurrence) -> dict[str, str]:
    zone = event_lines.place_of(session, event).time_zone
    return {"what": event_lines.within(words, event), "when": event_lines.moment(words, one, zone)}


def _said(row: Row, words: Words, html: str, rows: Rows) -> Call:
    return Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, rows)))


RENDER: dict[str, Render] = {aftermath.NUDGE: nudge, aftermath.THANKS: thanks}
