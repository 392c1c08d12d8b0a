"""One person's turn: who speaks, where, what is known, and the ways to answer. All of it in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlmodel import Session
from telegram import Update

from community import people
from community.refusals import NotThere
from conversations import screens
from conversations.answers import Answer
from conversations.dialogue import Dialogue, Draft, Rows
from locales import Words, offered, words
from storage import albums, dialogues, outbox
from storage.people import OFFICE
from storage.speaker import Speaker, speaker

D = TypeVar("D", bound=Draft)

Entry = Callable[["Talk[Any]"], None]
"""What happens with an update once the door has chosen: a command, an answer, a tap."""
Act = Callable[["Talk[Any]", str], None]
"""What a link or a card's button does; the text is what stands behind its verb, and anybody can forge it."""
Unasked = Callable[["Talk[Any]", Answer], None]
"""What happens with something said by a member who is in the middle of nothing."""
Aside = Callable[["Talk[Any]", Answer], bool]
"""Hears what is meant for something else than the draft that is current; False if it is not, and nothing was done."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card's button: for those who have joined and in the private chat, unless it says otherwise."""

    act: Act
    strangers: bool = False
    groups: bool = False


def _nothing_kept(path: str) -> bytes:
    raise FileNotFoundError(path)


@dataclass(frozen=True, slots=True)
class House:
    """What every talk may know of the installation. `owner` is this process's name, `clock` seconds since 1970, UTC.

    `public_url` is where the web door is reached from outside, empty where there is none.
    `send_per_second` is how fast messages leave at most, 0 for as fast as they can.
    `fetch` reads a file off the shelf, or raises FileNotFoundError; it waits on the shelf, so only notices may use it,
    which are rendered in a thread of their own.
    """

    dialogues: Mapping[str, Dialogue]
    cards: Mapping[str, Card]
    links: Mapping[str, Act]
    stranger: Entry
    unasked: Unasked
    bot_username: str
    owner: str
    clock: Callable[[], float]
    aside: Aside = lambda _talk, _answer: False
    secret: str = ""
    operator: str = ""
    place: str = ""
    contact: str = ""
    public_url: str = ""
    send_per_second: float = 28
    fetch: Callable[[str], bytes] = _nothing_kept

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.clock(), UTC)


@dataclass(slots=True)
class Outcome:
    """What is to happen once the stage is committed: replies to send, and the words on the tap's toast."""

    replies: list[outbox.Row] = field(default_factory=list)
    toast: str = ""
    alert: bool = False
    person_id: int | None = None


