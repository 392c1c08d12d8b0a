"""On the day: the code at the place, the organisers' list, that it has begun."""

from datetime import timedelta

import pytest

from playground.driver import Neighbour
from storage.people import Role
from tests.stories.first_steps import forges
from tests.stories.meeting_up import calls, cancels, code_of, says
from tests.stories.on_the_day import HOUR, digits, is_in, opens_card, scans, soon, there
from tests.stories.rt_three import CODE, group_of_rt_three, neighbour
from tests.stories.steering import moves_next_door
from tests.stories.town import Town


def test_the_chair_shows_the_code_and_tini_scans_it(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    one = soon(town, chair)
    opens_card(chair)
    chair.taps("QR hadir")
    picture = chair.sees("Kode hadir: Kerja bakti RT 03")
    assert picture.view["photo"]
    assert picture.says(f"/hadir {digits(town, one)}")
    scans(town, tini, one)
    tini.sees("Terima kasih sudah datang, Bu Tini")
    scans(town, tini, one)
    tini.sees("Sudah tercatat hadir sejak tadi")
    assert there(town, one) == [("Bu Tini", "code")]


def test_asep_types_the_digits_that_are_read_out(town: Town, chair: Neighbour, asep: Neighbour) -> None:
    one = soon(town, chair)
    opens_card(chair)
    chair.taps("QR hadir")
    chair.sees("Kode hadir")
    asep.says("/hadir")
    asep.sees("misalnya: /hadir 4821")
    wrong = "0000" if digits(town, one) != "0000" else "1111"
    asep.says(f"/hadir {wrong}")
    asep.sees("Kode itu belum cocok")
    asep.says(f"/hadir {digits(town, one)}")
    asep.sees("Tercatat hadir ✓")
    assert there(town, one) == [("Asep", "code")]


def test_too_early_then_in_time_then_too_late(town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour) -> None:
    one = soon(town, chair, begins=3 * HOUR)
    scans(town, tini, one)
    tini.sees("berlaku mulai 2 jam sebelum acara")
    assert there(town, one) == []
    is_in(town, one, HOUR)
    scans(town, tini, one)
    tini.sees("Tercatat hadir ✓")
    is_in(town, one, -7 * HOUR)
    scans(town, asep, one)
    asep.sees("kabari pengurus")
    opens_card(chair)
    chair.taps("Daftar hadir")
    chair.sees("Hadir: 1")
    chair.taps("Tambah nama")
    chair.sees("satu nama per baris")
    chair.says("Asep")
    chair.sees("Hadir: 2")
    assert there(town, one) == [("Bu Tini", "code"), ("Asep", "listed")]


def test_names_in_one_line_are_one_person_each(town: Town, chair: Neighbour) -> None:
    one = soon(town, chair)
    opens_card(chair)
    chair.taps("Daftar hadir")
    chair.taps("Tambah nama")
    chair.sees("satu nama per baris")
    chair.says("Mbah Karto, Bu Sumi; Yu Nah\n- Pak Hadi, S.Pd.")
    chair.sees("Hadir: 4")
    assert there(town, one) == [(name, "listed") for name in ("Mbah Karto", "Bu Sumi", "Yu Nah", "Pak Hadi, S.Pd.")]


def test_who_lives_elsewhere_is_not_noted(town: Town, chair: Neighbour) -> None:
    one = soon(town, chair)
    next_door = neighbour(town, "Pak Joko", role=Role.chair)
    with town.writing() as session:
        moves_next_door(session, next_door)
    scans(town, next_door, one)
    next_door.sees("RT 03")
    next_door.says("/hadir 4821")
    next_door.sees("Kode itu belum cocok")
    assert there(town, one) == []


def test_a_stranger_is_welcomed_on_the_way_and_noted(town: Town, chair: Neighbour) -> None:
    one = soon(town, chair)
    stranger = town.person("Bu Sri")
    scans(town, stranger, one)
    stranger.taps("Setuju, saya 18+")
    stranger.sees("dipanggil")
    stranger.says("Bu Sri")
    stranger.sees("Tercatat hadir ✓")
    assert there(town, one) == [("Bu Sri", "code")]


def test_what_does_not_take_place_has_no_list(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    one = soon(town, chair)
    card = opens_card(chair)
    cancels(town, chair, one, "Hujan")
    scans(town, tini, one)
    tini.sees("Kegiatan ini batal")
    for label in ("QR hadir", "Daftar hadir", "Sudah mulai"):
        chair.taps_old(card, label)
        assert says(chair)
    assert there(town, one) == []


def test_the_list_ticks_who_comes_and_takes_names_without_a_phone(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour, siti: Neighbour
) -> None:
    one = soon(town, chair)
    for person, answer in ((tini, "Ikut"), (asep, "Berhalangan"), (siti, "Ikut")):
        person.starts(f"rt-7kq2mxab-acara_{code_of(town, one)}")
        person.taps(answer)
    opens_card(chair)
    chair.taps("Daftar hadir")
    seen = chair.sees("Hadir: 0")
    assert "Bu Tini" in seen.labels
    assert not any("Asep" in label for label in seen.labels), "who is away is named nowhere"
    unticked = seen
    chair.taps("Bu Tini")
    seen = chair.sees("Hadir: 1")
    assert "✓ Bu Tini" in seen.labels
    chair.taps_old(unticked, "Bu Tini")
    assert "Tercatat hadir" in says(chair), "a second tap, or another organiser's"
    scans(town, siti, one)
    siti.sees("Tercatat hadir")
    chair.taps("Segarkan")
    assert chair.sees("Hadir: 2").says("Bu Tini, Siti")
    chair.taps("Tambah nama")
    chair.sees("satu nama per baris")
    chair.says("👍")
    chair.sees("satu nama per baris")
    chair.says("- Mbah Karto\nPak <b>Wiryo</b>\n\nmbah karto")
    assert chair.sees("Hadir: 4").says("Pak <b>Wiryo</b>")
    chair.taps("✓ Mbah Karto")
    chair.sees("Hadir: 3")
    chair.taps("✓ Bu Tini")
    chair.sees("Hadir: 2")
    assert there(town, one) == [("Siti", "code"), ("Pak <b>Wiryo</b>", "listed")]


def test_it_has_begun_is_said_once_and_the_group_is_sent_nothing(town: Town, chair: Neighbour, rina: Neighbour) -> None:
    one = soon(town, chair)
    card = opens_card(chair)
    other = opens_card(rina)
    chair.taps("Sudah mulai")
    assert "Tercatat sudah mulai" in says(chair)
    begun = chair.sees("Sedang berlangsung")
    assert "▶️ Sudah mulai" not in begun.labels
    rina.taps_old(other, "Sudah mulai")
    assert "Ini sudah dimulai" in says(rina)
    is_in(town, one, timedelta(days=2))
    assert card


def test_days_before_it_cannot_begin_and_has_no_list(town: Town, chair: Neighbour) -> None:
    one = calls(town, chair)
    card = opens_card(chair)
    assert not {"▶️ Sudah mulai", "📋 Daftar hadir", "📷 QR hadir"} & set(card.labels)
    assert "Belum waktunya mulai" in str(forges(chair, card, f"started.{one}"))
    assert "dibuka 2 jam sebelum" in str(forges(chair, card, f"present.{one}"))


@pytest.mark.parametrize("data", ["present.{}", "tick.{}.1.1", "strike.{}.1.1", "qr.{}", "started.{}", "addnames.{}"])
def test_residents_steer_none_of_it(town: Town, chair: Neighbour, tini: Neighbour, data: str) -> None:
    one = soon(town, chair)
    tini.says("/menu")
    flash = forges(tini, tini.sees("Mau apa?"), data.format(one))
    assert "pengurus" in str(flash)
    assert there(town, one) == []


def test_digits_typed_in_the_group_go_along(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    group = group_of_rt_three(town, chair, tini)
    one = soon(town, chair)
    opens_card(chair)
    chair.taps("QR hadir")
    chair.sees("Kode hadir")
    tini.says("/hadir", in_=group)
    tini.sees("dicatat lewat obrolan pribadi", in_=group)
    tini.says(f"/hadir {digits(town, one)}", in_=group)
    line = tini.sees("dicatat lewat obrolan pribadi", in_=group)
    assert f"rt-{CODE}-hadir_{digits(town, one)}" in str(line.view)
    tini.starts(f"rt-{CODE}-hadir_{digits(town, one)}")
    tini.sees("Tercatat hadir ✓")
    assert there(town, one) == [("Bu Tini", "code")]


def test_in_the_group_one_line_leads_to_the_private_chat(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    group = group_of_rt_three(town, chair, tini)
    one = soon(town, chair)
    tini.says("/hadir 4821", in_=group)
    assert tini.sees("dicatat lewat obrolan pribadi", in_=group).labels == ["🙋 Catat hadir"]
    tini.starts(f"rt-{CODE}-hadir")
    tini.sees("misalnya: /hadir 4821")
    assert there(town, one) == []
    tini.says("/notulen", in_=group)
    tini.does_not_see("Notulen ditulis", in_=group)
    chair.says("/notulen", in_=group)
    assert chair.sees("Notulen ditulis lewat obrolan pribadi", in_=group).labels == ["📝 Notulen"]
    chair.starts(f"rt-{CODE}-notulen")
    chair.sees("Belum ada acara yang perlu dicatat")


@pytest.mark.usefixtures("tini", "asep")
def test_a_neighbour_who_never_answered_is_looked_for_and_ticked(town: Town, chair: Neighbour) -> None:
    one = soon(town, chair)
    opens_card(chair)
    chair.taps("Daftar hadir")
    chair.taps("Cari warga")
    chair.sees("Siapa namanya?")
    chair.says("Karto")
    chair.sees("Belum ketemu")
    chair.says("tini")
    chair.sees("Yang mana?")
    chair.taps("Cari lagi")
    chair.sees("Siapa namanya?")
    chair.says("TINI")
    chair.taps("Bu Tini")
    assert "✓ Bu Tini" in chair.sees("Hadir: 1").labels
    assert there(town, one) == [("Bu Tini", "listed")]
