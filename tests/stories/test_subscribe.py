"""An address for one's own calendar, and one for the neighbourhood: made, replaced, ended; shown once alone."""

import re
import urllib.request
from datetime import UTC, datetime

import pytest

from community import calendar_links
from conversations import calendar_lines
from playground.driver import Neighbour
from storage import people
from tests.community.other_calendars import entries
from tests.stories.meeting_up import calls, says
from tests.stories.rt_three import person_of
from tests.stories.town import Process, Town

WEB = "https://rembuk.example.id"


@pytest.fixture
def on_the_web(town: Town) -> None:
    """The operator has an address on the web."""
    town.settings = town.settings.model_copy(update={"public_url": WEB})
    town.restart()


def asks_for_subscription(person: Neighbour) -> None:
    person.says("/jadwal")
    person.sees("RT 03")
    person.taps("Langganan kalender")


def token_in(person: Neighbour, words: str) -> str:
    found = re.search(rf"{WEB}/kalender/([a-z0-9]+)\.ics", person.sees(words).text)
    assert found is not None
    return found[1]


def reads(town: Town, token: str) -> int | None:
    """How many events stand at an address; None if it is void."""
    with town.session() as session:
        link = calendar_links.open_link(session, token)
        return None if link is None else len(entries(calendar_lines.at_address(session, link, town.now()).content))


@pytest.mark.usefixtures("on_the_web")
def test_ones_own_address_is_made_replaced_and_ended(town: Town, asep: Neighbour, chair: Neighbour) -> None:
    calls(town, chair)
    asks_for_subscription(asep)
    assert asep.sees("Alamat saya: belum ada").labels == ["➕ Buat alamat saya", "Kembali"]
    asep.taps("Buat alamat saya")
    first = token_in(asep, "Ini alamat kalender saya")
    assert reads(town, first) == 1
    page = asep.sees("Alamat saya: ada, sejak")
    assert page.labels == ["♻️ Ganti alamat saya", "🗑 Matikan alamat saya", "Kembali"]
    assert first not in page.text
    asep.taps("Ganti alamat saya")
    town.neighbourhood.waits_for(lambda: reads(town, first) is None, "the old one to be void")
    second = town.neighbourhood.waits_for(lambda: {token_in(asep, "Ini alamat kalender saya")} - {first}).pop()
    assert (reads(town, first), reads(town, second)) == (None, 1)
    asep.taps("Matikan alamat saya")
    assert says(asep) == "Alamatnya sudah mati ✓"
    asep.sees("Alamat saya: belum ada")
    assert reads(town, second) is None


@pytest.mark.usefixtures("on_the_web")
def test_the_day_of_an_address_is_the_neighbourhoods_own(town: Town, asep: Neighbour) -> None:
    """Three in the morning in Jakarta, the evening before in UTC."""
    with town.writing() as session:
        me = person_of(session, asep)
        calendar_links.make_own(session, me.id, now=datetime(2026, 11, 28, 20, tzinfo=UTC))
    asks_for_subscription(asep)
    asep.sees("Alamat saya: ada, sejak 29 Nov 2026")


@pytest.mark.usefixtures("on_the_web")
def test_whoever_has_left_ends_their_address_all_the_same(town: Town, asep: Neighbour) -> None:
    with town.writing() as session:
        token = calendar_links.make_own(session, person_of(session, asep).id, now=town.now())
    asks_for_subscription(asep)
    asep.sees("Alamat saya: ada")
    with town.writing() as session:
        me = person_of(session, asep)
        me.community_id = None
        for one in people.memberships_of(session, me.id):
            session.delete(one)
    asep.taps("Matikan alamat saya")
    town.neighbourhood.waits_for(lambda: reads(town, token) is None, "it to be void")


@pytest.mark.usefixtures("on_the_web")
def test_the_neighbourhoods_address_is_the_organisers_to_make(town: Town, asep: Neighbour, chair: Neighbour) -> None:
    calls(town, chair)
    asks_for_subscription(chair)
    chair.sees("Alamat RT 03: belum ada")
    chair.taps("Buat alamat RT 03")
    token = token_in(chair, "Ini alamat kalender RT 03, boleh dibagikan")
    assert reads(town, token) == 1
    asks_for_subscription(asep)
    assert "RT 03" not in " ".join(asep.sees("Alamat saya: belum ada").labels)
    chair.taps("Matikan alamat RT 03")
    assert says(chair) == "Alamatnya sudah mati ✓"
    chair.sees("Alamat RT 03: belum ada")
    assert reads(town, token) is None


def test_without_an_address_on_the_web_it_says_so_and_the_file_still_works(
    town: Town, asep: Neighbour, chair: Neighbour
) -> None:
    calls(town, chair)
    asks_for_subscription(asep)
    asep.sees("Langganan kalender belum tersedia")
    asep.taps("Kembali")
    listed = asep.sees("Jadwal RT 03")
    asep.taps(next(label for label in listed.labels if label.startswith("🧹")))
    asep.sees("Kerja bakti RT 03")
    asep.taps("Simpan ke kalender")
    asep.sees("Buka filenya")


@pytest.mark.usefixtures("on_the_web")
def test_a_phone_reads_the_address_over_the_web_and_no_log_knows_it(
    town: Town, asep: Neighbour, chair: Neighbour, capfd: pytest.CaptureFixture[str]
) -> None:
    calls(town, chair)
    asks_for_subscription(asep)
    asep.sees("Alamat saya: belum ada")
    asep.taps("Buat alamat saya")
    token = token_in(asep, "Ini alamat kalender saya")
    town.stop()
    town.process = Process(town.settings, serves=True)
    address = f"http://127.0.0.1:{town.process.rembuk.port}/kalender/{token}.ics"
    with urllib.request.urlopen(address, timeout=5) as answer:
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert len(entries(answer.read())) == 1
    assert token not in "".join(capfd.readouterr())
