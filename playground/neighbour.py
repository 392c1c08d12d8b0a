"""A person in the driver's hand: says, taps, sends, and sees, by the words on the screen alone."""

from typing import Any

from playground.door import Door
from playground.files import Upload
from playground.picture import picture
from playground.screen import Button, Seen, has_options, matching
from playground.sight import PATIENCE, Fits, Sight, Where


class Neighbour:
    """One resident. Acts count taps and words; looks wait for real changes, at most `patience` seconds.

    `sees` and `does_not_see` judge messages newer than this person's last act.
    """

    patience = PATIENCE
    # Before an old button is tapped, the bot gets this many seconds to show a newer one of that name.
    hesitation = 0.3

    def __init__(self, door: Door, person: dict[str, Any]) -> None:
        self.door = door
        self.id = int(person["id"])
        self.name = str(person["name"])
        self.taps_count = 0
        self.words_typed = 0
        self._since = 0
        self._answer: dict[str, Any] = {}
        self._sight = Sight(door, self.id, self.name, lambda: self.patience)

    def starts(self, payload: str | None = None) -> Seen:
        self.taps_count += 1
        return self._acted(self.door.start(self.id, payload))

    def says(
        self,
        text: str,
        *,
        in_: Where | None = None,
        reply_to: Seen | None = None,
        thread_id: int | None = None,
        anonymous: bool = False,
    ) -> Seen:
        """Write; words count as typed unless they are a command."""
        if not text.startswith("/"):
            self.words_typed += len(text.split())
        where = {
            "reply_to": reply_to.id if reply_to else None,
            "thread_id": thread_id,
            "anonymous": anonymous,
        }
        return self._acted(self.door.say(self._chat(in_), self.id, text, **where))

    def taps(
        self, label: str, *, in_: Where | None = None, location: tuple[float, float] | None = None
    ) -> dict[str, Any]:
        """Tap the newest button whose words contain the label; the answer has toast, alert or url, if any.

        A button that asks for a location needs one (degrees), and its permission counts as a tap too.
        """
        found = self._sight.find_button(label, in_, self._since, self.hesitation)
        self.taps_count += 1
        button = found.button
        if found.message is not None:
            return self._tap(found.chat_id, found.message, button)
        if button.get("request_location"):
            self.taps_count += 1
        degrees = {"latitude": location[0], "longitude": location[1]} if location else None
        self._acted(self.door.press(found.chat_id, self.id, str(button["text"]), degrees))
        self._answer = {}
        return {}

    def taps_old(self, message: Seen, label: str) -> dict[str, Any]:
        """Tap a button as it was when the message was seen, even if the bot has taken it away since."""
        button = matching(message.buttons, label)
        if button is None:
            raise AssertionError(f"no button “{label}” was there; there were: {message.labels}")
        self.taps_count += 1
        return self._tap(message.chat_id, message, button)

    def _tap(self, chat_id: int, message: Seen, button: Button) -> dict[str, Any]:
        since = self._sight.now()
        which = {"data": button["callback_data"]} if "callback_data" in button else {"label": button["text"]}
        self._answer = self.door.tap(chat_id, self.id, message.id, **which)
        self._since = since
        return self._answer

    def sends_photo(self, caption: str | None = None, image: bytes | None = None, **where: Any) -> Seen:
        """Four taps, as in the apps: clip, picture, choice, send."""
        self.taps_count += 4
        return self._sends("photo", [image or picture(self.taps_count)], caption, **where)[0]

    def sends_album(self, count: int, gap: float = 0.0, caption: str | None = None, **where: Any) -> list[Seen]:
        """`gap` in seconds between the photos' arrivals."""
        self.taps_count += 3 + count
        images = [picture(self.taps_count + number) for number in range(count)]
        return self._sends("photo", images, caption, gap_ms=int(gap * 1000), **where)

    def sends_voice(self, seconds: int = 5, **where: Any) -> Seen:
        self.taps_count += 1
        return self._sends("voice", [b"OggS" + bytes(60)], None, seconds=seconds, **where)[0]

    def sends_document(self, name: str, content: bytes, caption: str | None = None, **where: Any) -> Seen:
        self.taps_count += 4
        return self._sends("document", [content], caption, name=name, **where)[0]

    def _sends(
        self,
        kind: str,
        contents: list[bytes],
        caption: str | None,
        *,
        name: str | None = None,
        in_: Where | None = None,
        reply_to: Seen | None = None,
        seconds: int | None = None,
        gap_ms: int = 0,
    ) -> list[Seen]:
        if caption:
            self.words_typed += len(caption.split())
        suffix, mime = {
            "photo": ("jpg", "image/jpeg"),
            "voice": ("oga", "audio/ogg"),
            "document": ("bin", "application/octet-stream"),
        }[kind]
        uploads = [Upload(content, name or f"{kind}.{suffix}", mime) for content in contents]
        where: dict[str, Any] = {"reply_to": reply_to.id} if reply_to else {}
        if gap_ms:
            where["gap_ms"] = gap_ms
        sent = self.door.album(self._chat(in_), self.id, kind, uploads, caption=caption, seconds=seconds, **where)
        return [self._acted(one) for one in sent]

    def sends_location(self, latitude: float, longitude: float, *, in_: Where | None = None) -> Seen:
        self.taps_count += 1
        return self._brings({"location": {"latitude": latitude, "longitude": longitude}}, in_)

    def sends_venue(
        self, latitude: float, longitude: float, title: str, address: str = "", *, in_: Where | None = None
    ) -> Seen:
        self.taps_count += 1
        spot = {"latitude": latitude, "longitude": longitude}
        return self._brings({"venue": {**spot, "title": title, "address": address}}, in_)

    def sends_sticker(self, emoji: str, *, in_: Where | None = None) -> Seen:
        self.taps_count += 1
        return self._brings({"sticker": emoji}, in_)

    def _brings(self, content: dict[str, Any], in_: Where | None) -> Seen:
        return self._acted(self.door.bring(self._chat(in_), self.id, content))

    def edits(self, message: Seen, text: str) -> Seen:
        self.words_typed += len(text.split())
        return self._acted(self.door.edit(message.chat_id, self.id, message.id, text))

    def forwards(self, message: Seen, *, in_: Where) -> Seen:
        """Pass on what she sees into another chat."""
        self.taps_count += 3
        return self._acted(self.door.forward(self._chat(in_), self.id, message.chat_id, message.id))

    def takes_channel(self, title: str | None) -> None:
        """Speak and vote in groups as a channel of her own from now on; None is herself again."""
        self.taps_count += 2
        self.door.take_channel(self.id, title)

    def votes(self, *labels: str, in_: Where | None = None, asked: str = "") -> None:
        """Vote in the newest open poll that has these options and asks so; without labels, take the vote back."""
        if not labels:
            self.retracts(in_=in_, asked=asked)
            return
        poll = self._poll(lambda one: has_options(one, labels), asked, f"an open poll with {labels}", in_)
        self.taps_count += len(labels) + int(bool(poll.poll["allows_multiple_answers"]))
        self.door.vote(str(poll.poll["id"]), self.id, [poll.place_of(label) for label in labels])

    def retracts(self, *, in_: Where | None = None, asked: str = "") -> None:
        """Take the vote back in the newest open poll that she has voted in."""
        poll = self._poll(lambda one: bool(one.poll["my_option_ids"]), asked, "an open poll with her vote", in_)
        self.taps_count += 1
        self.door.vote(str(poll.poll["id"]), self.id, [])

    def adds_option(self, text: str, *, in_: Where | None = None, asked: str = "") -> None:
        """Add an answer of her own to the newest open poll that takes some."""
        poll = self._poll(lambda one: bool(one.poll["adds_options"]), asked, "an open poll that takes options", in_)
        self.taps_count += 2
        self.words_typed += len(text.split())
        self.door.add_option(str(poll.poll["id"]), self.id, text)

    def deletes_option(self, label: str, *, in_: Where | None = None, asked: str = "") -> None:
        """Take away an answer of that text in the newest open poll; refused where she has not added it herself."""
        poll = self._poll(lambda one: has_options(one, (label,)), asked, f"an open poll with “{label}”", in_)
        self.taps_count += 2
        self.door.delete_option(str(poll.poll["id"]), self.id, poll.place_of(label))

    def sees_poll(self, asked: str = "", *, in_: Where | None = None, patience: float | None = None) -> Seen:
        """The newest poll that asks so, open or closed, however old."""
        what = f"a poll that asks “{asked}”"
        return self._sight.expect(lambda one: one.asks(asked), what, in_, 0, patience, polls=True)

    def _poll(self, fits: Fits, asked: str, what: str, in_: Where | None) -> Seen:
        def meant(one: Seen) -> bool:
            return one.asks(asked) and one.open_poll and fits(one)

        return self._sight.expect(meant, what, in_, 0, polls=True)

    def blocks_bot(self) -> None:
        self.door.block(self.id, blocked=True)

    def deletes_account(self) -> None:
        self.door.deactivate(self.id)

    def sees(self, words: str, *, in_: Where | None = None, patience: float | None = None) -> Seen:
        """The newest message since her last act that contains the words; else an error with her screen."""
        what = f"a message with “{words}”"
        return self._sight.expect(lambda one: one.says(words), what, in_, self._since, patience)

    def does_not_see(self, words: str, *, in_: Where | None = None, seconds: float = 0.5) -> None:
        """Fails as soon as such a message comes within so many seconds, or has come since her last act."""
        if self._sight.look(lambda one: one.says(words), in_, self._since, seconds):
            raise AssertionError(f"{self.name} sees “{words}” after all\n{self.screen()}")

    def reads(self, *, in_: Where | None = None) -> Seen:
        """The newest message since her last act, whatever it says."""
        return self._sight.expect(lambda _one: True, "any message", in_, self._since)

    def screen(self) -> str:
        return self._sight.screen()

    def buttons(self, *, in_: Where | None = None) -> list[str]:
        """The labels of the newest message that has buttons, then those of the keyboard below."""
        return self._sight.labels(in_)

    def toast(self) -> str | None:
        """What her last tap made flash up, as a toast or an alert."""
        said = self._answer.get("toast") or self._answer.get("alert")
        return str(said) if said else None

    def _chat(self, in_: Where | None) -> int:
        return self.id if in_ is None else in_.id

    def _acted(self, view: dict[str, Any]) -> Seen:
        seen = Seen(view)
        self._since = seen.version
        return seen
