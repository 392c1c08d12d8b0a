"""Putting a called event right: who may, what is told to whom, two organisers at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from community import event_changes, event_moves, recurrence
from community.event_changes import Shape
from community.events import ItemWanted
from community.refusals import AlreadySo, NotAllowed, NotThere, Overtaken, TooMuch
from storage import events as stored
from storage import occurrences, promises, reminders
from storage.database import writing
from storage.events import Event, ItemKind
from storage.occurrences import Occurrence
from storage.outbox import outbox
from storage.rsvps import Answer, Rsvp
from tests.community.answering import HOES, answer_of, brings
from tests.community.meetings import called, in_group, only_time
from tests.community.rt_three import NOW, RtThree, settle

WHY = "Tempatnya pindah"


def told(session: Session) -> list[int]:
    """Who reads of a change, in the order of their ids."""
    query = sa.select(outbox.c.person_id).where(outbox.c.kind == "event.changed").order_by(outbox.c.person_id)
    return list(session.connection().execute(query).scalars())


def changed(session: Session, rt: RtThree, event: Event, one: Occurrence, *, seen: int = 0, **to: Any) -> Event:
    only_here = to.pop("only_here", False)
    shape = replace(event_changes.shape_of(session, event, one), **to)
    return event_changes.change(session, one.id, shape, by=rt.budi, now=NOW, seen=seen, why=WHY, only_here=only_here)


def items(*these: tuple[str, int]) -> Sequence[ItemWanted]:
    return tuple(ItemWanted(ItemKind.tool, name, wanted) for name, wanted in these)


def test_what_is_brought_how_many_and_how_long_is_told_to_nobody(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt, destinations=[in_group(session, rt)], items=items(("Cangkul", 5), ("Sapu", 2)))
        one = only_time(session, event)
        changed(
            session, rt, event, one, title=" Selokan ", items=items(("cangkul", 7), ("Karung", 10)), wanted=20,
            minutes=60, agenda=("Doa", " "),
        )  # fmt: skip
        assert (event.title, event.wanted, event.minutes, event.agenda, event.sequence) == (
            "Selokan", 20, 60, ["Doa"], 1,
        )  # fmt: skip
        assert one.ends_at - one.begins_at == timedelta(hours=1)
        assert [(item.name, item.wanted) for item in stored.items_of(session, event.id)] == [
            ("cangkul", 7), ("Karung", 10),
        ]  # fmt: skip
        kinds = sa.select(outbox.c.kind).where(outbox.c.kind.is_not(None))
        assert set(session.connection().execute(kinds).scalars()) == {"event.card", "event.redrawn"}
        assert told(session) == []
        assert one.moves == 0


def test_another_place_is_told_to_who_has_not_declined(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt)
        one = only_time(session, event)
        session.add(Rsvp(occurrence_id=one.id, person_id=rt.asep, answer=Answer.away, since=NOW))
        session.flush()
        changed(session, rt, event, one, place="Masjid")
        assert (event.place, one.place, one.why, one.moves) == ("Masjid", None, WHY, 1)
        assert told(session) == sorted((rt.tini, rt.budi, rt.siti))
        live = [found for found in reminders.of_occurrence(session, one.id) if found.done_at is None]
        assert {found.moves for found in live} == {1}


def test_of_what_comes_again_the_place_is_told_once_or_changed_for_one_time(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt, rule=recurrence.weekly())
        first, second, *_ = occurrences.of_event(session, event.id)
        changed(session, rt, event, second, place="Masjid", only_here=True)
        assert (event.place, first.place, second.place) == ("Pos ronda", None, "Masjid")
        assert told(session) == sorted((rt.tini, rt.asep, rt.budi, rt.siti))
        changed(session, rt, event, first, seen=1, place="Balai warga")
        assert {one.place for one in occurrences.of_event(session, event.id)} == {None}
        assert len(told(session)) == 8
        assert (first.moves, second.moves) == (1, 1)


def test_what_is_put_off_is_told_with_its_new_time(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt)
        one = only_time(session, event)
        event_moves.postpone(session, one.id, "Hujan", by=rt.budi, now=NOW)
        changed(session, rt, event, one, seen=1, place="Masjid")
        assert (one.why, len(told(session))) == ("Hujan", 4)


@pytest.mark.parametrize(
    ("to", "refused", "key"),
    [
        ({}, AlreadySo, "events.nothing_new"),
        ({"title": "x" * 101}, TooMuch, "needs.too_long"),
        ({"wanted": 0}, TooMuch, "events.out_of_range"),
        ({"items": items(("Sapu", 1), ("sapu ", 2))}, AlreadySo, "events.item_twice"),
        ({"title": "Baru", "seen": 7}, Overtaken, "events.moved_already"),
    ],
)
def test_what_does_not_fit_changes_nothing(
    engine: Engine, to: dict[str, Any], refused: type[Exception], key: str
) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt)
        with pytest.raises(refused, match=key.replace(".", r"\.")):
            changed(session, rt, event, only_time(session, event), **to)
        assert (event.sequence, event.title) == (0, "")


def test_only_organisers_put_right_what_is_still_to_come(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt)
        one = only_time(session, event)
        how: dict[str, Any] = {"now": NOW, "seen": 0, "why": WHY}
        for who in (rt.tini, rt.joko):
            with pytest.raises(NotAllowed):
                event_changes.change(session, one.id, Shape(title="Baru"), by=who, **how)
        with pytest.raises(NotThere):
            event_changes.change(session, one.id, Shape(title="Baru"), by=rt.budi, **(how | {"why": " "}))
        event_moves.cancel(session, one.id, "Batal", by=rt.budi, now=NOW)
        with pytest.raises(AlreadySo):
            event_changes.change(session, one.id, Shape(title="Baru"), by=rt.budi, **how)
        with pytest.raises(NotThere):
            event_changes.change(session, 99, Shape(title="Baru"), by=rt.budi, **how)


def test_who_waits_moves_up_once_more_are_wanted(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt, wanted=1, items=[replace(HOES, wanted=1)])
        one = only_time(session, event)
        for person in (rt.tini, rt.asep):
            brings(session, one, "Cangkul", person)
        assert answer_of(session, one, rt.asep).waits
        changed(session, rt, event, one, wanted=2, items=(replace(HOES, wanted=2),))
        assert not answer_of(session, one, rt.asep).waits
        ((mine, _),) = promises.of_person(session, one.id, rt.asep)
        assert not mine.waits
