"""How it looked before, how it looks now: photos by organisers and by who was there, kept with the need."""

import pytest
from sqlmodel import select

from playground.driver import Neighbour
from storage.event_photos import EventPhoto
from storage.media import Media
from tests.stories.asking import told_of_needs
from tests.stories.first_steps import forges
from tests.stories.on_the_day import HOUR, is_in, opens_card, scans, soon
from tests.stories.rt_three import needs_in
from tests.stories.town import Town


def kept(town: Town) -> list[tuple[str, int | None, int | None]]:
    with town.session() as session:
        query = select(EventPhoto, Media).where(Media.id == EventPhoto.media_id).order_by(EventPhoto.id)  # type: ignore[arg-type]  # a column
        return [(photo.moment.value, file.occurrence_id, file.need_id) for photo, file in session.exec(query)]


def test_tini_was_there_and_her_photos_go_with_the_need(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 1)
    (need,) = needs_in(town)
    one = soon(town, chair, needs=[need.id])
    scans(town, tini, one)
    tini.sees("Tercatat hadir")
    tini.taps("📷 Foto")
    tini.sees("sebelum atau sesudah")
    tini.taps("Sebelum")
    tini.sees("Kirim fotonya")
    tini.says("ini fotonya")
    tini.sees("Kirim fotonya ya")
    tini.sends_voice()
    tini.sees("Kirim fotonya ya")
    tini.sends_photo()
    tini.sees("Masih ada?")
    tini.sends_album(2)
    tini.sees("Masih ada?")
    tini.taps("Sudah, ini saja")
    tini.sees("3 foto tersimpan ✓")
    assert kept(town) == [("before", one, need.id)] * 3


def test_an_organiser_sends_them_from_the_card(town: Town, chair: Neighbour) -> None:
    one = soon(town, chair, begins=-HOUR)
    opens_card(chair)
    chair.taps("📷 Foto")
    chair.taps("Sesudah")
    chair.sees("Kirim fotonya")
    chair.sends_photo()
    chair.sees("Masih ada?")
    town.restart()
    chair.taps("Sudah, ini saja")
    chair.sees("1 foto tersimpan ✓")
    assert kept(town) == [("after", one, None)]


@pytest.mark.parametrize("begins", [1, -200])
def test_who_was_not_there_and_who_is_too_late_sends_none(
    town: Town, chair: Neighbour, tini: Neighbour, begins: int
) -> None:
    one = soon(town, chair)
    person, why = (tini, "Foto dikirim oleh yang hadir") if begins == 1 else (chair, "hari sesudahnya")
    is_in(town, one, begins * HOUR)
    person.says("/menu")
    assert why in str(forges(person, person.sees("Mau apa?"), f"snaps.{one}"))
    assert kept(town) == []
