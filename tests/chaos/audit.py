"""What must be true when a storm is over, whatever it cut off: promises, compared with what Telegram and people saw."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson
import sqlalchemy as sa
from sqlmodel import Session, col, select

from playground.screen import Seen
from storage.dialogues import dialogue
from storage.inbox import inbox
from storage.media import Media
from storage.needs import Need, NeedState
from storage.outbox import outbox
from storage.people import Membership, Person
from storage.timeline import TimelineEntry
from tests.chaos.neighbours import HOME, SAID, Resident
from tests.chaos.storm import Storm

WHERE = "Di sebelah mana?"
NEVER_SHOWN = ("Traceback", "Error", "Exception", "ada yang salah")


def faults(storm: Storm, session: Session) -> list[str]:
    """Everything that is not as it was promised, one sentence each."""
    found = [*_updates(storm, session), *_numbers(session), *_letters(storm, session)]
    for resident in storm.residents:
        person = session.exec(select(Person).where(Person.telegram_id == resident.id)).one_or_none()
        if person is None:
            found.append(f"{resident.name} is not known")
        else:
            found += [
                f"{resident.name}: {fault}\n{resident.screen()}" for fault in _of_resident(resident, person, session)
            ]
    return found


def _updates(storm: Storm, session: Session) -> Iterator[str]:
    """Acknowledged is kept, and done."""
    updates = storm.world.state.updates
    acknowledged = set(range(storm.first_update + 1, updates.last_id + 1)) - set(updates.pending)
    kept = {row.update_id: row.state for row in session.connection().execute(sa.select(inbox))}
    if lost := sorted(acknowledged - set(kept)):
        yield f"acknowledged and lost: {lost}"
    if strange := sorted(set(kept) - acknowledged):
        yield f"kept, but never acknowledged: {strange}"
    if undone := {number: state for number, state in kept.items() if state != "done"}:
        yield f"not done: {undone}"


def _numbers(session: Session) -> Iterator[str]:
    by_community: dict[int, list[int]] = {}
    for need in session.exec(select(Need).order_by(col(Need.number))):
        by_community.setdefault(need.community_id, []).append(need.number)
        lines = session.exec(select(TimelineEntry).where(TimelineEntry.need_id == need.id)).all()
        if [line.state for line in lines].count(NeedState.received) != 1 or lines[0].state is not NeedState.received:
            yield f"No. {need.number} begins its story {len(lines)} times"
    for community, numbers in by_community.items():
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"the numbers of community {community} are {numbers}"


# ── what one resident did, has, and sees ──


def _of_resident(resident: Resident, person: Person, session: Session) -> Iterator[str]:
    memberships = session.exec(select(Membership).where(Membership.person_id == person.id)).all()
    if len(memberships) != 1:
        yield f"is a member {len(memberships)} times"
    yield from _needs(resident, person, session)
    if (heard := _sentences(person, session)) != resident.sentences_said:
        yield f"said {resident.sentences_said} sentences, and {heard} are there"
    pictures = len(session.exec(select(Media).where(Media.person_id == person.id)).all())
    if pictures != resident.photos_sent:
        yield f"sent {resident.photos_sent} photos, and {pictures} are there"
    screen = _screen(resident)
    yield from (f"reads “{words}”" for words in NEVER_SHOWN if any(words in seen.text for seen in screen))
    yield from _question(resident, person, session, screen)


def _needs(resident: Resident, person: Person, session: Session) -> Iterator[str]:
    """As many as were confirmed to her, one of each talk, each as she told it."""
    needs = session.exec(select(Need).where(Need.reporter_id == person.id).order_by(col(Need.id))).all()
    told = {int(said[1]) for seen in _screen(resident) if (said := SAID.search(seen.text))}
    if told != {need.number for need in needs}:
        yield f"was told of {sorted(told)}, and has {[need.number for need in needs]}"
    if not len(resident.reported) <= len(needs) <= len(resident.reported) + 1:
        yield f"reported {len(resident.reported)} times, and has {len(needs)} needs"
    for meant, need in zip(resident.needs, needs, strict=False):
        is_there = need.near_home if meant.place == HOME else meant.place == need.place
        if meant.kind != need.kind or not is_there:
            yield f"meant {meant}, and No. {need.number} is {need.kind} at {need.place or need.near_home}"
    ended = session.connection().execute(
        sa.select(dialogue.c.subject_id).where(
            dialogue.c.person_id == person.id, dialogue.c.name == "report", dialogue.c.state == "done"
        )
    )
    if sorted(ended.scalars()) != sorted(need.id or 0 for need in needs):
        yield "has needs that came from no talk, or talks that led to no need"


def _sentences(person: Person, session: Session) -> int:
    """Each was heard once, as part of the story or as a place, whenever and however often it was brought.

    A key of the keyboard that is pressed again while its first press is on the way is no sentence of hers, though it
    may come so late that it stands in the next story.
    """
    drafts = session.connection().execute(sa.select(dialogue.c.draft).where(dialogue.c.person_id == person.id))
    told: list[dict[str, Any]] = [orjson.loads(draft)["draft"] for draft in drafts.scalars()]
    lines: list[str] = [line for draft in told if draft.get("text") for line in draft["text"].splitlines()]
    stories = sum(line != HOME for line in lines)
    return stories + sum(bool(draft.get("place") or draft.get("near_home")) for draft in told)


def _screen(resident: Resident) -> list[Seen]:
    views = resident.play.screens(resident.id)["views"]
    return [Seen(message) for view in views for message in view["messages"] if message["by_bot"]]


def _question(resident: Resident, person: Person, session: Session, screen: list[Seen]) -> Iterator[str]:
    """The newest question before her is the one at which her talk stands."""
    row = (
        session.connection()
        .execute(
            sa.select(dialogue.c.id, dialogue.c.version, dialogue.c.step).where(
                dialogue.c.person_id == person.id, dialogue.c.state == "open", dialogue.c.is_current
            )
        )
        .first()
    )
    sees = next((seen for seen in map(_question_in, reversed(screen)) if seen), "nothing")
    if row is None:
        if sees == "where" or (isinstance(sees, tuple) and _is_open(session, *sees)):
            yield f"sees the question {sees}, but stands nowhere"
    elif row.step == "where" and sees == "where":
        keyboard = [key["text"] for view in resident.play.screens(resident.id)["views"] for key in _keys(view)]
        if HOME not in keyboard:
            yield f"is asked where, with the keys {keyboard}"
    elif sees != (row.id, row.version):
        yield f"sees the question {sees}, and stands at {row.step}, {(row.id, row.version)}"


def _question_in(seen: Seen) -> tuple[int, int] | str | None:
    """(dialogue, version) of what a message asks with its buttons; or that it asks where, or that it ends a talk."""
    for button in seen.buttons:
        parts = str(button.get("callback_data", "")).split(".")
        if parts[0] == "d":
            return int(parts[1]), int(parts[2])
    if SAID.search(seen.text):
        return "the end"
    return "where" if seen.says(WHERE) else None


def _is_open(session: Session, dialogue_id: int, version: int) -> bool:
    query = sa.select(dialogue.c.state).where(dialogue.c.id == dialogue_id, dialogue.c.version == version)
    return session.connection().execute(query).scalar() == "open"


def _keys(view: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for row in (view["reply_keyboard"] or {}).get("keyboard", []):
        yield from row


# ── what left ──


def _letters(storm: Storm, session: Session) -> Iterator[str]:
    """Every row left at least once; more often only where its fate was unknown, and counted so."""
    rows = session.connection().execute(
        sa.select(outbox.c.id, outbox.c.chat, outbox.c.method, outbox.c.state, outbox.c.message_id, outbox.c.unknown)
    )
    sent = [one for one in storm.world.state.sent if one["method"] == "sendMessage" and one["ok"]]
    copies = Counter(map(_content, sent))
    content_of = {(one["chat_id"], one["message_id"]): _content(one) for one in sent}
    due: Counter[bytes] = Counter()
    most: Counter[bytes] = Counter()
    for row in rows:
        if row.state not in ("sent", "moot"):
            yield f"row {row.id} ({row.method}) ended as {row.state}"
        if row.method == "sendMessage" and row.state == "sent":
            content = content_of.get((row.chat, row.message_id))
            if content is None:
                yield f"row {row.id} is marked as sent, and never came"
            else:
                due[content] += 1
                most[content] += 1 + row.unknown
    yield from _out_of_order(sent)
    for content, times in copies.items():
        if not due[content] <= times <= most[content]:
            yield f"came {times} times, expected {due[content]} to {most[content]}: {content.decode()[:300]}"


def _out_of_order(sent: list[dict[str, Any]]) -> Iterator[str]:
    """In one chat no question comes after a later one, not even for the second time."""
    latest: dict[int, tuple[int, int]] = {}
    for entry in sent:
        asks = re.search(r"\bd\.(\d+)\.(\d+)\.", str(entry["params"]))
        if asks:
            question, before = (int(asks[1]), int(asks[2])), latest.get(entry["chat_id"], (0, 0))
            latest[entry["chat_id"]] = max(question, before)
            if question < before:
                yield f"chat {entry['chat_id']}: question {question} came after {before}"


def _content(entry: dict[str, Any]) -> bytes:
    return orjson.dumps([entry["chat_id"], entry["params"]], option=orjson.OPT_SORT_KEYS)
