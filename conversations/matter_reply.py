"""Balas: reader and author of a private matter talk on.

> [💬 Balas]
B Mau balas apa untuk No. P3? Hanya Bu Rina yang membaca.
> terima kasih, sudah agak mendingan
B Sudah dikirim ke Bu Rina 🤫                    an author without a name is warned before a voice or a photo leaves
"""

from typing import Any

from community import matters
from community.matters import Side
from community.refusals import NotThere
from conversations import engine, matter_lines
from conversations.answers import Answer, Media, Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets import disguise
from conversations.widgets.card_arguments import subject_in
from storage import media as files
from storage.media import Media as Sent
from storage.media import MediaKind

_OVER = "over"


class Reply(Draft):
    matter_id: int = 0
    text: str = ""


def begin(talk: Talk[Any], argument: str) -> None:
    """The button on a private matter, for its author and its reader."""
    matter_id, _ = subject_in(argument)
    matter, side = matters.opened(talk.session, matter_id, by=talk.person.person_id)
    if side is Side.author and (others := matters.others(talk.session, matter, by=talk.person.person_id)):
        instead = [matter_lines.instead(talk.words, matter, one) for one in others]
        talk.say("matter.choose_anew", rows=[[one] for one in instead])
        return
    engine.open_dialogue(talk, dialogue.name, draft=Reply(matter_id=matter_id))


def _other(talk: Talk[Reply]) -> dict[str, str]:
    """Who will read it, and of what. Raises NotThere for who may open it no more."""
    matter, side = matters.opened(talk.session, talk.draft.matter_id, by=talk.person.person_id)
    other = Side.author if side is Side.reader else Side.reader
    name = matter_lines.name_of(talk.session, talk.words, matter, other)
    return {"number": matter_lines.numbered(matter), "name": name}


def ask_words(talk: Talk[Reply]) -> Question:
    try:
        return Question("matter.reply.ask", _other(talk))
    except NotThere:
        return Question("matter.reply.gone", rows=[[Choice(_OVER, "matter.nowhere.over")]], frame=False)


def heard_words(talk: Talk[Reply], answer: Answer) -> Next:
    if isinstance(answer, Tapped):
        return Done()
    if isinstance(answer, Media) and answer.kind is MediaKind.document:
        return Again("matter.story.file")
    said = answer.text if isinstance(answer, Said) else answer.caption if isinstance(answer, Media) else ""
    talk.draft.text = said[: matters.LONGEST_LINE]
    return "disguise" if _would_be_recognised(talk) else _send(talk)


def ask_disguise(talk: Talk[Reply]) -> Question:
    return disguise.ask(_sent(talk))


def heard_disguise(talk: Talk[Reply], answer: Tapped) -> Next:
    if answer.value == disguise.WRITE and talk.dialogue_id is not None:
        files.let_go(talk.session, talk.dialogue_id)
        if not talk.draft.text:
            return "words"
    return _send(talk)


def _would_be_recognised(talk: Talk[Reply]) -> bool:
    """True for an author without a name who sends more than words."""
    mine = [one for one, side in matters.of(talk.session, talk.person.person_id) if side is Side.author]
    hidden = any(one.id == talk.draft.matter_id and not one.author_shown for one in mine)
    return hidden and bool(_sent(talk))


def _sent(talk: Talk[Reply]) -> list[Sent]:
    if talk.dialogue_id is None or not talk.draft.has_media:
        return []
    return [one for one in files.of_dialogue(talk.session, talk.dialogue_id) if one.kind is not MediaKind.document]


def _send(talk: Talk[Reply]) -> Done:
    """To the other one; whoever may say nothing here any more is told, and is in the middle of nothing again."""
    draft = talk.draft
    try:
        name = _other(talk)["name"]
        matters.reply(
            talk.session, draft.matter_id, text=draft.text, dialogue_id=talk.dialogue_id, by=talk.person.person_id,
            now=talk.now,
        )  # fmt: skip
    except NotThere as refusal:
        talk.say_html(talk.words.text(refusal.key), rows=[[Choice(f"matter.{draft.matter_id}", "matter.open")]])
    else:
        talk.say("matter.reply.said", home=True, name=name)
    talk.draft = Reply(community_id=draft.community_id)
    return Done()


dialogue = Dialogue(
    name="matter_reply",
    draft=Reply,
    title="matter.reply.title",
    steps={
        "words": Step(ask_words, heard_words, (Tapped, Said, Media), longest=matters.LONGEST_LINE),
        "disguise": Step(ask_disguise, heard_disguise),
    },
)
CARDS: dict[str, Card] = {"whisper": Card(begin)}
