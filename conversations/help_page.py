"""/bantuan: what one can do here, on one screen."""

from typing import Any

from conversations.talk import Talk


def show(talk: Talk[Any]) -> None:
    """Also for strangers: it tells how to begin."""
    talk.say("help.text", home=talk.speaker is not None)
