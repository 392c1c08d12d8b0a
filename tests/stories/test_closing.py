"""A need is said to be done, and residents have the last word: in secret, together, and for sixty days."""

import sqlalchemy as sa
from sqlmodel import select

from community import needs, triage
from playground.driver import Neighbour
from storage.dialogues import dialogue
from storage.media import Media
from storage.needs import NeedState
from storage.people import Role
from tests.stories.closing import (
    QUESTION,
    THANKS,
    clock_looks,
    evening_comes,
    is_asked,
    minutes_pass,
    news_leave,
    question_id,
    says_done,
    stands,
    support_it,
    verdicts,
)
from tests.stories.first_steps import forges
from tests.stories.rt_three import neighbour, person_of, the_need
from tests.stories.telling import is_asked_what, reports_a_drain, reports_a_drain_with_a_photo
from tests.stories.town import Town


def test_the_reporter_says_done_and_the_evening_brings_it_to_all(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain_with_a_photo(tini)
    support_it(town, [asep])
    says_done(town, chair)
    assert (chair.taps_count, chair.words_typed) == (5, 0)  # a photo counts for four
    tini.taps_count = 0
    assert is_asked(tini).says("Jawaban rahasia")
    tini.taps("Sudah beres")
    tini.sees(THANKS)
    assert tini.taps_count == 1
    chair.does_not_see("warga menjawab", seconds=1.0)
    evening_comes(town)
    chair.sees("Terima kasih sudah mengerjakan No. 1")
    chair.sees("1 warga menjawab: 1 beres")
    assert stands(town) is NeedState.resolved
    news_leave(town)
    asep.sees("Kabar usulan No. 1 (selokan): beres")


def test_a_dispute_is_told_mixed_and_the_work_goes_on(
    town: Town, tini: Neighbour, asep: Neighbour, siti: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    support_it(town, [asep, siti])
    says_done(town, chair, words="Sudah dikeruk bersama.")
    for person, answer, reason in (
        (tini, "Belum", "Masih sama"), (asep, "Masih ada yang kurang", "Muncul lagi"), (siti, "Belum", "Masih sama"),
    ):  # fmt: skip
        assert is_asked(person).says("Kata pengurus: “Sudah dikeruk bersama.”")
        person.taps(answer)
        person.sees("Terima kasih sudah jujur 🙏 Apa yang kurang?")
        person.taps(reason)
        person.sees(THANKS)
    minutes_pass(town)
    told = chair.sees("3 warga menjawab: 1 masih ada yang kurang, 2 belum.")
    assert told.says("Yang kurang: muncul lagi, masih sama.")
    assert not any(told.says(name) for name in ("Tini", "Asep", "Siti"))
    news_leave(town)
    tini.sees("dikerjakan lagi: muncul lagi, masih sama")
    asep.taps("Ubah jawaban")
    asep.sees("Jawaban untuk No. 1 sudah ditutup 🙏")


def writes_what_is_missing(town: Town, person: Neighbour) -> None:
    """In her own words, and neither by voice nor kept with her draft."""
    is_asked(person)
    person.taps("Masih ada yang kurang")
    person.taps("Tulis sendiri")
    person.sees("Apa yang kurang? Tulis di sini")
    person.sends_voice()
    person.sees("Suara dan foto mudah dikenali, jadi tidak disimpan")
    with town.session() as session:
        assert session.exec(select(Media)).all() == []
    person.says("pinggirnya masih bocor")
    person.sees("Boleh diteruskan ke pengurus?")
    person.taps("Boleh diteruskan")
    person.sees(THANKS)
    with town.session() as session:
        left = (
            session.connection().execute(sa.select(dialogue.c.draft).where(dialogue.c.name == "lacking")).scalar_one()
        )
        assert "bocor" not in left
        assert '"answer_id":0' in left


def test_what_is_missing_is_explained_and_asked_anew(
    town: Town, tini: Neighbour, asep: Neighbour, siti: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    support_it(town, [asep, siti])
    says_done(town, chair, words="Sudah dikeruk.")
    for person in (tini, asep):
        is_asked(person)
        person.taps("Sudah beres")
        person.sees(THANKS)
    writes_what_is_missing(town, siti)
    minutes_pass(town)
    told = chair.sees("3 warga menjawab: 2 beres, 1 masih ada yang kurang.")
    assert told.says("Kata warga: “pinggirnya masih bocor”")
    assert {"🔧 Kerjakan lagi", "💬 Jelaskan ke warga"} <= set(chair.buttons())
    need = the_need(town)
    with town.writing() as session:
        by = person_of(session, chair).id
        triage.explain(session, need.id, words="Pinggirnya Minggu depan.", by=by, now=town.now(), seen=need.moves)
    assert is_asked(siti, "Pinggirnya Minggu depan.").says("Sekarang bagaimana?")
    siti.taps("Sudah beres")
    siti.sees(THANKS)
    chair.taps("Kerjakan lagi")
    chair.sees("No. 1 baru saja ditangani pengurus lain")
    evening_comes(town)
    chair.sees("3 warga menjawab: 3 beres.")
    assert stands(town) is NeedState.resolved


def test_silence_is_closed_without_a_claim_and_a_late_word_still_counts(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    support_it(town, [asep])
    says_done(town, chair, words="Sudah dikeruk.")
    is_asked(tini)
    is_asked(asep)
    town.passes(days=6)
    clock_looks(town)
    assert stands(town) is NeedState.awaiting_confirmation
    town.passes(days=1)
    clock_looks(town)
    chair.sees("Belum ada yang menjawab.")
    news_leave(town)
    tini.sees("selesai, belum dipastikan warga")
    is_asked(asep)
    asep.taps("Sudah beres")
    asep.sees(THANKS)
    assert stands(town) is NeedState.resolved


def test_reopened_within_sixty_days_and_told_anew_after_them(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    says_done(town, chair, words="Sudah dikeruk.")
    is_asked(tini)
    tini.taps("Sudah beres")
    evening_comes(town)
    town.passes(days=30)
    tini.says("/usulanku")
    tini.taps("1 · Selokan")
    tini.taps("Belum beres lagi")
    tini.sees("Apa yang belum beres di No. 1? Nama tidak disebut.")
    tini.taps("Muncul lagi")
    tini.sees("No. 1 dikerjakan lagi.")
    told = chair.sees("Ada warga yang bilang No. 1 (selokan) belum beres.")
    assert told.says("Yang kurang: muncul lagi.")
    assert not told.says("Tini")
    says_done(town, chair, words="Dikeruk lagi.")
    town.passes(days=7)
    clock_looks(town)
    news_leave(town)
    news = tini.sees("selesai, belum dipastikan warga")
    town.passes(days=60)
    tini.taps_old(news, "Belum beres lagi")
    assert "sudah lama ditutup" in (tini.toast() or "")
    is_asked_what(tini)
    assert stands(town) is NeedState.unconfirmed


def test_nobody_answers_for_another_and_a_mover_for_nobody(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    rina = neighbour(town, "Bu Rina", role=Role.organiser)
    reports_a_drain(tini)
    support_it(town, [chair])
    says_done(town, chair, words="Sudah dikeruk.")
    is_asked(tini)
    hers, need = question_id(town, tini), the_need(town)
    for person in (asep, chair, rina):
        person.says("/menu")
        menu = person.sees("Mau apa?")
        organisers = (f"done.{need.id}.{need.moves}", f"redo.{need.id}.{need.moves}") if person is asep else ()
        for data in (
            *organisers,
            f"met.{hers}.done", f"met.{hers}", f"lack.{hers}.same", f"lackpen.{hers}", "met.99999.done", "met.x.done",
            f"met.{hers}.maybe", f"again.{need.id}.same", f"reopen.{need.id}", f"well.{need.id}", f"againpen.{need.id}",
        ):  # fmt: skip
            assert any(forges(person, menu, data).values()), f"{person.name} may not tap {data}"
    assert set(verdicts(town)) == {None}
    assert stands(town) is NeedState.awaiting_confirmation


def test_a_speaker_is_asked_to_ask_the_neighbour(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    water = needs.Report(kind="water", on_behalf_of="Mbah Karto")
    with town.writing() as session:
        person = person_of(session, tini)
        needs.submit(
            session, water, by=person.id, community_id=person.community_id or 0, dialogue_id=None, now=town.now()
        )
    says_done(town, chair, words="Saringan sudah diganti.")
    is_asked(tini, "tolong tanyakan ke Mbah Karto")
    tini.taps("Belum sempat tanya")
    tini.sees("Kalau sudah lihat atau sempat tanya")
    evening_comes(town)
    chair.does_not_see("warga menjawab", seconds=1.0)
    tini.taps("Ubah jawaban")
    tini.sees("tolong tanyakan ke Mbah Karto")
    tini.taps("Kata beliau beres")
    tini.sees(THANKS)
    evening_comes(town)
    chair.sees("1 warga menjawab: 1 beres")
    assert stands(town) is NeedState.resolved
    assert QUESTION not in tini.screen()
