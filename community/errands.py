"""Titipan: what somebody who cannot come sends along all the same, if they like; asked once, and nobody is shamed."""

from enum import StrEnum

from sqlmodel import Session

from community.invitees import Guest
from community.refusals import NotAllowed
from storage import rsvp_taps, rsvps
from storage.occurrences import Occurrence
from storage.people import Person
from storage.rsvps import Answer, Rsvp

ASK = "event.errand"
"""Notice: would you like to send something along? To who has just said in the group that they cannot come."""
_ASKED = ""


class Errand(StrEnum):
    """Something to eat, a tool, or a prayer alone."""

    food = "food"
    tool = "tool"
    prayer = "prayer"


def is_to_be_asked(session: Session, mine: Rsvp) -> bool:
    """True once, for who cannot come; from then on they have been asked."""
    if mine.answer is not Answer.away or mine.errand is not None:
        return False
    mine.errand = _ASKED
    session.add(mine)
    session.flush()
    return True


def send_along(session: Session, occurrence: Occurrence, what: Errand, who: Guest) -> None:
    """Said by who cannot come, and changed as often as they like. Raises NotAllowed for anybody else."""
    mine = rsvp_taps.known(session, occurrence.id, who.person_id)
    if mine is None or mine.answer is not Answer.away:
        raise NotAllowed("errands.not_away")
    mine.errand = what.value
    session.add(mine)
    session.flush()


def counts(session: Session, occurrence_id: int) -> dict[Errand, int]:
    """How many send what along."""
    found = rsvps.errands(session, occurrence_id)
    return {one: sum(errand == one for errand, _ in found) for one in Errand}


def senders(session: Session, occurrence_id: int) -> list[tuple[Errand, Person]]:
    """Who sends something along that is to be fetched, for organisers; who prays is counted, and not named."""
    found = rsvps.errands(session, occurrence_id)
    return [(Errand(errand), person) for errand, person in found if errand in (Errand.food, Errand.tool)]
