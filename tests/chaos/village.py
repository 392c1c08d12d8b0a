"""A village whose people are called together and reminded, while the power goes and clocks jump."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from community import event_reminders, events
from community.events import Call
from playground import residents
from playground.world import World
from storage import occurrences, reminders
from storage.communities import Community, CommunityKind
from storage.database import reading, writing
from storage.events import EventKind
from storage.outbox import outbox
from storage.people import Membership, Person, Role
from storage.reminders import Reminder, Wave
from storage.rsvps import Answer, Rsvp

ZONE = "Asia/Jakarta"
SINCE = datetime(2026, 10, 1, tzinfo=UTC)


@dataclass(slots=True)
class Village:
    """`people` and `chats` are ids, ours and Telegram's, in one order; the first is the chair's."""

    world: World
    engine: Engine
    community: int
    people: list[int]
    chats: list[int]
    called: dict[str, int] = field(default_factory=dict)
    """Occurrences by their titles, which stand in every reminder."""

    def calls(self, title: str, begins_at: datetime, *, now: datetime) -> int:
        """The chair calls all of them together; returns the occurrence."""
        local = begins_at.astimezone(ZoneInfo(ZONE))
        call = Call(EventKind.other, local.date(), local.time().replace(second=0, microsecond=0), title=title)
        with writing(self.engine) as session:
            event = events.call_together(session, self.community, call, by=self.people[0], now=now)
            self.called[title] = occurrences.of_event(session, event.id)[0].id
        return self.called[title]

    def come(self, title: str, people: Sequence[int]) -> None:
        with writing(self.engine) as session:
            session.add_all(
                Rsvp(occurrence_id=self.called[title], person_id=one, answer=Answer.coming, since=SINCE)
                for one in people
            )

    def due(self, title: str, wave: Wave) -> datetime:
        return self._wave(title, wave).due_at

    def is_written(self, title: str, wave: Wave) -> bool:
        return self._wave(title, wave).done_at is not None

    def _wave(self, title: str, wave: Wave) -> Reminder:
        """Of the time at which it is now to begin; those of earlier times stay in the table."""
        with reading(self.engine) as session:
            found = reminders.of_occurrence(session, self.called[title])
            return max((one for one in found if one.wave is wave), key=lambda one: one.moves)

    def rows(self) -> int:
        """How many reminders stand in the outbox, whatever has become of them."""
        query = sa.select(sa.func.count()).where(outbox.c.kind == event_reminders.REMIND)
        with reading(self.engine) as session:
            return session.connection().execute(query).scalar_one()

    def reminded(self, title: str, wave: Wave) -> Counter[int]:
        """For how many rows of this wave each person has."""
        wave_id = self._wave(title, wave).id
        query = sa.select(outbox.c.person_id).where(
            outbox.c.kind == event_reminders.REMIND, outbox.c.subject_id == wave_id
        )
        with reading(self.engine) as session:
            return Counter(session.connection().execute(query).scalars())

    def unknown(self) -> int:
        """How often a message may have left twice, as far as we know."""
        query = sa.select(sa.func.coalesce(sa.func.sum(outbox.c.unknown), 0))
        with reading(self.engine) as session:
            return int(session.connection().execute(query).scalar_one())

    def arrivals(self, *words: str) -> Counter[int]:
        """How often Telegram took, for each chat, a message with all of these words."""
        with self.world.lock:
            return Counter(
                one["chat_id"]
                for one in self.world.state.sent
                if one["method"] == "sendMessage" and one["ok"] and all(w in one["params"]["text"] for w in words)
            )


def village(world: World, engine: Engine, people: int) -> Village:
    """Everyone has opened the bot, and there are no quiet hours."""
    with world.lock:
        known = [residents.introduce(world, f"Warga {number}", None, None, "id") for number in range(people)]
        for person in known:
            residents.private_chat(world, person)
            person.started = True
    chats = [person.id for person in known]
    with writing(engine) as session:
        community = Community(
            kind=CommunityKind.rt, code="kumpul", name="RT 03", quiet_hours=[], chair_confirmed_at=SINCE,
            created_at=SINCE, time_zone=ZONE,
        )  # fmt: skip
        session.add(community)
        session.flush()
        ids = _moves_in(session, community.id, chats)
        return Village(world, engine, community.id, ids, chats)


def _moves_in(session: Session, community_id: int, chats: Sequence[int]) -> list[int]:
    found = [Person(telegram_id=one, name="Warga", community_id=community_id, created_at=SINCE) for one in chats]
    session.add_all(found)
    session.flush()
    for number, person in enumerate(found):
        role = Role.resident if number else Role.chair
        session.add(Membership(person_id=person.id, community_id=community_id, role=role, joined_at=SINCE))
    session.flush()
    return [person.id for person in found]


def in_days(days: int, hour: int = 7) -> datetime:
    """So many days from today, at this hour of the village."""
    local = datetime.now(ZoneInfo(ZONE)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return (local + timedelta(days=days)).astimezone(UTC)
