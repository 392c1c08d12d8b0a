"""📅 Jadwal: what is planned in the neighbourhood; nothing can be planned here yet, and it says so."""

from typing import Any

from conversations.talk import Talk


def show(talk: Talk[Any]) -> None:
    """/jadwal."""
    if talk.speaker is None or talk.speaker.community_id is None:
        talk.house.stranger(talk)
    elif talk.is_private:
        talk.say("schedule.none", home=True, name=talk.community_name)
