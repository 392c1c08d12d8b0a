"""Statements that take a person, or a need, out of every table: what goes whole, and what others keep loses the name.

A table that is to know a person gets its line here; `tests/community/test_erasure.py` searches all of them.
"""

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from storage import forgetting_events, letters
from storage.audit import AuditEntry
from storage.ballots import PollVoter
from storage.broadcasts import Broadcast
from storage.claims import Claim
from storage.closings import Closing, ClosingAnswer
from storage.consents import Consent
from storage.declarations import Declaration
from storage.dialogues import dialogue
from storage.erasures import Erasure, ErasureOf
from storage.events import EventNeed
from storage.flags import Flag
from storage.inbox import inbox
from storage.invitations import Invitation
from storage.limits import limit, scope_of
from storage.matters import Matter, MatterLine
from storage.media import Media, MediaState
from storage.needs import Need
from storage.outbox import outbox
from storage.paper_tallies import PaperTally
from storage.people import Membership, Person
from storage.polls import Poll, PollOption
from storage.preferences import Preference
from storage.stray_votes import StrayVote
from storage.supports import NAMELESS, Follow, Support
from storage.timeline import TimelineEntry

Draw = Callable[[], str]
"""A new random mark."""
PERSON_IN_AUDIT = ("to", "person", "reporter")
"""Names under which the audit keeps a person's id in what was before and after."""


def _delete(session: Session, table: type[SQLModel], *where: Any) -> None:
    session.connection().execute(sa.delete(table).where(*where))


def _empty(session: Session, table: type[SQLModel], *where: Any, **values: Any) -> None:
    session.connection().execute(sa.update(table).where(*where).values(**values))


# ── files ──


def orphan(session: Session, *where: Any) -> None:
    """Files that are nobody's from here on; each row stays until its file is off the shelf."""
    files = sa.select(col(Media.id)).where(*where)
    _empty(session, TimelineEntry, col(TimelineEntry.media_id).in_(files), media_id=None)
    forgetting_events.files(session, *where)
    _empty(
        session, Media, *where, state=MediaState.lost, person_id=None, need_id=None, matter_id=None, occurrence_id=None,
        dialogue_id=None, file_id="", file_unique_id="",
    )  # fmt: skip


def files_of_person(session: Session, person_id: int) -> None:
    orphan(session, col(Media.person_id) == person_id)


def files_of_need(session: Session, need_id: int, *, sent_by: int | None = None) -> None:
    """All files of a need, or those that one person has sent."""
    mine = () if sent_by is None else (col(Media.person_id) == sent_by,)
    orphan(session, col(Media.need_id) == need_id, *mine)


# ── a need ──


def need_whole(session: Session, need_id: int) -> None:
    """A need on which nobody relies, with everything that hangs on it; its files are orphaned before."""
    rounds = sa.select(col(Closing.id)).where(col(Closing.need_id) == need_id)
    _delete(session, ClosingAnswer, col(ClosingAnswer.closing_id).in_(rounds))
    for table in (Closing, Claim, Flag, Follow, Support, TimelineEntry):
        _delete(session, table, table.need_id == need_id)
    _delete(session, AuditEntry, col(AuditEntry.subject) == "need", col(AuditEntry.subject_id) == need_id)
    _delete(session, Erasure, col(Erasure.what) == ErasureOf.need, col(Erasure.subject_id) == need_id)
    _empty(session, PollOption, col(PollOption.need_id) == need_id, need_id=None)
    _delete(session, EventNeed, col(EventNeed.need_id) == need_id)
    _delete(session, Need, col(Need.id) == need_id)
    session.expire_all()


