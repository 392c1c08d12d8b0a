"""Called in words: one sentence, a day that may be two, an invitation pasted from WhatsApp; all of it read back."""

from datetime import date, timedelta

from playground.driver import Neighbour
from storage.events import EventKind
from storage.people import Role
from tests.stories.asking import told_of_needs
from tests.stories.calling import (
    HOUR,
    LOOK,
    WHEN,
    WHERE,
    WIB,
    begins,
    in_days,
    instant,
    items_in,
    sends,
    the_event,
    times_of,
)
from tests.stories.rt_three import CODE, needs_in, neighbour
from tests.stories.town import Town

MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def day_in(town: Town, days: int) -> date:
    return (town.now().astimezone(WIB) + timedelta(days=days)).date()


def spoken(day: date) -> str:
    """Sabtu, 28 Nov 2026."""
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def pasted(town: Town) -> str:
    day = day_in(town, 3)
    return (
        f"[12/11/26 07.15] Pak Budi: *Kerja bakti* hari {DAYS[day.weekday()]} jam 7 kumpul di pos ronda,\n"
        "bawa cangkul & karung. Trims 🙏"
    )


# ── one sentence ──


def test_one_sentence_says_it_all(town: Town, chair: Neighbour) -> None:
    chair.says("/kegiatan")
    chair.sees("Acara apa?")
    day = day_in(town, 3)
    chair.says(f"kerja bakti {spoken(day)} jam 7 di masjid, bawa cangkul 5 dan sapu")
    look = chair.sees(LOOK)
    assert look.says(f"🧹 Kerja bakti · {spoken(day)}, 07.00 WIB · Masjid")
    assert look.says("🧰 cangkul 5 · sapu")
    sends(chair)
    assert times_of(town)[0].begins_at == instant(in_days(town, 3), "07:00")


def test_words_without_a_kind_are_what_it_is(town: Town, chair: Neighbour) -> None:
    chair.says("/kegiatan")
    chair.says("senam lansia")
    chair.sees(WHEN)
    chair.says("nanti kapan-kapan")
    chair.sees("Belum terbaca")
    chair.says(in_days(town, 3))
    chair.sees(HOUR)
    chair.says("pagi sekali")
    chair.sees("Jamnya belum terbaca")
    chair.says("setengah 7")
    assert chair.sees(WHERE).says(f"{spoken(day_in(town, 3))} pukul 06.30 WIB")
    chair.taps("Lewati")
    chair.sees(f"📅 senam lansia · {spoken(day_in(town, 3))}, 06.30 WIB")
    sends(chair)
    assert (the_event(town).kind, the_event(town).title) == (EventKind.other, "senam lansia")


# ── read back before it counts ──


def test_a_day_in_words_is_read_back_at_the_next_question_and_in_the_last_look(town: Town, chair: Neighbour) -> None:
    begins(chair)
    chair.says("besok jam 9 pagi")
    read = spoken(day_in(town, 1))
    assert chair.sees(WHERE).says(f"{read} pukul 09.00 WIB.")
    chair.taps("Kembali")
    chair.sees(WHEN)
    chair.says("lusa jam 9 pagi")
    assert chair.sees(WHERE).says(f"{spoken(day_in(town, 2))} pukul 09.00 WIB.")
    chair.taps("Masjid")
    chair.sees(f"{spoken(day_in(town, 2))}, 09.00 WIB")


def test_a_weekday_depan_may_be_two_days_and_is_asked_back(town: Town, chair: Neighbour) -> None:
    begins(chair)
    soon = day_in(town, 2)
    chair.says(f"{DAYS[soon.weekday()]} depan jam 7 pagi" if soon.weekday() != 6 else "Minggu depan jam 7 pagi")
    which = chair.sees("Hari yang mana maksudnya?")
    after = soon + timedelta(days=7)
    wanted = f"{DAYS[after.weekday()]}, {after.day} {MONTHS[after.month - 1]}"
    assert wanted in which.labels
    chair.taps(wanted)
    assert chair.sees(WHERE).says(f"{spoken(after)} pukul 07.00 WIB")
    chair.taps("Pos ronda")
    chair.sees(LOOK)
    sends(chair)
    assert times_of(town)[0].begins_at == instant(after.isoformat(), "07:00")


