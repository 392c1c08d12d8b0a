"""The organisers ask, the reporter answers in the chat: spoken, typed, or by replying to the question."""

from playground.driver import Neighbour, Seen
from storage.needs import NeedState
from tests.stories.desk_buttons import taps_at_the_desk
from tests.stories.first_steps import has_all_messages, hasten
from tests.stories.rt_three import needs_in, the_need
from tests.stories.telling import LAMP, is_asked_about_the_lamp, is_asked_where, reports_a_drain
from tests.stories.town import Town

QUESTION = "Pengurus bertanya soal usulan No. 1 (selokan): “Sejak kapan?”"


def asks_since_when(town: Town, chair: Neighbour, tini: Neighbour) -> Seen:
    """Two taps after the desk's; the question as it comes to Bu Tini."""
    taps_at_the_desk(town, chair, "ask")
    chair.sees("Mau tanya apa ke Bu Tini soal No. 1?")
    chair.taps("Sejak kapan?")
    chair.sees(QUESTION)
    chair.taps("Kirim")
    chair.sees("sudah dikirim ✓")
    seen = tini.sees(QUESTION)
    with town.writing() as session:
        hasten(session, tini.id)
    has_all_messages(town, tini)
    return seen


def voices_to(town: Town, person: Neighbour) -> int:
    return sum(one["chat_id"] == person.id for one in town.neighbourhood.sent("sendVoice"))


def test_a_voice_out_of_the_blue_is_offered_as_the_answer_and_heard_by_organisers_alone(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    asks_since_when(town, chair, tini)
    assert the_need(town).state is NeedState.under_review
    tini.taps_count = tini.words_typed = 0
    tini.sends_voice(7)
    tini.sees("Jawaban untuk No. 1: 🎤 0:07")
    tini.taps("Kirim")
    tini.sees("sudah disampaikan ke pengurus ✓ Terima kasih, Bu Tini")
    assert (tini.taps_count, tini.words_typed) == (2, 0)
    told = chair.sees("💬 Bu Tini menjawab soal No. 1 (selokan)")
    assert told.labels == ["🗂 Buka"]
    town.neighbourhood.waits_for(lambda: voices_to(town, chair) == 1, "the voice, for the organiser")
    assert voices_to(town, asep) == 0


def test_a_reply_to_the_question_is_the_answer_also_in_the_middle_of_something_else(
    town: Town, tini: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    question = asks_since_when(town, chair, tini)
    is_asked_about_the_lamp(tini)
    tini.says("sejak <kemarin>", reply_to=question)
    tini.sees("sudah disampaikan ke pengurus ✓")
    chair.sees("“sejak <kemarin>”")
    tini.says("/menu")
    tini.sees("Mau apa?")
    tini.taps("Teruskan usulan")
    tini.sees(LAMP)
    tini.taps_old(question, "Jawab")
    assert the_need(town).awaits is None


def test_what_is_no_answer_becomes_a_new_need_with_its_photo_and_the_question_stays_open(
    town: Town, tini: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    question = asks_since_when(town, chair, tini)
    tini.sends_photo(caption="lampu gang mati")
    tini.sees("Jawaban untuk No. 1: “lampu gang mati” 📷")
    tini.taps("Ini usul baru")
    tini.sees("Soal lampu jalan?")
    tini.taps("Betul")
    tini.taps("Masjid")
    assert tini.sees("Sudah pas?").says("📷")
    tini.taps("Kirim")
    tini.sees("Usulan No. 2 sudah masuk")
    assert [need.text for need in needs_in(town)] == [None, "lampu gang mati"]
    tini.taps_old(question, "Jawab")
    tini.sees("Jawab soal No. 1: “Sejak kapan?”")
    tini.says("sejak Senin")
    tini.sees("Jawaban No. 1 sudah disampaikan")
    chair.sees("“sejak Senin”")


def test_an_organiser_who_was_overtaken_is_told_before_anything_is_written(
    town: Town, tini: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    need_id = the_need(town).id
    asks_since_when(town, chair, tini)
    late = taps_at_the_desk(town, chair, "decline", need_id)
    assert "baru saja ditangani pengurus lain" in str(late)
    chair.does_not_see("belum bisa dilanjutkan?")


def test_what_answers_the_question_on_the_screen_is_left_to_it(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    reports_a_drain(tini)
    is_asked_where(tini, "Lampu jalan", "Mati")
    asks_since_when(town, chair, tini)
    tini.taps("Masjid")
    tini.sees("Sudah pas?")
    tini.says("dekat tiang biru")
    tini.does_not_see("Jawaban untuk No. 1")
    tini.taps("Kirim")
    tini.sees("Usulan No. 2 sudah masuk")
    tini.says("sejak Senin")
    tini.sees("Jawaban untuk No. 1: “sejak Senin”")
    tini.taps("Nanti saja")
    tini.sees("jawaban disimpan dulu")
    tini.sends_voice(3)
    tini.sees("Jawaban untuk No. 1: “sejak Senin” 🎤 0:03")
