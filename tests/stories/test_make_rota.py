"""A rota is made in the call of a ronda, and put right later: picked, written, shuffled, fixed nights, printed."""

from playground.driver import Neighbour
from storage.people import Role, membership_of
from tests.stories.calling import begins, events_in, in_days, sends, the_event
from tests.stories.rt_three import neighbour, person_of
from tests.stories.test_swap_turns import opens_rota
from tests.stories.town import Town
from tests.stories.watching import day, plan, ronda, the_rota

LOOK = "Diingatkan"


def calls_nightly(town: Town, chair: Neighbour) -> None:
    """To the last look, every night from the third day on."""
    begins(chair, "Ronda")
    chair.sees("Kapan?")
    chair.says(f"{in_days(town, 3)} jam 22")
    chair.sees("Kumpul di mana?")
    chair.taps("Pos ronda")
    chair.sees(LOOK)
    chair.taps("Berulang")
    chair.sees("Seberapa sering?")
    chair.taps("Tiap hari")
    chair.sees("Sampai kapan?")
    chair.taps("Seterusnya")
    chair.sees(LOOK)


def picks(chair: Neighbour, *names: str) -> None:
    """From the list of neighbours, as those who take turns."""
    chair.taps("👥 Giliran")
    labels = chair.sees("Siapa saja yang bergiliran?").labels
    assert labels[:3] == ["👤 Pilih dari warga", "✍️ Tulis nama", "Tanpa giliran"]
    chair.taps("Pilih dari warga")
    chair.sees("Ketuk yang ikut giliran.")
    for name in names:
        chair.taps(name)
        chair.sees(f"➕ {name}")


def test_seven_of_whom_one_has_no_phone_in_the_call_itself(
    town: Town, chair: Neighbour, asep: Neighbour, tini: Neighbour
) -> None:
    for name in ("Dedi", "Eko", "Fajar", "Gito"):
        neighbour(town, name)
    calls_nightly(town, chair)
    picks(chair, "Asep", "Bu Tini", "Dedi", "Eko", "Fajar", "Gito")
    town.restart()
    chair.taps("Sudah, ini saja")
    chair.sees("6. Gito")
    chair.taps("Tulis nama")
    chair.sees("Tulis satu nama tiap baris.")
    chair.says("12, 34")
    chair.sees("Belum ada nama yang terbaca.")
    chair.says("Pak Slamet\nasep")
    listed = chair.sees("7. ☎️ Pak Slamet")
    assert not listed.says("8. "), "Asep is on it already"
    chair.taps("orang tiap kali")
    chair.sees("Berapa orang tiap kali?")
    chair.says("0")
    chair.sees("Tulis angka dari 1 sampai 20")
    chair.taps("2")
    chair.sees("Yang bergiliran, 2 orang tiap kali.")
    chair.taps("🔀 Acak")
    chair.sees("7. ")
    chair.taps("Sudah, ini saja")
    assert chair.sees(LOOK).says("👥 Giliran: 7 nama, 2 orang tiap kali")
    card = sends(chair)
    assert "👥 Giliran" in card.labels
    event = the_event(town)
    assert event.rota_size == 2
    assert {name for name, _, _ in the_rota(town)} >= {"Asep", "Bu Tini", "Pak Slamet"}
    assert [name for name, has, _ in the_rota(town) if not has] == ["Pak Slamet"]
    assert all(len(one.split(", ")) == 2 for one in plan(town, event.id, 21))
    asep.sees("Asep masuk giliran ronda.")


def test_who_has_moved_away_meanwhile_is_taken_out_and_nothing_is_half_called(
    town: Town, chair: Neighbour, asep: Neighbour, tini: Neighbour
) -> None:
    calls_nightly(town, chair)
    picks(chair, "Asep", "Bu Tini")
    chair.taps("Sudah, ini saja")
    chair.sees("2. Bu Tini")
    chair.taps("Sudah, ini saja")
    chair.sees(LOOK)
    with town.writing() as session:
        person = person_of(session, tini)
        session.delete(membership_of(session, person.id, person.community_id or 0))
    chair.taps("✅ Kirim")
    again = chair.sees("Ada yang bukan warga di sini lagi.")
    assert again.says("👥 Giliran: 1 nama")
    assert events_in(town) == []
    sends(chair)
    assert [name for name, _, _ in the_rota(town)] == ["Asep"]


