"""What leaves, in which order: within a chat and a class as it was written, replies before everything else."""

import time

import pytest
from sqlalchemy import Engine

from bot.clearance import claim_within_limits
from storage.database import writing
from storage.limits import Rates
from storage.outbox import Class
from tests.bot.office import UNLIMITED, Office, office_on


def test_one_chat_gets_everything_of_a_class_in_its_order(office: Office) -> None:
    siti, budi = office.person("Siti"), office.person("Budi")
    for number in range(12):
        office.writes(siti.id, f"kabar {number}")
        office.writes(budi.id, f"berita {number}")
    office.opens()
    office.waits_until(*["sent"] * 24)
    assert office.arrived(siti.id) == [f"kabar {number}" for number in range(12)]
    assert office.arrived(budi.id) == [f"berita {number}" for number in range(12)]


def test_a_failed_message_keeps_its_place(office: Office) -> None:
    siti = office.person("Siti")
    office.neighbourhood.fail("sendMessage", "500", times=2)
    for word in ("satu", "dua", "tiga"):
        office.writes(siti.id, word)
    office.opens()
    office.waits_until("sent", "sent", "sent")
    assert office.arrived(siti.id) == ["satu", "dua", "tiga"]


def test_what_is_urgent_goes_first(office: Office) -> None:
    siti = office.person("Siti")
    for rank in (Class.broadcast, Class.notice, Class.reminder, Class.reply):
        office.writes(siti.id, rank.name, rank=rank)
    with writing(office.engine) as session:
        claimed = [claim_within_limits(session, office.owner, UNLIMITED, time.time(), 1)[0][0].rank for _ in Class]
    assert claimed == [Class.reply, Class.reminder, Class.notice, Class.broadcast]


def test_a_reply_overtakes_a_broadcast(engine: Engine) -> None:
    with office_on(engine, rates=Rates(10, 0, 0)) as office:
        siti, budi = office.person("Siti"), office.person("Budi")
        for _ in range(200):  # twenty seconds' worth: a machine may stall for long
            office.writes(budi.id, "pengumuman", rank=Class.broadcast)
        office.opens()
        office.waits_for(lambda: "sent" in office.states(), "the broadcast to begin")
        office.replies(siti.id, "jawaban")
        office.waits_for(lambda: office.arrived(siti.id), "the reply")
        assert "due" in office.states(), "it did not wait for the rest"


def test_a_broadcast_leaves_at_the_rate_and_each_message_once(engine: Engine) -> None:
    with office_on(engine, rates=Rates(40, 0, 0)) as office:
        people = [office.person(f"Warga {number}") for number in range(45)]
        for person in people:
            office.writes(person.id, "pengumuman", rank=Class.broadcast)
        began = time.time()
        office.opens()
        office.waits_until(*["sent"] * 45)
        took = [one["time"] - began for one in office.tries()]
        assert len(took) == 45
        # A busy machine lets messages arrive late, and then together; none may be ahead of the rate.
        assert all(seconds >= (number - 8) / 40 for number, seconds in enumerate(took)), "no burst"


def test_replies_leave_at_once_and_in_their_order(office: Office) -> None:
    siti = office.person("Siti")
    began = time.time()
    office.replies(siti.id, "satu", "dua")
    office.replies(siti.id, "tiga")
    office.waits_until("sent", "sent", "sent")
    assert office.arrived(siti.id) == ["satu", "dua", "tiga"]
    assert office.tries()[0]["time"] - began < 0.5, "no round is waited for"


def test_a_reply_that_fails_holds_those_behind_it(office: Office) -> None:
    siti = office.person("Siti")
    office.neighbourhood.fail("sendMessage", "500")
    office.replies(siti.id, "satu", "dua", "tiga")
    office.opens()
    office.waits_until("sent", "sent", "sent")
    assert office.arrived(siti.id) == ["satu", "dua", "tiga"]


def test_a_fifth_reply_at_once_waits_a_second(engine: Engine) -> None:
    with office_on(engine, rates=Rates()) as office:
        siti = office.person("Siti")
        office.replies(siti.id, *(str(number) for number in range(5)))
        office.waits_until(*["sent"] * 5)
        times = [one["time"] for one in office.tries()]
        assert times[3] - times[0] < 0.6
        assert 0.9 < times[4] - times[0] < 1.6


def test_a_text_that_is_too_long_arrives_in_pieces_and_is_one_row(office: Office) -> None:
    siti = office.person("Siti")
    office.writes(siti.id, "<b>" + "kata " * 1_700 + "</b>")
    office.opens()
    office.waits_until("sent")
    pieces = office.arrived(siti.id)
    assert len(pieces) == 3
    assert all(piece.startswith("<b>") and piece.endswith("</b>") for piece in pieces)


def test_what_has_left_keeps_no_text(office: Office) -> None:
    siti = office.person("Siti")
    office.writes(siti.id, "rahasia")
    office.replies(siti.id, "juga rahasia")
    office.opens()
    office.waits_until("sent", "sent")
    assert office.rows("parameters", "owner", "leased_until") == [(None, None, None)] * 2
    assert all(message_id for (message_id,) in office.rows("message_id"))


def test_a_notice_that_need_not_be_said_ends_without_a_call(office: Office) -> None:
    siti = office.person("Siti")
    office.notifies("group.placing", siti.id, 404)
    office.opens()
    office.waits_until("moot")
    assert office.tries() == []


def test_a_notice_that_this_release_cannot_say_waits_for_one_that_can(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    siti = office.person("Siti")
    office.notifies("no.such.kind", siti.id, 404)
    office.opens()
    office.waits_for(lambda: office.rows("state", "attempt") == [("due", 1)], "the first try")
    monkeypatch.setattr("bot.post.OUR_ATTEMPTS", 2)
    office.waits_until("given_up")
    assert office.tries() == []
