"""An organiser calls the neighbours together: six taps for the common case, everything else behind ➕ and [Ubah]."""

import pytest
from sqlmodel import select

from playground.driver import Group, Neighbour
from storage.events import EventKind, EventState, Invited
from storage.needs import NeedState
from storage.occurrences import EventCard
from storage.reminders import Reminder
from tests.stories.asking import told_of_needs
from tests.stories.calling import (
    HOUR,
    LOOK,
    WHEN,
    WHERE,
    changes,
    in_days,
    instant,
    items_in,
    needs_called_for,
    sends,
    the_event,
    times_of,
    work_day_in_three_days,
)
from tests.stories.rt_three import group_of_rt_three
from tests.stories.town import Town


@pytest.fixture
def group(town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour) -> Group:
    return group_of_rt_three(town, chair, tini, asep)


# ── the common case ──


def test_a_work_day_is_six_taps_and_no_word(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    chair.taps("Meja pengurus")
    chair.sees("Belum ada yang menunggu")
    chair.taps_count = 0
    chair.taps("📅 Ajak kumpul")
    chair.sees("Acara apa?")
    chair.taps("Kerja bakti")
    chair.sees(WHEN)
    chair.taps("Besok")
    chair.sees(HOUR)
    chair.taps("16.00")
    chair.sees(f"pukul 16.00 WIB. {WHERE}")
    chair.taps("Pos ronda")
    look = chair.sees("🧹 Kerja bakti · ")
    assert look.says(", 16.00 WIB · Pos ronda")
    assert look.says("Semua warga.")
    assert look.says("iingatkan")
    assert look.labels == [
        "✅ Kirim", "➕ Untuk usulan…", "➕ Alat & tugas", "➕ Berulang", "✏️ Ubah", "Kembali", "Nanti saja",
    ]  # fmt: skip
    chair.taps("✅ Kirim")
    sent = chair.sees("Terkirim ✓")
    assert (chair.taps_count, chair.words_typed) == (6, 0)
    assert sent.says("Kegiatan No. 1")
    assert sent.says("Kerja bakti RT 03")
    event, (one,) = the_event(town), times_of(town)
    assert (event.kind, event.place, event.state) == (EventKind.work_day, "Pos ronda", EventState.called)
    assert one.begins_at == instant(in_days(town, 1), "16:00")
    with town.session() as session:
        assert session.exec(select(Reminder)).first() is not None


def test_it_is_reminded_the_evening_before_and_an_hour_before(town: Town, chair: Neighbour) -> None:
    look = work_day_in_three_days(town, chair)
    assert look.says("19.30 dan ")
    assert look.says("06.00.")


def test_in_the_group_its_card_is_put_up_once(town: Town, group: Group, chair: Neighbour) -> None:
    look = work_day_in_three_days(town, chair)
    assert look.says("Semua warga · grup Warga RT 03.")
    sends(chair)
    with town.session() as session:
        assert len(session.exec(select(EventCard)).all()) == 1


# ── behind the plus signs ──


def test_tools_food_and_tasks_are_typed_in_one_line(town: Town, chair: Neighbour) -> None:
    work_day_in_three_days(town, chair)
    chair.taps("Alat & tugas")
    chair.sees("misalnya: cangkul 5, karung 10")
    chair.says("🙏")
    chair.sees("misalnya: cangkul 5, karung 10")
    chair.says("cangkul 5, karung 10 dan kopi 30")
    more = chair.sees("Ketuk untuk membuang")
    assert more.labels[:3] == ["✕ 🧰 cangkul 5", "✕ 🧰 karung 10", "✕ ☕ kopi 30"]
    chair.taps("Tugas")
    chair.sees("sapu jalan 4")
    chair.says("sapu jalan dan selokan 4")
    chair.sees("Ketuk untuk membuang")
    chair.says("cangkul " + "1" * 5)
    chair.sees("Angkanya di luar batas")
    chair.taps("✕ ☕ kopi 30")
    chair.sees("Ketuk untuk membuang")
    chair.taps("Sudah, ini saja")
    look = chair.sees(LOOK)
    assert look.says("🧰 cangkul 5 · karung 10")
    assert look.says("🙌 sapu jalan dan selokan 4")
    sends(chair)
    assert items_in(town) == [
        ("tool", "cangkul", 5), ("tool", "karung", 10), ("task", "sapu jalan dan selokan", 4),
    ]  # fmt: skip


def test_for_needs_by_tap_and_by_number(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 3)
    work_day_in_three_days(town, chair)
    chair.taps("Untuk usulan")
    chair.sees("Untuk usulan yang mana?")
    chair.taps("2 Selokan")
    chair.sees("Untuk usulan yang mana?")
    chair.says("No. 3")
    chair.sees("Untuk usulan yang mana?")
    chair.says("No. 99")
    chair.sees("“No. 99” belum ada di sini")
    chair.taps("Sudah, ini saja")
    assert chair.sees(LOOK).says("Untuk usulan No. 2 Selokan, No. 3 Jalan/gang")
    sends(chair)
    assert [(need.number, need.state) for need in needs_called_for(town)] == [
        (2, NeedState.planned), (3, NeedState.planned),
    ]  # fmt: skip
    town.passes(minutes=1)
    assert tini.sees("sudah direncanakan").says("Kumpul di Pos ronda.")


def test_it_comes_again_by_a_tap_or_in_words_until_a_day(town: Town, chair: Neighbour) -> None:
    work_day_in_three_days(town, chair)
    chair.taps("Berulang")
    often = chair.sees("Seberapa sering?")
    assert "Tiap hari" in often.labels
    chair.says("entah")
    chair.sees("Coba misalnya: tiap minggu")
    chair.says("Minggu pertama")
    assert chair.sees("Sampai kapan?").says("Tiap Minggu pertama, mulai Minggu,")
    chair.taps("1 tahun")
    assert chair.sees(LOOK).says("🔁 tiap Minggu pertama, sampai")
    chair.taps("Berulang")
    chair.taps("Sekali saja")
    assert not chair.sees(LOOK).says("🔁")
    chair.taps("Berulang")
    chair.sees("Seberapa sering?")
    chair.taps("Tiap hari")
    chair.taps("Tanggal lain")
    chair.sees("Sampai kapan?")
    chair.says(in_days(town, -1))
    chair.sees("sudah lewat")
    chair.says(in_days(town, 60))
    chair.sees("🔁 tiap hari, sampai")
    sends(chair)
    assert the_event(town).rule is not None
    assert len(times_of(town)) > 5


def test_everything_that_was_asked_can_be_changed(town: Town, group: Group, chair: Neighbour) -> None:
    work_day_in_three_days(town, chair)
    for what, answer, seen in (
        ("Tentang apa", "membersihkan selokan", "🧹 Kerja bakti: membersihkan selokan"),
        ("Jam", "setengah 8 pagi", ", 07.30 WIB"),
        ("Hari", in_days(town, 5), ", 07.30 WIB"),
        ("Tempat", "depan rumah Bu Tini", "depan rumah Bu Tini"),
        ("Lama acara", "90 menit", "Kira-kira 1 jam 30 menit"),
        ("Jumlah orang", "20 orang", "Perlu 20 orang"),
        ("Keterangan", "Yang punya gerobak *tolong* dibawa", "“Yang punya gerobak tolong dibawa”"),
    ):
        changes(chair, what)
        chair.says(answer)
        chair.sees(seen)
    changes(chair, "Yang diajak")
    chair.sees("Siapa yang diajak?")
    chair.taps("Pengurus saja")
    assert chair.sees("Pengurus saja.").says("Diingatkan")
    changes(chair, "Grup")
    chair.taps("Warga RT 03")
    chair.taps("Sudah, ini saja")
    chair.sees("Pengurus saja · grup Warga RT 03.")
    changes(chair, "Jenis acara")
    chair.taps("Rapat")
    chair.sees("💬 Rapat: membersihkan selokan")
    changes(chair, "Susunan acara")
    chair.sees("satu per baris")
    chair.says("1. Pembukaan\n2. Iuran\n3. Doa")
    chair.sees("Tulis lagi untuk menambah")
    chair.taps("✕ 3. Doa")
    chair.taps("Sudah, ini saja")
    chair.sees("1. Pembukaan")
    sends(chair)
    event, (one,) = the_event(town), times_of(town)
    assert (event.kind, event.title, event.minutes, event.wanted) == (
        EventKind.meeting, "membersihkan selokan", 90, 20,
    )  # fmt: skip
    assert (event.agenda, event.invited, len(event.destinations)) == (["Pembukaan", "Iuran"], Invited.office, 1)
    assert (event.place, event.words) == ("depan rumah Bu Tini", "Yang punya gerobak tolong dibawa")
    assert one.begins_at == instant(in_days(town, 5), "07:30")


def test_a_point_from_the_phone_is_where_one_meets(town: Town, chair: Neighbour) -> None:
    work_day_in_three_days(town, chair)
    changes(chair, "Tempat")
    chair.sees(WHERE)
    chair.sends_location(-7.5571, 110.8312)
    chair.sees("Pos ronda · 📍")
    changes(chair, "Tempat")
    chair.sees(WHERE)
    chair.sends_sticker("👍")
    chair.sees("Belum paham 🙏 Pilih tombolnya, atau tulis.")
    chair.taps("Lewati")
    assert not chair.sees(LOOK).says("Pos ronda")
    changes(chair, "Tempat")
    chair.sends_venue(-7.5571, 110.8312, "Balai Warga")
    chair.sees("Balai Warga · 📍")
    sends(chair)
    event = the_event(town)
    assert (event.place, event.latitude) == ("Balai Warga", -7.5571)
