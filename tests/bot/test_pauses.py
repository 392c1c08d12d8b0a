"""What Telegram asks to wait is obeyed: by every class, for one chat or for all, and everything goes out once."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.consequences import pause
from storage import limits
from storage.database import open_engine, reading, writing
from storage.outbox import Class
from tests.bot.office import Office


def paused(office: Office, chat: int | None = None) -> float:
    with reading(office.engine) as session:
        return limits.paused_until(session, chat)


@pytest.mark.parametrize("rank", [Class.reminder, Class.broadcast])
def test_one_chat_waits_and_the_others_do_not(office: Office, rank: Class) -> None:
    siti, budi = office.person("Siti"), office.person("Budi")
    office.neighbourhood.flood(siti.id, retry_after=1)
    office.writes(siti.id, "satu", rank=rank)
    office.opens()
    office.waits_for(lambda: paused(office, siti.id), "the pause")
    office.writes(siti.id, "dua", rank=rank)
    office.writes(siti.id, "lain kelas", rank=Class.notice)
    office.writes(budi.id, "halo", rank=rank)
    office.replies(siti.id, "jawaban")
    office.waits_for(lambda: office.arrived(budi.id), "Budi's")
    until = paused(office, siti.id)
    assert paused(office) == 0, "one chat's limit is its own"
    office.waits_until(*["sent"] * 5)
    taken = [one for one in office.tries() if one["ok"] and one["chat_id"] == siti.id]
    assert all(one["time"] >= until - 0.02 for one in taken)
    assert sorted(one["params"]["text"] for one in taken) == ["dua", "jawaban", "lain kelas", "satu"]
    assert len(office.tries()) == 6, "once refused, and nothing twice"


def test_two_chats_at_once_mean_all(office: Office) -> None:
    siti, budi, asep = (office.person(name) for name in ("Siti", "Budi", "Asep"))
    office.neighbourhood.flood(None, retry_after=1, times=2)
    office.writes(siti.id, "satu")
    office.writes(budi.id, "dua")
    office.opens()
    until = office.waits_for(lambda: paused(office), "the pause of all")
    for rank in Class:
        office.writes(asep.id, rank.name, rank=rank)
    office.replies(asep.id, "jawaban")
    office.waits_until(*["sent"] * 7)
    taken = [one for one in office.tries() if one["ok"]]
    assert all(one["time"] >= until - 0.02 for one in taken)
    assert len(taken) == 7
    assert len(office.tries()) == 9


def test_a_pause_is_no_work(office: Office) -> None:
    """While nothing may leave, nobody looks fifty times a second whether it may."""
    siti = office.person("Siti")
    with office.engine.begin() as connection:
        connection.execute(limits.limit.insert().values(scope=limits.ALL, paused_until=time.time() + 1.0))
    looked = []
    real = office.courier._round  # noqa: SLF001 - counted, not replaced

    async def counted() -> float:
        looked.append(time.time())
        return await real()

    office.courier._round = counted  # type: ignore[method-assign]  # noqa: SLF001 - as above
    office.writes(siti.id, "satu")
    office.opens()
    office.waits_until("sent")
    assert len(looked) < 12


def test_a_reply_that_must_wait_long_goes_back_to_the_outbox(office: Office) -> None:
    """A lease is not held for a long wait; the reply keeps its text and its place."""
    siti = office.person("Siti")
    with office.engine.begin() as connection:
        connection.execute(limits.limit.insert().values(scope=limits.ALL, paused_until=time.time() + 600))
    office.neighbourhood.flood(siti.id, retry_after=600)
    office.replies(siti.id, "satu", "dua")
    office.waits_until("due", "due")
    ((first, owner, text), (second, *_)) = office.rows("due_at", "owner", "parameters")
    assert first == second > time.time() + 590
    assert owner is None
    assert "satu" in text


def test_after_a_pause_a_reply_that_is_sent_at_once_is_held_too(office: Office) -> None:
    siti = office.person("Siti")
    office.neighbourhood.flood(siti.id, retry_after=1)
    office.opens()
    office.replies(siti.id, "satu")
    office.waits_for(lambda: paused(office, siti.id), "the pause")
    until = paused(office, siti.id)
    office.replies(siti.id, "dua")
    office.waits_until("sent", "sent")
    assert all(one["time"] >= until - 0.02 for one in office.tries() if one["ok"])
    assert sorted(office.arrived(siti.id)) == ["dua", "satu"]


def test_two_limits_at_the_same_moment_see_each_other(postgresql_url: str) -> None:
    """Each in a transaction of its own, neither committed yet."""
    one, two = open_engine(postgresql_url), open_engine(postgresql_url)
    now = time.time()
    with ThreadPoolExecutor() as pool:
        with writing(one) as first:
            pause(first, 7, now + 30, now)

            def second() -> None:
                with writing(two) as session:
                    pause(session, 8, now + 40, now)

            waiting = pool.submit(second)
            with pytest.raises(TimeoutError):
                waiting.result(0.2)
        waiting.result(5)
    with reading(one) as session:
        assert limits.paused_until(session) == now + 40
    one.dispose()
    two.dispose()
