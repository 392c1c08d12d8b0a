"""Belum bisa dilanjutkan, without a slap: a reason, ways on, and angry words that go nowhere by themselves."""

import sqlalchemy as sa

from playground.driver import Neighbour, Seen
from storage import media as files
from storage import people
from storage.outbox import outbox
from storage.people import Role
from tests.stories.desk_buttons import is_declined, taps_at_the_desk
from tests.stories.first_steps import has_all_messages
from tests.stories.rt_three import needs_in, neighbour, the_need
from tests.stories.telling import is_asked_about_the_lamp, reports_a_drain
from tests.stories.town import Town

ANGER = "RT ga becus!!! duit kas kemana"
REFUSAL = "Pak Joko, usulan No. 1 (selokan) belum bisa dilanjutkan."
OFFER = "Kecewa itu wajar, Pak Joko 🙏 Mau diapakan pesan tadi?"
FOUR_WAYS = ["💬 Tanya pengurus", "🤝 Ajak tetangga ikut", "🗣 Bahas di rembuk warga", "🔕 Jangan kabari lagi"]


def pak_joko(town: Town) -> Neighbour:
    joko = neighbour(town, "Pak Joko")
    reports_a_drain(joko)
    return joko


def nobody_reads(town: Town, words: str, *others: Neighbour) -> None:
    for other in others:
        has_all_messages(town, other)
    sent = [one for one in town.neighbourhood.sent("sendMessage") if words in str(one.get("text"))]
    assert not [one for one in sent if one["chat_id"] in {other.id for other in others}]


def is_angry(joko: Neighbour) -> Seen:
    joko.taps_count = 0
    joko.says(ANGER)
    return joko.sees(OFFER)


def test_three_taps_from_anger_to_a_way_on(town: Town, rt: int, chair: Neighbour) -> None:
    joko = pak_joko(town)
    is_declined(town, chair)
    news = joko.sees(REFUSAL)
    assert news.says("Alasannya: biayanya besar, kas RT 03 belum cukup.")
    assert news.labels == FOUR_WAYS
    is_angry(joko)
    joko.taps("Bahas di rembuk warga")
    joko.sees("No. 1 masuk bahan rembuk berikutnya (belum ada tanggal). Kalau 5 rumah ikut, pasti dibahas. Baru 1.")
    joko.taps("Ajak tetangga ikut")
    invitation = joko.sees("Kirim ini ke tetangga, atas nama sendiri")
    assert invitation.labels == ["↗️ Bagikan", "💬 Teruskan ke WA"]
    assert joko.taps_count <= 3
    nobody_reads(town, "becus", chair)
    chair.says("/rembuk")
    assert chair.sees("Bahan rembuk RT 03").says("No. 1  💧 Selokan · mampet — 1 rumah")


def test_anger_goes_to_one_organiser_alone_and_the_answer_is_as_quiet(
    town: Town, rt: int, chair: Neighbour, siti: Neighbour
) -> None:
    rina = neighbour(town, "Bu Rina", role=Role.organiser)
    joko = pak_joko(town)
    is_declined(town, chair)
    joko.sees(REFUSAL)
    is_angry(joko)
    joko.taps("Kirim ke satu orang saja")
    joko.sees("Mau dikirim ke siapa?")
    joko.taps("Bu Rina")
    joko.sees("Sudah dikirim, hanya ke Bu Rina ✓")
    assert rina.sees("🙈 Pak Joko menulis soal No. 1").says(ANGER)
    nobody_reads(town, "becus", chair, siti)
    rina.taps("Balas")
    rina.sees("Mau balas apa ke Pak Joko")
    rina.says("Saya tanyakan dulu, Pak")
    rina.sees("Yang akan dibaca")
    rina.taps("Kirim")
    answer = joko.sees("Jawaban pengurus soal usulan No. 1 (selokan): “Saya tanyakan dulu, Pak”")
    assert "💬 Tulis ke pengurus" not in answer.labels, "that leads to all of them"
    nobody_reads(town, "Saya tanyakan", chair, siti)
    with town.writing() as session:
        names = session.connection().execute(sa.select(outbox.c.once).where(outbox.c.once.startswith("letter:")))
        authors = [int(name.split(":")[1]) for name in names.scalars()]
        assert [people.by_id(session, one).name for one in sorted(authors)] == ["Bu Rina", "Pak Joko"]  # type: ignore[union-attr]  # both live


