"""On the day, for organisers: it has begun, the code at the place, the list of who is there.

> [▶️ Sudah mulai]     toast: Selamat bekerja 🙏          the card in the group says so; nothing is sent
> [📷 QR hadir]        B (a picture) Kode hadir Kerja bakti RT 03 … atau ketik /hadir 4821
> [📋 Daftar hadir]
B Hadir: 3 orang      [✓ Bu Tini] [Asep] … / [🔎 Cari warga] / [➕ Tambah nama] / [🔄 Segarkan]
> [🔎 Cari warga]
B Siapa namanya? Sebagian saja boleh.
> sri
B Yang mana?          [Bu Sri] [Mbak Sri] / [Cari lagi]
> [Bu Sri]
B Hadir: 4 orang      [✓ Bu Sri] …
> [➕ Tambah nama]
B Siapa saja? Satu nama per baris.
> Mbah Karto
B Hadir: 5 orang      [✓ Mbah Karto] …
"""

import re
from typing import Any

from community import attendance, event_moves
from community.attendance import Listed
from community.refusals import Refusal
from conversations import attend_lines, attend_notices, engine, event_control, event_lines, screens
from conversations.answers import Said, Tapped
from conversations.attend_lines import BEGIN, CODE, LIST, SEEK, STRIKE, TICK, UNTICK
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Rows, Step
from conversations.talk import Card, Talk
from conversations.widgets import pager, pasted
from conversations.widgets.card_arguments import subject_in
from storage import attendances, dialogues, outbox
from storage.occurrences import Occurrence

SIZE = 12
_ADD, _AGAIN = "addnames", "again"
_LONGEST = 2_000
_BETWEEN = re.compile(r"[\n;]|,(?!\s*(?:[SM]\.\s?[A-Z]|A\.\s?Md|Ph\.\s?D))")
"""Names stand in lines, or with a comma between; Pak Hadi, S.Pd. is one."""


# ── it has begun, and the code at the place ──


def begun(talk: Talk[Any], argument: str) -> None:
    """[▶️ Sudah mulai]."""
    occurrence_id, _ = subject_in(argument)
    event_moves.begin(talk.session, occurrence_id, by=talk.person.person_id, now=talk.now)
    talk.toast("attend.begun")
    event_control.draw(talk, *event_control.seen(talk, occurrence_id))


def code_wanted(talk: Talk[Any], argument: str) -> None:
    """[📷 QR hadir]: a picture of its own, to be printed or shown on a phone."""
    occurrence_id, _ = subject_in(argument)
    one = attendance.give_code(talk.session, occurrence_id, by=talk.person.person_id, now=talk.now)
    outbox.notice(
        talk.session, kind=attend_notices.CODE, chat=talk.telegram_id, subject_id=one.id,
        person_id=talk.person.person_id, due_at=talk.clock, now=talk.clock,
    )  # fmt: skip
    talk.toast("attend.code.coming")


# ── the list ──


def listed(talk: Talk[Any], argument: str) -> None:
    """[📋 Daftar hadir], and [🔄 Segarkan] on it."""
    occurrence_id, page = subject_in(argument)
    _draw(talk, occurrence_id, pager.number_in(page))


def ticked(talk: Talk[Any], argument: str) -> None:
    """[Bu Tini]: there. `tick.<time>.<person>.<page>`; two organisers who tap it at once have both ticked it."""
    occurrence_id, rest = subject_in(argument)
    person_id, page = subject_in(rest)
    attendance.tick(talk.session, occurrence_id, person_id, by=talk.person.person_id, now=talk.now)
    talk.toast("attend.ticked")
    _draw(talk, occurrence_id, pager.number_in(page))


def unticked(talk: Talk[Any], argument: str) -> None:
    """[✓ Bu Tini]: not there after all. `untick.<time>.<person>.<page>`."""
    occurrence_id, rest = subject_in(argument)
    person_id, page = subject_in(rest)
    attendance.untick(talk.session, occurrence_id, person_id, by=talk.person.person_id, now=talk.now)
    talk.toast("attend.unticked")
    _draw(talk, occurrence_id, pager.number_in(page))


def struck(talk: Talk[Any], argument: str) -> None:
    """[✓ Mbah Karto]: a name that was added, taken off again. `strike.<time>.<line>.<page>`."""
    occurrence_id, rest = subject_in(argument)
    line_id, page = subject_in(rest)
    name = attendance.strike(talk.session, occurrence_id, line_id, by=talk.person.person_id, now=talk.now)
    talk.toast("attend.struck", name=name)
    _draw(talk, occurrence_id, pager.number_in(page))


def _draw(talk: Talk[Any], occurrence_id: int, page: int, *, anew: bool = False) -> None:
    event, one = attendance.holds(talk.session, occurrence_id, by=talk.person.person_id, now=talk.now)
    community = event_lines.place_of(talk.session, event)
    everyone = attendance.listed(talk.session, one.id)
    html = talk.words.text(
        "attend.list", title=event_lines.title(talk.words, event, community),
        when=event_lines.moment(talk.words, one, community.time_zone), names=attend_lines.names(talk.words, everyone),
        many=attendances.count(talk.session, one.id),
        hint=talk.words.label("attend.list.hint" if everyone else "attend.list.nobody"),
    )  # fmt: skip
    say = talk.say_html if anew else talk.redraw_html
    say(html, rows=_rows(talk, one, everyone, page))


