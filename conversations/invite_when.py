"""When it begins: a day and an hour by a tap or in words, read back at the next question; how long it takes.

B Kapan? Boleh tulis, misalnya: Sabtu jam 7 pagi.     [Hari ini] [Besok] / [Sabtu] [Minggu] / [📅 Tanggal lain]
> Sabtu depan jam 7 pagi
B Hari yang mana?                                     [Sabtu, 28 Nov] / [Sabtu, 5 Des]
> [Sabtu, 5 Des]
B Sabtu, 5 Des 2026 pukul 07.00 WIB. Kumpul di mana?
"""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta

from babel.dates import format_date

from community import events
from community.events import LONGEST_DURATION, USUAL_MINUTES
from community.refusals import Refusal
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Next, Question, Rows, Step
from conversations.event_rules import Often
from conversations.invite_draft import Inviting, begins_at, today, zone_of
from conversations.invite_plan import days_are, onward
from conversations.widgets import another_day, event_words, hours, which_day
from conversations.widgets.another_day import Leafed
from conversations.widgets.when import spoken_day
from locales import Words
from storage import needs
from storage.events import EventKind

_HOURS: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.work_day: ("06.00", "07.00", "08.00", "16.00"),
    EventKind.meeting: ("09.00", "16.00", "19.30", "20.00"),
    EventKind.clinic: ("08.00", "09.00", "10.00", "15.00"),
    EventKind.night_watch: ("20.00", "21.00", "22.00", "23.00"),
    EventKind.savings_round: ("09.00", "15.00", "16.00", "19.30"),
    EventKind.other: ("07.00", "09.00", "16.00", "19.30"),
}
"""At which neighbours usually gather for each, two a row."""
_MINUTES = (60, 120, 180, 360)
_USUAL = "usual"
_DURATION = re.compile(r"(\d{1,3})(?:[.,](\d))?\s*(jam|j|hours?|h|menit|mnt|minutes?|min)?", re.IGNORECASE)


# ── the day ──


def ask_when(talk: Inviting) -> Question:
    rows = another_day.rows(talk.words, talk.draft.month, today(talk))
    for need_id in talk.draft.need_seen:  # begun on its card
        need = needs.by_id(talk.session, need_id)
        if need is not None:
            return Question("inviting.when.for", {"number": need.number}, rows)
    return Question("inviting.when.ask", rows=rows)


def heard_when(talk: Inviting, answer: Said | Tapped) -> Next:
    draft = talk.draft
    if isinstance(answer, Said):
        return _said(talk, answer.text)
    day = another_day.heard(answer, today(talk))
    if isinstance(day, Leafed):
        draft.month = day.month
        return "when"
    if day is None or isinstance(day, Again):
        return day or Again("stage.unclear.again")
    talk.answered_as = spoken_day(day, talk.words)
    return _days_are(talk, (day,), None)


def _said(talk: Inviting, text: str) -> Next:
    found = which_day.meant(text, talk.now, zone_of(talk))
    weekly = event_words.each_week(text, talk.now, zone_of(talk)) if found is None else None
    found = found or weekly
    if found is None:
        return Again("inviting.when.again")
    heard = _days_are(talk, found.days, found.hour)
    if weekly is not None and not isinstance(heard, Again):
        talk.draft.often = Often.weekly
    return heard


def _days_are(talk: Inviting, days: tuple[date, ...], hour: time | None) -> Next:
    """They are taken if any of them is still to come; the same again with what is wrong, otherwise."""
    draft, coming = talk.draft, tuple(day for day in days if day >= today(talk))
    if not coming:
        return Again("widgets.when.over")
    before = draft.day, draft.hour, draft.days
    days_are(draft, coming, hour)
    draft.month = ""
    if (refused := _why_not(talk)) is not None:
        draft.day, draft.hour, draft.days = before
        return refused
    return onward(talk)


def _why_not(talk: Inviting) -> Again | None:
    """What is wrong with the moment; None as long as it is not known whole."""
    if not (talk.draft.day and talk.draft.hour):
        return None
    try:
        events.refuse_time(begins_at(talk), talk.now)
    except Refusal as why:
        return Again(why.key, why.values)
    return None


def ask_which(talk: Inviting) -> Question:
    days = [date.fromisoformat(one) for one in talk.draft.days]
    rows: Rows = [[Choice(day.isoformat(), label=_short_day(day, talk.words))] for day in days]
    return Question("inviting.which.ask", rows=rows)


def _short_day(day: date, words: Words) -> str:
    return format_date(day, "EEEE, d MMM", locale=words.language)


def heard_which(talk: Inviting, answer: Said | Tapped) -> Next:
    if isinstance(answer, Said):
        return _said(talk, answer.text)
    return _days_are(talk, (date.fromisoformat(answer.value),), None)


# ── the hour ──


def ask_hour(talk: Inviting) -> Question:
    choices = [Choice(one.replace(".", ":"), label=one) for one in _HOURS[talk.draft.kind or EventKind.other]]
    day = spoken_day(date.fromisoformat(talk.draft.day), talk.words)
    return Question("inviting.hour.ask", {"day": day}, [choices[:2], choices[2:]])


def heard_hour(talk: Inviting, answer: Said | Tapped) -> Next:
    hour = hours.hour_in(answer.text if isinstance(answer, Said) else answer.value)
    if hour is None:
        found = which_day.meant(answer.text, talk.now, zone_of(talk)) if isinstance(answer, Said) else None
        return _days_are(talk, found.days, found.hour) if found else Again("inviting.hour.again")
    return _days_are(talk, (date.fromisoformat(talk.draft.day),), hour)


# ── how long ──


def ask_length(talk: Inviting) -> Question:
    choices = [Choice(str(one), label=length(talk.words, one)) for one in _MINUTES]
    usual = USUAL_MINUTES[talk.draft.kind or EventKind.other]
    rows: Rows = [choices[:2], choices[2:], [Choice(_USUAL, "inviting.length.usual")]]
    return Question("inviting.length.ask", {"length": length(talk.words, talk.draft.minutes or usual)}, rows)


def length(words: Words, minutes: int) -> str:
    """3 jam; 1 jam 30 menit."""
    whole, rest = divmod(minutes, 60)
    parts = [words.label("inviting.hours", count=whole)] if whole else []
    parts += [words.label("inviting.minutes", count=rest)] if rest else []
    return " ".join(parts)


def heard_length(talk: Inviting, answer: Said | Tapped) -> Next:
    if isinstance(answer, Tapped):
        talk.draft.minutes = 0 if answer.value == _USUAL else int(answer.value)
        return onward(talk)
    minutes = minutes_in(answer.text)
    if minutes is None or not 1 <= minutes <= LONGEST_DURATION:
        return Again("inviting.length.again")
    talk.draft.minutes = minutes
    return onward(talk)


def minutes_in(said: str) -> int | None:
    """2 jam, 1,5 jam, 90 menit; a number alone is hours up to twelve, minutes beyond."""
    found = _DURATION.fullmatch(said.strip().casefold())
    if found is None:
        return None
    number, tenths, unit = int(found[1]), int(found[2] or 0), found[3] or ""
    if unit.startswith(("j", "h")) or (not unit and number <= 12):
        return round(timedelta(hours=number, minutes=6 * tenths) / timedelta(minutes=1))
    return None if tenths else number


_ANY = (Tapped, Said)
STEPS = {
    "when": Step(ask_when, heard_when, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
    "which": Step(ask_which, heard_which, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
    "hour": Step(ask_hour, heard_hour, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
    "length": Step(ask_length, heard_length, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
}
