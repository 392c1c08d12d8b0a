"""Sampaikan usul: what (in any form) → kind, if unclear → where → perhaps "Saya juga" → a last look → sent.

> [📝 Sampaikan usul]          or a voice note, photo, sentence or place out of the blue
B Ada apa di lingkungan kita? Boleh kirim suara, foto, atau tulisan. Atau pilih jenisnya:
> [💡 Lampu jalan]             a voice or photo is asked its kind, a sentence is guessed: "Soal selokan?"
B Lampunya kenapa?             quick words; or one's own, written or spoken
> [Mati]
B Di sebelah mana?
> [Sekitar rumah saya]
B Mirip ini?                   only if there is one that may be the same: [Saya juga] ends here, [Beda] goes on
B Sudah pas?                   [✅ Kirim] / [📷 Tambah foto] [✏️ Ubah] / [⚠️ Berbahaya sekarang] [Nanti saja]
> [✅ Kirim]
B Terima kasih, Bu Tini 🙏 Usulan No. 14 sudah masuk. …   then, on their own: how many houses, who may see photos
"""

from typing import Any

from community import kinds
from conversations import engine, need_lines, report_sent
from conversations import report_for_neighbour as neighbour
from conversations import report_private as private
from conversations import report_review as last
from conversations import report_similar as alike
from conversations.answers import Answer, Media, Place, Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Next, Question, Step
from conversations.report_draft import Report, ReportDraft, also, landmarks, told
from conversations.stage import for_members
from conversations.talk import Card, Talk
from conversations.widgets import choice, pasted, place
from storage import needs as stored
from storage.media import MediaKind

_MORE, _FOR, _YES, _NO = "!more", "!for", "yes", "no"


@for_members
def start(talk: Talk[Any]) -> None:
    """/usul and [📝 Sampaikan usul] in private."""
    engine.open_dialogue(talk, dialogue.name)


# ── what ──


def ask_what(talk: Report) -> Question:
    more = [Choice(kinds.IDEA, label=need_lines.kind_label(talk.words, kinds.IDEA)), Choice(_MORE, "report.more")]
    for_whom = [] if talk.draft.for_neighbour is not None else [[Choice(_FOR, "report.for")]]
    rows = [*choice.rows(talk.words, [*_first_kinds(talk), *more]), *private.row(talk), *for_whom]
    return Question("report.what.ask", rows=rows, frame=False)


def heard_what(talk: Report, answer: Answer) -> Next:
    if isinstance(answer, Tapped):
        return "for_whom" if answer.value == _FOR else heard_kind(talk, answer)
    if isinstance(answer, Said):
        talk.draft.began = "words"
        return _words_came(talk, answer.text)
    if isinstance(answer, Place):
        talk.draft.began = "place"
        talk.draft.put(told(talk, answer))
        return "kind"
    return _media_came(talk, answer)


def _media_came(talk: Report, answer: Answer) -> Next:
    if not isinstance(answer, Media):
        return Again("stage.unclear")
    talk.draft.sent(answer)
    talk.draft.began = "photo" if answer.kind is MediaKind.document else answer.kind.value
    return _words_came(talk, answer.caption) if answer.caption else "kind"


def _words_came(talk: Report, words: str) -> Next:
    """A sentence: is it clear what it is about? A guess is asked, never assumed."""
    if not talk.draft.append(words):
        return Again("report.words.full")
    found = kinds.guess(talk.draft.text)
    talk.draft.guessed = found.key if found else None
    return "guess" if found else "kind"


def ask_guess(talk: Report) -> Question:
    kind = need_lines.kind_name(talk.words, talk.draft.guessed or kinds.OTHER).lower()
    return Question(
        "report.guess.ask", {"kind": kind}, [[Choice(_YES, "report.guess.yes"), Choice(_NO, "report.guess.no")]]
    )


def heard_guess(talk: Report, answer: Answer) -> Next:
    if isinstance(answer, Tapped):
        kind = need_lines.kind_name(talk.words, talk.draft.guessed or kinds.OTHER).lower()
        talk.answered_as = talk.words.label(
            "report.guess.was" if answer.value == _YES else "report.guess.was_not", kind=kind
        )
        return _kind_is(talk, talk.draft.guessed or kinds.OTHER) if answer.value == _YES else "kind"
    if isinstance(answer, Said):
        return _words_came(talk, answer.text)
    return also(talk, answer)


# ── kind, asked alone ──


def ask_kind(talk: Report) -> Question:
    more = [Choice(kinds.IDEA, label=need_lines.kind_label(talk.words, kinds.IDEA)), Choice(_MORE, "report.more")]
    began = "" if talk.changing else talk.draft.began
    key = f"report.kind.{began}" if began in ("voice", "photo", "video", "place") else "report.kind.ask"
    return Question(key, rows=[*choice.rows(talk.words, [*_first_kinds(talk), *more]), *private.row(talk)])


def heard_kind(talk: Report, answer: Answer) -> Next:
    if isinstance(answer, Tapped):
        if answer.value == private.OPEN:
            return private.open_matter(talk)
        return "more" if answer.value == _MORE else _kind_is(talk, answer.value)
    if isinstance(answer, Said):
        after = _words_came(talk, answer.text)
        return after if after == "guess" else Again("report.also.words")
    return also(talk, answer)


