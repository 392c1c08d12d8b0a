"""Who is asked to an event, as its call says; looked at when something goes out, so that newcomers are asked too."""

from sqlmodel import Session

from community import audiences
from storage import events, rotas, supports
from storage.events import Event, Invited
from storage.invitees import Circle


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
            return Circle(tuple(audiences.below(session, event.community_id)))
