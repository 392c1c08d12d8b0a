"""A room for the stage alone: updates as Telegram writes them go in, what would be said comes out. Nothing is sent."""

from collections.abc import Callable
from itertools import count
from typing import Any

import orjson
from sqlalchemy import Engine
from sqlmodel import Session, select
from telegram import Update

from conversations import engine as turns
from conversations import stage
from conversations.talk import Card, Entry, House, Outcome, Talk
from locales import words
from storage import dialogues, inbox, marks, outbox, outbox_leases
from storage.communities import Community, CommunityKind
from storage.database import reading, writing
from storage.dialogues import Standing
from storage.media import Media
from storage.people import Membership, Person
from tests.conversations import small_talk

NOW = 1_800_000_000.0
OWNER = "rt03-1"
CODE = "7kq2mxab"
STRANGER_IS_GREETED = "stage.letters"


def begin(talk: Talk[Any]) -> None:
    """/usul."""
    turns.open_dialogue(talk, small_talk.NAME)


def greet(talk: Talk[Any]) -> None:
    talk.say(STRANGER_IS_GREETED)


def entry_for(update: Update) -> Entry:
    """Which door an update comes in by, as `bot.routes` has it."""
    if update.callback_query:
        return {"d.": stage.tapped, "c.": stage.card}.get((update.callback_query.data or "")[:2], stage.unknown_tap)
    if update.edited_message:
        return stage.edited
    message = update.message
    return begin if message and message.text == "/usul" else stage.spoken


