"""A neighbourhood that is asked, its Rembuk as processes, and the audit of their votes: for `bench.polls`."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import sqlalchemy as sa
from sqlmodel import Session, select

from bench import neighbours
from bench.machine import PROGRAM_CORE, on_core
from bench.program import READY_WAIT, STOP_WAIT, free_port
from bench.variants import ROOT
from bench.webhook import SECRET
from community import poll_cards, polls, secrecy
from community.polls import Item, Plan
from storage import polls as stored
from storage.ballots import Ballot, PollVoter
from storage.communities import Chat, ChatKind, ChatTelegramId, Community, Destination, Purpose
from storage.database import open_engine, reading, writing
from storage.people import Membership, Person, Role
from storage.polls import Method, PollKind, Way

OPTIONS = (
    "Selokan Gang Melati",
    "Lampu pos ronda",
    "Paving lapangan",
    "Air keruh RT 03",
    "Poskamling",
    "Tempat sampah",
)
KEY = "bench-key-for-loopback-only-32-bytes"


class Town:
    """RT 03 and its group."""

    def __init__(self, url: str, group: int, people: list[int]) -> None:
        neighbours.seed(url, people)
        self.engine = open_engine(url)
        now = datetime.now(UTC)
        with writing(self.engine) as session:
            home = session.exec(select(Community)).one()
            home.quiet_hours = []
            chat = Chat(
                community_id=home.id, kind=ChatKind.group, telegram_id=group, title="Warga", created_at=now,
                bot_is_admin=True,
            )  # fmt: skip
            session.add_all((home, chat))
            session.flush()
            session.add(ChatTelegramId(chat_id=chat.id, telegram_id=group, since=now))
            session.add(Destination(community_id=home.id, chat_id=chat.id, purpose=Purpose.everything))
            first = session.exec(select(Membership).order_by(Membership.id)).first()  # type: ignore[arg-type]  # a column
            assert first is not None  # noqa: S101 - just seeded
            first.role = Role.chair

    def asks(self, way: Way) -> int:
        """The poll's id; its card is on its way to the group."""
        now = datetime.now(UTC)
        with writing(self.engine) as session:
            chair = session.exec(select(Membership).where(Membership.role == Role.chair)).one()
            place = session.exec(select(Destination)).one()
            plan = Plan(
                PollKind.own, [Item(one) for one in OPTIONS], Method.choose_one, now + timedelta(hours=2),
                question="Mana yang kita dahulukan?", way=way, destinations=[place.id],
            )  # fmt: skip
            poll = polls.open_poll(session, chair.community_id, plan, by=chair.person_id, now=now)
            poll_cards.post(session, poll, now=now)
            return poll.id

    def stands(self, poll_id: int, way: Way) -> bool:
        with reading(self.engine) as session:
            cards = stored.cards_of(session, poll_id)
            if way is Way.native:
                return all(one.native_id for one in cards)
            query = sa.text("SELECT count(*) FROM outbox WHERE kind = 'poll.card' AND state = 'sent'")
            return bool(session.connection().execute(query).scalar())

    def options(self, poll_id: int) -> list[int]:
        with reading(self.engine) as session:
            return [one.id for one in stored.options_of(session, poll_id)]

    def voters(self, poll_id: int) -> int:
        return self._count("SELECT count(*) FROM poll_voter WHERE poll_id = :number", poll_id)

    def open_updates(self) -> int:
        return self._count("SELECT count(*) FROM inbox WHERE state = 'open'", 0)

    def failed(self) -> int:
        return self._count("SELECT count(*) FROM inbox WHERE state IN ('parked', 'flood')", 0)

    def _count(self, query: str, number: int) -> int:
        with reading(self.engine) as session:
            return int(session.connection().execute(sa.text(query), {"number": number}).scalar_one())

    def wrong(self, poll_id: int, chosen: dict[int, int]) -> int:
        """Ballots that are not exactly what one voter has chosen, voters without one, and updates that failed."""
        with reading(self.engine) as session:
            poll = stored.by_id(session, poll_id)
            assert poll is not None  # noqa: S101 - asked above
            found = {one.mark: one.choices for one in session.exec(select(Ballot).where(Ballot.poll_id == poll_id))}
            meant = _meant(session, poll, chosen)
            voted = list(session.exec(select(PollVoter.person_id).where(PollVoter.poll_id == poll_id)))
        differ = sum(found.get(mark) != choice for mark, choice in meant.items())
        return differ + len(found.keys() - meant.keys()) + (len(voted) != len(meant)) + self.failed()


