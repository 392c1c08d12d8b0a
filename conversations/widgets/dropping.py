"""Dropping what is being filled in, with a way back: by /batal, or as one of the things that /hapus offers."""

from typing import Any

from conversations.dialogue import Choice
from conversations.talk import Talk
from storage import dialogues
from storage.dialogues import Standing


def drop(talk: Talk[Any], draft: Standing) -> None:
    """The draft is gone from everywhere but from [Kembalikan]."""
    dialogues.advance(
        talk.session, draft, step=draft.step, draft=draft.draft, now=talk.clock, state="dropped", is_current=False
    )
    talk.say("cancel.said", rows=[[Choice(f"undo.{draft.id}", "cancel.undo")]])
