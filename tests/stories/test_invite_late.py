"""Who may call, what cannot be called, and a draft that is gone on with later, or after others have acted."""

import pytest
from sqlmodel import select

from playground.driver import Group, Neighbour
from storage.communities import Community, CommunityKind
from storage.events import EventState
from storage.needs import Need, NeedState
from storage.people import Membership, Role, membership_of
from tests.stories.asking import told_of_needs, unconfirmed
from tests.stories.calling import (
    LOOK,
    WHEN,
    WHERE,
    begins,
    events_in,
    in_days,
    instant,
    needs_called_for,
    sends,
    the_event,
    times_of,
    work_day_in_three_days,
)
from tests.stories.rt_three import LONG_AGO, group_of_rt_three, person_of
from tests.stories.town import Town


@pytest.fixture
def group(town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour) -> Group:
    return group_of_rt_three(town, chair, tini, asep)


# ── who may, and what cannot be ──


def test_a_time_that_is_over_or_too_far_is_refused_and_asked_again(town: Town, chair: Neighbour) -> None:
    begins(chair)
    chair.sees(WHEN)
    for said, answer in (
        ("kemarin dulu", "Belum terbaca"),
        (in_days(town, -2), "sudah lewat"),
        (f"{in_days(town, 900)}", "Jam berapa?"),
    ):
        chair.says(said)
        chair.sees(answer)
    chair.says("jam 7")
    chair.sees("Terlalu jauh")
    chair.taps("Kembali")
    chair.sees(WHEN)
    chair.says(f"{in_days(town, 2)} jam 7")
    chair.sees(WHERE)


def test_nothing_is_called_before_the_chair_has_tapped(town: Town, rina: Neighbour) -> None:
    work_day_in_three_days(town, rina)
    unconfirmed(town)
    rina.taps("✅ Kirim")
    assert "Ketua RT perlu bergabung dulu" in (rina.toast() or "")
    assert events_in(town) == []
    rina.says("/kegiatan")
    rina.sees("Ketua RT perlu bergabung dulu")


def test_who_is_no_organiser_any_more_proposes(town: Town, rina: Neighbour) -> None:
    work_day_in_three_days(town, rina)
    with town.writing() as session:
        person = person_of(session, rina)
        member = membership_of(session, person.id, person.community_id or 0)
        assert member is not None
        member.role = Role.resident
        session.add(member)
    rina.taps("✅ Kirim")
    rina.sees("sudah sampai ke pengurus")
    assert the_event(town).state is EventState.proposed


def test_a_need_that_is_closed_meanwhile_is_taken_out_and_looked_at_once_more(
    town: Town, chair: Neighbour, tini: Neighbour
) -> None:
    told_of_needs(town, tini, 1)
    work_day_in_three_days(town, chair)
    chair.taps("Untuk usulan")
    chair.taps("1 Lampu")
    chair.taps("Sudah, ini saja")
    chair.sees("Untuk usulan No. 1")
    with town.writing() as session:
        need = session.exec(select(Need)).one()
        need.state = NeedState.resolved
        session.add(need)
    chair.taps("✅ Kirim")
    again = chair.sees("Usulan No. 1 sudah")
    assert not again.says("Untuk usulan")
    sends(chair)
    assert needs_called_for(town) == []


# ── in the middle ──


def test_a_draft_outlives_a_restart_and_another_talk(town: Town, chair: Neighbour) -> None:
    begins(chair)
    chair.sees(WHEN)
    town.restart()
    chair.says(f"{in_days(town, 3)} jam 7 pagi")
    chair.sees(WHERE)
    chair.taps("Nanti saja")
    chair.sees("disimpan dulu")
    chair.says("/kegiatan")
    chair.sees("ajakan kegiatan")
    town.restart()
    chair.taps("Teruskan")
    chair.sees(WHERE)
    chair.taps("Kembali")
    chair.sees(WHEN)
    chair.says(f"{in_days(town, 4)} jam 8")
    chair.taps("Masjid")
    chair.sees("08.00 WIB · Masjid")
    sends(chair)
    assert times_of(town)[0].begins_at == instant(in_days(town, 4), "08:00")


def test_in_the_group_the_command_is_one_line_into_the_private_chat(
    town: Town, group: Group, chair: Neighbour, tini: Neighbour
) -> None:
    chair.says("/kegiatan", in_=group)
    line = chair.sees("Mengajak kumpul lewat obrolan pribadi", in_=group)
    assert line.labels == ["📅 Ajak kumpul"]
    link = str(line.buttons[0][0]["url"]) if isinstance(line.buttons[0], list) else str(line.buttons[0]["url"])
    chair.starts(link.split("start=")[1])
    chair.sees("Acara apa?")
    tini.starts(link.split("start=")[1])
    tini.sees("Mau usul kegiatan apa?")


def test_what_is_typed_is_words_and_nothing_else(town: Town, chair: Neighbour) -> None:
    begins(chair, "Lainnya")
    chair.sees("Acaranya apa?")
    chair.says("<b>Senam</b> & {moment}")
    chair.says(f"{in_days(town, 3)} jam 7 pagi")
    chair.says("<i>lapangan</i>")
    assert chair.sees(LOOK).says("<b>Senam</b> & {moment} · ")
    assert sends(chair).says("<i>lapangan</i>")


def test_another_event_about_that_time_is_seen_beforehand(town: Town, chair: Neighbour) -> None:
    work_day_in_three_days(town, chair)
    sends(chair)
    begins(chair, "Rapat")
    chair.says(f"{in_days(town, 3)} jam 9")
    chair.taps("Masjid")
    chair.sees("Sekitar jam itu juga ada kerja bakti, 07.00")


def test_for_a_need_of_another_neighbourhood_he_speaks_there_again(
    town: Town, chair: Neighbour, tini: Neighbour
) -> None:
    """Pak Budi helps RT 04 too, and has gone over there; the card of RT 03 is still on his screen."""
    told_of_needs(town, tini, 1)
    chair.taps("Meja pengurus")
    chair.taps("1 Lampu")
    card = chair.sees("— No. 1")
    with town.writing() as session:
        here = person_of(session, chair)
        beside = Community(
            kind=CommunityKind.rt, code="rt04abcd", name="RT 04", chair_confirmed_at=LONG_AGO, created_at=LONG_AGO
        )
        session.add(beside)
        session.flush()
        session.add(Membership(person_id=here.id, community_id=beside.id, role=Role.organiser, joined_at=LONG_AGO))
        before, here.community_id = here.community_id, beside.id
    chair.taps_old(card, "Langsung ajak kerja bakti")
    chair.sees("Kerja bakti untuk No. 1. Kapan?")
    chair.says(f"{in_days(town, 3)} jam 7")
    chair.sees(LOOK)
    sends(chair)
    assert the_event(town).community_id == before
