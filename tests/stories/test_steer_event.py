"""Organisers see their events and change them: moved, put off for rain, cancelled, ended; two at once."""

import pytest

from community import recurrence
from playground.driver import Neighbour
from storage.events import EventState
from storage.needs import NeedState
from storage.occurrences import OccurrenceState
from storage.people import Role
from tests.stories.asking import told_of_needs, unconfirmed
from tests.stories.calling import called_by, in_days, instant, opens_card, the_event, times_of, told
from tests.stories.first_steps import forges
from tests.stories.rt_three import needs_in, neighbour
from tests.stories.steering import moves_next_door
from tests.stories.town import Town

CARD = "Kegiatan No. 1"


@pytest.fixture
def called(town: Town, chair: Neighbour, tini: Neighbour) -> int:
    """Kerja bakti in three days at seven, at the guard post; the id of its time."""
    return called_by(town, chair)


@pytest.fixture
def weekly(town: Town, chair: Neighbour, tini: Neighbour) -> int:
    return called_by(town, chair, rule=recurrence.weekly())


# ── looking ──


def test_the_card_says_when_and_where_and_names_nobody_who_comes(town: Town, called: int, chair: Neighbour) -> None:
    card = opens_card(chair)
    assert card.says("Kerja bakti RT 03")
    assert card.says("pukul 07.00 WIB · Pos ronda")
    assert card.says("Semua warga")
    assert card.says("Diajak oleh Pak Budi")
    assert not card.says("Tini")
    assert card.labels == [
        "✏️ Ubah", "🌧 Tunda", "📅 Pindah waktu", "📄 Surat & daftar", "✖️ Batalkan", "‹ Semua kegiatan"
    ]  # fmt: skip
    chair.taps("Semua kegiatan")
    chair.sees("Kegiatan di sini.")


def test_without_events_the_list_says_so(town: Town, chair: Neighbour) -> None:
    chair.taps("Meja pengurus")
    forges(chair, chair.sees("Belum ada yang menunggu"), "gatherings")
    chair.sees("Belum ada kegiatan.")


# ── rain ──


def test_rain_puts_it_off_at_once_and_a_new_time_follows(
    town: Town, called: int, chair: Neighbour, tini: Neighbour
) -> None:
    opens_card(chair)
    chair.taps_count = 0
    chair.taps("🌧 Tunda")
    card = chair.sees("Ditunda, kabar waktu baru menyusul")
    assert chair.taps_count == 1
    assert card.says("Alasannya: hujan")
    assert card.labels == ["✏️ Ubah", "📅 Pindah waktu", "↩️ Tetap jadi", "✖️ Batalkan", "‹ Semua kegiatan"]
    assert told(town) == [chair.id, tini.id]
    chair.taps("Pindah waktu")
    chair.sees("Pindah ke kapan?")
    chair.says(f"{in_days(town, 10)} jam 8")
    chair.sees("Kenapa pindah?")
    chair.taps("Ini waktu barunya")
    chair.sees("pukul 08.00 WIB — benar?")
    chair.taps("Benar")
    assert chair.sees(CARD).says("pukul 08.00 WIB")
    (one,) = times_of(town)
    assert (one.state, one.begins_at, one.why) == (
        OccurrenceState.planned, instant(in_days(town, 10), "08:00"), "waktu baru",
    )  # fmt: skip
    assert len(told(town)) == 4


def test_it_takes_place_after_all(town: Town, called: int, chair: Neighbour, tini: Neighbour) -> None:
    opens_card(chair)
    chair.taps("🌧 Tunda")
    chair.sees("Ditunda")
    tini.sees("ditunda, hujan")
    chair.taps("Tetap jadi")
    assert "Alasannya" not in chair.sees(CARD).text
    told_so = tini.sees("tetap jadi: ")
    assert not told_so.says("Tadinya")
    assert told_so.labels == ["✋ Ikut", "🤔 Belum tentu", "🙏 Berhalangan"]
    (one,) = times_of(town)
    assert (one.state, one.begins_at) == (OccurrenceState.planned, instant(in_days(town, 3), "07:00"))


