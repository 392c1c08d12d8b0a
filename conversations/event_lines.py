"""How an event is said: what it is, for what, when and where; the same on cards, in reminders and on paper."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community.promises import Mine, Total
from conversations import neighbourhood, screens
from conversations.dialogue import Choice
from conversations.talk import House
from conversations.widgets import when
from locales import Words
from storage import communities
from storage.communities import Community
from storage.events import Event, EventKind, ItemKind
from storage.occurrences import Occurrence
from storage.rsvps import Answer

SIGNS: Mapping[EventKind, str] = {
    EventKind.work_day: "🧹",
    EventKind.meeting: "💬",
    EventKind.clinic: "👶",
    EventKind.night_watch: "🔦",
    EventKind.savings_round: "🪙",
    EventKind.other: "📅",
}

_NIGHT = 17
"""Hour from which on what begins that day is tonight."""
ANSWER = "come"
"""The verb before an occurrence's number: alone it shows the card, with an answer behind the number it gives that."""
NAME, BRING, BRINGERS, ERRAND = "myname", "bring", "bringers", "errand"
"""Verbs before an occurrence's number: showing one's name, what to bring, who brings what, sending something along."""
FILE = "ics"
"""The verb before an occurrence's number: the event as a file for one's own calendar."""
TURNS = "turns"
"""The verb before an event's number: one's own turns on its rota."""
TRADE = "trade"
"""The verb before an occurrence's number: giving one's turn at it for another one."""
MINUTES = "minutesof"
"""The verb before an occurrence's number: its minutes, once they are published."""
SWAP = "swap"
"""The verb before a promise's number: asking somebody to bring it instead."""


def place_of(session: Session, event: Event) -> Community:
    community = communities.by_id(session, event.community_id)
    if community is None:
        raise LookupError("an event without a neighbourhood")
    return community


def link(house: House, community: Community, event: Event) -> str:
    """The address that opens it in private; whoever is no member yet is welcomed on the way."""
    return neighbourhood.link_to(house, community, f"{neighbourhood.EVENT}_{event.code}")


def kind(words: Words, event: Event) -> str:
    """Kerja bakti."""
    return words.label(f"event.kind.{event.kind.value}")


def within(words: Words, event: Event) -> str:
    """The same in the middle of a sentence, with what it is about: kerja bakti membersihkan selokan."""
    said = words.label(f"event.within.{event.kind.value}")
    if not event.title:
        return said
    return (
        event.title
        if event.kind is EventKind.other
        else words.label("event.within.about", kind=said, title=event.title)
    )


def title(words: Words, event: Event, community: Community) -> str:
    """Kerja bakti RT 03: membersihkan selokan."""
    name = neighbourhood.name_of(words, community)
    if not event.title:
        return words.label("event.title", kind=kind(words, event), name=name)
    if event.kind is EventKind.other:
        return words.label("event.title", kind=event.title, name=name)
    return words.label("event.title.about", kind=kind(words, event), name=name, title=event.title)


def place(event: Event, occurrence: Occurrence) -> str:
    """Where this time is; empty if nobody has said it."""
    return occurrence.place if occurrence.place is not None else event.place


def moment(words: Words, occurrence: Occurrence, zone: str) -> str:
    """Minggu, 29 Nov 2026 pukul 07.00 WIB."""
    return when.spoken(occurrence.begins_at, zone, words)


def clock(words: Words, occurrence: Occurrence, zone: str) -> str:
    """07.00."""
    return occurrence.begins_at.astimezone(ZoneInfo(zone)).strftime(words.label("widgets.when.clock"))


def when_today(occurrence: Occurrence, zone: str, now: datetime) -> str:
    """`tonight` or `today` on the local day on which it begins, else empty."""
    begins_at = occurrence.begins_at.astimezone(ZoneInfo(zone))
    if begins_at.date() != now.astimezone(ZoneInfo(zone)).date():
        return ""
    return "tonight" if begins_at.hour >= _NIGHT else "today"


def when_and_where(words: Words, event: Event, occurrence: Occurrence, zone: str) -> str:
    """Minggu, 29 Nov 2026 pukul 07.00 WIB · pos ronda."""
    parts = [moment(words, occurrence, zone), place(event, occurrence)]
    return " · ".join(part for part in parts if part)


# ── answers ──


def answer(words: Words, said: Answer) -> str:
    """✋ Ikut."""
    return words.label(f"rsvp.answer.{said.value}")


def answers(words: Words, occurrence_id: int, *, mine: Answer | None = None) -> list[list[Choice]]:
    """[✋ Ikut] [🤔 Belum tentu] / [🙏 Berhalangan]; one's own has a tick."""
    choices = [
        Choice(f"{ANSWER}.{occurrence_id}.{one.value}", label=f"{'✓ ' if one is mine else ''}{answer(words, one)}")
        for one in Answer
    ]
    return screens.pairs(choices, words)


# ── who brings what ──


def items(words: Words, totals: Sequence[Total]) -> list[str]:
    """Alat: cangkul 3/5 · karung 8/10; a line for each kind of which something is wanted."""
    found = []
    for kind in ItemKind:
        said = " · ".join(item(one) for one in totals if one.item.kind is kind)
        if said:
            found.append(words.label(f"promise.kind.{kind.value}", items=said))
    return found


def item(one: Total) -> str:
    """Cangkul 3/5."""
    return f"{one.item.name} {one.many}/{one.item.wanted}"


def brought(words: Words, mine: Sequence[Mine]) -> str:
    """Cangkul 2, karung: what somebody brings or takes on; empty for nothing. What waits is said to be waiting."""
    return ", ".join(words.label("promise.waits", item=_many(one)) if one.waits else _many(one) for one in mine)


def _many(one: Mine) -> str:
    return f"{one.item.name} {one.many}" if one.many > 1 else one.item.name
