"""Two neighbours tell of one lamp: the second is asked once whether it is the same, and is never lost either way."""

import sqlalchemy as sa
from sqlmodel import select

from community import needs, triage
from community.needs import Report
from community.triage import Forwarding
from playground.driver import Neighbour
from storage import media as files
from storage import outbox, supports, timeline
from storage.media import Media
from storage.needs import Audience
from storage.timeline import Event
from tests.stories.rt_three import needs_in, person_of, the_need
from tests.stories.telling import LAST_LOOK, is_asked_where, names_the_place, sends_it, tells
from tests.stories.town import Town

ALIKE = "Mirip ini"
COUNTED = "Tercatat, 2 warga ikut 🙏 Kabar No. 1 akan dikirim ke sini."


def has_told_of_the_lamp(town: Town, tini: Neighbour, **about: object) -> int:
    """No. 1, a lamp at the guard post."""
    lamp = Report(**{"kind": "lamp", "detail": "dead", "landmark": "Pos ronda", **about})  # type: ignore[arg-type]  # of a story
    with town.writing() as session:
        person = person_of(session, tini)
        by = {"by": person.id or 0, "community_id": person.community_id or 0}
        return needs.submit(session, lamp, **by, dialogue_id=None, now=town.now()).id


def is_forwarded(town: Town, chair: Neighbour, need_id: int) -> None:
    to = Forwarding("Dishub", check_on=town.now().date())
    with town.writing() as session:
        triage.forward(session, need_id, to, by=person_of(session, chair).id or 0, now=town.now(), seen=None)


def test_asep_says_saya_juga_instead_of_telling_it_again(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    need_id = has_told_of_the_lamp(town, tini, landmark=None, place="depan pos ronda", latitude=-7.55, longitude=110.83)
    is_forwarded(town, chair, need_id)
    is_asked_where(asep, "Lampu jalan", "Mati")
    asep.taps("Kirim lokasi", location=(-7.5502, 110.8301))
    card = asep.sees("Mirip ini, kira-kira")
    for part in ("No. 1  💡 Lampu jalan · mati", "📍 depan pos ronda", "1 warga ikut"):
        assert card.says(part)
    assert not card.says("Bu Tini")
    before = asep.taps_count
    asep.taps("Saya juga")
    said = asep.sees(COUNTED)
    assert said.says("Sekarang: Diteruskan ke Dishub")
    assert said.says("Dicek lagi")
    assert {"🔔 Jangan kabari", "📷 Tambah foto"} <= set(asep.buttons())
    assert (asep.taps_count - before, asep.taps_count, asep.words_typed) == (1, 6, 0)
    assert the_need(town).number == 1
    asep.taps("Tambah foto")
    asep.sees("Mau menambahkan apa untuk No. 1?")


def test_beda_is_believed_and_not_asked_again(town: Town, tini: Neighbour, asep: Neighbour) -> None:
    has_told_of_the_lamp(town, tini)
    is_asked_where(asep, "Lampu jalan", "Mati")
    asep.taps("Pos ronda")
    assert asep.sees(ALIKE).says("📍 Pos ronda")
    asep.taps("Beda")
    asep.sees(LAST_LOOK)
    asep.taps("Ubah")
    asep.sees("Mana yang mau diubah?")
    asep.taps("Tempat")
    asep.sees("Di sebelah mana?")
    names_the_place(asep, "Pos ronda")
    sends_it(asep)
    assert [need.number for need in needs_in(town)] == [1, 2]


def test_what_was_said_and_sent_is_kept_and_a_neighbour_is_counted(
    town: Town, tini: Neighbour, asep: Neighbour
) -> None:
    need_id = has_told_of_the_lamp(town, tini)
    asep.taps("Sampaikan usul")
    asep.sees("Ada apa")
    asep.taps("Mewakili tetangga")
    asep.sees("Mewakili siapa?")
    asep.says("Mbah Karto")
    asep.sees("Sudah minta izin")
    asep.taps("Sudah, beliau setuju")
    asep.sees("Ada apa")
    tells(asep, "Diteruskan\n[12/11/26 07.15] Pak RT: *lampune mati*, peteng", "lampu jalan")
    asep.taps("Pos ronda")
    asep.sees(ALIKE)
    asep.sends_photo()
    asep.sees("Sudah ditambahkan ✓")
    asep.says("wis seminggu")
    asep.sees("Sudah ditambahkan ke cerita ✓")
    asep.taps("Saya juga")
    asep.sees(COUNTED)
    with town.session() as session:
        assert [one.whom for one in supports.of_need(session, need_id)] == ["", "Mbah Karto"]
        added = [line.reason for line in timeline.of_need(session, need_id) if line.event is Event.added]
        assert added == ["lampune mati, peteng\nwis seminggu"]
        assert len(files.of_need(session, need_id)) == 1
        assert session.exec(select(Media.need_id)).all() == [need_id]
        assert {need.name_shown_to for need in needs_in(town)} == {Audience.organisers}


def test_it_was_taken_back_while_the_question_stood(town: Town, tini: Neighbour, asep: Neighbour) -> None:
    need_id = has_told_of_the_lamp(town, tini)
    is_asked_where(asep, "Lampu jalan", "Mati")
    asep.taps("Pos ronda")
    asep.sees(ALIKE)
    with town.writing() as session:
        needs.withdraw(session, need_id, by=person_of(session, tini).id or 0, now=town.now())
    asep.taps("Saya juga")
    asep.sees("Usulan yang mirip tadi sudah tidak ada.")
    asep.taps("Lanjut")
    asep.sees(LAST_LOOK)
    sends_it(asep)
    assert len(needs_in(town)) == 2


def test_danger_is_told_also_when_it_is_known_already(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    has_told_of_the_lamp(town, tini)
    is_asked_where(asep, "Lampu jalan", "Mati")
    asep.taps("Pos ronda")
    asep.sees(ALIKE)
    asep.taps("Saya juga")
    asep.sees(COUNTED)
    asep.taps("Berbahaya sekarang")
    asep.sees("Pengurus langsung dikabari. Kalau gawat, telepon 112.")
    chair.sees("Berbahaya sekarang")
    asep.taps("Berbahaya sekarang")
    with town.session() as session:
        told = sa.select(sa.func.count()).where(outbox.outbox.c.kind == "need.danger")
        assert session.connection().execute(told).scalar_one() == 1
    assert the_need(town).danger
