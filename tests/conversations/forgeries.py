"""A neighbourhood with something of everything in it, and people who may do some of it: for pressing every button."""

import sqlite3
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from random import Random

from sqlalchemy import Engine
from sqlmodel import Session

from bot import directory
from community import (
    claims,
    closing_rounds,
    erasure,
    flags,
    matters,
    merges,
    needs,
    objections,
    paper_votes,
    poll_closing,
    polls,
    supports,
    triage,
)
from community.matters import Story
from community.needs import Report
from community.polls import Item, Plan
from storage import closings
from storage import needs as stored
from storage import polls as stored_polls
from storage.broadcasts import Broadcast, BroadcastState
from storage.columns import metadata
from storage.communities import Community, CommunityKind
from storage.database import writing
from storage.matters import Hope
from storage.people import Membership, Person, Role
from storage.polls import Method, PollKind
from tests.community.polling import tap
from tests.conversations import forged_events
from tests.conversations.parlour import Guest, Parlour

_UNCOUNTED = {"inbox", "outbox", "consent_offer"}
"""What a tap may leave: that it came, what is answered, and a mark on a stranger's first look that names nobody."""

_OWN = {"parlour", "guests"}
"""What each test's street has of its own."""


@dataclass
class Street:
    """Who lives there, and the numbers of what there is. Tini tells, Asep is along, Siti and Budi organise."""

    parlour: Parlour
    guests: dict[str, Guest] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    needs: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Id and number of moves, by where it stands."""
    asked: list[int] = field(default_factory=list)
    """Questions of a closing."""
    polls: list[int] = field(default_factory=list)
    """Polls: one that is open, one that was counted."""
    mufakat: int = 0
    """A poll on the way to mufakat, in which Tini objects and is answered."""
    tally: int = 0
    """Sheets of paper in the open poll, which Siti has counted."""
    options: list[int] = field(default_factory=list)
    """What can be chosen in them."""
    occurrences: list[int] = field(default_factory=list)
    """Times of events: one to come, one of the organisers alone, one that is cancelled."""
    hoe: int = 0
    """An item of the first, of which Tini has promised one."""
    promise: int = 0
    swap: int = 0
    """Her question to Asep, whether he brings it instead."""
    called: list[int] = field(default_factory=list)
    """Times of events: one that is to come, one that was put off."""
    proposed: int = 0
    """An event that Tini proposes."""
    rota: int = 0
    """A night watch with turns of Tini, Asep and Pak Slamet, who has no Telegram."""
    night: int = 0
    """When it is Tini's turn."""
    trade: int = 0
    """Her question to Asep, whether he swaps."""
    under_way: int = 0
    """A time of an event that has begun, where Mbah Karto is there, who has no telephone."""
    named: int = 0
    """That he is there."""
    minutes: int = 0
    """Of that time, by Siti; Tini and Asep were there, and have not said whether it was so."""
    announced: list[int] = field(default_factory=list)
    """Announcements: one that is over, one that is being sent, one that is to come."""

    @cached_property
    def as_built(self) -> dict[str, list[tuple[object, ...]]]:
        """`stored` as it was when this was first asked for."""
        return self.stored()

    def stored(self) -> dict[str, list[tuple[object, ...]]]:
        """All rows of all tables but those that every tap may write."""
        found: dict[str, list[tuple[object, ...]]] = self.parlour.look(_rows)
        return found


def _rows(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """As SQLite keeps them, in its own order: it is asked some thousand times."""
    connection = session.connection()
    return {
        table.name: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table.name}")]  # noqa: S608 - our own names
        for table in metadata.sorted_tables
        if table.name not in _UNCOUNTED
    }


@dataclass(frozen=True)
class _Kept:
    rows: sqlite3.Connection
    """In memory."""
    street: Street


_kept: list[_Kept] = []
"""At most one: what the first test of this process has built, for those that follow on SQLite."""


