"""A resident proposes to gather: organisers say yes, yes on another day, or not now with a reason; she hears of it."""

import pytest

from playground.driver import Neighbour, Seen
from storage.events import EventKind, EventState
from storage.needs import NeedState
from tests.stories.asking import told_of_needs
from tests.stories.calling import HOUR, WHEN, WHERE, events_in, in_days, instant, the_event, times_of
from tests.stories.first_steps import forges
from tests.stories.meeting_up import calls
from tests.stories.rt_three import needs_in
from tests.stories.town import Town

PROPOSED = "Usulan kegiatan No. 1"


def proposes(town: Town, one: Neighbour, days: int = 3) -> None:
    """Painting the guard post, from the menu."""
    one.says("/jadwal")
    one.sees("RT 03")
    one.taps("Usulkan kegiatan")
    one.sees("Mau usul kegiatan apa?")
    one.taps("Lainnya")
    one.says("Cat pos ronda")
    one.sees(WHEN)
    one.says(f"{in_days(town, days)} jam 8 pagi")
    one.sees(WHERE)
    one.taps("Pos ronda")
    look = one.sees("Cat pos ronda · ")
    assert look.says("Pengurus membaca dulu")
    assert not look.says("iingatkan")
    one.taps("✅ Usulkan")
    one.sees("sudah sampai ke pengurus")


@pytest.fixture
def notice(town: Town, chair: Neighbour, tini: Neighbour) -> Seen:
    """What Pak Budi reads of it."""
    proposes(town, tini)
    return chair.sees(PROPOSED)


def test_organisers_say_yes_by_one_tap_and_she_is_told(
    town: Town, notice: Seen, chair: Neighbour, tini: Neighbour
) -> None:
    assert notice.says("dari Bu Tini")
    assert notice.says("Cat pos ronda RT 03")
    assert notice.labels == ["✅ Ajak", "📅 Ajak, waktu lain", "🙏 Belum bisa…"]
    assert times_of(town) == []
    chair.taps("✅ Ajak")
    card = chair.sees("Kegiatan No. 1")
    assert card.says("Diajak oleh Bu Tini")
    assert "Diajak ✓" in (chair.toast() or "")
    assert times_of(town)[0].begins_at == instant(in_days(town, 3), "08:00")
    told = tini.sees("Kabar baik, Bu Tini")
    assert told.says("Usulan kegiatan No. 1 jadi: Cat pos ronda")
    assert told.says("pukul 08.00 WIB · Pos ronda")
    assert told.labels == ["👀 Lihat kegiatannya"]


def test_yes_on_another_day_is_read_back(town: Town, notice: Seen, chair: Neighbour, tini: Neighbour) -> None:
    chair.taps("Ajak, waktu lain")
    chair.sees(WHEN)
    chair.says("entah")
    chair.sees("Belum terbaca")
    chair.says(in_days(town, -1))
    chair.sees("sudah lewat")
    chair.taps("Besok")
    chair.sees(HOUR)
    chair.says("pagi")
    chair.sees("Jamnya belum terbaca")
    chair.taps("09.00")
    chair.sees("pukul 09.00 WIB — benar?")
    chair.taps("Bukan")
    chair.sees(WHEN)
    chair.says(f"{in_days(town, 5)} jam 9")
    chair.sees("pukul 09.00 WIB — benar?")
    chair.taps("Benar")
    chair.sees("Kegiatan No. 1")
    assert times_of(town)[0].begins_at == instant(in_days(town, 5), "09:00")
    assert tini.sees("Kabar baik").says("pukul 09.00 WIB")


