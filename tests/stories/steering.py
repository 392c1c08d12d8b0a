"""A question in RT 03 that organisers watch and steer."""

from datetime import timedelta

from sqlmodel import Session, select

from community import polls
from community.polls import Item, Plan
from playground.driver import Neighbour, Seen
from storage import polls as stored
from storage.communities import Community, CommunityKind
from storage.people import Membership
from storage.polls import Method, PollKind
from tests.community.polling import tap
from tests.stories.asking import all_are_known
from tests.stories.rt_three import LONG_AGO, person_of
from tests.stories.town import SECRET, Town

CARD = "Tanya warga No. 1"


def has_chosen(town: Town, poll_id: int, one: Neighbour) -> None:
    """Or has taken it back, if they had."""
    with town.writing() as session:
        option = stored.options_of(session, poll_id)[0]
        tap(session, option.id, by=person_of(session, one).id, secret=SECRET, now=town.now())


def asks_about_games(town: Town, chair: Neighbour, tini: Neighbour) -> int:
    """A question that closes in two days; Bu Tini has chosen."""
    all_are_known(town)
    with town.writing() as session:
        by = person_of(session, chair)
        items = [Item("Panjat pinang"), Item("Balap karung")]
        closes_at = (town.now() + timedelta(days=2)).replace(microsecond=0)
        plan = Plan(PollKind.own, items, Method.choose_one, closes_at, question="Mau lomba apa?")
        poll_id = polls.open_poll(session, by.community_id or 0, plan, by=by.id, now=town.now()).id
    has_chosen(town, poll_id, tini)
    return poll_id


def opens_card(one: Neighbour) -> Seen:
    """From the desk."""
    one.taps("Meja pengurus")
    one.taps("1 sedang ditanyakan")
    one.sees("Yang ditanyakan ke warga:")
    one.taps("🗳 1 Mau lomba apa?")
    return one.sees(CARD)


def moves_next_door(session: Session, one: Neighbour) -> None:
    place = Community(
        kind=CommunityKind.rt, code="rt04abcd", name="RT 04", chair_confirmed_at=LONG_AGO, created_at=LONG_AGO
    )
    session.add(place)
    session.flush()
    person = person_of(session, one)
    member = session.exec(select(Membership).where(Membership.person_id == person.id)).one()
    person.community_id, member.community_id = place.id, place.id
    session.add(person)
    session.add(member)
