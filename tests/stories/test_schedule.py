"""/jadwal: what is to come, what one comes to, and each month; for none, for two, for two hundred."""

from zoneinfo import ZoneInfo

from babel.dates import format_date
from dateutil.relativedelta import relativedelta

from playground.driver import Neighbour
from storage.events import EventKind, Invited
from tests.stories.meeting_up import TITLE, ZONE, calls, cancels, opens, postpones, spoken
from tests.stories.rt_three import group_of_rt_three
from tests.stories.town import Town

HEAD = "Jadwal RT 03"


def month_in(town: Town, months: int) -> str:
    """So many months from this one, as it is written."""
    first = town.now().astimezone(ZoneInfo(ZONE)).date().replace(day=1)
    return format_date(first + relativedelta(months=months), "LLLL y", locale="id")


def test_nothing_is_planned_and_one_may_propose(town: Town, asep: Neighbour) -> None:
    asep.says("/jadwal")
    none = asep.sees("Belum ada kegiatan yang dicatat di RT 03")
    assert none.labels == ["⭐ Yang saya ikuti", "🗓 Per bulan", "📲 Langganan kalender", "💡 Usulkan kegiatan"]
    asep.taps("Yang saya ikuti")
    asep.sees("Belum ada yang saya ikuti")
    asep.taps("Semua jadwal")
    asep.sees("Belum ada kegiatan yang dicatat di RT 03")
    asep.taps("Per bulan")
    asep.sees("Belum ada kegiatan di bulan ini.")


def test_what_comes_next_is_said_with_day_hour_and_zone_and_opens_by_a_tap(
    town: Town, asep: Neighbour, chair: Neighbour
) -> None:
    first = calls(town, chair, days=3, title="membersihkan <selokan>")
    second = calls(town, chair, days=4, kind=EventKind.meeting, rule="FREQ=WEEKLY")
    calls(town, chair, days=5, kind=EventKind.meeting, invited=Invited.office, title="rahasia")
    cancelled = calls(town, chair, days=6, title="batal")
    cancels(town, chair, cancelled, "Hujan")
    postpones(town, chair, second, "Hujan")
    asep.says("/agenda")
    listed = asep.sees(HEAD)
    assert f"Kerja bakti RT 03: membersihkan <selokan>\n{spoken(town, first)} · Pos ronda" in listed.text
    assert f"{spoken(town, second)} · Pos ronda · 🌧 Ditunda" in listed.text
    assert not listed.says("rahasia")
    assert not listed.says("batal")
    assert listed.text.count("Rapat RT 03") == 1, "of what comes again the next alone"
    asep.taps(listed.labels[0])
    asep.sees("membersihkan <selokan>")
    chair.says("/jadwal")
    assert chair.sees(HEAD).says("rahasia")


def test_the_card_leads_back_to_the_page_that_it_was_found_on(town: Town, asep: Neighbour, chair: Neighbour) -> None:
    for number in range(7):
        calls(town, chair, days=3 + number, title=f"ke-{number}")
    asep.says("/jadwal")
    asep.sees("ke-0")
    asep.taps("Berikutnya")
    page = asep.sees("ke-6")
    asep.taps(page.labels[1])
    assert asep.sees("ke-6").labels[-1] == "‹ Kembali ke jadwal"
    asep.taps("✋ Ikut")
    asep.sees("Jawaban saya")
    asep.taps("Nama saya")
    asep.sees("🙂")
    asep.taps("Kembali ke jadwal")
    assert asep.sees("ke-5").says("ke-6")
    asep.taps("Per bulan")
    month = asep.sees(month_in(town, 0))
    asep.taps(next(label for label in month.labels if label.startswith("🧹")))
    asep.sees(TITLE)
    asep.taps("Kembali ke jadwal")
    asep.sees(month_in(town, 0))


def test_the_way_back_is_kept_over_what_the_card_leads_to(town: Town, chair: Neighbour) -> None:
    calls(town, chair, title="ke-0")
    chair.says("/jadwal")
    chair.taps(chair.sees("ke-0").labels[0])
    chair.sees(TITLE)
    chair.taps("Siapa bawa apa")
    assert chair.sees("Belum ada yang perlu dibawa").labels[-1] == "‹ Kembali ke jadwal"
    chair.taps("Kembali")
    assert chair.sees(TITLE).labels[-1] == "‹ Kembali ke jadwal"


def test_a_card_from_elsewhere_leads_nowhere_back(town: Town, asep: Neighbour, chair: Neighbour) -> None:
    opens(town, asep, calls(town, chair))
    asep.taps("✋ Ikut")
    assert "‹ Kembali ke jadwal" not in asep.sees("Jawaban saya").labels


def test_what_one_comes_to_is_a_list_of_its_own(town: Town, asep: Neighbour, chair: Neighbour) -> None:
    mine = calls(town, chair, days=3, title="selokan")
    calls(town, chair, days=4, title="gapura")
    away = calls(town, chair, days=5, title="lapangan")
    for occurrence, answer in ((mine, "✋ Ikut"), (away, "🙏 Berhalangan")):
        opens(town, asep, occurrence)
        asep.sees(TITLE)
        asep.taps(answer)
        asep.sees("Jawaban saya")
    asep.says("/jadwal")
    asep.sees(HEAD)
    asep.taps("Yang saya ikuti")
    listed = asep.sees("⭐ Yang saya ikuti")
    assert listed.says("selokan")
    assert not listed.says("gapura")
    assert not listed.says("lapangan")


def test_a_month_shows_every_time_also_what_is_not_written_yet(town: Town, asep: Neighbour, chair: Neighbour) -> None:
    calls(town, chair, days=1, kind=EventKind.savings_round, rule="FREQ=MONTHLY;BYMONTHDAY=15")
    asep.says("/jadwal")
    asep.sees(HEAD)
    asep.taps("Per bulan")
    for months in range(6):
        page = asep.sees(month_in(town, months))
        if months > 1:
            assert page.says("Arisan RT 03"), months
            assert page.says("15 "), months
        label = next(one for one in page.labels if one.endswith("▶"))
        asep.taps(label)
    asep.taps(next(one for one in asep.sees(month_in(town, 6)).labels if one.startswith("◀")))
    asep.sees(month_in(town, 5))
    asep.taps("Kembali")
    asep.sees(HEAD)


def test_two_hundred_events_are_leafed_through(town: Town, asep: Neighbour, chair: Neighbour) -> None:
    for number in range(200):
        calls(town, chair, days=2 + number // 10, title=f"ke-{number:03}", in_group=False)
    asep.says("/jadwal")
    page = asep.sees("ke-000")
    assert page.text.count("Kerja bakti RT 03") == 5
    for number in (5, 10, 15):
        asep.taps("Berikutnya")
        page = asep.sees(f"ke-{number:03}")
    assert len(page.text) < 4096
    asep.taps("Sebelumnya")
    asep.sees("ke-010")


def test_in_the_group_it_is_one_line_that_leads_into_private(town: Town, asep: Neighbour, chair: Neighbour) -> None:
    calls(town, chair)
    group = group_of_rt_three(town, chair, asep)
    asep.says("/jadwal", in_=group)
    line = asep.sees("Jadwal lingkungan kita", in_=group)
    url = next(str(one["url"]) for one in line.buttons)
    asep.starts(url.partition("?start=")[2])
    asep.sees(HEAD)
