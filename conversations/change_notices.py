"""That an event was moved, put off or cancelled, as it stands when this leaves.

A change that another has followed is not told, nor is any to who has declined meanwhile; but their turn stays theirs.

B 📅 Kerja bakti dipindah ke Minggu, 6 Des 2026 pukul 07.00 WIB · pos ronda: hujan
  Tadinya Minggu, 29 Nov 2026 pukul 07.00 WIB.      [✋ Ikut] [🤔 Belum tentu] / [🙏 Berhalangan]
B 🌧 Kerja bakti ditunda, hujan. Kabar waktu baru menyusul.
"""

from sqlmodel import Session

from community import event_reminders, event_tellings, recurrence
from conversations import event_lines, neighbourhood, remind_lines, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from conversations.widgets import when
from locales import Words
from storage import communities, events, group_shows, occurrences
from storage.communities import Community
from storage.events import Event, EventState
from storage.occurrences import Occurrence, OccurrenceState
from storage.outbox import Row
from storage.rsvps import Answer

_RAIN = ("hujan", "udan", "rain")
"""Words for it in the languages that people here give a reason in."""


def changed(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """To a person, with the answers where there is a new time; to a group, with the way to the event."""
    occurrence = occurrences.by_id(session, row.subject_id or 0)
    event = events.by_id(session, occurrence.event_id) if occurrence else None
    if occurrence is None or event is None or not _is_news(session, row, event, occurrence, house):
        return None
    community = event_lines.place_of(session, event)
    if row.person_id is None:
        return [_in_group(session, row, event, occurrence, community, house)]
    rows: Rows = []
    if occurrence.state is OccurrenceState.planned:
        first, second, third = (remind_lines.answer(occurrence, one) for one in Answer)
        rows = screens.pairs([first, second, third], words)
    html = told(words, event, occurrence, community)
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, rows)))]


def _is_news(session: Session, row: Row, event: Event, occurrence: Occurrence, house: House) -> bool:
    """Not to who has declined since or is asked no more, nor of what is over."""
    if not event_tellings.is_of(group_shows.name_of(session, row.id), occurrence):
        return False
    if occurrence.state is OccurrenceState.over or (
        occurrence.state is OccurrenceState.planned and occurrence.ends_at <= house.now()
    ):
        return False
    if row.person_id is None:
        return True
    them = event_reminders.them(session, event, occurrence, row.person_id)
    return them is not None and (them.answer is not Answer.away or them.has_turn)


def _in_group(
    session: Session, row: Row, event: Event, occurrence: Occurrence, community: Community, house: House
) -> Call:
    words = neighbourhood.words_of(community)
    keyboard = screens.inline_keyboard(
        words, [[Choice("", "change.open", url=event_lines.link(house, community, event))]]
    )
    chat = communities.chat_known_as(session, row.chat)
    here = (communities.destination_by_id(session, one) for one in event.destinations)
    thread = next((one.thread_id for one in here if one and chat and one.chat_id == chat.id), None)
    html = told(words, event, occurrence, community)
    return Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard, thread_id=thread))


# ── what is said ──


def told(words: Words, event: Event, occurrence: Occurrence, community: Community) -> str:
    """As HTML: what has become of it, why, and when it was to be."""
    zone = community.time_zone
    facts = {
        "what": remind_lines.capitalised(event_lines.within(words, event)),
        "why": occurrence.why or event.why or "",
        "was": when.spoken(occurrence.was_at or occurrence.begins_at, zone, words),
        "when": event_lines.when_and_where(words, event, occurrence, zone),
    }
    match occurrence.state:
        case OccurrenceState.postponed if _is_rain(facts["why"]):
            return words.text("change.postponed.rain", **(facts | {"why": facts["why"].rstrip(".").lower()}))
        case OccurrenceState.postponed:
            return words.text("change.postponed", **(facts | {"why": facts["why"].rstrip(".")}))
        case OccurrenceState.cancelled:
            return _called_off(words, event, occurrence, facts)
    if occurrence.was_at != occurrence.begins_at:
        return words.text("change.moved", **facts)
    return words.text("change.set" if facts["why"] else "change.on", **facts)


def _called_off(words: Words, event: Event, occurrence: Occurrence, facts: dict[str, str]) -> str:
    if event.rule is None:
        return words.text("change.cancelled", **facts)
    if event.state is EventState.cancelled:
        return words.text("change.ended", **facts)
    last = recurrence.until_of(event.rule)
    if last is not None and last < occurrence.original_on:
        return words.text("change.last", what=facts["what"], day=when.spoken_day(last, words))
    return words.text("change.cancelled.once", **facts)


def _is_rain(why: str) -> bool:
    return any(word in why.casefold() for word in _RAIN)


RENDER: dict[str, Render] = {event_tellings.CHANGED: changed}