def street(engine: Engine) -> Street:
    """Built by the use cases, as it would come to be; on SQLite once, for its clock is always the same."""
    if engine.dialect.name != "sqlite":
        return _built(engine)
    file = Path(engine.url.database or "")
    if not _kept:
        here = _built(engine)
        _kept.append(_Kept(sqlite3.connect(":memory:"), here))
        with closing(sqlite3.connect(file)) as there:
            there.backup(_kept[0].rows)
        return here
    with closing(sqlite3.connect(file)) as there:
        _kept[0].rows.backup(there)
    return _copied(_kept[0].street, engine)


def _copied(kept: Street, engine: Engine) -> Street:
    """The same street in a parlour of its own."""
    parlour = _parlour(engine)
    guests = {name: Guest(parlour, one.id, str(one.me["first_name"])) for name, one in kept.guests.items()}
    same = {one.name: deepcopy(getattr(kept, one.name)) for one in fields(Street) if one.name not in _OWN}
    return Street(parlour, guests, **same)


def _parlour(engine: Engine) -> Parlour:
    parlour = Parlour(engine)
    parlour.house = replace(
        parlour.house,
        dialogues=directory.DIALOGUES,
        cards=directory.CARDS,
        links=directory.LINKS,
        secret="a-secret-for-tests",
        public_url="https://rembuk.example.id",
    )
    return parlour


def _built(engine: Engine) -> Street:
    here = Street(_parlour(engine))
    parlour = here.parlour
    with writing(engine) as session:
        place = session.get_one(Community, parlour.community_id)
        place.chair_confirmed_at, place.quiet_hours = parlour.house.now(), []
        beside = Community(
            kind=CommunityKind.rt, code="rt04abcd", name="RT 04", chair_confirmed_at=parlour.house.now(),
            created_at=parlour.house.now(),
        )  # fmt: skip
        session.add(beside)
        session.flush()
        _people(session, here, place.id, beside.id)
        _happenings(session, here, place.id)
    return here


def _people(session: Session, here: Street, place: int, beside: int) -> None:
    roles = {
        "tini": (place, Role.resident), "asep": (place, Role.resident), "ani": (place, Role.resident),
        "siti": (place, Role.organiser), "budi": (place, Role.chair), "joko": (beside, Role.chair),
        "gone": (None, None),
    }  # fmt: skip
    now = here.parlour.house.now()
    for number, (name, (community_id, role)) in enumerate(roles.items(), start=71):
        person = Person(telegram_id=number, name=name.capitalize(), community_id=community_id or place, created_at=now)
        session.add(person)
        session.flush()
        if community_id is not None and role is not None:
            session.add(Membership(person_id=person.id, community_id=community_id, role=role, joined_at=now))
        here.ids[name] = person.id
        here.guests[name] = Guest(here.parlour, number, name.capitalize())
    here.guests["stranger"] = Guest(here.parlour, 99, "Ani lain")
    session.flush()


