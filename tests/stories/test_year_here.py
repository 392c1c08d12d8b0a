"""The year of a neighbourhood: planning dates as guidance, seasons that warn whoever calls people together, in chat."""

from datetime import date, timedelta

from community import calendar_year
from community.calendar_year import Mark
from playground.driver import Neighbour, Seen
from storage import calendars
from storage.calendars import CalendarMark, MarkKind
from storage.communities import Community, CommunityKind
from storage.people import Membership, Role
from tests.stories.calling import called_by, events_in, opens_card, sends, times_of, work_day_in_three_days
from tests.stories.rt_three import LONG_AGO, person_of
from tests.stories.town import Town


def opens_year(one: Neighbour) -> Seen:
    one.says("/jadwal")
    one.sees("RT 03")
    one.taps("Per bulan")
    one.sees("🗓")
    one.taps("Kalender lingkungan")
    return one.sees("Kalender RT 03")


def harvest(town: Town, chair: Neighbour, *, from_day: int, to_day: int) -> None:
    """So many days from today."""
    with town.writing() as session:
        me, today = person_of(session, chair), town.now().date()
        begins, ends = (today + timedelta(days=days) for days in (from_day, to_day))
        mark = Mark(MarkKind.season, "harvest", "", begins, ends, yearly=False)
        calendar_year.add(session, me.community_id or 0, mark, by=me.id, now=town.now())


def busy_in(town: Town, chair: Neighbour, day: date) -> list[str]:
    with town.session() as session:
        place = session.get_one(Community, person_of(session, chair).community_id)
        return [one.key or one.title for one in calendar_year.busy(session, place, day)]


# ── putting it right ──


def test_a_planning_date_is_shown_as_guidance_shifted_renamed_removed_and_brought_back(
    town: Town, chair: Neighbour, asep: Neighbour
) -> None:
    asep.says("/jadwal")
    asep.sees("RT 03")
    asep.taps("Per bulan")
    page = asep.sees("🗓")
    assert "✏️ Kalender lingkungan" not in page.labels
    while "RKP desa ditetapkan" not in page.text:
        asep.taps(next(one for one in page.labels if one.endswith("▶")))
        page = asep.sees("🗓")
    assert page.says("Perkiraan, bisa bergeser:")
    assert page.says("🏛 RKP desa ditetapkan · 1 Sep – 30 Sep")
    assert "Perkiraan, bukan aturan" in opens_year(chair).text
    chair.taps("🏛 RKP desa ditetapkan")
    chair.sees("Tiap daerah beda")
    chair.taps("Sebulan lebih lambat")
    chair.sees("🏛 RKP desa ditetapkan · 1 Okt – 31 Okt")
    chair.taps("Ganti nama")
    chair.sees("Apa namanya?")
    chair.says("Perdes RKP")
    chair.sees("Tercatat ✓ 🏛 Perdes RKP · 1 Okt – 31 Okt")
    chair.taps("Kalender lingkungan")
    chair.sees("Kalender RT 03")
    chair.taps("🏛 Perdes RKP")
    chair.sees("Tiap daerah beda")
    chair.taps("Tidak ada di sini")
    listed = chair.sees("Kalender RT 03")
    assert not listed.says("Perdes RKP ·")
    chair.taps("↩️ Perdes RKP")
    chair.sees("🏛 RKP desa ditetapkan · 1 Sep – 30 Sep")


def test_a_season_is_set_by_three_taps_or_in_words_and_what_moves_needs_its_year(town: Town, chair: Neighbour) -> None:
    opens_year(chair)
    chair.taps("➕ Musim")
    chair.sees("Musim apa?")
    chair.taps("Panen")
    chair.sees("Mulai bulan apa?")
    chair.taps("Mar")
    chair.sees("Sampai bulan apa?")
    chair.taps("Apr")
    chair.sees("Tercatat ✓ 🌾 Panen · 1 Mar – 30 Apr")
    chair.taps("Kalender lingkungan")
    chair.sees("Kalender RT 03")
    chair.taps("➕ Musim")
    chair.sees("Musim apa?")
    chair.taps("Puasa")
    chair.sees("Puasa maju tiap tahun")
    chair.says("8 Feb – 9 Mar")
    chair.sees("Tahun berapa?")
    chair.says("kapan saja")
    chair.sees("Belum terbaca")
    chair.says("8 Feb – 9 Mar 2027")
    chair.sees("Tercatat ✓ 🌾 Puasa · 8 Feb 2027 – 9 Mar 2027")
    assert busy_in(town, chair, date(2027, 3, 5)) == ["fasting", "harvest"]
    assert busy_in(town, chair, date(2028, 3, 5)) == ["harvest"]


