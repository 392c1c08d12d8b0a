"""An event's card fits into one message whatever people write and however many answer, and names only who likes it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from bot import directory, message_limits
from community.errands import Errand
from community.invitees import Guest
from community.promises import Mine, Total
from conversations import event_card, event_state_lines
from conversations.event_card import Own, Shown
from conversations.event_state_lines import Stage, Standing
from conversations.talk import House
from conversations.widgets import fitting
from conversations.widgets.fitting import Line
from locales import words
from storage.communities import Community, CommunityKind
from storage.database import writing
from storage.events import Event, EventItem, EventKind, ItemKind
from storage.occurrences import Occurrence, OccurrenceState
from storage.people import Person
from storage.rotas import OnDuty, RotaMember, RotaTurn
from storage.rsvps import Answer, Rsvp, Tally
from tests.community.meetings import BEGINS, SUNDAY, called, only_time
from tests.community.rt_three import NOW, settle

LETTERS = st.characters(min_codepoint=32, max_codepoint=0x1FAFF, exclude_categories=["Cs"])
ANYTHING = "😀<b>&" * 300


def written(most: int) -> st.SearchStrategy[str]:
    """Anything that people write, also as long as it may be, of signs that count twice."""
    return st.text(LETTERS, max_size=most) | st.just(ANYTHING[:most])


HOUSE = House(
    dialogues={}, cards=directory.CARDS, links={}, stranger=lambda _: None, unasked=lambda _talk, _answer: None,
    bot_username="rembuk_bot", owner="rt03-1", clock=NOW.timestamp,
)  # fmt: skip


@st.composite
def cards(draw: st.DrawFn) -> Shown:
    place = Community(
        id=1, kind=CommunityKind.rt, code="7kq2abcd", name=draw(written(64)), chair_confirmed_at=NOW, created_at=NOW
    )
    event = Event(
        id=1, community_id=1, number=4, code="abcdefgh", kind=draw(st.sampled_from(EventKind)),
        title=draw(written(100)), agenda=draw(st.lists(written(200), max_size=20)), begins_on=SUNDAY,
        begins_at="07:00", minutes=180, place=draw(written(100)), wanted=draw(st.none() | st.integers(1, 1000)),
        latitude=-7.5, longitude=110.8, changed_at=NOW, created_at=NOW,
    )  # fmt: skip
    occurrence = Occurrence(
        id=1, event_id=1, community_id=1, original_on=SUNDAY, begins_at=BEGINS, ends_at=BEGINS, code="abcdefgh"
    )
    kinds = st.sampled_from(ItemKind)
    items = [
        EventItem(id=number, event_id=1, kind=draw(kinds), name=name, wanted=1000)
        for number, name in enumerate(draw(st.lists(written(60), max_size=20)))
    ]
    standing = Standing(draw(st.sampled_from(Stage)), draw(written(300)), draw(st.integers(0, 1000)))
    tally = Tally(*(draw(st.integers(0, 1000)) for _ in range(4)))
    numbers = draw(st.lists(st.integers(1, 9999), max_size=20))
    names = draw(st.lists(written(64), max_size=8)) * draw(st.sampled_from((1, 125)))
    duty = [
        OnDuty(RotaTurn(occurrence_id=1, member_id=1), RotaMember(event_id=1, name=name, place=0), name, can_read=True)
        for name in draw(st.lists(written(64), max_size=8)) * draw(st.sampled_from((1, 12)))
    ]
    totals, today = [Total(one, 999, 99) for one in items], draw(st.sampled_from(("", "today", "tonight")))
    return Shown(event, occurrence, place, standing, tally, numbers, totals, names, duty, today)


@settings(deadline=None, max_examples=60)
@given(seen=cards(), language=st.sampled_from(("id", "en")), most=st.sampled_from((4096, 1024)), data=st.data())
def test_it_fits_into_one_message_and_below_a_photo(seen: Shown, language: str, most: int, data: st.DataObject) -> None:
    html, _ = event_card.in_group(words(language), seen, HOUSE, most=most)
    assert message_limits.length(html) <= most
    rsvp = Rsvp(occurrence_id=1, person_id=1, answer=data.draw(st.sampled_from(Answer)), waits=True, since=NOW)
    brings = [Mine(1, total.item, 1000, waits=True) for total in seen.totals]
    own = Own(Guest(1, organises=True), rsvp, 1000, brings, tuple((one, 1000) for one in Errand))
    html, rows = event_card.in_private(words(language), seen, own, HOUSE, most=most)
    assert message_limits.length(html) <= most
    assert all(len((choice.url or "").encode()) <= 4096 for row in rows for choice in row)


@settings(deadline=None, max_examples=100)
@given(
    lines=st.lists(st.tuples(written(300), st.integers(0, 9)), max_size=9), most=st.integers(20, 500), data=st.data()
)
def test_what_matters_least_is_shortened_first(lines: list[tuple[str, int]], most: int, data: st.DataObject) -> None:
    given_lines = [Line(text, weight) for text, weight in lines]
    fitted = fitting.fitted(given_lines, most)
    assert fitting.length("\n".join(fitted)) <= most
    if fitting.length("\n".join(line.text for line in given_lines if line.text)) <= most:
        assert fitted == [line.text for line in given_lines if line.text]


def test_with_a_thousand_answers_it_names_a_few_who_like_it_and_nobody_else(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt, title="membersihkan selokan")
        one = only_time(session, event)
        _thousand(session, one)
        house = replace(HOUSE, clock=NOW.timestamp)
        html, _ = event_card.in_group(words("id"), event_card.shown(session, event, one, house), house)
        assert message_limits.length(html) <= message_limits.TEXT
        assert "✋ 500 orang ikut · 🤔 250 belum tentu" in html
        assert "datang 0 " in html
        assert "dan 480 lagi" in html
        assert "malu" not in html
        assert "ragu" not in html
        assert "absen" not in html


def _thousand(session: Session, one: Occurrence) -> None:
    """A quarter comes by name, a quarter without one, a quarter is not sure, a quarter is away."""
    sorts = (
        ("datang", Answer.coming, True),
        ("malu", Answer.coming, False),
        ("ragu", Answer.maybe, True),
        ("absen", Answer.away, True),
    )
    people = [
        Person(telegram_id=6_000_000_000 + number, name=f"{sorts[number % 4][0]} {number} {'x' * 40}", created_at=NOW)
        for number in range(1000)
    ]
    session.add_all(people)
    session.flush()
    for number, person in enumerate(people):
        _, answer, shows = sorts[number % 4]
        since = NOW + timedelta(seconds=number)
        session.add(Rsvp(occurrence_id=one.id, person_id=person.id, answer=answer, shows_name=shows, since=since))
    session.flush()


# ── where it stands ──


@pytest.mark.parametrize(
    ("changed", "minutes", "stage"),
    [
        ({}, -1, Stage.to_come),
        ({}, 0, Stage.going),
        ({"begun_at": BEGINS}, -1, Stage.going),
        ({}, 180, Stage.over),
        ({"moves": 1, "why": "hujan"}, -1, Stage.moved),
        ({"moves": 1, "why": ""}, -1, Stage.to_come),
        ({"state": OccurrenceState.postponed}, 10, Stage.postponed),
        ({"state": OccurrenceState.postponed}, 180, Stage.postponed),
        ({"state": OccurrenceState.cancelled}, 180, Stage.cancelled),
        ({"state": OccurrenceState.over}, -1, Stage.over),
    ],
)
def test_it_is_judged_by_the_clock_too(engine: Engine, changed: dict[str, object], minutes: int, stage: Stage) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt)
        one = only_time(session, event)
        for name, value in changed.items():
            setattr(one, name, value)
        now = BEGINS + timedelta(minutes=minutes)
        assert event_state_lines.standing(event, one, now).stage is stage


def test_how_many_were_there_is_said_when_it_is_over() -> None:
    said = words("id")
    assert event_state_lines.lines(said, Standing(Stage.over, attended=14), "Minggu")[1].startswith(
        "✅ Selesai: 14 orang"
    )
    assert event_state_lines.lines(said, Standing(Stage.over), "Minggu")[1] == "✅ Sudah selesai. Terima kasih 🙏"
