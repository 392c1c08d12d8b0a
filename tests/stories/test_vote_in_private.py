"""Voting on a card of one's own, looking at what is asked, the list of polls, and a word before the end."""

from datetime import timedelta

from sqlmodel import select

from community import consents, poll_reminders
from community.polls import Item
from playground.driver import Neighbour
from storage.communities import Community, CommunityKind
from storage.consents import ConsentPurpose
from storage.needs import Audience, Need
from storage.people import Membership
from storage.polls import Counts, Method, Poll, PollKind
from tests.stories.first_steps import NO_LONGER, forges
from tests.stories.rt_three import group_of_rt_three, is_accepted, needs_in, person_of
from tests.stories.telling import reports_a_drain_with_a_photo
from tests.stories.town import Town
from tests.stories.voting import TITLE, WORKS, are_known, asks, choices, ends, items, places_of, the_poll


def code_of(town: Town, poll_id: int) -> str:
    return the_poll(town, poll_id).code


def test_the_own_card_shows_the_own_marks_and_changes_where_it_stands(
    town: Town, tini: Neighbour, chair: Neighbour
) -> None:
    are_known(town, tini)
    poll = asks(town, chair, method=Method.borda)
    tini.says("/pilih")
    card = tini.sees(TITLE)
    assert card.says("Ketuk berurutan, paling banyak 3: yang paling penting dulu. Pilihan rahasia.")
    tini.taps("2 Lampu")
    tini.sees("Sudah dipilih 1 dari 3.")
    tini.taps("4 Air")
    seen = tini.sees("Sudah dipilih 2 dari 3.")
    assert seen.id == card.id
    assert seen.labels[:4] == ["1 Selokan Gang Melati", "① 2 Lampu pos ronda", "3 Paving lapangan", "② 4 Air keruh"]
    tini.taps("2 Lampu")
    assert "① 4 Air keruh" in tini.sees("Sudah dipilih 1 dari 3.").labels
    assert choices(town, poll) == [([4], True)]
    tini.taps("Pilihan saya")
    mine = tini.sees("Tanda terima:")
    assert mine.says("① 4 Air keruh")
    assert mine.says("Catat kodenya")
    tini.taps("Kembali")
    assert "① 4 Air keruh" in tini.sees(TITLE).labels


