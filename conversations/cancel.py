"""/batal: drops what is being filled in, with a way back."""

from typing import Any

from conversations import engine
from conversations.stage import for_known
from conversations.talk import Card, Talk
from conversations.widgets import dropping
from conversations.widgets.card_arguments import draft_in
from storage import dialogues


@for_known
def cancel(talk: Talk[Any]) -> None:
    """Drop the present draft; where there is none, say so."""
    draft = talk.person.standing
    if draft is None:
        talk.say("cancel.nothing", home=True)
        return
    dropping.drop(talk, draft)


def undone(talk: Talk[Any], argument: str) -> None:
    """[Kembalikan]: the draft stands again where it stood, unless a newer one of its kind has been begun."""
    draft = dialogues.reopen(talk.session, draft_in(argument), talk.person.person_id)
    if draft is None:
        talk.toast("stage.gone")
        return
    talk.settle_tapped(None)
    engine.ask(talk, draft)


CARDS: dict[str, Card] = {"undo": Card(undone)}
