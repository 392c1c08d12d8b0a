"""Calendars as other programs read them: by `icalendar`, which only reads, and by `ical`, which works out each time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar


@dataclass(frozen=True, slots=True)
class Read:
    """One time of an event, as a phone would show it."""

    begins_at: datetime
    ends_at: datetime
    title: str
    place: str
    status: str


def read(content: bytes, zone: str, *, until: datetime) -> list[Read]:
    """Every time before `until` that takes place, by the second reader."""
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    found = []
    for one in calendar.timeline_tz(ZoneInfo(zone)):
        if one.start_datetime >= until:
            break
        found.append(
            Read(
                one.start_datetime,
                one.end_datetime,
                one.summary or "",
                one.location or "",
                one.status.value if one.status else "",
            )
        )
    return found


def starts(content: bytes, zone: str, *, until: datetime) -> list[datetime]:
    """When each of them begins, but for what is cancelled."""
    return [one.begins_at for one in read(content, zone, until=until) if one.status != "CANCELLED"]


def entries(content: bytes) -> list[Any]:
    """Each VEVENT as the first reader has it; what does not follow the standard raises."""
    calendar = Calendar.from_ical(content)
    assert not calendar.errors
    found = list(calendar.walk("VEVENT"))
    assert not any(one.errors for one in found)
    return found


def offsets(content: bytes) -> dict[str, set[timedelta]]:
    """What each VTIMEZONE says of its zone."""
    zones = Calendar.from_ical(content).walk("VTIMEZONE")
    return {str(one["TZID"]): {part.decoded("TZOFFSETTO") for part in one.walk("STANDARD")} for one in zones}
