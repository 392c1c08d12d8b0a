"""What is said out of the blue by someone who is in the middle of nothing: the beginning of a talk, always."""

from typing import Any

from conversations import engine
from conversations.answers import Answer
from conversations.talk import Talk


def heard(talk: Talk[Any], answer: Answer) -> None:
    """A sentence, photo, voice or place is a need that is being told."""
    engine.open_dialogue(talk, "report", first=answer)
