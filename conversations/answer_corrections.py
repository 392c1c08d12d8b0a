"""An organiser answers what is said to be missing in minutes, or publishes them though too few have confirmed them.

B ✏️ Ada yang kurang di notulen …      [✏️ Perbaiki] [Tetap begitu]
> [Tetap begitu]
B Kenapa tetap begitu? Yang mengoreksi membacanya.
> Engselnya memang satu, yang lain sudah ada
B Sudah dijawab ✓

B 📝 Notulen … sudah 7 hari menunggu   [Terbitkan apa adanya] [✏️ Perbaiki]
> [Terbitkan apa adanya]               toast: Diterbitkan ✓ …      the group reads that it is not confirmed
"""

from typing import Any

from community import confirmations
from community.refusals import AlreadySo, NotAllowed, Refusal
from conversations import engine, event_lines, minutes_lines
from conversations.answers import Said
from conversations.dialogue import Again, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets import pasted
from conversations.widgets.card_arguments import seen_in
from storage import dialogues
from storage.minutes import MinutesState


class Keeping(Draft):
    minutes_id: int = 0
    version: int = 0


def begin(talk: Talk[Any], argument: str) -> None:
    """[Tetap begitu]: `keepminutes.<minutes>.<version>`."""
    minutes_id, version = seen_in(argument)
    _, found = confirmations.answers(talk.session, minutes_id, version, by=talk.person.person_id)
    if not confirmations.missing(talk.session, found):
        raise AlreadySo("minutes.kept_already")
    engine.open_dialogue(talk, dialogue.name, draft=Keeping(minutes_id=minutes_id, version=version))


def ask_why(_talk: Talk[Keeping]) -> Question:
    return Question("minutes.keep.ask")


def heard_why(talk: Talk[Keeping], answer: Said) -> Next:
    draft, by = talk.draft, talk.person.person_id
    try:
        story = _story(talk, draft.minutes_id)
        found = confirmations.keep(
            talk.session, draft.minutes_id, draft.version, pasted.cleaned(answer.text), by=by, now=talk.now,
            story=story,
        )  # fmt: skip
    except (AlreadySo, NotAllowed) as why:
        dialogues.put_aside(talk.session, by)
        talk.say_html(talk.words.text(why.key, **why.values), home=True)
        return Done()
    except Refusal as why:
        return Again(why.key, why.values)
    talk.say("minutes.keep.published" if found.state is MinutesState.published else "minutes.keep.said", home=True)
    return Done()


def _story(talk: Talk[Any], minutes_id: int, *, unconfirmed: bool = False) -> str:
    event, _, found = confirmations.seen(talk.session, minutes_id, by=talk.person.person_id)
    return minutes_lines.story(event_lines.place_of(talk.session, event), event, found, unconfirmed=unconfirmed)


def published(talk: Talk[Any], argument: str) -> None:
    """[Terbitkan apa adanya]: `asis.<minutes>.<version>`."""
    minutes_id, version = seen_in(argument)
    story = _story(talk, minutes_id, unconfirmed=True)
    confirmations.publish_as_is(
        talk.session, minutes_id, version, by=talk.person.person_id, now=talk.now, story=story
    )  # fmt: skip
    talk.toast("minutes.as_is.said")
    talk.settle_tapped(talk.words.text("minutes.as_is.said"))


dialogue = Dialogue(
    name="keeping_minutes",
    draft=Keeping,
    title="minutes.keep.title",
    steps={"why": Step(ask_why, heard_why, (Said,), longest=confirmations.LONGEST_WORDS, unfit="minutes.words_wanted")},
)
CARDS: dict[str, Card] = {minutes_lines.KEEP: Card(begin), minutes_lines.AS_IS: Card(published)}
