"""What an invitation from WhatsApp says: what for, when, where, what to bring; and things counted in one line."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.widgets import counted, event_words, which_day
from conversations.widgets.counted import Counted
from storage.events import EventKind, ItemKind

WIB = "Asia/Jakarta"
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
"""Thursday, 10.00 in Jakarta."""
LANDMARKS = ["Pos ronda", "Masjid", "Gang Melati"]
FRIDAY = date(2026, 11, 27)
SUNDAY, SATURDAY, WEEK_AFTER = date(2026, 11, 29), date(2026, 11, 28), date(2026, 12, 5)
NEXT_WEEK = (date(2026, 11, 30), *(date(2026, 12, day) for day in range(1, 7)))
WORK, MEETING = EventKind.work_day, EventKind.meeting


@pytest.mark.parametrize(
    ("text", "kind", "days", "hour", "place", "things", "title"),
    [
        (
            "*Kerja bakti* hari Minggu jam 7 kumpul di pos ronda,\nbawa cangkul & karung. Trims 🙏",
            WORK, (SUNDAY,), time(7), "Pos ronda", ["cangkul", "karung"], "",
        ),
        (
            "Mohon kehadiran bapak2 rapat, Sabtu malam ba'da Isya di rumah Pak Slamet",
            MEETING, (SATURDAY,), time(19, 30), "rumah Pak Slamet", [], "",
        ),
        (
            "RAPAT WARGA\nHari : SABTU\nJam : 19.30 WIB\nTempat : Balai RW 05\nAgenda : bahas iuran sampah",
            MEETING, (SATURDAY,), time(19, 30), "Balai RW 05", [], "iuran sampah",
        ),
        (
            "Kerja bakti membersihkan selokan Sabtu depan jam 6 pagi di Gang Melati. Bawa cangkul 5, sapu lidi ya",
            WORK, (SATURDAY, WEEK_AFTER), time(6), "Gang Melati", ["cangkul 5", "sapu lidi"], "membersihkan selokan",
        ),
        (
            "Kepada warga RT 03 di tempat. Rapat Sabtu 5 Desember 2026 pukul 19.30 di Balai warga untuk membahas ronda",
            MEETING, (WEEK_AFTER,), time(19, 30), "Balai warga", [], "ronda",
        ),
        (
            "Arisan ibu-ibu Jum'at sore pukul 16.00, di rumah Bu RT",
            EventKind.savings_round, (date(2026, 11, 27),), time(16), "rumah Bu RT", [], "",
        ),
        (
            "Posyandu balita 10 Desember, jam 8 pagi. Harap membawa buku KIA dan anak",
            EventKind.clinic, (date(2026, 12, 10),), time(8), "", ["buku KIA"], "",
        ),
        ("Yasinan besok di masjid ba'da Isya", None, (FRIDAY,), time(19, 30), "Masjid", [], ""),
        ("Rapat besok di rumah Bu Tini habis Magrib", MEETING, (FRIDAY,), time(18, 30), "rumah Bu Tini", [], ""),
        ("Ronda malam ini jam 22.00", EventKind.night_watch, (date(2026, 11, 26),), time(22), "", [], ""),
        ("Senam bersama Minggu jam 6, di lapangan", None, (SUNDAY,), time(6), "lapangan", [], ""),
        ("Pos ronda dicat Minggu jam 8", None, (SUNDAY,), time(8), "Pos ronda", [], ""),
        ("Rapat Sabtu jam 8 malam. Arisan minggu depan libur", MEETING, (SATURDAY,), time(20), "", [], ""),
        ("Rapat besok lusa jam 8 malam", MEETING, (FRIDAY, SATURDAY), time(20), "", [], ""),
        ("Terima kasih kerja baktinya kemarin", None, (), None, "", [], ""),
    ],
)  # fmt: skip
def test_an_invitation_is_read(
    text: str, kind: EventKind | None, days: tuple[date, ...], hour: time | None, place: str, things: list[str],
    title: str,
) -> None:  # fmt: skip
    found = event_words.read(text, NOW, WIB, LANDMARKS)
    assert (found.kind, found.days, found.hour, found.place, found.title) == (kind, days, hour, place, title)
    assert [counted.shown(one.name, one.wanted) for one in found.things] == things


@pytest.mark.parametrize(
    ("said", "days", "hour"),
    [
        ("Sabtu depan jam 7 pagi", (SATURDAY, WEEK_AFTER), time(7)),
        ("Sabtu depan malam jam 8", (SATURDAY, WEEK_AFTER), time(20)),
        ("Kamis depan", (date(2026, 12, 3),), None),
        ("Selasa minggu depan jam 8 malam", (date(2026, 12, 1),), time(20)),
        ("minggu depan hari Rabu", (date(2026, 12, 2),), None),
        ("Minggu depan tanggal 6 Desember jam 7", (date(2026, 12, 6),), time(7)),
        ("Senin pekan depan, 7 Desember", (date(2026, 12, 7),), None),
        ("Minggu depan jam 7", (SUNDAY, *NEXT_WEEK), time(7)),
        ("pekan depan", NEXT_WEEK, None),
        ("besok lusa", (FRIDAY, SATURDAY), None),
        ("besok/lusa habis Subuh", (FRIDAY, SATURDAY), time(5)),
        ("besok atau lusa jam 9", (FRIDAY, SATURDAY), time(9)),
        ("besok lusa, tanggal 28 Nov", (SATURDAY,), None),
        ("lusa", (SATURDAY,), None),
        ("besok habis Isya", (FRIDAY,), time(19, 30)),
        ("Sabtu ba'da Isya jam 8", (SATURDAY,), time(20)),
        ("Sabtu jam 16 sampai ba'da Isya", (SATURDAY,), time(16)),
        ("besok jam 7", (date(2026, 11, 27),), time(7)),
        ("28 nov", (SATURDAY,), None),
        ("nanti-nanti", None, None),
    ],
)  # fmt: skip
def test_words_that_may_mean_several_days_are_asked_back(
    said: str, days: tuple[date, ...] | None, hour: time | None
) -> None:
    found = which_day.meant(said, NOW, WIB)
    assert (found.days if found else None, found.hour if found else None) == (days, hour)


@pytest.mark.parametrize(
    ("said", "days", "hour", "is_weekly"),
    [
        ("senam lansia tiap Minggu pagi jam 6", (SUNDAY,), time(6), True),
        ("Setiap hari minggu senam", (SUNDAY,), None, True),
        ("arisan tiap Jum'at habis Asar", (FRIDAY,), time(16), True),
        ("sampah diambil tiap Sabtu. Kerja bakti Minggu jam 7", (SUNDAY,), time(7), False),
        ("arisan tiap minggu", (), None, False),
        ("arisan tiap Minggu pertama jam 9", (), None, False),
        ("kerja bakti Minggu jam 7", (SUNDAY,), time(7), False),
    ],
)
def test_each_weekday_is_that_weekday_and_comes_again(
    said: str, days: tuple[date, ...], hour: time | None, *, is_weekly: bool
) -> None:
    found = event_words.read(said, NOW, WIB, LANDMARKS)
    assert (found.days, found.hour, found.is_weekly) == (days, hour, is_weekly)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Senam lansia Sabtu jam 7 di lapangan", "Senam lansia"),
        ("Senam lansia", "Senam lansia"),
        ("Yasinan ba'da Isya besok", "Yasinan"),
        ("senam lansia tiap Minggu pagi jam 6", "senam lansia"),
        ("Tiap Sabtu senam lansia di lapangan", "senam lansia"),
        ("arisan setiap bulan", "arisan"),
        ("Lomba 17-an, Minggu jam 8", "Lomba 17-an"),
        ("Senam 2026-11-29 jam 7", "Senam"),
        ("Nonton bareng di balai warga", "Nonton bareng"),
        ("x" * 120, "x" * 99 + "…"),
    ],
)
def test_what_it_is_called_stands_before_when_and_where(said: str, name: str) -> None:
    assert event_words.name_in(said) == name


@pytest.mark.parametrize(
    ("said", "things"),
    [
        ("cangkul 5, karung 10", ["cangkul 5", "karung 10"]),
        ("5 cangkul dan 10 karung & gerobak", ["cangkul 5", "karung 10", "gerobak"]),
        ("dua buah cangkul; sapu x3; karung (10)", ["cangkul 2", "sapu 3", "karung 10"]),
        ("1. cangkul 5\n2. Karung: 10\n- cangkul 3", ["cangkul 5", "Karung 10"]),
        ("karung lima, sapu dua belas, kopi sepuluh", ["karung 5", "sapu 12", "kopi 10"]),
        ("sebelas sekop, dua belas cangkul", ["sekop 11", "cangkul 12"]),
        ("kopi 10 gelas, gula 2 kg, teh lima cangkir", ["kopi (gelas) 10", "gula (kg) 2", "teh (cangkir) 5"]),
        ("tikar dua buah, 10 gelas kopi", ["tikar 2", "gelas kopi 10"]),
        ("satuan pengeras suara, meja lipat", ["satuan pengeras suara", "meja lipat"]),
        ("🙏", []),
        ("5", []),
    ],
)
def test_things_are_counted_in_one_line(said: str, things: list[str]) -> None:
    assert [counted.shown(one.name, one.wanted) for one in counted.things_in(said)] == things


def test_what_kind_of_thing_is_said_or_seen() -> None:
    said = "Alat: cangkul 5\nKonsumsi: kopi 30\nTugas: sapu jalan dan selokan 5 orang, jaga parkir\nteh untuk 30 orang"
    assert counted.things_in(said) == [
        Counted(ItemKind.tool, "cangkul", 5),
        Counted(ItemKind.food, "kopi", 30),
        Counted(ItemKind.task, "sapu jalan dan selokan", 5),
        Counted(ItemKind.task, "jaga parkir"),
        Counted(ItemKind.food, "teh", 30),
    ]


@given(st.text(max_size=200))
def test_whatever_is_pasted_nothing_breaks(text: str) -> None:
    found = event_words.read(text, NOW, WIB, LANDMARKS)
    assert all(day >= date(2026, 11, 26) for day in found.days)
    assert len(found.place) <= event_words.LONGEST_PLACE
    which_day.meant(text, NOW, WIB)
