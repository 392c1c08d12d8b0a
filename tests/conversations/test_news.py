"""What is told of a need is looked at again when it leaves: who reads it, in which language, if anybody at all."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import discussing, exchanges, media, silence, supports, triage
from conversations import notices
from conversations.calls import Call, NotNow
from storage import communities
from storage.database import writing
from storage.media import MediaKind
from storage.needs import Need
from storage.outbox import Row
from storage.people import Role, by_id, membership_of
from tests.community.post import recipients, waiting
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.test_needs import tell
from tests.conversations.test_need_notices import HOUSE

DAY = timedelta(days=1)


def told(session: Session, kind: str, person_id: int) -> list[Call] | None:
    """What the notice of this kind becomes for that person, now."""
    (row,) = (row for row in waiting(session, kind) if row.person_id == person_id)
    return rendered(session, row)


def rendered(session: Session, row: Row) -> list[Call] | None:
    calls = notices.render(session, row, HOUSE)
    assert not isinstance(calls, NotNow) or calls.state == "moot", calls
    return calls if isinstance(calls, list) else None


def text_of(calls: list[Call] | None) -> str:
    assert calls
    return str(calls[0].parameters["text"])


def buttons_of(calls: list[Call] | None) -> list[str]:
    assert calls
    return [button["callback_data"] for (button,) in calls[0].parameters["reply_markup"]["inline_keyboard"]]


def declined(session: Session, rt: RtThree) -> Need:
    """Bu Tini's need, which Asep supports."""
    need = tell(session, rt)
    supports.support(session, need.id, by=rt.asep, now=NOW)
    triage.decline(session, need.id, reason="Kas <belum> cukup.", by=rt.budi, now=NOW, seen=0)
    return need


# ── moves ──


