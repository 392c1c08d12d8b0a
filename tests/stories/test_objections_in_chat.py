"""Keberatan: why, in writing and without a name; all who voted read the answer, only its owner gets buttons."""

import sqlalchemy as sa
from sqlmodel import select

from playground.driver import Neighbour
from storage import polls
from storage.dialogues import dialogue
from storage.media import Media
from storage.objections import Objection, Stance
from storage.outbox import outbox
from storage.polls import Method
from tests.community.polling import tap
from tests.stories.asked_on_paper import are_known, asks, ballots, places, presses
from tests.stories.rt_three import person_of
from tests.stories.town import SECRET, Town
from tests.stories.voting import ends

WHY = "Iuran 50 ribu terlalu berat"


def objects(tini: Neighbour, poll_id: int, words: str = WHY) -> None:
    presses(tini, f"object.{poll_id}")
    tini.sees("Apa keberatannya? Tulis")
    tini.says(words)
    tini.sees(f"Yang dibaca pengurus: “{words}”")
    tini.taps("Kirim")
    tini.sees("Sudah sampai ke pengurus, tanpa nama ✓")


def agrees(town: Town, poll_id: int, *people: Neighbour) -> None:
    with town.writing() as session:
        option = polls.options_of(session, poll_id)[0].id
        for one in people:
            tap(session, option, by=person_of(session, one).id, secret=SECRET, now=town.now())


def the_objection(town: Town) -> Objection:
    with town.session() as session:
        found = session.exec(select(Objection)).one()
        session.expunge_all()
        return found


def answers(town: Town, rina: Neighbour, poll_id: int, words: str = "Bisa dicicil") -> None:
    presses(rina, f"objections.{poll_id}")
    rina.sees(f"1. “{WHY}” · belum dijawab")
    rina.taps("Jawab 1")
    rina.sees("Semua yang memilih akan membacanya.")
    rina.says(words)
    rina.sees(f"Yang akan dibaca: “{words}”")
    rina.taps("Kirim")
    rina.sees("Jawaban dikirim ke semua yang memilih ✓")


def test_the_whole_way_and_it_is_withdrawn(
    town: Town, tini: Neighbour, asep: Neighbour, rina: Neighbour, chair: Neighbour
) -> None:
    are_known(town, tini, asep, rina, chair)
    poll_id = asks(town, chair, Method.consensus)
    agrees(town, poll_id, asep)
    objects(tini, poll_id)
    for organiser in (rina, chair):
        seen = organiser.sees(f"🤔 Ada keberatan di Tanya warga No. 1: “{WHY}”")
        assert "Tini" not in seen.text
    answers(town, rina, poll_id)
    asep.sees("💬 Pengurus menjawab satu keberatan di Tanya warga No. 1: “Bisa dicicil”")
    assert "Saya tarik keberatan" not in asep.buttons()
    tini.sees("Bagaimana sekarang?")
    tini.taps("Saya tarik keberatan")
    tini.sees("Tercatat: setuju, walau mengganjal.")
    assert the_objection(town).stance is Stance.withdrawn
    with town.session() as session:
        assert sorted(places(session, poll_id, one) for one in ballots(town, poll_id)) == [[1], [2]]


def test_on_record_it_is_read_by_all_and_stands_in_nobodys_way(
    town: Town, tini: Neighbour, asep: Neighbour, rina: Neighbour, chair: Neighbour
) -> None:
    are_known(town, tini, asep, rina, chair)
    poll_id = asks(town, chair, Method.consensus)
    agrees(town, poll_id, asep)
    objects(tini, poll_id)
    answers(town, rina, poll_id)
    tini.taps("Silakan jalan, tapi dicatat")
    tini.sees("Tercatat ✓ Masih beda pendapat, tapi tidak menghalangi.")
    assert the_objection(town).stance is Stance.kept
    presses(tini, f"settle.{poll_id}.withdraw")
    assert the_objection(town).stance is Stance.kept, "said once"
    ends(town, poll_id)
    told = asep.sees("Mufakat ✓ Ada keberatan yang dicatat, tapi tidak menghalangi.")
    assert told.says("Keberatan yang dicatat:")
    assert told.says(f"· “{WHY}”\nJawaban pengurus: “Bisa dicicil”")
    assert "Tini" not in told.text
    presses(chair, f"asked.{poll_id}")
    chair.taps("🤚 Keberatan")
    assert chair.sees(f"1. “{WHY}” · dicatat, tidak menghalangi").labels == []


def test_an_answer_that_is_not_enough_is_said_so_and_waits_anew(
    town: Town, tini: Neighbour, rina: Neighbour, chair: Neighbour
) -> None:
    are_known(town, tini, rina, chair)
    poll_id = asks(town, chair, Method.consensus)
    objects(tini, poll_id)
    answers(town, rina, poll_id)
    tini.taps("Belum cukup, tulis lagi")
    tini.sees("Apa keberatannya di Tanya warga No. 1?")
    tini.says("Dicicil pun masih berat")
    tini.taps("Kirim")
    tini.sees("Sudah sampai ke pengurus, tanpa nama ✓")
    found = the_objection(town)
    assert (found.words, found.stance) == ("Dicicil pun masih berat", Stance.raised)
    assert ends(town, poll_id).result["outcome"] == "objected"
    told = tini.sees("Belum mufakat: masih ada keberatan yang belum dijawab.")
    assert not told.says("Dicicil pun masih berat"), "words that nobody asked to print stay with the organisers"


