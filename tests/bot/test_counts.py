"""What became of messages is counted by class and by meaning, and written down without losing any."""

import asyncio

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from bot.counts import Counts
from storage import tallies
from storage.database import reading
from storage.marks import Ended, Later, Mark, PutOff, Sent
from storage.outbox import Class, Row
from storage.writer import Writer

ROW = Row(1, 7, Class.notice, "sendMessage", None, "{}", None, None, 1, 0.0)


def sent(message_ids: str | None = None) -> Sent:
    return Sent(1, "rt03-1", 1, 0.0, 500, 7, message_ids)


def later(error: str, unknown: int = 0) -> Later:
    return Later(1, "rt03-1", 1, 0.0, error, unknown)


@pytest.mark.parametrize(
    ("mark", "lost", "counted"),
    [
        (sent(), False, {"sent.notice": 1, "messages": 1}),
        (sent("[1,2,3]"), False, {"sent.notice": 1, "messages": 3}),
        (sent(), True, {"sent.notice": 1, "messages": 1, "possibly_twice": 1}),
        (later("later: Down"), False, {"retries": 1}),
        (later("unknown: TimedOut", 1), False, {"retries": 1, "possibly_twice": 1}),
        (later("later: AskedToWait"), False, {"retries": 1, "too_many_requests": 1}),
        (later("limit"), False, {}),
        (later("held too long"), False, {}),
        (later("behind another"), False, {}),
        (PutOff(1, "rt03-1", 1, 0.0, "outage"), False, {}),
        (Ended(1, "rt03-1", 1, "given_up", "never: blocked"), False, {"failed.never: blocked": 1}),
        (Ended(1, "rt03-1", 1, "moot", "expired"), False, {"expired": 1}),
        (Ended(1, "rt03-1", 1, "moot", "no longer wanted"), False, {}),
    ],
)
def test_each_mark_counts_as_what_it_is(mark: Mark, counted: dict[str, int], *, lost: bool) -> None:
    counts = Counts()
    counts.marked(ROW, mark, lost=lost)
    assert +counts.fresh == counted


def test_they_are_added_up_and_none_is_lost_to_a_database_that_fails(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_session: Session, counts: object) -> None:
        raise ValueError(counts)

    async def story() -> None:
        writer, counts = Writer(engine), Counts()
        writer.start()
        counts.marked(ROW, sent(), lost=False)
        await counts.write_down(writer)
        counts.marked(ROW, sent(), lost=False)
        with monkeypatch.context() as broken:
            broken.setattr(tallies, "add", fails)
            with pytest.raises(ValueError, match=r"sent\.notice"):
                await counts.write_down(writer)
        counts.marked(ROW, later("later: Down"), lost=False)
        await counts.write_down(writer)
        await counts.write_down(writer)
        await writer.stop()

    asyncio.run(story())
    with reading(engine) as session:
        assert tallies.every(session) == {"sent.notice": 2, "messages": 2, "retries": 1}
