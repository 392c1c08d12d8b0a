"""Apa yang kita pelajari: three buttons for who came, and a voice note if they like; for organisers, in numbers.

> [🙂 Bisa lebih baik]     B Terima kasih 🙏 Mau cerita sedikit?      [🎤 Cerita lewat suara]
> [💡 Pelajaran]           B 👍 5 · 🙂 2 · 😓 1                       [🎧 Dengarkan 2 suara]
"""

from typing import Any

from community import lessons
from community.refusals import Refusal
from conversations import attend_lines, engine, event_lines
from conversations.answers import Media
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Rows, Step
from conversations.talk import Card, Talk
from conversations.widgets import pager
from conversations.widgets.card_arguments import choice_in, subject_in
from storage import dialogues
from storage import media as stored
from storage.media import MediaKind
from storage.minutes import Lesson

AT_ONCE = 10
"""Voices that one tap sends."""


class Telling(Draft):
    occurrence_id: int = 0


def said(talk: Talk[Any], argument: str) -> None:
    """[👍 Lancar]: `learn.<time>.<lesson>`."""
    occurrence_id, lesson = choice_in(argument, Lesson)
    lessons.say(talk.session, occurrence_id, lesson, by=talk.person.person_id, now=talk.now)
    talk.toast("learn.thanks")
    more = [[Choice(f"{attend_lines.TELL}.{occurrence_id}", "learn.tell")]]
    talk.redraw("learn.said", rows=more, said=talk.words.label(f"lesson.{lesson.value}"))


# ── in one's own voice ──


def begin(talk: Talk[Any], argument: str) -> None:
    """[🎤 Cerita lewat suara]."""
    occurrence_id, _ = subject_in(argument)
    lessons.said_by(talk.session, occurrence_id, by=talk.person.person_id, now=talk.now)
    engine.open_dialogue(talk, dialogue.name, draft=Telling(occurrence_id=occurrence_id))


def ask_voice(_talk: Talk[Telling]) -> Question:
    return Question("learn.voice.ask")


def heard_voice(talk: Talk[Telling], answer: Media) -> Next:
    if answer.kind is not MediaKind.voice:
        stored.leave_out(talk.session, talk.dialogue_id, answer.file_unique_id)
        return Again("learn.no_voice")
    by = talk.person.person_id
    try:
        lessons.tell(talk.session, talk.draft.occurrence_id, talk.dialogue_id, by=by, now=talk.now)
    except Refusal as why:
        dialogues.put_aside(talk.session, by)
        talk.say_html(talk.words.text(why.key, **why.values), home=True)
        return Done()
    talk.say("learn.voice.said", home=True, name=talk.person.name)
    return Done()


# ── for organisers ──


def shown(talk: Talk[Any], argument: str) -> None:
    """[💡 Pelajaran]."""
    event, one, found = lessons.learnt(talk.session, subject_in(argument)[0], by=talk.person.person_id)
    rows = [*_voices(one.id, len(found.voices)), [Choice(f"called.{one.id}", "stage.back")]]
    what = event_lines.within(talk.words, event)
    if found.counts is None:
        talk.redraw("learn.few", rows=rows, what=what, said=found.said, enough=lessons.ENOUGH)
        return
    counts = " · ".join(f"{talk.words.label(f'learn.{lesson.value}')} {found.counts[lesson]}" for lesson in Lesson)
    talk.redraw("learn.counts", rows=rows, what=what, counts=counts)


def _voices(occurrence_id: int, many: int) -> Rows:
    """A button for every ten."""
    return [
        [
            Choice(
                f"{attend_lines.HEAR}.{occurrence_id}.{page}",
                "learn.hear",
                values={"count": min(AT_ONCE, many - (page - 1) * AT_ONCE)},
            )
        ]
        for page in range(1, -(-many // AT_ONCE) + 1)
    ]


def heard(talk: Talk[Any], argument: str) -> None:
    """[🎧 Dengarkan 2 suara]: `learnhear.<time>.<page>`, each as it was sent; whose they are is not written below."""
    occurrence_id, page = subject_in(argument)
    _, _, found = lessons.learnt(talk.session, occurrence_id, by=talk.person.person_id)
    before = (pager.number_in(page) - 1) * AT_ONCE
    for voice in found.voices[before : before + AT_ONCE]:
        talk.call("sendVoice", {"chat_id": talk.chat_id, "voice": voice.file_id})
    talk.toast("learn.heard")


dialogue = Dialogue(
    name="telling_lesson",
    draft=Telling,
    title="learn.title",
    steps={"voice": Step(ask_voice, heard_voice, (Media,), unfit="learn.no_voice")},
)
CARDS: dict[str, Card] = {
    attend_lines.LEARN: Card(said),
    attend_lines.TELL: Card(begin),
    attend_lines.LEARNT: Card(shown),
    attend_lines.HEAR: Card(heard),
}
