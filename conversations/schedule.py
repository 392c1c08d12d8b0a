"""📅 Jadwal: what is planned in the neighbourhood; nothing can be planned here yet, and it says so."""

from typing import Any

from conversations.dialogue import Choice
from conversations.stage import for_members
from conversations.talk import Talk


@for_members
def show(talk: Talk[Any]) -> None:
    """/jadwal."""
    button = "inviting.button" if talk.is_organiser else "inviting.propose.button"
    talk.say("schedule.none", rows=[[Choice("gather", button)]], name=talk.community_name)
