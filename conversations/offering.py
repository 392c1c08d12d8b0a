"""An older draft waits, and another is begun: it is offered to go on, and whatever was said meanwhile is kept."""

from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from conversations import albums, envelopes
from conversations.answers import Answer, Media
from conversations.dialogue import Choice, Dialogue, Draft
from conversations.envelopes import Envelope
from conversations.talk import Talk
from conversations.turn import AFRESH, GO_ON, LATER
from storage import dialogues
from storage.dialogues import Standing


def to_go_on(talk: Talk[Any], waiting: Standing, first: Answer | None) -> None:
    """With what was said unasked; that is heard as the first answer, whichever draft is chosen."""
    envelope = Envelope.loaded(waiting.draft)
    envelope.instead = None
    if isinstance(first, Media) and first.album:  # the rest of it is on its way, and must not answer the old question
        talk.dialogue_id = waiting.id
        albums.begin(talk, first.album)
        envelope.album_since = envelope.album_since or talk.clock
        first = replace(first, album=None)
    if first and envelope.pending:
        first = _beside(talk, waiting, envelope, first)
    offer(talk, waiting, envelope, first)


def _beside(talk: Talk[Any], waiting: Standing, envelope: Envelope, first: Answer) -> Answer:
    """More was said while the offer stands: both wait, and what is not heard as the answer lies in the draft."""
    together, aside = envelopes.together(envelopes.unpacked(envelope.pending or {}), first)
    if aside is not None:
        envelope.album_since = envelope.album_since or talk.clock
        albums.take_in(talk, aside, waiting.id)
    return together


def beside(talk: Talk[Any], waiting: Standing, draft: Draft) -> None:
    """With another draft, filled in by a button, that is begun if it is not gone on."""
    draft.community_id = talk.person.community_id
    envelope = Envelope.loaded(waiting.draft)
    envelope.instead = draft.model_dump(mode="json")
    offer(talk, waiting, envelope, None)


def offered(talk: Talk[Any], dialogue: Dialogue, stored: dict[str, Any]) -> Draft:
    """That other draft, as this release reads it; a blank one if it cannot."""
    try:
        return dialogue.draft.model_validate(stored)
    except ValidationError:
        return dialogue.draft(community_id=talk.person.community_id)


def offer(talk: Talk[Any], waiting: Standing, envelope: Envelope, first: Answer | None) -> None:
    """Tadi kita sampai di sini. Mau diteruskan?"""
    envelope.pending = envelopes.packed(first) if first else None
    dialogues.resume(talk.session, waiting, now=talk.clock)
    version = dialogues.advance(talk.session, waiting, step=waiting.step, draft=envelope.dumped(), now=talk.clock)
    rows = [
        [Choice(GO_ON, "stage.go_on"), Choice(AFRESH, "stage.afresh")],
        [Choice(LATER, "stage.later.button")],
    ]
    what = talk.words.label(talk.house.dialogues[waiting.name].title)
    talk.say("stage.resume", rows=rows, prefix=f"d.{waiting.id}.{version}.", what=what)
