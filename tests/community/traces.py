"""One person who has left a trace in every table that knows people, by real use cases; and what is left of her.

Bu Tini is a resident and helps as an organiser: she tells, supports, speaks for others, is asked, moves things.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from community import (
    claims,
    consents,
    invitations,
    journeys,
    media,
    merges,
    needs,
    objections,
    supports,
    triage,
    votes_for_neighbours,
)
from community.needs import Report
from storage import audit, dialogues, inbox, letters, limits, outbox, people, polls
from storage.broadcasts import Broadcast, BroadcastState
from storage.claims import Claim
from storage.closings import Closing, ClosingAnswer, Verdict
from storage.columns import metadata
from storage.consents import ConsentPurpose
from storage.declarations import Declaration, Group
from storage.flags import Flag
from storage.inbox import Ticket
from storage.matters import Hope, Matter, MatterLine
from storage.media import MediaKind, MediaState
from storage.needs import Audience, Awaited, Need
from storage.paper_tallies import PaperTally
from storage.people import Role
from storage.polls import Method
from storage.preferences import Preference
from storage.stray_votes import StrayVote
from storage.timeline import Event
from tests.community import event_traces, polling
from tests.community.polling import SECRET
from tests.community.rt_three import NOW, RtThree

WORDS = "selokan zamrud"
"""Only she says it, in whatever she writes: no sentence of anybody else's holds it."""
POINT = (-7.56123, 110.82987)
HOUR = timedelta(hours=1)
ASKED = NOW + timedelta(minutes=1)
"""When she has had enough."""


@dataclass(frozen=True)
class Traces:
    """Ids of needs: `alone` is hers and nobody else's, `shared` has supporters and a story, `other` is Asep's."""

    alone: int
    shared: int
    merged: int
    other: int
    telegram: int
    name: str


def leave(session: Session, rt: RtThree) -> Traces:
    """Fill every table."""
    tini = people.by_id(session, rt.tini)
    assert tini is not None
    tini.name = "Bu Tini Zubaidah"
    for purpose in (ConsentPurpose.reports, ConsentPurpose.photos):
        consents.give(
            session, person_id=rt.tini, community_id=rt.community, purpose=purpose, version=1, text=WORDS,
            language="id", now=NOW,
        )  # fmt: skip
    alone = _told(session, rt, rt.tini, dialogue_id=_draft(session, rt.tini))
    shared = _told(session, rt, rt.tini)
    merged = _told(session, rt, rt.tini)
    other = needs.submit(
        session, Report(kind="lamp", text="lampu mati"), by=rt.asep, community_id=rt.community, dialogue_id=None,
        now=NOW,
    )  # fmt: skip
    _shares(session, rt, shared, other)
    merges.merge(session, merged.id, into=other.id, by=rt.budi, now=NOW, seen=None)
    _helps(session, rt, other)
    _is_asked(session, rt, shared)
    _private_matters(session, rt)
    _takes_over(session, rt)
    _machine_room(session, rt, tini.telegram_id)
    _hears_and_speaks(session, rt)
    _votes(session, rt, tini.telegram_id)
    event_traces.gathers(session, rt, tini.name, WORDS)
    session.flush()
    return Traces(alone.id, shared.id, merged.id, other.id, tini.telegram_id, tini.name)


def _hears_and_speaks(session: Session, rt: RtThree) -> None:
    """Wishes of hers, and an announcement that she made while she was an organiser."""
    session.add(Preference(person_id=rt.tini, weekly_cap=3))
    session.add(Declaration(person_id=rt.tini, belongs_to=Group.women, declared_at=NOW))
    session.add(
        Broadcast(
            community_id=rt.community, author_id=rt.tini, content={}, audience={}, state=BroadcastState.done,
            starts_at=NOW, created_at=NOW,
        )
    )  # fmt: skip


