"""Setting a stretch of the neighbourhood's year: what it is, and when.

> [➕ Musim sibuk]
B Musim apa? Boleh tulis.            [Panen] [Tanam] / [Puasa] [Lebaran] / [Ujian sekolah] [Banjir]
> [Panen]
B Mulai bulan apa? Boleh tulis, misalnya: 15 Feb – 10 Apr.       [Jan] [Feb] [Mar] / …
> [Mar]
B Sampai bulan apa?                                              [Jan] [Feb] [Mar] / …
> [Apr]
B Tercatat ✓ 🌾 Panen · 1 Mar – 30 Apr

What moves with the moon is written with its year, and set for each.
"""

from dataclasses import replace
from typing import Any

from babel.dates import get_month_names

from community import calendar_year, planning_dates
from community.calendar_year import LONGEST_TITLE, Mark
from community.refusals import Refusal
from conversations import engine, year_lines
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Rows, Step
from conversations.talk import Talk
from conversations.widgets import pasted, spans
from conversations.widgets.spans import Span
from storage import dialogues
from storage.calendars import MarkKind


class Setting(Draft):
    """`ref` is the mark that is put right, empty for a new one; `only` is what of it. `month` is the first chosen."""

    kind: MarkKind = MarkKind.season
    ref: str = ""
    only: str = ""
    key: str | None = None
    title: str = ""
    month: int = 0


Sets = Talk[Setting]


def begin(talk: Talk[Any], community_id: int, mark: Mark, only: str) -> None:
    """Another name or another time for one that there is."""
    talk.goes_to(community_id)
    draft = Setting(kind=mark.kind, ref=mark.ref, only=only, key=mark.key, title=mark.title)
    engine.open_dialogue(talk, dialogue.name if only == "name" else another_time.name, draft=draft)


def begin_new(talk: Talk[Any], community_id: int, kind: MarkKind) -> None:
    talk.goes_to(community_id)
    engine.open_dialogue(talk, dialogue.name, draft=Setting(kind=kind))


# ── what ──


def ask_what(talk: Sets) -> Question:
    if talk.draft.kind is MarkKind.planning:
        return Question("calendar.set.planning")
    choices = [Choice(key, f"calendar.mark.{key}") for key in planning_dates.SEASONS]
    return Question("calendar.set.season", rows=[choices[:2], choices[2:4], choices[4:]])


def heard_what(talk: Sets, answer: Said | Tapped) -> Next:
    draft = talk.draft
    if isinstance(answer, Tapped):
        draft.key, draft.title = answer.value, ""
    else:
        draft.title = " ".join(pasted.cleaned(answer.text).split())
        draft.key = draft.key if draft.kind is MarkKind.planning else None
        if not draft.title:
            return Again("calendar.year.no_title")
    return _kept(talk, None) if draft.only == "name" else "begins"


# ── when ──


def _moves(talk: Sets) -> bool:
    return talk.draft.key in planning_dates.MOVING and not talk.draft.title


def ask_begins(talk: Sets) -> Question:
    if _moves(talk):
        return Question("calendar.set.moving", {"what": talk.words.label(f"calendar.mark.{talk.draft.key}")})
    return Question("calendar.set.begins", rows=_months(talk))


def heard_begins(talk: Sets, answer: Said | Tapped) -> Next:
    if isinstance(answer, Tapped):
        talk.draft.month = int(answer.value)
        return "ends"
    return _span_said(talk, answer.text)


def ask_ends(talk: Sets) -> Question:
    return Question("calendar.set.ends", rows=_months(talk))


def heard_ends(talk: Sets, answer: Said | Tapped) -> Next:
    if isinstance(answer, Tapped):
        return _kept(talk, spans.of_months(talk.draft.month, int(answer.value)))
    return _span_said(talk, answer.text)


def _span_said(talk: Sets, text: str) -> Next:
    span = spans.span_in(text)
    if span is None:
        return Again("calendar.set.again")
    if span.yearly and _moves(talk):
        return Again("calendar.set.with_year")
    return _kept(talk, span)


def _months(talk: Sets) -> Rows:
    names = get_month_names("abbreviated", locale=talk.words.language)
    choices = [Choice(str(number), label=str(names[number])) for number in range(1, 13)]
    return [choices[at : at + 3] for at in range(0, 12, 3)]


# ── kept ──


def _kept(talk: Sets, span: Span | None) -> Next:
    draft, me = talk.draft, talk.person.person_id
    try:
        community = calendar_year.place_of(talk.session, draft.community_id or talk.community_id, by=me)
        if draft.ref:
            known = calendar_year.one(talk.session, community, draft.ref)
            mark = replace(known, key=draft.key, title=draft.title) if draft.only == "name" else known
            if span is None and known.yearly and _moves(talk):
                return "begins"
            mark = _at(mark, span) if span is not None else mark
            kept = calendar_year.put_right(talk.session, community.id, draft.ref, mark, by=me, now=talk.now)
        elif span is not None:
            mark = Mark(draft.kind, draft.key, draft.title, span.begins_on, span.ends_on, span.yearly)
            kept = calendar_year.add(talk.session, community.id, mark, by=me, now=talk.now)
        else:
            return "begins"
    except Refusal as why:
        if why.key in ("calendar.year.no_span", "calendar.year.no_title", "needs.too_long"):
            return Again(why.key, why.values)
        dialogues.put_aside(talk.session, me)
        raise
    rows: Rows = [[Choice(f"year.{community.id}", "calendar.year.button")]]
    talk.say("calendar.set.done", rows=rows, line=year_lines.line(talk.words, kept))
    return Done()


def _at(mark: Mark, span: Span) -> Mark:
    return replace(mark, begins_on=span.begins_on, ends_on=span.ends_on, yearly=span.yearly)


_ANY = (Tapped, Said)
_WHEN = {
    "begins": Step(ask_begins, heard_begins, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
    "ends": Step(ask_ends, heard_ends, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
}
dialogue = Dialogue(
    name="setting_mark",
    draft=Setting,
    title="calendar.set.title",
    steps={
        "what": Step(
            ask_what, heard_what, _ANY, longest=LONGEST_TITLE, answered="inviting.answered", unfit="inviting.unfit"
        ),
        **_WHEN,
    },
)
another_time = Dialogue(name="dating_mark", draft=Setting, title="calendar.set.title", steps=_WHEN)