def test_fixed_nights_are_written_with_their_days(town: Town, chair: Neighbour, asep: Neighbour) -> None:
    calls_nightly(town, chair)
    chair.taps("👥 Giliran")
    chair.sees("Siapa saja yang bergiliran?")
    chair.says("Senin: Asep, Agus; Jum'at: Pak Slamet dan Agus")
    listed = chair.sees("Senin: Asep, ☎️ Agus")
    assert listed.says("Jumat: ☎️ Pak Slamet, ☎️ Agus")
    chair.taps("➖ Keluarkan")
    chair.sees("Ketuk nama yang keluar")
    chair.taps("✕ Pak Slamet")
    chair.sees("➖ Pak Slamet")
    chair.taps("Sudah, ini saja")
    chair.sees("Yang bergiliran")
    chair.taps("Sudah, ini saja")
    chair.sees(LOOK)
    sends(chair)
    assert the_rota(town) == [("Asep", True, 0), ("Agus", False, 0), ("Agus", False, 4)]


def test_put_right_later_filled_and_printed(town: Town, chair: Neighbour, asep: Neighbour, tini: Neighbour) -> None:
    event_id = ronda(town, chair, asep, "Pak Slamet", size=1)
    asep.sees("Asep masuk giliran ronda.")
    opens_rota(chair)
    screen = chair.sees("Giliran ronda: 2 nama, 1 orang tiap kali.")
    assert screen.says("☎️ Tanpa Telegram: Pak Slamet")
    assert screen.says(f"• {day(town, 3)}: Asep\n• {day(town, 4)}: Pak Slamet")
    assert screen.labels == ["Berikutnya ›", "✏️ Ubah giliran", "🖨 Teks untuk dicetak", "Kembali"]
    chair.taps("Teks untuk dicetak")
    chair.sees("Ronda RT 03, mulai 22.00 di Pos ronda")
    chair.taps_old(screen, "Berikutnya ›")
    chair.sees(f"• {day(town, 10)}: Pak Slamet")
    chair.taps("Ubah giliran")
    chair.sees("Yang bergiliran, 1 orang tiap kali.")
    chair.taps("Pilih dari warga")
    chair.sees("Ketuk yang ikut giliran.")
    chair.taps("Bu Tini")
    chair.sees("➕ Bu Tini")
    chair.taps("✓ Asep")
    chair.sees("➖ Asep")
    chair.taps("Sudah, ini saja")
    chair.sees("Yang bergiliran")
    chair.taps("Sudah, ini saja")
    chair.sees("Disimpan begini?")
    chair.taps("Simpan")
    chair.sees("👥 Giliran: ")
    assert [name for name, _, _ in the_rota(town)] == ["Pak Slamet", "Bu Tini"]
    tini.sees("Bu Tini masuk giliran ronda.")
    asep.sees("Asep sudah tidak di giliran ronda.")
    assert "Asep" not in "".join(plan(town, event_id, 40))


def test_two_organisers_put_it_right_at_once(
    town: Town, chair: Neighbour, rina: Neighbour, asep: Neighbour, tini: Neighbour
) -> None:
    ronda(town, chair, asep, size=1)
    for organiser, name in ((chair, "Pak Slamet"), (rina, "Mbah Karto")):
        opens_rota(organiser)
        organiser.sees("Giliran ronda")
        organiser.taps("Ubah giliran")
        organiser.sees("Yang bergiliran")
        organiser.says(name)
        organiser.sees(f"2. ☎️ {name}")
        organiser.taps("Sudah, ini saja")
        organiser.sees("Disimpan begini?")
    chair.taps("Simpan")
    chair.sees("Kegiatan No. 1")
    rina.taps("Simpan")
    rina.sees("Pengurus lain baru saja mengubah giliran")
    rina.sees("Kegiatan No. 1")
    assert [name for name, _, _ in the_rota(town)] == ["Asep", "Pak Slamet"]


def test_who_organises_no_more_saves_nothing(town: Town, chair: Neighbour, rina: Neighbour, asep: Neighbour) -> None:
    ronda(town, chair, asep, size=1)
    opens_rota(rina)
    rina.sees("Giliran ronda")
    rina.taps("Ubah giliran")
    rina.sees("Yang bergiliran")
    rina.taps("🔀 Acak")
    rina.sees("1. Asep")
    rina.taps("Sudah, ini saja")
    rina.sees("Disimpan begini?")
    with town.writing() as session:
        member = membership_of(session, person_of(session, rina).id, person_of(session, rina).community_id or 0)
        assert member is not None
        member.role = Role.resident
        session.add(member)
    rina.taps("Simpan")
    rina.sees("pengurus")
    assert [name for name, _, _ in the_rota(town)] == ["Asep"]
