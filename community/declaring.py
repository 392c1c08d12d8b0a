"""Whoever likes says that they belong to a group whose voice is often missed; of it only numbers are ever told.

Whether one has a disability is of the kinds of data that UU 27/2022, article 4, calls specific: nobody is asked, one
finds the question in one's own settings, sees what it is for beforehand, and takes an answer back by the same tap.
"""

from datetime import datetime

from sqlmodel import Session

from community.refusals import NotThere
from community.secrecy import LEAST_CELL
from storage import declarations, electorate
from storage.declarations import Declaration, Group
from storage.electorate import Area


def of(session: Session, person_id: int) -> list[Group]:
    return [one.belongs_to for one in declarations.of_person(session, person_id)]


def turn(session: Session, person_id: int, group: str, *, now: datetime) -> bool:
    """Say it, or take it back; whether it is said now. Raises NotThere for a group that nobody offered."""
    if group not in list(Group):
        raise NotThere("stage.gone")
    if said := declarations.get(session, person_id, Group(group)):
        session.delete(said)
        session.flush()
        return False
    session.add(Declaration(person_id=person_id, belongs_to=Group(group), declared_at=now))
    session.flush()
    return True


def among_voters(session: Session, poll_id: int, area: Area) -> dict[str, int]:
    """Group to how many of those who voted themselves belong to it; only where they are a crowd, and so are the others.

    If all who voted belonged to one, its number would say of each of them that they do.
    """
    voters = sum(electorate.voters_by_community(session, poll_id, area).values())
    found = declarations.voters_by_group(session, poll_id, area)
    return {group.value: many for group, many in found.items() if min(many, voters - many) >= LEAST_CELL}