def test_who_missed_the_answer_finds_it_on_the_card_and_has_the_last_word_there(
    town: Town, tini: Neighbour, asep: Neighbour, rina: Neighbour, chair: Neighbour
) -> None:
    are_known(town, tini, asep, rina, chair)
    poll_id = asks(town, chair, Method.consensus, question="Jadi tidak?")
    agrees(town, poll_id, asep)
    objects(tini, poll_id)
    tini.says("/pilih")
    card = tini.sees("Jadi tidak?")
    assert card.says(f"Keberatan saya: “{WHY}” · belum dijawab")
    assert "✓ ✋ Keberatan" in card.labels
    answers(town, rina, poll_id)
    tini.sees("Bagaimana sekarang?")
    tini.says("/pilih")
    card = tini.sees("Jadi tidak?")
    assert card.says(f"Keberatan saya: “{WHY}” · sudah dijawab")
    assert card.says("Jawaban pengurus: “Bisa dicicil”")
    assert card.says("Kalau minta dicatat, mufakat boleh jalan, dan keberatan ini tertulis di hasil, tanpa nama.")
    assert not card.says("Ketuk lagi untuk batal"), "an objection is settled, not tapped away"
    assert {"Saya tarik keberatan", "Silakan jalan, tapi dicatat", "Belum cukup, tulis lagi"} <= set(card.labels)
    asep.says("/pilih")
    assert not asep.sees("Jadi tidak?").says("Keberatan saya")
    tini.taps("Saya tarik keberatan")
    tini.sees("Keberatan ditarik.")
    assert the_objection(town).stance is Stance.withdrawn
    tini.says("/pilih")
    assert not tini.sees("Jadi tidak?").says("Keberatan saya")


def test_of_many_objections_each_can_be_read_and_answered(town: Town, rina: Neighbour, chair: Neighbour) -> None:
    are_known(town, rina, chair)
    poll_id = asks(town, chair, Method.consensus)
    with town.writing() as session:
        for number in range(1, 8):
            session.add(Objection(poll_id=poll_id, mark=f"mark {number}", words=f"Alasan {number}"))
    presses(rina, f"objections.{poll_id}")
    first = rina.sees("5. “Alasan 5” · belum dijawab")
    assert not first.says("Alasan 6")
    rina.taps("Berikutnya")
    second = rina.sees("7. “Alasan 7” · belum dijawab")
    assert second.id == first.id
    assert second.labels == ["💬 Jawab 6", "💬 Jawab 7", "‹ Sebelumnya"]
    rina.taps("Jawab 7")
    rina.sees("Apa jawaban untuk “Alasan 7”?")


def test_nothing_that_is_kept_says_who_objects(
    town: Town, tini: Neighbour, asep: Neighbour, rina: Neighbour, chair: Neighbour
) -> None:
    """No talk of hers is left, and what all are told stands in rows that are alike."""
    are_known(town, tini, asep, rina, chair)
    poll_id = asks(town, chair, Method.consensus)
    agrees(town, poll_id, asep)
    objects(tini, poll_id)
    answers(town, rina, poll_id)
    tini.sees("Bagaimana sekarang?")
    asep.sees("Pengurus menjawab")
    with town.session() as session:
        connection = session.connection()
        talks = connection.execute(sa.select(dialogue.c.name, dialogue.c.person_id)).all()
        assert person_of(session, tini).id not in [row.person_id for row in talks if row.name.startswith("objection")]
        told = connection.execute(
            sa.select(outbox.c.person_id, outbox.c.subject_id, outbox.c.state, outbox.c.parameters)
            .where(outbox.c.kind == "poll.answer")
        ).all()  # fmt: skip
        assert {row.person_id for row in told} == {person_of(session, one).id for one in (tini, asep)}
        assert len({row.subject_id for row in told}) == 1
        assert {row.state for row in told} <= {"leased", "sent"}, "read, and perhaps not marked yet"
        assert not [row for row in told if row.parameters and WHY in str(row.parameters)]


def test_a_voice_is_not_taken_and_not_kept(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    are_known(town, tini, chair)
    poll_id = asks(town, chair, Method.consensus)
    presses(tini, f"object.{poll_id}")
    tini.sends_voice()
    tini.sees("Ditulis saja, ya: suara dan foto bisa dikenali.")
    with town.session() as session:
        assert list(session.exec(select(Media))) == []


def test_what_is_refused(town: Town, tini: Neighbour, rina: Neighbour, chair: Neighbour) -> None:
    are_known(town, tini, rina, chair)
    simple, poll_id = asks(town, chair), asks(town, chair, Method.consensus)
    for verb in (
        f"object.{simple}", "object.x", "object.999", f"settle.{poll_id}.keep", f"settle.{poll_id}.", "settle.x.keep",
        f"objections.{poll_id}", "objections.x", "objections.999", f"objections.{poll_id}.1",
    ):  # fmt: skip
        presses(tini, verb)
    tini.does_not_see("Apa keberatannya")
    tini.does_not_see("Belum ada keberatan")
    presses(rina, f"objections.{poll_id}")
    rina.sees("Belum ada keberatan di Tanya warga No. 2.")


def test_the_button_on_the_card_leads_there(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    are_known(town, tini, chair)
    asks(town, chair, Method.consensus, question="Jadi tidak?")
    tini.says("/pilih")
    tini.sees("Jadi tidak?")
    tini.taps("Keberatan")
    tini.sees("Apa keberatannya? Tulis")