class Talk(Generic[D]):
    """The present turn. `draft` and `changing` are set while a dialogue's step is at work."""

    draft: D

    def __init__(self, session: Session, update: Update, house: House) -> None:
        self.session = session
        self.update = update
        self.house = house
        self.clock = house.clock()
        self.now = datetime.fromtimestamp(self.clock, UTC)
        self.outcome = Outcome()
        self.dialogue_id: int | None = None
        self.changing: str | None = None
        self.answered_as: str | None = None
        """What the tapped question's line says in place of the button's label, if a step knows better."""
        self.send_at: float | None = None
        self.once: str | None = None
        user, chat = update.effective_user, update.effective_chat
        self.telegram_id = user.id if user else 0
        self.chat_id = chat.id if chat else self.telegram_id
        of_poll = bool(update.poll_answer or update.poll)  # nobody speaks: these are answered with silence
        self.is_private = not of_poll and (chat is None or chat.type == "private")
        self.speaker: Speaker | None = self._who_speaks() if user and not of_poll else None
        self.words: Words = words(
            self.speaker.language if self.speaker else offered(user.language_code if user else None)
        )
        self.outcome.person_id = self.speaker.person_id if self.speaker else None
        self._behind: bool | None = None

    # ── who and where ──

    @property
    def person(self) -> Speaker:
        """The one who speaks; only for steps and entries that strangers cannot reach."""
        if self.speaker is None:
            raise LookupError("a stranger speaks")
        return self.speaker

    @property
    def community_id(self) -> int:
        """The community that is spoken in. Raises NotThere for someone who belongs to none yet."""
        if self.person.community_id is None:
            raise NotThere("stage.gone")
        return self.person.community_id

    @property
    def community_name(self) -> str:
        """Such as RT 03, or Grup warga RT 03 until its chair has confirmed."""
        person = self.person
        if person.chair_confirmed or not person.community_name:
            return person.community_name
        return self.words.label("community.unconfirmed", name=person.community_name)

    @property
    def is_organiser(self) -> bool:
        return self.speaker is not None and self.speaker.role in OFFICE

    @property
    def tapped_is_photo(self) -> bool:
        """True if the tapped button stands below a photo, whose words are a caption and cannot become a message."""
        tap = self.update.callback_query
        return bool(getattr(tap and tap.message, "photo", None))

    @property
    def command_argument(self) -> str:
        """What stands behind a command: a link's payload behind /start."""
        message = self.update.effective_message
        return ((message.text if message else "") or "").partition(" ")[2].strip()

    def look_again(self) -> None:
        """Read the speaker anew, after something about them has changed."""
        self.session.flush()  # the speaker is read by a statement of its own, past the session's objects
        self.speaker = self._who_speaks()
        if self.speaker:
            self.words = words(self.speaker.language)

    def goes_to(self, community_id: int) -> None:
        """One speaks there from here on, as what is begun belongs there. Raises as `people.speak_in`."""
        if self.person.community_id != community_id:
            people.speak_in(self.session, self.person.person_id, community_id)
            self.look_again()

    def _who_speaks(self) -> Speaker | None:
        """The speaker; a draft of a talk that this release does not have is put aside."""
        found = speaker(self.session, self.telegram_id, mine=self.house.owner, now=self.clock)
        if found and found.standing and found.standing.name not in self.house.dialogues:
            dialogues.put_aside(self.session, found.person_id)
            return replace(found, standing=None)
        return found

    # ── answering ──

    def say(
        self, key: str, *, rows: Rows = (), home: bool = False, prefix: str = screens.CARD, **values: object
    ) -> None:
        """Answer with a sentence, and buttons of a card or the home keyboard."""
        self.say_html(self.words.text(key, **values), rows=rows, home=home, prefix=prefix)

    def say_html(
        self,
        html: str,
        *,
        rows: Rows = (),
        home: bool = False,
        prefix: str = screens.CARD,
        typed: bool = False,
        photo: str | None = None,
    ) -> int | None:
        """Answer with HTML that is escaped already. A photo (a file id) stands above it. Returns the row's id."""
        keyboard = self._keyboard(rows, home=home, prefix=prefix, typed=typed)
        if photo:
            return self.call("sendPhoto", screens.photo(self.chat_id, photo, html, keyboard))
        message = self.update.effective_message
        thread_id = message.message_thread_id if message and not self.is_private else None
        return self.call("sendMessage", screens.message(self.chat_id, html, keyboard=keyboard, thread_id=thread_id))

    def _keyboard(self, rows: Rows, *, home: bool, prefix: str, typed: bool) -> dict[str, Any] | None:
        if rows and typed:
            return screens.typed_keyboard(self.words, rows)
        if home and not rows and self.is_private:
            return screens.home_keyboard(self.words, organiser=self.is_organiser)
        return screens.inline_keyboard(self.words, rows, prefix)

    def call(self, method: str, parameters: dict[str, Any]) -> int | None:
        """A reply row: sent at once after the commit, or behind what already waits for this chat. Returns its id."""
        person_id = self.speaker.person_id if self.speaker else None
        if self.send_at is not None or self._must_queue():
            return outbox.call(
                self.session,
                chat=self.chat_id,
                method=method,
                parameters=parameters,
                due_at=self.send_at or self.clock,
                now=self.clock,
                person_id=person_id,
                once=self._spend_once(),
                dialogue_id=self.dialogue_id,
            )
        row = outbox.reply(
            self.session,
            chat=self.chat_id,
            method=method,
            parameters=parameters,
            person_id=person_id,
            owner=self.house.owner,
            now=self.clock,
        )
        self.outcome.replies.append(row)
        return row.id

    def _spend_once(self) -> str | None:
        once, self.once = self.once, None
        return once

    def _must_queue(self) -> bool:
        """True if older replies to this chat are not in this process's hands: order comes before speed."""
        if self._behind is None and self.speaker is not None and self.chat_id == self.telegram_id:
            self._behind = self.speaker.is_behind
        if self._behind is None:
            self._behind = outbox.replies_waiting(
                self.session, self.chat_id, of_others_than=self.house.owner, now=self.clock
            )
        if self._behind:
            albums.let_go(self.session, self.chat_id, self.clock)
        return self._behind

    def toast(self, key: str, *, alert: bool = False, **values: object) -> None:
        """The words on the tap itself, at most 200 letters; with `alert` they wait to be read."""
        self.outcome.toast = screens.toast(self.words.label(key, **values))
        self.outcome.alert = alert

    def settle_tapped(self, html: str | None) -> None:
        """Turn the tapped question into its answer, or only take its buttons away."""
        tap = self.update.callback_query
        if tap is None or tap.message is None:
            return
        target = {"chat_id": tap.message.chat.id, "message_id": tap.message.message_id}
        if html is None:
            self.call("editMessageReplyMarkup", target)
        elif self.tapped_is_photo:
            self.call("editMessageCaption", {**target, "caption": html, "parse_mode": "HTML"})
        else:
            self.call("editMessageText", {**target, "text": html, "parse_mode": "HTML"})

    def redraw(self, key: str, *, rows: Rows = (), **values: object) -> None:
        """Write the tapped message anew: same place, other words and buttons."""
        self.redraw_html(self.words.text(key, **values), rows=rows)

    def redraw_html(self, html: str, *, rows: Rows = ()) -> None:
        """As `redraw`, with HTML that is escaped already; below it what is too long for one message, in several."""
        tap, has_photo = self.update.callback_query, self.tapped_is_photo
        is_too_long = screens.length(html) > (screens.CAPTION if has_photo else screens.TEXT)
        if tap is None or tap.message is None or is_too_long:
            self.say_html(html, rows=rows)
            return
        anew = {
            "chat_id": tap.message.chat.id,
            "message_id": tap.message.message_id,
            "caption" if has_photo else "text": html,
            "parse_mode": "HTML",
        }
        if keyboard := screens.inline_keyboard(self.words, rows):
            anew["reply_markup"] = keyboard
        self.call("editMessageCaption" if has_photo else "editMessageText", anew)

    # ── moving on ──

    def onward(self, step: str) -> str:
        """The next step, or back to the review when only one answer is being changed."""
        return self.changing or step
