"""How an event is said: what it is, for what, when and where; the same on cards, in reminders and on paper."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlmodel import Session

from conversations import neighbourhood
from conversations.talk import House
from conversations.widgets import when
from locales import Words
from storage import communities
from storage.communities import Community
from storage.events import Event, EventKind
from storage.occurrences import Occurrence

SIGNS: Mapping[EventKind, str] = {
    EventKind.work_day: "🧹",
    EventKind.meeting: "💬",
    EventKind.clinic: "👶",
    EventKind.night_watch: "🔦",
    EventKind.savings_round: "🪙",
    EventKind.other: "📅",
}


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


def when_and_where(words: Words, event: Event, occurrence: Occurrence, zone: str) -> str:
    """Minggu, 29 Nov 2026 pukul 07.00 WIB · pos ronda."""
    parts = [moment(words, occurrence, zone), place(event, occurrence)]
    return " · ".join(part for part in parts if part)
