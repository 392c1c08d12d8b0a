"""Urusan antarwarga: told to one reader, and to nobody else.

> [📝 Sampaikan usul] → [🙈 Urusan antarwarga]          also after [🗑 Sampah] → [Dibuang sembarangan]
B Ini hanya dibaca satu orang. Tidak masuk daftar, peta, atau pengumuman. Siapa yang boleh membaca?
> [Bu Rina, pengurus RT 03]                             or [Ini soal pengurus]: then those of the RW alone, if there are
B Ceritakan. Boleh tanpa nama orang dan nomor rumah.
> tetangga sering buang sampah ke selokan malam hari
B Harapannya apa?                                       [📢 Imbauan umum, tanpa nama] … [Cukup diketahui]
> [📢 Imbauan umum, tanpa nama]
B “tetangga sering buang sampah ke selokan malam hari”
  Terakhir sebelum dikirim: Bu Rina tahu nama saya?     [Boleh] [Jangan]
> [Jangan]                                              a voice or a photo is warned about here
B Dikirim ke Bu Rina saja 🤫 Kabar lewat sini.
"""

from markupsafe import Markup

from conversations import matter_lines
from conversations.answers import Answer, Media, Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Next, Question, Step
from conversations.matter_draft import MatterDraft, Private, blank, chosen, readers, send, sent, tells
from conversations.widgets import disguise, media, review
from storage import communities
from storage import media as files
from storage.matters import Hope
from storage.media import MediaKind

_ABOVE, _OTHER, _OVER, _DANGER, _CALM, _YES, _NO = "above", "other", "over", "danger", "calm", "yes", "no"


# ── who reads it ──


def ask_reader(talk: Private) -> Question:
    found = readers(talk, about_office=False)
    if not found:
        return Question("matter.nowhere", _where_else(talk), [[Choice(_OVER, "matter.nowhere.over")]], frame=False)
    rows = [[Choice(str(one.person_id), label=matter_lines.reader_label(talk.words, one))] for one in found]
    return Question("matter.reader.ask", rows=[*rows, [Choice(_ABOVE, "matter.about_office")]])


def heard_reader(talk: Private, answer: Tapped) -> Next:
    if answer.value == _OVER:
        return _over(talk)
    talk.draft.about_office = answer.value == _ABOVE
    if talk.draft.about_office:
        return "above"
    talk.draft.reader_id = int(answer.value)
    return _onward(talk)


def ask_above(talk: Private) -> Question:
    found = readers(talk, about_office=True)
    if not found:
        ways_on = [[Choice(_OTHER, "matter.nowhere.other")], [Choice(_OVER, "matter.nowhere.over")]]
        return Question("matter.nowhere", _where_else(talk), ways_on, frame=False)
    rows = [[Choice(str(one.person_id), label=matter_lines.reader_label(talk.words, one))] for one in found]
    return Question("matter.above.ask", rows=rows)


def heard_above(talk: Private, answer: Tapped) -> Next:
    if answer.value == _OVER:
        return _over(talk)
    talk.draft.about_office = answer.value != _OTHER
    if answer.value == _OTHER:
        return "reader"
    talk.draft.reader_id = int(answer.value)
    return _onward(talk)


def _where_else(talk: Private) -> dict[str, str]:
    """Nobody here may read it: where to go instead."""
    return {"number": communities.emergency_number_of(talk.session, talk.draft.community_id or talk.community_id)}


def _over(talk: Private) -> Done:
    """Nothing is kept of it."""
    if talk.dialogue_id is not None:
        files.let_go(talk.session, talk.dialogue_id)
    blank(talk)
    return Done()


# ── the story ──


def ask_story(talk: Private) -> Question:
    button = Choice(_CALM, "report.review.calm") if talk.draft.danger else Choice(_DANGER, "report.review.danger")
    return Question("matter.story.ask", rows=[[button]])


def heard_story(talk: Private, answer: Answer) -> Next:
    if isinstance(answer, Tapped):
        return _danger(talk, is_danger=answer.value == _DANGER)
    words = answer.text if isinstance(answer, Said) else answer.caption if isinstance(answer, Media) else ""
    if words and not talk.draft.append(words):
        return Again("report.words.full")
    if isinstance(answer, Media) and answer.kind is MediaKind.document:
        return Again("matter.story.file")
    return _onward(talk) if tells(talk) else Again("matter.story.words")


def _danger(talk: Private, *, is_danger: bool) -> Again:
    """Help comes from those with a siren: their number first. The reader then hears of it at once, also at night."""
    talk.draft.danger = is_danger
    talk.settle_tapped(None)
    return Again("matter.danger.call", _where_else(talk), last=True) if is_danger else Again("report.danger.over")


# ── what is hoped for, and whose name ──


def ask_hope(_talk: Private) -> Question:
    return Question("matter.hope.ask", rows=[[Choice(hope.value, f"matter.hope.{hope.value}")] for hope in Hope])


def heard_hope(talk: Private, answer: Answer) -> Next:
    if isinstance(answer, Said):
        return Again("report.also.words" if talk.draft.append(answer.text) else "report.words.full")
    if isinstance(answer, Tapped):
        talk.draft.hope = Hope(answer.value)
    return _onward(talk)


def ask_name(talk: Private) -> Question:
    """With a last look at what leaves: the answer sends it."""
    rows = [[Choice(_YES, "matter.name.yes"), Choice(_NO, "matter.name.no")]]
    return Question("matter.name.ask", lambda: {"reader": _reader_name(talk), "lines": _last_look(talk)}, rows)


def _last_look(talk: Private) -> Markup:
    told = f"“{talk.draft.text}”" if talk.draft.text else ""
    return review.lines([told, media.line(talk.words, sent(talk))])


def heard_name(talk: Private, answer: Answer) -> Next:
    if isinstance(answer, Said):
        return Again("report.also.words" if talk.draft.append(answer.text) else "report.words.full")
    if isinstance(answer, Tapped):
        talk.draft.shown = answer.value == _YES
    return _onward(talk)


def ask_disguise(talk: Private) -> Question:
    return disguise.ask(sent(talk))


def heard_disguise(talk: Private, answer: Tapped) -> Next:
    if answer.value == disguise.WRITE and talk.dialogue_id is not None:
        files.let_go(talk.session, talk.dialogue_id)
        talk.draft.shown = talk.draft.shown if talk.draft.text else None
        return _onward(talk)
    talk.draft.warned = True
    return _onward(talk)


def _reader_name(talk: Private) -> str:
    reader = chosen(talk)
    return reader.name if reader else ""


def _onward(talk: Private) -> Next:
    """The next thing that is missing; nothing leaves before the question of the name is answered."""
    draft = talk.draft
    if not tells(talk):
        return "story"
    if draft.hope is None:
        return "hope"
    if draft.shown is None:
        return "name"
    if not draft.shown and not draft.warned and sent(talk):
        return "disguise"
    return send(talk)


dialogue = Dialogue(
    name="matter",
    draft=MatterDraft,
    title="matter.title",
    steps={
        "reader": Step(ask_reader, heard_reader, answered="report.answered"),
        "above": Step(ask_above, heard_above, answered="report.answered"),
        "story": Step(ask_story, heard_story, (Tapped, Said, Media)),
        "hope": Step(ask_hope, heard_hope, (Tapped, Said), answered="report.answered"),
        "name": Step(ask_name, heard_name, (Tapped, Said), answered="report.answered"),
        "disguise": Step(ask_disguise, heard_disguise),
    },
)
