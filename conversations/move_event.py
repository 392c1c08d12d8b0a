"""[📅 Pindah waktu]: another day and hour, why, and one tap to confirm; everyone who has not declined is told.

> [📅 Pindah waktu]
B Pindah ke kapan? Sekarang: Minggu, 29 Nov 2026 pukul 07.00 WIB.      [Hari ini] [Besok] / [Sabtu] [Minggu] / …
> 6 Des jam 7
B Kenapa pindah? Warga membacanya.                                     [Hujan] [Bentrok acara lain] …
> [Bentrok acara lain]
B Minggu, 6 Des 2026 pukul 07.00 WIB — benar?                          [Benar] [Bukan]
"""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field

from community import event_moves, events
from community.refusals import Refusal
from conversations import beside_lines, engine, event_control, event_lines, event_said, held_event
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Rows, Step
from conversations.talk import Talk
from conversations.widgets import another_day, hours, when, which_day
from conversations.widgets.another_day import Leafed
from storage.communities import Community
from storage.events import Event
from storage.occurrences import Occurrence, OccurrenceState

_YES = "yes"


class Moving(Draft):
    """`seen` is `Occurrence.moves` on the card that was tapped; `day` and `hour` are local, as ISO 8601 writes them.

    `days` are those of which one is meant, `month` is set while the calendar lies open.
    """

    occurrence_id: int = 0
    seen: int = 0
    day: str = ""
    hour: str = ""
    days: list[str] = Field(default_factory=list)
    month: str = ""
    why: str = ""


Moves = Talk[Moving]


def begin(talk: Talk[Any], one: Occurrence, seen: int) -> None:
    engine.open_dialogue(talk, dialogue.name, draft=Moving(occurrence_id=one.id, seen=seen))


def _held(talk: Moves) -> tuple[Event, Occurrence]:
    return held_event.held(talk, talk.draft.occurrence_id)


def _community(talk: Moves) -> Community:
    return held_event.community(talk, talk.draft.occurrence_id)


def _today(talk: Moves) -> date:
    return talk.now.astimezone(ZoneInfo(_community(talk).time_zone)).date()


def _moment(talk: Moves) -> datetime:
    day, hour = date.fromisoformat(talk.draft.day), time.fromisoformat(talk.draft.hour)
    return when.instant(day, hour, _community(talk).time_zone)


# ── when instead ──


def ask_when(talk: Moves) -> Question:
    _, one = _held(talk)
    now = event_lines.moment(talk.words, one, _community(talk).time_zone)
    return Question("called.move.ask", {"now": now}, another_day.rows(talk.words, talk.draft.month, _today(talk)))


def heard_when(talk: Moves, answer: Said | Tapped) -> Next:
    draft = talk.draft
    if isinstance(answer, Said):
        found = which_day.meant(answer.text, talk.now, _community(talk).time_zone)
        return Again("inviting.when.again") if found is None else _days_are(talk, found.days, found.hour)
    day = another_day.heard(answer, _today(talk))
    if isinstance(day, Leafed):
        draft.month = day.month
        return "when"
    if day is None or isinstance(day, Again):
        return day or Again("stage.unclear.again")
    talk.answered_as = when.spoken_day(day, talk.words)
    return _days_are(talk, (day,), None)


def _days_are(talk: Moves, days: tuple[date, ...], hour: time | None) -> Next:
    coming = [day for day in days if day >= _today(talk)]
    if not coming:
        return Again("widgets.when.over")
    draft = talk.draft
    draft.month, draft.days = "", [one.isoformat() for one in coming] if len(coming) > 1 else []
    draft.day, draft.hour = coming[0].isoformat(), f"{hour:%H:%M}" if hour else draft.hour
    if draft.days:
        return "which"
    return _on(talk) if hour else "hour"


def ask_which(talk: Moves) -> Question:
    days = [date.fromisoformat(one) for one in talk.draft.days]
    rows: Rows = [[Choice(day.isoformat(), label=when.spoken_day(day, talk.words))] for day in days]
    return Question("inviting.which.ask", rows=rows)


def heard_which(talk: Moves, answer: Tapped) -> Next:
    hour = time.fromisoformat(talk.draft.hour) if talk.draft.hour else None
    return _days_are(talk, (date.fromisoformat(answer.value),), hour)


def ask_hour(talk: Moves) -> Question:
    """The hour that it had stands first: mostly only the day moves."""
    _, one = _held(talk)
    clock = one.begins_at.astimezone(ZoneInfo(_community(talk).time_zone))
    same = Choice(f"{clock:%H:%M}", "called.move.same_hour", values={"hour": f"{clock:%H.%M}"})
    day = when.spoken_day(date.fromisoformat(talk.draft.day), talk.words)
    return Question("inviting.hour.ask", {"day": day}, [[same], *when.hour_rows()])


def heard_hour(talk: Moves, answer: Said | Tapped) -> Next:
    hour = hours.hour_in(answer.text if isinstance(answer, Said) else answer.value)
    if hour is None:
        return Again("inviting.hour.again")
    talk.draft.hour = f"{hour:%H:%M}"
    return _on(talk)


def _on(talk: Moves) -> Next:
    _, one = _held(talk)
    try:
        events.refuse_time(_moment(talk), talk.now)
    except Refusal as why:
        return Again(why.key, why.values)
    if _moment(talk) == one.begins_at and one.state is OccurrenceState.planned:
        return Again("events.same_time")
    return "why"


# ── why, and whether one is sure ──


def ask_why(talk: Moves) -> Question:
    is_put_off = _held(talk)[1].state is OccurrenceState.postponed
    return Question("called.move.why", rows=held_event.reasons(*(["new"] if is_put_off else [])))


def heard_why(talk: Moves, answer: Said | Tapped) -> Next:
    why = held_event.reason(talk, talk.draft.occurrence_id, answer)
    if isinstance(why, Again):
        return why
    talk.draft.why = why
    return "sure"


def ask_sure(talk: Moves) -> Question:
    event, one = _held(talk)
    minutes = int((one.ends_at - one.begins_at).total_seconds() // 60)
    return beside_lines.confirm(talk.session, talk.words, _community(talk), _moment(talk), minutes, but=event.id)


def heard_sure(talk: Moves, answer: Tapped) -> Next:
    if answer.value != _YES:
        return "when"
    draft, community, to = talk.draft, _community(talk), _moment(talk)
    try:
        event_moves.move(
            talk.session, draft.occurrence_id, to, draft.why, by=talk.person.person_id, now=talk.now,
            seen=draft.seen, story=event_said.moved(community, to, draft.why),
        )  # fmt: skip
    except Refusal as why:
        talk.say_html(talk.words.text(why.key, **why.values))
    event_control.draw(talk, *event_control.seen(talk, draft.occurrence_id), anew=True)
    return Done()


_ANY = (Tapped, Said)
dialogue = Dialogue(
    name="moving_event",
    draft=Moving,
    title="called.move.title",
    steps={
        "when": Step(ask_when, heard_when, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
        "which": Step(ask_which, heard_which, answered="inviting.answered"),
        "hour": Step(ask_hour, heard_hour, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
        "why": Step(
            ask_why, heard_why, _ANY, longest=events.LONGEST_WHY, answered="inviting.answered", unfit="inviting.unfit"
        ),
        "sure": Step(ask_sure, heard_sure),
    },
)