def test_the_hour_may_be_said_with_another_day(town: Town, chair: Neighbour) -> None:
    begins(chair, "Rapat")
    chair.taps("Besok")
    chair.sees(HOUR)
    chair.says(f"{in_days(town, 4)} jam 8 malam")
    assert chair.sees(WHERE).says(f"{spoken(day_in(town, 4))} pukul 20.00 WIB")


# ── pasted ──


def test_a_pasted_invitation_becomes_an_event_in_two_taps(town: Town, chair: Neighbour) -> None:
    chair.taps_count = chair.words_typed = 0
    chair.says(pasted(town))
    meant = chair.sees("Ini ada tanggalnya. Mau dijadikan apa?")
    assert meant.labels[:3] == ["📅 Jadikan kegiatan", "📢 Pengumuman", "📝 Usulan"]
    chair.taps("Jadikan kegiatan")
    look = chair.sees(LOOK)
    assert look.says(f"🧹 Kerja bakti · {spoken(day_in(town, 3))}, 07.00 WIB · Pos ronda")
    assert look.says("🧰 cangkul · karung")
    assert look.says("“Kerja bakti hari")
    sends(chair)
    assert chair.taps_count == 2
    event = the_event(town)
    assert (event.kind, event.place) == (EventKind.work_day, "Pos ronda")
    assert event.words.endswith("bawa cangkul & karung. Trims 🙏")
    assert "Pak Budi" not in event.words
    assert items_in(town) == [("tool", "cangkul", 1), ("tool", "karung", 1)]