# ── another time ──


def test_another_time_needs_a_reason_and_is_read_back(town: Town, called: int, chair: Neighbour) -> None:
    opens_card(chair)
    chair.taps("Pindah waktu")
    chair.sees("Sekarang: ")
    chair.says("entah")
    chair.sees("Belum terbaca")
    chair.says(in_days(town, -1))
    chair.sees("sudah lewat")
    chair.says(f"{in_days(town, 3)} jam 7")
    chair.sees("Itu waktunya yang sekarang")
    chair.says(in_days(town, 900))
    chair.sees("Jam berapa?")
    chair.taps("Tetap jam 07.00")
    chair.sees("Terlalu jauh")
    chair.taps("Kembali")
    chair.sees("Pindah ke kapan?")
    chair.taps("Besok")
    chair.sees("Jam berapa?")
    chair.says("pagi")
    chair.sees("Jamnya belum terbaca")
    chair.taps("Tetap jam 07.00")
    chair.sees("Kenapa pindah?")
    chair.says("a" * 301)
    chair.sees("Paling banyak 300 huruf")
    chair.says("Sabtu <b>hajatan</b>")
    chair.sees("pukul 07.00 WIB — benar?")
    chair.taps("Bukan")
    chair.sees("Pindah ke kapan?")
    chair.says(f"{in_days(town, 4)} jam 9")
    chair.sees("Kenapa pindah?")
    chair.taps("Bentrok acara lain")
    chair.sees("pukul 09.00 WIB — benar?")
    town.restart()
    chair.taps("Benar")
    assert chair.sees(CARD).says("Alasannya: bentrok dengan acara lain")
    assert times_of(town)[0].begins_at == instant(in_days(town, 4), "09:00")


def test_two_organisers_move_it_once(town: Town, called: int, chair: Neighbour, rina: Neighbour) -> None:
    old = opens_card(chair)
    chair.taps("Pindah waktu")
    chair.sees("Pindah ke kapan?")
    opens_card(rina)
    rina.taps("🌧 Tunda")
    rina.sees("Ditunda")
    chair.says(f"{in_days(town, 4)} jam 9")
    chair.sees("Kenapa pindah?")
    chair.taps("🌧 Hujan")
    chair.sees("benar?")
    chair.taps("Benar")
    chair.sees("Pengurus lain baru saja mengubah kegiatan No. 1")
    assert times_of(town)[0].state is OccurrenceState.postponed
    chair.taps_old(old, "🌧 Tunda")
    assert "Pengurus lain baru saja mengubah" in (chair.toast() or "")


# ── cancelled ──


def test_cancelled_with_a_reason_everyone_reads(town: Town, called: int, chair: Neighbour, tini: Neighbour) -> None:
    opens_card(chair)
    chair.taps("Batalkan")
    chair.sees("Kenapa dibatalkan?")
    chair.taps("Tempat belum siap")
    chair.sees("“tempatnya belum siap”")
    chair.taps("Tidak jadi")
    chair.sees(CARD)
    chair.taps("Batalkan")
    chair.says("Ada <b>hajatan</b>")
    chair.sees("Batalkan Kerja bakti, ")
    chair.taps("Ya, batalkan")
    card = chair.sees("✖️ Dibatalkan")
    assert card.says("Alasannya: Ada <b>hajatan</b>")
    assert card.labels == ["‹ Semua kegiatan"]
    assert (the_event(town).state, times_of(town)[0].state) == (EventState.cancelled, OccurrenceState.cancelled)
    assert tini.id in told(town)
    flash = forges(chair, card, f"conduct.{called}.rain.1")
    assert "Kegiatan No. 1 sudah dibatalkan." in str(flash)


