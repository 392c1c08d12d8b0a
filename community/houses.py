"""How many houses a need concerns by those who say so, and what follows: with enough of them it is talked about.

Organisers may decline to do something, not to let neighbours talk of it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import Session

from community import telling
from storage import communities, people, supports
from storage.needs import Need, NeedState
from storage.supports import NAMELESS, ONESELF, Support

TALKED_OF = frozenset((NeedState.received, NeedState.under_review, NeedState.forwarded, NeedState.not_now))
"""Where a talk among neighbours can still change something: the organisers have not said yes."""


def counted(given: Iterable[Support], marks: Mapping[int, str]) -> int:
    """Distinct houses: people with one mark live in one; without a mark, and when spoken for, each counts as one."""
    return len({_house(one, marks) for one in given})


def _house(one: Support, marks: Mapping[int, str]) -> tuple[object, ...]:
    if one.person_id is None:
        return ("forgotten", one.whom)
    if one.whom == NAMELESS:
        return ("nameless", one.id)
    if one.whom != ONESELF:
        return ("neighbour", one.person_id, one.whom)
    return ("house", marks[one.person_id]) if one.person_id in marks else ("person", one.person_id)


def count(session: Session, need: Need) -> int:
    """The houses of all who support the need or one that was merged into it."""
    given = supports.of_need(session, need.id)
    known = {one.person_id for one in given if one.person_id is not None}
    return counted(given, people.house_marks(session, need.community_id, known))


def wanted(session: Session, need: Need) -> int:
    """With so many it is talked about, whatever the organisers think of it."""
    community = communities.by_id(session, need.community_id)
    return community.discuss_houses if community else 0


def is_certain(session: Session, need: Need) -> bool:
    """True if nobody can keep it off the list any more."""
    return count(session, need) >= wanted(session, need)


def reach(session: Session, need: Need, *, now: datetime) -> None:
    """Put a need that is held on the list if there are enough; organisers and reporter are told once."""
    if need.state not in TALKED_OF or not is_certain(session, need):
        return
    need.to_discuss_at = need.to_discuss_at or now
    session.add(need)
    once = f"certain:{need.id}"
    telling.office(
        session, "need.certain", need.id, community_id=need.community_id, but=need.reporter_id, now=now, once=once
    )
    telling.one(
        session, "need.certain", need.id, need.reporter_id, community_id=need.community_id, now=now,
        once=f"{once}:reporter",
    )  # fmt: skip
