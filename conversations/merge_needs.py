"""Gabung: two needs that are one. Supporters, words and photos come along, and it can be taken back.

> [🔗 Gabung]
B No. 15 sama dengan yang mana? Atau tulis nomornya.     [14 · Selokan] …
> [14 · Selokan]
B 💧 Selokan mampet — No. 14 … Digabung ke sini?         [Gabung ke No. 14]
> [Gabung ke No. 14]
B No. 15 digabung ke No. 14 ✓ Yang ikut, kata-kata, dan foto ikut pindah.   [Pisahkan No. 15]
"""

from typing import Any

from community import merges, office
from conversations import desk_buttons, desk_done, engine, need_lines
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets import media, review
from conversations.widgets.amount import number_in
from storage import media as files
from storage import needs as stored
from storage import supports
from storage.needs import Need

_YES = "yes"


class Merging(Draft):
    need_id: int = 0
    number: int = 0
    seen: int = 0
    into: int = 0


Joining = Talk[Merging]


def begin(talk: Talk[Any], argument: str) -> None:
    """[🔗 Gabung]"""
    need = desk_done.begins(talk, argument)
    if need is not None:
        draft = Merging(need_id=need.id, number=need.number, seen=need.moves)
        engine.open_dialogue(talk, dialogue.name, draft=draft)


def _need(talk: Joining, need_id: int) -> Need:
    return office.sees(talk.session, need_id, by=talk.person.person_id)


def ask_which(talk: Joining) -> Question:
    found = merges.candidates(talk.session, _need(talk, talk.draft.need_id))
    rows = [[Choice(str(one.id), label=need_lines.numbered(talk.words, one))] for one in found]
    return Question("desk.merge.ask" if found else "desk.merge.ask.number", {"number": talk.draft.number}, rows)


def heard_which(talk: Joining, answer: Tapped | Said) -> Next:
    need = _need(talk, talk.draft.need_id)
    if isinstance(answer, Tapped):
        target = stored.by_id(talk.session, int(answer.value))
    else:
        number = number_in(answer.text.casefold().replace("no.", "").replace("no ", "").strip())
        target = stored.numbered(talk.session, need.community_id, number) if number else None
    if target is None:
        return Again("desk.merge.unknown")
    if key := merges.why_not(need, target):
        return Again(key, {"number": target.number})
    talk.draft.into = target.id
    return "sure"


def ask_sure(talk: Joining) -> Question:
    target, words = _need(talk, talk.draft.into), talk.words
    told = [
        f"{need_lines.title(words, target)} — No. {target.number}",
        need_lines.quoted(target.text),
        media.line(words, files.of_need(talk.session, target.id)),
        need_lines.place(words, target, talk.community_name),
        need_lines.state(words, target),
        words.label("desk.card.supporters", count=supports.count(talk.session, target.id)),
    ]
    rows = [[Choice(_YES, "desk.merge.yes", values={"number": target.number})]]
    return Question("desk.merge.sure", {"number": talk.draft.number, "lines": review.lines(told)}, rows)


def heard_sure(talk: Joining, _answer: Tapped) -> Next:
    draft, by, now = talk.draft, talk.person.person_id, talk.now
    target = desk_done.concluded(
        talk,
        draft.need_id,
        lambda: merges.merge(talk.session, draft.need_id, into=draft.into, by=by, now=now, seen=draft.seen),
    )
    if target is not None:
        merged = _need(talk, draft.need_id)
        count = supports.count(talk.session, target.id)
        desk_done.say_done(
            talk, merged, "desk.merge.done", rows=[[desk_buttons.parting(merged)]], into=target.number, count=count
        )
    return Done()


dialogue = Dialogue(
    name="merging",
    draft=Merging,
    title="desk.merge.title",
    steps={
        "which": Step(ask_which, heard_which, (Tapped, Said), answered="desk.merge.answered"),
        "sure": Step(ask_sure, heard_sure),
    },
)
CARDS: dict[str, Card] = {"fuse": Card(begin)}