def test_one_date_of_a_series_or_all_of_it(town: Town, weekly: int, chair: Neighbour) -> None:
    card = opens_card(chair)
    assert card.says("🔁 tiap ")
    chair.taps("Tanggal berikutnya")
    dates = chair.sees("tanggal berikutnya")
    chair.taps(dates.labels[1])
    chair.sees(CARD)
    chair.taps("Batalkan")
    chair.sees("Yang mana dibatalkan?")
    chair.taps("Hanya ")
    chair.taps("Bentrok acara lain")
    chair.taps("Ya, batalkan")
    chair.sees("✖️ Dibatalkan")
    first, second, third, *_ = times_of(town)
    assert (first.state, second.state, third.state) == (
        OccurrenceState.planned, OccurrenceState.cancelled, OccurrenceState.planned,
    )  # fmt: skip
    opens_card(chair)
    chair.taps("Batalkan")
    chair.taps("Semua seterusnya")
    chair.taps("Bentrok acara lain")
    chair.sees("dan seterusnya?")
    chair.taps("Ya, batalkan")
    chair.sees("✖️ Dibatalkan")
    assert the_event(town).state is EventState.cancelled
    assert {one.state for one in times_of(town)} == {OccurrenceState.cancelled}
    assert len(told(town)) == 4, "everyone once for the date, once for the end of it"


def test_a_series_ends_on_a_day(town: Town, weekly: int, chair: Neighbour) -> None:
    opens_card(chair)
    chair.taps("Berakhir pada")
    chair.sees("Hari terakhirnya kapan?")
    chair.says("nanti-nanti")
    chair.sees("Hari terakhirnya kapan?")
    chair.says(in_days(town, 11))
    chair.sees("saja?")
    chair.taps("Ya, sampai itu")
    assert chair.sees(CARD).says(", sampai ")
    states = [one.state for one in times_of(town)]
    assert states[:2] == [OccurrenceState.planned] * 2
    assert set(states[2:]) == {OccurrenceState.cancelled}


# ── the needs that it is for ──


def test_the_story_of_a_need_keeps_what_becomes_of_its_work_day(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 1)
    (need,) = needs_in(town)
    called_by(town, chair, needs=[need.id])
    opens_card(chair)
    chair.taps("🌧 Tunda")
    chair.sees("Ditunda")
    chair.taps("Batalkan")
    chair.taps("Bentrok acara lain")
    chair.taps("Ya, batalkan")
    chair.sees("✖️ Dibatalkan")
    assert needs_in(town)[0].state is NeedState.accepted
    tini.says("/usulanku")
    tini.taps("1 · Lampu")
    tini.taps("Perjalanan")
    story = tini.sees("Perjalanan")
    assert story.says("Kerja bakti ditunda: hujan.")
    assert story.says("Kerja bakti tidak jadi: bentrok dengan acara lain.")


# ── who may not ──


def test_residents_and_the_organiser_of_the_next_rt_may_not(town: Town, called: int, tini: Neighbour) -> None:
    next_door = neighbour(town, "Pak Joko", role=Role.chair)
    with town.writing() as session:
        moves_next_door(session, next_door)
    for one in (tini, next_door):
        one.says("/menu")
        menu = one.sees("Mau apa?")
        for data in (f"called.{called}", "dates.1", *(f"conduct.{called}.{act}.0" for act in ("rain", "off", "move"))):
            flash = forges(one, menu, data)
            assert "Yang mengajak kumpul pengurus" in str(flash), (data, flash)
    assert times_of(town)[0].state is OccurrenceState.planned


def test_before_the_chair_has_tapped_nothing_is_steered(town: Town, called: int, rina: Neighbour) -> None:
    card = opens_card(rina)
    unconfirmed(town)
    for label in ("Ubah", "Tunda", "Pindah waktu", "Batalkan"):
        rina.taps_old(card, label)
        assert "Ketua RT perlu bergabung dulu" in (rina.toast() or "")


@pytest.mark.parametrize(
    "data", ["called.99", "called.x", "conduct.1.fly.0", "conduct.1.rain.x", "conduct.1.until.0", "conduct", "dates.99"]
)
def test_forged_buttons_do_nothing(town: Town, called: int, chair: Neighbour, data: str) -> None:
    card = opens_card(chair)
    forges(chair, card, data)
    (one,) = times_of(town)
    assert (one.state, one.moves) == (OccurrenceState.planned, 0)
