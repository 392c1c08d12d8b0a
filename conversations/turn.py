"""One question at which a draft stands: opened from what is stored, and shown with the buttons every question has."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from community import people
from conversations import screens
from conversations.dialogue import Choice, Question, Step
from conversations.envelopes import Envelope
from conversations.talk import Talk
from storage import dialogues
from storage.dialogues import Standing

BACK, LATER, SKIP, CUT, GO_ON, AFRESH = "<", "~", ">", "!cut", "!go", "!new"


@dataclass
class Turn:
    """The step at which a draft stands, opened up: the draft itself lies on the talk."""

    talk: Talk[Any]
    standing: Standing
    envelope: Envelope
    step: Step

    @cached_property
    def question(self) -> Question:
        """Asked for only where it matters what stood on the screen: what is said unasked has seen none."""
        return self.step.ask(self.talk)


def opened(talk: Talk[Any], standing: Standing, envelope: Envelope | None = None, *, there: bool = True) -> Turn:
    """Open a stored draft; a step or a draft that this release cannot read (an older one's) begins anew.

    With `there` its author speaks again where it was begun; without, it is only laid aside. Raises NotAllowed if the
    author has left that neighbourhood.
    """
    envelope = envelope or Envelope.loaded(standing.draft)
    dialogue = talk.house.dialogues[standing.name]
    try:
        talk.draft = dialogue.draft.model_validate(envelope.draft)
    except ValidationError:
        begun_in = envelope.draft.get("community_id")
        talk.draft = dialogue.draft(community_id=begun_in if isinstance(begun_in, int) else talk.person.community_id)
        envelope = Envelope(draft={}, pending=envelope.pending)
        standing = replace(standing, step=dialogue.first)
    if there and talk.draft.community_id not in (None, talk.person.community_id):
        _speak_there(talk, talk.draft.community_id, standing)
    return laid_open(talk, standing, envelope)


def _speak_there(talk: Talk[Any], community_id: int | None, standing: Standing) -> None:
    """Whoever goes on with a draft speaks again where it was begun: its landmarks, its numbers, its organisers."""
    if community_id is not None:
        dialogues.put_aside(talk.session, talk.person.person_id)  # stays so if that is refused: nobody is locked in it
        people.speak_in(talk.session, talk.person.person_id, community_id)
        dialogues.resume(talk.session, standing, now=talk.clock)
        talk.look_again()


def laid_open(talk: Talk[Any], standing: Standing, envelope: Envelope) -> Turn:
    talk.changing = envelope.back_to
    talk.dialogue_id = standing.id
    dialogue = talk.house.dialogues[standing.name]
    step = dialogue.steps.get(standing.step) or dialogue.steps[dialogue.first]
    return Turn(talk, standing, envelope, step)


def offers(talk: Talk[Any], standing: Standing, said: str) -> bool:
    """True if this is what a button of the open question says: a keyboard under the text field sends its labels."""
    question = opened(talk, standing, there=False).question
    return screens.chosen(talk.words, question.rows, said) is not None


def show(turn: Turn, hint: str = "", *, hint_last: bool = False) -> None:
    talk, envelope, question = turn.talk, turn.envelope, turn.question
    rows = [*question.rows]
    if envelope.kept is not None:
        rows.append([Choice(CUT, "stage.cut")])
    if question.optional:
        rows.append([Choice(SKIP, "stage.skip")])
    if question.frame:
        back = [Choice(BACK, "stage.back")] if envelope.trail or envelope.back_to else []
        rows.append([*back, Choice(LATER, "stage.later.button")])
    html = question.said(talk.words)
    talk.say_html(
        "\n\n".join(part for part in ((html, hint) if hint_last else (hint, html)) if part),
        rows=rows,
        prefix=f"d.{turn.standing.id}.{turn.standing.version}.",
        typed=turn.step.typed,
        photo=question.photo,
    )