def test_whoever_opens_it_reads_the_words_as_they_were_pasted(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    chair.says(pasted(town))
    chair.taps("Jadikan kegiatan")
    chair.sees(LOOK)
    sends(chair)
    tini.starts(f"rt-{CODE}-acara_{the_event(town).code}")
    assert tini.sees("Kerja bakti RT 03").says("bawa cangkul & karung. Trims 🙏”")


def test_what_the_invitation_does_not_say_is_asked(town: Town, chair: Neighbour) -> None:
    day = spoken(day_in(town, 3))
    chair.says(f"Bapak/Ibu, {day} ada kunjungan dari kelurahan, mohon kehadirannya ya")
    chair.taps("Jadikan kegiatan")
    chair.sees("Acara apa?")
    chair.taps("Rapat")
    assert chair.sees(HOUR).says(day)
    chair.taps("19.30")
    assert chair.sees(WHERE).says(f"{day} pukul 19.30 WIB")


def test_it_can_still_be_an_announcement_or_become_an_event_from_its_preview(town: Town, chair: Neighbour) -> None:
    chair.says(pasted(town))
    chair.sees("Ini ada tanggalnya")
    chair.taps("📢 Pengumuman")
    preview = chair.sees("Warga akan melihat begini")
    assert "📅 Jadikan kegiatan" in preview.labels
    chair.taps("Jadikan kegiatan")
    chair.sees("🧹 Kerja bakti · ")
    sends(chair)
    assert the_event(town).place == "Pos ronda"
    chair.says("/umumkan")
    chair.sees("Tulis atau tempel pengumumannya")


def test_a_resident_who_writes_a_date_tells_a_need(town: Town, tini: Neighbour) -> None:
    tini.says(pasted(town).partition(": ")[2])
    tini.does_not_see("Jadikan kegiatan", seconds=0.3)


# ── while another one waits ──


def half_called(town: Town, chair: Neighbour) -> None:
    """A meeting whose hour has not been said."""
    begins(chair, "Rapat")
    chair.sees(WHEN)
    chair.says(in_days(town, 5))
    chair.sees(HOUR)


def test_a_button_asks_before_it_replaces_what_is_half_said(town: Town, chair: Neighbour) -> None:
    half_called(town, chair)
    chair.taps("Nanti saja")
    chair.says(pasted(town))
    chair.taps("Jadikan kegiatan")
    offer = chair.sees("belum selesai. Mau diteruskan?")
    assert offer.labels == ["Teruskan", "Mulai baru", "Nanti saja"]
    chair.says("ya")
    chair.sees("belum selesai. Mau diteruskan?")
    town.restart()
    chair.taps("Mulai baru")
    assert chair.sees(LOOK).says("🧰 cangkul · karung")
    sends(chair)
    assert the_event(town).kind is EventKind.work_day


def test_what_is_half_said_is_gone_on_with_or_both_wait(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 1)
    half_called(town, chair)
    chair.taps("Meja pengurus")
    chair.taps("1 Lampu")
    chair.taps("Langsung ajak kerja bakti")
    chair.sees("belum selesai. Mau diteruskan?")
    chair.taps("Nanti saja")
    chair.sees("disimpan dulu")
    chair.says("/menu")
    chair.sees("Mau apa?")
    chair.taps("Teruskan ajakan")
    chair.sees("belum selesai. Mau diteruskan?")
    chair.taps("Teruskan")
    chair.sees(HOUR)
    chair.taps("19.30")
    chair.sees(WHERE)
    chair.taps("Pos ronda")
    assert chair.sees(LOOK).says("💬 Rapat")


def test_the_same_button_again_goes_on_with_what_it_began(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 1)
    for _ in range(2):
        chair.taps("Meja pengurus")
        chair.taps("1 Lampu")
        chair.sees("— No. 1")
        chair.taps("Langsung ajak kerja bakti")
        chair.sees(WHEN)
    chair.taps("Besok")
    chair.sees(HOUR)


# ── from a need ──


def test_from_a_need_s_card_it_is_four_taps(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 1)
    chair.taps("Meja pengurus")
    chair.taps("1 Lampu")
    chair.sees("— No. 1")
    chair.taps_count = 0
    chair.taps("Langsung ajak kerja bakti")
    chair.sees(WHEN)
    chair.taps("Besok")
    chair.sees(HOUR)
    chair.taps("16.00")
    look = chair.sees("🧹 Kerja bakti: lampu jalan · ")
    assert look.says("16.00 WIB · Gang Melati")
    assert look.says("Untuk usulan No. 1")
    chair.taps("✅ Kirim")
    chair.sees("Bu Tini dikabari")
    assert chair.taps_count == 4
    (need,) = needs_in(town)
    assert need.planned_for == times_of(town)[0].begins_at
    town.passes(minutes=1)
    assert tini.sees("Kabar usulan No. 1").says("Kumpul di Gang Melati.")


def test_who_calls_reads_english_and_the_neighbours_their_own_language(town: Town, tini: Neighbour) -> None:
    john = neighbour(town, "Pak John", role=Role.organiser, language="en")
    told_of_needs(town, tini, 1)
    john.says("/event")
    john.sees("What is it?")
    john.says(f"work day {in_days(town, 3)} at 7 am")
    john.sees("Where do we meet?")
    john.taps("Pos ronda")
    look = john.sees("Reminded ")
    assert look.says("🧹 Work day · ")
    john.taps("For a need")
    john.sees("For which need?")
    john.taps("1 Street lamp")
    john.sees("For which need?")
    john.taps("That is all")
    john.sees("For No. 1")
    john.taps("✅ Send")
    card = john.sees("Event No. 1")
    assert card.says("07:00")
    town.passes(minutes=1)
    assert tini.sees("Kabar usulan No. 1").says("Kumpul di Pos ronda.")