def test_not_now_has_a_reason_that_is_seen_beforehand_and_a_way_on(
    town: Town, notice: Seen, chair: Neighbour, tini: Neighbour
) -> None:
    chair.taps("Belum bisa")
    chair.sees("Kenapa belum bisa? Bu Tini membacanya.")
    chair.says("a" * 301)
    chair.sees("Paling banyak 300 huruf")
    chair.says("Catnya <b>belum</b> ada")
    preview = chair.sees("Yang akan dibaca Bu Tini")
    assert preview.says("Alasannya: Catnya <b>belum</b> ada.")
    town.restart()
    chair.taps("✅ Kirim")
    chair.sees("Sudah dikabarkan dengan baik-baik ke Bu Tini")
    assert (the_event(town).state, the_event(town).why) == (EventState.declined, "Catnya <b>belum</b> ada")
    told = tini.sees("Bu Tini, usulan kegiatan No. 1 (Cat pos ronda) belum bisa.")
    assert told.says("Masih ada jalan")
    tini.taps("Usulkan waktu lain")
    tini.sees(WHEN)
    tini.says(f"{in_days(town, 9)} jam 4 sore")
    tini.sees("Cat pos ronda · ")
    tini.taps("✅ Usulkan")
    tini.sees("Usulan kegiatan No. 2 sudah sampai")


