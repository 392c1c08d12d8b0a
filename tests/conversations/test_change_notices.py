"""What is said of a change, as it stands when that leaves: the last change alone, and to nobody who has declined."""

from datetime import timedelta

from sqlmodel import Session

from community import event_moves, recurrence
from community.event_tellings import CHANGED
from storage import occurrences
from storage.rsvps import Answer
from tests.community.leaving import buttons, last, rows, said, text
from tests.community.meetings import BEGINS, SUNDAY, TOPIC, called, in_group, only_time
from tests.community.reminded_of import answers
from tests.community.rt_three import NOW
from tests.community.told_for import Place

WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)
WAS = "Minggu, 29 Nov 2026 pukul 07.00 WIB"


def told(session: Session, person_id: int | None) -> str:
    return text(session, CHANGED, person_id, NOW)


def test_moved_with_the_answers_again(place: Place) -> None:
    session, rt = place
    one = only_time(session, called(session, rt, destinations=[in_group(session, rt)]))
    event_moves.move(session, one.id, BEGINS + WEEK, "hujan", by=rt.budi, now=NOW)
    said_of_it = f"📅 Kerja bakti dipindah ke Minggu, 6 Des 2026 pukul 07.00 WIB · Pos ronda: hujan\nTadinya {WAS}."
    assert told(session, rt.tini) == told(session, None) == said_of_it
    found = last(session, CHANGED, rt.tini, NOW)
    assert list(buttons(found).values()) == [f"c.come.{one.id}.{said}" for said in ("coming", "maybe", "away")]
    group = last(session, CHANGED, None, NOW)
    assert isinstance(group, dict)
    assert group["message_thread_id"] == TOPIC
    assert list(buttons(group)) == ["Lihat kegiatannya"]


def test_another_place_at_the_same_time(place: Place) -> None:
    session, rt = place
    one = only_time(session, called(session, rt))
    event_moves.move(session, one.id, BEGINS, "pos ronda dicat", by=rt.budi, now=NOW, place="Balai")
    assert told(session, rt.tini) == f"📍 Kerja bakti jadinya {WAS} · Balai: pos ronda dicat"


def test_put_off_for_rain_or_for_something_else(place: Place) -> None:
    session, rt = place
    first, second = (only_time(session, called(session, rt)) for _ in range(2))
    event_moves.postpone(session, first.id, "Hujan.", by=rt.budi, now=NOW)
    assert told(session, rt.tini) == f"🌧 Kerja bakti ditunda, hujan. Kabar waktu baru menyusul.\nTadinya {WAS}."
    assert buttons(last(session, CHANGED, rt.tini, NOW)) == {}
    event_moves.postpone(session, second.id, "Ada <lelayu>", by=rt.budi, now=NOW)
    assert told(session, rt.tini) == (
        f"⏳ Kerja bakti ditunda: Ada &lt;lelayu&gt;. Kabar waktu baru menyusul.\nTadinya {WAS}."
    )


def test_cancelled_once_for_good_or_this_time_only(place: Place) -> None:
    session, rt = place
    once = only_time(session, called(session, rt))
    event_moves.cancel(session, once.id, "ada hajatan", by=rt.budi, now=NOW)
    assert told(session, rt.tini) == f"❌ Kerja bakti batal: ada hajatan\nTadinya {WAS}."
    series = called(session, rt, rule=recurrence.weekly())
    first = occurrences.of_event(session, series.id)[0]
    event_moves.cancel(session, first.id, "ada hajatan", by=rt.budi, now=NOW)
    assert told(session, rt.tini) == (
        f"❌ Kerja bakti kali ini batal: ada hajatan\nTadinya {WAS}. Yang berikutnya tetap ada."
    )
    event_moves.end_series(session, series.id, SUNDAY + WEEK, by=rt.budi, now=NOW)
    assert told(session, rt.tini) == "📅 Kerja bakti hanya sampai Minggu, 6 Des 2026. Sesudah itu tidak ada lagi."
    event_moves.cancel_all(session, series.id, "sudah rapi", by=rt.budi, now=NOW)
    assert told(session, rt.tini).startswith("❌ Kerja bakti tidak diadakan lagi: sudah rapi")


def test_of_two_changes_the_last_is_told(place: Place) -> None:
    session, rt = place
    one = only_time(session, called(session, rt))
    event_moves.postpone(session, one.id, "Hujan", by=rt.budi, now=NOW)
    event_moves.move(session, one.id, BEGINS + WEEK, "cerah", by=rt.budi, now=NOW)
    first, second = rows(session, CHANGED, rt.tini)
    assert said(session, first, NOW) is None
    assert isinstance(said(session, second, NOW), dict)


def test_who_has_declined_since_or_is_asked_no_more_hears_nothing(place: Place) -> None:
    session, rt = place
    one = only_time(session, called(session, rt))
    event_moves.move(session, one.id, BEGINS + WEEK, "hujan", by=rt.budi, now=NOW)
    answers(session, one, rt.tini, Answer.away)
    assert last(session, CHANGED, rt.tini, NOW) is None
    (row,) = rows(session, CHANGED, rt.siti)
    over = BEGINS + WEEK + timedelta(hours=3)
    assert isinstance(said(session, row, over - MINUTE), dict)
    assert said(session, row, over) is None
