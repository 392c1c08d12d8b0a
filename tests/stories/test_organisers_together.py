"""Several organisers and one desk: merging, handing over, two at once; and everyone who is none of them."""

from sqlmodel import select

from community import supports
from playground.driver import Neighbour, Seen
from storage import supports as rows
from storage import timeline
from storage.communities import Community, CommunityKind
from storage.people import Membership, Role
from tests.stories.desk_steps import opens_desk
from tests.stories.first_steps import forges, has_all_messages
from tests.stories.rt_three import LONG_AGO, has_told_of_lamps, needs_in, neighbour, person_of, the_need
from tests.stories.telling import reports_a_drain
from tests.stories.town import Town


def supporters_of(town: Town, number: int) -> int:
    with town.session() as session:
        return rows.count(session, needs_in(town)[number - 1].id)


def test_merged_and_parted_again_nobody_is_lost(
    town: Town, tini: Neighbour, asep: Neighbour, siti: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    reports_a_drain(asep)
    with town.writing() as session:
        supports.support(session, needs_in(town)[1].id, by=person_of(session, siti).id, now=town.now())
    opens_desk(chair, "2 Selokan")
    chair.taps("Gabung")
    chair.sees("No. 2 sama dengan yang mana?")
    chair.says("no. 7")
    chair.sees("Nomor itu belum ada")
    chair.taps("1 · Selokan")
    assert chair.sees("No. 2 digabung ke sini?").says("1 warga ikut")
    chair.taps("Gabung ke No. 1")
    done = chair.sees("No. 2 digabung ke No. 1 ✓")
    assert done.says("Yang ikut (3)")
    assert supporters_of(town, 1) == 3
    chair.taps("Pisahkan No. 2")
    chair.sees("No. 2 berdiri sendiri lagi")
    assert (supporters_of(town, 1), supporters_of(town, 2)) == (1, 2)


def test_handed_over_it_lies_first_on_the_colleagues_desk(
    town: Town, tini: Neighbour, chair: Neighbour, rina: Neighbour
) -> None:
    has_told_of_lamps(town, tini, 1)
    reports_a_drain(tini)
    opens_desk(chair, "2 Selokan")
    chair.taps("⋯")
    chair.taps("Titip ke pengurus lain")
    chair.sees("Titip No. 2 ke siapa?")
    chair.taps("Bu Rina")
    chair.sees("No. 2 dititipkan ke Bu Rina")
    rina.sees("Pak Budi menitipkan usulan No. 2 (selokan)")
    rina.says("/kelola")
    assert rina.sees("2 hal menunggu:").labels[0].startswith("🆕 2 Selokan")


def test_of_two_who_act_at_once_one_wins_and_the_other_is_told(
    town: Town, tini: Neighbour, chair: Neighbour, rina: Neighbour
) -> None:
    reports_a_drain(tini)
    his, hers = opens_desk(chair, "1 Selokan"), opens_desk(rina, "1 Selokan")
    rina.taps("Teruskan ke")
    rina.sees("diteruskan ke mana?")
    rina.taps("PDAM")
    rina.sees("Nomor suratnya?")
    rina.taps("Lewati")
    rina.sees("Kapan dicek lagi?")
    chair.taps_old(his, "Masuk daftar warga")
    chair.sees("Sudah ✓")
    rina.taps("1 minggu")
    rina.sees("No. 1 baru saja ditangani pengurus lain")
    rina.taps_old(hers, "Masuk daftar warga")
    assert "baru saja ditangani pengurus lain" in str(rina.toast())
    assert rina.sees("Masuk daftar warga").says("— No. 1"), "the card as it is now"
    with town.session() as session:
        moved = [line for line in timeline.of_need(session, the_need(town).id) if line.by_office]
    assert len(moved) == 1


VERBS = ("take", "day", "pass", "fuse", "part", "fix", "hand", "begin", "recheck", "heard")


def test_whoever_is_no_organiser_here_moves_nothing_by_any_button(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    elsewhere = of_another_rt(town)
    need = the_need(town)
    subjects = [f"{verb}.{need.id}" for verb in ("see", "acts", "listen", "letter")]
    subjects += [f"handto.{need.id}.0.1", f"setrule.{need.community_id}.answer_days.2"]
    for stranger in (asep, elsewhere):
        message = menu_of(stranger)
        for verb in VERBS:
            answer = forges(stranger, message, f"{verb}.{need.id}.{need.moves}")
            assert answer.get("alert") or answer.get("toast"), verb
        own = {"desk.1", "rules"} if stranger is elsewhere else set()  # his own desk and rules, not these
        for data in {*subjects, "desk.1", "rules"} - own:
            answer = forges(stranger, message, data)
            assert answer.get("alert") or answer.get("toast"), data
        has_all_messages(town, stranger)
        assert "Tini" not in stranger.screen()
    now = the_need(town)
    assert (now.moves, now.state, now.changed_at) == (need.moves, need.state, need.changed_at)
    with town.session() as session:
        place = session.get(Community, need.community_id)
        assert place is not None
        assert place.answer_days == 3


def of_another_rt(town: Town) -> Neighbour:
    """An organiser, but of RT 04."""
    person = neighbour(town, "Pak Joko")
    with town.writing() as session:
        place = Community(
            kind=CommunityKind.rt, code="9zz9mxab", name="RT 04", quiet_hours=[], chair_confirmed_at=LONG_AGO,
            created_at=LONG_AGO,
        )  # fmt: skip
        session.add(place)
        session.flush()
        known = person_of(session, person)
        for member in session.exec(select(Membership).where(Membership.person_id == known.id)):
            session.delete(member)
        session.add(Membership(person_id=known.id, community_id=place.id, role=Role.chair, joined_at=LONG_AGO))
        known.community_id = place.id
    return person


def menu_of(person: Neighbour) -> Seen:
    person.says("/menu")
    return person.sees("Mau apa?")
