"""After /hapus nothing of a person is found, in no column of no table, but for what is written down to remain."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import erasure, needs, retention, supports
from storage import audit, heartbeats, outbox, people
from storage import needs as stored
from storage import supports as rows
from storage.claims import Claim
from storage.closings import ClosingAnswer
from storage.database import writing
from storage.media import Media
from storage.needs import Audience, Need, NeedState
from storage.outbox import outbox as outbox_table
from storage.timeline import TimelineEntry
from tests.community.polling import SECRET
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.traces import (
    ASKED,
    POINT,
    WORDS,
    Traces,
    an_hour_later,
    leave,
    references_to,
    rows_about,
    tables_that_know_people,
)


def signs(traces: Traces) -> tuple[str, ...]:
    return (
        WORDS, "zamrud", "Zubaidah", "Zulaikha", "Zulkifli", str(traces.telegram), "file-1-z", "unique-1-z",
        *map(str, POINT),
    )  # fmt: skip


def lives(session: Session) -> tuple[RtThree, Traces]:
    rt = settle(session)
    return rt, leave(session, rt)


def goes(session: Session, rt: RtThree) -> list[retention.Leftover]:
    erasure.of_everything(session, by=rt.tini, now=ASKED)
    return erasure.make_final(session, an_hour_later(), secret=SECRET)


def get(session: Session, need_id: int) -> Need:
    need = stored.by_id(session, need_id)
    assert need is not None
    return need


# ── a person ──


def test_she_is_in_every_table_that_knows_people(engine: Engine) -> None:
    """Or the search below would prove nothing: a column that is new here needs a trace in `traces.py`."""
    with writing(engine) as session:
        rt, traces = lives(session)
        erasure.of_everything(session, by=rt.tini, now=ASKED)
        missing = tables_that_know_people() - references_to(session, rt.tini)
        assert missing == {"invitation.made_by", "need.spoken_by_id"}, "a chair's, and one whose need was taken over"
        assert set(rows_about(session, WORDS)) >= {
            "need.text", "need.place", "need.stems", "timeline.reason", "closing_answer.words", "matter.text",
            "matter_line.text", "dialogue.draft", "outbox.parameters", "inbox.payload", "objection.words",
        }  # fmt: skip
        assert set(rows_about(session, str(traces.telegram))) >= {
            "person.telegram_id", "outbox.chat", "inbox.lane", "limit_row.scope", "stray_vote.telegram_id",
        }  # fmt: skip


def test_nothing_of_her_is_found_afterwards(engine: Engine) -> None:
    """What remains is written in docs/operations.md: one last message, whose row is swept after a day."""
    with writing(engine) as session:
        rt, traces = lives(session)
        leftovers = goes(session, rt)
        retention.forget_files(session, leftovers)
        assert references_to(session, rt.tini) == set()
        assert rows_about(session, *signs(traces)) == {"outbox.chat": [str(traces.telegram)]}
        assert not [
            line for line in audit.of_community(session, rt.community, limit=99)
            if rt.tini in [*(line.before or {}).values(), *(line.after or {}).values()]
        ]  # fmt: skip
        connection = session.connection()
        connection.execute(sa.update(outbox_table).values(state="sent"))
        outbox.sweep(session, an_hour_later() + 86_401)
        assert rows_about(session, *signs(traces)) == {}


def test_her_photos_are_to_be_taken_off_the_shelf_and_nobody_elses(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _ = lives(session)
        mine = {one.path for one in session.exec(select(Media)) if one.person_id == rt.tini and one.path}
        others = {one.path for one in session.exec(select(Media)) if one.person_id != rt.tini}
        paths = {path for one in goes(session, rt) for path in one.paths}
        assert mine
        assert mine < paths
        assert len(paths) % 2 == 0
        assert not others & paths


def test_a_round_that_was_cut_off_is_told_the_files_again(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _ = lives(session)
        first = goes(session, rt)
        assert erasure.make_final(session, an_hour_later(), secret=SECRET) == first
        retention.forget_files(session, first)
        assert erasure.make_final(session, an_hour_later(), secret=SECRET) == []


def test_what_somebody_fetches_at_this_moment_waits_for_the_next_round(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _ = lives(session)
        held = session.exec(select(Media).where(Media.person_id == rt.tini)).first()
        assert held is not None
        erasure.of_everything(session, by=rt.tini, now=ASKED)
        later = an_hour_later()
        heartbeats.beat(session, "w", "work", later)
        held.owner, held.leased_until = "w", later + 60
        session.flush()
        assert held.id not in [one.id for one in erasure.make_final(session, later, secret=SECRET)]
        assert held.id in [one.id for one in erasure.make_final(session, later + 90, secret=SECRET)]


def test_what_nobody_relies_on_is_gone_whole(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        goes(session, rt)
        assert stored.by_id(session, traces.alone) is None
        again = needs.submit(
            session, needs.Report(kind="lamp"), by=rt.asep, community_id=rt.community, dialogue_id=None, now=NOW
        )
        assert again.number == 6, "no number is spoken of twice"
        assert again.id > max(traces.alone, traces.other)


def test_what_others_rely_on_stays_without_her(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        before = rows.count(session, traces.shared), rows.count(session, traces.other)
        goes(session, rt)
        shared = get(session, traces.shared)
        assert (shared.kind, shared.detail, shared.state) == ("drain", "clogged", NeedState.under_review)
        assert (shared.reporter_id, shared.text, shared.place, shared.latitude) == (None, None, None, None)
        assert (shared.on_behalf_of, shared.photos_shown_to) == ("", Audience.organisers)
        assert shared.hidden_at is None
        assert (rows.count(session, traces.shared), rows.count(session, traces.other)) == before
        assert supports.open_to(session, traces.shared, by=rt.asep).id == traces.shared
        reasons = [line.reason for line in session.exec(select(TimelineEntry)) if line.reason]
        assert sorted(reasons) == ["dikeruk", "sebelah mana?", "sudah dipesan"], "the office has said its own"


def test_a_family_keeps_together(engine: Engine) -> None:
    """Her need had been merged into Asep's: it stays his family's, and can be parted again."""
    with writing(engine) as session:
        rt, traces = lives(session)
        before = rows.count(session, traces.other)
        goes(session, rt)
        merged = get(session, traces.merged)
        assert (merged.merged_into_id, merged.text, merged.reporter_id) == (traces.other, None, None)
        assert rows.count(session, traces.other) == before
        assert supports.open_to(session, traces.merged, by=rt.asep).id == traces.other


def test_the_answers_of_others_stay_theirs(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _ = lives(session)
        goes(session, rt)
        assert [one.person_id for one in session.exec(select(ClosingAnswer))] == [rt.asep]
        assert [one.person_id for one in session.exec(select(Claim))] == [], "nobody can answer his any more"


def test_whoever_told_her_in_private_is_told_that_nobody_reads_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _ = lives(session)
        goes(session, rt)
        assert kinds(session, rt.asep).count("erasure.no_reader") == 1


def kinds(session: Session, person_id: int | None) -> list[str]:
    query = sa.select(outbox_table.c.kind).where(outbox_table.c.person_id == person_id)
    return [str(kind) for kind in session.connection().execute(query).scalars() if kind]


def test_the_only_chair_may_go_and_the_organisers_are_told_once(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        erasure.of_everything(session, by=rt.budi, now=ASKED)
        erasure.make_final(session, an_hour_later(), secret=SECRET)
        erasure.make_final(session, an_hour_later(), secret=SECRET)
        assert people.by_id(session, rt.budi) is None
        assert kinds(session, rt.siti) == ["erasure.no_chair"]


def test_a_number_that_is_gone_is_nobodys_again(engine: Engine) -> None:
    """Old buttons and the audit name people by it."""
    with writing(engine) as session:
        rt = settle(session)
        erasure.of_everything(session, by=rt.joko, now=ASKED)
        erasure.make_final(session, an_hour_later(), secret=SECRET)
        newcomer = people.Person(telegram_id=5_111_111_111, name="Baru", created_at=NOW)
        session.add(newcomer)
        session.flush()
        assert newcomer.id > rt.joko


# ── what time alone forgets ──


def test_a_claim_that_nobody_answers_is_forgotten_after_thirty_days(engine: Engine) -> None:
    """An answer stays: it says whose the need is."""
    with writing(engine) as session:
        rt, traces = lives(session)
        old = session.exec(select(Claim).where(Claim.person_id == rt.asep)).one()
        old.asked_at = NOW - retention.CLAIM_LASTS - timedelta(seconds=1)
        answered = Claim(need_id=traces.alone, person_id=rt.asep, asked_at=old.asked_at, answered_at=NOW, granted=True)
        session.add(answered)
        session.flush()
        retention.sweep(session, NOW.timestamp())
        left = {(one.person_id, one.granted) for one in session.exec(select(Claim))}
        assert left == {(rt.tini, None), (rt.tini, True), (rt.asep, True)}
