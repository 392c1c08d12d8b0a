"""The papers of an event, read back from PDF and from Word: what they say, whom they name, what cannot break them."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import pytest

from community.attendance_paper import Attendant
from community.papers import Agreement, AttendanceList, Invitation, Occasion, Paper, Talk, ToDo
from conversations import event_paper_words, event_sheet_pages, event_sheet_word
from conversations.event_paper_words import Facts
from conversations.event_sheet import Sheet
from conversations.letter import sayable
from conversations.talk import House
from storage.communities import Community, CommunityKind
from storage.events import Event, EventItem, EventKind, Invited, ItemKind
from storage.occurrences import Occurrence
from storage.people import Role
from tests.conversations.printed import pages_in, squeezed

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUSE = House(
    dialogues={}, cards={}, links={}, stranger=lambda _talk: None, unasked=lambda *_: None,
    bot_username="rembuk_bot", owner="test", clock=NOW.timestamp,
)  # fmt: skip
NASTY = '#panic(1) $x$ *tebal* _miring_ <b>x</b> @rujukan `kode` \\ // [x] = judul {page} "a" \x0b 🙏🏽'
LINK = "https://t.me/rembuk_bot?start=rt-7kq2abcd-acara_abcd2345"
JAVANESE = "ꦱꦶꦠꦶ ꦫꦲꦪꦸ"


def occasion(
    *, title: str = "saluran air", place: str = "Balai warga", agenda: Sequence[str] = (), language: str = "id",
    invited: Invited = Invited.everyone, zone: str = "Asia/Jakarta", name: str = "RT 03",
) -> Occasion:  # fmt: skip
    """Rapat RT 03 on Sunday evening, at half past seven in WIB."""
    community = Community(
        id=1, kind=CommunityKind.rt, code="7kq2abcd", name=name, area="RW 05, Sukamaju", languages=[language],
        time_zone=zone, chair_confirmed_at=NOW, created_at=NOW,
    )  # fmt: skip
    event = Event(
        id=1, community_id=1, number=4, code="abcd2345", kind=EventKind.meeting, title=title, place=place,
        agenda=list(agenda), begins_on=date(2026, 11, 29), begins_at="19:30", minutes=120, invited=invited,
        changed_at=NOW, created_at=NOW,
    )  # fmt: skip
    begins = datetime(2026, 11, 29, 12, 30, tzinfo=UTC)
    one = Occurrence(
        id=1, event_id=1, community_id=1, original_on=event.begins_on, begins_at=begins, ends_at=begins, code="x"
    )
    return Occasion(event, one, community, "4", "Pak Budi")


def drawn(facts: Facts) -> tuple[str, str, int]:
    """What its PDF and its DOCX say, each on one line, and how many pages it has."""
    sheet = event_paper_words.written(facts, HOUSE, NOW)
    pages = pages_in(event_sheet_pages.pdf(sheet))
    return squeezed(" ".join(pages)), squeezed(in_word(sheet)), len(pages)


def in_word(sheet: Sheet) -> str:
    document = docx.Document(io.BytesIO(event_sheet_word.word(sheet)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    texts = document.sections[0].footer.paragraphs[0]._p.xpath(".//w:t")  # noqa: SLF001 - fields too
    footer = ["".join(text.text or "" for text in texts)]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells, *footer])


def people(many: int, name: str = "Warga {number}") -> list[Attendant]:
    return [Attendant(name.format(number=number), "RT 03", Role.resident) for number in range(1, many + 1)]


def talk(at: Occasion, many: int, name: str = "Bu Tini") -> Talk:
    decisions = [f"Keputusan ke-{number}" for number in range(1, min(many, 20) + 1)]
    to_do = [ToDo(f"Tugas ke-{number}", name, date(2026, 12, 5)) for number in range(1, min(many, 20) + 1)]
    return Talk(
        at, name, "Siti", many, "Air meluap.\nDikeruk.", decisions, to_do, min(many, 3), [name] * (many > 1), True
    )


def agreement(at: Occasion, many: int, name: str = "Bu Tini") -> Agreement:
    said = talk(at, many, name)
    return Agreement(at, said.chair, said.writer, many, said.decisions, said.to_do)


# ── what they say ──


def test_an_invitation_has_all_that_a_letter_of_the_office_has() -> None:
    at = occasion(agenda=["Laporan kas", "Saluran air"])
    hoes = EventItem(event_id=1, kind=ItemKind.tool, name="cangkul", wanted=5)
    for said in drawn(Invitation(at, [hoes]))[:2]:
        for words in (
            "Pengurus RT 03", "RW 05 / Sukamaju", "4/UND/RT 03/XI/2026", "23 November 2026", "Undangan rapat",
            "Bapak/Ibu warga RT 03", "Minggu, 29 November 2026", "pukul 19.30 WIB sampai selesai", "Balai warga",
            "cangkul 5", "1. Laporan kas 2. Saluran air", "Ketua RT 03", "Pak Budi", "membuka kegiatan ini di Telegram",
        ):  # fmt: skip
            assert words in said, words
        assert LINK in said.replace(" ", ""), "it breaks at the end of a line"


@pytest.mark.parametrize("zone", [("Asia/Makassar", "20.30 WITA"), ("Asia/Jayapura", "21.30 WIT")])
def test_the_hour_is_that_of_the_place_and_says_so(zone: tuple[str, str]) -> None:
    assert f"pukul {zone[1]} sampai" in drawn(Invitation(occasion(zone=zone[0]), []))[0]


@pytest.mark.parametrize(
    ("invited", "to"),
    [(Invited.office, "pengurus RT 03"), (Invited.followers, "menyampaikan usulan"), (Invited.rota, "giliran")],
)
def test_it_is_addressed_to_whom_the_call_is_for(invited: Invited, to: str) -> None:
    assert to in drawn(Invitation(occasion(invited=invited), []))[0]


def test_the_list_names_who_was_there_and_has_room_for_others() -> None:
    lines = [Attendant("Asep", "RT 03", Role.organiser, was_there=True), Attendant("Mbah Karto")]
    for said in drawn(AttendanceList(occasion(), lines, 17))[:2]:
        assert "Jumlah yang hadir: 17 orang" in said
    for said in drawn(AttendanceList(occasion(), lines))[:2]:
        assert "Jumlah yang hadir: ………… orang" in said
        assert "1 Asep RT 03 Pengurus 1. tercatat hadir 2 Mbah Karto" in said
        assert "12 12. Jumlah" not in said
        assert "15." in said
        assert said.count("tercatat hadir") == 1


def test_minutes_say_what_was_decided_and_who_confirms_it() -> None:
    for said in drawn(talk(occasion(agenda=["Kas"]), 3))[:2]:
        for words in (
            "4/NOT/RT 03/XI/2026", "Pimpinan rapat : Bu Tini", "Notulis : Siti", "Jumlah hadir : 3 orang",
            "Air meluap. Dikeruk.", "Keputusan ke-2", "1 Tugas ke-1 Bu Tini 5 Desember 2026",
            "sudah dibenarkan oleh Bu Tini dan 2 orang lain yang hadir", "29 November 2026",
        ):  # fmt: skip
            assert words in said, words


def test_minutes_say_that_something_is_missing_and_not_what() -> None:
    said = talk(occasion(), 3)
    assert "masih ada yang kurang" not in drawn(said)[0]
    for words in drawn(replace(said, lacking=2))[:2]:
        assert "Ada 2 orang yang bilang masih ada yang kurang." in words


def test_a_record_says_when_where_by_how_many_and_is_signed_by_four() -> None:
    for said in drawn(agreement(occasion(), 12))[:2]:
        assert (
            "Pada hari Minggu, 29 November 2026, pukul 19.30 WIB, bertempat di Balai warga, telah dilaksanakan "
            "musyawarah dalam kegiatan Rapat RT 03: saluran air, dihadiri 12 orang (daftar hadir terlampir)."
        ) in said
        assert "Yang hadir menyepakati: 1. Keputusan ke-1" in said
        assert said.count("Wakil warga") == 2
        assert "4/BA/RT 03/XI/2026" in said


def test_of_a_work_day_it_says_that_it_was_held_and_who_answered_for_it() -> None:
    at = occasion()
    at.event.kind = EventKind.work_day
    for said in drawn(agreement(at, 12))[:2]:
        assert "bertempat di Balai warga, telah dilaksanakan Kerja bakti RT 03: saluran air, dihadiri 12 orang" in said
        assert "Penanggung jawab" in said
        assert "musyawarah" not in said


def test_what_nobody_has_said_is_left_to_be_written_by_hand() -> None:
    at = occasion(place="")
    facts = Agreement(at, "", "", 0, ["Dikeruk"], [])
    for said in drawn(facts)[:2]:
        assert "bertempat di …" in said
        assert "dihadiri …………" in said
        assert "Tindak lanjut" not in said
    nobody = Talk(at, "", "", 0, "", [], [], 0, [], False)
    for said in drawn(nobody)[:2]:
        assert "belum dibenarkan" in said
        assert "Keputusan" not in said


def test_in_english_it_is_english() -> None:
    at = occasion(language="en")
    assert "Attendance list" in drawn(AttendanceList(at, []))[0]
    assert "from 19:30 WIB" in drawn(Invitation(at, []))[1]
    assert "confirmed by Bu Tini and 2 others" in drawn(talk(at, 9))[0]
    assert "with 1 person present" in drawn(agreement(at, 1))[1]


# ── over pages ──


@pytest.mark.parametrize(("many", "pages"), [(0, 1), (1, 1), (200, 8)])
def test_the_list_repeats_its_head_on_each_page(many: int, pages: int) -> None:
    sheet = event_paper_words.written(AttendanceList(occasion(), people(many)), HOUSE, NOW)
    printed = [squeezed(page) for page in pages_in(event_sheet_pages.pdf(sheet))]
    assert len(printed) == pages
    for number, page in enumerate(printed, start=1):
        assert page.count("No. Nama L/P RT/alamat Unsur Tanda tangan") == 1
        assert page.endswith(f"Halaman {number} dari {pages}")
    assert "Pak Budi" in printed[-1]
    together = " ".join(printed)
    assert all(f" Warga {number} RT 03" in together for number in range(1, many + 1))
    table = docx.Document(io.BytesIO(event_sheet_word.word(sheet))).tables[1]
    assert len(table.rows) == max(15, many + 10) + 1
    assert "Halaman 1 dari 1" in squeezed(in_word(sheet)), "the numbers are fields that Word fills in"
    heads = [row for row in table.rows if row._tr.xpath("w:trPr/w:tblHeader")]  # noqa: SLF001 - python-docx has no word
    assert len(heads) == 1


@pytest.mark.parametrize("many", [5, 6, 11, 13, 40, 41, 100])
def test_a_signature_never_stands_alone_below_a_list(many: int) -> None:
    """More empty lines come before it, and lines are numbered to the last."""
    sheet = event_paper_words.written(AttendanceList(occasion(), people(many)), HOUSE, NOW)
    printed = [squeezed(page) for page in pages_in(event_sheet_pages.pdf(sheet))]
    numbers = [[int(one) for one in re.findall(r" (\d+)\.(?= )", page)] for page in printed]
    assert len(numbers[-1]) >= 2
    together = [number for page in numbers for number in page]
    assert together == list(range(1, len(together) + 1))


@pytest.mark.parametrize(("many", "pages"), [(0, (1, 1)), (1, (1, 1)), (200, (2, 2))])
def test_what_was_said_takes_no_more_pages_than_it_must(many: int, pages: tuple[int, int]) -> None:
    assert (drawn(talk(occasion(), many))[2], drawn(agreement(occasion(), many))[2]) == pages


def test_a_long_agenda_goes_over_pages() -> None:
    lines = [("pembahasan saluran air " * 9)[:200]] * 20
    assert drawn(Invitation(occasion(agenda=lines), []))[2] == 2


# ── what cannot break them ──


@pytest.mark.parametrize("typed", [NASTY, "W" * 64, "\u202eterbalik", "a\x00b\ud800c", "]]>&amp;<w:t>", "👨‍👩‍👧‍👦"])
@pytest.mark.parametrize("paper", Paper)
def test_nothing_that_was_typed_is_markup(paper: Paper, typed: str) -> None:
    at = occasion(title=typed, place=typed, agenda=[typed], name=typed)
    facts: dict[Paper, Facts] = {
        Paper.invitation: Invitation(at, [EventItem(event_id=1, kind=ItemKind.food, name=typed, wanted=2)]),
        Paper.attendance: AttendanceList(at, [Attendant(typed, typed, Role.cadre)] * 3),
        Paper.minutes: talk(at, 3, typed),
        Paper.agreement: agreement(at, 3, typed),
    }
    printed, word, _ = drawn(facts[paper])
    wanted = squeezed(sayable(typed))
    assert wanted.replace(" ", "") in printed.replace(" ", "")
    assert wanted in word
    assert "\N{REPLACEMENT CHARACTER}" not in printed, "a sign that no font of ours has"


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        (JAVANESE, "Siti Rahayu"),
        ("Mbak 🌸 Dewi", "Mbak Dewi"),
        ("Нина", "Нина"),
        ("bu tini", "bu tini"),
        ("王小明", ""),
    ],
)
def test_a_name_is_printed_as_it_is_or_left_to_be_written_by_hand(name: str, printed: str) -> None:
    for said in drawn(AttendanceList(occasion(), [Attendant(name, "RT 09")]))[:2]:
        assert squeezed(f"1 {printed} RT 09") in said


def test_the_name_of_a_whole_neighbourhood_may_be_javanese_too() -> None:
    assert "warga Siti Rahayu".casefold() in drawn(Invitation(occasion(name=JAVANESE), []))[0].casefold()
