"""The morning after: thanks and what we learn, a kind word to the organiser, how many came, and then silence."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from conversations import say_lesson
from playground.driver import Neighbour
from storage.events import EventKind
from storage.minutes import EventLesson
from storage.occurrences import Occurrence
from storage.outbox import outbox
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


def _voices_sent(session: Session, person: Neighbour) -> int:
    sent = sa.select(sa.func.count()).where(outbox.c.chat == person.id, outbox.c.method == "sendVoice")
    return int(session.connection().execute(sent).scalar_one())


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
    town.waits_for(lambda session: _voices_sent(session, chair) == 1, "her voice")
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


def test_every_voice_can_be_heard_ten_at_a_time(
    town: Town, chair: Neighbour, tini: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(say_lesson, "AT_ONCE", 1)
    one = soon(town, chair)
    for person in (tini, chair):
        scans(town, person, one)
        person.sees("Tercatat hadir")
    morning_after(town, one)
    for person in (tini, chair):
        person.sees("Terima kasih sudah datang")
        person.taps("Lancar")
        person.sees("Mau cerita sedikit?")
        person.taps("Cerita lewat suara")
        person.sees("Rekam suara")
        person.sends_voice()
        person.sees("Sudah masuk ✓")
    opens_card(chair)
    chair.taps("💡 Pelajaran")
    card = chair.sees("baru 2 jawaban")
    assert card.labels[:2] == ["🎧 Dengarkan 1 suara"] * 2
    assert "di bawah" in str(forges(chair, card, f"learnhear.{one}.2"))
    town.waits_for(lambda session: _voices_sent(session, chair) == 1, "the second voice")


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