def _votes(session: Session, rt: RtThree, telegram: int) -> None:
    """She has asked a poll, voted in it for herself and for a neighbour, counted paper, witnessed some, objected."""
    poll = polling.asks(session, rt, Method.consensus)
    poll.author_id = rt.tini
    objections.raise_it(session, poll.id, f"{WORDS} dulu", by=rt.tini, secret=SECRET, now=NOW)
    polling.taps(session, poll, rt.asep, 1)
    agrees = [polling.option(session, poll, 1)]
    votes_for_neighbours.cast(session, poll.id, "Mbah Zulkifli", agrees, by=rt.tini, secret=SECRET, now=NOW)
    option = polls.option_by_id(session, agrees[0])
    assert option is not None
    option.added_by_id = rt.tini
    for counted, saw in ((rt.tini, rt.asep), (rt.siti, rt.tini)):
        session.add(
            PaperTally(
                poll_id=poll.id, votes={}, sheets=1, photo="p", entered_by_id=counted, witness_id=saw, entered_at=NOW,
                witnessed_at=NOW,
            )
        )  # fmt: skip
    session.add(StrayVote(native_id="77", telegram_id=telegram, options=["0"], came_at=NOW))


def _told(session: Session, rt: RtThree, by: int, dialogue_id: int | None = None) -> Need:
    report = Report(
        kind="drain", detail="clogged", text=f"{WORDS} mampet", place=f"dekat {WORDS}", latitude=POINT[0],
        longitude=POINT[1], on_behalf_of="Mbah Zulaikha" if dialogue_id is None else None,
    )  # fmt: skip
    need = needs.submit(session, report, by=by, community_id=rt.community, dialogue_id=dialogue_id, now=NOW)
    need.stems = WORDS
    needs.show_photos(session, need.id, Audience.neighbours, by=by, now=NOW)
    _photo(session, by, need_id=need.id)
    return need


def _photo(session: Session, by: int, need_id: int | None = None, matter_id: int | None = None) -> int:
    photo = media.receive(
        session, kind=MediaKind.photo, file_id=f"file-{by}-z", file_unique_id=f"unique-{by}-z", seconds=None,
        person_id=by, dialogue_id=None, need_id=need_id, now=NOW,
    )  # fmt: skip
    photo.matter_id = matter_id
    photo.state, photo.path, photo.size = MediaState.kept, media.path_for(photo), 4
    session.flush()
    return photo.id


def _draft(session: Session, person_id: int) -> int:
    made = dialogues.start(
        session, person_id=person_id, name="report", step="what", draft=f'{{"text": "{WORDS}"}}', now=NOW.timestamp()
    )
    media.receive(
        session, kind=MediaKind.voice, file_id="file-1-z", file_unique_id="unique-1-z", seconds=3, person_id=person_id,
        dialogue_id=made.id, now=NOW,
    )  # fmt: skip
    session.flush()
    return made.id


def _shares(session: Session, rt: RtThree, shared: Need, other: Need) -> None:
    supports.support(session, shared.id, by=rt.asep, now=NOW)
    supports.support(session, other.id, by=rt.tini, now=NOW)
    supports.support(session, other.id, by=rt.tini, now=NOW, whom="Mbah Zulaikha")
    supports.follow(session, other.id, wants=True, by=rt.tini, now=NOW)
    supports.add_words(session, other.id, text=f"{WORDS} juga", dialogue_id=None, by=rt.tini, now=NOW)
    triage.ask(session, shared.id, question="sebelah mana?", by=rt.budi, now=NOW, seen=None)
    triage.answer(session, shared.id, text=f"di {WORDS}", dialogue_id=None, by=rt.tini, now=NOW)
    shared.awaits = Awaited.answer
    session.add(Flag(need_id=other.id, person_id=rt.tini, created_at=NOW))
    session.add(Claim(need_id=other.id, person_id=rt.tini, asked_at=NOW))
    session.add(Claim(need_id=shared.id, person_id=rt.asep, asked_at=NOW))


def _helps(session: Session, rt: RtThree, other: Need) -> None:
    member = people.membership_of(session, rt.tini, rt.community)
    assert member is not None
    member.role = Role.organiser
    audit.note(
        session, at=NOW, community_id=rt.community, actor_id=rt.budi, action="standing.given", subject="membership",
        subject_id=member.id, after={"role": "organiser"},
    )  # fmt: skip
    invited = invitations.invite_organiser(session, rt.community, by=rt.budi, now=NOW)
    invited.used_by, invited.used_at = rt.tini, NOW
    triage.accept(session, other.id, title="Lampu gang", by=rt.tini, now=NOW, seen=None)
    triage.hand_over(session, other.id, to=rt.tini, by=rt.siti, now=NOW, seen=None)
    journeys.write(
        session, other, Event.explained, by=rt.tini, now=NOW, as_office=True, reason="sudah dipesan",
        media_id=_photo(session, rt.tini, need_id=other.id),
    )  # fmt: skip