def test_words_go_to_all_organisers_by_a_tap_and_their_answer_comes_back(town: Town, rt: int, chair: Neighbour) -> None:
    joko = pak_joko(town)
    is_declined(town, chair)
    news = joko.sees(REFUSAL)
    joko.sends_voice(4)
    joko.sees(OFFER)
    joko.taps("Kirim ke pengurus")
    joko.sees("sudah disampaikan ke pengurus ✓")
    chair.sees("Pak Joko menulis ke pengurus soal No. 1")
    joko.taps_old(news, "Tanya pengurus")
    joko.sees("Mau tanya apa ke pengurus soal No. 1?")
    joko.says("kapan kas cukup?")
    joko.sees("Jawabannya datang di sini")
    chair.sees("“kapan kas cukup?”")
    chair.taps("Balas")
    chair.sees("Mau balas apa ke Pak Joko")
    chair.says("Bulan depan, Pak")
    chair.taps("Kirim")
    answer = joko.sees("Jawaban pengurus soal usulan No. 1")
    assert answer.labels == ["💬 Tulis ke pengurus", "🔕 Jangan kabari lagi"]


def test_an_unrelated_sentence_after_a_refusal_becomes_a_new_need_and_is_asked_about_no_more(
    town: Town, rt: int, chair: Neighbour
) -> None:
    joko = pak_joko(town)
    is_asked_about_the_lamp(joko)
    is_declined(town, chair)
    joko.sees(REFUSAL)
    joko.says("air keruh sejak Senin")
    joko.sees(OFFER)
    joko.taps("Ini usul baru")
    joko.sees("Tadi usulan belum selesai. Mau diteruskan?")
    joko.taps("Mulai baru")
    joko.sees("Soal air bersih?")
    joko.taps("Betul")
    joko.taps("Masjid")
    joko.sees("Sudah pas?")
    joko.taps("Kirim")
    joko.sees("Usulan No. 2 sudah masuk")
    joko.says("lampu gang mati")
    joko.sees("Soal lampu jalan?")
    assert [need.text for need in needs_in(town)] == [None, "air keruh sejak Senin"]


def test_what_is_not_ours_is_passed_on_rather_and_an_explanation_reaches_all(
    town: Town, tini: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    taps_at_the_desk(town, chair, "decline")
    chair.sees("belum bisa dilanjutkan?")
    chair.taps("Kurang keterangan")
    chair.sees("bisa ditanyakan dulu")
    chair.taps("Tanya dulu")
    chair.sees("Mau tanya apa ke Bu Tini soal No. 1?")
    taps_at_the_desk(town, chair, "explain")
    chair.sees("Mau bilang apa ke semua yang ikut No. 1?")
    chair.says("Alatnya datang hari Kamis")
    preview = chair.sees("Yang akan dibaca semua yang ikut")
    assert preview.says("Kata pengurus: “Alatnya datang hari Kamis”")
    chair.taps("Kirim")
    chair.sees("sudah dikabarkan ✓")
    town.passes(minutes=1)
    tini.sees("Kabar usulan No. 1 (selokan): penjelasan pengurus.")
    assert the_need(town).moves == 1


def test_an_album_goes_whole_where_its_author_says(town: Town, rt: int, chair: Neighbour) -> None:
    joko = pak_joko(town)
    is_declined(town, chair)
    joko.sees(REFUSAL)
    joko.sends_album(3)
    joko.sees(OFFER)
    joko.taps("Kirim ke pengurus")
    joko.sees("sudah disampaikan ke pengurus ✓")
    chair.sees("Pak Joko menulis ke pengurus soal No. 1")
    joko.sends_album(3, caption="jalan berlubang")
    joko.sees(OFFER)
    joko.taps("Ini usul baru")
    joko.sees("Soal jalan")
    joko.taps("Betul")
    joko.taps("Masjid")
    assert joko.sees("Sudah pas?").says("📷 3 foto")
    joko.taps("Kirim")
    joko.sees("Usulan No. 2 sudah masuk")
    with town.session() as session:
        assert [len(files.of_need(session, need.id)) for need in needs_in(town)] == [3, 3]
