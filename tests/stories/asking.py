"""How an organiser comes to the last look at a question, and what is stored of it then."""

from datetime import timedelta

from sqlmodel import select

from community import needs, supports
from playground.driver import Neighbour, Seen
from storage import needs as stored
from storage import polls
from storage.communities import Community
from storage.people import Membership
from storage.polls import Poll, PollCard, PollOption
from tests.stories.rt_three import LONG_AGO, person_of
from tests.stories.town import Town

LOOK = "Warga akan melihat begini"
KINDS = (("lamp", "dead"), ("drain", "clogged"), ("road", "holes"), ("water", "murky"), ("garbage", "piled"))
QUESTION = "Portal ditutup jam 10 malam?"


def told_of_needs(town: Town, one: Neighbour, count: int) -> None:
    """No. 1 and on, of different kinds, each a day later than the one before."""
    with town.writing() as session:
        person = person_of(session, one)
        for number in range(count):
            kind, detail = KINDS[number % len(KINDS)]
            needs.submit(
                session, needs.Report(kind=kind, detail=detail, landmark="Gang Melati"), by=person.id,
                community_id=person.community_id or 0, dialogue_id=None, now=LONG_AGO + timedelta(days=number),
            )  # fmt: skip


def is_along(town: Town, one: Neighbour, number: int) -> None:
    """It concerns one more."""
    with town.writing() as session:
        person = person_of(session, one)
        need = stored.numbered(session, person.community_id or 0, number)
        assert need is not None
        supports.support(session, need.id, by=person.id, now=town.now())


def all_are_known(town: Town) -> None:
    """The organisers have recognised everyone long ago."""
    with town.writing() as session:
        for member in session.exec(select(Membership)):
            member.recognised_at = LONG_AGO
            session.add(member)


def begins(one: Neighbour, topic: str) -> None:
    one.says("/polling")
    one.sees("Mau tanya apa ke warga?")
    one.taps(topic)


def asks_yes_or_no(one: Neighbour) -> Seen:
    """Without a group, so in secret."""
    begins(one, "Ya atau tidak")
    one.sees("Warga menjawab setuju atau tidak")
    one.says(QUESTION)
    return one.sees(LOOK)


def changes(one: Neighbour, what: str) -> None:
    one.taps("Ubah")
    one.sees("Mau ubah apa?")
    one.taps(what)


def sends(one: Neighbour) -> Seen:
    one.taps("✅ Kirim")
    return one.sees("Terkirim ✓")


def the_poll(town: Town) -> Poll:
    with town.session() as session:
        poll = session.exec(select(Poll)).one()
        session.expunge_all()
        return poll


def options_of(town: Town) -> list[PollOption]:
    with town.session() as session:
        found = polls.options_of(session, session.exec(select(Poll)).one().id)
        session.expunge_all()
        return found


def cards_in(town: Town) -> list[PollCard]:
    with town.session() as session:
        found = list(session.exec(select(PollCard)))
        session.expunge_all()
        return found


def nothing_is_asked(town: Town) -> bool:
    with town.session() as session:
        return session.exec(select(Poll)).first() is None


def unconfirmed(town: Town) -> None:
    """As it is before the chair has tapped himself."""
    with town.writing() as session:
        place = session.exec(select(Community)).one()
        place.chair_confirmed_at = None
        session.add(place)