def _happenings(session: Session, here: Street, place: int) -> None:
    now, by, tini, asep = here.parlour.house.now(), here.ids["siti"], here.ids["tini"], here.ids["asep"]

    def told(what: str, **how: object) -> int:
        report = Report(kind="drain", detail="clogged", **how)  # type: ignore[arg-type]  # fields of a report
        need = needs.submit(session, report, by=tini, community_id=place, dialogue_id=None, now=now)
        supports.support(session, need.id, by=asep, now=now)
        here.needs[what] = need.id, 0
        return need.id

    told("received")
    claims.ask(session, told("spoken for", on_behalf_of="Mbah Karto"), by=here.ids["ani"], now=now)
    triage.accept(session, told("accepted"), title="Selokan", by=by, now=now, seen=0)
    triage.ask(session, told("asked"), question="Sejak kapan?", by=by, now=now, seen=0)
    triage.decline(session, told("declined"), reason="Biaya besar", by=by, now=now, seen=0)
    forwarding = triage.Forwarding("PLN", check_on=now.date())
    triage.forward(session, told("forwarded"), forwarding, by=by, now=now, seen=0)
    merges.merge(session, told("merged"), into=here.needs["accepted"][0], by=by, now=now, seen=0)
    needs.submit(session, Report(kind="lamp"), by=tini, community_id=place, dialogue_id=None, now=now)
    round_ = closing_rounds.say_done(
        session, told("done"), words="Sudah dikeruk", dialogue_id=None, by=by, now=now, seen=0, chance=Random(1)
    )
    here.asked = [one.id for one in closings.answers_of(session, round_.id) if one.person_id != here.ids["ani"]]
    _flagged(session, here, told("flagged"), place)
    gone = told("going")
    here.ids["erasure"] = erasure.of_need(session, gone, by=tini, now=now).id
    matter = matters.submit(
        session, Story(reader_id=by, hope=Hope.word, text="Jangan ribut"), by=tini,
        community_id=place, dialogue_id=None, now=now,
    )  # fmt: skip
    here.ids["matter"] = matter.id
    session.flush()
    _note_moves(session, here)
    _announced(session, here, place)
    _polled(session, here, place)
    forged_events.happen(session, here, place)


def _polled(session: Session, here: Street, place: int) -> None:
    now, by = here.parlour.house.now(), here.ids["siti"]
    for _ in range(2):
        plan = Plan(PollKind.own, [Item("Cat hijau"), Item("Cat biru")], Method.approval, now + timedelta(days=3))
        poll = polls.open_poll(session, place, plan, by=by, now=now)
        here.polls.append(poll.id)
        here.options += [one.id for one in stored_polls.options_of(session, poll.id)]
    first = here.options[-1]
    tap(session, first, by=here.ids["tini"], secret=here.parlour.house.secret, now=now)
    poll_closing.close_early(session, here.polls[-1], "Cukup", by=by, now=now)
    here.tally = paper_votes.enter(session, here.polls[0], {}, 2, "photo", by=by, now=now).id
    _objected(session, here, place)


def _announced(session: Session, here: Street, place: int) -> None:
    now, by = here.parlour.house.now(), here.ids["siti"]
    for state in (BroadcastState.done, BroadcastState.running, BroadcastState.scheduled):
        said = Broadcast(
            community_id=place, author_id=by, content={"html": "Kerja bakti"}, audience={"communities": [place]},
            state=state, starts_at=now + timedelta(days=1), created_at=now,
        )  # fmt: skip
        session.add(said)
        session.flush()
        here.announced.append(said.id)


def _flagged(session: Session, here: Street, need_id: int, place: int) -> None:
    now = here.parlour.house.now()
    for number in range(3):
        person = Person(telegram_id=200 + number, name=f"Warga {number}", community_id=place, created_at=now)
        session.add(person)
        session.flush()
        session.add(Membership(person_id=person.id, community_id=place, joined_at=now - timedelta(days=9)))
        session.flush()
        flags.flag(session, need_id, by=person.id, now=now)


def _note_moves(session: Session, here: Street) -> None:
    for what, (need_id, _) in here.needs.items():
        need = stored.by_id(session, need_id)
        assert need is not None, what
        here.needs[what] = need_id, need.moves


def _objected(session: Session, here: Street, place: int) -> None:
    now, by, secret = here.parlour.house.now(), here.ids["siti"], here.parlour.house.secret
    items = [Item("Setuju"), Item("Setuju, walau mengganjal"), Item("Keberatan")]
    plan = Plan(PollKind.own, items, Method.consensus, now + timedelta(days=3))
    here.mufakat = polls.open_poll(session, place, plan, by=by, now=now).id
    found = objections.raise_it(session, here.mufakat, "Terlalu mahal", by=here.ids["tini"], secret=secret, now=now)
    objections.answer(session, found.id, "Bisa dicicil", by=by, now=now)
