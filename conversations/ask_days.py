"""Which days and hours are offered: tapped or written, several; a day from the calendar, also for the end of a poll.

B Tawarkan hari apa saja? Boleh tulis, misalnya: Sabtu jam 7 malam.
  [Sabtu 28 Nov 19.30] [Minggu 29 Nov 09.00] … [📅 Tanggal lain] / [Sudah, ini saja]
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from community import poll_plans, polls
from community.refusals import Refusal
from conversations.answers import Said, Tapped
from conversations.ask_draft import Planning, community_of, days_of, short_moment
from conversations.ask_plan import onward
from conversations.dialogue import Again, Choice, Next, Question, Rows, Step
from conversations.widgets import hours, moments, pasted, when
from conversations.widgets.several import ENOUGH, TICK, toggled

_OFFERED = ((5, time(19, 30)), (6, time(9)), (6, time(19, 30)), (4, time(19, 30)))
"""Weekdays from Monday, 0, and hours at which neighbours meet."""
_SOONEST = timedelta(days=3)
"""From now; nearer, there is no time to choose in."""


def _zone(talk: Planning) -> str:
    return community_of(talk).time_zone


def _today(talk: Planning) -> date:
    return talk.now.astimezone(ZoneInfo(_zone(talk))).date()


def ask_days(talk: Planning) -> Question:
    chosen = days_of(talk.draft)
    shown = sorted({*_offers(talk), *chosen})
    rows: Rows = [[_choice(talk, one, is_chosen=one in chosen)] for one in shown]
    rows = [*rows, [Choice(when.OTHER, "widgets.when.other")]]
    if len(chosen) >= polls.LEAST_OPTIONS:
        rows = [*rows, [Choice(ENOUGH, "widgets.enough")]]
    return Question("asking.days.ask", rows=rows)


def _offers(talk: Planning) -> list[datetime]:
    """The next such evenings and mornings."""
    first = (talk.now + _SOONEST).astimezone(ZoneInfo(_zone(talk))).date()
    return [
        when.instant(first + timedelta(days=(weekday - first.weekday()) % 7), hour, _zone(talk))
        for weekday, hour in _OFFERED
    ]


def _choice(talk: Planning, moment: datetime, *, is_chosen: bool) -> Choice:
    label = short_moment(moment, _zone(talk), talk.words)
    return Choice(str(int(moment.timestamp())), label=f"{TICK if is_chosen else ''}{label}")


def heard_days(talk: Planning, answer: Said | Tapped) -> Next:
    if isinstance(answer, Said):
        return _said(talk, answer.text)
    if answer.value == ENOUGH:
        return onward(talk)
    if answer.value == when.OTHER:
        talk.draft.month, talk.draft.to_days = "", True
        return "day"
    moment = datetime.fromtimestamp(int(answer.value), ZoneInfo(_zone(talk)))
    talk.answered_as = f"{'➖' if moment in days_of(talk.draft) else '➕'} {answer.label.removeprefix(TICK)}"
    return _put(talk, [moment], out=moment in days_of(talk.draft))


def _said(talk: Planning, text: str) -> Next:
    """A day and an hour on each line; a single day without an hour is asked for its hour."""
    lines = [line for line in pasted.cleaned(text).replace(";", "\n").split("\n") if line.strip()]
    found = [moments.moment_in(line, talk.now, _zone(talk)) for line in lines]
    if len(found) == 1 and found[0] is not None and found[0].hour is None:
        talk.draft.day, talk.draft.to_days = found[0].day.isoformat(), True
        return "hour"
    meant = [when.instant(one.day, one.hour, _zone(talk)) for one in found if one is not None and one.hour is not None]
    return _put(talk, meant) if meant and len(meant) == len(found) else Again("asking.days.again")


def _put(talk: Planning, these: list[datetime], *, out: bool = False) -> Next:
    """They are offered, or no longer; a day before which nobody could vote is none, nor one before the end that the
    organiser has named.
    """
    days = days_of(talk.draft)
    if out:
        days = toggled(days, these[0])
    elif min(these) - talk.now < poll_plans.SOONEST_DAY:
        return Again("asking.days.soon")
    elif talk.draft.end_said and datetime.fromisoformat(talk.draft.closes_at) >= min(these):
        return Again("asking.days.after_end")
    else:
        days += [one for one in these if one not in days]
    if len(days) > polls.NATIVE_OPTIONS:
        return Again("polls.too_many", {"most": polls.NATIVE_OPTIONS})
    talk.draft.moments = [one.isoformat() for one in sorted(days)]
    return "days"


# ── a day of the calendar ──


def ask_day(talk: Planning) -> Question:
    today = _today(talk)
    if talk.draft.month:
        rows = when.calendar_rows(talk.words, date.fromisoformat(talk.draft.month), today)
    else:
        rows = when.day_rows(today)
    return Question("asking.day.ask", rows=rows)


def heard_day(talk: Planning, answer: Said | Tapped) -> Next:
    said, today = answer.text if isinstance(answer, Said) else answer.value, _today(talk)
    if said in (when.OTHER, when.BLANK) or said.startswith(when.MONTH):
        talk.draft.month = said.removeprefix(when.MONTH) if said.startswith(when.MONTH) else today.isoformat()
        return "day"
    day = when.day_in(said, today)
    if day is None and talk.draft.to_days and isinstance(answer, Said):
        return _said(talk, said)  # a day and its hour, or what is to be written instead
    if day is None:
        return Again("asking.until.again")
    if day < today:
        return Again("widgets.when.over")
    talk.draft.day, talk.draft.month = day.isoformat(), ""
    talk.answered_as = when.spoken_day(day, talk.words)
    return "hour" if talk.draft.to_days else ends_at(talk, poll_plans.evening(day, _zone(talk)))


def ask_hour(_talk: Planning) -> Question:
    return Question("asking.hour.ask", rows=when.hour_rows())


def heard_hour(talk: Planning, answer: Said | Tapped) -> Next:
    hour = hours.hour_in(answer.text if isinstance(answer, Said) else answer.value)
    if hour is None:
        return Again("stage.unclear.again")
    return _put(talk, [when.instant(date.fromisoformat(talk.draft.day), hour, _zone(talk))])


def ends_at(talk: Planning, moment: datetime) -> Next:
    """The poll closes then, if it can."""
    if (why := why_not(talk, moment)) is not None:
        return why
    talk.draft.closes_at, talk.draft.end_said = moment.isoformat(), True
    return onward(talk)


def why_not(talk: Planning, moment: datetime) -> Again | None:
    """Why the poll cannot close then; None if it can: in time, and before the first day that is offered."""
    try:
        polls.refuse_time(moment, talk.now)
    except Refusal as why:
        return Again(why.key, why.values)
    return Again("asking.days.after_end") if any(day <= moment for day in days_of(talk.draft)) else None


_ANY = (Tapped, Said)
STEPS = {
    "days": Step(ask_days, heard_days, _ANY, answered="asking.picked"),
    "day": Step(ask_day, heard_day, _ANY, answered="asking.answered"),
    "hour": Step(ask_hour, heard_hour, _ANY, answered="asking.answered"),
}