def person_in_need(session: Session, need_id: int, person_id: int, draw: Draw) -> None:
    """A need that others keep: whoever told it loses their name and words there, and is counted on without a name."""
    namelessly(session, person_id, draw, need_id=need_id)
    letters.forget(session, person_id, need_id=need_id)
    for table in (Follow, Flag, Claim):
        _delete(session, table, table.need_id == need_id, table.person_id == person_id)
    _delete(session, Claim, col(Claim.need_id) == need_id, col(Claim.answered_at).is_(None))
    rounds = sa.select(col(Closing.id)).where(col(Closing.need_id) == need_id)
    said = col(ClosingAnswer.closing_id).in_(rounds), col(ClosingAnswer.person_id) == person_id
    _secret_words(session, *said)
    _delete(session, ClosingAnswer, *said)
    _lines(session, col(TimelineEntry.need_id) == need_id, col(TimelineEntry.by_office).is_(False), person_id=person_id)
    session.expire_all()


def namelessly(session: Session, person_id: int, draw: Draw, *, need_id: int | None = None) -> None:
    """The count stays, of one need or of all; of a neighbour who was spoken for nothing is left but that there is one.

    What was said twice in one family of merged needs bears one mark, so that it counts once, and links no others.
    Neighbours without a name are told from nobody, not even from one another: each has a mark of their own.
    With `need_id`, what the same person says elsewhere in its family stays theirs and counts there.
    """
    marks: dict[tuple[int, str, int], str] = {}
    theirs = list(session.exec(select(Support).where(Support.person_id == person_id)))
    families = {
        one.id: (_root(session, one.need_id), one.whom, one.id if one.whom == NAMELESS else 0) for one in theirs
    }
    for one in theirs:
        if need_id is not None and one.need_id != need_id:
            continue
        family = families.pop(one.id)
        if need_id is not None and family in families.values():
            session.delete(one)
            continue
        marks.setdefault(family, f"{NAMELESS}{draw()}")
        one.person_id, one.whom = None, marks[family]
        session.add(one)
    session.flush()


def _root(session: Session, need_id: int) -> int:
    above = session.exec(select(Need.merged_into_id).where(Need.id == need_id)).first()
    return need_id if above is None else _root(session, above)


def _lines(session: Session, *where: Any, person_id: int) -> None:
    """Lines of the story: a resident's words go, the organisers' office has said its own."""
    mine = col(TimelineEntry.actor_id) == person_id, *where
    own = *mine, col(TimelineEntry.by_office).is_(False)
    _empty(session, TimelineEntry, *own, reason=None, media_id=None)
    _empty(session, TimelineEntry, *mine, actor_id=None)


def _secret_words(session: Session, *where: Any) -> None:
    """Words that were passed on from a closing, whose line names nobody: found by the answer while it is known."""
    said = select(ClosingAnswer.words, Closing.need_id).join(Closing, col(Closing.id) == col(ClosingAnswer.closing_id))
    for words, need_id in session.exec(said.where(*where, col(ClosingAnswer.words).is_not(None))).all():
        line = col(TimelineEntry.need_id) == need_id, col(TimelineEntry.reason) == words
        _empty(session, TimelineEntry, *line, col(TimelineEntry.by_office).is_(False), reason=None)


# ── a person ──


def person_whole(session: Session, person_id: int, telegram_id: int, draw: Draw) -> None:
    """Everything of a person, after their needs: rows that are theirs go, rows of others lose the name."""
    namelessly(session, person_id, draw)
    letters.forget(session, person_id)
    _what_they_said(session, person_id)
    _what_they_did(session, person_id)
    _their_chat(session, person_id, telegram_id)
    _in_polls(session, person_id, telegram_id)
    forgetting_events.person(session, person_id)
    for table in (Consent, Membership, Erasure, Preference, Declaration):
        _delete(session, table, table.person_id == person_id)
    _delete(session, Person, col(Person.id) == person_id)
    session.expire_all()


def _what_they_said(session: Session, person_id: int) -> None:
    answered = col(ClosingAnswer.person_id) == person_id
    _secret_words(session, answered)
    _delete(session, ClosingAnswer, answered)
    for table in (Follow, Flag, Claim):
        _delete(session, table, table.person_id == person_id)
    _lines(session, person_id=person_id)
    written = sa.select(col(Matter.id)).where(col(Matter.author_id) == person_id)
    orphan(session, col(Media.matter_id).in_(written))
    _delete(session, MatterLine, col(MatterLine.matter_id).in_(written))
    _delete(session, Matter, col(Matter.author_id) == person_id)
    session.connection().execute(dialogue.delete().where(dialogue.c.person_id == person_id))


