"""Usulan tetangga: what neighbours read of each other's needs, and what organisers read beyond that."""

from sqlmodel import select

from playground.driver import Neighbour, Seen
from storage.needs import Audience, Need, NeedState
from storage.people import Role, membership_of
from tests.stories.first_steps import has_all_messages
from tests.stories.rt_three import has_told_of_lamps, neighbour, person_of, the_need
from tests.stories.telling import HOME, LAST_LOOK, WHERE, names_the_place, reports_a_drain, sends_it, tells
from tests.stories.town import Town


def reports_aloud(tini: Neighbour) -> None:
    """With a name in her words, her own house as the place, and her voice."""
    tells(tini, "got depan rumah Pak Broto mampet", "selokan")
    names_the_place(tini, HOME)
    tini.sends_voice(7)
    assert tini.sees(LAST_LOOK).says("🎤 0:07")
    sends_it(tini)


def looks_up(person: Neighbour, label: str) -> None:
    """One of the list of all needs."""
    person.says("/usulan")
    person.sees("Usulan di RT 03")
    person.taps(label)


def was_sent(town: Town, method: str, person: Neighbour) -> bool:
    return any(one["chat_id"] == person.id for one in town.neighbourhood.sent(method))


def says_nothing_personal(seen: Seen) -> bool:
    return not any(seen.says(personal) for personal in ("Tini", "Broto", "rumah"))


# ── neighbours ──


def test_neighbours_see_the_matter_and_nothing_of_the_person(town: Town, tini: Neighbour, asep: Neighbour) -> None:
    reports_aloud(tini)
    asep.taps("Usulan tetangga")
    listed = asep.sees("Usulan di RT 03: 1")
    assert listed.says("No. 1  💧 Selokan — 🟡 Sudah masuk")
    assert says_nothing_personal(listed)
    asep.taps("1 · Selokan")
    assert says_nothing_personal(asep.sees("📍 RT 03"))
    has_all_messages(town, asep)
    assert not was_sent(town, "sendVoice", asep)
    asep.taps("Usulan tetangga")
    asep.sees("Usulan di RT 03: 1")


def test_words_are_shown_once_the_organisers_have_read_them_and_the_name_if_allowed(
    town: Town, tini: Neighbour, asep: Neighbour
) -> None:
    reports_a_drain(tini)
    with town.writing() as session:
        need = session.exec(select(Need)).one()
        need.text, need.state, need.title = "airnya sampai jalan", NeedState.accepted, "Selokan Gang Melati mampet"
        need.name_shown_to = Audience.neighbours
    asep.says("/usulan")
    asep.sees("No. 1  💧 Selokan Gang Melati mampet — 🟡 Masuk daftar warga")
    asep.taps("1 · Selokan Gang Melati")
    card = asep.sees("“airnya sampai jalan”")
    assert card.says("Dari Bu Tini")


def test_a_photo_is_shown_only_with_a_yes_and_a_voice_never(town: Town, tini: Neighbour, asep: Neighbour) -> None:
    tini.sends_photo()
    tini.sees("Fotonya sudah diterima")
    tini.sends_voice(4)
    tini.sees("Sudah ditambahkan ✓")
    tini.taps("Sampah")
    tini.sees(WHERE)
    names_the_place(tini)
    sends_it(tini)
    question = tini.sees("boleh dilihat tetangga?")
    looks_up(asep, "1 · Sampah")
    asep.sees("🎤 disampaikan lewat suara")
    has_all_messages(town, asep)
    assert not was_sent(town, "sendPhoto", asep)
    tini.taps_old(question, "Boleh dilihat tetangga")
    tini.sees("boleh dilihat tetangga ✓")
    looks_up(asep, "1 · Sampah")
    assert asep.sees("🎤 disampaikan lewat suara").view["photo"]
    has_all_messages(town, asep)
    assert was_sent(town, "sendPhoto", asep)
    assert not was_sent(town, "sendVoice", asep)


def test_the_list_turns_its_pages(town: Town, tini: Neighbour, asep: Neighbour) -> None:
    has_told_of_lamps(town, tini, 11)
    asep.says("/usulan")
    assert asep.sees("Usulan di RT 03: 11").says("No. 7  💡")
    asep.taps("Lebih lama ›")
    assert asep.sees("No. 6  💡").says("No. 2  💡")
    asep.taps("Lebih lama ›")
    asep.sees("No. 1  💡 Lampu jalan")
    assert "Lebih lama ›" not in asep.buttons()
    asep.taps("1 · Lampu jalan")
    asep.sees("— No. 1")
    asep.taps("Usulan tetangga")
    asep.sees("No. 1  💡 Lampu jalan")


# ── organisers: judged at the moment of looking ──


def test_organisers_read_the_whole_need(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    reports_aloud(tini)
    chair.says("/usulan")
    chair.sees("Usulan di RT 03: 1")
    chair.taps("1 · Selokan")
    card = chair.sees("“got depan rumah Pak Broto mampet”")
    assert card.says("Dari Bu Tini (nama hanya untuk pengurus)")
    assert card.labels == [
        "🗂 Tangani", "🎤 Dengar/lihat kiriman", "Saya juga", "🔔 Kabari saya", "💬 Teruskan ke WA", "‹ Usulan tetangga",
    ]  # fmt: skip
    assert not was_sent(town, "sendVoice", chair), "nobody asked"
    chair.taps("Dengar/lihat kiriman")
    town.neighbourhood.waits_for(lambda: was_sent(town, "sendVoice", chair), "the voice, for the organiser")


def test_a_need_may_concern_its_organisers_too(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    reports_aloud(tini)
    chair.says("/usulan")
    chair.sees("Usulan di RT 03: 1")
    chair.taps("1 · Selokan")
    chair.sees("1 warga ikut")
    chair.taps("Saya juga")
    assert chair.sees("2 warga ikut").says("“got depan rumah Pak Broto mampet”"), "still read whole"
    chair.taps("Stop kabar")
    chair.taps("Saya ikut")
    chair.sees("Batal ikut No. 1?")
    chair.taps("Ya, batal ikut")
    assert chair.sees("1 warga ikut").says("Dari Bu Tini")
    assert "Saya juga" in chair.buttons()


def test_organisers_join_nothing_that_neighbours_do_not_see(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    reports_aloud(tini)
    chair.says("/usulan")
    listed = chair.sees("Usulan di RT 03: 1")
    with town.writing() as session:
        need = session.get_one(Need, the_need(town).id)
        need.hidden_at = need.created_at
    chair.taps_old(listed, "1 · ")
    card = chair.sees("“got depan rumah Pak Broto mampet”")
    assert card.labels == ["🗂 Tangani", "🎤 Dengar/lihat kiriman", "💬 Teruskan ke WA", "‹ Usulan tetangga"]


def test_whoever_is_no_organiser_any_more_reads_no_more_than_a_neighbour(town: Town, tini: Neighbour) -> None:
    budi = neighbour(town, "Pak Budi", role=Role.organiser)
    reports_aloud(tini)
    budi.says("/usulan")
    listed = budi.sees("Usulan di RT 03: 1")
    with town.writing() as session:
        person = person_of(session, budi)
        member = membership_of(session, person.id or 0, the_need(town).community_id)
        assert member is not None
        member.role = Role.resident
    budi.taps_old(listed, "1 · ")
    assert says_nothing_personal(budi.sees("📍 RT 03"))
    has_all_messages(town, budi)
    assert not was_sent(town, "sendVoice", budi)