def _rows(talk: Talk[Any], one: Occurrence, everyone: list[Listed], page: int) -> Rows:
    shown = pager.page(page, len(everyone), size=SIZE)
    here = everyone[shown.offset : shown.offset + shown.size]
    rows = [
        *screens.pairs([_choice(one, line, shown.number) for line in here], talk.words),
        pager.turns(f"{LIST}.{one.id}", shown),
        [Choice(f"{SEEK}.{one.id}", "attend.seek")],
        [Choice(f"{_ADD}.{one.id}", "attend.add")],
        [Choice(f"{LIST}.{one.id}.{shown.number}", "attend.refresh"), Choice(f"called.{one.id}", "stage.back")],
    ]
    return [row for row in rows if row]


def _choice(one: Occurrence, line: Listed, page: int) -> Choice:
    label = event_control.short_label(f"✓ {line.name}" if line.is_there else line.name)
    if line.person_id is not None:
        verb = UNTICK if line.is_there else TICK
        return Choice(f"{verb}.{one.id}.{line.person_id}.{page}", label=label)
    return Choice(f"{STRIKE}.{one.id}.{line.attendance_id}.{page}", label=label)


# ── neighbours on Telegram who have not answered ──


class Seeking(Draft):
    """`name` is what was looked for."""

    occurrence_id: int = 0
    name: str = ""


def seek(talk: Talk[Any], argument: str) -> None:
    """[🔎 Cari warga]."""
    occurrence_id, _ = subject_in(argument)
    attendance.holds(talk.session, occurrence_id, by=talk.person.person_id, now=talk.now)
    engine.open_dialogue(talk, seeking.name, draft=Seeking(occurrence_id=occurrence_id))


def ask_name(_talk: Talk[Seeking]) -> Question:
    return Question("attend.seek.ask")


def heard_name(talk: Talk[Seeking], answer: Said) -> Next:
    talk.draft.name = pasted.cleaned(answer.text)
    return "who" if _found(talk) else Again("attend.seek.nobody")


def _found(talk: Talk[Seeking]) -> list[tuple[int, str]]:
    """Those who fit; the draft is laid aside where the list is open no more, or nobody's of ours."""
    draft, by = talk.draft, talk.person.person_id
    try:
        return attendance.find(talk.session, draft.occurrence_id, draft.name, by=by, now=talk.now)
    except Refusal:
        dialogues.put_aside(talk.session, by)
        raise


def ask_who(talk: Talk[Seeking]) -> Question:
    found = [Choice(str(number), label=name) for number, name in _found(talk)]
    return Question("attend.seek.who", rows=[*screens.pairs(found, talk.words), [Choice(_AGAIN, "attend.seek.again")]])


def heard_who(talk: Talk[Seeking], answer: Tapped) -> Next:
    if answer.value == _AGAIN:
        return "name"
    occurrence_id, by = talk.draft.occurrence_id, talk.person.person_id
    attendance.tick(talk.session, occurrence_id, int(answer.value), by=by, now=talk.now)
    _draw(talk, occurrence_id, 1, anew=True)
    return Done()


seeking = Dialogue(
    name="seeking_neighbour",
    draft=Seeking,
    title="attend.seek.title",
    steps={
        "name": Step(ask_name, heard_name, (Said,), longest=attendance.LONGEST_NAME, unfit="attend.seek.ask"),
        "who": Step(ask_who, heard_who, answered="inviting.answered"),
    },
)


# ── people without Telegram ──


class AddingNames(Draft):
    occurrence_id: int = 0


def add_names(talk: Talk[Any], argument: str) -> None:
    """[➕ Tambah nama]."""
    occurrence_id, _ = subject_in(argument)
    attendance.holds(talk.session, occurrence_id, by=talk.person.person_id, now=talk.now)
    engine.open_dialogue(talk, dialogue.name, draft=AddingNames(occurrence_id=occurrence_id))


def ask_names(_talk: Talk[AddingNames]) -> Question:
    return Question("attend.names.ask")


def heard_names(talk: Talk[AddingNames], answer: Said) -> Next:
    occurrence_id, by = talk.draft.occurrence_id, talk.person.person_id
    try:
        attendance.holds(talk.session, occurrence_id, by=by, now=talk.now)
    except Refusal:
        dialogues.put_aside(talk.session, by)
        raise
    lines = [one.strip().removeprefix("- ").strip() for one in _BETWEEN.split(pasted.cleaned(answer.text))]
    try:
        attendance.add_names(talk.session, occurrence_id, lines, by=by, now=talk.now)
    except Refusal as why:
        return Again(why.key, why.values)
    _draw(talk, occurrence_id, 1, anew=True)
    return Done()


dialogue = Dialogue(
    name="adding_names",
    draft=AddingNames,
    title="attend.names.title",
    steps={"names": Step(ask_names, heard_names, (Said,), longest=_LONGEST, unfit="attend.names.none")},
)
CARDS: dict[str, Card] = {
    BEGIN: Card(begun),
    CODE: Card(code_wanted),
    LIST: Card(listed),
    TICK: Card(ticked),
    UNTICK: Card(unticked),
    STRIKE: Card(struck),
    _ADD: Card(add_names),
    SEEK: Card(seek),
}