def _what_they_did(session: Session, person_id: int) -> None:
    """As an organiser, as a reader of private matters, as one who invites or is invited."""
    read = sa.select(col(Matter.id)).where(col(Matter.reader_id) == person_id)
    _delete(session, MatterLine, col(MatterLine.matter_id).in_(read), col(MatterLine.by_reader))
    _empty(session, Matter, col(Matter.reader_id) == person_id, reader_id=None)
    for column in ("reporter_id", "spoken_by_id", "assigned_to_id"):
        _empty(session, Need, getattr(Need, column) == person_id, **{column: None})
    _empty(session, Closing, col(Closing.opened_by_id) == person_id, opened_by_id=None)
    _empty(session, Broadcast, col(Broadcast.author_id) == person_id, author_id=None)
    _delete(session, Invitation, sa.or_(col(Invitation.made_by) == person_id, col(Invitation.used_by) == person_id))
    standing = sa.select(col(Membership.id)).where(col(Membership.person_id) == person_id)
    _delete(session, AuditEntry, col(AuditEntry.subject) == "membership", col(AuditEntry.subject_id).in_(standing))
    _empty(session, AuditEntry, col(AuditEntry.actor_id) == person_id, actor_id=None)
    _audit_values(session, person_id)


def _in_polls(session: Session, person_id: int, telegram_id: int) -> None:
    """That they have voted; their ballots in open polls went before (`community.leavers`), in others they are nobody's.

    What they asked, added and counted on paper stays the neighbourhood's, without the name.
    """
    _delete(session, PollVoter, col(PollVoter.person_id) == person_id)
    _delete(session, StrayVote, col(StrayVote.telegram_id) == telegram_id)
    _empty(session, Poll, col(Poll.author_id) == person_id, author_id=None)
    _empty(session, PollOption, col(PollOption.added_by_id) == person_id, added_by_id=None)
    for column in ("entered_by_id", "witness_id"):
        _empty(session, PaperTally, getattr(PaperTally, column) == person_id, **{column: None})


def _audit_values(session: Session, person_id: int) -> None:
    """What was before and after may name a person by number, such as to whom a need was handed."""
    column = sa.literal(f"%: {person_id}%")
    values = sa.or_(
        sa.cast(col(AuditEntry.before), sa.Text).like(column), sa.cast(col(AuditEntry.after), sa.Text).like(column)
    )
    for line in session.exec(select(AuditEntry).where(values)):
        line.before, line.after = (_without(side, person_id) for side in (line.before, line.after))
        session.add(line)
    session.flush()


def _without(side: dict[str, Any] | None, person_id: int) -> dict[str, Any] | None:
    if side is None:
        return None
    return {key: None if key in PERSON_IN_AUDIT and value == person_id else value for key, value in side.items()}


def _their_chat(session: Session, person_id: int, telegram_id: int) -> None:
    """The machine room: what waits for their chat, what was sent there, what came from it and was set aside."""
    connection = session.connection()
    connection.execute(outbox.delete().where(outbox.c.chat == telegram_id))
    connection.execute(outbox.update().where(outbox.c.person_id == person_id).values(person_id=None))
    connection.execute(limit.delete().where(limit.c.scope == scope_of(telegram_id)))
    connection.execute(
        inbox.update().where(inbox.c.state != "open", _in(_lanes(telegram_id))).values(payload=None, lane="")
    )


def _lanes(telegram_id: int) -> Iterable[str]:
    """As `storage.lanes` names them."""
    return f"p:{telegram_id}", f"g:%:{telegram_id}", f"v:%:{telegram_id}"


def _in(lanes: Iterable[str]) -> sa.ColumnElement[bool]:
    return sa.or_(*(inbox.c.lane.like(lane) for lane in lanes))
