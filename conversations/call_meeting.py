"""Jadikan kegiatan: from the day that the neighbours have chosen to the meeting on it.

> [📅 Jadikan kegiatan]        below the result of "Rapat hari apa?"
B Sabtu, 28 Nov 2026 pukul 19.30 WIB. Kumpul di mana? …      (the kind, the day and the hour are filled in)
"""

from datetime import time
from typing import Any

from community import events, recurrence
from community.refusals import NotThere
from conversations import poll_result_lines
from conversations.invite_draft import Gathering
from conversations.invite_plan import open_with
from conversations.talk import Card, Talk
from conversations.widgets import moments
from conversations.widgets.card_arguments import subject_in
from storage import polls
from storage.communities import Community
from storage.events import EventKind
from storage.polls import Poll


def begin(talk: Talk[Any], argument: str) -> None:
    """`meet.<poll>`; one speaks in the neighbourhood that was asked from here on.

    Raises NotThere where no day has won, NotAllowed for all but the organisers there.
    """
    poll_id, _ = subject_in(argument)
    poll = polls.by_id(talk.session, poll_id)
    day = poll_result_lines.day_chosen(talk.session, poll) if poll is not None else None
    if poll is None or day is None:
        raise NotThere("stage.gone")
    community = events.place_of(talk.session, poll.community_id, by=talk.person.person_id)
    talk.goes_to(poll.community_id)
    open_with(talk, _on(talk, poll, day, community))


def _on(talk: Talk[Any], poll: Poll, day: str, community: Community) -> Gathering:
    """The day as it was written when it was asked; one that nobody can read, or that is over, is asked for."""
    draft = Gathering(kind=EventKind.meeting, poll_id=poll.id)
    found = moments.moment_in(day, poll.opened_at, community.time_zone)
    if found is None or recurrence.instant(found.day, found.hour or time.max, community.time_zone) <= talk.now:
        return draft
    draft.day, draft.hour = found.day.isoformat(), f"{found.hour:%H:%M}" if found.hour is not None else ""
    return draft


CARDS: dict[str, Card] = {"meet": Card(begin)}
