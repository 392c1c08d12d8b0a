"""Langsung ajak kerja bakti: which day, what hour, where to meet; read back before it counts.

> [📅 Langsung ajak kerja bakti]
B Kerja bakti untuk No. 14 hari apa?      [Hari ini] [Besok] / [Sabtu] [Minggu] / [📅 Tanggal lain]
> [Minggu]
B Jam berapa?                             [06.00] [07.00] [08.00] …
> [07.00]
B Kumpul di mana?                         [Pos ronda] [Masjid] … [Lewati]
> [Pos ronda]
B Minggu, 29 Nov 2026 pukul 07.00 WIB — benar?   [Benar] [Bukan]
> [Benar]
B Sudah ✓ Bu Tini dikabari.
"""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from community import office, triage
from conversations import desk_card, desk_done, engine, neighbourhood
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets import another_day, choice, hours, when
from storage.communities import Community

_MARK, _YES = "mark", "yes"
LONGEST_PLACE = 100


class WorkDay(Draft):
    """`day` and `hour` are local, as ISO 8601 writes them; `month` is set while the calendar lies open."""

    need_id: int = 0
    number: int = 0
    seen: int = 0
    month: str = ""
    day: str = ""
    hour: str = ""
    place: str = ""


Planning = Talk[WorkDay]


def begin(talk: Talk[Any], argument: str) -> None:
    """[📅 Langsung ajak kerja bakti]"""
    need = desk_done.begins(talk, argument)
    if need is not None:
        draft = WorkDay(need_id=need.id, number=need.number, seen=need.moves)
        engine.open_dialogue(talk, dialogue.name, draft=draft)


def _community(talk: Planning) -> Community:
    need = office.sees(talk.session, talk.draft.need_id, by=talk.person.person_id)
    return desk_card.community_of(talk, need)


def _today(talk: Planning) -> date:
    return talk.now.astimezone(ZoneInfo(talk.person.time_zone)).date()


def ask_day(talk: Planning) -> Question:
    rows = another_day.rows(talk.words, talk.draft.month, _today(talk))
    return Question("desk.day.ask", {"number": talk.draft.number}, rows)


def heard_day(talk: Planning, answer: Tapped | Said) -> Next:
    day = another_day.heard(answer, _today(talk))
    if isinstance(day, another_day.Leafed):
        talk.draft.month = day.month
        return "day"
    if day is None or isinstance(day, Again):
        return day or Again("stage.unclear")
    talk.draft.day, talk.draft.month = day.isoformat(), ""
    talk.answered_as = when.spoken_day(day, talk.words)
    return "hour"


def ask_hour(_talk: Planning) -> Question:
    return Question("desk.day.hour", rows=when.hour_rows())


def heard_hour(talk: Planning, answer: Tapped | Said) -> Next:
    hour = hours.hour_in(answer.text if isinstance(answer, Said) else answer.value)
    if hour is None:
        return Again("stage.unclear")
    talk.draft.hour = hour.isoformat()
    if key := when.why_not(_moment(talk), talk.now):
        return Again(key)
    return "place"


def ask_place(talk: Planning) -> Question:
    marks = [Choice(f"{_MARK}{place}", label=mark) for place, mark in enumerate(_community(talk).landmarks[:4])]
    return Question("desk.day.place", rows=choice.rows(talk.words, marks), optional=True)


def heard_place(talk: Planning, answer: Tapped | Said) -> Next:
    if isinstance(answer, Said):
        talk.draft.place = answer.text
    elif answer.value.startswith(_MARK):
        talk.draft.place = _community(talk).landmarks[int(answer.value.removeprefix(_MARK))]
    else:
        talk.draft.place = ""
    return "sure"


def _moment(talk: Planning) -> datetime:
    day, hour = date.fromisoformat(talk.draft.day), time.fromisoformat(talk.draft.hour)
    return when.instant(day, hour, _community(talk).time_zone)


def ask_sure(talk: Planning) -> Question:
    return when.confirm(_moment(talk), _community(talk).time_zone, talk.words)


def heard_sure(talk: Planning, answer: Tapped) -> Next:
    if answer.value != _YES:
        return "day"
    draft, by, now = talk.draft, talk.person.person_id, talk.now
    moment, community = _moment(talk), _community(talk)
    if key := when.why_not(moment, now):
        return Again(key)
    said = neighbourhood.words_of(community)  # the story is the neighbourhood's, not the organiser's
    about = when.spoken(moment, community.time_zone, said)
    reason = said.label("desk.day.meet", place=draft.place) if draft.place else None
    need = desk_done.concluded(
        talk,
        draft.need_id,
        lambda: triage.plan(
            talk.session, draft.need_id, at=moment, about=about, reason=reason, by=by, now=now, seen=draft.seen
        ),
    )
    if need is not None:
        desk_done.say_done(talk, need)
    return Done()


_ANY = (Tapped, Said)

dialogue = Dialogue(
    name="work_day",
    draft=WorkDay,
    title="desk.day.title",
    steps={
        "day": Step(ask_day, heard_day, _ANY, answered="desk.day.answered"),
        "hour": Step(ask_hour, heard_hour, _ANY, answered="desk.day.hour.answered"),
        "place": Step(ask_place, heard_place, _ANY, longest=LONGEST_PLACE, answered="desk.day.place.answered"),
        "sure": Step(ask_sure, heard_sure),
    },
)
CARDS: dict[str, Card] = {"day": Card(begin)}
