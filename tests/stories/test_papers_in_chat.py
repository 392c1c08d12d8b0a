"""An organiser prints the papers of an event from its card; nobody else does, and what cannot be printed says why."""

import pytest

from playground.driver import Neighbour
from storage.minutes import Minutes
from tests.stories.calling import called_by, opens_card
from tests.stories.first_steps import forges
from tests.stories.meeting_up import cancels, postpones
from tests.stories.rt_three import person_of
from tests.stories.town import Town

SCREEN = "Mau cetak yang mana?"
BEFORE = ["Undangan", "Daftar hadir"]


@pytest.fixture
def called(town: Town, chair: Neighbour, tini: Neighbour) -> int:
    """Kerja bakti in three days at seven, at the guard post; the id of its time."""
    return called_by(town, chair)


def has_minutes(town: Town, chair: Neighbour, occurrence_id: int, *decisions: str) -> None:
    with town.writing() as session:
        by = person_of(session, chair)
        minutes = Minutes(
            occurrence_id=occurrence_id, chair="Pak Budi", discussed="Selokan meluap.", decisions=list(decisions),
            attended=12, writer_id=by.id, written_at=town.now(),
        )  # fmt: skip
        session.add(minutes)


def opens_papers(chair: Neighbour) -> list[str]:
    """The papers that are offered."""
    opens_card(chair)
    chair.taps("Surat & daftar")
    labels = chair.sees(SCREEN).labels
    assert labels[-1] == "‹ Ke kegiatan"
    return labels[:-1]


def gets(chair: Neighbour, label: str, caption: str) -> None:
    """As PDF, and then for Word."""
    chair.taps(label)
    assert "disiapkan" in (chair.toast() or "")
    pdf = chair.sees(f"{caption} kegiatan No. 1, siap dicetak")
    assert pdf.labels == ["📝 Versi Word"]
    assert pdf.view["document"]["file_name"].endswith("-no-1.pdf")
    chair.taps("Versi Word")
    word = chair.sees(f"{caption} kegiatan No. 1. Yang ini bisa diubah dulu di Word.")
    assert word.labels == []
    assert word.view["document"]["file_name"].endswith("-no-1.docx")


def test_before_it_takes_place_there_are_an_invitation_and_a_list(town: Town, called: int, chair: Neighbour) -> None:
    assert opens_papers(chair) == BEFORE
    assert chair.sees(SCREEN).says("setelah notulennya ditulis")
    gets(chair, "Undangan", "Undangan")
    gets(chair, "Daftar hadir", "Daftar hadir")
    assert len(town.neighbourhood.sent("sendDocument")) == 4


def test_from_the_papers_one_comes_back_to_the_event(called: int, chair: Neighbour) -> None:
    opens_papers(chair)
    chair.taps("Ke kegiatan")
    chair.sees("Kegiatan No. 1")


def test_once_minutes_are_written_they_and_the_record_are_printed_too(
    town: Town, called: int, chair: Neighbour
) -> None:  # fmt: skip
    has_minutes(town, chair, called, "Dikeruk 6 Desember")
    assert opens_papers(chair) == [*BEFORE, "Notulen", "Berita acara"]
    assert not chair.sees(SCREEN).says("setelah notulennya ditulis")
    gets(chair, "Notulen", "Notulen")
    gets(chair, "Berita acara", "Berita acara")


def test_minutes_without_a_decision_are_no_record_of_one(town: Town, called: int, chair: Neighbour) -> None:
    has_minutes(town, chair, called)
    assert opens_papers(chair) == [*BEFORE, "Notulen"]
    said = forges(chair, chair.sees(SCREEN), f"papers.{called}.agreement")
    assert "belum ada keputusan" in str(said["alert"])


def test_without_minutes_an_old_button_says_so_and_shows_what_there_is(called: int, chair: Neighbour) -> None:
    opens_papers(chair)
    said = forges(chair, chair.sees(SCREEN), f"papers.{called}.minutes")
    assert "belum ditulis" in str(said["alert"])
    assert chair.sees(SCREEN).labels == [*BEFORE, "‹ Ke kegiatan"]


def test_what_was_cancelled_or_put_off_invites_nobody(town: Town, called: int, chair: Neighbour) -> None:
    opens_papers(chair)
    postpones(town, chair, called, "hujan")
    chair.taps("Undangan")
    chair.sees("belum pasti")
    cancels(town, chair, called, "hujan terus")
    chair.taps("Ke kegiatan")
    card = chair.sees("Dibatalkan")
    assert "📄 Surat & daftar" not in card.labels
    said = forges(chair, card, f"papers.{called}.attendance")
    assert "sudah dibatalkan" in str(said["alert"])
    assert town.neighbourhood.sent("sendDocument") == []


@pytest.mark.parametrize("form", ["", ".word"])
@pytest.mark.parametrize("paper", ["invitation", "attendance", "minutes", "agreement"])
def test_a_resident_gets_none_whatever_button_they_make_up(
    town: Town, called: int, chair: Neighbour, tini: Neighbour, paper: str, form: str
) -> None:
    has_minutes(town, chair, called, "Dikeruk")
    tini.says("/menu")
    said = forges(tini, tini.reads(), f"papers.{called}.{paper}{form}")
    assert "pengurus" in str(said["alert"] or said["toast"])
    assert town.neighbourhood.sent("sendDocument") == []
