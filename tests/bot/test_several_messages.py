"""A row that becomes several messages keeps the limits with each of them, and remembers them all."""

import orjson
import pytest
from sqlalchemy import Engine

from bot.clearance import chat_free_at, clear_more
from bot.message_limits import messages_of
from conversations.calls import Call
from storage import limits, outbox
from storage.database import writing
from storage.limits import Rates
from storage.outbox import Class, Row
from tests.bot.office import Office, office_on
from tests.storage.letters import GROUP, NOW, SITI

LONG = "\n\n".join("kata " * 700 for _ in range(3))
RATES = Rates()


def row(chat: int = SITI, rank: Class = Class.broadcast) -> Row:
    return Row(1, chat, rank, "sendMessage", None, "{}", None, None, 1, NOW)


@pytest.mark.parametrize(
    ("call", "messages"),
    [
        (Call("sendMessage", {"text": "halo"}), 1),
        (Call("sendMediaGroup", {"media": [{}, {}, {}]}), 3),
        (Call("sendMediaGroup", {"media": "[{}, {}]"}), 2),
        (Call("sendMediaGroup", {}), 1),
    ],
)
def test_an_album_is_as_many_messages_as_it_has_pictures(call: Call, messages: int) -> None:
    assert messages_of(call) == messages


@pytest.mark.parametrize(
    ("chat", "left", "more", "wait"),
    [
        (SITI, [], 10, 0.0),
        (SITI, [0] * 4, 2, 2.0),
        (SITI, [0], 10, 1.0),
        (GROUP, [0] * 10, 8, 0.0),
        (GROUP, [0] * 10, 9, 60.0),
        (GROUP, [1, *[5] * 9], 9, 55.0),
        (GROUP, [0], 30, 60.0),
    ],
)
def test_a_chat_must_have_room_for_all_of_it(chat: int, left: list[float], more: int, wait: float) -> None:
    assert chat_free_at([NOW - ago for ago in left], chat, RATES, NOW, more) - NOW == pytest.approx(wait, abs=1e-3)


def test_each_further_message_books_a_time_of_its_own(engine: Engine) -> None:
    with writing(engine) as session:
        limits.book(session, slots=1, per_second=10, now=NOW)
        at = clear_more(session, row(), Rates(10, 0, 0), NOW, slots=4, messages=5, before=[])
        assert at == pytest.approx(NOW + 0.4), "the last of its times: a gap goes before an album"
        assert limits.booked_until(session) == pytest.approx(NOW + 0.5)


def test_what_a_row_became_counts_for_those_after_it(engine: Engine) -> None:
    with writing(engine) as session:
        album = {"chat": SITI, "rank": 2, "state": "sent", "method": "x", "due_at": 0, "created_at": 0}
        session.connection().execute(
            outbox.outbox.insert().values(**album, sent_at=NOW, message_ids="[11,12,13,14,15,16]", message_id=16)
        )
        assert limits.recent(session, SITI, NOW - 60, most=60) == [NOW] * 6
        assert clear_more(session, row(), RATES, NOW, slots=0, messages=1, before=[]) == pytest.approx(NOW + 3)
        assert clear_more(session, row(), RATES, NOW, slots=0, messages=1, before=[NOW]) == pytest.approx(NOW + 4)


def test_an_album_comes_as_a_list_of_messages(office: Office) -> None:
    chat = {"id": SITI}
    album = [{"message_id": number, "chat": chat} for number in (11, 12)]
    mark = office.post._sent(row(), office.owner, [album, {"message_id": 13, "chat": chat}, True])  # noqa: SLF001 - Telegram's answers
    assert (mark.message_id, mark.message_ids, mark.chat) == (13, "[11,12,13]", SITI)


def test_all_messages_of_a_row_are_remembered(office: Office) -> None:
    siti = office.person("Siti")
    office.writes(siti.id, LONG)
    office.writes(siti.id, "satu")
    office.opens()
    office.waits_until("sent", "sent")
    (several, one) = office.rows("message_id", "message_ids")
    ids = orjson.loads(several[1])
    assert len(ids) == 3
    assert ids == sorted(ids)
    assert several[0] == ids[-1]
    assert one[1] is None


@pytest.mark.parametrize("reply", [True, False])
def test_pieces_leave_no_faster_than_the_rate(engine: Engine, *, reply: bool) -> None:
    with office_on(engine, rates=Rates(20, 0, 0)) as office:
        people = [office.person(f"Warga {number}") for number in range(4)]
        began = office.clock()
        for person in people:
            if reply:
                office.replies(person.id, LONG)
            else:
                office.writes(person.id, LONG)
        office.opens()
        office.waits_until(*["sent"] * 4)
        times = [one["time"] for one in office.tries()]
        assert len(times) == 12
        assert times[-1] - began >= (11 - limits.JUMPS - 1) / 20


def test_a_group_without_room_for_all_of_it_waits_before_the_first(engine: Engine) -> None:
    with office_on(engine, rates=Rates(0, 0, 4)) as office:
        group = office.group("RT 03", office.person("Siti"))
        office.writes(group.id, "satu")
        office.writes(group.id, "dua")
        office.opens()
        office.waits_until("sent", "sent")
        office.writes(group.id, LONG)
        office.writes(group.id, "tiga")
        office.waits_for(lambda: office.rows("error")[2] == ("limit",), "the long one to be put off")
        assert len(office.arrived(group.id)) == 2
        assert office.rows("state", "attempt")[2:] == [("due", 1), ("due", 0)], "and what is behind it stays behind it"
