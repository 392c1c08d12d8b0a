"""Teruskan ke…: to whom, with which letter, and when to ask again; then the letter itself.

> [➡️ Teruskan ke…]
B No. 14 diteruskan ke mana?              [RW 05] [Kelurahan] [PLN] [PDAM] [Dinas…] [Tulis sendiri]
> [PLN]
B Nomor suratnya? Kalau belum ada, lewati saja.      [Lewati]
> 12/RT03/XI/2026
B Tanggal suratnya?                       [Hari ini] [Lewati]
> [Hari ini]
B Kapan dicek lagi?                       [1 minggu] [2 minggu] [1 bulan]
> [2 minggu]
B Sudah ✓ No. 14 diteruskan ke PLN, dicek lagi Rabu, 9 Des 2026. Bu Tini dikabari.   [🖨 Surat pengantar]
"""

import re
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from community import office, triage
from conversations import desk_card, desk_done, engine
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets import choice, when
from storage import communities
from storage.communities import Community

_AGENCY, _OWN, _TODAY = "agency", "own", "today"
_TO, _AT = "to", "at"
_RW = re.compile(r"RW \d+\w?")
_VILLAGE = re.compile(r"(?:Kel\.|Desa|Kalurahan|Nagari) [^,]+")
_FIXED = ("PLN", "PDAM")
_AGENCIES = ("Dinas PUPR", "Dinas Perhubungan", "Dinas Lingkungan Hidup", "Dinas Kesehatan", "Dinas Sosial")
"""Names of offices, which are not translated."""
CHECKS = {"1w": timedelta(weeks=1), "2w": timedelta(weeks=2), "1m": timedelta(days=30)}


class Passing(Draft):
    """`letter_on` is a local day, as ISO 8601 writes it."""

    need_id: int = 0
    number: int = 0
    seen: int = 0
    to: str = ""
    letter_number: str = ""
    letter_on: str = ""


Forwarding = Talk[Passing]


def begin(talk: Talk[Any], argument: str) -> None:
    """[➡️ Teruskan ke…]"""
    need = desk_done.begins(talk, argument)
    if need is not None:
        draft = Passing(need_id=need.id, number=need.number, seen=need.moves)
        engine.open_dialogue(talk, dialogue.name, draft=draft)


# ── to whom ──


def ask_whom(talk: Forwarding) -> Question:
    named = [Choice(f"{_TO}{place}", label=name) for place, name in enumerate(_nearest(talk))]
    more = [Choice(_AGENCY, "desk.pass.agency"), Choice(_OWN, "desk.write_own")]
    return Question("desk.pass.ask", {"number": talk.draft.number}, choice.rows(talk.words, [*named, *more]))


def _nearest(talk: Forwarding) -> list[str]:
    """The neighbourhood above, by its name if it is here, else as the area says; the village; power and water."""
    community = _community(talk)
    parent = communities.by_id(talk.session, community.parent_id) if community.parent_id else None
    rw, village = _RW.search(community.area), _VILLAGE.search(community.area)
    above = parent.name if parent else rw[0] if rw else "RW"
    return [above, village[0] if village else "Kelurahan", *_FIXED]


def _community(talk: Forwarding) -> Community:
    need = office.sees(talk.session, talk.draft.need_id, by=talk.person.person_id)
    return desk_card.community_of(talk, need)


def heard_whom(talk: Forwarding, answer: Tapped | Said) -> Next:
    if isinstance(answer, Tapped) and answer.value in (_AGENCY, _OWN):
        return answer.value
    if isinstance(answer, Said):
        talk.draft.to = answer.text
    elif answer.value.startswith(_TO):
        talk.draft.to = _nearest(talk)[int(answer.value.removeprefix(_TO))]
    else:
        talk.draft.to = _AGENCIES[int(answer.value.removeprefix(_AT))]
    return "letter"


def ask_agency(_talk: Forwarding) -> Question:
    return Question(
        "desk.pass.agency.ask", rows=[[Choice(f"{_AT}{place}", label=name)] for place, name in enumerate(_AGENCIES)]
    )


def ask_own(_talk: Forwarding) -> Question:
    return Question("desk.pass.own")


# ── with which letter ──


def ask_letter(_talk: Forwarding) -> Question:
    return Question("desk.pass.letter", optional=True)


def heard_letter(talk: Forwarding, answer: Tapped | Said) -> Next:
    if isinstance(answer, Said):
        talk.draft.letter_number = answer.text
        return "letter_on"
    talk.draft.letter_number = talk.draft.letter_on = ""
    return "check"


def ask_letter_on(_talk: Forwarding) -> Question:
    return Question("desk.pass.date", rows=[[Choice(_TODAY, "widgets.when.today")]], optional=True)


def heard_letter_on(talk: Forwarding, answer: Tapped | Said) -> Next:
    if isinstance(answer, Tapped):
        talk.draft.letter_on = _today(talk).isoformat() if answer.value == _TODAY else ""
        return "check"
    day = when.day_in(answer.text, _today(talk))
    if day is None:
        return Again("stage.unclear.again")
    talk.draft.letter_on = day.isoformat()
    return "check"


def _today(talk: Forwarding) -> date:
    return talk.now.astimezone(ZoneInfo(_community(talk).time_zone)).date()


# ── when to ask again ──


def ask_check(_talk: Forwarding) -> Question:
    return Question("desk.pass.check", rows=[[Choice(span, f"desk.pass.check.{span}") for span in CHECKS]])


def heard_check(talk: Forwarding, answer: Tapped) -> Next:
    draft, by, now = talk.draft, talk.person.person_id, talk.now
    to = triage.Forwarding(
        to=draft.to,
        check_on=_today(talk) + CHECKS[answer.value],
        letter_number=draft.letter_number or None,
        letter_on=date.fromisoformat(draft.letter_on) if draft.letter_on else None,
    )
    need = desk_done.concluded(
        talk,
        draft.need_id,
        lambda: triage.forward(talk.session, draft.need_id, to, by=by, now=now, seen=draft.seen),
    )
    if need is not None:
        rows = [[Choice(f"letter.{need.id}", "desk.letter")]]
        day = when.spoken_day(to.check_on, talk.words)
        desk_done.say_done(talk, need, "desk.pass.done", rows=rows, who=need.forwarded_to, day=day)
    return Done()


_ANY = (Tapped, Said)
_NAME = triage.LONGEST_NAME

dialogue = Dialogue(
    name="forwarding",
    draft=Passing,
    title="desk.pass.title",
    steps={
        "whom": Step(ask_whom, heard_whom, _ANY, longest=_NAME, answered="desk.pass.answered"),
        "agency": Step(ask_agency, heard_whom, _ANY, longest=_NAME, answered="desk.pass.answered"),
        "own": Step(ask_own, heard_whom, (Said,), longest=_NAME),
        "letter": Step(ask_letter, heard_letter, (Said,), longest=_NAME),
        "letter_on": Step(ask_letter_on, heard_letter_on, _ANY),
        "check": Step(ask_check, heard_check, answered="desk.pass.check.answered"),
    },
)
CARDS: dict[str, Card] = {"pass": Card(begin)}
