"""Where an occurrence stands, as its card says it: to come, moved, put off, cancelled, under way, over."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from locales import Words
from storage.events import Event, EventState
from storage.occurrences import Occurrence, OccurrenceState


class Stage(StrEnum):
    to_come = "to_come"
    moved = "moved"
    postponed = "postponed"
    cancelled = "cancelled"
    going = "going"
    over = "over"


@dataclass(frozen=True, slots=True)
class Standing:
    """`why` is in the organiser's words; `attended` is how many were there, as far as that was noted."""

    stage: Stage
    why: str = ""
    attended: int = 0

    @property
    def takes_answers(self) -> bool:
        return self.stage in (Stage.to_come, Stage.moved, Stage.going)

    @property
    def is_to_come(self) -> bool:
        """True while it matters how many come."""
        return self.stage not in (Stage.cancelled, Stage.over)


def standing(event: Event, occurrence: Occurrence, now: datetime, attended: int = 0) -> Standing:
    """Judged by the clock, also before it has been written that it is over."""
    why = occurrence.why or (event.why if event.state is EventState.cancelled else "") or ""
    if event.state is EventState.cancelled or occurrence.state is OccurrenceState.cancelled:
        return Standing(Stage.cancelled, why)
    if occurrence.state is OccurrenceState.postponed:
        return Standing(Stage.postponed, why)
    if occurrence.state is OccurrenceState.over or occurrence.ends_at <= now:
        return Standing(Stage.over, attended=attended)
    if occurrence.begun_at is not None or occurrence.begins_at <= now:
        return Standing(Stage.going)
    return Standing(Stage.moved, why) if occurrence.moves and why else Standing(Stage.to_come)


def lines(words: Words, now: Standing, place: str) -> list[str]:
    """When and where (`place`), and what has become of it, with the reason."""
    why = [words.label("rsvp.state.why", why=now.why)] if now.why else []
    match now.stage:
        case Stage.to_come:
            return [place]
        case Stage.going:
            return [place, words.label("rsvp.state.going")]
        case Stage.moved:
            return [words.label("rsvp.state.moved", when=place), *why]
        case Stage.postponed:
            return [words.label("rsvp.state.postponed"), *why, words.label("rsvp.state.was", when=place)]
        case Stage.cancelled:
            return [words.label("rsvp.state.cancelled"), *why, words.label("rsvp.state.was", when=place)]
        case Stage.over:
            met = words.label("rsvp.state.attended", count=now.attended) if now.attended else ""
            return [place, met or words.label("rsvp.state.over")]
