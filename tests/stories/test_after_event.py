"""The morning after: thanks and what we learn, a kind word to the organiser, how many came, and then silence."""

from datetime import timedelta

import pytest
from sqlmodel import select

from playground.driver import Neighbour
from storage.events import EventKind
from storage.minutes import EventLesson
from storage.occurrences import Occurrence
from tests.stories.first_steps import forges
from tests.stories.meeting_up import says
from tests.stories.on_the_day import HOUR, is_in, opens_card, scans, soon
from tests.stories.town import Town


def morning_after(town: Town, occurrence_id: int) -> None:
    """It ended long enough ago, and its morning has come."""
    is_in(town, occurrence_id, -4 * HOUR)
    town.waits_for(lambda session: session.get_one(Occurrence, occurrence_id).look_at is not None, "its end")
    with town.writing() as session:
        session.get_one(Occurrence, occurrence_id).look_at = town.now()


def test_who_came_is_thanked_and_says_what_we_learn(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    one = soon(town, chair)
    scans(town, tini, one)
    tini.sees("Tercatat hadir")
    morning_after(town, one)
    thanks = tini.sees("Terima kasih sudah datang, Bu Tini 🙏\n1 orang ikut kerja bakti")
    assert thanks.labels == ["👍 Lancar", "🙂 Bisa lebih baik", "😓 Berat"]
    tini.taps("Bisa lebih baik")
    assert "Terima kasih" in says(tini)
    tini.sees("Mau cerita sedikit?")
    tini.taps("Cerita lewat suara")
    tini.sees("Rekam suara")
    tini.says("tanpa suara")
    tini.sees("tombol mikrofon")
    tini.sends_voice()
    tini.sees("Sudah masuk ✓")
    opens_card(chair)
    chair.taps("💡 Pelajaran")
    few = chair.sees("baru 1 jawaban")
    assert not few.says("Tini")
    chair.taps("Dengarkan 1 suara")
    assert "di bawah" in says(chair)
    asep.says("/menu")
    menu = asep.sees("Mau apa?")
    assert "yang hadir" in str(forges(asep, menu, f"learn.{one}.well"))
    assert "engurus" in str(forges(asep, menu, f"learnt.{one}"))
    with town.session() as session:
        assert len(session.exec(select(EventLesson)).all()) == 1


def test_the_organiser_is_asked_how_many_came(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    one = soon(town, chair)
    morning_after(town, one)
    chair.sees("Ada foto atau catatan kerja bakti")
    chair.taps("Berapa yang datang")
    chair.sees("Tulis angkanya")
    chair.says("banyak")
    chair.sees("Tulis angkanya saja")
    chair.says("17")
    chair.sees("17 orang datang")
    with town.session() as session:
        assert session.get_one(Occurrence, one).attended == 17
    tini.says("/menu")
    assert "engurus" in str(forges(tini, tini.sees("Mau apa?"), f"howmany.{one}"))


@pytest.mark.parametrize("then", ["later", "writes"])
def test_minutes_are_asked_for_twice_then_never(town: Town, chair: Neighbour, tini: Neighbour, then: str) -> None:
    one = soon(town, chair, kind=EventKind.meeting, title="")
    morning_after(town, one)
    chair.sees("Notulen rapat")
    if then == "writes":
        chair.taps("📝 Notulen")
        chair.sees("Siapa yang memimpin")
        return
    chair.taps("Nanti saja")
    assert "Kapan saja" in says(chair)
    with town.writing() as session:
        assert session.get_one(Occurrence, one).look_at is not None
        session.get_one(Occurrence, one).look_at = town.now() - timedelta(seconds=1)
    chair.sees("Notulen rapat")
    town.waits_for(lambda session: session.get_one(Occurrence, one).look_at is None, "the last look")
    assert tini
