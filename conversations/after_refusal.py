"""Words after a refusal: never "belum paham", nowhere by themselves, and never into the group.

> RT ga becus!!! duit kas kemana
B Kecewa itu wajar, Pak Joko 🙏 Mau diapakan pesan tadi?
      [Kirim ke pengurus] [🙈 Kirim ke satu orang saja] [🗣 Bahas di rembuk warga] [📝 Ini usul baru] [Tidak jadi]
> [🗣 Bahas di rembuk warga]
B No. 9 masuk bahan rembuk berikutnya …      [🤝 Ajak tetangga ikut]
"""

from typing import Any

from community import exchanges
from community.exchanges import Awaiting
from community.refusals import Refusal
from conversations import discuss_lines, kept_words, private_letters
from conversations.answers import Media, Said, Tapped
from conversations.dialogue import Choice, Dialogue, Done, Next, Question, Step
from conversations.kept_words import CUT, KeptWords
from conversations.talk import Talk

_OFFICE, _ONE, _TALK, _NEW, _NOTHING = "office", "one", "talk", "new", "nothing"


def heard(talk: Talk[Any], awaiting: Awaiting, answer: Said | Media) -> None:
    """Said out of the blue after the refusal came."""
    need = awaiting.need
    kept_words.open_with(talk, dialogue.name, KeptWords(need_id=need.id, number=need.number), answer)


def ask_where_to(talk: Talk[KeptWords]) -> Question:
    if len(talk.draft.text) > exchanges.LONGEST:
        rows = [[Choice(CUT, "stage.cut")], [Choice(_NOTHING, "reaction.nothing")]]
        return Question("reaction.long", {"most": exchanges.LONGEST}, rows, frame=False)
    rows = [
        [Choice(_OFFICE, "reaction.office")],
        [Choice(_ONE, "reaction.one")],
        [Choice(_TALK, "discuss.button")],
        [Choice(_NEW, "exchange.new")],
        [Choice(_NOTHING, "reaction.nothing")],
    ]
    return Question("reaction.ask", {"name": talk.person.name}, rows, frame=False)


def heard_where_to(talk: Talk[KeptWords], answer: Tapped | Said | Media) -> Next:
    if isinstance(answer, Tapped):
        return _WAYS[answer.value](talk)
    if len(talk.draft.text) > exchanges.LONGEST:
        talk.draft.cut(0)
    talk.draft.keep(answer)
    return "where_to"


def _to_office(talk: Talk[KeptWords]) -> Next:
    mine, by = talk.draft, talk.person.person_id
    try:
        need = exchanges.write(
            talk.session, mine.need_id, text=mine.text, dialogue_id=talk.dialogue_id, by=by, now=talk.now
        )
    except Refusal as refusal:
        talk.say_html(talk.words.text(refusal.key, **refusal.values), home=True)
        return Done()
    talk.draft.said = []
    talk.say("exchange.written", home=True, number=need.number)
    return Done(need.id)


def _to_talk(talk: Talk[KeptWords]) -> Next:
    """The need goes onto the list; the words go nowhere."""
    discuss_lines.put_on(talk, talk.draft.need_id)
    talk.draft.said = []
    return Done()


def _as_report(talk: Talk[KeptWords]) -> Next:
    exchanges.goes_its_way(talk.session, talk.draft.need_id, by=talk.person.person_id)
    kept_words.becomes_a_report(talk)
    talk.draft.said = []
    return Done()


def _nowhere(talk: Talk[KeptWords]) -> Next:
    talk.draft.said = []
    talk.say("reaction.nothing.said", home=True)
    return Done()


def _cut(talk: Talk[KeptWords]) -> Next:
    talk.draft.cut(exchanges.LONGEST)
    return "where_to"


_WAYS = {
    _OFFICE: _to_office,
    _ONE: lambda _talk: "whom",
    _TALK: _to_talk,
    _NEW: _as_report,
    _NOTHING: _nowhere,
    CUT: _cut,
}


def ask_whom(talk: Talk[KeptWords]) -> Question:
    found = exchanges.readers(talk.session, talk.draft.need_id, by=talk.person.person_id)
    rows = [[Choice(str(one.id), label=one.name)] for one in found]
    return Question("reaction.whom.ask" if rows else "reaction.whom.nobody", rows=rows)


def heard_whom(talk: Talk[KeptWords], answer: Tapped | Said | Media) -> Next:
    """One organiser of those who were offered: the engine takes no other button."""
    if not isinstance(answer, Tapped):
        talk.draft.keep(answer)
        return "whom" if len(talk.draft.text) <= exchanges.LONGEST else "where_to"
    reader = private_letters.write(talk, talk.draft.need_id, int(answer.value), talk.draft.text)
    talk.draft.said = []
    talk.say("reaction.whom.sent", home=True, name=reader.name)
    return Done()


dialogue = Dialogue(
    name="reaction",
    draft=KeptWords,
    title="reaction.title",
    steps={
        "where_to": Step(ask_where_to, heard_where_to, (Tapped, Said, Media), kept_words.LONGEST),
        "whom": Step(ask_whom, heard_whom, (Tapped, Said, Media), kept_words.LONGEST),
    },
)
