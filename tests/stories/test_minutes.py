"""/notulen: an organiser writes them, two who were there confirm them, the group reads them once."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from community import follow_ups
from playground.driver import Neighbour
from storage.minutes import FollowUp, MinutesState
from tests.stories.asking import told_of_needs
from tests.stories.first_steps import forges
from tests.stories.meeting_up import opens, says
from tests.stories.minuting import ASKED, how_often, met, sends, stored, writes
from tests.stories.on_the_day import HOUR, is_in, opens_card, soon
from tests.stories.rt_three import group_of_rt_three, needs_in, neighbour
from tests.stories.town import Town


def is_read_later(town: Town, person: Neighbour, one: int) -> None:
    """On the event's card, once that is over."""
    is_in(town, one, -4 * HOUR)
    opens(town, person, one)
    person.taps("📝 Notulen")
    person.sees("1. Portal ditutup pukul 22.00")


def test_two_who_were_there_confirm_and_the_group_reads_it_once(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour, siti: Neighbour
) -> None:
    group = group_of_rt_three(town, chair, tini)
    told_of_needs(town, tini, 1)
    one = met(town, chair, tini, asep, siti, needs=[needs_in(town)[0].id])
    writes(chair)
    chair.says("beli engsel - asep - besok\nsapu balai - Mbah Karto")
    seen = chair.sees("🔔 diingatkan")
    assert seen.says("beli engsel · asep 🔔")
    chair.taps("Sudah, ini saja")
    look = chair.sees("Notulen: Rapat RT 03")
    assert look.says("Dipimpin Pak Budi · hadir 17 orang")
    assert look.says("1. Portal ditutup pukul 22.00")
    sends(chair)
    tini.sees(ASKED)
    tini.taps("✓ Cocok")
    assert "Tinggal menunggu satu orang lagi" in says(tini)
    old = tini.sees("Sudah bilang: cocok")
    tini.taps_old(old, "Ada yang kurang")
    tini.sees("Apa yang kurang atau keliru?")
    tini.says("/batal")
    assert stored(town).state is MinutesState.waiting
    asep.sees(ASKED)
    asep.taps("✓ Cocok")
    assert "diterbitkan" in says(asep)
    chair.sees("Notulen rapat sudah dicocokkan dua orang")
    tini.sees("Sudah dicocokkan dua orang", in_=group)
    late = siti.sees(ASKED)
    siti.taps_old(late, "✓ Cocok")
    assert "sudah diterbitkan" in says(siti)
    assert how_often(town, "minutes.group") == 1
    is_read_later(town, siti, one)
    tini.says("/usulanku")
    tini.taps("1 · Lampu")
    tini.taps("Perjalanan")
    tini.sees("Keputusan Rapat: Portal ditutup pukul 22.00.")
    chair.says("/notulen")
    chair.sees("Belum ada acara yang perlu dicatat")


def test_days_and_people_are_read_back_and_what_is_wrong_is_asked_again(
    town: Town, chair: Neighbour, tini: Neighbour
) -> None:
    met(town, chair, tini)
    writes(chair)
    chair.says("beli engsel - Bu Tini - entah kapan")
    chair.sees("Harinya belum terbaca")
    chair.says("beli engsel - tini - paling lambat 1/1/2020")
    chair.sees("Harinya belum terbaca")
    chair.says("beli engsel - tini - lusa")
    chair.sees("beli engsel · tini 🔔")
    town.restart()
    chair.says("pasang engsel")
    chair.taps("✕ pasang engsel")
    chair.taps("Sudah, ini saja")
    chair.sees("Notulen: Rapat")
    sends(chair)
    with town.session() as session:
        (task,) = session.exec(select(FollowUp))
        assert (task.what, task.who, task.who_id is not None) == ("beli engsel", "tini", True)
        assert task.due_on == (town.now() + timedelta(days=2, hours=7)).date()


def test_where_nobody_else_is_known_to_have_been_there_the_organisers_confirm(
    town: Town, chair: Neighbour, rina: Neighbour, tini: Neighbour
) -> None:
    met(town, chair, tini)
    writes(chair)
    chair.taps("Tidak ada")
    chair.sees("Notulen: Rapat")
    sends(chair)
    for person in (rina, tini):
        person.sees(ASKED)
        person.taps("✓ Cocok")
    chair.sees("sudah dicocokkan dua orang")


