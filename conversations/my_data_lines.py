"""How one's own data read, part by part: short lines for a small screen; the ZIP has all of it."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from sqlmodel import Session

from community import my_data, my_events
from conversations import need_lines, quiet_lines
from locales import Words
from storage import needs, people
from storage.needs import NeedState

Read = Callable[[Session, int, Words, str], list[str]]
"""The lines of one part: of whom, in which words, in which time zone."""


def about(session: Session, person_id: int, words: Words, zone: str) -> list[str]:
    person = people.by_id(session, person_id)
    if person is None:
        return []
    account = words.label("data.about", name=person.name, account=person.telegram_id)
    places = [
        words.label(
            "data.place",
            name=place["name"],
            role=words.label(f"data.role.{place['role']}"),
            day=_day(words, place["joined_at"], zone),
        )
        for place in my_data.communities(session, person_id)
    ]
    return [
        account,
        *places,
        *_wishes(session, person_id, words),
        *_groups(session, person_id, words),
        *(_consent(words, one, zone) for one in my_data.consents(session, person_id)),
    ]


def _wishes(session: Session, person_id: int, words: Words) -> list[str]:
    """How one wants to be told of things."""
    mine = my_data.wishes_of(session, person_id)
    key = "data.wishes.stopped.but_urgent" if mine["urgent_all_the_same"] else "data.wishes.stopped"
    stopped = [words.label(key)] if mine["all_stopped_since"] else []
    return [
        words.label(
            "data.wishes",
            quiet=quiet_lines.line(words, mine["quiet_hours"]),
            news=words.label(f"settings.news.{mine['news']}"),
            most=mine["messages_a_week"],
        ),
        *stopped,
    ]


def _groups(session: Session, person_id: int, words: Words) -> list[str]:
    names = [words.label(f"group.name.{one['group']}") for one in my_data.groups(session, person_id)]
    return [words.label("data.groups", names=", ".join(names))] if names else []


def _consent(words: Words, one: Mapping[str, Any], zone: str) -> str:
    said = words.label(f"izin.purpose.{one['purpose']}")
    holds = one["withdrawn_at"] is None
    return words.label(
        "data.consent" if holds else "data.consent.ended",
        what=said,
        version=one["version"],
        day=_day(words, one["given_at" if holds else "withdrawn_at"], zone),
    )


def told(session: Session, person_id: int, words: Words, _zone: str) -> list[str]:
    """Needs, the newest first."""
    lines = []
    for need in reversed(needs.told_by(session, person_id)):
        place = need.landmark or need.place
        more = [need_lines.quoted(need.text), f"📍 {place}" if place else ""]
        lines.append("\n".join([need_lines.listed(words, need), *(one for one in more if one)]))
    return lines


def joined(session: Session, person_id: int, words: Words, zone: str) -> list[str]:
    """Saya juga and the like, and words added to others' needs."""
    did = [
        f"{_day(words, one['at'], zone)} · No. {one['number']} · {_did(words, one['what'])}"
        for one in my_data.supports(session, person_id)
    ]
    said = [
        f"{_day(words, one['at'], zone)} · No. {one['number']} · {need_lines.quoted(one['words'])}"
        for one in my_data.words_added(session, person_id)
    ]
    return did + said


def _did(words: Words, what: str) -> str:
    return words.label(f"data.did.{what}")


def secret(session: Session, person_id: int, words: Words, zone: str) -> list[str]:
    """Private matters, and what one was asked in secret."""
    matters = [
        f"{_day(words, one['written_at'], zone)} · {one['number']} · {need_lines.quoted(one['words'])}"
        for one in my_data.matters(session, person_id)
    ]
    asked = [
        words.label(
            "data.closing" if one["answer"] is None else f"data.closing.{one['answer']}",
            number=one["number"],
            day=_day(words, one["asked_at"], zone),
        )
        for one in my_data.closing_questions(session, person_id)
    ]
    return matters + asked


def voted(session: Session, person_id: int, words: Words, _zone: str) -> list[str]:
    """In which polls, and for whom; never what."""
    return [
        words.label(
            "data.vote" if one["for_neighbour"] is None else "data.vote.for",
            number=one["number"],
            name=one["for_neighbour"],
        )
        for one in my_data.votes(session, person_id)
    ]


