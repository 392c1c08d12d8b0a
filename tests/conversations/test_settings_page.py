"""Pengaturan: each wish in one or two taps, on one card; below an announcement one tap is enough."""

import pytest
from sqlalchemy import Engine

from storage import preferences
from storage.communities import Community
from storage.people import Membership, membership_of
from storage.preferences import Hearing, Preference, Rhythm
from tests.conversations.forgeries import Street, street
from tests.conversations.parlour import Guest

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(engine: Engine) -> Street:
    return street(engine)


def page(guest: Guest) -> str:
    guest.taps_data("c.menu.settings")
    return guest.newest()


def wishes(here: Street, name: str) -> Preference:
    found: Preference = here.parlour.look(lambda session: preferences.of(session, here.ids[name]))
    return found


def test_it_tells_how_things_are(here: Street) -> None:
    assert page(here.guests["asep"]).splitlines()[2:9] == [
        "🌐 Bahasa Indonesia",
        "🌙 Jam tenang: tidak ada",
        "👀 Kabar usulan: langsung",
        "📢 Pengumuman: ya",
        "📅 Pengingat kegiatan: malam sebelumnya, hari-H",
        "🔢 Paling banyak 12 pesan seminggu (minggu ini 0)",
        "🗞 Rangkuman: Minggu 19.30",
    ]


def test_each_wish_is_two_taps_and_the_card_says_so(here: Street) -> None:
    asep = here.guests["asep"]
    page(asep)
    for first, second, said in (
        ("Batas", "7", "Paling banyak 7 pesan"),
        ("Usulan", "Dalam rangkuman", "Kabar usulan: dalam rangkuman"),
        ("Pengumuman", "RT 03 ✓", "Pengumuman: tidak"),
    ):
        asep.taps(first)
        asep.taps(second)
        assert said in asep.newest()
        assert asep.toast == "Sudah diubah ✓"
    assert len([one for one in asep.screen if "Pengaturan" in one["text"]]) == 1, "it is drawn anew, not sent again"
    mine = wishes(here, "asep")
    assert (mine.weekly_cap, mine.news) == (7, Hearing.digest)


def test_quiet_hours_of_ones_own(here: Street) -> None:
    asep = here.guests["asep"]
    page(asep)
    asep.taps("Jam tenang")
    asep.taps("Magrib: tidak")
    asep.taps("Malam mulai")
    asep.taps("22")
    assert "Jam tenang: 22.00–05.00, Magrib" in asep.newest()
    assert wishes(here, "asep").quiet_hours == [["22:00", "05:00"], ["17:45", "18:45"]]
    asep.taps("Ikut jam RT")
    assert wishes(here, "asep").quiet_hours is None
    asep.taps("Kembali")
    assert "Pengaturan" in asep.newest()


def test_the_digest_on_another_day_at_another_hour_or_not_at_all(here: Street) -> None:
    asep = here.guests["asep"]
    page(asep)
    asep.taps("Rangkuman")
    asep.taps("Hari Minggu")
    asep.taps("Jumat")
    asep.taps("Jam 19.30")
    asep.taps("06.00")
    asep.taps("Kembali")
    assert "Rangkuman: Jumat 06.00" in asep.newest()
    asep.taps("Rangkuman")
    asep.taps("Tiap hari")
    assert not any("Hari " in label for label in asep.buttons())
    asep.taps("Tidak usah")
    assert wishes(here, "asep").digest is Rhythm.never


def test_reminders_of_events_come_early_late_often_or_never(here: Street) -> None:
    asep = here.guests["asep"]
    page(asep)
    asep.taps("Pengingat")
    assert asep.buttons() == ["H-2", "Malam sebelumnya ✓", "Hari-H ✓", "Tidak usah", "Kembali"]
    asep.taps("H-2")
    asep.taps("Malam sebelumnya")
    assert "Sekarang: dua hari sebelumnya, hari-H" in asep.newest()
    assert wishes(here, "asep").event_waves == ["early", "soon"]
    asep.taps("Tidak usah")
    assert wishes(here, "asep").event_waves == []
    assert "Tidak usah" not in asep.buttons()
    asep.taps("Kembali")
    assert "📅 Pengingat kegiatan: tidak" in asep.newest()
    asep.taps("Pengingat")
    asep.taps("Seperti biasanya")
    assert wishes(here, "asep").event_waves is None
    assert asep.buttons() == ["H-2", "Malam sebelumnya ✓", "Hari-H ✓", "Tidak usah", "Kembali"]


