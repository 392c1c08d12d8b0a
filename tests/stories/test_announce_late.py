"""The machine was off while an announcement was to leave: it leaves late if it is still news, else it is said, once."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from community import broadcasts
from community.announcement_times import LASTS
from community.audiences import to_all
from community.broadcast_content import Content
from community.broadcasts import Message
from playground.driver import Neighbour
from storage.broadcasts import Broadcast, BroadcastState, Repeats, Urgency
from tests.stories.rt_three import person_of
from tests.stories.town import Town

WORDS = "Jimpitan malam ini"
HEARD = f"📢 <b>Pengurus RT 03</b>\n{WORDS}"


def is_to_leave_tomorrow(town: Town, rt: int, by: Neighbour) -> None:
    """And every week from then on."""
    now = town.now()
    with town.writing() as session:
        chair = person_of(session, by).id
        said = Message(
            Content(html=WORDS), to_all(session, rt), starts_at=now + timedelta(days=1), repeats=Repeats.weekly
        )
        seen = broadcasts.reach(session, rt, said.audience, by=chair).mark
        broadcasts.announce(session, rt, said, by=chair, seen=seen, now=now)


def is_off_for(town: Town, span: timedelta) -> None:
    town.stop()
    town.passes(seconds=span.total_seconds())
    town.start()


def times_heard(town: Town, one: Neighbour) -> int:
    sent = town.neighbourhood.sent("sendMessage")
    return sum(each["ok"] and each["chat_id"] == one.id and each["params"]["text"].startswith(HEARD) for each in sent)


def all_of_it(session: Session) -> list[Broadcast]:
    return list(session.exec(select(Broadcast).order_by(Broadcast.id)))  # type: ignore[arg-type]  # a column, by its name


def begun_and_to_come(town: Town) -> tuple[list[BroadcastState], timedelta]:
    """How the first ones stand, and how long it is until the next."""
    with town.session() as session:
        *begun, following = all_of_it(session)
        assert following.state is BroadcastState.scheduled
        return [one.state for one in begun], following.starts_at - town.now()


def test_two_weeks_later_it_is_too_late_and_leaves_by_a_tap(
    town: Town, rt: int, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    is_to_leave_tomorrow(town, rt, chair)
    is_off_for(town, timedelta(days=17))
    assert "⌛ 2 belum sempat dikirimi" in chair.sees("Pengumuman sudah dikirim.\nTerkirim: 0 dari 2 warga").text
    assert (times_heard(town, tini), times_heard(town, asep)) == (0, 0)
    states, left = begun_and_to_come(town)
    assert states == [BroadcastState.done], "what fell due in between is not made up"
    assert timedelta(days=4) < left < timedelta(days=5)
    chair.taps("Kirim ulang yang gagal")
    chair.sees("2 dari 2 warga")
    assert (times_heard(town, tini), times_heard(town, asep)) == (1, 1)


@pytest.mark.parametrize("weeks", [0, 2])
def test_some_hours_later_it_leaves_late_and_once(
    town: Town, rt: int, chair: Neighbour, tini: Neighbour, weeks: int
) -> None:
    is_to_leave_tomorrow(town, rt, chair)
    is_off_for(town, timedelta(days=1, weeks=weeks) + LASTS[Urgency.normal] - timedelta(hours=1))
    tini.sees(WORDS)
    chair.sees("Pengumuman sudah dikirim.\nTerkirim: 1 dari 1 warga")
    assert times_heard(town, tini) == 1
    states, left = begun_and_to_come(town)
    assert states == [BroadcastState.done]
    assert timedelta(days=6) < left < timedelta(days=7)


def test_a_weekly_one_that_is_over_says_when_it_comes_again_and_is_ended_from_its_card(
    town: Town, rt: int, chair: Neighbour, tini: Neighbour
) -> None:
    is_to_leave_tomorrow(town, rt, chair)
    is_off_for(town, timedelta(days=1, hours=1))
    tini.sees(WORDS)
    done = chair.sees("Pengumuman sudah dikirim.\nTerkirim: 1 dari 1 warga")
    assert "🔁 Berikutnya: " in done.text
    chair.taps("Jangan kirim lagi nanti")
    chair.sees("Berikutnya tidak usah dikirim lagi?")
    chair.taps("Ya, cukup")
    ended = chair.sees("Pengumuman sudah dikirim")
    assert "Berikutnya" not in ended.text
    assert "Jangan kirim lagi nanti" not in " ".join(ended.labels)
    with town.session() as session:
        assert [one.state for one in all_of_it(session)] == [BroadcastState.done, BroadcastState.stopped]
