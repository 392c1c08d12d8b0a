"""Until when one may choose: an evening by a tap, a day of the calendar, or in words.

> [Sampai kapan]
B Ditutup kapan? Boleh tulis, misalnya: Sabtu depan jam 7 malam.   [Jumat 27 Nov 20.00] … [📅 Tanggal lain]
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from community import poll_plans
from conversations.answers import Said, Tapped
from conversations.ask_days import ends_at, why_not
from conversations.ask_draft import Planning, community_of, short_moment
from conversations.dialogue import Again, Choice, Next, Question, Step
from conversations.widgets import moments, when

_UNTIL = re.compile(
    r"\b(?:sampai|sampe|hingga|s/d|sd|paling lambat|selambat(?:-lambat)?nya|maks(?:imal)?|batas(?: akhir)?(?:nya)?|"
    r"until|till?|by)\b[\s.:,]*",
    re.IGNORECASE,
)
"""What people say before an end: in an announcement no moment to meet at, here just what is asked for."""
_MARK = "\0"


def ask_until(talk: Planning) -> Question:
    zone = community_of(talk).time_zone
    rows = [
        [Choice(str(int(one.timestamp())), label=short_moment(one, zone, talk.words))]
        for one in poll_plans.ends(talk.now, zone)
        if why_not(talk, one) is None
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
    """The moment that words name; the evening of a day without an hour. None if they name none.

    Of "dari besok sampai Sabtu" the end: what stands behind such a word, else the whole.
    """
    plain = _UNTIL.sub(_MARK, text)
    _, _, end = plain.partition(_MARK)
    for said in (end, plain):
        found = _moment(said.replace(_MARK, " "), now, zone)
        if found is not None:
            return found
    return None


def _moment(said: str, now: datetime, zone: str) -> datetime | None:
    found = moments.moment_in(said, now, zone)
    day = when.day_in(said, now.astimezone(ZoneInfo(zone)).date()) if found is None else found.day
    if day is None:
        return None
    return when.instant(day, (found.hour if found else None) or poll_plans.AT, zone)


STEPS = {"until": Step(ask_until, heard_until, (Tapped, Said), answered="asking.answered")}
