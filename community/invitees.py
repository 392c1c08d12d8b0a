"""Who is asked to an event, as its call says; looked at when something goes out, so that newcomers are asked too."""

from dataclasses import dataclass

from sqlmodel import Session

from community import audiences, office
from community.refusals import NotAllowed
from storage import events, people, rotas, supports
from storage import invitees as stored
from storage.events import Event, Invited
from storage.invitees import Circle


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who may answer an event; `organises` is of the neighbourhood that calls."""

    person_id: int
    organises: bool


def circle(session: Session, event: Event) -> Circle:
    """Whom the event is for: all residents of the neighbourhood and of what lies in it, or fewer."""
    match event.invited:
        case Invited.office:
            return Circle((event.community_id,), office=True)
        case Invited.followers:
            needs = events.needs_of(session, event.id)
            return Circle(people={person.id for need_id in needs for person in supports.hearing(session, need_id)})
        case Invited.rota:
            members = rotas.members_of(session, event.id)
            return Circle(people={one.person_id for one in members if one.person_id is not None})
        case _:
            return _here(session, event)


def names(session: Session, event: Event) -> list[tuple[int, str]]:
    """Whoever `find` finds, asked or not, with their names, by their ids."""
    circles = [circle(session, event)]
    if event.invited is not Invited.office:
        circles.append(_here(session, event))
    return stored.names(session, circles)


def neighbours(session: Session, event: Event) -> list[tuple[int, str]]:
    """Whoever lives in the neighbourhood that calls, or in what lies in it, with their names, by their ids."""
    return stored.names(session, [_here(session, event)])


def lives_here(session: Session, event: Event, person_id: int) -> bool:
    """True for one of `neighbours`."""
    members = people.memberships_of(session, person_id)
    return any(audiences.lies_in(session, one.community_id, event.community_id) for one in members)


def _here(session: Session, event: Event) -> Circle:
    return Circle(tuple(audiences.below(session, event.community_id)))


def guest(session: Session, event: Event, person_id: int) -> Guest:
    """This person as one who may answer. Raises NotAllowed for who is from elsewhere, or where organisers meet."""
    found = find(session, event, person_id)
    if found is None:
        raise NotAllowed("rsvps.only_office" if event.invited is Invited.office else "events.not_a_member")
    return found


def find(session: Session, event: Event, person_id: int) -> Guest | None:
    """This person as one who may answer; None for who may not.

    Whoever lives here may come, asked or not: only a meeting of the organisers is theirs alone. Who follows a need or
    is on the rota may come from anywhere.
    """
    members = people.memberships_of(session, person_id)
    here = [one for one in members if audiences.lies_in(session, one.community_id, event.community_id)]
    organises = any(office.is_office(one) and one.community_id == event.community_id for one in here)
    if event.invited is Invited.office:
        return Guest(person_id, organises) if organises else None
    if here or person_id in (circle(session, event).people or ()):
        return Guest(person_id, organises)
    return None
