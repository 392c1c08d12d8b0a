"""What organisers are told of residents' answers and what comes of it, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from community import closing_answers, closing_rounds, supports, triage
from community.closings import SETTLE, Reason
from community.refusals import AlreadySo, NotAllowed, Overtaken
from storage import outbox, timeline
from storage.closings import Verdict
from storage.database import writing
from storage.needs import NeedState
from storage.timeline import Event
from tests.community.closing_time import END, EVENING, NOON, Street

DONE, PARTLY, NOT_YET = Verdict.done, Verdict.partly, Verdict.not_yet


# ── telling ──


def test_nothing_happens_at_a_single_answer_and_the_evening_decides(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        street.says(street.rt.tini, DONE)
        assert street.minutes_pass(EVENING - timedelta(minutes=1)) is NeedState.awaiting_confirmation
        assert street.notices("closing.told") == []
        assert street.minutes_pass(EVENING) is NeedState.resolved
        assert sorted(street.notices("closing.told")) == sorted([street.rt.budi, street.rt.siti])
        assert (street.round.done, street.round.told_count) == (1, 1)


def test_three_answers_decide_at_once_but_not_while_the_last_still_says_why(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        for one in street.neighbours:
            street.says(one, DONE)
        assert street.minutes_pass(NOON + SETTLE - timedelta(seconds=1)) is NeedState.awaiting_confirmation
        assert street.soon() is NeedState.resolved
        assert len(street.notices("need.moved")) == 5


def test_three_answers_by_one_hand_neither_tell_nor_resolve(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        for whom in ("Mbah Karto", "Mbah Sri"):
            supports.support(session, street.need_id, by=street.rt.asep, now=NOON, whom=whom)
        street.is_said_to_be_done()
        mine = [one for one in street.asked() if one.person_id == street.rt.asep]
        for one in mine:
            closing_answers.answer(session, one.id, DONE, by=street.rt.asep, now=NOON)
        assert len(mine) == 3
        assert street.soon() is NeedState.awaiting_confirmation
        assert street.notices("closing.told") == []
        assert street.minutes_pass(EVENING) is NeedState.awaiting_confirmation
        assert (street.round.done, len(street.notices("closing.told"))) == (3, 2)


def test_what_was_told_is_told_once(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        street.says(street.rt.asep, DONE)
        street.minutes_pass(EVENING)
        street.minutes_pass(EVENING + timedelta(days=1))
        assert len(street.notices("closing.told")) == 2
        assert street.stands() is NeedState.awaiting_confirmation


def test_a_dispute_is_told_with_mixed_reasons_and_consented_words_only(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        said = zip(street.neighbours, (Reason.same, Reason.again, Reason.same), strict=True)
        for person_id, reason in said:
            row = street.says(person_id, NOT_YET)
            closing_answers.say_why(session, row.id, reason=reason, by=person_id, now=NOON)
        closing_answers.say_why(
            session, street.question_to(street.neighbours[0]).id, words="masih bau", by=street.neighbours[0], now=NOON
        )
        assert street.soon() is NeedState.reopened
        assert street.round.reasons == {"again": 1, "same": 2}
        *_, words, moved = timeline.of_need(session, street.need_id)
        assert (words.event, words.reason, words.actor_id) == (Event.lacking, "masih bau", None)
        assert (moved.about, moved.reason, moved.actor_id, moved.by_office) == ("again,same", None, None, False)


def test_what_is_lacking_waits_for_the_organisers_who_explain_and_ask_again(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        street.says(street.rt.tini, DONE)
        street.says(street.rt.asep, DONE)
        missing = street.neighbours[0]
        row = street.says(missing, PARTLY)
        closing_answers.say_why(session, row.id, reason=Reason.some, by=missing, now=NOON)
        assert street.soon() is NeedState.awaiting_confirmation
        later = NOON + timedelta(minutes=10)
        seen = street.need.moves
        triage.explain(session, street.need_id, words="Sisanya Minggu.", by=street.rt.siti, now=later, seen=seen)
        assert street.notices("closing.ask")[-1] == missing
        assert street.notices("closing.ask").count(missing) == 2
        assert street.notices("closing.ask").count(street.rt.tini) == 1
        assert missing not in street.notices("need.moved")
        assert row.verdict is PARTLY
        street.says(missing, DONE, at=later)
        assert street.minutes_pass(EVENING) is NeedState.resolved


def test_organisers_work_on_it_again_and_the_slower_of_two_is_told(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        with pytest.raises(AlreadySo):
            closing_rounds.work_again(session, street.need_id, by=street.rt.budi, now=NOON, seen=None)
        street.is_said_to_be_done()
        row = street.says(street.rt.asep, PARTLY)
        closing_answers.say_why(session, row.id, reason=Reason.again, by=street.rt.asep, now=NOON)
        street.minutes_pass(EVENING)
        seen = street.need.moves
        with pytest.raises(NotAllowed):
            closing_rounds.work_again(session, street.need_id, by=street.rt.tini, now=EVENING, seen=seen)
        closing_rounds.work_again(session, street.need_id, by=street.rt.siti, now=EVENING, seen=seen)
        assert street.stands() is NeedState.reopened
        with pytest.raises(Overtaken):
            closing_rounds.work_again(session, street.need_id, by=street.rt.budi, now=EVENING, seen=seen)
        assert street.round.ended_at == EVENING
        assert timeline.of_need(session, street.need_id)[-1].about == "again"


def test_two_tellings_of_one_night_leave_as_one(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        street.says(street.rt.asep, PARTLY)
        street.minutes_pass(EVENING)
        for one in street.neighbours:
            street.says(one, PARTLY, at=EVENING + SETTLE)
        street.minutes_pass(EVENING + SETTLE + SETTLE)
        assert (street.round.told_count, sorted(street.notices("closing.told"))) == (
            4,
            [street.rt.budi, street.rt.siti],
        )
        session.connection().execute(outbox.outbox.update().values(state="sent"))
        street.minutes_pass(END)
        assert len(street.notices("closing.told")) == 4


def test_silence_is_no_yes(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        assert street.minutes_pass(END - timedelta(minutes=1)) is NeedState.awaiting_confirmation
        assert street.minutes_pass(END) is NeedState.unconfirmed
        assert timeline.of_need(session, street.need_id)[-1].actor_id is None
        assert len(street.notices("closing.told")) == 2


def test_a_round_whose_need_stands_elsewhere_ends_in_silence(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        street.need.state = NeedState.withdrawn
        session.flush()
        assert street.minutes_pass(END) is NeedState.withdrawn
        assert street.round.ended_at == END
        assert street.notices("closing.told") == []
