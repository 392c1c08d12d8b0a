"""Organisers read what neighbours do not: the author's own words, name and voice; judged at the moment of looking."""

from sqlmodel import select

from storage.people import Membership, Person, Role
from tests.stories.rt_three import neighbour, rt_three, sends_need
from tests.stories.town import Town


def test_organisers_read_the_whole_need_and_neighbours_do_not(town: Town) -> None:
    rt_three(town)
    tini, budi = neighbour(town, "Bu Tini"), neighbour(town, "Pak Budi", role=Role.chair)
    tini.says("got depan rumah Pak Broto mampet")
    tini.sees("Soal selokan?")
    tini.taps("Betul")
    tini.sees("Di sebelah mana?")
    tini.sends_voice(7)
    tini.sees("Sudah pas?")
    tini.taps("Kirim")
    tini.sees("sudah masuk")
    budi.taps("Meja pengurus")
    budi.sees("Usulan di RT 03: 1")
    budi.taps("1 · Selokan")
    card = budi.sees("“got depan rumah Pak Broto mampet”")
    assert card.says("Dari Bu Tini (nama hanya untuk pengurus)")
    town.neighbourhood.waits_for(lambda: town.neighbourhood.sent("sendVoice"), "the voice, for the organiser")


def test_whoever_is_no_organiser_any_more_reads_no_more_than_a_neighbour(town: Town) -> None:
    rt_three(town)
    tini, budi = neighbour(town, "Bu Tini"), neighbour(town, "Pak Budi", role=Role.organiser)
    sends_need(tini)
    budi.taps("Meja pengurus")
    listed = budi.sees("Usulan di RT 03: 1")
    with town.writing() as session:
        person = session.exec(select(Person).where(Person.telegram_id == budi.id)).one()
        member = session.exec(select(Membership).where(Membership.person_id == person.id)).one()
        member.role = Role.resident
    budi.taps_old(listed, "1 · ")
    card = budi.sees("📍")
    assert not card.says("Tini")
