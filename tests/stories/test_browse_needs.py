"""Finding a neighbour's need and joining it: in few taps, by words, by nearness; and leaving it again."""

import re
from urllib.parse import unquote

from community import merges
from playground.driver import Neighbour
from storage import consents
from storage.needs import Need, NeedState
from tests.stories.first_steps import NO_LONGER
from tests.stories.rt_three import has_told_of_lamps, is_accepted, needs_in, person_of, the_need
from tests.stories.telling import names_the_place, reports_a_drain, reports_a_drain_with_a_photo, sends_it, tells
from tests.stories.town import Town

LIST = "Usulan di RT 03"


def opens(person: Neighbour, label: str = "1 · ") -> None:
    """The card of one that is on the list."""
    person.says("/usulan")
    person.sees(LIST)
    person.taps(label)
    person.sees("Kabar terakhir")


def test_two_taps_lead_to_joining_and_one_more_asks_before_leaving(
    town: Town, tini: Neighbour, asep: Neighbour
) -> None:
    reports_a_drain(tini)
    asep.says("/usulan")
    asep.sees(f"{LIST}: 1")
    asep.taps("1 · Selokan")
    card = asep.sees("💧 Selokan · mampet — No. 1")
    assert card.says("🟡 Sudah masuk · 1 warga ikut")
    assert card.labels == ["Saya juga", "🔔 Kabari saya", "Perjalanan", "⋯", "‹ Usulan tetangga"]
    asep.taps("Saya juga")
    assert asep.toast() == "Tercatat, 2 warga ikut 🙏"
    assert (asep.taps_count, asep.words_typed) == (2, 0)
    assert asep.sees("2 warga ikut").labels[:2] == ["✓ Saya ikut", "🔕 Stop kabar"]
    asep.taps("✓ Saya ikut")
    asep.sees("Batal ikut No. 1?")
    asep.taps("Tidak jadi")
    asep.sees("2 warga ikut")
    asep.taps("✓ Saya ikut")
    asep.sees("Batal ikut No. 1?")
    asep.taps("Ya, batal ikut")
    asep.sees("1 warga ikut")
    asep.taps("Kabari saya")
    asep.sees("1 warga ikut")
    assert "🔕 Stop kabar" in asep.buttons()
    asep.taps("Usulan tetangga")
    asep.sees(f"{LIST}: 1")


