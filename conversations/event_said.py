"""How the stories of the needs that an event is for tell what becomes of it; in the neighbourhood's language."""

from datetime import date, datetime

from community.event_needs import Story
from conversations import neighbourhood
from conversations.widgets import when
from storage.communities import Community
from storage.events import Event

WHY = ("rain", "clash", "place", "people")
"""The usual reasons for another day or none, by a tap."""


def moved(community: Community, to: datetime, why: str) -> Story:
    """Minggu, 6 Des 2026 pukul 07.00 WIB: “hujan”."""
    return Story(when.spoken(to, community.time_zone, neighbourhood.words_of(community)), why)


def put_off(community: Community, event: Event, why: str) -> Story:
    """Kerja bakti ditunda: hujan."""
    return _told(community, event, "called.story.put_off", why)


def cancelled(community: Community, event: Event, why: str) -> Story:
    """Kerja bakti tidak jadi: sudah digarap pemborong."""
    return _told(community, event, "called.story.cancelled", why)


def _told(community: Community, event: Event, key: str, why: str) -> Story:
    words = neighbourhood.words_of(community)
    return Story(reason=words.label(key, what=words.label(f"event.kind.{event.kind.value}"), why=why.rstrip(". ")))


def place_moved(community: Community) -> str:
    """Tempatnya pindah: the reason that neighbours read beside the new place."""
    return neighbourhood.words_of(community).label("called.place_moved")


def reason(community: Community, why: str) -> str:
    """One of the usual reasons, as everyone reads it."""
    return neighbourhood.words_of(community).label(f"called.why.{why}.said")


def ends(community: Community, last: date) -> str:
    """Terakhir Minggu, 27 Des 2026."""
    words = neighbourhood.words_of(community)
    return words.label("called.story.ends", last=when.spoken_day(last, words))
