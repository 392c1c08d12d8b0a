"""Events as other calendars read them: RFC 5545, one VEVENT a call, and one more for each time that differs from it.

What is written depends on what is stored alone, not on when it is written: the same events are the same bytes. No name
of a resident is in it, nor anybody's answer; the words come from outside, for here nobody knows any.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, vDuration, vRecur, vText
from icalendar import Event as Entry

from community import recurrence
from storage.events import Event, EventState
from storage.occurrences import Occurrence, OccurrenceState

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Rembuk//Rembuk warga//ID"
LOOK_AGAIN = timedelta(hours=6)
"""So often a calendar that reads an address should look whether something has changed (RFC 7986, 5.7)."""
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
"""What TEXT may not have (RFC 5545, 3.3.11): control signs, but for the end of a line."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An event with its written times, by days, in its neighbourhood's zone, and its words.

    `put_off` is its title where a time has no new moment yet; `without` are days that the reader does not want to see,
    `until` is the last that is known, where the rule goes on beyond what is.
    """

    event: Event
    times: Sequence[Occurrence]
    zone: str
    title: str
    put_off: str
    about: str = ""
    link: str = ""
    without: Collection[date] = field(default_factory=frozenset)
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A calendar, and when something in it was last changed."""

    content: bytes
    changed_at: datetime


def written(name: str, zone: str, shown: Iterable[Shown]) -> bytes:
    """A whole calendar of this name, in UTF-8. `zone` is what it says to be in; each event has its own besides."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("name", vText(_plain(name)))  # as it is, the library takes these two for values that need no escape
    found.add("x-wr-calname", vText(_plain(name)))
    found.add("x-wr-timezone", zone)
    found.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", vDuration(LOOK_AGAIN))
    for one in shown:
        for entry in _entries(one):
            found.add_component(entry)
    found.add_missing_timezones()
    return bytes(found.to_ical())


def _plain(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


# ── one event ──


def _entries(one: Shown) -> Iterator[Entry]:
    if one.event.rule is not None:
        yield from _series(one)
        return
    for only in one.times[:1]:
        if only.original_on not in one.without:
            yield _entry(one, only.begins_at, only.ends_at, only)


def _series(one: Shown) -> Iterator[Entry]:
    """The rule, what it leaves out, and each time that is another than the rule has it."""
    first, rule = one.event.begins_on, _rule_of(one)
    days = _days(one, rule)
    times = [] if _never_was(one) else one.times
    gone = {time_.original_on for time_ in times if not _takes_place(one, time_)} | set(one.without)
    begins_at = _moment(one, first)
    master = _entry(one, begins_at, begins_at + timedelta(minutes=one.event.minutes), None)
    master.add("rrule", vRecur.from_ical(_in_utc(rule, one.zone)))
    added = {time_.original_on for time_ in times} - days - gone
    # Readers do not agree on whether a first day counts that its rule would not give; named as well, it does for all.
    added |= set() if recurrence.gives_first(rule, first, _clock(one)) else {first} - gone
    _add_days(one, master, "rdate", added)
    _add_days(one, master, "exdate", gone & days)
    yield master
    yield from (
        _entry(one, time_.begins_at, time_.ends_at, time_)
        for time_ in times
        if time_.original_on not in gone and _differs(one, time_)
    )


def _rule_of(one: Shown) -> str:
    """As it is, as far as it is known; of what is called off for good, as far as it took place."""
    rule = one.event.rule or ""
    if one.until is not None:
        rule = recurrence.ending(rule, min(one.until, recurrence.until_of(rule) or one.until))
    held = [time_.original_on for time_ in one.times if time_.state is OccurrenceState.over]
    return recurrence.ending(rule, max(held)) if held and one.event.state is EventState.cancelled else rule


def _never_was(one: Shown) -> bool:
    """Called off for good before it took place once."""
    is_off = one.event.state is EventState.cancelled
    return is_off and not any(time_.state is OccurrenceState.over for time_ in one.times)


def _days(one: Shown, rule: str) -> set[date]:
    """Those that the rule gives, as far as times are written."""
    known = [time_.original_on for time_ in one.times]
    if not known:
        return set()
    given = recurrence.days(rule, one.event.begins_on, _clock(one), after=min(known), until=max(known))
    return set(given)


def _clock(one: Shown) -> time:
    return time.fromisoformat(one.event.begins_at)


def _takes_place(one: Shown, time_: Occurrence) -> bool:
    return time_.state is not OccurrenceState.cancelled and time_.original_on not in one.without


def _differs(one: Shown, time_: Occurrence) -> bool:
    """True where the rule alone would say something else of it; of what is over only when it was, or a series that was
    once put right would be as long as it is old.
    """
    minutes = timedelta(minutes=one.event.minutes)
    if time_.begins_at != _moment(one, time_.original_on):
        return True
    return time_.state is not OccurrenceState.over and (
        time_.ends_at - time_.begins_at != minutes
        or time_.place not in (None, one.event.place)
        or time_.state is OccurrenceState.postponed
    )


def _moment(one: Shown, day: date) -> datetime:
    return recurrence.instant(day, _clock(one), one.zone)


def _in_utc(rule: str, zone: str) -> str:
    """UNTIL as an instant, which it must be where DTSTART has a zone (RFC 5545, 3.3.10)."""
    until = recurrence.until_of(rule)
    if until is None:
        return rule
    end = recurrence.instant(until, time(23, 59, 59), zone)
    kept = [part for part in rule.split(";") if not part.startswith("UNTIL=")]
    return ";".join([*kept, f"UNTIL={end:%Y%m%dT%H%M%SZ}"])


def _add_days(one: Shown, entry: Entry, name: str, days: Iterable[date]) -> None:
    moments = [_moment(one, day).astimezone(ZoneInfo(one.zone)) for day in sorted(days)]
    if moments:
        entry.add(name, moments)


def _entry(one: Shown, begins_at: datetime, ends_at: datetime, time_: Occurrence | None) -> Entry:
    """A VEVENT: of all, with `time_` None; or of one time."""
    event, zone, entry = one.event, ZoneInfo(one.zone), Entry()
    entry.add("uid", f"{event.code}@rembuk")
    entry.add("dtstamp", event.changed_at.astimezone(UTC))
    entry.add("last-modified", event.changed_at.astimezone(UTC))
    entry.add("sequence", event.sequence)
    entry.add("dtstart", begins_at.astimezone(zone))
    entry.add("dtend", ends_at.astimezone(zone))
    if time_ is not None and event.rule is not None:
        entry.add("recurrence-id", _moment(one, time_.original_on).astimezone(zone))
    is_put_off = time_ is not None and time_.state is OccurrenceState.postponed
    entry.add("summary", _plain(one.put_off if is_put_off else one.title))
    place = time_.place if time_ is not None and time_.place is not None else event.place
    if place:
        entry.add("location", _plain(place))
    if event.latitude is not None and event.longitude is not None and place == event.place:
        entry.add("geo", (event.latitude, event.longitude))
    if one.about:
        entry.add("description", _plain(one.about))
    if one.link:
        entry.add("url", one.link)
    entry.add("status", _status(one, time_))
    return entry


def _status(one: Shown, time_: Occurrence | None) -> str:
    """RFC 5545, 3.8.1.11."""
    if time_ is None:
        return "CANCELLED" if _never_was(one) else "CONFIRMED"
    if time_.state is OccurrenceState.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if time_.state is OccurrenceState.postponed else "CONFIRMED"
