"""The closing question and its numbers, looked at again at the moment they leave."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from community import closing_answers, closing_rounds, consents, media, reopenings
from community.closings import Reason
from conversations import closing_notices
from conversations.calls import Call
from conversations.talk import House
from locales import words
from storage import outbox
from storage.closings import Verdict
from storage.consents import ConsentPurpose
from storage.database import writing
from storage.media import MediaKind
from storage.needs import Audience
from storage.outbox import Row
from storage.people import Membership, Role
from tests.community.closing_time import END, EVENING, NOON, Street

HOUSE = House(
    dialogues={}, cards={}, links={}, stranger=lambda _talk: None, unasked=lambda *_: None,
    bot_username="rembuk_bot", owner="test", clock=NOON.timestamp,
)  # fmt: skip
ROW = Row(1, 5_000_000_000, outbox.Class.notice, None, "closing.ask", None, None, None, 1, 0.0)
ID = words("id")


def question(street: Street, person_id: int) -> list[Call] | None:
    row = replace(ROW, subject_id=street.question_to(person_id).id, person_id=person_id)
    return closing_notices.asked(street.session, row, ID, HOUSE)


def numbers(street: Street, organiser: int) -> str:
    row = replace(ROW, kind="closing.told", subject_id=street.round.id, person_id=organiser)
    (call,) = closing_notices.told(street.session, row, ID, HOUSE) or [Call("", {"text": ""})]
    return str(call.parameters["text"])


def photographed(street: Street, by: int, *, need: bool) -> None:
    media.receive(
        street.session, kind=MediaKind.photo, file_id=f"photo of {by}", file_unique_id=str(by), seconds=None,
        person_id=by, dialogue_id=None if need else 7, need_id=street.need_id if need else None, now=NOON,
    )  # fmt: skip
    street.session.flush()


def allows_photos(street: Street, person_id: int) -> None:
    consents.give(
        street.session, person_id=person_id, community_id=street.rt.community, purpose=ConsentPurpose.photos,
        version=1, text="-", language="id", now=NOON,
    )  # fmt: skip


def test_neighbours_see_no_photo_whose_sender_has_not_agreed_to_photos(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        photographed(street, street.rt.tini, need=True)
        photographed(street, street.rt.budi, need=False)
        street.need.photos_shown_to = Audience.neighbours
        closing_rounds.say_done(
            session, street.need_id, words=None, dialogue_id=7, by=street.rt.budi, now=NOON, seen=0, chance=Random(1)
        )
        session.expire_all()
        for person_id, method in ((street.rt.tini, "sendMediaGroup"), (street.rt.asep, "sendPhoto")):
            calls = question(street, person_id)
            assert calls is not None
            assert calls[0].method == method


@pytest.mark.parametrize("shown_to", Audience)
def test_before_and_after_are_shown_and_the_reporters_photo_only_with_her_yes(
    engine: Engine, shown_to: Audience
) -> None:
    with writing(engine) as session:
        street = Street(session)
        photographed(street, street.rt.tini, need=True)
        photographed(street, street.rt.budi, need=False)
        street.need.photos_shown_to = shown_to
        allows_photos(street, street.rt.tini)
        closing_rounds.say_done(
            session, street.need_id, words=None, dialogue_id=7, by=street.rt.budi, now=NOON, seen=0, chance=Random(1)
        )
        session.expire_all()
        hers, his = question(street, street.rt.tini), question(street, street.rt.asep)
        assert hers is not None
        assert [call.method for call in hers] == ["sendMediaGroup", "sendMessage"]
        assert [one["media"] for one in hers[0].parameters["media"]] == [
            f"photo of {street.rt.tini}",
            f"photo of {street.rt.budi}",
        ]
        assert his is not None
        sent = ["sendMediaGroup", "sendMessage"] if shown_to is Audience.neighbours else ["sendPhoto"]
        assert [call.method for call in his] == sent
        assert all("reply_markup" in calls[-1].parameters for calls in (hers, his))


def test_a_question_that_is_answered_or_over_is_not_asked(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done(words="<b>Dikeruk</b>")
        asked = question(street, street.rt.asep)
        assert asked is not None
        assert "“&lt;b&gt;Dikeruk&lt;/b&gt;”" in asked[0].parameters["text"]
        street.says(street.rt.tini, Verdict.done, at=NOON + timedelta(minutes=1))
        assert question(street, street.rt.tini) is None
        street.need.hidden_at = NOON
        assert question(street, street.rt.asep) is None
        street.need.hidden_at = None
        session.delete(session.exec(select(Membership).where(Membership.person_id == street.rt.asep)).one())
        session.flush()
        assert question(street, street.rt.asep) is None
        street.minutes_pass(EVENING)
        assert question(street, street.neighbours[0]) is None


def test_numbers_are_those_of_the_telling_whenever_they_leave_and_for_organisers_alone(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        for person_id, verdict in zip(street.neighbours, (Verdict.done, Verdict.done, Verdict.partly), strict=True):
            row = street.says(person_id, verdict)
        closing_answers.say_why(
            session, row.id, reason=Reason.some, words="<i>pinggirnya</i>", by=street.neighbours[-1], now=NOON
        )
        street.soon()
        street.says(street.rt.asep, Verdict.not_yet, at=NOON + timedelta(minutes=5))
        told = numbers(street, street.rt.budi)
        assert "3 warga menjawab: 2 beres, 1 masih ada yang kurang." in told
        assert "Yang kurang: baru sebagian." in told
        assert "&lt;i&gt;pinggirnya&lt;/i&gt;" in told
        assert numbers(street, street.rt.tini) == ""
        membership = session.exec(select(Membership).where(Membership.person_id == street.rt.budi)).one()
        membership.role = Role.resident
        session.flush()
        assert numbers(street, street.rt.budi) == ""


def test_words_of_every_telling_of_the_round_are_told_and_none_of_later(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        for person_id, at in ((street.rt.asep, NOON), (street.neighbours[0], EVENING + timedelta(minutes=1))):
            row = street.says(person_id, Verdict.partly, at=at)
            closing_answers.say_why(session, row.id, words=f"kata {person_id}", by=person_id, now=at)
            street.minutes_pass(EVENING if at == NOON else EVENING + timedelta(days=1))
        street.minutes_pass(END)
        reopenings.reopen(session, street.need_id, words="sesudahnya", by=street.rt.tini, now=END + timedelta(days=1))
        told = numbers(street, street.rt.budi)
        assert f"kata {street.rt.asep}" in told
        assert f"kata {street.neighbours[0]}" in told
        assert "sesudahnya" not in told
