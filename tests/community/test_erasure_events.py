"""Who has everything deleted makes room: others come and bring what they would have brought; their data said all."""

from sqlalchemy import Engine
from sqlmodel import Session, select

from community import erasure, events, my_data, promises, rsvps
from conversations import my_data_lines
from locales import words
from storage import events as stored_events
from storage import rsvps as stored
from storage.database import writing
from storage.events import EventState
from storage.occurrences import Occurrence
from storage.rotas import RotaTurn
from storage.rsvps import Rsvp, Swap, Tally
from tests.community.answering import COMING, HOES, SECOND, brings, brought, says
from tests.community.meetings import call, called, in_group, only_time
from tests.community.polling import SECRET
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.test_rsvps import ENDS, redrawn, told
from tests.community.traces import ASKED, WORDS, an_hour_later, leave


def goes(session: Session, person_id: int) -> None:
    erasure.of_everything(session, by=person_id, now=ASKED)
    erasure.make_final(session, an_hour_later(), secret=SECRET)


def full(session: Session) -> tuple[RtThree, Occurrence]:
    """Bu Tini has the only room and both hoes; Asep waits for both."""
    rt = settle(session)
    group = in_group(session, rt)
    one = only_time(session, called(session, rt, wanted=1, items=[HOES], destinations=[group]))
    brings(session, one, "Cangkul", rt.tini, 2)
    brings(session, one, "Cangkul", rt.asep, now=NOW + SECOND)
    return rt, one


def test_her_room_and_her_hoes_go_to_whoever_waits(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = full(session)
        before = redrawn(session)
        goes(session, rt.tini)
        assert stored.tally(session, one.id) == Tally(coming=1)
        assert brought(session, one, rt.asep) == [("Cangkul", 1, False)]
        assert told(session, rsvps.HAS_ROOM) == told(session, promises.IS_WANTED) == [rt.asep]
        assert redrawn(session) == before + 1


def test_in_what_is_over_nobody_moves_up(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = full(session)
        rsvps.take_back(session, rt.tini, now=ENDS)
        assert stored.tally(session, one.id) == Tally(coming=1, waiting=1)
        assert told(session, rsvps.HAS_ROOM) == []


def test_of_her_turns_questions_and_answers_nothing_is_left(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        leave(session, rt)
        goes(session, rt.tini)
        assert session.exec(select(RotaTurn)).all() == []
        assert session.exec(select(Swap)).all() == []
        assert [one.person_id for one in session.exec(select(Rsvp))] == [rt.asep]


def test_what_she_only_proposed_goes_with_its_words_and_what_was_called_stays(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        wish = call(title="Di rumah Bu Tini", words="dekat kandang", items=[HOES], agenda=["Cat"], latitude=1.0)
        waiting, agreed = (events.propose(session, rt.community, wish, by=rt.tini, now=NOW) for _ in range(2))
        events.confirm(session, agreed.id, by=rt.budi, now=NOW)
        found = my_data.collect(session, rt.tini)["events_called"]
        assert [(one["number"], one["state"], one["words"]) for one in found] == [
            (2, "called", "dekat kandang"), (1, "proposed", "dekat kandang"),
        ]  # fmt: skip
        assert any("Di rumah" in one for one in my_data_lines.met(session, rt.tini, words("id"), "Asia/Jakarta"))
        goes(session, rt.tini)
        session.expire_all()
        assert (waiting.state, waiting.author_id) == (EventState.withdrawn, None)
        assert (waiting.title, waiting.words, waiting.place, waiting.agenda, waiting.latitude) == ("", "", "", [], None)
        assert stored_events.items_of(session, waiting.id) == []
        assert (agreed.state, agreed.title) == (EventState.called, "Di rumah Bu Tini")


def test_her_data_say_what_she_has_had_a_part_in_and_of_others_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        leave(session, rt)
        found = my_data.collect(session, rt.tini)
        work, meeting = (
            next(one for one in found["events"] if one["kind"] == kind) for kind in ("work_day", "meeting")
        )
        assert work["answer"]["answer"] == "coming"
        assert [(one["what"], one["many"]) for one in work["promised"]] == [("Cangkul", 2)]
        assert [one["asked_by_you"] for one in work["asked_to_bring_instead"]] == [True, False]
        assert work["was_there"]["how"] == "listed"
        assert (meeting["answer"]["answer"], meeting["answer"]["sends_along"]) == ("away", "food")
        assert meeting["minutes"]["words"] == f"{WORDS} belum dicatat"
        assert meeting["to_do"][0]["what"] == "Beli engsel"
        assert meeting["learnt"]["lesson"] == "well"
        assert [one["your_turn"] for one in found["events"]].count(True) == 1
        assert found["rotas"][0]["called"] == "Bu Tini Zubaidah"
        assert "Asep" not in str(found["events"])
        lines = my_data_lines.met(session, rt.tini, words("id"), "Asia/Jakarta")
        assert "✋ Ikut · 🧰 Cangkul 2 · hadir" in lines[0] or "✋ Ikut · 🧰 Cangkul 2 · hadir" in lines[1]
        assert any("☕ Konsumsi · catatan rapat: ada yang kurang · tugas: Beli engsel" in line for line in lines)


def test_who_has_no_part_in_anything_reads_so(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        says(session, only_time(session, called(session, rt)), COMING, rt.tini)
        assert my_data.collect(session, rt.asep)["events"] == []
        assert my_data_lines.met(session, rt.asep, words("id"), "Asia/Jakarta") == []
