"""Announcements that come again: no day is taken silently, and what was chosen is read back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import orjson
import pytest
from babel.dates import format_date
from sqlmodel import select

from playground.driver import Neighbour
from storage.broadcasts import Broadcast
from storage.dialogues import dialogue
from tests.stories.test_announce import pastes
from tests.stories.town import Town

WEEKDAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
WIB = ZoneInfo("Asia/Jakarta")


def comes_again(chair: Neighbour, how: str, words: str = "Jimpitan dimulai lagi") -> None:
    pastes(chair, words)
    chair.taps("Ubah waktu")
    chair.taps("Berulang")
    chair.taps(how)


def test_every_week_on_the_day_that_is_tapped(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    day = town.now().astimezone(WIB).date() + timedelta(days=3)
    comes_again(chair, "Setiap minggu")
    assert len(chair.sees("Setiap hari apa?").labels) == 1 + 7 + 2
    chair.taps(WEEKDAYS[day.weekday()])
    chair.taps("3 bulan")
    said = (
        f"{format_date(day, 'EEEE, d MMM y', locale='id')} pukul 06.00 WIB, tiap hari {WEEKDAYS[day.weekday()]} sampai"
    )
    assert said in chair.sees("Warga akan melihat begini").text
    chair.taps("Kirim")
    chair.sees(f"🕘 Dikirim {format_date(day, 'EEEE, d MMM y', locale='id')} pukul 06.00 WIB · tiap hari")


@pytest.mark.parametrize(
    ("how", "said", "read"),
    [
        ("Setiap minggu", "Sabtu jam 4 sore", "pukul 16.00 WIB, tiap hari Sabtu"),
        ("Setiap minggu", "tiap minggu pukul 07.30", "pukul 07.30 WIB, tiap hari Minggu"),
        ("Setiap bulan", "tanggal 17", "pukul 06.00 WIB, tiap bulan, tanggal 17 sampai"),
        ("Setiap bulan", "sabtu pertama jam 19.30", "pukul 19.30 WIB, tiap bulan, Sabtu pertama"),
    ],
)
def test_or_said_with_an_hour(chair: Neighbour, tini: Neighbour, how: str, said: str, read: str) -> None:
    comes_again(chair, how)
    chair.sees("apa?" if "minggu" in how else "berapa?")
    chair.says("entahlah")
    chair.sees("belum terbaca")
    chair.says(said)
    chair.sees("Sampai kapan?")
    chair.taps("3 bulan")
    assert read in chair.sees("Warga akan melihat begini").text


def test_every_month_on_the_first_sunday(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    comes_again(chair, "Setiap bulan")
    question = chair.sees("Setiap tanggal berapa?")
    assert {"Tanggal 1", "Tanggal 25", "Minggu pertama"} <= set(question.labels)
    chair.taps("Minggu pertama")
    chair.taps("12 bulan")
    assert "pukul 06.00 WIB, tiap bulan, Minggu pertama sampai" in chair.sees("Warga akan melihat begini").text
    chair.taps("Kirim")
    chair.sees("· tiap bulan, Minggu pertama")
    with town.session() as session:
        first = session.exec(select(Broadcast)).one()
        local = first.starts_at.astimezone(WIB)
        assert (local.weekday(), local.day <= 7, first.day_of_month) == (6, True, -7)


def test_the_day_is_asked_anew_when_a_month_takes_the_place_of_a_week(chair: Neighbour, tini: Neighbour) -> None:
    comes_again(chair, "Setiap minggu")
    chair.taps("Minggu")
    chair.taps("1 bulan")
    chair.sees("tiap hari Minggu")
    chair.taps("Ubah waktu")
    chair.taps("Berulang")
    chair.taps("Setiap bulan")
    chair.sees("Setiap tanggal berapa?")
    chair.taps("Tanggal 10")
    chair.sees("Sampai kapan?")
    chair.taps("Kembali")
    chair.taps("Tanggal 5")
    chair.taps("3 bulan")
    chair.sees("tiap bulan, tanggal 5 sampai")


def test_where_a_moment_was_chosen_before_its_day_is_the_day(chair: Neighbour, tini: Neighbour) -> None:
    pastes(chair, "Posyandu besok")
    chair.taps("Ubah waktu")
    chair.taps("Besok 06.00")
    chair.taps("Ubah waktu")
    chair.taps("Berulang")
    chair.taps("Setiap bulan")
    chair.sees("Sampai kapan?")
    chair.taps("3 bulan")
    chair.sees("pukul 06.00 WIB, tiap bulan, tanggal")


def test_what_lay_until_its_time_was_over_comes_at_the_next(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    comes_again(chair, "Setiap minggu")
    chair.taps("Minggu")
    chair.taps("12 bulan")
    chair.sees("tiap hari Minggu")
    older(town, timedelta(weeks=3))
    chair.taps("Kirim")
    again = chair.sees("Waktunya sudah lewat").text
    assert "pukul 06.00 WIB, tiap hari Minggu sampai" in again
    chair.taps("Kirim")
    chair.sees("🕘 Dikirim Minggu")
    tini.does_not_see("Jimpitan", seconds=0.1)


def older(town: Town, span: timedelta) -> None:
    """As if the last look had lain open for so long."""
    with town.writing() as session:
        row = session.connection().execute(dialogue.select()).one()
        stored = orjson.loads(row.draft)
        stored["draft"]["at"] = (datetime.fromisoformat(stored["draft"]["at"]) - span).isoformat()
        session.connection().execute(dialogue.update().values(draft=orjson.dumps(stored).decode()))
