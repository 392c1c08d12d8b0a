"""Speaking for neighbours: for how many in a day, by reports and by Saya juga together, and that they agreed to it."""

from datetime import datetime, timedelta

from sqlmodel import Session

from community.refusals import TooMuch
from storage import audit, supports
from storage.needs import Need
from storage.people import Membership, Role

A_DAY = timedelta(days=1)
MOST_A_DAY = 20
"""A sanity limit, far beyond what a neighbour has to say; organisers collecting at a meeting keep it too."""
MOST_FOR_NEIGHBOURS_A_DAY = 5
"""For residents; kader, organisers and the chair speak for as many as `MOST_A_DAY`."""


def why_not(membership: Membership, *, today: int) -> TooMuch | None:
    """Why this member may speak for nobody more, or None; `today` is for how many in the last twenty-four hours."""
    most = MOST_FOR_NEIGHBOURS_A_DAY if membership.role is Role.resident else MOST_A_DAY
    return TooMuch("needs.enough_for_neighbours", most=most) if today >= most else None


def today_of(session: Session, person_id: int, now: datetime) -> int:
    """How often this person has spoken for a neighbour since a day ago: what they told is their first support of it."""
    return supports.for_neighbours_since(session, person_id, now - A_DAY)


def note_agreement(session: Session, need: Need, *, by: int, now: datetime) -> None:
    """That the neighbour agreed is known from the speaker alone, so the audit says whose word it is."""
    audit.note(
        session, at=now, community_id=need.community_id, actor_id=by, action="need.spoken", subject="need",
        subject_id=need.id, after={"agreed": "as the speaker says"},
    )  # fmt: skip