def test_the_story_is_everyones_and_names_nobody(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    is_accepted(town, 1, chair, title="Selokan mampet")
    opens(asep)
    asep.taps("Perjalanan")
    story = asep.sees("Perjalanan No. 1")
    assert story.says("Sudah masuk")
    assert story.says("Masuk daftar warga")
    assert not re.search("Tini|Budi", story.text)
    asep.taps("Kembali")
    asep.sees("Selokan mampet — No. 1")
    asep.taps("⋯")
    asep.sees("Selokan mampet — No. 1")
    passed_on = unquote(asep.taps("Teruskan ke WA")["url"])
    assert passed_on.startswith("https://wa.me/?text=Usulan warga RT 03, No. 1:")
    assert f"lihat_{the_need(town).code}" in passed_on
    assert "Tini" not in passed_on
    assert len(passed_on.partition("text=")[2]) <= 700
    assert {"↗️ Bagikan", "Ini tidak pantas", "Kembali"} < set(asep.buttons())


def test_a_card_with_a_photo_goes_on_below_its_photo(town: Town, tini: Neighbour, asep: Neighbour) -> None:
    question = reports_a_drain_with_a_photo(tini)
    tini.taps_old(question, "Boleh dilihat tetangga")
    tini.sees("boleh dilihat tetangga ✓")
    opens(asep)
    card = asep.sees("— No. 1")
    assert card.view["photo"]
    asep.taps("Saya juga")
    assert asep.sees("2 warga ikut").id == card.id
    asep.taps("Perjalanan")
    assert asep.sees("Perjalanan No. 1").id == card.id
    asep.taps("Kembali")
    assert asep.sees("2 warga ikut").id == card.id
    with town.writing() as session:
        need = the_need(town)
        for consent in consents.of_person(session, need.reporter_id or 0, need.community_id):
            consent.withdrawn_at = town.now()
            session.add(consent)
    opens(asep)
    assert not asep.sees("— No. 1").view.get("photo"), "the permission is taken back for all"


def test_words_kinds_and_nearness_each_find_their_own(town: Town, tini: Neighbour, asep: Neighbour) -> None:
    has_told_of_lamps(town, tini, 2)
    tells(tini, "got mampet", "selokan")
    names_the_place(tini)
    sends_it(tini)
    asep.says("/usulan")
    asep.sees(f"{LIST}: 3")
    asep.taps("🔎 Cari")
    asep.sees("Cari apa?")
    asep.says("kalenan masjid")
    found = asep.sees(f"{LIST}: 1")
    assert found.says("🔎 kalenan masjid")
    assert found.says("No. 3  💧 Selokan")
    asep.taps("3 · Selokan")
    asep.sees("— No. 3")
    asep.taps("Usulan tetangga")
    asep.sees("🔎 kalenan masjid")
    asep.taps("☰ Pilihan")
    asep.sees("Mau lihat yang mana?")
    asep.taps("Menurut jenis")
    asep.sees("Mau lihat yang mana?")
    asep.taps("💡 Lampu jalan · 2")
    assert asep.sees(f"{LIST}: 2").says("💡 Lampu jalan")
    asep.taps("☰ Pilihan")
    asep.sees("Mau lihat yang mana?")
    asep.taps("Terdekat")
    asep.sees("Dekat mana?")
    asep.taps("Kirim lokasi", location=(-7.5571, 110.8312))
    asep.sees("Dekat: Titik di peta ✓")
    asep.sees("📍 Yang terdekat dulu")
    asep.taps("☰ Pilihan")
    asep.sees("Mau lihat yang mana?")
    asep.taps("Terdekat")
    asep.sees("Dekat mana?")
    asep.taps("Masjid")
    asep.sees("Dekat: Masjid ✓")
    assert asep.sees(f"{LIST}: 1").says("📍 Masjid")


def test_old_buttons_of_what_is_gone_and_of_what_lives_on_in_another(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    has_told_of_lamps(town, tini, 4)
    cards = []
    for number in (2, 3, 4):
        opens(asep, f"{number} · ")
        cards.append(asep.reads())
    with town.writing() as session:
        first, withdrawn, hidden, merged = (session.get_one(Need, one.id) for one in needs_in(town))
        withdrawn.state, hidden.hidden_at = NeedState.withdrawn, town.now()
        by = person_of(session, chair).id or 0
        merges.merge(session, merged.id, into=first.id, by=by, now=town.now(), seen=None)
    for card in cards[:2]:
        for label in ("Saya juga", "Kabari saya", "Perjalanan", "⋯"):
            asep.taps_old(card, label)
            assert asep.toast() == NO_LONGER
    asep.taps_old(cards[2], "Saya juga")
    asep.sees("— No. 1")
    assert asep.toast() == "Tercatat, 2 warga ikut 🙏"
    asep.taps("Usulan tetangga")
    asep.sees(f"{LIST}: 1")


def test_ones_own_need_is_not_joined_but_told_further(town: Town, tini: Neighbour, asep: Neighbour) -> None:
    reports_a_drain(tini)
    tini.says("/usulan")
    tini.sees(LIST)
    tini.taps("1 · ")
    card = tini.sees("— No. 1")
    assert {"✏️ Tambah keterangan", "Tarik kembali", "💬 Teruskan ke WA"} < set(card.labels)
    link = f"lihat_{the_need(town).code}"
    asep.starts(link)
    assert not asep.sees("— No. 1").says("Tini")
    tini.starts(link)
    assert "✏️ Ini usulan saya" in tini.sees("— No. 1").labels
