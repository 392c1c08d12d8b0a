"""Minutes of which somebody says that something is missing, and minutes that nobody confirms."""

import pytest
from sqlmodel import select

from playground.driver import Neighbour
from storage import dialogues, people
from storage.communities import Community
from storage.minutes import Minutes, MinutesConfirmation, MinutesState
from storage.rsvps import Attendance
from tests.stories.first_steps import forges
from tests.stories.meeting_up import says
from tests.stories.minuting import ASKED, is_sent, met, sends, stored, writes
from tests.stories.rt_three import group_of_rt_three, person_of
from tests.stories.town import Town


def test_what_is_missing_is_put_right_and_everyone_is_asked_anew(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    met(town, chair, tini, asep)
    writes(chair)
    chair.taps("Tidak ada")
    chair.sees("Notulen: Rapat RT 03")
    sends(chair)
    asep.sees(ASKED)
    asep.taps("✓ Cocok")
    tini.sees(ASKED)
    tini.taps("Ada yang kurang")
    tini.sees("dengan nama Bu Tini")
    tini.says("🙏")
    tini.sees("dengan kata")
    tini.says("Portal <b>dibuka</b> lagi pukul 04.00")
    tini.sees("Sudah diteruskan ✓")
    town.passes(minutes=1)
    assert chair.sees("Ada yang kurang di notulen").says("Bu Tini: Portal <b>dibuka</b> lagi")
    chair.taps("✏️ Perbaiki")
    chair.sees("Yang hadir ditanya")
    chair.taps("✏️ Ubah")
    chair.sees("Mau ubah apa?")
    chair.taps("Keputusan")
    chair.sees("Tulis lagi untuk menambah")
    chair.says("Portal dibuka pukul 04.00")
    chair.taps("Sudah, ini saja")
    assert chair.sees("Notulen: Rapat").says("2. Portal dibuka pukul 04.00")
    sends(chair)
    asep.sees("Notulennya sudah diperbaiki. Sekarang cocok?")
    assert stored(town).version == 2
    asep.taps("✓ Cocok")
    assert "satu orang lagi" in says(asep), "what was confirmed before counts no more"
    tini.sees("Notulennya sudah diperbaiki")
    tini.taps("✓ Cocok")
    chair.sees("sudah dicocokkan dua orang")
    assert stored(town).state is MinutesState.published


def test_a_correction_stops_publishing_until_it_is_answered_with_a_reason(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour, siti: Neighbour
) -> None:
    group = group_of_rt_three(town, chair, tini)
    is_sent(town, chair, tini, asep, siti)
    tini.sees(ASKED)
    tini.taps("Ada yang kurang")
    tini.sees("Apa yang kurang atau keliru?")
    tini.says("Engselnya dua")
    tini.sees("menunggu sampai ini dijawab")
    for person in (asep, siti):
        person.sees(ASKED)
        person.taps("✓ Cocok")
        assert says(person)
    assert stored(town).state is MinutesState.waiting
    tini.does_not_see("Sudah dicocokkan", in_=group)
    town.passes(minutes=1)
    seen = chair.sees("Bu Tini: Engselnya dua")
    chair.taps("Tetap begitu")
    chair.sees("Kenapa tetap begitu?")
    chair.says("Yang satu <b>masih</b> ada")
    chair.sees("jadi notulennya diterbitkan")
    assert tini.sees("Sudah dibaca pengurus, dan tetap begitu").says("Yang satu <b>masih</b> ada")
    tini.sees("Sudah dicocokkan dua orang", in_=group)
    assert stored(town).is_confirmed
    chair.taps_old(seen, "Tetap begitu")
    assert "sudah diterbitkan" in says(chair)


def test_what_nobody_confirms_is_published_after_a_week_and_says_so(
    town: Town, chair: Neighbour, tini: Neighbour
) -> None:
    group = group_of_rt_three(town, chair, tini)
    is_sent(town, chair, tini)
    tini.sees(ASKED)
    menu = chair.sees("Yang hadir ditanya dulu")
    assert "sesudah 7 hari" in str(forges(chair, menu, "asis.1.1"))
    assert forges(tini, tini.sees(ASKED), "asis.1.1")
    assert stored(town).state is MinutesState.waiting
    with town.writing() as session:
        session.exec(select(Minutes)).one().look_at = town.now()
    seen = chair.sees("sudah 7 hari menunggu")
    assert seen.says("0 dari 2 orang")
    chair.taps("Terbitkan apa adanya")
    chair.sees("Diterbitkan ✓")
    assert tini.sees("Notulen: Rapat RT 03", in_=group).says("Belum dikonfirmasi peserta.")
    assert not stored(town).is_confirmed


def test_another_organiser_finds_in_the_minutes_that_they_may_be_published(
    town: Town, chair: Neighbour, rina: Neighbour
) -> None:
    is_sent(town, chair)
    rina.says("/notulen")
    assert "Terbitkan apa adanya" not in rina.sees("Notulen: Rapat RT 03").labels
    rina.taps("Nanti saja")
    with town.writing() as session:
        session.exec(select(Minutes)).one().look_at = None
    rina.says("/notulen")
    rina.taps("Teruskan")
    rina.taps("Terbitkan apa adanya")
    rina.sees("Diterbitkan ✓")
    chair.sees("diterbitkan pengurus, belum dikonfirmasi peserta")
    assert stored(town).state is MinutesState.published


def test_a_button_of_the_version_before_leads_to_the_present_one(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    met(town, chair, tini, asep)
    for decision in ("Satu", "Dua"):
        if decision == "Dua":
            chair.says("/notulen")
            chair.sees("Yang hadir ditanya")
            sends(chair)
        else:
            writes(chair, decision)
            chair.taps("Tidak ada")
            chair.sees("Notulen: Rapat")
            sends(chair)
            old = tini.sees(ASKED)
    tini.sees("sudah diperbaiki")
    tini.taps_old(old, "✓ Cocok")
    assert "baru saja diperbaiki" in says(tini)


@pytest.mark.parametrize("who", ["tini", "rina"])
def test_who_may_say_nothing_any_more_is_let_go(
    town: Town, chair: Neighbour, tini: Neighbour, rina: Neighbour, who: str
) -> None:
    is_sent(town, chair, tini, rina)
    tini.sees(ASKED)
    tini.taps("Ada yang kurang")
    tini.sees("Apa yang kurang atau keliru?")
    person = tini
    if who == "rina":
        tini.says("Engselnya dua")
        tini.sees("Sudah diteruskan ✓")
        forges(rina, rina.sees(ASKED), "keepminutes.1.1")
        rina.sees("Kenapa tetap begitu?")
        person = rina
    with town.writing() as session:
        gone = person_of(session, person).id
        session.delete(people.membership_of(session, gone, session.exec(select(Community)).one().id))
        for one in session.exec(select(Attendance).where(Attendance.person_id == gone)):
            session.delete(one)
    person.says("Tetap saja")
    person.sees("hadir saja")
    with town.session() as session:
        assert dialogues.open_of(session, gone) == [], "not asked the same for ever"
        words = [said.words for said in session.exec(select(MinutesConfirmation))]
        assert words == (["Engselnya dua"] if who == "rina" else [])