def _is_asked(session: Session, rt: RtThree, shared: Need) -> None:
    said = journeys.write(session, shared, Event.explained, by=rt.siti, now=NOW, as_office=True, reason="dikeruk")
    closing = Closing(need_id=shared.id, opened_at=NOW, opened_by_id=rt.tini, entry_id=said.id, ends_at=NOW)
    session.add(closing)
    session.flush()
    for person_id, words in ((rt.tini, f"{WORDS} lagi"), (rt.asep, None)):
        session.add(
            ClosingAnswer(
                closing_id=closing.id,
                person_id=person_id,
                is_concerned=True,
                verdict=Verdict.not_yet,
                words=words,
                asked_at=NOW,
                answered_at=NOW,
            )
        )
    journeys.write(session, shared, Event.moved, by=None, now=NOW, reason=f"{WORDS} lagi", state=shared.state)


def _private_matters(session: Session, rt: RtThree) -> None:
    for number, author, reader in ((1, rt.tini, rt.siti), (2, rt.asep, rt.tini)):
        matter = Matter(
            community_id=rt.community, number=number, author_id=author, reader_id=reader, hope=Hope.known,
            text=WORDS if author == rt.tini else "musik malam", created_at=NOW, changed_at=NOW,
        )  # fmt: skip
        session.add(matter)
        session.flush()
        by_her = f"{WORDS} tentang itu"
        session.add(MatterLine(matter_id=matter.id, at=NOW, by_reader=reader == rt.tini, text=by_her))
        _photo(session, author, matter_id=matter.id)


def _takes_over(session: Session, rt: RtThree) -> None:
    report = Report(kind="lamp", on_behalf_of="tetangga")
    need = needs.submit(session, report, by=rt.asep, community_id=rt.community, dialogue_id=None, now=NOW)
    claims.answer(session, claims.ask(session, need.id, by=rt.tini, now=NOW).id, granted=True, by=rt.asep, now=NOW)


def _machine_room(session: Session, rt: RtThree, telegram: int) -> None:
    moment = NOW.timestamp()
    message = {"text": WORDS}
    outbox.call(
        session, chat=telegram, method="sendMessage", parameters=message, due_at=moment, now=moment, person_id=rt.tini
    )
    outbox.call(
        session, chat=-100, method="sendMessage", parameters={"text": "-"}, due_at=moment, now=moment, person_id=rt.tini
    )
    letter = outbox.call(
        session, chat=-101, method="sendMessage", parameters=message, due_at=moment, now=moment, person_id=rt.siti
    )
    assert letter is not None
    letters.sign(session, letter, author_id=rt.tini, need_id=1)
    limits.pause(session, limits.scope_of(telegram), moment)
    update = {
        "update_id": 77,
        "message": {"from": {"id": telegram}, "chat": {"type": "private", "id": telegram}, "text": WORDS},
    }
    inbox.keep(session, [update], moment)
    number = session.connection().execute(sa.select(inbox.inbox.c.id)).scalar_one()
    ticket = Ticket(number, f"p:{telegram}", "")
    assert inbox.park(session, ticket, state="parked", now=moment)


def rows_about(session: Session, *signs: str) -> dict[str, list[str]]:
    """Table and column of every value, in the whole database, that holds one of these signs as text."""
    found: dict[str, list[str]] = {}
    for table in metadata.sorted_tables:
        for row in session.connection().execute(sa.select(table)).mappings():
            for name, value in row.items():
                if any(sign.lower() in str(value).lower() for sign in signs):
                    found.setdefault(f"{table.name}.{name}", []).append(str(value))
    return found


def references_to(session: Session, person_id: int) -> set[str]:
    """Columns that point to a person and hold this one; what the audit keeps beside a name, too."""
    found = set()
    for table in metadata.sorted_tables:
        for column in table.columns:
            points = any(key.column.table.name == "person" for key in column.foreign_keys)
            if points and session.connection().execute(sa.select(table).where(column == person_id)).first():
                found.add(f"{table.name}.{column.name}")
    return found


def tables_that_know_people() -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }


def an_hour_later(moment: datetime = ASKED) -> float:
    return (moment + HOUR).timestamp()
