"""Data saya: all that is kept of one person, as plain values under plain names, and nothing of anybody else.

What others wrote to them, for whom they told a need, and which organiser it was is somebody else's: it is left out
(UU 27/2022, article 33). For whom they have voted is theirs to know, for they alone can change it.
"""

from datetime import UTC, datetime
from typing import Any

import orjson
from sqlmodel import Session

from community import journeys, my_events, wishes
from community.journeys import Reader
from storage import declarations, outbox, people, personal
from storage import needs as needs_stored
from storage.audit import AuditEntry
from storage.media import Media
from storage.needs import Need
from storage.people import Person
from storage.supports import ONESELF

_NUMBERS_IN_AUDIT = frozenset(("into",))
"""Whole numbers in the audit that are spoken ones; any other may be somebody's id."""

Plain = dict[str, Any]


def collect(session: Session, person_id: int) -> Plain:
    """Everything, as values that JSON knows. Times are UTC."""
    person = people.by_id(session, person_id)
    if person is None:
        return {}
    return {
        "about": about(person),
        "communities": communities(session, person_id),
        "wishes": wishes_of(session, person_id),
        "groups": groups(session, person_id),
        "consents": consents(session, person_id),
        "needs": needs(session, person_id),
        "words_added": words_added(session, person_id),
        "supports": supports(session, person_id),
        "private_matters": matters(session, person_id),
        "closing_questions": closing_questions(session, person_id),
        "votes": votes(session, person_id),
        "events": my_events.collect(session, person_id),
        "events_called": my_events.called(session, person_id),
        "rotas": my_events.rotas(session, person_id),
        "calendar_addresses": my_events.addresses(session, person_id),
        "drafts": drafts(session, person_id),
        "photos_and_voices": files(session, person_id),
        "changed_by_others": changes(session, person_id),
        "messages_sent_to_you": sent(session, person),
    }


def about(person: Person) -> Plain:
    return {
        "name": person.name,
        "language": person.language,
        "telegram_account": person.telegram_id,
        "reachable": person.reachable,
        "since": _when(person.created_at),
    }


def communities(session: Session, person_id: int) -> list[Plain]:
    return [
        {
            "name": place.name,
            "area": place.area,
            "role": member.role.value,
            "joined_at": _when(member.joined_at),
            "recognised_at": _when(member.recognised_at),
            "house_marked": member.house_mark is not None,
            "hears_announcements": member.hears_broadcasts,
        }
        for member, place in personal.memberships(session, person_id)
    ]


def wishes_of(session: Session, person_id: int) -> Plain:
    """What they want to hear, when and how often; also where they have wished for nothing else than what holds."""
    mine = wishes.of(session, person_id)
    return {
        "quiet_hours": wishes.hours_of(session, person_id),
        "messages_a_week": wishes.cap_of(session, person_id),
        "news": mine.news.value,
        "event_reminders": mine.event_waves,
        "events_not_reminded_of": personal.hushed_events(session, person_id),
        "digest": mine.digest.value,
        "digest_weekday": mine.digest_weekday + 1,
        "digest_at": mine.digest_at,
        "all_stopped_since": _when(mine.stopped_at),
        "urgent_all_the_same": mine.keeps_urgent,
    }


def groups(session: Session, person_id: int) -> list[Plain]:
    """To which they have said that they belong."""
    mine = declarations.of_person(session, person_id)
    return [{"group": one.belongs_to.value, "since": _when(one.declared_at)} for one in mine]


def consents(session: Session, person_id: int) -> list[Plain]:
    return [
        {
            "purpose": one.purpose.value,
            "version": one.version,
            "language": one.language,
            "words_sha256": one.text_hash,
            "given_at": _when(one.given_at),
            "withdrawn_at": _when(one.withdrawn_at),
        }
        for one in personal.consents(session, person_id)
    ]


def needs(session: Session, person_id: int) -> list[Plain]:
    return [_need(session, need, person_id) for need in needs_stored.told_by(session, person_id)]


def _need(session: Session, need: Need, person_id: int) -> Plain:
    point = None if need.latitude is None else [need.latitude, need.longitude]
    return {
        "number": need.number,
        "kind": need.kind,
        "detail": need.detail,
        "title": need.title,
        "words": need.text,
        "place": need.place or need.landmark,
        "near_home": need.near_home,
        "point": point,
        "houses": need.houses.value if need.houses else None,
        "danger": need.danger,
        "told_for_a_neighbour": need.on_behalf_of is not None,
        "name_shown_to": need.name_shown_to.value,
        "photos_shown_to": need.photos_shown_to.value,
        "state": need.state.value,
        "told_at": _when(need.created_at),
        "story": _story(session, need, person_id),
    }


def _story(session: Session, need: Need, person_id: int) -> list[Plain]:
    """As its reporter reads it; of what other residents added only that they did."""
    return [
        {
            "at": _when(line.at),
            "event": line.event.value,
            "state": line.state.value if line.state else None,
            "by": "organisers" if line.by_office else "you" if line.actor_id == person_id else "others",
            "reason": line.reason if line.by_office or line.actor_id == person_id else None,
        }
        for line in journeys.read(session, need.id, Reader.reporter)
    ]


