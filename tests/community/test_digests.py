"""What did not leave at once is read together: at each one's hour, nothing lost, nothing twice, nothing of nothing."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from community import digests, supports, triage, wishes
from community.digests import last_time
from conversations import notices
from conversations.calls import NotNow
from storage.communities import Community
from storage.database import writing
from storage.outbox import Row, outbox
from storage.people import Person
from storage.preferences import Hearing, Rhythm
from tests.community.announcing import announced
from tests.community.post import waiting
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.test_needs import tell
from tests.community.told_for import Place
from tests.conversations.test_need_notices import HOUSE

WIB = ZoneInfo("Asia/Jakarta")
SUNDAY = datetime(2026, 11, 29, 19, 30, tzinfo=WIB).astimezone(UTC)
"""NOW is the Monday before."""


@pytest.mark.parametrize(
    ("now", "rhythm", "expected"),
    [
        ((29, 19, 30), Rhythm.weekly, (29, 19, 30)),
        ((29, 19, 29), Rhythm.weekly, (22, 19, 30)),
        ((28, 23, 59), Rhythm.weekly, (22, 19, 30)),
        ((30, 0, 1), Rhythm.weekly, (29, 19, 30)),
        ((27, 19, 30), Rhythm.daily, (27, 19, 30)),
        ((27, 19, 29), Rhythm.daily, (26, 19, 30)),
        ((27, 0, 0), Rhythm.daily, (26, 19, 30)),
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_the_last_hour_of_a_digest(
    now: tuple[int, int, int], rhythm: Rhythm, expected: tuple[int, int, int], zone: str
) -> None:
    moment, hour = (datetime(2026, 11, *one, tzinfo=ZoneInfo(zone)).astimezone(UTC) for one in (now, expected))
    assert last_time(moment, rhythm, 6, "19:30", zone) == hour


@settings(max_examples=80)
@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the strategy adds it
    weekday=st.integers(0, 6),
    at=st.sampled_from(wishes.DIGEST_AT),
)
def test_it_is_never_ahead_and_never_a_whole_round_ago(now: datetime, weekday: int, at: str) -> None:
    for rhythm, span in ((Rhythm.weekly, timedelta(days=7)), (Rhythm.daily, timedelta(days=1))):
        last = last_time(now, rhythm, weekday, at, "Asia/Jayapura")
        assert last <= now < last + span
        assert f"{last.astimezone(ZoneInfo('Asia/Jayapura')):%H:%M}" == at


# ── from the gate into the digest, and out of it ──


def in_digest(session: Session, rt: RtThree, count: int = 1) -> list[Row]:
    """So many needs that Asep follows move on, and the gate has sent the news into his digest."""
    session.get_one(Person, rt.asep).community_id = rt.community
    wishes.hear_news(session, rt.asep, Hearing.digest)
    for _ in range(count):
        need = tell(session, rt)
        supports.support(session, need.id, by=rt.asep, now=NOW)
        triage.accept(session, need.id, title=None, by=rt.budi, now=NOW, seen=None)
    rows = [row for row in waiting(session, "need.moved") if row.person_id == rt.asep]
    for row in rows:
        assert notices.render(session, row, HOUSE) == NotNow("news in the digest", state="digest")
        session.connection().execute(outbox.update().where(outbox.c.id == row.id).values(state="digest"))
    return rows


def states(session: Session, rows: list[Row]) -> set[tuple[str, str | None]]:
    query = sa.select(outbox.c.state, outbox.c.error).where(outbox.c.id.in_([row.id for row in rows]))
    return {(row[0], row[1]) for row in session.connection().execute(query)}


def digest_of(session: Session) -> Row:
    (row,) = waiting(session, "digest")
    return row


def text(session: Session, row: Row) -> str:
    calls = notices.render(session, row, HOUSE)
    assert isinstance(calls, list)
    return str(calls[0].parameters["text"])


def ends(session: Session, row: Row, state: str) -> None:
    session.connection().execute(outbox.update().where(outbox.c.id == row.id).values(state=state))


def test_once_on_sunday_and_what_was_read_has_ended(place: Place) -> None:
    session, rt = place
    items = in_digest(session, rt, 2)
    for early in (NOW, SUNDAY - timedelta(minutes=1)):
        digests.gather(session, early)
        assert waiting(session, "digest") == []
    for _ in range(3):
        digests.gather(session, SUNDAY)
    row = digest_of(session)
    assert text(session, row).splitlines() == [
        "🗞 <b>Rangkuman untuk Asep</b>",
        "",
        "<b>👀 Usulan</b>",
        "• Kabar usulan No. 1 (selokan): masuk daftar warga.",
        "• Kabar usulan No. 2 (selokan): masuk daftar warga.",
    ]
    assert states(session, items) == {("digest", None)}
    ends(session, row, "sent")
    digests.gather(session, SUNDAY + timedelta(minutes=30))
    assert states(session, items) == {("moot", "in digest")}
    assert waiting(session, "digest") == []


def test_below_its_heading_an_announcement_bears_no_sign(place: Place) -> None:
    session, rt = place
    announced(session, rt)
    mine = (outbox.c.kind == "broadcast", outbox.c.person_id == rt.asep)
    session.connection().execute(outbox.update().where(*mine).values(state="digest"))
    digests.gather(session, SUNDAY)
    said = text(session, digest_of(session)).splitlines()
    assert said[2:] == ["<b>📢 Pengumuman</b>", "• Pengurus RT 03 · Kerja bakti"]


def test_what_comes_after_it_was_gathered_is_in_the_next_one(place: Place) -> None:
    session, rt = place
    in_digest(session, rt)
    digests.gather(session, SUNDAY)
    first = digest_of(session)
    late = in_digest(session, rt)
    digests.gather(session, SUNDAY + timedelta(hours=1))
    assert digest_of(session) == first
    assert "No. 2" not in text(session, first)
    digests.gather(session, SUNDAY + timedelta(days=7))
    second = waiting(session, "digest")[-1]
    assert second != first, "the first still waits, and keeps what is its own"
    assert "No. 1" in text(session, first)
    assert "No. 1" not in text(session, second)
    assert "No. 2" in text(session, second)
    ends(session, first, "sent")
    digests.gather(session, SUNDAY + timedelta(days=7))
    assert states(session, late) == {("digest", None)}


def test_cut_off_before_the_commit_nothing_is_lost_and_nothing_doubled(engine: Engine) -> None:
    with writing(engine) as session:
        items = in_digest(session, settle(session))
    with pytest.raises(RuntimeError, match="power"):
        gathers_and_dies(engine)
    with writing(engine) as session:
        assert waiting(session, "digest") == []
        digests.gather(session, SUNDAY)
        digests.gather(session, SUNDAY)
        assert len(digest_items(session, digest_of(session))) == len(items) == 1


def gathers_and_dies(engine: Engine) -> None:
    with writing(engine) as session:
        digests.gather(session, SUNDAY)
        assert digest_of(session)
        raise RuntimeError("the power is gone")


def digest_items(session: Session, row: Row) -> list[int]:
    query = sa.select(outbox.c.id).where(outbox.c.gathered_in == row.id)
    return list(session.connection().execute(query).scalars())


def test_what_is_no_longer_wanted_or_true_is_left_out_and_of_nothing_nothing_is_said(place: Place) -> None:
    session, rt = place
    in_digest(session, rt, 2)
    digests.gather(session, SUNDAY)
    row = digest_of(session)
    supports.follow(session, 1, wants=False, by=rt.asep, now=NOW)
    assert "No. 1" not in text(session, row)
    wishes.hear_news(session, rt.asep, Hearing.never)
    session.flush()
    assert notices.render(session, row, HOUSE) is None
    wishes.stop(session, rt.asep, now=NOW)
    session.flush()
    assert notices.render(session, row, HOUSE) == NotNow("all stopped", state="moot")


def test_of_thirty_a_dozen_is_read_and_the_rest_counted(place: Place) -> None:
    session, rt = place
    in_digest(session, rt, 15)
    digests.gather(session, SUNDAY)
    lines = text(session, digest_of(session)).splitlines()
    assert len([line for line in lines if line.startswith("• ")]) == 12
    assert lines[-1] == "dan 3 lagi"


def test_who_wants_no_digest_gets_none_and_it_is_recorded(place: Place) -> None:
    session, rt = place
    items = in_digest(session, rt)
    wishes.get_digest(session, rt.asep, Rhythm.never)
    session.flush()
    digests.gather(session, NOW)
    assert states(session, items) == {("moot", "no digest wanted")}
    need = tell(session, rt)
    supports.support(session, need.id, by=rt.asep, now=NOW)
    triage.accept(session, need.id, title=None, by=rt.budi, now=NOW, seen=None)
    (row,) = (row for row in waiting(session, "need.moved") if row.person_id == rt.asep)
    assert notices.render(session, row, HOUSE) == NotNow("news in the digest, no digest wanted", state="moot")


def test_a_digest_that_never_arrived_holds_nothing_back(place: Place) -> None:
    session, rt = place
    items = in_digest(session, rt)
    digests.gather(session, SUNDAY)
    ends(session, digest_of(session), "given_up")
    digests.gather(session, SUNDAY)
    assert states(session, items) == {("moot", "in digest")}


def test_it_comes_at_ones_own_hour_and_not_in_ones_quiet_hours(place: Place) -> None:
    session, rt = place
    in_digest(session, rt)
    session.get_one(Community, rt.community).time_zone = "Asia/Jayapura"
    session.get_one(Community, rt.community).quiet_hours = [["19:00", "05:00"]]
    wishes.get_digest(session, rt.asep, Rhythm.daily)
    wishes.get_digest_at(session, rt.asep, "19:30")
    session.flush()
    evening = datetime(2026, 11, 24, 19, 30, tzinfo=ZoneInfo("Asia/Jayapura")).astimezone(UTC)
    digests.gather(session, evening - timedelta(minutes=1))
    digests.gather(session, evening)
    row = digest_of(session)
    assert row.due_at == (evening + timedelta(hours=9.5)).timestamp()


def test_many_people_are_gathered_for_a_few_at_a_time(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    session, rt = place
    in_digest(session, rt)
    at = NOW.timestamp()
    for person_id in (rt.tini, rt.budi, rt.siti):
        session.connection().execute(
            outbox.insert().values(
                chat=person_id, rank=2, state="digest", kind="need.moved", subject_id=1, person_id=person_id,
                due_at=at, created_at=at,
            )
        )  # fmt: skip
    monkeypatch.setattr(digests, "MOST", 2)
    after = digests.gather(session, SUNDAY)
    assert after is not None
    assert len(waiting(session, "digest")) == 2
    assert digests.gather(session, SUNDAY, after=after) is not None
    assert len(waiting(session, "digest")) == 4