def ask_more(talk: Report) -> Question:
    used = stored.kinds_used(talk.session, talk.community_id)
    further = [need_lines.kind_choice(talk.words, kind) for kind in kinds.further(used)]
    return Question("report.kind.ask", rows=choice.rows(talk.words, further))


def heard_more(talk: Report, answer: Answer) -> Next:
    return heard_kind(talk, answer)


def _first_kinds(talk: Report) -> list[Choice]:
    used = stored.kinds_used(talk.session, talk.community_id)
    return [need_lines.kind_choice(talk.words, kind) for kind in kinds.first_screen(used)]


def _kind_is(talk: Report, key: str) -> Next:
    """On to what is still missing: what the matter is, or where."""
    talk.draft.name_kind(key)
    if talk.draft.tells or talk.changing:
        return _on_to_where(talk)
    return "detail" if kinds.BY_KEY[key].details else "words"


def _on_to_where(talk: Report) -> str:
    return alike.before_review(talk) if talk.changing or talk.draft.placed else "where"


# ── what is the matter ──


def ask_detail(talk: Report) -> Question:
    kind = kinds.BY_KEY[talk.draft.kind or kinds.OTHER]
    quick = [Choice(detail, f"kinds.{kind.key}.{detail}") for detail in kind.details]
    return Question(f"report.detail.{kind.key}", rows=choice.rows(talk.words, quick))


def heard_detail(talk: Report, answer: Answer) -> Next:
    if isinstance(answer, Tapped):
        talk.draft.detail = answer.value
        return "private" if private.may_be_meant(talk) else _on_to_where(talk)
    return heard_words(talk, answer)


def ask_words(talk: Report) -> Question:
    if talk.changing:
        return Question("report.words.change")
    return Question("report.words.idea" if talk.draft.kind == kinds.IDEA else "report.words.ask")


def heard_words(talk: Report, answer: Answer) -> Next:
    if isinstance(answer, Place):
        return also(talk, answer)
    caption = answer.caption if isinstance(answer, Media) else ""
    words = pasted.cleaned(answer.text if isinstance(answer, Said) else caption)
    if isinstance(answer, Said) and not words:
        return Again("stage.letters")
    if words:
        talk.draft.text = "" if talk.changing else talk.draft.text
        if not talk.draft.append(words):
            return Again("report.words.full")
    elif not isinstance(answer, Media) or answer.kind is not MediaKind.voice:
        return Again("stage.media_kept")
    if isinstance(answer, Media):
        talk.draft.sent(answer)
    return _on_to_where(talk)


# ── where ──


def ask_where(talk: Report) -> Question:
    home = "widgets.place.home" if talk.draft.for_neighbour is None else "widgets.place.their_home"
    rows = place.rows(talk.words, landmarks(talk), home=home)
    return Question("report.where.ask", rows=rows)


def heard_where(talk: Report, answer: Answer) -> Next:
    where = place.told(answer, landmarks(talk))
    if isinstance(where, Again):
        return where
    talk.draft.put(where)
    if isinstance(answer, Media):
        talk.draft.sent(answer)
    return alike.before_review(talk)


_ANY = (Tapped, Said, Media, Place)

dialogue = Dialogue(
    name="report",
    draft=ReportDraft,
    title="report.title",
    steps={
        "what": Step(ask_what, heard_what, _ANY, answered="report.answered"),
        "for_whom": Step(
            neighbour.ask_for_whom,
            neighbour.heard_for_whom,
            (Tapped, Said),
            longest=neighbour.NAME_LENGTH,
            answered="report.answered",
        ),
        "permission": Step(neighbour.ask_permission, neighbour.heard_permission, answered="report.answered"),
        "guess": Step(ask_guess, heard_guess, _ANY, answered="report.answered"),
        "kind": Step(ask_kind, heard_kind, _ANY, answered="report.kind.answered"),
        "more": Step(ask_more, heard_more, _ANY, answered="report.kind.answered"),
        "detail": Step(ask_detail, heard_detail, _ANY, answered="report.answered"),
        "private": Step(private.ask_private, private.heard_private, _ANY, answered="report.answered"),
        "words": Step(ask_words, heard_words, _ANY),
        "where": Step(
            ask_where, heard_where, _ANY, longest=place.LONGEST, answered="report.where.answered", typed=True
        ),
        "similar": Step(alike.ask_similar, alike.heard_similar, _ANY, answered="report.answered"),
        "review": Step(last.ask_review, last.heard_review, _ANY),
        "photos": Step(last.ask_photos, last.heard_photos, (Media, Place)),
        "change": Step(last.ask_change, last.heard_change, _ANY),
        "name": Step(last.ask_name, last.heard_name, _ANY, answered="report.answered"),
    },
)
for_neighbours = Dialogue(
    name=report_sent.FOR_NEIGHBOURS,
    draft=ReportDraft,
    title="report.title",
    steps={report_sent.FIRST_ASKED: dialogue.steps[report_sent.FIRST_ASKED], **dialogue.steps},
)
"""The same talk, begun with whom it is for: what [👥 Catat lagi] and [Sama, orang lain] open."""
CARDS: dict[str, Card] = {**report_sent.CARDS, **alike.CARDS}
