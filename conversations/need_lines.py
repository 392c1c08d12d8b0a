"""How a need reads: its title, its place, where it stands, its story."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_date

from community import kinds
from conversations.dialogue import Choice
from locales import Words
from storage.needs import UNREAD, Need, NeedState
from storage.timeline import Event, TimelineEntry

SHORT = 200
"""Letters of a reporter's words on a review or a card."""
_SIGNS = {
    NeedState.resolved: "🟢",
    NeedState.unconfirmed: "🟢",
    NeedState.planned: "🔵",
    NeedState.in_progress: "🔵",
    NeedState.reopened: "🔵",
    NeedState.forwarded: "➡️",
    NeedState.withdrawn: "⚪",
    NeedState.not_now: "⚪",
    NeedState.merged: "🔗",
}

_ABOUT = frozenset((NeedState.forwarded, NeedState.merged, NeedState.planned))
"""States that are said with what they are about."""


class Placed(Protocol):
    """Anything that says where it is: a draft, a report, a need."""

    near_home: bool
    landmark: str | None
    place: str | None
    latitude: float | None


def kind_name(words: Words, key: str) -> str:
    """Selokan."""
    return words.label(f"kinds.{key}")


def kind_label(words: Words, key: str) -> str:
    """💧 Selokan."""
    kind = kinds.BY_KEY.get(key)
    return f"{kind.emoji} {kind_name(words, key)}" if kind else kind_label(words, kinds.OTHER)


def kind_choice(words: Words, kind: kinds.Kind) -> Choice:
    return Choice(kind.key, label=kind_label(words, kind.key))


def what(words: Words, kind: str, detail: str | None) -> str:
    """💧 Selokan · mampet."""
    named = kind_label(words, kind)
    return f"{named} · {words.label(f'kinds.{kind}.{detail}').lower()}" if detail else named


def title(words: Words, need: Need) -> str:
    """What the organisers called it, else its kind and quick word."""
    if need.title:
        return f"{kind_label(words, need.kind).split()[0]} {need.title}"
    return what(words, need.kind, need.detail)


def short_title(words: Words, need: Need) -> str:
    """Selokan mampet: what it is called in the middle of a sentence."""
    return need.title or kind_name(words, need.kind).lower()


def listed(words: Words, need: Need) -> str:
    """No. 14  💧 Selokan · mampet — 🟡 Sudah masuk: its line in a list."""
    return f"No. {need.number}  {title(words, need)} — {state(words, need)}"


def numbered(words: Words, need: Need) -> str:
    """14 · Selokan: a button that opens it."""
    return f"{need.number} · {need.title or kind_name(words, need.kind)}"


def place(words: Words, placed: Placed, community: str, *, exactly: bool = True) -> str:
    """📍 and where. Neighbours are not told that it is near the home of someone who keeps the name hidden."""
    if placed.near_home:
        return f"📍 {words.label('needs.place.home', name=community)}" if exactly else f"📍 {community}"
    if placed.landmark or placed.place:
        point = f" · {words.label('needs.place.point')}" if exactly and placed.latitude is not None else ""
        return f"📍 {placed.landmark or placed.place}{point}"
    if placed.latitude is not None:
        return f"📍 {words.label('needs.place.point')}" if exactly else f"📍 {community}"
    return f"📍 {words.label('needs.place.voice')}"


def place_for_all(words: Words, need: Need, community: str) -> str:
    """As neighbours and groups see it. Own words may name a neighbour: only once the organisers have read them."""
    if need.state in UNREAD and need.landmark is None:
        return f"📍 {community}"
    return place(words, need, community, exactly=False)


def quoted(text: str | None) -> str:
    """The reporter's own words, shortened; empty if there are none."""
    if not text:
        return ""
    return f"“{text}”" if len(text) <= SHORT else f"“{text[: SHORT - 1]}…”"


def words_for_all(words: Words, need: Need) -> str:
    """Its words as any neighbour may read them: after the organisers have, the one they are for unnamed."""
    if need.state in UNREAD or not need.text:
        return ""
    if not need.on_behalf_of:
        return quoted(need.text)
    name = rf"\b{re.escape(need.on_behalf_of)}\b"
    return quoted(re.sub(name, words.label("report.nameless"), need.text, flags=re.IGNORECASE))


def state(words: Words, need: Need, about: str | None = None) -> str:
    """🔵 Sudah direncanakan; with what it is about, where that is known."""
    return f"{_SIGNS.get(need.state, '🟡')} {state_name(words, need.state, about or need.forwarded_to)}"


def state_name(words: Words, state: NeedState, about: str | None = None) -> str:
    """Diteruskan ke PLN; Digabung dengan No. 14: with what it is about, where that is known."""
    named = f"needs.state.{state.value}"
    if about and state in _ABOUT:
        return words.label(f"{named}.to", about=about)
    return words.label(named)


def mid_sentence(said: str) -> str:
    """The same with a small letter first, as it stands after a colon."""
    return said[:1].lower() + said[1:]


def day(words: Words, moment: datetime, zone: str) -> str:
    """18 Nov, in the community's time."""
    return format_date(moment.astimezone(ZoneInfo(zone)), "d MMM", locale=words.language)


def weekday(words: Words, moment: datetime, zone: str) -> str:
    """Rabu, 25 Nov, in the community's time."""
    return format_date(moment.astimezone(ZoneInfo(zone)), "EEEE, d MMM", locale=words.language)


def journey(
    words: Words, entries: Iterable[TimelineEntry], zone: str, *, to_all: bool = False, own: int | None = None
) -> list[str]:
    """The story line by line: the day, what became of it, and the reason where one was given.

    `to_all`: reasons are the organisers' alone, for residents did not give theirs to everybody; but to the person `own`
    what they said themselves.
    """
    return [
        f"{day(words, entry.at, zone)}  {_happened(words, entry, quote=not to_all or _may_be_read(entry, own))}"
        for entry in entries
    ]


def _may_be_read(entry: TimelineEntry, own: int | None) -> bool:
    return entry.by_office or (own is not None and entry.actor_id == own)


def _happened(words: Words, entry: TimelineEntry, *, quote: bool) -> str:
    said = happened(words, entry)
    return f"{said}: {quoted(entry.reason)}" if entry.reason and quote else said


def happened(words: Words, entry: TimelineEntry) -> str:
    """What a line tells of, without its reason."""
    if entry.state is NeedState.reopened and entry.about:
        return words.label("needs.state.reopened.why", why=lacking(words, entry.about.split(",")))
    if entry.event is Event.moved and entry.state is not None:
        return state_name(words, entry.state, entry.about)
    if entry.event is Event.chosen and entry.about:
        place, many, votes, eligible = [*entry.about.split("."), "", "", ""][:4]
        return words.label("needs.journey.chosen", place=place, many=many, votes=votes, eligible=eligible)
    if entry.event is Event.reviewed and entry.about:
        return words.label(f"needs.journey.reviewed.{entry.about}")
    if entry.about:
        return words.label(f"needs.journey.{entry.event.value}", about=entry.about)
    return words.label(f"needs.journey.{entry.event.value}")


def lacking(words: Words, reasons: Iterable[str]) -> str:
    """Baru sebagian, muncul lagi: what residents say is lacking, as their buttons said it."""
    return ", ".join(words.label(f"closing.reason.{reason}").lower() for reason in reasons)
