"""Masuk daftar warga: one tap; for what was only spoken, a short title first.

> [✅ Masuk daftar warga]
B Judul pendek untuk warga? (pesannya suara)      [Selokan mampet] [Tulis sendiri]
> [Selokan mampet]
B Sudah ✓ Bu Tini dikabari. Berikutnya No. 15?    [Buka] [Nanti saja]
"""

from typing import Any

from community import triage
from conversations import desk_card, desk_done, engine, need_lines, neighbourhood
from conversations.answers import Said, Tapped
from conversations.dialogue import Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from storage import media as files
from storage.media import MediaKind
from storage.needs import Need

_SUGGESTED, _OWN = "suggested", "own"


class Acceptance(Draft):
    need_id: int = 0
    seen: int = 0
    title: str = ""
    """What is suggested: kind and quick word."""
    spoken: bool = False


def take(talk: Talk[Any], argument: str) -> None:
    """[✅ Masuk daftar warga]"""
    need = desk_done.begins(talk, argument)
    if need is None:
        return
    if needs_title(talk, need):
        title, spoken = _suggested(talk, need), _is_spoken(talk, need)
        draft = Acceptance(need_id=need.id, seen=need.moves, title=title, spoken=spoken)
        engine.open_dialogue(talk, dialogue.name, draft=draft)
        return
    by, now, drawn = talk.person.person_id, talk.now, need.moves
    done = desk_done.tapped(
        talk, need.id, lambda: triage.accept(talk.session, need.id, title=None, by=by, now=now, seen=drawn)
    )
    if done is not None:
        desk_done.say_done(talk, done, anew=False)


def needs_title(talk: Talk[Any], need: Need) -> bool:
    """True for what neighbours could not read: told by voice alone, or by nothing but its kind."""
    if need.title or need.text:
        return False
    return need.detail is None or _is_spoken(talk, need)


def _is_spoken(talk: Talk[Any], need: Need) -> bool:
    return any(one.kind is MediaKind.voice for one in files.of_need(talk.session, need.id))


def _suggested(talk: Talk[Any], need: Need) -> str:
    words = neighbourhood.words_of(desk_card.community_of(talk, need))  # neighbours will read it
    kind = need_lines.kind_name(words, need.kind)
    return f"{kind} {words.label(f'kinds.{need.kind}.{need.detail}').lower()}" if need.detail else kind


def ask_title(talk: Talk[Acceptance]) -> Question:
    rows = [[Choice(_SUGGESTED, label=talk.draft.title)], [Choice(_OWN, "desk.write_own")]]
    return Question("desk.take.ask.voice" if talk.draft.spoken else "desk.take.ask", rows=rows)


def heard_title(talk: Talk[Acceptance], answer: Tapped | Said) -> Next:
    if isinstance(answer, Said):
        return _accepted(talk, answer.text)
    return "own" if answer.value == _OWN else _accepted(talk, talk.draft.title)


def ask_own(_talk: Talk[Acceptance]) -> Question:
    return Question("desk.take.own")


def heard_own(talk: Talk[Acceptance], answer: Said) -> Next:
    return _accepted(talk, answer.text)


def _accepted(talk: Talk[Acceptance], title: str) -> Next:
    draft, by, now = talk.draft, talk.person.person_id, talk.now
    need = desk_done.concluded(
        talk,
        draft.need_id,
        lambda: triage.accept(talk.session, draft.need_id, title=title, by=by, now=now, seen=draft.seen),
    )
    if need is not None:
        desk_done.say_done(talk, need)
    return Done()


dialogue = Dialogue(
    name="acceptance",
    draft=Acceptance,
    title="desk.take.title",
    steps={
        "title": Step(
            ask_title, heard_title, (Tapped, Said), longest=triage.LONGEST_TITLE, answered="desk.take.answered"
        ),
        "own": Step(ask_own, heard_own, (Said,), longest=triage.LONGEST_TITLE),
    },
)
CARDS: dict[str, Card] = {"take": Card(take)}
