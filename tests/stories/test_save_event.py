"""An event goes along into one's own calendar: a file, with all its times, asked for on its card."""

from datetime import UTC, datetime, timedelta
from typing import Any

from playground.driver import Neighbour, Seen
from storage.occurrences import Occurrence
from tests.community.other_calendars import entries, starts
from tests.stories.meeting_up import HOES, TITLE, ZONE, calls, moves, opens, says
from tests.stories.town import Town

FAR = timedelta(days=60)


def inside(town: Town, message: Seen) -> bytes:
    """The file that came with a message."""
    document: dict[str, Any] = message.view["document"]
    with town.world.lock:
        return bytes(town.world.shelf.take(document["file_id"]))


def test_the_file_of_an_event_has_its_time_its_place_and_what_is_to_be_brought_and_no_name(
    town: Town, asep: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair, items=[HOES], agenda=["Selokan"], words="Kata Pak Budi, jangan lupa")
    opens(town, asep, occurrence)
    asep.sees(TITLE)
    asep.taps("✋ Ikut")
    asep.sees("Jawaban saya")
    asep.taps("Tampilkan nama saya")
    asep.sees("🙂 Asep")
    asep.taps("Simpan ke kalender")
    assert says(asep) == "Sebentar, filenya dikirim 📅"
    sent = asep.sees("Buka filenya, lalu pilih kalender di HP. Kalau waktunya pindah")
    assert sent.view["document"]["file_name"] == "kegiatan-1.ics"
    content = inside(town, sent)
    (one,) = entries(content)
    with town.session() as session:
        assert one.decoded("DTSTART") == session.get_one(Occurrence, occurrence).begins_at
    assert (one["LOCATION"], one["STATUS"]) == ("Pos ronda", "CONFIRMED")
    assert "cangkul 2" in one["DESCRIPTION"]
    assert "1. Selokan" in one["DESCRIPTION"]
    assert "?start=rt-" in one["URL"]
    assert not any(name in content.decode() for name in ("Asep", "Budi"))


def test_of_what_comes_again_all_times_are_in_it_also_one_that_was_moved(
    town: Town, asep: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair, rule="FREQ=WEEKLY")
    with town.session() as session:
        first = session.get_one(Occurrence, occurrence).begins_at
    moves(town, chair, occurrence, "Bentrok", days=1)
    opens(town, asep, occurrence)
    asep.sees(TITLE)
    asep.taps("Simpan ke kalender")
    content = inside(town, asep.sees("semua tanggalnya ikut"))
    found = starts(content, ZONE, until=datetime.now(UTC) + FAR)
    assert [one - first for one in found[:3]] == [timedelta(days=1), timedelta(days=7), timedelta(days=14)]
    assert {entry["SEQUENCE"] for entry in entries(content)} == {1}