def met(session: Session, person_id: int, words: Words, zone: str) -> list[str]:
    """What one has said to events and had a part in, and what one has called or proposed; the newest first."""
    part = [
        " · ".join(
            [_day(words, one["begins_at"], zone), words.label("data.event", number=one["number"]), *_part(words, one)]
        )
        for one in my_events.collect(session, person_id)
    ]
    own = my_events.called(session, person_id)
    return [*part, *(words.label("data.event.own", number=one["number"], title=one["title"] or "–") for one in own)]


def _part(words: Words, one: Mapping[str, Any]) -> list[str]:
    answer, minutes = one["answer"], one["minutes"]
    said = [words.label(f"rsvp.answer.{answer['answer']}")] if answer else []
    said += [f"🧰 {mine['what']} {mine['many']}" for mine in one["promised"]]
    said += [words.label(f"errand.kind.{answer['sends_along']}")] if answer and answer["sends_along"] else []
    said += [words.label("data.event.turn")] if one["your_turn"] else []
    said += [words.label("data.event.there")] if one["was_there"] else []
    if minutes:
        said.append(words.label("data.event.agrees" if minutes["agrees"] else "data.event.corrects"))
    return said + [words.label("data.event.to_do", what=task["what"]) for task in one["to_do"]]


def sent_here(session: Session, person_id: int, words: Words, _zone: str) -> list[str]:
    """Photos, voices and drafts, counted."""
    kinds = Counter(one["kind"] for one in my_data.files(session, person_id))
    files = [words.label(f"data.file.{kind}", many=many) for kind, many in sorted(kinds.items())]
    drafts = len(my_data.drafts(session, person_id))
    return [*files, words.label("data.drafts", many=drafts)] if drafts else files


def changed(session: Session, person_id: int, words: Words, zone: str) -> list[str]:
    """What organisers changed of one's own; who of them it was is theirs."""
    return [
        " · ".join([moment(words, one["at"], zone), _who(words, one), *_what(words, one)])
        for one in my_data.changes(session, person_id)
    ]


def _who(words: Words, one: Mapping[str, Any]) -> str:
    return words.label("data.by.you" if one["by"] == "you" else "data.by.office")


def _what(words: Words, one: Mapping[str, Any]) -> list[str]:
    number = f"No. {one['number']}" if one["number"] else ""
    return [part for part in (number, action(words, one["what"]), sides(words, one["before"], one["after"])) if part]


def action(words: Words, name: str) -> str:
    """need.moved as neighbours say it."""
    key = f"trail.did.{name.replace('.', '_')}"
    return words.label(key) if words.has(key) else words.label("trail.did.other")


def sides(words: Words, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    """Sudah masuk → Masuk daftar warga: what differs, empty if nothing that can be shown."""
    shown = [
        f"{_value(words, name, (before or {}).get(name))} → {_value(words, name, (after or {}).get(name))}"
        for name in {**(before or {}), **(after or {})}
        if (before or {}).get(name) != (after or {}).get(name)
    ]
    return ", ".join(shown)


def _value(words: Words, name: str, value: Any) -> str:
    if value is None:
        return "–"
    if name == "state" and value in list(NeedState):
        return need_lines.state_name(words, NeedState(value))
    if name == "role":
        return words.label(f"data.role.{value}")
    if name == "kind":
        return need_lines.kind_name(words, str(value))
    return f"No. {value}" if name == "into" else str(value)


def messages(session: Session, person_id: int, words: Words, zone: str) -> list[str]:
    """What was sent lately: when, and of which sort."""
    person = people.by_id(session, person_id)
    sent = my_data.sent(session, person) if person else []
    return [f"{moment(words, one['at'], zone)} · {_sort(words, one['class'])}" for one in sent]


def _sort(words: Words, name: str) -> str:
    return words.label(f"data.class.{name}")


def _day(words: Words, moment: str, zone: str) -> str:
    return need_lines.day(words, datetime.fromisoformat(moment), zone)


def moment(words: Words, at: str, zone: str) -> str:
    """25 Nov 14.03."""
    local = datetime.fromisoformat(at).astimezone(ZoneInfo(zone))
    return format_datetime(local, "d MMM HH.mm", locale=words.language)


PARTS: Mapping[str, Read] = {
    "about": about,
    "needs": told,
    "joined": joined,
    "secret": secret,
    "votes": voted,
    "events": met,
    "files": sent_here,
    "changed": changed,
    "messages": messages,
}
"""The parts in the order in which they are offered."""
