"""Whoever hears of a need is told of every move, once for what comes close together, and stops it with one tap."""

from community import supports, triage
from playground.driver import Neighbour
from storage.people import Role
from tests.stories.rt_three import neighbour, person_of, the_need
from tests.stories.telling import reports_a_drain
from tests.stories.town import Town


def is_moved(town: Town, organiser: Neighbour, *, asep: Neighbour | None = None) -> None:
    """Into the list and to the PDAM, both within seconds; Asep follows it before, if he is given."""
    need, now = the_need(town), town.now()
    with town.writing() as session:
        by = person_of(session, organiser).id
        if asep is not None:
            supports.follow(session, need.id, wants=True, by=person_of(session, asep).id, now=now)
        triage.accept(session, need.id, title="Selokan Gang Melati", by=by, now=now, seen=0)
        to = triage.Forwarding("PDAM", check_on=now.date())
        triage.forward(session, need.id, to, by=by, now=now, seen=1)


def test_two_moves_close_together_are_one_message(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    is_moved(town, chair, asep=asep)
    tini.does_not_see("Kabar usulan", seconds=1.5)
    town.passes(minutes=1)
    for person in (tini, asep):
        news = person.sees("Kabar usulan No. 1 (Selokan Gang Melati)")
        assert news.says("Masuk daftar warga")
        assert news.says("Diteruskan ke PDAM")
    chair.does_not_see("Kabar usulan")


def test_one_tap_stops_it_also_for_what_waits_to_leave(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    reports_a_drain(tini)
    is_moved(town, chair)
    town.passes(minutes=1)
    tini.sees("Kabar usulan No. 1")
    need, now = the_need(town), town.now()
    with town.writing() as session:
        triage.accept(session, need.id, title=None, by=person_of(session, chair).id, now=now, seen=2)
        supports.follow(session, need.id, wants=False, by=person_of(session, tini).id, now=now)
    tini.says("/menu")
    tini.sees("Mau apa?")
    town.passes(minutes=1)
    tini.does_not_see("Kabar usulan", seconds=1.5)


def test_news_come_in_the_language_of_whoever_reads_them(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    ann = neighbour(town, "Ann", role=Role.resident, language="en")
    reports_a_drain(tini)
    is_moved(town, chair, asep=ann)
    town.passes(minutes=1)
    assert ann.sees("News of need No. 1").says("Passed on to PDAM")