def test_of_several_one_is_chosen_and_a_draft_is_gone_on_with(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    met(town, chair, tini)
    met(town, chair)
    chair.says("/notulen")
    chair.taps(next(label for label in chair.sees("Acara yang mana?").labels if "1 " in label))
    chair.sees("Siapa yang memimpin")
    chair.taps("Nanti saja")
    chair.says("/notulen")
    chair.sees("Mau diteruskan?")
    chair.taps("Teruskan")
    chair.sees("Siapa yang memimpin")


def test_from_the_card_and_only_once_it_has_begun(town: Town, chair: Neighbour) -> None:
    one = soon(town, chair)
    card = opens_card(chair)
    assert "📝 Notulen" not in card.labels
    assert "belum mulai" in str(forges(chair, card, f"notes.{one}"))
    chair.taps("Sudah mulai")
    chair.sees("Sedang berlangsung")
    chair.taps("📝 Notulen")
    chair.sees("Siapa yang memimpin")


@pytest.mark.parametrize("data", ["notes.{}", "agree.1.1", "lacksminutes.1.1"])
def test_who_was_not_there_neither_writes_nor_confirms(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour, siti: Neighbour, data: str
) -> None:
    one = met(town, chair, tini, asep)
    writes(chair)
    chair.taps("Tidak ada")
    chair.sees("Notulen: Rapat")
    sends(chair)
    siti.says("/menu")
    menu = siti.sees("Mau apa?")
    assert forges(siti, menu, data.format(one))
    siti.says("/notulen")
    siti.sees("Notulen ditulis pengurus")
    next_door = neighbour(town, "Pak Joko")
    next_door.says("/menu")
    assert forges(next_door, next_door.sees("Mau apa?"), data.format(one))
    assert stored(town).state is MinutesState.waiting


def just_due(town: Town) -> tuple[date, int]:
    """A day, and how often it was told of, of which the next reminder's hour has just come."""
    today = town.now().date()
    days = [(today + timedelta(days=more), told) for told in (0, 1) for more in (1, 0, -1, -2)]
    return next(
        (day, told)
        for day, told in days
        if timedelta() <= town.now() - follow_ups.times(day, "Asia/Jakarta")[told] <= follow_ups.LATE
    )


def test_what_somebody_took_on_is_told_and_ticked_off(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    one = met(town, chair, tini, asep)
    writes(chair)
    chair.says("beli engsel - tini - besok\nsapu balai - Mbah Karto")
    chair.sees("🔔 diingatkan")
    chair.taps("Sudah, ini saja")
    chair.sees("Notulen: Rapat")
    sends(chair)
    with town.writing() as session:
        task = session.exec(select(FollowUp).where(FollowUp.what == "beli engsel")).one()
        task.due_on, task.reminded = just_due(town)
    tini.sees("beli engsel")
    asep.says("/menu")
    assert "pengurus" in str(forges(asep, asep.sees("Mau apa?"), "todone.1"))
    tini.taps("✅ Sudah")
    assert "Terima kasih" in says(tini)
    tini.sees("beli engsel: beres")
    assert "Sudah dicentang" in str(forges(tini, tini.sees("beres"), "todone.1"))
    opens_card(chair)
    chair.taps("Tindak lanjut")
    seen = chair.sees("Tindak lanjut rapat")
    assert seen.says("✅ beli engsel · tini")
    assert seen.says("▫️ sapu balai · Mbah Karto")
    chair.taps("✅ sapu balai")
    seen = chair.sees("✅ sapu balai · Mbah Karto")
    assert "dicentang" in str(forges(chair, seen, "todone.2.list"))
    assert chair.sees("✅ sapu balai · Mbah Karto").labels, "the list stays"
    assert one


def test_meetings_are_offered_before_what_has_come_after_them(town: Town, chair: Neighbour) -> None:
    for _ in range(2):
        met(town, chair)
    for _ in range(8):
        soon(town, chair, begins=-HOUR / 2)
    chair.says("/notulen")
    labels = chair.sees("Acara yang mana?").labels
    assert [label[0] for label in labels[:3]] == ["💬", "💬", "🧹"]
