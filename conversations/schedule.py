"""📅 Jadwal: what is planned in the neighbourhood; nothing can be planned here yet, and it says so."""

from typing import Any

from conversations.stage import for_members
from conversations.talk import Talk


@for_members
def show(talk: Talk[Any]) -> None:
    """/jadwal."""
    talk.say("schedule.none", home=True, name=talk.community_name)