def _meant(session: Session, poll: stored.Poll, chosen: dict[int, int]) -> dict[str, list[int]]:
    options = [one.id for one in stored.options_of(session, poll.id)]
    people = {one.telegram_id: one.id for one in session.exec(select(Person))}
    return {
        secrecy.mark(KEY, poll, secrecy.unit(poll, people[number], None)): [options[place]]
        for number, place in chosen.items()
    }


class Processes:
    """One `run` on SQLite, on a core of its own; on PostgreSQL a `web` and some `work`, on all cores."""

    def __init__(self, url: str, telegram: str, token: str, folder: Path, *, workers: int) -> None:
        self._apart = url.startswith("postgresql")
        self.what = f"1 web, {workers} work" if self._apart else "1"
        self._commands = ["web", *["work"] * workers] if self._apart else ["run"]
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        self.port = free_port()
        self._environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "REMBUK_BOT_TOKEN": token, "REMBUK_TELEGRAM_URL": telegram,
            "REMBUK_DATABASE_URL": url, "REMBUK_DATA_DIR": str(folder), "REMBUK_MODE": "webhook",
            "REMBUK_PUBLIC_URL": f"http://127.0.0.1:{self.port}", "REMBUK_WEBHOOK_SECRET": SECRET,
            "REMBUK_HOST": "127.0.0.1", "REMBUK_PORT": str(self.port), "REMBUK_SECRET_KEY": KEY,
            "REMBUK_LOG_FORMAT": "json",
        }  # fmt: skip

    def start(self) -> None:
        for number, command in enumerate(self._commands):
            if self._apart:
                self._begin(number, command)
            else:
                with on_core(PROGRAM_CORE):
                    self._begin(number, command)
        deadline = time.monotonic() + READY_WAIT
        while not self._healthy():
            if time.monotonic() > deadline:
                raise SystemExit("it did not become ready")
            time.sleep(0.1)
        time.sleep(2)

    def _begin(self, number: int, command: str) -> None:
        surroundings = self._environment | {"BENCH_TIMES": str(self._folder / f"times-{number}.json")}
        run = (sys.executable, "-m", "bench.poll_program", command)
        with (self._folder / f"log-{number}.txt").open("wb") as log:
            started = subprocess.Popen(run, cwd=ROOT, env=surroundings, stdout=log, stderr=subprocess.STDOUT)  # noqa: S603 - our own command line
        self._running.append(started)

    def _healthy(self) -> bool:
        with suppress(OSError):
            url = f"http://127.0.0.1:{self.port}/health"
            with urllib.request.urlopen(url, timeout=5) as answer:
                return int(answer.status) == 200
        return False

    def stop(self) -> None:
        for one in self._running:
            one.send_signal(signal.SIGTERM)
        for one in self._running:
            try:
                one.wait(STOP_WAIT)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
        self._running = []

    def waits(self) -> list[float]:
        """Seconds from each vote's first arrival to its commit."""
        arrived: dict[int, float] = {}
        committed: dict[int, float] = {}
        for file in self._folder.glob("times-*.json"):
            times = orjson.loads(file.read_bytes())
            arrived |= dict(times["arrived"])
            committed |= dict(times["committed"])
        return [committed[one] - arrived[one] for one in arrived if one in committed]
