"""An event's card in private: all of the agenda, one's own answer, what who cannot come sends along."""

from playground.driver import Group, Neighbour
from storage.communities import Community, CommunityKind
from storage.events import Event, Invited
from storage.occurrences import Occurrence
from tests.stories.first_steps import AGREE, forges, has_all_messages
from tests.stories.meeting_up import (
    HOES,
    TITLE,
    answers,
    calls,
    cancels,
    opens,
    says,
    spoken,
)
from tests.stories.rt_three import CODE, group_of_rt_three
from tests.stories.town import Town

GONE = "Tombol ini sudah tidak berlaku 🙏"


# ── the card ──


def test_the_same_card_with_all_of_the_agenda_and_ones_own_answer(
    town: Town, asep: Neighbour, chair: Neighbour
) -> None:
    agenda = [f"Bagian ke-{number}: menyapu gang dan mengangkut semua lumpur ke tempatnya" for number in range(1, 9)]
    occurrence = calls(town, chair, agenda=agenda, items=[HOES], latitude=-7.5, longitude=110.8)
    opens(town, asep, occurrence)
    card = asep.sees(TITLE)
    assert all(card.says(f"• {point}") for point in agenda)
    assert card.labels == [
        "✋ Ikut", "🤔 Belum tentu", "🙏 Berhalangan", "🧰 Bawa alat", "📅 Simpan ke kalender", "📍 Peta",
        "💬 Teruskan ke WA",
    ]  # fmt: skip
    assert "nama" not in next(one["url"] for one in card.buttons if "WA" in one["text"]).lower()
    asep.taps("✋ Ikut")
    assert says(asep) == f"✋ Tercatat ikut. Sampai jumpa {spoken(town, occurrence)} 🙏"
    shown = asep.sees("Jawaban saya: ✋ Ikut")
    assert shown.id == card.id
    assert shown.labels[:5] == [
        "✓ ✋ Ikut", "🤔 Belum tentu", "🙏 Berhalangan", "🙂 Tampilkan nama saya", "🧰 Bawa alat",
    ]  # fmt: skip
    asep.taps("Tampilkan nama saya")
    assert asep.sees("🙂 Asep").labels[3] == "🙈 Sembunyikan nama saya"
    asep.taps("Sembunyikan nama saya")
    assert not asep.sees("Jawaban saya").says("🙂 Asep")
    asep.taps("Berhalangan")
    asep.sees("Mau titip sesuatu?")
    assert answers(town, occurrence) == {"Asep": "away"}


def test_who_cannot_come_is_asked_once_and_may_send_something_along_later(
    town: Town, asep: Neighbour, tini: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair)
    for person in (asep, tini):
        opens(town, person, occurrence)
        person.sees(TITLE)
        person.taps("Berhalangan")
        person.sees("Mau titip sesuatu?")
    asep.taps("Doa saja")
    asep.sees("Terima kasih doanya 🙏")
    opens(town, tini, occurrence)
    tini.sees("Jawaban saya: 🙏 Berhalangan")
    tini.taps("🤔 Belum tentu")
    tini.sees("Jawaban saya: 🤔 Belum tentu")
    tini.taps("🙏 Berhalangan")
    tini.sees("Jawaban saya: 🙏 Berhalangan")
    has_all_messages(town, tini)
    tini.does_not_see("Mau titip sesuatu?")
    tini.taps("Titip sesuatu")
    question = tini.sees("Mau titip sesuatu?")
    tini.taps("☕ Konsumsi")
    tini.sees("Pengurus melihat titipannya: ☕ Konsumsi.")
    opens(town, chair, occurrence)
    card = chair.sees(TITLE)
    assert card.says("Titipan: ☕ Konsumsi 1 · Doa saja 🙂 1")
    chair.taps("Siapa bawa apa")
    listed = chair.sees("Titipan: Bu Tini (☕ Konsumsi)")
    assert not listed.says("Asep"), "who prays is counted, and not named"
    opens(town, tini, occurrence)
    tini.sees("Jawaban saya: 🙏 Berhalangan")
    tini.taps("✋ Ikut")
    tini.sees("Jawaban saya: ✋ Ikut")
    tini.taps_old(question, "☕ Konsumsi")
    assert says(tini).startswith("Titipan untuk yang berhalangan.")
    chair.taps("Kembali")
    assert not chair.sees("✋ 1 orang ikut").says("☕")