def test_all_is_stopped_and_goes_on_again(here: Street) -> None:
    asep = here.guests["asep"]
    page(asep)
    asep.taps("Hentikan semua")
    assert "Semua kabar dihentikan, yang mendesak juga" in asep.newest()
    assert wishes(here, "asep").stopped_at is not None
    asep.taps("Tetap kirim yang mendesak")
    assert "kecuali yang mendesak, misalnya banjir" in asep.newest()
    assert wishes(here, "asep").keeps_urgent
    asep.taps("Yang mendesak juga tidak")
    assert not wishes(here, "asep").keeps_urgent
    asep.taps("Lanjutkan lagi")
    assert wishes(here, "asep").stopped_at is None
    assert "Yang ditanyakan sendiri selalu dijawab" in asep.newest()


def test_of_two_neighbourhoods_each_has_its_own_announcements(here: Street) -> None:
    joko = here.guests["joko"]
    with here.parlour.engine.begin() as connection:
        now = here.parlour.house.now()
        connection.execute(
            Membership.__table__.insert().values(  # type: ignore[attr-defined]  # SQLModel sets it on table classes
                person_id=here.ids["joko"], community_id=here.parlour.community_id, role="resident", joined_at=now,
                hears_broadcasts=True,
            )
        )  # fmt: skip
    assert "📢 Pengumuman: RT 04 ✓, RT 03 ✓" in page(joko)
    joko.taps("Pengumuman")
    joko.taps("RT 03 ✓")
    assert "📢 Pengumuman: RT 04 ✓, RT 03 –" in joko.newest()


def test_one_tap_below_an_announcement_and_how_to_turn_it_round(here: Street) -> None:
    asep, place = here.guests["asep"], here.parlour.community_id

    def hears() -> bool:
        member = here.parlour.look(lambda session: membership_of(session, here.ids["asep"], place))
        return bool(member and member.hears_broadcasts)

    asep.taps_data(f"c.quietly.{place}")
    assert not hears()
    assert asep.toast == "Baik, pengumuman RT 03 tidak dikirim lagi."
    assert "Yang mendesak, misalnya banjir, tetap dikirim." in asep.newest()
    asep.taps("Kirim lagi")
    assert hears()
    assert asep.newest() == "Baik, pengumuman RT 03 dikirim lagi ✓"


@pytest.mark.parametrize(
    "data",
    [
        "wish", "wish.nothing", "wish.quiet.nothing", "wish.quiet.begins.12:00", "wished.news.loud", "wished.cap.4",
        "wished.cap.٣", "wished.digest.hourly", "wished.weekday.7", "wished.at.19:31", "wished.calls.1.x.y",
        "wished.calls.999.no", "wished.waves.late", "wished.waves", "quietly.999", "quietly.", "wished",
    ],
)  # fmt: skip
def test_what_nobody_offered_changes_nothing(here: Street, data: str) -> None:
    before = here.as_built
    here.guests["asep"].taps_data(f"c.{data}")
    assert here.guests["asep"].toast
    if data != "wished.calls.1.x.y":
        assert here.stored() == before


def test_the_chair_sets_the_neighbourhoods(here: Street) -> None:
    budi = here.guests["budi"]
    budi.taps_data("c.rules.")
    budi.taps_data(f"c.calm.{here.parlour.community_id}", budi.screen[-1] if budi.screen else None)
    place = here.parlour.community_id
    budi.taps_data(f"c.setcalm.{place}.maghrib.yes")
    budi.taps_data(f"c.setcalm.{place}.begins.20:00")
    assert budi.toast == "Sudah diubah ✓"
    found: list[list[str]] = here.parlour.look(lambda session: session.get_one(Community, place).quiet_hours)
    assert found == [["20:00", "05:00"], ["17:45", "18:45"]]
