"""Answering an event's card in the group: each sees their own tap alone, and all see how many come."""

import pytest

from playground.driver import Group, Neighbour
from storage import communities
from storage.events import Invited
from tests.stories.first_steps import NO_LONGER, has_all_messages, known
from tests.stories.meeting_up import (
    HOES,
    SACKS,
    TITLE,
    answers,
    calls,
    cancels,
    code_of,
    moves,
    opens,
    postpones,
    promised,
    says,
    spoken,
)
from tests.stories.rt_three import group_of_rt_three, has_told_of_lamps, is_accepted
from tests.stories.test_group_cards import a_while_passes
from tests.stories.town import Town


@pytest.fixture
def group(town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour, joko: Neighbour) -> Group:
    return group_of_rt_three(town, chair, tini, asep, joko)


def test_the_card_says_what_when_where_for_which_needs_and_what_to_bring(
    town: Town, group: Group, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    has_told_of_lamps(town, tini, 2)
    for number in (1, 2):
        is_accepted(town, number, chair)
    occurrence = calls(
        town, chair, title="membersihkan selokan", needs=[1, 2], items=[HOES, SACKS], latitude=-7.5, longitude=110.8,
        agenda=["Berdoa", "Mengeruk selokan dari pos ronda sampai gang Melati dan menaruh lumpurnya di karung"],
    )  # fmt: skip
    card = tini.sees(f"🧹 {TITLE}: membersihkan selokan (No. 1, 2)", in_=group)
    assert card.says(f"{spoken(town, occurrence)} · Pos ronda")
    assert card.says("🧰 Alat: cangkul 0/2 · karung 0/10")
    assert card.says("• Berdoa\n• Mengeruk selokan dari pos ronda sampai gang Melati dan…")
    assert card.says("✋ Belum ada yang ikut. Siapa duluan? 🙂")
    assert card.labels == [
        "✋ Ikut", "🤔 Belum tentu", "🙏 Berhalangan", "🧰 Bawa alat", "📍 Peta", "🙂 Nama saya", "👀 Lengkapnya",
    ]  # fmt: skip
    urls = {one["text"]: one.get("url", "") for one in card.buttons}
    assert urls["📍 Peta"].endswith("query=-7.5%2C110.8")
    assert f"acara_{code_of(town, occurrence)}" in urls["👀 Lengkapnya"]
    tini.taps("✋ Ikut", in_=group)
    assert says(tini) == f"✋ Tercatat ikut. Sampai jumpa {spoken(town, occurrence)} 🙏"
    asep.taps("🤔 Belum tentu", in_=group)
    assert says(asep) == "🤔 Tercatat belum tentu. Bisa diubah kapan saja."
    redrawn = asep.sees("✋ 1 orang ikut · 🤔 1 belum tentu", in_=group)
    assert redrawn.id == card.id
    assert not redrawn.says("Tini")
    tini.taps("✋ Ikut", in_=group)
    assert says(tini) == "Sudah tercatat: ✋ Ikut."
    asep.taps("✋ Ikut", in_=group)
    asep.sees("✋ 2 orang ikut", in_=group)
    assert answers(town, occurrence) == {"Bu Tini": "coming", "Asep": "coming"}


def test_who_cannot_come_is_thanked_named_nowhere_and_asked_once_in_private(
    town: Town, group: Group, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair)
    card = asep.sees(TITLE, in_=group)
    asep.taps("🙏 Berhalangan", in_=group)
    assert says(asep) == "Terima kasih kabarnya 🙏"
    asked = asep.sees("Mau titip sesuatu?", in_=asep)
    assert asked.says(f"Untuk kerja bakti, {spoken(town, occurrence)}.")
    assert asked.labels == ["☕ Konsumsi", "🧰 Alat", "Doa saja 🙂"]
    asep.taps("☕ Konsumsi")
    asep.sees("Terima kasih 🙏 Pengurus melihat titipannya: ☕ Konsumsi.")
    tini.taps("✋ Ikut", in_=group)
    redrawn = tini.sees("✋ 1 orang ikut", in_=group)
    assert redrawn.id == card.id
    assert not redrawn.says("Asep")
    assert not redrawn.says("Berhalangan\n")
    asep.taps_old(card, "✋ Ikut")
    asep.taps_old(card, "🙏 Berhalangan")
    assert says(asep) == "Terima kasih kabarnya 🙏"
    has_all_messages(town, asep)
    asep.does_not_see("Mau titip sesuatu?", in_=asep)


def test_a_name_stands_on_the_card_by_ones_own_tap_and_goes_by_another(
    town: Town, group: Group, tini: Neighbour, asep: Neighbour, joko: Neighbour, chair: Neighbour
) -> None:
    calls(town, chair)
    tini.sees(TITLE, in_=group)
    for person in (tini, joko):
        person.taps("🙂 Nama saya", in_=group)
        assert says(person) == "Ini untuk yang ikut. Ketuk ✋ Ikut dulu, ya 🙏"
    assert known(town, joko) is None
    for person in (tini, asep):
        person.taps("✋ Ikut", in_=group)
    tini.taps("🙂 Nama saya", in_=group)
    assert says(tini) == "Nama tampil di kartu: Bu Tini. Ketuk lagi untuk menyembunyikan."
    tini.sees("🙂 Bu Tini dan 1 lagi", in_=group)
    asep.taps("🙂 Nama saya", in_=group)
    asep.sees("🙂 Bu Tini, Asep", in_=group)
    tini.taps("🙂 Nama saya", in_=group)
    assert says(tini) == "Nama tidak tampil lagi di kartu."
    tini.sees("🙂 Asep dan 1 lagi", in_=group)
    asep.taps("🙏 Berhalangan", in_=group)
    shown = asep.sees("✋ 1 orang ikut", in_=group)
    assert not shown.says("Asep")


def test_a_stranger_agrees_by_the_second_tap_and_that_answers(
    town: Town, group: Group, joko: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair)
    joko.sees(TITLE, in_=group)
    joko.taps("✋ Ikut", in_=group)
    assert "Ketuk sekali lagi" in says(joko)
    assert len(says(joko)) <= 200
    assert known(town, joko) is None
    assert answers(town, occurrence) == {}
    a_while_passes(town)
    joko.taps("✋ Ikut", in_=group)
    assert says(joko).startswith("✋ Tercatat ikut.")
    assert answers(town, occurrence) == {"Joko": "coming"}
    joko.taps("🙏 Berhalangan", in_=group)
    assert says(joko) == "Terima kasih kabarnya 🙏"
    joko.does_not_see("Mau titip", in_=joko)  # he has never opened the private chat
    opens(town, joko, occurrence)
    joko.sees("Jawaban saya: 🙏 Berhalangan", in_=joko)
    for answer in ("🤔 Belum tentu", "🙏 Berhalangan"):
        joko.taps(answer)
        joko.sees(f"Jawaban saya: {answer}", in_=joko)
    joko.sees("Mau titip sesuatu?", in_=joko)


def test_where_room_is_short_one_waits_is_told_so_and_moves_up(
    town: Town, group: Group, tini: Neighbour, asep: Neighbour, joko: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair, wanted=1)
    assert tini.sees(TITLE, in_=group).says("✋ Dicari 1 orang. Siapa duluan? 🙂")
    tini.taps("✋ Ikut", in_=group)
    asep.taps("✋ Ikut", in_=group)
    assert says(asep) == "✋ Tempatnya sudah penuh. Masuk daftar tunggu, nomor 1. Kalau ada tempat, dikabari 🙏"
    joko.taps("✋ Ikut", in_=group)
    a_while_passes(town)
    joko.taps("✋ Ikut", in_=group)
    assert says(joko).endswith("Masuk daftar tunggu, nomor 2. Ketuk Ikut lagi nanti untuk melihat 🙏")
    asep.sees("✋ 1 dari 1 orang ikut · ⏳ 2 menunggu tempat", in_=group)
    joko.taps("✋ Ikut", in_=group)
    assert says(joko) == "Masih di daftar tunggu, nomor 2."
    tini.taps("🙏 Berhalangan", in_=group)
    told = asep.sees("Ada tempat untuk kerja bakti 🙂 Sekarang tercatat ikut.", in_=asep)
    assert told.says(spoken(town, occurrence))
    assert answers(town, occurrence) == {"Bu Tini": "away", "Asep": "coming", "Joko": "coming, waits"}
    asep.taps("🙏 Berhalangan", in_=asep)
    asep.sees("Jawaban saya: 🙏 Berhalangan", in_=asep)
    joko.taps("✋ Ikut", in_=group)
    assert says(joko) == "Sudah tercatat: ✋ Ikut."


def test_promises_go_with_who_cannot_come_and_the_toast_says_so(
    town: Town, group: Group, tini: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair, items=[HOES])
    tini.sees(TITLE, in_=group)
    tini.taps("🧰 Bawa alat", in_=group)
    tini.sees("Belum ada yang disanggupi.", in_=tini)
    tini.taps("cangkul 0/2")
    assert says(tini) == "✓ cangkul: 1. Terima kasih 🙏 Sekalian tercatat ikut ✋"
    tini.sees("🧰 Alat: cangkul 1/2", in_=group)
    tini.taps("🙏 Berhalangan", in_=group)
    assert says(tini) == "Terima kasih kabarnya 🙏 Yang tadi disanggupi dilepas lagi: cangkul."
    assert promised(town, occurrence) == {}
    tini.sees("🧰 Alat: cangkul 0/2", in_=group)


def test_rain_another_day_and_the_end_take_the_buttons_away_and_bring_them_back(
    town: Town, group: Group, tini: Neighbour, joko: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair)
    card = tini.sees(TITLE, in_=group)
    tini.taps("✋ Ikut", in_=group)
    before = spoken(town, occurrence)
    postpones(town, chair, occurrence, "Hujan deras")
    shown = tini.sees("⏸ Ditunda. Waktu baru dikabarkan nanti.", in_=group)
    assert shown.id == card.id
    assert shown.says(f"Kata pengurus: “Hujan deras”\nSemula: {before} · Pos ronda")
    assert shown.labels == []
    for person in (tini, joko):
        person.taps_old(card, "✋ Ikut")
        assert says(person).startswith("Kegiatan ini ditunda.")
    moves(town, chair, occurrence, "Sudah terang", days=1)
    shown = tini.sees(f"🔁 Dipindah ke {spoken(town, occurrence)} · Pos ronda", in_=group)
    assert shown.says("✋ 1 orang ikut")
    assert "✋ Ikut" in shown.labels
    joko.taps("✋ Ikut", in_=group)
    assert "Ketuk sekali lagi" in says(joko)
    cancels(town, chair, occurrence, "Ada yang berduka")
    shown = tini.sees("✖️ Dibatalkan", in_=group)
    assert shown.says("Kata pengurus: “Ada yang berduka”")
    assert shown.labels == []
    a_while_passes(town)
    for person in (tini, joko):
        person.taps_old(card, "🙏 Berhalangan")
        assert says(person) == "Kegiatan ini batal. Terima kasih sudah menjawab 🙏"
    assert answers(town, occurrence) == {"Bu Tini": "coming"}
    assert known(town, joko) is None


def test_organisers_meet_alone_and_no_stranger_is_asked_for_consent(
    town: Town, group: Group, tini: Neighbour, joko: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair, invited=Invited.office)
    tini.sees(TITLE, in_=group)
    for person in (tini, joko):
        person.taps("✋ Ikut", in_=group)
        assert says(person).startswith("Ini pertemuan pengurus.")
    chair.taps("✋ Ikut", in_=group)
    assert answers(town, occurrence) == {"Pak Budi": "coming"}
    assert known(town, joko) is None


def test_a_forged_tap_finds_nothing_of_another_group_or_event(
    town: Town, group: Group, tini: Neighbour, chair: Neighbour, joko: Neighbour
) -> None:
    elsewhere = calls(town, chair, in_group=False)
    here = calls(town, chair)
    card = tini.sees(TITLE, in_=group)
    for person in (tini, joko):
        for data in (
            f"come.{elsewhere}.coming", f"come.{elsewhere}", f"come.{here}", f"come.{here}.gone", "come.99999.coming",
            "come.x.coming", "come.", f"myname.{elsewhere}", "myname.0", f"bring.{here}", f"carry.{here}.1.more",
            f"bringers.{here}", f"errand.{here}.food", "swap.1", "swapped.1.yes",
        ):  # fmt: skip
            answer = person.door.tap(group.id, person.id, card.id, data=f"c.{data}")
            assert answer.get("toast") == NO_LONGER, data
    assert answers(town, elsewhere) == answers(town, here) == {}
    assert known(town, joko) is None


def test_once_the_group_is_another_nothing_is_edited_in_the_old_one(
    town: Town, group: Group, tini: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair)
    card = tini.sees(TITLE, in_=group)
    tini.taps("✋ Ikut", in_=group)
    tini.sees("✋ 1 orang ikut", in_=group)
    edits = len(town.neighbourhood.sent("editMessageText"))
    new = group.migrate()
    town.waits_for(lambda session: communities.chat_known_as(session, new), "the new group")
    opens(town, tini, occurrence)
    tini.sees("Jawaban saya: ✋ Ikut", in_=tini)
    tini.taps("🤔 Belum tentu", in_=tini)
    tini.sees("Jawaban saya: 🤔 Belum tentu", in_=tini)
    assert answers(town, occurrence) == {"Bu Tini": "maybe"}
    tini.sees("🤔 1 belum tentu", in_=group)
    edited = town.neighbourhood.sent("editMessageText")[edits:]
    assert [one for one in edited if one["chat_id"] == card.chat_id] == []