def test_what_is_over_or_cancelled_is_shown_so_without_buttons_to_answer(
    town: Town, asep: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair, items=[HOES])
    opens(town, asep, occurrence)
    card = asep.sees(TITLE)
    asep.taps("Bawa alat")
    bring = asep.sees("Belum ada yang disanggupi.")
    cancels(town, chair, occurrence, "Banjir")
    for message, label in ((card, "✋ Ikut"), (bring, "cangkul")):
        asep.taps_old(message, label)
        assert says(asep) == "Kegiatan ini batal. Terima kasih sudah menjawab 🙏"
    asep.taps_old(bring, "Kembali")
    assert asep.sees("✖️ Dibatalkan").labels == ["💬 Teruskan ke WA"]
    opens(town, asep, occurrence, "bawa")
    asep.sees("Kegiatan ini batal.")
    other = calls(town, chair)
    opens(town, asep, other)
    old = asep.sees("✋ Belum ada yang ikut.")
    town.passes(days=5)
    asep.taps_old(old, "✋ Ikut")
    assert says(asep) == "Kegiatan ini sudah selesai. Terima kasih 🙏"
    opens(town, asep, other)
    assert asep.sees("✅ Sudah selesai. Terima kasih 🙏").labels == ["💬 Teruskan ke WA"]
    assert answers(town, other) == answers(town, occurrence) == {}


def test_a_stranger_is_welcomed_by_the_link_and_comes_to_the_card(
    town: Town, joko: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair)
    opens(town, joko, occurrence)
    joko.sees("Selamat datang")
    joko.taps(AGREE)
    joko.sees("Enaknya dipanggil siapa?")
    joko.taps("Pak Joko")
    joko.sees(TITLE)
    joko.taps("✋ Ikut")
    joko.sees("Jawaban saya: ✋ Ikut")
    assert answers(town, occurrence) == {"Pak Joko": "coming"}
    asep.starts(f"rt-{CODE}-acara_xxxxxxxx")
    asep.sees(GONE)


# ── what is not one's own ──


def test_elsewhere_and_among_organisers_nothing_is_seen_said_or_promised(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    mine = calls(town, chair, items=[HOES])
    office = calls(town, chair, invited=Invited.office)
    other = calls(town, chair)
    with town.writing() as session:
        beside = Community(kind=CommunityKind.rt, code="rt04abcd", name="RT 04", created_at=town.now())
        session.add(beside)
        session.flush()
        event = session.get_one(Event, session.get_one(Occurrence, mine).event_id)
        event.community_id = beside.id
        session.add(event)
    tini.says("/menu")
    menu = tini.sees("Mau apa?")
    for verb in ("come", "bring", "bringers", "myname", "errand"):
        for behind in ("", ".coming", ".food"):
            said = forges(tini, menu, f"{verb}.{mine}{behind}")
            assert str(said.get("alert") or said.get("toast")).startswith(("Ini untuk warga di sini.", GONE)), verb
            said = forges(tini, menu, f"{verb}.{office}{behind}")
            assert str(said.get("alert") or said.get("toast")).startswith(("Ini pertemuan pengurus.", GONE)), verb
    assert "Ini untuk warga" in str(forges(tini, menu, f"carry.{mine}.1.more").get("alert"))
    assert "Yang mengajak kumpul pengurus" in str(forges(tini, menu, f"bringers.{other}").get("alert"))
    opens(town, asep, office)
    asep.sees("Ini pertemuan pengurus.")
    assert answers(town, mine) == answers(town, office) == {}


def test_a_group_card_leads_to_the_card_in_private(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    group: Group = group_of_rt_three(town, chair, tini)
    calls(town, chair)
    tini.sees(TITLE, in_=group)
    tini.taps("👀 Lengkapnya", in_=group)
    assert "💬 Teruskan ke WA" in tini.sees(TITLE, in_=tini).labels