class Parlour:
    """One house with one small dialogue, in RT 03, which may be there already.

    `now` is its clock, in seconds since 1970, UTC.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.now = NOW
        self.numbers = count(1)
        self.cards = {"echo": Card(lambda talk, rest: talk.say("needs.card", lines=rest))}
        self.house = House(
            dialogues={small_talk.NAME: small_talk.dialogue},
            cards=self.cards,
            links={},
            stranger=greet,
            unasked=lambda talk, answer: turns.open_dialogue(talk, small_talk.NAME, first=answer),
            bot_username="rembuk_bot",
            owner=OWNER,
            clock=lambda: self.now,
        )
        moment = self.house.now()
        with writing(engine) as session:
            known = session.exec(select(Community).where(Community.code == CODE)).first()
            place = known or Community(kind=CommunityKind.rt, code=CODE, name="RT 03", created_at=moment)
            session.add(place)
            session.flush()
            self.community_id = place.id

    def guest(self, telegram_id: int = 7, name: str = "Siti") -> "Guest":
        """Someone who has joined."""
        moment = self.house.now()
        with writing(self.engine) as session:
            person = Person(telegram_id=telegram_id, name=name, community_id=self.community_id, created_at=moment)
            session.add(person)
            session.flush()
            session.add(Membership(person_id=person.id or 0, community_id=self.community_id, joined_at=moment))
        return Guest(self, telegram_id, name)

    def hears(self, update: dict[str, Any]) -> Outcome:
        """One update through keeping, claiming and the stage, in transactions of its own."""
        with writing(self.engine) as session:
            inbox.keep(session, [update], self.now)
        with writing(self.engine) as session:
            (ticket,) = inbox.claim(session, OWNER, most=5)
        with writing(self.engine) as session:
            read = Update.de_json(orjson.loads(ticket.payload), None)
            return stage.perform(session, ticket, read, entry_for(read), self.house)

    def look(self, found: Callable[[Session], Any]) -> Any:
        with reading(self.engine) as session:
            return found(session)


class Guest:
    """A person in the parlour. Each act gives what the stage made of it; `screen` has every answer so far."""

    def __init__(self, parlour: Parlour, telegram_id: int, name: str) -> None:
        self.parlour = parlour
        self.id = telegram_id
        self.me = {"id": telegram_id, "is_bot": False, "first_name": name, "language_code": "id"}
        self.chat = {"id": telegram_id, "type": "private", "first_name": name}
        self.screen: list[dict[str, Any]] = []
        self.toast = ""

    def says(self, text: str) -> Outcome:
        return self.sends(text=text)

    def sends(self, **content: Any) -> Outcome:
        """A message with any content."""
        return self._acts({"message": self._message(**content)})

    def sends_photo(self, number: int, album: str | None = None, **more: Any) -> Outcome:
        size = {"file_id": f"photo-{number}", "file_unique_id": f"u{number}", "width": 90, "height": 90}
        return self.sends(photo=[size], **({"media_group_id": album} if album else {}), **more)

    def sends_voice(self, number: int = 1) -> Outcome:
        return self.sends(voice={"file_id": f"voice-{number}", "file_unique_id": f"v{number}", "duration": 21})

    def edits(self, text: str) -> Outcome:
        return self._acts({"edited_message": {**self._message(text=text), "edit_date": int(self.parlour.now)}})

    def taps(self, label: str) -> Outcome:
        """The newest button with that label."""
        for message in reversed(self.screen):
            for button in buttons_of(message):
                if label in button["text"]:
                    data = button.get("callback_data")
                    return self.taps_data(data, message) if data else self.says(button["text"])
        raise AssertionError(f"no button “{label}”; the screen is {[one['text'] for one in self.screen]}")

    def taps_data(
        self, data: str, message: dict[str, Any] | None = None, chat: dict[str, Any] | None = None
    ) -> Outcome:
        below = message or {"message_id": 1, "text": "?"}
        shown = {
            "message_id": below["message_id"], "date": int(self.parlour.now), "chat": chat or self.chat,
            "text": below["text"], **({"reply_markup": below["markup"]} if below.get("markup") else {}),
        }  # fmt: skip
        tap = {"id": "9", "from": self.me, "message": shown, "chat_instance": "1", "data": data}
        return self._acts({"callback_query": tap})

    def _message(self, **content: Any) -> dict[str, Any]:
        return {
            "message_id": next(self.parlour.numbers),
            "date": int(self.parlour.now),
            "chat": self.chat,
            "from": self.me,
            **content,
        }

    def _acts(self, update: dict[str, Any]) -> Outcome:
        outcome = self.parlour.hears({"update_id": next(self.parlour.numbers), **update})
        self.toast = outcome.toast
        for row in outcome.replies:
            asked = orjson.loads(row.parameters or "{}")
            text = str(asked.get("text") or asked.get("caption") or "")
            if (row.method or "").startswith("send"):
                shown = {"message_id": 10_000 + row.id, "text": text, "markup": asked.get("reply_markup")}
                self.screen.append(shown)
            for known in self.screen:
                if (row.method or "").startswith("edit") and known["message_id"] == asked["message_id"]:
                    known["text"], known["markup"] = text or known["text"], asked.get("reply_markup")
        return outcome

    # ── what is on the screen, and what is stored ──

    def newest(self) -> str:
        return str(self.screen[-1]["text"])

    def buttons(self) -> list[str]:
        """The labels below the newest message, under it or in place of the keyboard."""
        return [button["text"] for button in buttons_of(self.screen[-1])]

    def standing(self) -> Standing | None:
        person = self.parlour.look(
            lambda session: session.exec(select(Person).where(Person.telegram_id == self.id)).one()
        )
        found: Standing | None = self.parlour.look(
            lambda session: dialogues.open_named(session, person.id or 0, small_talk.NAME)
        )
        return found

    def draft(self) -> dict[str, Any]:
        standing = self.standing()
        assert standing is not None, "nothing is being filled in"
        return dict(orjson.loads(standing.draft)["draft"])

    def step(self) -> str:
        standing = self.standing()
        return standing.step if standing else ""


def buttons_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    markup = message.get("markup") or {}
    return [button for row in markup.get("inline_keyboard") or markup.get("keyboard") or () for button in row]


def said(key: str, **values: object) -> str:
    """A sentence as a guest reads it."""
    return words("id").text(key, **values)


def files_in(parlour: Parlour) -> list[Media]:
    with reading(parlour.engine) as session:
        found = list(session.exec(select(Media).order_by(Media.id)))  # type: ignore[arg-type]  # a column, by its name
        session.expunge_all()
        return found


def waiting_rows(parlour: Parlour) -> list[tuple[str, float]]:
    """What is meant for later: its text and when it is due."""
    columns = (outbox.outbox.c.parameters, outbox.outbox.c.due_at)
    waiting = outbox.outbox.select().where(outbox.outbox.c.state == "due").order_by(outbox.outbox.c.id)
    with reading(parlour.engine) as session:
        rows = session.connection().execute(waiting).mappings()
        return [(str(orjson.loads(row[columns[0]])["text"]), float(row[columns[1]])) for row in rows]


def arrives(parlour: Parlour, guest: Guest, at: float) -> list[str]:
    """What leaves for this chat by then, claimed and marked one by one; it stands on the guest's screen afterwards.

    What was sent at once has arrived by then.
    """
    texts: list[str] = []
    with parlour.engine.begin() as connection:
        connection.execute(
            outbox.outbox.update().where(outbox.outbox.c.state == "leased").values(state="sent", sent_at=parlour.now)
        )
    while True:
        with writing(parlour.engine) as session:
            rows = outbox_leases.claim(session, OWNER, now=at, most=9)
            marks.apply(session, [marks.Sent(row.id, OWNER, row.attempt, at, 10_000 + row.id) for row in rows])
        if not rows:
            return texts
        assert len(rows) == 1, "one at a time"
        asked = orjson.loads(rows[0].parameters or "{}")
        if (rows[0].method or "").startswith("send"):
            texts.append(str(asked["text"]))
            shown = {"message_id": 10_000 + rows[0].id, "text": asked["text"], "markup": asked.get("reply_markup")}
            guest.screen.append(shown)
