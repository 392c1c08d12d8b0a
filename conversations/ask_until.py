"""Until when one may choose: an evening by a tap, a day of the calendar, or in words.

> [Sampai kapan]
B Ditutup kapan? Boleh tulis, misalnya: Sabtu depan jam 7 malam.   [Jumat 27 Nov 20.00] … [📅 Tanggal lain]
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from community import poll_plans
from conversations.answers import Said, Tapped
from conversations.ask_days import ends_at
from conversations.ask_draft import Planning, community_of, short_moment
from conversations.dialogue import Again, Choice, Next, Question, Step
from conversations.widgets import moments, when


def ask_until(talk: Planning) -> Question:
    zone = community_of(talk).time_zone
    rows = [
        [Choice(str(int(one.timestamp())), label=short_moment(one, zone, talk.words))]
        for one in poll_plans.ends(talk.now, zone)
    ]
    return Question("asking.until.ask", rows=[*rows, [Choice(when.OTHER, "widgets.when.other")]])


def heard_until(talk: Planning, answer: Said | Tapped) -> Next:
    zone = community_of(talk).time_zone
    if isinstance(answer, Said):
        moment = said_end(answer.text, talk.now, zone)
        return Again("asking.until.again") if moment is None else ends_at(talk, moment)
    if answer.value == when.OTHER:
        talk.draft.month, talk.draft.to_days = "", False
        return "day"
    return ends_at(talk, datetime.fromtimestamp(int(answer.value), ZoneInfo(zone)))


def said_end(text: str, now: datetime, zone: str) -> datetime | None:
    """The moment that words name; the evening of a day without an hour. None if they name none."""
    found = moments.moment_in(text, now, zone)
    day = when.day_in(text, now.astimezone(ZoneInfo(zone)).date()) if found is None else found.day
    if day is None:
        return None
    return when.instant(day, (found.hour if found else None) or poll_plans.AT, zone)


STEPS = {"until": Step(ask_until, heard_until, (Tapped, Said), answered="asking.answered")}
