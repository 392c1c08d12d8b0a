"""[✖️ Batalkan] and [Berakhir pada…]: this time or all, a reason that everyone reads, and one tap to confirm.

> [✖️ Batalkan]
B Yang mana dibatalkan?                   [Hanya Minggu, 29 Nov 2026] [Semua seterusnya]      (only if it comes again)
B Kenapa dibatalkan? Warga membacanya.    [Hujan] [Bentrok acara lain] …
B Batalkan Kerja bakti, Minggu, 29 Nov 2026? “Bentrok acara lain”        [✖️ Ya, batalkan] [Tidak jadi]
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from community import event_moves, events
from community.refusals import NotThere, Overtaken, Refusal
from conversations import engine, event_control, event_lines, event_said, held_event
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Talk
from conversations.widgets import another_day, when
from conversations.widgets.another_day import Leafed
from storage.communities import Community
from storage.events import Event
from storage.occurrences import Occurrence

_YES, _NO, _ONE, _ALL = "yes", "no", "one", "all"


class Cancelling(Draft):
    """`seen` is `Occurrence.moves` on the card that was tapped; `last` a local day, as ISO 8601 writes it."""

    occurrence_id: int = 0
    seen: int = 0
    is_all: bool = False
    why: str = ""
    last: str = ""
    month: str = ""


Cancels = Talk[Cancelling]


def begin(talk: Talk[Any], event: Event, one: Occurrence, seen: int) -> None:
    draft = Cancelling(occurrence_id=one.id, seen=seen, first_step="which" if event.rule else "why")
    engine.open_dialogue(talk, dialogue.name, draft=draft)


def begin_ending(talk: Talk[Any], one: Occurrence, seen: int) -> None:
    engine.open_dialogue(talk, dialogue.name, draft=Cancelling(occurrence_id=one.id, seen=seen, first_step="last"))


def _held(talk: Cancels) -> tuple[Event, Occurrence]:
    return held_event.held(talk, talk.draft.occurrence_id)


def _community(talk: Cancels) -> Community:
    return held_event.community(talk, talk.draft.occurrence_id)


def _day(talk: Cancels) -> str:
    local = _held(talk)[1].begins_at.astimezone(ZoneInfo(_community(talk).time_zone))
    return when.spoken_day(local.date(), talk.words)


# ── which, and why ──


def ask_which(talk: Cancels) -> Question:
    one = Choice(_ONE, "called.off.one", values={"day": _day(talk)})
    return Question("called.off.which", rows=[[one], [Choice(_ALL, "called.off.all")]])


def heard_which(talk: Cancels, answer: Tapped) -> Next:
    talk.draft.is_all = answer.value == _ALL
    return "why"


def ask_why(_talk: Cancels) -> Question:
    return Question("called.off.why", rows=held_event.reasons())


def heard_why(talk: Cancels, answer: Said | Tapped) -> Next:
    why = held_event.reason(talk, talk.draft.occurrence_id, answer)
    if isinstance(why, Again):
        return why
    talk.draft.why = why
    return "sure"


def ask_sure(talk: Cancels) -> Question:
    event, _ = _held(talk)
    rows = [[Choice(_YES, "called.off.yes")], [Choice(_NO, "called.off.no")]]
    values = {"what": event_lines.kind(talk.words, event), "day": _day(talk), "why": talk.draft.why}
    return Question("called.off.sure.all" if talk.draft.is_all else "called.off.sure", values, rows)


def heard_sure(talk: Cancels, answer: Tapped) -> Next:
    if answer.value == _YES:
        _do(talk, lambda: _cancelled(talk))
    event_control.draw(talk, *event_control.seen(talk, talk.draft.occurrence_id), anew=True)
    return Done()


def _cancelled(talk: Cancels) -> None:
    draft, by = talk.draft, talk.person.person_id
    event, one = _held(talk)
    story = event_said.cancelled(_community(talk), event, draft.why)
    if draft.is_all:
        if one.moves != draft.seen:
            raise Overtaken("events.moved_already", number=event.number)
        event_moves.cancel_all(talk.session, event.id, draft.why, by=by, now=talk.now, story=story)
    else:
        event_moves.cancel(talk.session, one.id, draft.why, by=by, now=talk.now, seen=draft.seen, story=story)


def _do(talk: Cancels, act: Callable[[], None]) -> None:
    try:
        act()
    except Refusal as why:
        talk.say_html(talk.words.text(why.key, **why.values))


# ── the last day ──


def ask_last(talk: Cancels) -> Question:
    today = talk.now.astimezone(ZoneInfo(_community(talk).time_zone)).date()
    return Question("called.until.ask", rows=another_day.rows(talk.words, talk.draft.month, today))


def heard_last(talk: Cancels, answer: Said | Tapped) -> Next:
    today = talk.now.astimezone(ZoneInfo(_community(talk).time_zone)).date()
    day = another_day.heard(answer, today)
    if isinstance(day, Leafed):
        talk.draft.month = day.month
        return "last"
    if day is None or isinstance(day, Again):
        return day or Again("stage.unclear.again")
    talk.answered_as = when.spoken_day(day, talk.words)
    talk.draft.last, talk.draft.month = day.isoformat(), ""
    return "until"


def ask_until(talk: Cancels) -> Question:
    event, _ = _held(talk)
    last = when.spoken_day(date.fromisoformat(talk.draft.last), talk.words)
    rows = [[Choice(_YES, "called.until.yes")], [Choice(_NO, "called.off.no")]]
    return Question("called.until.sure", {"what": event_lines.kind(talk.words, event), "last": last}, rows)


def heard_until(talk: Cancels, answer: Tapped) -> Next:
    if answer.value == _YES:
        _do(talk, lambda: _ended(talk))
    event_control.draw(talk, *event_control.seen(talk, talk.draft.occurrence_id), anew=True)
    return Done()


def _ended(talk: Cancels) -> None:
    event, one = _held(talk)
    if one.moves != talk.draft.seen:
        raise Overtaken("events.moved_already", number=event.number)
    if event.rule is None:
        raise NotThere("stage.gone")
    community, last = _community(talk), date.fromisoformat(talk.draft.last)
    why = event_said.ends(community, last)
    event_moves.end_series(
        talk.session, event.id, last, by=talk.person.person_id, now=talk.now,
        story=event_said.cancelled(community, event, why),
    )  # fmt: skip


_ANY = (Tapped, Said)
dialogue = Dialogue(
    name="cancelling_event",
    draft=Cancelling,
    title="called.off.title",
    steps={
        "which": Step(ask_which, heard_which, answered="inviting.answered"),
        "why": Step(
            ask_why, heard_why, _ANY, longest=events.LONGEST_WHY, answered="inviting.answered", unfit="inviting.unfit"
        ),
        "sure": Step(ask_sure, heard_sure),
        "last": Step(ask_last, heard_last, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
        "until": Step(ask_until, heard_until),
    },
)
