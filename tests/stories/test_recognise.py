"""👋 Warga baru: organisers say who lives here, several at a time; they are told, and what they chose counts."""

from datetime import timedelta

from community import polls
from community.polls import Item, Plan
from playground.driver import Neighbour
from storage import ballots
from storage import polls as stored
from storage.people import Role, membership_of, unrecognised
from storage.polls import Method, PollKind
from tests.community.polling import tap
from tests.stories.first_steps import forges
from tests.stories.rt_three import neighbour, person_of
from tests.stories.town import SECRET, Town


def names_waiting(town: Town) -> list[str]:
    with town.session() as session:
        return [one.name for one in unrecognised(session, 1)]


def opens_list(one: Neighbour, many: int) -> None:
    one.taps("Meja pengurus")
    one.taps(f"👋 {many} warga baru")
    one.sees("Siapa yang sudah dikenal?")


def test_the_ticked_are_recognised_told_and_counted(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    with town.writing() as session:
        by = person_of(session, chair)
        plan = Plan(PollKind.own, [Item("A"), Item("B")], Method.choose_one, town.now() + timedelta(days=2))
        poll = polls.open_poll(session, by.community_id or 0, plan, by=by.id, now=town.now())
        option = stored.options_of(session, poll.id)[0]
        tap(session, option.id, by=person_of(session, tini).id, secret=SECRET, now=town.now())
        poll_id = poll.id
    with town.session() as session:
        assert ballots.turnout(session, poll_id) == (0, 1, 0)
    chair.says("/polling")
    chair.taps("Yang sudah ditanyakan")
    chair.taps("🗳 1 ")
    assert chair.sees("👋 1 lagi menunggu dikenali pengurus").labels[0] == "👋 3 warga baru"
    chair.taps("👋 3 warga baru")
    chair.sees("Siapa yang sudah dikenal?")
    assert "✅ Kenal yang dicentang" not in chair.buttons()
    chair.taps("Bu Tini")
    chair.taps("Kenal yang dicentang")
    chair.sees("1 warga dikenal dan dikabari")
    assert set(names_waiting(town)) == {"Asep", "Pak Budi"}
    with town.session() as session:
        assert ballots.turnout(session, poll_id) == (1, 0, 0)
    told = tini.sees("Pengurus RT 03 sudah mengenal Bu Tini")
    assert told.says("Suaranya sekarang ikut dihitung, kecuali di tanya warga yang minta lebih lama terdaftar.")
    asep.does_not_see("sudah mengenal", seconds=0.2)


def test_all_means_all_on_the_screen(town: Town, chair: Neighbour) -> None:
    for number in range(1, 8):
        neighbour(town, f"Warga {number}")
    opens_list(chair, 8)
    late = neighbour(town, "Mas Dwi")
    chair.taps("Kenal semua di sini")
    chair.sees("6 warga dikenal")
    assert len(names_waiting(town)) == 3
    late.does_not_see("sudah mengenal", seconds=0.2)
    chair.taps("Lihat yang lain")
    chair.sees("Siapa yang sudah dikenal?")
    chair.taps("Kenal semua di sini")
    chair.sees("3 warga dikenal")
    assert names_waiting(town) == []
    late.sees("Pengurus RT 03 sudah mengenal Mas Dwi")
    chair.taps("Meja pengurus")
    assert not any("warga baru" in label for label in chair.buttons())


def test_ticks_stay_from_page_to_page_and_over_a_restart(town: Town, chair: Neighbour) -> None:
    for number in range(1, 8):
        neighbour(town, f"Warga {number}")
    opens_list(chair, 8)
    chair.taps("Warga 1")
    chair.taps("Lebih lama")
    chair.taps("Warga 7")
    town.restart()
    chair.taps("Lebih baru")
    town.neighbourhood.waits_for(lambda: "✓ Warga 1" in chair.buttons(), "the tick")
    chair.taps("Kenal yang dicentang")
    chair.sees("2 warga dikenal")
    assert "Warga 1" not in names_waiting(town)
    assert "Warga 7" not in names_waiting(town)


def test_two_organisers_recognise_somebody_once(town: Town, chair: Neighbour, rina: Neighbour, tini: Neighbour) -> None:
    opens_list(chair, 3)
    chair.taps("Bu Tini")
    chair.sees("Siapa yang sudah dikenal?")
    opens_list(rina, 3)
    rina.taps("Bu Tini")
    rina.taps("Kenal yang dicentang")
    rina.sees("1 warga dikenal")
    chair.taps("Kenal yang dicentang")
    chair.sees("baru saja dikenal pengurus lain")
    tini.sees("sudah mengenal Bu Tini")


def test_where_nobody_waits_baik_names_no_other_organiser(town: Town, chair: Neighbour) -> None:
    opens_list(chair, 1)
    chair.taps("Kenal semua di sini")
    forges(chair, chair.sees("1 warga dikenal"), "newcomers")
    chair.sees("Semua sudah dikenal 🙏")
    chair.taps("Baik")
    chair.sees("Kalau ada warga baru, namanya muncul di Meja pengurus 🙏")
    chair.does_not_see("pengurus lain", seconds=0.2)


def test_residents_recognise_nobody(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    tini.says("/menu")
    assert "bagian pengurus" in str(forges(tini, tini.sees("Mau apa?"), "newcomers"))
    assert len(names_waiting(town)) == 2


def test_who_is_no_organiser_any_more_recognises_nobody(town: Town, rina: Neighbour, tini: Neighbour) -> None:
    opens_list(rina, 2)
    rina.taps("Bu Tini")
    with town.writing() as session:
        member = membership_of(session, person_of(session, rina).id, 1)
        assert member is not None
        member.role = Role.resident
        session.add(member)
    rina.taps("Kenal yang dicentang")
    assert "bagian pengurus" in (rina.toast() or "")
    assert "Bu Tini" in names_waiting(town)
