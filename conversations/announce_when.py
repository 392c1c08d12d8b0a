"""[Ubah waktu]: now, tomorrow, another day; without a sound, or urgent.

> [Ubah waktu]
B Dikirim kapan?      [Sekarang] [Besok 06.00] / [📅 Tanggal lain] / [🔁 Berulang] / [🔕 Tanpa suara] / [❗ Mendesak]
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from community import announcement_times as times
from community import broadcasts
from conversations import announce_look as look
from conversations.announce_draft import Announcing, community_of, moment_of
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Next, Question, Step
from conversations.widgets import another_day, hours, moments, when
from storage.broadcasts import Urgency


class At(StrEnum):
    """What may be tapped."""

    now = "now"
    dawn = "dawn"
    other = "other"
    again = "again"
    silent = "silent"
    urgent = "urgent"


def ask_time(talk: Announcing) -> Question:
    draft = talk.draft
    rows = [
        [Choice(At.now, "announce.time.now"), Choice(At.dawn, "announce.time.tomorrow")],
        [Choice(At.other, "widgets.when.other")],
        [Choice(At.again, "announce.time.repeat")],
        [Choice(At.silent, "announce.time.loud" if draft.silent else "announce.time.silent")],
        [Choice(At.urgent, "announce.time.urgent" if draft.urgency is Urgency.normal else "announce.time.calm")],
    ]
    return Question("announce.time.ask", rows=rows)


def heard_time(talk: Announcing, answer: Tapped | Said) -> Next:
    draft = talk.draft
    if isinstance(answer, Said):
        return _said(talk, answer.text) or Again("announce.time.again")
    match answer.value:
        case At.other:
            draft.month = ""
            return "day"
        case At.again:
            return "repeat"
        case At.now:
            _leaves_at(talk, None)
        case At.dawn:
            tomorrow = _today(talk) + timedelta(days=1)
            _leaves_at(talk, when.instant(tomorrow, times.MORNING, community_of(talk).time_zone))
        case At.silent:
            draft.silent = not draft.silent
        case _:
            _toggle_urgent(talk)
    return look.onward(talk)


def _toggle_urgent(talk: Announcing) -> None:
    """Only the chair, and not often; refused here already, so that nobody writes for nothing."""
    if talk.draft.urgency is not Urgency.normal:
        talk.draft.urgency = Urgency.normal
        return
    here, at = community_of(talk).id, moment_of(talk)
    broadcasts.may_be_urgent(talk.session, here, by=talk.person.person_id, at=at)
    talk.draft.urgency, talk.draft.repeats = Urgency.urgent, None


def _today(talk: Announcing) -> date:
    return talk.now.astimezone(ZoneInfo(community_of(talk).time_zone)).date()


# ── another day ──


def ask_day(talk: Announcing) -> Question:
    return Question("announce.day.ask", rows=another_day.rows(talk.words, talk.draft.month, _today(talk)))


def heard_day(talk: Announcing, answer: Tapped | Said) -> Next:
    day = another_day.heard(answer, _today(talk))
    if isinstance(day, another_day.Leafed):
        talk.draft.month = day.month
        return "day"
    if day is None:
        return (_said(talk, answer.text) if isinstance(answer, Said) else None) or Again("announce.time.again")
    return day if isinstance(day, Again) else _day_is(talk, day)


def _day_is(talk: Announcing, day: date) -> Next:
    talk.draft.day, talk.draft.month = day.isoformat(), ""
    talk.answered_as = when.spoken_day(day, talk.words)
    return "hour"


def _said(talk: Announcing, text: str) -> Next | None:
    """A day in words, and perhaps an hour: "besok jam 7 pagi"."""
    found = moments.moment_in(text, talk.now, community_of(talk).time_zone)
    if found is None:
        return None
    return _day_is(talk, found.day) if found.hour is None else _moment_is(talk, found.day, found.hour)


def _moment_is(talk: Announcing, day: date, hour: time) -> Next:
    moment = when.instant(day, hour, community_of(talk).time_zone)
    if key := when.why_not(moment, talk.now):
        return Again(key)
    _leaves_at(talk, moment)
    return look.onward(talk)


def _leaves_at(talk: Announcing, moment: datetime | None) -> None:
    """A moment of its own: one that comes again does so on that day from now on."""
    draft = talk.draft
    draft.at, draft.day_of_month, draft.is_by_rule = moment.isoformat() if moment else None, None, False


def ask_hour(_talk: Announcing) -> Question:
    return Question("announce.hour.ask", rows=when.hour_rows())


def heard_hour(talk: Announcing, answer: Tapped | Said) -> Next:
    hour = hours.hour_in(answer.text if isinstance(answer, Said) else answer.value)
    if hour is None:
        return Again("stage.unclear.again")
    return _moment_is(talk, date.fromisoformat(talk.draft.day), hour)


_ANY = (Tapped, Said)
STEPS = {
    "time": Step(ask_time, heard_time, _ANY),
    "day": Step(ask_day, heard_day, _ANY, answered="announce.day.answered"),
    "hour": Step(ask_hour, heard_hour, _ANY, answered="announce.hour.answered"),
}