def test_the_reporter_reads_a_refusal_with_ways_on_and_others_the_plain_news(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = declined(session, rt)
        hers = told(session, "need.moved", rt.tini)
        assert text_of(hers).startswith(
            "Bu Tini, usulan No. 1 (selokan) belum bisa dilanjutkan. Alasannya: Kas &lt;belum&gt; cukup.\n"
        )
        assert buttons_of(hers) == [f"c.{verb}.{need.id}" for verb in ("tell", "invite", "rembuk", "hush")]
        his = told(session, "need.moved", rt.asep)
        assert text_of(his).startswith("Kabar usulan No. 1 (selokan): belum bisa dilanjutkan.")
        assert buttons_of(his) == [f"c.need.{need.id}", f"c.hush.{need.id}"]


def test_what_was_said_before_a_refusal_is_not_swallowed_by_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        triage.explain(session, need.id, words="kami rapat dulu", by=rt.budi, now=NOW, seen=0)
        triage.decline(session, need.id, reason="kas belum cukup", by=rt.siti, now=NOW, seen=1)
        text = text_of(told(session, "need.moved", rt.tini))
        assert "“kami rapat dulu”" in text
        assert text.endswith("Masih ada jalan:")
        triage.accept(session, need.id, title=None, by=rt.siti, now=NOW, seen=2)
        assert "Masih ada jalan" not in text_of(told(session, "need.moved", rt.tini)), "they have said yes meanwhile"


def test_each_reads_it_in_their_own_language_and_who_cannot_be_reached_reads_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        tini, asep = by_id(session, rt.tini), by_id(session, rt.asep)
        assert tini is not None
        assert asep is not None
        declined(session, rt)
        tini.language, asep.language = "en", "en"
        session.flush()
        assert "cannot go on for now" in text_of(told(session, "need.moved", rt.tini))
        assert text_of(told(session, "need.moved", rt.asep)).startswith("News of need No. 1")
        asep.reachable = False
        session.flush()
        assert told(session, "need.moved", rt.asep) is None
        need = tell(session, rt)
        supports.support(session, need.id, by=rt.asep, now=NOW)
        triage.accept(session, need.id, title=None, by=rt.budi, now=NOW, seen=0)
        assert recipients(session, "need.moved") == sorted([rt.tini, rt.tini, rt.asep]), "no notice for the unreachable"


def test_who_stopped_it_and_what_was_hidden_meanwhile_is_told_no_more(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = declined(session, rt)
        supports.follow(session, need.id, wants=False, by=rt.asep, now=NOW)
        assert told(session, "need.moved", rt.asep) is None
        need.hidden_at = NOW
        session.flush()
        assert told(session, "need.moved", rt.tini) is None


def test_moves_by_night_are_one_message_in_the_morning(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        place = communities.by_id(session, rt.community)
        assert place is not None
        place.quiet_hours = [["20:50", "05:00"]]
        need = tell(session, rt)
        night = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # nine in the evening in Jakarta
        triage.accept(session, need.id, title=None, by=rt.budi, now=night, seen=0)
        triage.start(session, need.id, by=rt.budi, now=night + timedelta(hours=2), seen=1)
        (row,) = waiting(session, "need.moved")
        assert row.due_at == datetime(2026, 11, 23, 22, 0, tzinfo=UTC).timestamp()
        assert "Sedang dikerjakan" in text_of(rendered(session, row))


# ── questions, answers, letters ──


def test_a_question_is_asked_until_it_is_answered_or_another_is_asked(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        triage.ask(session, need.id, question="Sejak <kapan>?", by=rt.budi, now=NOW, seen=0)
        (first,) = waiting(session, "need.question")
        assert "“Sejak &lt;kapan&gt;?”" in text_of(rendered(session, first))
        triage.ask(session, need.id, question="Di mana?", by=rt.siti, now=NOW, seen=need.moves)
        assert rendered(session, first) is None
        second = waiting(session, "need.question")[-1]
        assert buttons_of(rendered(session, second)) == [f"c.answer.{need.id}"]
        triage.answer(session, need.id, text="di gang", dialogue_id=None, by=rt.tini, now=NOW)
        assert notices.render(session, second, HOUSE) is None


def test_an_answer_brings_its_own_voice_to_organisers_and_to_nobody_who_is_none_any_more(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        for dialogue_id in (3, 7):
            media.receive(
                session, kind=MediaKind.voice, file_id=f"voice-{dialogue_id}", file_unique_id="u", seconds=3,
                person_id=rt.tini, dialogue_id=dialogue_id, now=NOW,
            )  # fmt: skip
        session.flush()
        media.give_to_need(session, 3, need.id)
        triage.ask(session, need.id, question="Sejak kapan?", by=rt.budi, now=NOW, seen=0)
        triage.answer(session, need.id, text=None, dialogue_id=7, by=rt.tini, now=NOW)
        calls = told(session, "need.answered", rt.siti)
        assert text_of(calls) == "💬 Bu Tini menjawab soal No. 1 (selokan)"
        assert [call.parameters.get("voice") for call in calls or ()] == [None, "voice-7"]
        member = membership_of(session, rt.siti, rt.community)
        assert member is not None
        member.role = Role.resident
        session.flush()
        assert told(session, "need.answered", rt.siti) is None


def test_a_letter_can_be_answered_and_the_answer_stopped(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        exchanges.write(session, need.id, text="<halo>", dialogue_id=None, by=rt.tini, now=NOW)
        letter = told(session, "need.wrote", rt.budi)
        assert "“&lt;halo&gt;”" in text_of(letter)
        assert buttons_of(letter) == [f"c.reply.{need.id}", f"c.see.{need.id}"]
        exchanges.reply(session, need.id, words="ya, Bu", by=rt.budi, now=NOW)
        assert buttons_of(told(session, "need.replied", rt.tini)) == [f"c.tell.{need.id}", f"c.hush.{need.id}"]
        supports.follow(session, need.id, wants=False, by=rt.tini, now=NOW)
        assert told(session, "need.replied", rt.tini) is None


# ── silence, and enough houses ──


def test_silence_that_was_broken_meanwhile_is_not_told(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        first, second = tell(session, rt), tell(session, rt)
        now = NOW + 8 * DAY
        silence.speak_of(session, now)
        assert "No. 1  💧" in text_of(told(session, "need.silent", rt.tini))
        assert buttons_of(told(session, "need.silent", rt.tini)) == [f"c.hush.{one.id}" for one in (first, second)]
        triage.accept(session, first.id, title=None, by=rt.budi, now=now, seen=0)
        assert text_of(told(session, "need.silent", rt.tini)).startswith("Usulan No. 2 belum ada kabar.")
        supports.follow(session, second.id, wants=False, by=rt.tini, now=now)
        assert told(session, "need.silent", rt.tini) is None


def test_the_reminder_counts_what_waits_when_it_leaves(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        need.heard_at = datetime.fromtimestamp(HOUSE.clock(), UTC) - 9 * DAY
        session.flush()
        silence.speak_of(session, NOW)
        reminder = told(session, "desk.silent", rt.budi)
        assert text_of(reminder).startswith("1 usulan menunggu kabar")
        assert buttons_of(reminder) == ["c.desk"]
        triage.accept(session, need.id, title=None, by=rt.siti, now=NOW, seen=0)
        assert told(session, "desk.silent", rt.budi) is None


@pytest.mark.parametrize("undone", ["left", "accepted"])
def test_that_it_is_certain_is_told_while_it_is(engine: Engine, undone: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        place = communities.by_id(session, rt.community)
        assert place is not None
        place.discuss_houses = 2
        need = tell(session, rt)
        discussing.put_on(session, need.id, by=rt.tini, now=NOW)
        supports.support(session, need.id, by=rt.asep, now=NOW)
        assert buttons_of(told(session, "need.certain", rt.budi)) == [f"c.see.{need.id}"]
        assert buttons_of(told(session, "need.certain", rt.tini)) == [f"c.need.{need.id}", f"c.hush.{need.id}"]
        if undone == "left":
            supports.leave(session, need.id, by=rt.asep, now=NOW)
        else:
            triage.accept(session, need.id, title=None, by=rt.budi, now=NOW, seen=0)
        assert told(session, "need.certain", rt.budi) is None
