"""What stands beside a time for which people are to be called: a busy season, and what else they are called to then."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import event_previews
from conversations import event_lines, year_lines
from conversations.dialogue import Question
from conversations.widgets import when
from locales import Words
from storage.communities import Community


def others(
    session: Session, words: Words, community: Community, begins_at: datetime, minutes: int, *, but: int | None = None
) -> Iterator[str]:
    """⚠️ Sekitar jam itu juga ada rapat, 19.30. Of other events than `but`."""
    for event, one in event_previews.others_near(session, community, begins_at, minutes, but=but):
        what, at = event_lines.within(words, event), event_lines.clock(words, one, community.time_zone)
        yield words.label("inviting.look.beside", what=what, at=at)


def confirm(
    session: Session, words: Words, community: Community, begins_at: datetime, minutes: int, *, but: int
) -> Question:
    """Another time of the event `but`, said back before it counts, with a warning where something stands beside it."""
    question = when.confirm(begins_at, community.time_zone, words)
    day = begins_at.astimezone(ZoneInfo(community.time_zone)).date()
    lines = [
        year_lines.warned(session, words, community, day, "calendar.busy.there"),
        *others(session, words, community, begins_at, minutes, but=but),
    ]
    busy = "\n".join(line for line in lines if line)
    if not busy:
        return question
    spoken = when.spoken(begins_at, community.time_zone, words)
    return Question("called.move.busy", {"busy": busy, "moment": spoken}, question.rows)
