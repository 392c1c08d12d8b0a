"""Bahan rembuk warga: what neighbours want to talk about together at their next meeting."""

from datetime import datetime

from sqlmodel import Session

from community import houses, office, supports
from community.refusals import AlreadySo, NotAllowed
from storage import needs as stored
from storage import people
from storage.needs import Need


def put_on(session: Session, need_id: int, *, by: int, now: datetime) -> Need:
    """Onto the list, by anyone whom it concerns; twice is the same as once.

    Raises AlreadySo where the organisers have said yes or it is over: there is nothing to talk them into.
    """
    need = supports.of_neighbours(session, supports.of_concerned(session, need_id, by=by).id, by=by)
    if need.state not in houses.TALKED_OF:
        raise AlreadySo("discuss.no_need", number=need.number)
    if need.to_discuss_at is None:
        need.to_discuss_at = now
        session.add(need)
        session.flush()
    return need


def take_off(session: Session, need_id: int, *, by: int, now: datetime) -> Need:
    """Off the list, by an organiser. Raises NotAllowed where enough houses want it talked about."""
    need = office.holds(session, need_id, by=by)
    if houses.is_certain(session, need):
        raise NotAllowed("discuss.must", number=need.number, houses=houses.count(session, need))
    if need.to_discuss_at is not None:
        need.to_discuss_at = None
        office.note(session, need, "need.undiscussed", by=by, now=now)
    session.add(need)
    session.flush()
    return need


def listed(session: Session, community_id: int, *, by: int) -> list[Need]:
    """The list, for any member. Raises NotAllowed for strangers to the neighbourhood."""
    if people.membership_of(session, by, community_id) is None:
        raise NotAllowed("needs.not_a_member")
    return stored.to_discuss(session, community_id, houses.TALKED_OF)
