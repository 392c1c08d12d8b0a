"""An organiser asks the neighbours: three taps for the usual question, each other kind on its own short way."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from playground.driver import Group, Neighbour
from storage.communities import Community
from storage.needs import Need
from storage.people import Role, membership_of
from storage.polls import Counts, Method, PollKind, Way
from tests.stories.asking import (
    LOOK,
    QUESTION,
    all_are_known,
    asks_yes_or_no,
    begins,
    cards_in,
    is_along,
    nothing_is_asked,
    options_of,
    sends,
    the_poll,
    told_of_needs,
    unconfirmed,
)
from tests.stories.rt_three import group_of_rt_three, neighbour, person_of
from tests.stories.town import Town


@pytest.fixture
def group(town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour) -> Group:
    return group_of_rt_three(town, chair, tini, asep)


# ── the usual question ──


def test_which_needs_come_first_is_three_taps(
    town: Town, group: Group, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    told_of_needs(town, tini, 7)
    is_along(town, asep, 7)
    all_are_known(town)
    chair.taps("Meja pengurus")
    chair.sees("hal menunggu:")
    chair.taps_count = 0
    chair.taps("🗳 Tanya warga")
    chair.taps("Usulan mana didahulukan?")
    look = chair.sees(LOOK)
    assert look.says("🗳 Mana yang kita dahulukan? (Tanya warga No. 1) Pilih paling banyak 3. Pilihan rahasia.")
    assert look.says("1. Selokan mampet, Gang Melati (No. 7) 2. Lampu jalan mati, Gang")
    assert look.says("Melati 3. Selokan mampet, Gang Melati (No. 2) 4. Jalan/gang berlubang, Gang Melati 5. Air")
    assert look.says("Sudah memilih: 0 dari 3 warga · ditutup Jum")
    assert look.says("20.00 WIB")
    assert look.says("Untuk 3 warga · grup Warga RT 03")
    assert look.labels == ["✅ Kirim", "✏️ Ubah", "Kembali", "Nanti saja"]
    chair.taps("✅ Kirim")
    sent = chair.sees("Terkirim ✓")
    assert (chair.taps_count, chair.words_typed) == (3, 0)
    assert sent.says("Sudah memilih: 0 dari 3 warga")
    poll = the_poll(town)
    assert (poll.number, poll.kind, poll.method, poll.most) == (1, PollKind.needs, Method.approval, 3)
    assert (poll.way, poll.counts) == (Way.ballot, Counts.person)
    assert (poll.closes_at.weekday(), poll.closes_at.astimezone(UTC).hour) == (4, 13)
    assert len(options_of(town)) == 6
    assert look.says(chair.sees("Mana yang kita dahulukan?", in_=group).text)
    (card,) = cards_in(town)
    assert not card.is_native
    assert card.row_id


def test_in_quiet_hours_he_is_told_when_the_group_gets_it(
    town: Town, group: Group, chair: Neighbour, tini: Neighbour
) -> None:
    told_of_needs(town, tini, 3)
    local = town.now().astimezone(ZoneInfo("Asia/Jakarta"))
    ends = (local + timedelta(hours=2)).strftime("%H:%M")
    quiet(town, [(local - timedelta(hours=1)).strftime("%H:%M"), ends])
    begins(chair, "Usulan mana didahulukan?")
    assert chair.sees(LOOK).says("Sekarang jam tenang: kartunya masuk ke grup pada")
    chair.taps("✅ Kirim")
    sent = chair.sees("Tersimpan ✓ Sekarang jam tenang, jadi kartunya masuk ke grup pada")
    assert sent.says(f"{ends.replace(':', '.')} WIB.")
    chair.does_not_see("Mana yang kita dahulukan?", in_=group, seconds=0.3)
    quiet(town)
    town.passes(hours=2, minutes=1)
    chair.sees("Mana yang kita dahulukan?", in_=group)


def quiet(town: Town, *windows: list[str]) -> None:
    with town.writing() as session:
        place = session.exec(select(Community)).one()
        place.quiet_hours = list(windows)
        session.add(place)


def test_hidden_needs_and_what_is_done_are_not_asked_about(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 3)
    with town.writing() as session:
        need = session.exec(select(Need).where(Need.number == 2)).one()
        need.hidden_at = datetime.now(UTC)
        session.add(need)
    begins(chair, "Usulan mana didahulukan?")
    look = chair.sees(LOOK)
    assert not look.says("Selokan")
    assert look.says("Jalan")


def test_one_need_is_no_choice(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    told_of_needs(town, tini, 1)
    begins(chair, "Usulan mana didahulukan?")
    chair.sees("Baru ada 1 usulan yang bisa dipilih")
    chair.taps("Pilihan sendiri")
    chair.sees("Tulis pertanyaannya dulu")
    chair.says("Mau lomba apa?")
    chair.sees("satu per baris")
    chair.says("1. Panjat pinang\n2. Balap karung\n- Tarik tambang\nbalap karung")
    look = chair.sees(LOOK)
    assert look.says("▫️ 1 Panjat pinang ▫️ 2 Balap karung ▫️ 3 Tarik tambang")
    assert look.says("Pilih satu.")
    sends(chair)
    assert [one.text for one in options_of(town)] == ["Panjat pinang", "Balap karung", "Tarik tambang"]


# ── the others ──


def test_yes_or_no_is_public_in_the_group_only_if_he_has_read_so(town: Town, group: Group, chair: Neighbour) -> None:
    begins(chair, "Ya atau tidak")
    chair.says(f"  {QUESTION}  ")
    warned = chair.sees("Polling Telegram cepat, tetapi semua bisa melihat siapa memilih apa.")
    assert warned.labels[:2] == ["Lanjut", "🤫 Pakai yang rahasia"]
    chair.taps("Lanjut")
    look = chair.sees(LOOK)
    assert look.says(f"📊 {QUESTION} (No. 1) ▫️ 👍 Setuju ▫️ 👎 Tidak ▫️ 🤝 Abstain (hanya hadir)")
    sends(chair)
    poll = the_poll(town)
    assert (poll.question, poll.method, poll.way) == (QUESTION, Method.yes_no, Way.native)
    assert [card.is_native for card in cards_in(town)] == [True]


def test_the_secret_way_is_one_tap_away_twice(town: Town, group: Group, chair: Neighbour) -> None:
    begins(chair, "Ya atau tidak")
    chair.says(QUESTION)
    chair.sees("semua bisa melihat siapa memilih apa")
    chair.taps("Lanjut")
    chair.sees(LOOK)
    chair.taps("Pakai yang rahasia")
    chair.sees("Pilihan rahasia.")
    sends(chair)
    assert the_poll(town).way is Way.ballot


def test_without_a_group_it_is_secret(town: Town, chair: Neighbour) -> None:
    assert asks_yes_or_no(chair).says("tanpa grup, lewat /pilih")
    sends(chair)
    assert cards_in(town) == []


def test_days_are_offered_by_tapping_and_in_words(town: Town, group: Group, chair: Neighbour) -> None:
    begins(chair, "Tanggal rapat")
    days = chair.sees("Tawarkan hari apa saja?")
    first = days.labels[0]
    chair.taps(first)
    chair.sees("Tawarkan hari apa saja?")
    chair.says("entah kapan")
    chair.sees("Belum terbaca")
    chair.says("30 Februari jam 7 malam")
    chair.sees("Belum terbaca")
    chair.says("Rabu jam 7 malam")
    again = chair.sees("Tawarkan hari apa saja?")
    assert "Sudah, ini saja" in again.labels
    chair.taps("Tanggal lain")
    chair.sees("Hari apa?")
    chair.taps("Tanggal lain")
    chair.sees("Hari apa?")
    chair.says("31 Februari")
    chair.sees("Belum terbaca 🙏 Tulis hari dan jamnya")
    chair.taps("›")
    chair.taps("15")
    chair.sees("Jam berapa?")
    chair.says("setengah 8 malam")
    chair.sees("Tawarkan hari apa saja?")
    chair.taps("Sudah, ini saja")
    chair.sees("semua bisa melihat siapa memilih apa")
    chair.taps("Lanjut")
    look = chair.sees(LOOK)
    assert look.says("📊 Kapan kita kumpul? (No. 1) ▫️")
    sends(chair)
    poll, options = the_poll(town), options_of(town)
    assert (poll.kind, poll.method, poll.way, len(options)) == (PollKind.day, Method.approval, Way.native, 3)
    assert any(one.text.startswith("Rabu") and one.text.endswith("19.00") for one in options)
    assert all(len(one.text) <= 28 for one in options)


def test_a_day_without_an_hour_is_asked_for_it(town: Town, chair: Neighbour) -> None:
    begins(chair, "Tanggal rapat")
    chair.says((town.now() + timedelta(days=20)).date().isoformat())
    chair.sees("Jam berapa?")
    chair.taps("16.00")
    assert any("✓" in label and "16.00" in label for label in chair.sees("Tawarkan hari apa saja?").labels)


def test_mufakat_says_beforehand_what_happens_to_objections(town: Town, group: Group, chair: Neighbour) -> None:
    begins(chair, "Mufakat")
    chair.sees("usul yang mau disepakati")
    chair.says("Ronda dua orang tiap malam")
    chair.sees("masih ada yang keberatan, bagaimana?")
    chair.taps("Suara terbanyak")
    look = chair.sees(LOOK)
    assert look.says("▫️ 👍 Setuju ▫️ 👌 Setuju, walau mengganjal ▫️ ✋ Keberatan")
    assert look.says("suara terbanyak yang menentukan. Satu saja belum dijawab, belum ada keputusan.")
    assert look.says("Jawab tiap keberatan sebelum ditutup")
    sent = sends(chair)
    assert "🤚 Keberatan" in sent.labels
    assert "📄 Hitungan kertas" not in sent.labels
    poll = the_poll(town)
    assert (poll.method, poll.falls_back, poll.way) == (Method.consensus, True, Way.ballot)


# ── who may ask ──


def test_residents_do_not_ask_everyone(town: Town, tini: Neighbour) -> None:
    tini.says("/polling")
    tini.sees("Ini bagian pengurus")
    assert nothing_is_asked(town)


def test_nothing_is_asked_before_the_chair_has_tapped(town: Town, rt: int) -> None:
    rina = neighbour(town, "Bu Rina", role=Role.organiser)
    asks_yes_or_no(rina)
    unconfirmed(town)
    rina.taps("✅ Kirim")
    assert "Ketua RT perlu bergabung dulu" in (rina.toast() or "")
    assert nothing_is_asked(town)
    rina.says("/polling")
    rina.sees("Ketua RT perlu bergabung dulu")


def test_whoever_is_no_organiser_any_more_cannot_send_and_is_not_locked_in(town: Town, rina: Neighbour) -> None:
    asks_yes_or_no(rina)
    with town.writing() as session:
        person = person_of(session, rina)
        member = membership_of(session, person.id, person.community_id or 0)
        assert member is not None
        member.role = Role.resident
        session.add(member)
    rina.taps("✅ Kirim")
    assert "bagian pengurus" in (rina.toast() or "")
    assert nothing_is_asked(town)
    rina.says("/usulanku")
    rina.does_not_see("bagian pengurus", seconds=0.2)


# ── in the middle ──


def test_a_draft_outlives_a_restart_and_another_talk(town: Town, chair: Neighbour) -> None:
    asks_yes_or_no(chair)
    town.restart()
    chair.taps("Ubah")
    chair.sees("Mau ubah apa?")
    chair.taps("Nanti saja")
    chair.sees("disimpan dulu")
    chair.says("/polling")
    chair.sees("pertanyaan untuk warga")
    town.restart()
    chair.taps("Teruskan")
    chair.sees("Mau ubah apa?")
    chair.taps("Kembali")
    chair.sees(QUESTION)
    sends(chair)


def test_in_the_group_the_command_is_one_line_into_the_private_chat(
    town: Town, group: Group, chair: Neighbour, tini: Neighbour
) -> None:
    chair.says("/polling", in_=group)
    line = chair.sees("Tanya warga disiapkan lewat obrolan pribadi", in_=group)
    assert line.labels == ["🗳 Tanya warga"]
    link = str(line.buttons[0][0]["url"]) if isinstance(line.buttons[0], list) else str(line.buttons[0]["url"])
    chair.starts(link.split("start=")[1])
    chair.sees("Mau tanya apa ke warga?")
    tini.starts(link.split("start=")[1])
    tini.sees("bagian pengurus")


def test_what_is_typed_is_words_and_nothing_else(town: Town, chair: Neighbour) -> None:
    begins(chair, "Ya atau tidak")
    chair.says("<b>Setuju</b> & {sum}?")
    assert chair.sees(LOOK).says("<b>Setuju</b> & {sum}?")
    assert sends(chair).says("<b>Setuju</b> & {sum}?")