def test_a_season_is_called_another_by_a_tap_and_one_that_moves_is_then_dated(town: Town, chair: Neighbour) -> None:
    with town.writing() as session:
        me = person_of(session, chair)
        mark = Mark(MarkKind.season, None, "Giling tebu", date(2000, 6, 1), date(2000, 7, 31), yearly=True)
        calendar_year.add(session, me.community_id or 0, mark, by=me.id, now=town.now())
    for season, said in (("Tanam", "Tercatat ✓ 🌾 Tanam · 1 Jun – 31 Jul"), ("Puasa", "Puasa maju tiap tahun")):
        opened = opens_year(chair)
        chair.taps(next(one for one in opened.labels if one.startswith("🌾")))
        chair.sees("akan diingatkan")
        chair.taps("Ganti nama")
        chair.sees("Musim apa?")
        chair.taps(season)
        chair.sees(said)
    chair.says("8 Feb – 9 Mar 2027")
    chair.sees("Tercatat ✓ 🌾 Puasa · 8 Feb 2027 – 9 Mar 2027")
    assert busy_in(town, chair, date(2027, 6, 15)) == []


def test_what_was_opened_of_one_neighbourhood_is_put_right_there_whichever_one_speaks_in_by_now(
    town: Town, chair: Neighbour
) -> None:
    opens_year(chair)
    with town.writing() as session:
        beside = Community(
            kind=CommunityKind.rt, code="rt4kabcd", name="RT 04", chair_confirmed_at=LONG_AGO, created_at=LONG_AGO
        )
        session.add(beside)
        session.flush()
        me = person_of(session, chair)
        session.add(Membership(person_id=me.id, community_id=beside.id, role=Role.chair, joined_at=LONG_AGO))
        first, second, me.community_id = me.community_id or 0, beside.id, beside.id
    chair.taps("🏛 APBDes disusun")
    chair.sees("Tiap daerah beda")
    chair.taps("Sebulan lebih awal")
    chair.sees("🏛 APBDes disusun · 1 Sep – 30 Nov")
    chair.taps("Ganti nama")
    chair.sees("Apa namanya?")
    chair.says("Susun APBDes")
    chair.sees("Tercatat ✓ 🏛 Susun APBDes")
    with town.session() as session:
        assert [one.title for one in calendars.marks_of(session, first)] == ["Susun APBDes"]
        assert calendars.marks_of(session, second) == []


def test_what_the_rw_has_set_is_seen_with_its_name_and_warns_too(town: Town, chair: Neighbour) -> None:
    harvest(town, chair, from_day=0, to_day=5)
    with town.writing() as session:
        place = session.get_one(Community, person_of(session, chair).community_id)
        around = Community(
            kind=CommunityKind.rw, code="rw5kabcd", name="RW 05", chair_confirmed_at=LONG_AGO, created_at=LONG_AGO
        )
        session.add(around)
        session.flush()
        place.parent_id = around.id
        (season,) = calendars.marks_of(session, place.id)
        season.community_id = around.id
        begins, ends = date(2000, 11, 1), date(2000, 12, 31)
        session.add(
            CalendarMark(
                community_id=around.id, kind=MarkKind.planning, key="budget", begins_on=begins, ends_on=ends
            )
        )  # fmt: skip
    listed = opens_year(chair)
    assert listed.says("🏛 APBDes disusun · 1 Nov – 31 Des · RW 05")
    assert "🏛 APBDes disusun" in listed.labels, "of a date that is brought along one's own word counts"
    while "🌾 Panen" not in listed.text:
        chair.taps("Berikutnya")
        listed = chair.sees("Kalender RT 03")
    assert listed.says("Yang tanpa tombol diatur di tempat yang namanya tertulis.")
    assert "🌾 Panen" not in listed.labels
    assert "· RW 05" in listed.text
    assert work_day_in_three_days(town, chair).says("⚠️ Saat itu biasanya panen (RW 05). Tetap kirim?")


# ── a warning, never a refusal ──


def test_who_calls_people_together_in_a_busy_season_is_warned_and_may_all_the_same(
    town: Town, chair: Neighbour
) -> None:
    harvest(town, chair, from_day=2, to_day=20)
    look = work_day_in_three_days(town, chair)
    assert look.says("⚠️ Saat itu biasanya panen. Tetap kirim?")
    sends(chair)
    assert len(events_in(town)) == 1


def test_outside_of_it_nobody_is_warned(town: Town, chair: Neighbour) -> None:
    harvest(town, chair, from_day=10, to_day=20)
    assert not work_day_in_three_days(town, chair).says("⚠️")


def test_who_moves_something_into_a_busy_season_is_warned_too(town: Town, chair: Neighbour) -> None:
    harvest(town, chair, from_day=9, to_day=20)
    called_by(town, chair)
    opens_card(chair)
    chair.taps("Pindah waktu")
    chair.sees("Pindah ke kapan?")
    chair.says(f"{(town.now() + timedelta(days=12)).date().isoformat()} jam 8 pagi")
    chair.sees("Kenapa pindah?")
    chair.taps("Hujan")
    sure = chair.sees("benar?")
    assert sure.says("⚠️ Saat itu biasanya panen.")
    before = times_of(town)[0].begins_at
    chair.taps("Benar")
    chair.sees("Kegiatan No. 1")
    town.neighbourhood.waits_for(lambda: times_of(town)[0].begins_at > before, "it to be moved")
