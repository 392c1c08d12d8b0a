"""What somebody has taken on, said to them as it falls due; None once it is done, or theirs no more."""

from sqlmodel import Session

from community import follow_ups
from conversations import event_lines, minutes_lines, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice
from conversations.talk import House
from conversations.widgets import when
from locales import Words
from storage import minutes
from storage.outbox import Row


def remind(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    one = minutes.follow_up(session, row.subject_id or 0)
    if one is None or one.done_at is not None or one.who_id != row.person_id or one.due_on is None:
        return None
    event, occurrence, _ = follow_ups.of(session, one)
    community = event_lines.place_of(session, event)
    before, _ = follow_ups.times(one.due_on, community.time_zone)
    is_before = house.now() < before + follow_ups.LATE
    html = words.text(
        "minutes.task.before" if is_before else "minutes.task.after", what=one.what,
        day=when.spoken_day(one.due_on, words), event=event_lines.within(words, event),
        when=event_lines.moment(words, occurrence, community.time_zone),
    )  # fmt: skip
    rows = [[Choice(f"{minutes_lines.DONE}.{one.id}", "minutes.task.done")]]
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, rows)))]


RENDER: dict[str, Render] = {follow_ups.REMIND: remind}