def test_she_takes_it_back_before_it_is_answered(
    town: Town, notice: Seen, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    card = tini.sees("sudah sampai ke pengurus")
    assert card.labels == ["↩️ Tarik kembali"]
    asep.says("/menu")
    forges(asep, asep.sees("Mau apa?"), "unpropose.1")
    assert the_event(town).state is EventState.proposed
    tini.taps("Tarik kembali")
    assert tini.sees("Usulan kegiatan No. 1 sudah ditarik kembali.").labels == ["💡 Usulkan waktu lain"]
    assert the_event(town).state is EventState.withdrawn
    told = chair.sees("Ditarik kembali oleh yang mengusulkan")
    assert told.labels == []
    chair.taps_old(notice, "✅ Ajak")
    assert "sudah ditarik kembali" in (chair.toast() or "")
    assert times_of(town) == []
    tini.taps("Usulkan waktu lain")
    tini.sees(WHEN)
    tini.says(f"{in_days(town, 9)} jam 4 sore")
    tini.sees("Cat pos ronda · ")
    tini.taps("✅ Usulkan")
    tini.sees("Usulan kegiatan No. 2 sudah sampai")


def test_what_is_answered_is_not_taken_back(town: Town, notice: Seen, chair: Neighbour, tini: Neighbour) -> None:
    mine = tini.sees("sudah sampai ke pengurus")
    chair.taps("✅ Ajak")
    chair.sees("Kegiatan No. 1")
    tini.taps_old(mine, "Tarik kembali")
    assert "sudah dijawab pengurus" in (tini.toast() or "")
    assert the_event(town).state is EventState.called


def test_a_reason_by_a_tap(town: Town, notice: Seen, chair: Neighbour, tini: Neighbour) -> None:
    chair.taps("Belum bisa")
    chair.taps("Dibahas dulu di rapat")
    chair.taps("✅ Kirim")
    assert tini.sees("belum bisa.").says("Alasannya: dibahas dulu di rapat.")


def test_two_organisers_answer_it_once(town: Town, chair: Neighbour, rina: Neighbour, tini: Neighbour) -> None:
    proposes(town, tini)
    chair.sees(PROPOSED)
    second = rina.sees(PROPOSED)
    rina.taps("Belum bisa")
    rina.taps("Waktunya kurang pas")
    rina.sees("Yang akan dibaca")
    chair.taps("✅ Ajak")
    chair.sees("Kegiatan No. 1")
    rina.taps("✅ Kirim")
    if "sudah dijawab pengurus lain" not in (rina.toast() or ""):
        rina.sees("sudah dijawab pengurus lain")
    rina.taps_old(second, "✅ Ajak")
    assert "sudah dijawab pengurus lain" in (rina.toast() or "")
    assert the_event(town).state is EventState.called
    rina.says("/usulanku")
    rina.does_not_see("sudah dijawab", seconds=0.2)


def test_proposals_wait_on_the_desk(town: Town, notice: Seen, chair: Neighbour) -> None:
    chair.taps("Meja pengurus")
    chair.taps("1 kegiatan")
    listed = chair.sees("💡 usulan warga")
    assert listed.labels[0] == "💡 1 Cat pos ronda"
    chair.taps("💡 1 Cat pos ronda")
    card = chair.sees(PROPOSED)
    assert card.labels[-1] == "‹ Semua kegiatan"
    chair.taps("✅ Ajak")
    chair.sees("Kegiatan No. 1")


def test_enough_is_enough(town: Town, tini: Neighbour) -> None:
    for days in (3, 4, 5):
        proposes(town, tini, days)
    tini.says("/kegiatan")
    tini.sees("Mau usul kegiatan apa?")
    tini.says(f"rapat {in_days(town, 6)} jam 8 malam di masjid")
    tini.sees("💬 Rapat")
    tini.taps("✅ Usulkan")
    tini.sees("Sudah ada 3 usulan kegiatan yang menunggu pengurus")
    tini.taps("Nanti saja")
    tini.sees("disimpan dulu")
    assert len(events_in(town)) == 3


def test_for_a_need_it_is_planned_once_they_say_yes(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 1)
    tini.says("/kegiatan")
    tini.says(f"kerja bakti {in_days(town, 3)} jam 7 di masjid")
    tini.sees("🧹 Kerja bakti")
    tini.taps("Untuk usulan")
    tini.taps("1 Lampu")
    tini.taps("Sudah, ini saja")
    tini.sees("Untuk usulan No. 1")
    tini.taps("✅ Usulkan")
    chair.sees(PROPOSED)
    assert needs_in(town)[0].state is NeedState.received
    chair.taps("✅ Ajak")
    chair.sees("Untuk usulan No. 1")
    assert needs_in(town)[0].state is NeedState.planned


def test_residents_do_not_answer_proposals(town: Town, notice: Seen, asep: Neighbour, tini: Neighbour) -> None:
    for one in (asep, tini):
        one.says("/menu")
        menu = one.sees("Mau apa?")
        for data in ("answer_event.1.yes", "answer_event.1.no", "answer_event.1.other", "proposal.1"):
            assert "Yang mengajak kumpul pengurus" in str(forges(one, menu, data)), data
    assert the_event(town).state is EventState.proposed


def test_what_waits_for_an_answer_is_found_in_ones_own_calendar_and_taken_back_there(
    town: Town, notice: Seen, tini: Neighbour, asep: Neighbour
) -> None:
    tini.says("/jadwal")
    tini.sees("Belum ada kegiatan yang dicatat")
    tini.taps("Yang saya ikuti")
    own = tini.sees("⭐ Yang saya ikuti")
    assert own.says("Cat pos ronda RT 03")
    assert own.says("pukul 08.00 WIB · Pos ronda · menunggu jawaban pengurus")
    tini.taps("💡 Cat pos ronda")
    assert tini.sees(PROPOSED).labels == ["↩️ Tarik kembali", "‹ Kembali ke jadwal"]
    tini.taps("Kembali ke jadwal")
    tini.sees("⭐ Yang saya ikuti")
    tini.taps("💡 Cat pos ronda")
    tini.sees(PROPOSED)
    tini.taps("Tarik kembali")
    tini.sees("sudah ditarik kembali")
    tini.taps("Kembali ke jadwal")
    tini.sees("Belum ada yang saya ikuti")
    asep.says("/jadwal")
    asep.sees("Belum ada kegiatan yang dicatat")
    asep.taps("Yang saya ikuti")
    asep.sees("Belum ada yang saya ikuti")


def test_an_answer_that_came_first_is_said_where_ones_own_is_opened(
    town: Town, notice: Seen, chair: Neighbour, tini: Neighbour
) -> None:
    tini.says("/jadwal")
    tini.sees("Belum ada kegiatan yang dicatat")
    tini.taps("Yang saya ikuti")
    own = tini.sees("⭐ Yang saya ikuti")
    chair.taps("✅ Ajak")
    chair.sees("Kegiatan No. 1")
    tini.sees("Kabar baik")
    tini.taps_old(own, "💡 Cat pos ronda")
    assert "sudah dijawab pengurus" in (tini.toast() or "")


def test_organisers_read_what_else_there_is_about_that_time(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    calls(town, chair, kind=EventKind.meeting, in_group=False)
    proposes(town, tini)
    notice = chair.sees("Usulan kegiatan No. 2")
    assert notice.says("⚠️ Sekitar jam itu juga ada rapat, 07.00")
    chair.taps("Ajak, waktu lain")
    chair.sees(WHEN)
    chair.says(f"{in_days(town, 3)} jam 7")
    assert chair.sees("benar?").says("⚠️ Sekitar jam itu juga ada rapat, 07.00")
