"""Ubah jenis/tempat: putting right what a need is about, or where it is.

> [Ubah jenis/tempat]
B Apa yang dibetulkan di No. 14?          [Jenisnya] [Tempatnya]
> [Jenisnya]
B Ini soal apa?                           the kinds
> [🚰 Air bersih]
B Sudah dibetulkan ✓
"""

from typing import Any

from community import kinds, office, triage
from conversations import desk_card, desk_done, engine, need_lines
from conversations.answers import Answer, Place, Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets import choice, place
from storage import needs as stored

_MORE = "more"


class Putting(Draft):
    need_id: int = 0
    number: int = 0
    seen: int = 0


Correcting = Talk[Putting]


def begin(talk: Talk[Any], argument: str) -> None:
    """[Ubah jenis/tempat]"""
    need = desk_done.begins(talk, argument)
    if need is not None:
        draft = Putting(need_id=need.id, number=need.number, seen=need.moves)
        engine.open_dialogue(talk, dialogue.name, draft=draft)


def ask_what(talk: Correcting) -> Question:
    rows = [[Choice("kind", "desk.fix.kind"), Choice("where", "desk.fix.where")]]
    return Question("desk.fix.ask", {"number": talk.draft.number}, rows)


def heard_what(_talk: Correcting, answer: Tapped) -> Next:
    return answer.value


def ask_kind(talk: Correcting) -> Question:
    first = [need_lines.kind_choice(talk.words, kind) for kind in kinds.first_screen(_used(talk))]
    return Question("desk.fix.kind.ask", rows=choice.rows(talk.words, [*first, Choice(_MORE, "report.more")]))


def ask_more(talk: Correcting) -> Question:
    further = [*kinds.further(_used(talk)), kinds.BY_KEY[kinds.IDEA]]
    return Question(
        "desk.fix.kind.ask", rows=choice.rows(talk.words, (need_lines.kind_choice(talk.words, one) for one in further))
    )


def _used(talk: Correcting) -> dict[str, int]:
    return stored.kinds_used(talk.session, talk.draft.community_id or talk.community_id)


def heard_kind(talk: Correcting, answer: Tapped) -> Next:
    return _MORE if answer.value == _MORE else _corrected(talk, triage.Correction(kind=answer.value))


def ask_where(talk: Correcting) -> Question:
    rows = place.rows(talk.words, _landmarks(talk))[1:]  # nobody here knows whose home "my home" would be
    return Question("desk.fix.where.ask", rows=rows)


def heard_where(talk: Correcting, answer: Answer) -> Next:
    where = place.told(answer, _landmarks(talk))
    if isinstance(where, Again):
        return where
    there = triage.Correction(
        place=where.words, landmark=where.landmark, latitude=where.latitude, longitude=where.longitude
    )
    return _corrected(talk, there)


def _landmarks(talk: Correcting) -> list[str]:
    need = office.sees(talk.session, talk.draft.need_id, by=talk.person.person_id)
    return desk_card.community_of(talk, need).landmarks


def _corrected(talk: Correcting, correction: triage.Correction) -> Next:
    draft, by, now = talk.draft, talk.person.person_id, talk.now
    need = desk_done.concluded(
        talk,
        draft.need_id,
        lambda: triage.correct(talk.session, draft.need_id, correction, by=by, now=now, seen=draft.seen),
    )
    if need is not None:
        talk.say("desk.fix.done", home=True, number=need.number)
        desk_card.draw(talk, need, anew=True)
    return Done()


dialogue = Dialogue(
    name="correction",
    draft=Putting,
    title="desk.fix.title",
    steps={
        "what": Step(ask_what, heard_what),
        "kind": Step(ask_kind, heard_kind, answered="desk.fix.answered"),
        "more": Step(ask_more, heard_kind, answered="desk.fix.answered"),
        "where": Step(
            ask_where, heard_where, (Tapped, Said, Place), longest=place.LONGEST, answered="desk.fix.where.answered",
            typed=True,
        ),
    },
)  # fmt: skip
CARDS: dict[str, Card] = {"fix": Card(begin)}
