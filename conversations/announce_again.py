"""[🔁 Berulang]: every week or every month, on which day, and until when. No day is taken silently.

> [🔁 Berulang] [Setiap minggu]
B Setiap hari apa?             [Mulai sekarang, tiap Kamis] / [Senin] [Selasa] / … / [Minggu]
> [Minggu]
B Sampai kapan?                [1 bulan] [3 bulan] / [6 bulan] [12 bulan]
B … Minggu, 29 Nov 2026 pukul 06.00 WIB, tiap hari Minggu sampai Minggu, 28 Feb 2027

Where a moment was chosen before, its day is the day.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_day_names

from community import announcement_times as times
from conversations import announce_look as look
from conversations.announce_draft import Announcing, community_of, moment_of
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Next, Question, Rows, Step
from conversations.widgets import choice, hours, when
from storage.broadcasts import Repeats, Urgency

_ONCE, _NOW = "once", "now"
MONTHS = (1, 3, 6, 12)
_MONTH = timedelta(days=30.5)
_DATES = (1, 5, 10, 25)
"""When dues are paid and neighbours meet."""
_FIRST = re.compile(r"\b(?:pertama|kapisan|munggaran|first|1st)\b")
_CLOCK = re.compile(rf"\b(?:{hours.NAMED})\b.*")


def _local(talk: Announcing, moment: datetime) -> datetime:
    """By the neighbourhood's clock."""
    return moment.astimezone(ZoneInfo(community_of(talk).time_zone))


def ask_repeat(_talk: Announcing) -> Question:
    rows = [[Choice(how.value, f"announce.repeat.{how.value}")] for how in Repeats]
    return Question("announce.repeat.ask", rows=[*rows, [Choice(_ONCE, "announce.repeat.once")]])


def heard_repeat(talk: Announcing, answer: Tapped) -> Next:
    draft = talk.draft
    if answer.value == _ONCE:
        draft.repeats, draft.repeats_until, draft.day_of_month = None, None, None
        return look.onward(talk)
    if draft.is_by_rule:  # its moment came from another such choice
        draft.at = None
    draft.repeats, draft.day_of_month, draft.is_by_rule = Repeats(answer.value), None, False
    if draft.urgency is Urgency.urgent:  # what comes every week is not urgent
        draft.urgency = Urgency.normal
    return "until" if draft.at else "which"


# ── on which day ──


def ask_which(talk: Announcing) -> Question:
    local = _local(talk, times.leaves_at(talk.now, community_of(talk), talk.draft.urgency))
    if talk.draft.repeats is Repeats.monthly:
        dates = [Choice(str(day), "announce.which.date", values={"day": day}) for day in _DATES]
        sunday = Choice(str(times.FIRST_SUNDAY), "announce.which.sunday")
        now = Choice(_NOW, "announce.which.now.monthly", values={"day": local.day})
        return Question("announce.which.monthly", rows=[[now], *choice.rows(talk.words, dates), [sunday]])
    names = get_day_names("wide", locale=talk.words.language)
    now = Choice(_NOW, "announce.which.now.weekly", values={"day": names[local.weekday()]})
    days: Rows = choice.rows(talk.words, (Choice(str(day), label=names[day]) for day in range(7)))
    return Question("announce.which.weekly", rows=[[now], *days])


def heard_which(talk: Announcing, answer: Tapped | Said) -> Next:
    if isinstance(answer, Tapped) and answer.value == _NOW:
        talk.draft.at, talk.draft.day_of_month, talk.draft.is_by_rule = None, None, False
        return "until"
    if isinstance(answer, Tapped):
        return _comes_on(talk, int(answer.value), times.MORNING)
    said = answer.text.casefold()
    clock = _CLOCK.search(said)
    hour = hours.hour_in(clock.group()) if clock else times.MORNING
    day = _day_in(said[: clock.start()] if clock else said, talk.draft.repeats)
    if day is None or hour is None:
        monthly = talk.draft.repeats is Repeats.monthly
        return Again("announce.which.monthly.again" if monthly else "announce.which.weekly.again")
    return _comes_on(talk, day, hour)


def _day_in(said: str, repeats: Repeats | None) -> int | None:
    """A weekday, 0 for Monday; of a month its date, or which weekday's first: Minggu pertama."""
    weekday = next((when.WEEKDAYS[word] for word in re.findall(r"[^\W\d]+", said) if word in when.WEEKDAYS), None)
    if repeats is not Repeats.monthly:
        return weekday
    if weekday is not None and _FIRST.search(said):
        return times.first_of_month(weekday)
    number = re.search(r"(?<!\d)\d{1,2}(?!\d)", said)
    return int(number.group()) if number and 1 <= int(number.group()) <= 31 else None


def _comes_on(talk: Announcing, day: int, hour: time) -> Next:
    draft, zone = talk.draft, community_of(talk).time_zone
    repeats = draft.repeats or Repeats.weekly
    draft.at = times.first_time(talk.now, repeats, zone, day=day, clock=hour).isoformat()
    draft.day_of_month, draft.is_by_rule = day if repeats is Repeats.monthly else None, True
    return "until"


def go_on_from_now(talk: Announcing) -> None:
    """What lay for days is sent now, if he says so again; what comes again, at its next time, if there is one."""
    draft, zone = talk.draft, community_of(talk).time_zone
    following = None
    if draft.at is not None and draft.repeats is not None:
        moment = _local(talk, datetime.fromisoformat(draft.at))
        day = moment.weekday() if draft.repeats is Repeats.weekly else draft.day_of_month or moment.day
        following = times.first_time(talk.now, draft.repeats, zone, day=day, clock=moment.time())
    until = datetime.fromisoformat(draft.repeats_until) if draft.repeats_until else None
    if until is not None and until.date() < _local(talk, following or talk.now).date():
        draft.repeats, draft.repeats_until, following = None, None, None
    if draft.at is not None and datetime.fromisoformat(draft.at) < talk.now:
        draft.at = following.isoformat() if following else None


# ── until when ──


def ask_until(_talk: Announcing) -> Question:
    rows = [[Choice(str(many), "announce.until.months", values={"count": many}) for many in pair] for pair in
            (MONTHS[:2], MONTHS[2:])]  # fmt: skip
    return Question("announce.until.ask", rows=rows)


def heard_until(talk: Announcing, answer: Tapped | Said) -> Next:
    begins = _local(talk, moment_of(talk))
    if isinstance(answer, Said):
        until: date | None = when.day_in(answer.text, begins.date())
        if until is None or until < begins.date():
            return Again("stage.unclear.again" if until is None else "widgets.when.over")
    else:
        until = (begins + int(answer.value) * _MONTH).date()
    talk.draft.repeats_until = datetime.combine(until, time(), tzinfo=begins.tzinfo).isoformat()
    return look.onward(talk)


_ANY = (Tapped, Said)
STEPS = {
    "repeat": Step(ask_repeat, heard_repeat, answered="announce.repeat.answered"),
    "which": Step(ask_which, heard_which, _ANY, answered="announce.repeat.answered"),
    "until": Step(ask_until, heard_until, _ANY, answered="announce.until.answered"),
}
