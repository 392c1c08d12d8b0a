"""Was it so? Whoever took part says of the minutes that they fit, or what is missing.

B 📝 Notulen: …  Sudah cocok?       [✓ Cocok] [✏️ Ada yang kurang]
> [✓ Cocok]                         toast: Terima kasih 🙏 …
> [✏️ Ada yang kurang]
B Apa yang kurang? Yang menulis membacanya, dengan nama Bu Tini.
> Engselnya dua
B Sudah diteruskan ✓
"""

from typing import Any

from community import confirmations
from community.refusals import AlreadySo, NotAllowed, Overtaken, Refusal
from conversations import engine, event_lines, minutes_lines, minutes_notices
from conversations.answers import Said
from conversations.dialogue import Again, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets import pasted
from conversations.widgets.card_arguments import seen_in
from storage import dialogues
from storage.minutes import MinutesState


class Correcting(Draft):
    minutes_id: int = 0
    version: int = 0


def agreed(talk: Talk[Any], argument: str) -> None:
    """[✓ Cocok]: `agree.<minutes>.<version>`. Whoever is too late is shown how they are now."""
    minutes_id, version = seen_in(argument)
    event, _, found = confirmations.seen(talk.session, minutes_id, by=talk.person.person_id)
    story = minutes_lines.story(event_lines.place_of(talk.session, event), event, found)
    try:
        found = confirmations.confirm(
            talk.session, minutes_id, version, by=talk.person.person_id, now=talk.now, story=story
        )  # fmt: skip
    except AlreadySo as why:
        _is_late(talk, why, minutes_id)
        return
    if found.state is MinutesState.published:
        talk.toast("minutes.agreed.published")
    else:
        talk.toast("minutes.agreed.stopped" if confirmations.missing(talk.session, found) else "minutes.agreed")
    _draw(talk, minutes_id)


def _is_late(talk: Talk[Any], why: AlreadySo, minutes_id: int) -> None:
    talk.toast(why.key, alert=isinstance(why, Overtaken), **why.values)
    _draw(talk, minutes_id)


def _draw(talk: Talk[Any], minutes_id: int) -> None:
    """As they are now, with the buttons that still mean something."""
    event, one, found = confirmations.seen(talk.session, minutes_id, by=talk.person.person_id)
    html = minutes_lines.of_stored(talk.session, talk.words, event, one, found)
    mine = minutes_notices.stands(talk.session, talk.words, found, talk.person.person_id)
    talk.redraw_html(f"{html}\n\n{mine}", rows=minutes_notices.rows(talk.session, found, talk.person.person_id))


# ── what is missing ──


def lacking(talk: Talk[Any], argument: str) -> None:
    """[✏️ Ada yang kurang]."""
    minutes_id, version = seen_in(argument)
    try:
        confirmations.reach(talk.session, minutes_id, version, talk.person.person_id)
    except AlreadySo as why:
        _is_late(talk, why, minutes_id)
        return
    engine.open_dialogue(talk, dialogue.name, draft=Correcting(minutes_id=minutes_id, version=version))


def ask_words(talk: Talk[Correcting]) -> Question:
    return Question("minutes.lacks.ask", {"name": talk.person.name})


def heard_words(talk: Talk[Correcting], answer: Said) -> Next:
    draft, by = talk.draft, talk.person.person_id
    try:
        confirmations.object_to(
            talk.session, draft.minutes_id, draft.version, pasted.cleaned(answer.text), by=by, now=talk.now
        )  # fmt: skip
    except (AlreadySo, NotAllowed) as why:
        dialogues.put_aside(talk.session, by)
        talk.say_html(talk.words.text(why.key, **why.values), home=True)
        return Done()
    except Refusal as why:
        return Again(why.key, why.values)
    talk.say("minutes.lacks.sent", home=True, name=talk.person.name)
    return Done()


dialogue = Dialogue(
    name="correcting_minutes",
    draft=Correcting,
    title="minutes.lacks.title",
    steps={
        "words": Step(
            ask_words, heard_words, (Said,), longest=confirmations.LONGEST_WORDS, unfit="minutes.words_wanted"
        )
    },
)
CARDS: dict[str, Card] = {minutes_lines.ANSWER: Card(agreed), minutes_lines.LACKS: Card(lacking)}