def words_added(session: Session, person_id: int) -> list[Plain]:
    """What they wrote to needs that others told."""
    return [
        {"number": need.number, "at": _when(line.at), "event": line.event.value, "words": line.reason}
        for line, need in personal.own_words(session, person_id)
        if need.reporter_id != person_id
    ]


def supports(session: Session, person_id: int) -> list[Plain]:
    """Saya juga, Kabari saya, Ini tidak pantas, and what was told for them: by the need's number."""
    rows = [
        *((one.need_id, one.created_at, "supports" if one.whom == ONESELF else "supports_for_a_neighbour")
          for one in personal.supports(session, person_id)),
        *((one.need_id, one.changed_at, "follows" if one.wants else "wants_no_news")
          for one in personal.follows(session, person_id)),
        *((one.need_id, one.created_at, "found_it_unfitting") for one in personal.flags(session, person_id)),
        *((one.need_id, one.asked_at, "says_it_was_told_for_them") for one in personal.claims(session, person_id)),
    ]  # fmt: skip
    number = personal.numbers(session, sorted({need_id for need_id, _, _ in rows}))
    return [{"number": number[need_id], "at": _when(at), "what": what} for need_id, at, what in rows]


def matters(session: Session, person_id: int) -> list[Plain]:
    return [
        {
            "number": f"P{one.number}",
            "words": one.text,
            "hope": one.hope.value,
            "your_name_known": one.author_shown,
            "about_organisers": one.about_office,
            "state": one.state.value,
            "written_at": _when(one.created_at),
            "added": [{"at": _when(line.at), "words": line.text} for line in personal.own_lines(session, one.id)],
        }
        for one in personal.matters(session, person_id)
    ]


def closing_questions(session: Session, person_id: int) -> list[Plain]:
    """That one was asked whether a need is met; one's own answer as long as the round is open."""
    rows = personal.closing_answers(session, person_id)
    number = personal.numbers(session, sorted({closing.need_id for _, closing in rows}))
    return [
        {
            "number": number[closing.need_id],
            "asked_at": _when(answer.asked_at),
            "answered_at": _when(answer.answered_at),
            "answer": answer.verdict.value if answer.verdict and closing.ended_at is None else None,
            "reason": answer.reason if closing.ended_at is None else None,
            "words": answer.words if closing.ended_at is None else None,
        }
        for answer, closing in rows
    ]


def votes(session: Session, person_id: int) -> list[Plain]:
    """That they have voted, and for which neighbours; never what: that is kept apart from every name."""
    return [
        {"number": poll.number, "question": poll.question, "state": poll.state.value, "for_neighbour": one.whom or None}
        for one, poll in personal.votes(session, person_id)
    ]


def drafts(session: Session, person_id: int) -> list[Plain]:
    return [
        {"talk": one.name, "question": one.step, "filled_in": orjson.loads(one.draft)}
        for one in personal.drafts(session, person_id)
    ]


def files(session: Session, person_id: int) -> list[Plain]:
    mine = personal.files(session, person_id)
    number = personal.numbers(session, sorted({one.need_id for one in mine if one.need_id is not None}))
    return [
        {
            "kind": one.kind.value,
            "kept": one.state.value,
            "file": file_name(one),
            "number": number.get(one.need_id or 0),
            "seconds": one.seconds,
            "sent_at": _when(one.created_at),
        }
        for one in mine
    ]


def changes(session: Session, person_id: int) -> list[Plain]:
    """What the organisers changed, when, and what it was before and after."""
    lines = personal.audit(session, person_id)
    number = personal.numbers(session, [line.subject_id for line in lines if line.subject == "need"])
    return [
        {
            "at": _when(line.at),
            "by": "you" if line.actor_id == person_id else "Pengurus",
            "what": line.action,
            "number": number.get(line.subject_id) if line.subject == "need" else None,
            **_sides(line),
        }
        for line in lines
    ]


def _sides(line: AuditEntry) -> Plain:
    return {"before": plain_side(line.before), "after": plain_side(line.after)}


def plain_side(side: Plain | None) -> Plain | None:
    """What was, or is now, without anybody's number."""
    if side is None:
        return None
    return {
        name: value for name, value in side.items() if isinstance(value, str | bool) or name in _NUMBERS_IN_AUDIT
    }  # fmt: skip


def sent(session: Session, person: Person) -> list[Plain]:
    """Kinds and times; what a message said is not kept once it has left."""
    return [
        {
            "at": _when(datetime.fromtimestamp(one.at, UTC)),
            "class": outbox.Class(one.rank).name,
            "kind": one.kind,
        }
        for one in personal.sent(session, person.telegram_id)
    ]


def _when(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")


def file_name(file: Media) -> str | None:
    """Its name in the ZIP: the day and a number, not the one on the shelf."""
    if file.path is None:
        return None
    return f"{file.kind.value}-{file.created_at:%Y%m%d}-{file.id}.{file.path.rpartition('.')[2]}"
