"""Jelaskan ke warga: one sentence of the organisers to all whom a need concerns; it stands where it stood.

> [Jelaskan ke warga]
B Mau bilang apa ke semua yang ikut No. 14? Satu kalimat cukup.
> Materialnya datang hari Kamis
B Yang akan dibaca semua yang ikut: Kabar usulan No. 14 (selokan): penjelasan pengurus. …      [✅ Kirim]
> [✅ Kirim]
B Sudah dikabarkan ✓
"""

from typing import Any

from community import office, triage
from community.journeys import LONGEST_REASON
from conversations import need_news, office_word
from conversations.answers import Said, Tapped
from conversations.dialogue import Dialogue, Next, Question, Step
from conversations.office_word import OfficeWord
from conversations.talk import Card, Talk
from storage.timeline import Event, TimelineEntry


def begin(talk: Talk[Any], argument: str) -> None:
    office_word.begin(talk, dialogue.name, argument)


def ask_words(talk: Talk[OfficeWord]) -> Question:
    return Question("explain.what", {"number": talk.draft.number})


def ask_check(talk: Talk[OfficeWord]) -> Question:
    need = office.sees(talk.session, talk.draft.need_id, by=talk.person.person_id)
    line = TimelineEntry(need_id=need.id, at=talk.now, event=Event.explained, reason=talk.draft.words)
    return office_word.preview("office.preview.all", need_news.said(talk.session, talk.words, need, [line]))


def heard_check(talk: Talk[OfficeWord], answer: Tapped | Said) -> Next:
    mine = talk.draft
    return office_word.sent(
        talk,
        answer,
        lambda: triage.explain(
            talk.session, mine.need_id, words=mine.words, by=talk.person.person_id, now=talk.now, seen=mine.seen
        ),
        "explain.sent",
    )


dialogue = Dialogue(
    name="explain",
    draft=OfficeWord,
    title="explain.title",
    steps={
        "words": Step(ask_words, office_word.heard_words, (Said,), LONGEST_REASON),
        "check": Step(ask_check, heard_check, (Tapped, Said), LONGEST_REASON),
    },
)
CARDS: dict[str, Card] = {"explain": Card(begin)}