def test_the_list_marks_what_one_has_answered(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    are_known(town, tini)
    for question in ("Mau lomba apa?", "Cat gapura warna apa?"):
        asks(town, chair, kind=PollKind.own, question=question)
    tini.says("/pilih")
    tini.sees("Sedang ditanyakan:")
    tini.taps("🗳 2")
    tini.taps("1 Selokan")
    tini.sees("Sudah dipilih 1 dari 3.")
    tini.says("/pilih")
    assert tini.sees("Sedang ditanyakan:").labels == ["🗳 1 · Mau lomba apa?", "✓ 2 · Cat gapura warna apa?"]


def test_points_stand_as_dots(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    are_known(town, tini)
    asks(town, chair, method=Method.points, most=5, most_on_one=3)
    tini.says("/vote")
    tini.sees("Bagikan 5 poin, paling banyak 3 untuk satu pilihan")
    for left in (4, 3):
        tini.taps("1 Selokan")
        tini.sees(f"Sisa {left} poin.")
    assert "●● 1 Selokan Gang Melati" in tini.sees("Sisa 3 poin.").labels


def test_the_list_leads_to_what_is_open_and_to_what_came_of_the_rest(
    town: Town, tini: Neighbour, chair: Neighbour
) -> None:
    are_known(town, tini)
    tini.says("/pilih")
    tini.sees("Di RT 03 belum ada yang ditanyakan")
    over = asks(town, chair, question="Rapat hari apa?", kind=PollKind.day)
    tini.says("/pilih")
    tini.sees("Rapat hari apa?")
    tini.taps("2 Lampu")
    ends(town, over)
    tini.sees("Jadi: Lampu pos ronda")
    asks(town, chair)
    asks(town, chair, question="Cat pos warna apa?", kind=PollKind.own, method=Method.choose_one, days=1)
    tini.says("/menu")
    tini.sees("Mau apa?")
    tini.taps("🗳 Pilih yang didahulukan")
    listed = tini.sees("Sedang ditanyakan:")
    assert listed.labels == ["🗳 3 · Cat pos warna apa?", "🗳 2 · Mana yang kita dahulu…", "📊 1 · Rapat hari apa?"]
    tini.taps("📊 1")
    tini.sees("1 dari 1 warga memilih.")
    tini.says("/prioritas")
    tini.sees("Sedang ditanyakan:")
    tini.taps("🗳 3")
    tini.sees("Pilih satu. Pilihan rahasia.")


def test_in_the_group_the_command_is_one_line_into_the_private_chat(
    town: Town, tini: Neighbour, chair: Neighbour
) -> None:
    group = group_of_rt_three(town, chair, tini)
    asks(town, chair, in_group=False)
    tini.says("/pilih", in_=group)
    assert tini.sees("Memilihnya rahasia", in_=group).labels == ["🗳 Pilih yang didahulukan"]
    tini.taps("Pilih yang didahulukan", in_=group)
    tini.sees("Sedang ditanyakan:")


def test_who_comes_by_the_link_joins_first_and_then_has_the_card(
    town: Town, tini: Neighbour, chair: Neighbour, joko: Neighbour
) -> None:
    poll = asks(town, chair, in_group=False)
    joko.starts(f"rt-7kq2mxab-pilih_{code_of(town, poll)}")
    joko.sees("Selamat datang di Rembuk RT 03")
    joko.taps("Setuju, saya 18+")
    joko.sees("Enaknya dipanggil siapa?")
    joko.taps("Pak Joko")
    joko.sees(TITLE)
    joko.taps("1 Selokan")
    assert joko.sees("Sudah dipilih 1 dari 3.").says("Dihitung setelah dikenali pengurus.")
    assert choices(town, poll) == [([1], False)]
    tini.starts("rt-7kq2mxab-pilih_gibtesni")
    tini.sees(NO_LONGER)


def test_who_has_joined_too_late_is_told_that_being_recognised_changes_nothing(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    are_known(town, tini, asep, chair)
    with town.writing() as session:
        here = session.exec(select(Membership).where(Membership.person_id == person_of(session, tini).id)).one()
        here.joined_at = town.now() - timedelta(days=20)
    poll = asks(town, chair, most=1, in_group=False, least_days=30)
    tini.says("/pilih")
    tini.taps("1 Selokan")
    card = tini.sees("Sudah dipilih")
    assert card.says("Belum 30 hari terdaftar: tidak ikut dihitung.")
    assert card.says("1 suara lagi tidak termasuk: belum dikenali pengurus, atau belum 30 hari terdaftar.")
    assert (tini.toast() or "").endswith("Belum 30 hari terdaftar: tidak ikut dihitung.")
    tini.taps("Mewakili tetangga")
    tini.says("Mbah Karto")
    tini.taps("Sudah, beliau setuju")
    tini.taps("2 Lampu")
    tini.taps("Sudah, ini saja")
    tini.taps("Simpan")
    tini.sees("yang mewakili belum 30 hari terdaftar di sini")
    ends(town, poll)
    tini.sees("2 suara tidak dihitung: pemiliknya belum dikenali pengurus, atau belum 30 hari terdaftar.")


def lets_neighbours_see_photos(town: Town, person: Neighbour) -> None:
    """Both yeses: to photos at all, and to those of this need."""
    with town.writing() as session:
        need = session.exec(select(Need)).one()
        need.photos_shown_to = Audience.neighbours
        session.add(need)
        consents.give(
            session, person_id=person_of(session, person).id, community_id=need.community_id,
            purpose=ConsentPurpose.photos, version=1, text="-", language="id", now=town.now(),
        )  # fmt: skip


def test_each_option_can_be_looked_at_and_photos_come_only_on_a_tap(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain_with_a_photo(tini)
    is_accepted(town, 1, chair, title="Selokan mampet")
    (need,) = needs_in(town)
    asks(
        town, chair, [Item("Selokan Gang Melati", need.id, 3_500_000), Item("Paving", None, 7_000_000)],
        kind=PollKind.budget, method=Method.equal_shares, budget=10_000_000, most=2,
    )  # fmt: skip
    asep.says("/pilih")
    card = asep.sees("Uang kita untuk apa dulu?")
    assert card.says("1. Selokan Gang Melati · Rp3.500.000")
    assert card.says("Uang yang dibagi: Rp10.000.000.")
    asep.taps("Foto & biaya")
    first = asep.sees("1 dari 2")
    assert first.says("💧 Selokan mampet — No. 1")
    assert first.says("Biaya kira-kira Rp3.500.000")
    assert not any("Lihat foto" in label for label in first.labels), "she has not said that neighbours may see it"
    lets_neighbours_see_photos(town, tini)
    asep.taps("Berikutnya")
    asep.sees("2 dari 2")
    asep.taps("Sebelumnya")
    assert asep.sees("1 dari 2").labels[0] == "📷 Lihat foto (1)"
    asep.taps("Lihat foto")
    assert asep.sees("1 Selokan Gang Melati").view.get("photo")
    asep.taps("Berikutnya")
    assert asep.sees("2 dari 2").labels == ["‹ Sebelumnya", "‹ Kembali ke pilihan"]
    asep.taps("Kembali ke pilihan")
    asep.sees("Uang kita untuk apa dulu?")


def test_a_day_before_the_end_who_has_not_voted_hears_of_it_once(
    town: Town, tini: Neighbour, asep: Neighbour, siti: Neighbour, chair: Neighbour
) -> None:
    are_known(town, tini, asep, siti)
    asks(town, chair, days=3, in_group=False)
    tini.says("/pilih")
    tini.sees(TITLE)
    tini.taps("1 Selokan")
    tini.sees("Sudah dipilih 1 dari 3.")
    town.passes(days=2, hours=1)
    siti.says("/pilih")
    siti.sees(TITLE)
    with town.writing() as session:
        poll_reminders.remind_due(session, town.now())
    siti.taps("2 Lampu")  # between the writing and the leaving, or after it
    reminder = asep.sees("Tinggal 1 hari untuk memilih.")
    assert reminder.says("dari 3 warga sudah.")
    tini.does_not_see("Tinggal 1 hari", seconds=0.5)
    asep.taps("Pilih sekarang")
    assert asep.sees("Sudah memilih:").id == reminder.id
    asep.taps("3 Paving")
    asep.sees("Sudah dipilih 1 dari 3.")


def test_a_forged_tap_of_another_neighbourhood_or_a_closed_poll_changes_nothing(
    town: Town, tini: Neighbour, chair: Neighbour
) -> None:
    mine = asks(town, chair, in_group=False)
    with town.writing() as session:
        poll = session.get_one(Poll, mine)
        beside = Community(kind=CommunityKind.rt, code="rt04abcd", name="RT 04", created_at=poll.opened_at)
        session.add(beside)
        session.flush()
        poll.community_id = beside.id
        session.add(poll)
        option = next(iter(places_of(session, mine)))
    menu = tini.says("/menu")
    menu = tini.sees("Mau apa?")
    for verb in ("vote", "chosen", "look", "result", "because", "votes", "chart"):
        said = str(forges(tini, menu, f"{verb}.{mine}.1").get("alert"))
        assert said.startswith("Pilihan ini untuk warga yang terdaftar di sini."), verb
    for data in (f"v.{option}", f"pictures.{option}"):
        assert str(forges(tini, menu, data).get("alert")).startswith("Pilihan ini untuk warga")
    assert choices(town, mine) == []


def test_mufakat_is_not_objected_to_without_a_reason(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    poll = asks(town, chair, items("a", "b", "c"), kind=PollKind.own, method=Method.consensus, in_group=False)
    tini.says("/pilih")
    card = tini.sees("Kita cari mufakat")
    assert next(one for one in card.buttons if "Keberatan" in one["text"])["callback_data"] == f"c.object.{poll}"
    with town.session() as session:
        objecting = next(option for option, place in places_of(session, poll).items() if place == 3)
    assert "Keberatan perlu alasannya" in str(forges(tini, card, f"v.{objecting}").get("alert"))
    assert choices(town, poll) == []


def test_a_house_reads_together_what_it_has_chosen(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    """Where nobody has said in which house they live, each is a house of their own."""
    are_known(town, tini, asep)
    poll = asks(town, chair, WORKS, counts=Counts.house, in_group=False)
    for person in (tini, asep):
        person.says("/pilih")
        person.sees("0 dari 2 rumah" if person is tini else "1 dari 2 rumah")
        person.taps("1 Selokan")
        person.sees("Sudah dipilih 1 dari 3.")
        assert "👥 Mewakili tetangga" not in person.buttons(), "houses vote themselves"
    chair.taps("Meja pengurus")
    chair.taps("1 sedang ditanyakan")
    chair.taps("🗳 1")
    chair.sees("Ditanyakan oleh")
    assert "👥 Mewakili tetangga" not in chair.buttons()
    assert len(choices(town, poll)) == 2
