"""What is in hand or still to come while an announcement is stopped, corrected or taken back, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from community import broadcast_report, broadcast_steering, broadcast_work
from community.refusals import AlreadySo
from storage import forgetting, outbox_leases
from storage.broadcasts import Broadcast, BroadcastState, Repeats, Urgency
from storage.communities import Community
from storage.database import writing
from storage.outbox import outbox
from storage.people import Person
from tests.community.announcing import announced, mark_all, rows, works
from tests.community.rt_three import NOW, settle

SENT = {"state": "sent", "message_id": 7, "sent_at": NOW.timestamp()}


def in_hand(session: Session, person_id: int) -> None:
    session.connection().execute(
        outbox.update().where(outbox.c.person_id == person_id).values(state="leased", owner="a", attempt=1)
    )


def of_the_series(session: Session, first: Broadcast) -> Broadcast:
    return session.exec(select(Broadcast).where(col(Broadcast.series_id) == first.id)).one()


@pytest.mark.parametrize("act", ["correct", "recall"])
def test_what_is_on_its_way_meanwhile_is_followed(engine: Engine, act: str) -> None:
    """It was put into words before, and will be out after: only behind it does the order of its chat let this leave."""
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        mark_all(session, found, **SENT)
        in_hand(session, rt.asep)
        words = ("Jam 8",) if act == "correct" else ()
        getattr(broadcast_steering, act)(session, found.id, *words, by=rt.siti, now=NOW)
        works(session)
        kind = "broadcast.edit" if act == "correct" else "broadcast.recall"
        assert [person for person, _, _ in rows(session, kind=kind)] == [rt.tini, rt.asep, rt.siti]
        claimed = outbox_leases.claim(session, "b", now=NOW.timestamp(), most=9)
        assert rt.asep not in [row.person_id for row in claimed if row.kind == kind]


@pytest.mark.parametrize("act", ["correct", "recall"])
def test_it_is_followed_only_when_it_is_settled_that_it_is_another(engine: Engine, act: str) -> None:
    """Whatever is put into the old words has been claimed by then, for all to see."""
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        mark_all(session, found, **SENT)
        words = ("Jam 8",) if act == "correct" else ()
        getattr(broadcast_steering, act)(session, found.id, *words, by=rt.siti, now=NOW)
        assert not rows(session, kind="broadcast.edit")
        assert not rows(session, kind="broadcast.recall")


def test_what_waits_for_a_digest_is_taken_back_too(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        mark_all(session, found, **SENT)
        session.connection().execute(outbox.update().where(outbox.c.person_id == rt.tini).values(state="digest"))
        broadcast_work.look_after(session, NOW)
        assert found.state is BroadcastState.done
        broadcast_steering.recall(session, found.id, by=rt.siti, now=NOW)
        works(session)
        assert [person for person, _, _ in rows(session, "moot")] == [rt.tini]


def test_two_organisers_tap_at_once(engine: Engine) -> None:
    """The second finds it as the first has left it, and is told."""
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        broadcast_steering.pause(session, found.id, by=rt.siti, now=NOW)
        broadcast_steering.stop(session, found.id, by=rt.budi, now=NOW)
        for act in (broadcast_steering.go_on, broadcast_steering.stop, broadcast_steering.pause):
            with pytest.raises(AlreadySo):
                act(session, found.id, by=rt.siti, now=NOW)
        works(session)
        assert {state for _, _, state in rows(session)} == {"moot"}


def test_a_question_on_the_card_is_not_drawn_over(engine: Engine) -> None:
    """Whoever reads slowly has time to say that they are sure."""
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        broadcast_work.look_after(session, NOW)
        session.connection().execute(outbox.update().where(outbox.c.person_id == rt.tini).values(**SENT))
        broadcast_work.lets_think(session, found, NOW)
        for seconds, drawn in ((4, 0), (29, 0), (31, 1)):
            broadcast_work.look_after(session, NOW + timedelta(seconds=seconds))
            assert len(rows(session, kind="broadcast.progress")) == drawn, seconds


def test_its_author_sees_that_another_has_stopped_it(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcast_work, "CHUNK", 1)
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        works(session)
        broadcast_work.look_after(session, NOW)
        broadcast_steering.stop(session, found.id, by=rt.siti, now=NOW)
        assert not rows(session, kind="broadcast.progress"), "a part of the rows is still to be ended"
        works(session)
        query = sa.select(outbox.c.due_at).where(outbox.c.kind == "broadcast.progress")
        (due_at,) = session.connection().execute(query).scalars()
        assert due_at > NOW.timestamp(), "when what is in hand is out too"


def test_whoever_made_it_is_gone_and_it_goes_on(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcast_work, "CHUNK", 1)
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt, by=rt.siti)
        siti = session.get_one(Person, rt.siti)
        forgetting.person_whole(session, siti.id, siti.telegram_id, lambda: "x")
        works(session)
        assert [person for person, _, _ in rows(session)] == [rt.tini, rt.asep, rt.budi]
        mark_all(session, found, **SENT)
        broadcast_work.look_after(session, NOW)
        again = session.get_one(Broadcast, found.id)
        assert (again.state, again.author_id) == (BroadcastState.done, None)
        assert broadcast_report.of(session, again).sent == 3


def test_it_does_not_end_under_the_hands_of_who_tries_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process has looked before that tap."""
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        mark_all(session, found, state="given_up", error="never: refused")
        broadcast_work.look_after(session, NOW)
        broadcast_steering.retry(session, found.id, by=rt.siti, now=NOW)
        broadcast_work.end(session, found, NOW)
        assert session.get_one(Broadcast, found.id).state is BroadcastState.running


# ── what comes again ──


NIGHT = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize("act", [broadcast_steering.stop, broadcast_steering.recall])
@pytest.mark.parametrize("how", [{"repeats": Repeats.weekly}, {"urgency": Urgency.mourning, "now": NIGHT}])
def test_what_is_taken_back_is_not_said_again_by_itself(engine: Engine, act: object, how: dict[str, object]) -> None:
    with writing(engine) as session:
        rt = settle(session)
        session.get_one(Community, rt.community).quiet_hours = [["21:00", "05:00"]]
        session.flush()
        found = announced(session, rt, **how)  # type: ignore[arg-type]  # as it comes
        assert of_the_series(session, found).state is BroadcastState.scheduled
        act(session, found.id, by=rt.budi, now=NIGHT)  # type: ignore[operator]  # one of two use cases
        assert of_the_series(session, found).state is BroadcastState.stopped
        assert not broadcast_work.start_due(session, NIGHT + timedelta(days=40))


def test_what_is_corrected_is_right_the_next_time(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt, repeats=Repeats.weekly)
        broadcast_steering.correct(session, found.id, "Jam 8", by=rt.budi, now=NOW)
        following = of_the_series(session, found)
        assert (following.content["html"], following.corrected_at) == ("Jam 8", None)
