"""Reminders of events as they leave: whoever has answered, declined or moved away meanwhile is told nothing.

B Besok, Minggu, 29 Nov 2026: kerja bakti pukul 07.00 WIB di pos ronda. Bisa ikut?
  [✋ Ikut] [🙏 Berhalangan] / [Jangan ingatkan]
B Besok, Minggu, 29 Nov 2026: kerja bakti pukul 07.00 WIB di pos ronda. Bu Tini membawa: karung. 🙏
B Sebentar lagi kerja bakti, pukul 07.00 WIB di pos ronda. Sampai jumpa 🙏
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from community import event_group_line, event_reminders, reminding, turn_swaps
from community.reminding import Says
from conversations import event_lines, neighbourhood, remind_lines, rota_lines, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from conversations.widgets import review
from locales import Words
from storage import communities, people, reminded, reminders, rotas
from storage.events import Event
from storage.occurrences import Occurrence
from storage.outbox import Row
from storage.reminded import Reminded
from storage.reminders import Reminder, Wave
from storage.rsvps import Answer


def remind(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """What this wave says to them as they stand now."""
    now = house.now()
    wave = reminders.by_id(session, row.subject_id or 0)
    live = event_reminders.standing(session, wave, now) if wave else None
    if wave is None or live is None:
        return None
    event, occurrence = live
    them = event_reminders.them(session, event, occurrence, row.person_id or 0)
    zone = event_lines.place_of(session, event).time_zone
    said = _says(wave.wave, them, event, occurrence, zone, now) if them else None
    if them is None or said is None or _is_overtaken(session, wave, them, event, occurrence, zone, now):
        return None
    html = _told(session, words, said, wave.wave, them, event, occurrence, zone, now)
    keyboard = screens.inline_keyboard(words, _rows(said, event, occurrence))
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard))]


def _says(wave: Wave, them: Reminded, event: Event, occurrence: Occurrence, zone: str, now: datetime) -> Says | None:
    on_the_day = event_reminders.is_the_day(now, occurrence, zone)
    return reminding.says(wave, them, event, on_the_day=on_the_day)


def _is_overtaken(
    session: Session, wave: Reminder, them: Reminded, event: Event, occurrence: Occurrence, zone: str, now: datetime
) -> bool:
    """After an outage two waves may leave together: the later one is enough."""
    order = list(Wave)
    return any(
        _says(one.wave, them, event, occurrence, zone, now)
        for one in reminders.of_occurrence(session, occurrence.id)
        if one.moves == wave.moves and one.due_at <= now and order.index(one.wave) > order.index(wave.wave)
    )


def _told(
    session: Session, words: Words, said: Says, wave: Wave, them: Reminded, event: Event, occurrence: Occurrence,
    zone: str, now: datetime,
) -> str:  # fmt: skip
    facts = {
        "day": remind_lines.day(words, occurrence, zone, now),
        "what": event_lines.within(words, event),
        "at": remind_lines.at(words, event, occurrence, zone),
    }
    if said is Says.ask:
        return words.text("remind.sure" if them.answer is Answer.maybe else "remind.ask", **facts)
    person = people.by_id(session, them.person_id)
    facts["name"] = person.name if person else ""
    facts["items"] = remind_lines.items(reminded.promised(session, occurrence.id, them.person_id))
    is_soon = remind_lines.is_soon(occurrence, now)
    if said is Says.turn:
        return _turn(session, words, facts, occurrence, them.person_id, is_soon=is_soon)
    if is_soon:
        return words.text("remind.soon.bring" if facts["items"] else "remind.soon", **facts)
    if wave is Wave.soon:
        return words.text("remind.see.bring" if facts["items"] else "remind.see", **facts)
    return words.text("remind.bring" if facts["items"] else "remind.coming", **facts)


def _turn(
    session: Session, words: Words, facts: dict[str, str], occurrence: Occurrence, person_id: int, *, is_soon: bool
) -> str:
    """Whose turn it is, beside whom, and whether a neighbour has yet to say that they take it."""
    duties = rotas.on_duty(session, [occurrence.id]).get(occurrence.id, [])
    others = rota_lines.names(words, duties, but=person_id)
    key = "remind.turn.soon" if is_soon else "remind.turn"
    lines = [words.text(key, **facts)]
    lines += [words.text("rota.with", names=others)] if others else []
    mine = next((one.turn for one in duties if one.member.person_id == person_id), None)
    if mine is not None and turn_swaps.waits(session, mine.id) is not None:
        lines.append(words.text("rota.trade.unanswered"))
    return "\n".join(lines)


def _rows(said: Says, event: Event, occurrence: Occurrence) -> Rows:
    """Whose turn it is may swap, and not be forgotten."""
    if said is Says.turn:
        return [[Choice(f"{rota_lines.TRADE}.{occurrence.id}", "rota.trade.button")]]
    hush = [[Choice(f"{remind_lines.HUSH}.{event.id}", "remind.hush")]]
    if said is not Says.ask:
        return hush
    return [[remind_lines.answer(occurrence, one) for one in (Answer.coming, Answer.away)], *hush]


def look_ahead(session: Session, rows: Sequence[Row], now: datetime) -> None:
    """Of many at once, so that `remind` need not look for each."""
    leaving = [(row.subject_id, row.person_id) for row in rows if row.kind == event_reminders.REMIND]
    event_reminders.look_ahead(session, [(wave, person) for wave, person in leaving if wave and person], now)


# ── in the group ──


def line(session: Session, row: Row, _: Words, house: House) -> list[Call] | None:
    """Tomorrow's events, as they stand now; nothing if there are none any more."""
    destination = communities.destination_by_id(session, row.subject_id or 0)
    chat = communities.chat_known_as(session, row.chat)
    community = communities.by_id(session, destination.community_id) if destination else None
    if destination is None or chat is None or community is None:
        return None
    found = event_group_line.tomorrow(session, chat, community.time_zone, house.now())
    if not found:
        return None
    words = neighbourhood.words_of(community)
    day = remind_lines.day(words, found[0][1], community.time_zone, house.now())
    lines = review.lines(remind_lines.of_event(words, *one, community.time_zone) for one in found)
    html = words.text("remind.line", day=day, lines=lines)
    link = event_lines.link(house, event_lines.place_of(session, found[0][0]), found[0][0])
    rows = [[Choice("", "remind.line.open", url=link)]] if len(found) == 1 else []
    keyboard = screens.inline_keyboard(words, rows)
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard, thread_id=destination.thread_id))]


RENDER: dict[str, Render] = {event_reminders.REMIND: remind, event_group_line.LINE: line}
