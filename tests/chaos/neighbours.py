"""Two neighbourhoods whose residents report what they need, act on what they see, and tap again when nothing comes."""

import contextlib
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playground.files import Upload
from playground.picture import picture
from playground.play import Play
from playground.refusals import RefusedError
from playground.screen import Seen, matching

PATIENCE_SECONDS = 4.0
"""How long somebody looks at a screen on which nothing new comes, before doing the last thing again."""
THINKING_SECONDS = (0.02, 0.25)
HOME = "Sekitar rumah saya"
SAID = re.compile(r"Usulan No\. (\d+) sudah masuk")


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody is going to report: by a tap, a sentence or a photo; near home, or at a place in words."""

    kind: str
    label: str
    words: str
    begins: str
    place: str


KINDS = (
    ("drain", "Selokan", "selokan mampet"),
    ("lamp", "Lampu jalan", "lampu jalan mati"),
    ("road", "Jalan/gang", "jalan berlubang"),
    ("garbage", "Sampah", "sampah menumpuk"),
)
PLACES = (HOME, "depan warung Bu Sri", "samping musala")


def some_need(rng: random.Random) -> Need:
    kind, label, words = rng.choice(KINDS)
    return Need(kind, label, words, rng.choice(("tap", "tap", "words", "photo")), rng.choice(PLACES))


class Stuck(Exception):
    """Somebody waits in vain, or reads what nobody should; the message holds the whole screen."""


@dataclass(slots=True)
class Resident:
    """One who reports `needs`, and breaks off in the middle of the last one after `breaks_off` answers."""

    play: Play
    id: int
    name: str
    rng: random.Random
    needs: list[Need]
    breaks_off: int
    payload: str | None = None
    acts: int = 0
    photos_sent: int = 0
    sentences_said: int = 0
    reported: list[Need] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    _answered: int = 0
    _read: int = 0
    _told_of_home: int = -1
    _again: Callable[[], Any] | None = None

    def lives(self, stop: threading.Event, until: float) -> None:
        """Until the last answer, or `stop`. Raises Stuck at `until`, a time of `time.monotonic`."""
        self._does(lambda: self.play.start(self.id, self.payload))
        quiet_since = time.monotonic()
        while not stop.is_set() and not self._is_over():
            version = self.play.screens(self.id)["version"]
            act = self._next_act()
            if act is None and time.monotonic() - quiet_since > PATIENCE_SECONDS:
                act = self._again
            if act is not None:
                time.sleep(self.rng.uniform(*THINKING_SECONDS))
                self._does(act)
                quiet_since = time.monotonic()
            elif time.monotonic() > until:
                raise Stuck(f"{self.name} waits in vain\n{self.screen()}")
            else:
                self.play.wait(version, 0.2)

    def screen(self) -> str:
        return "\n".join(seen.lines() for seen in self._messages()[-15:])

    def _is_over(self) -> bool:
        left = len(self.needs) - len(self.reported)
        return left == 0 or (left == 1 and self._answered >= self.breaks_off)

    def _does(self, act: Callable[[], Any]) -> None:
        self.acts += 1
        self._again = act
        act()

    def _messages(self) -> list[Seen]:
        views = self.play.screens(self.id)["views"]
        return [Seen(message) for view in views for message in view["messages"]]

    def _next_act(self) -> Callable[[], Any] | None:
        """What the newest question asks for, if it has not been answered yet."""
        news = [seen for seen in self._messages() if seen.id > self._read and seen.view["by_bot"]]
        for seen in news:
            self._take_note(seen)
        for seen in reversed(news):
            if act := self._answer_to(seen):
                self._read = seen.id
                self._answered += 1
                return act
        return None

    def _take_note(self, seen: Seen) -> None:
        if seen.says("ada yang salah") or seen.says("Traceback") or seen.says("banyak sekali"):
            raise Stuck(f"{self.name} reads an apology\n{self.screen()}")
        if (said := SAID.search(seen.text)) and int(said[1]) not in self.numbers:
            self.numbers.append(int(said[1]))
            self.reported.append(self.need)
            self._answered = 0

    @property
    def need(self) -> Need:
        return self.needs[min(len(self.reported), len(self.needs) - 1)]

    def _answer_to(self, seen: Seen) -> Callable[[], Any] | None:
        """People know a question by its words."""
        if seen.says("Mau apa dulu?"):
            return self._begins_anew
        if seen.says("berapa rumah") or seen.says("dilihat tetangga?"):
            return self._in_turn(self._tapping(seen), self._begins_anew)
        if seen.says("Ada apa di lingkungan kita?"):
            return self._beginning(seen)
        if seen.says("Di sebelah mana?"):
            return self._placing
        if seen.says("Ini soal apa?"):
            return self._tapping(seen, self.need.label)
        if seen.says("Mirip ini"):
            return self._tapping(seen, "Beda")
        if seen.says("Sudah pas?"):
            return self._tapping(seen, "Kirim", twice=self.rng.random() < 0.3)
        if matching(seen.buttons, "Betul"):
            return self._tapping(seen, "Betul" if seen.says(self.need.label) else "Bukan")
        wanted = next((one for one in ("Setuju, saya 18+", "Teruskan") if matching(seen.buttons, one)), None)
        return self._tapping(seen, wanted) if wanted or any(map(_of_dialogue, seen.buttons)) else None

    def _begins_anew(self) -> None:
        self.play.say(self.id, self.id, "/usul")

    @staticmethod
    def _in_turn(*acts: Callable[[], Any]) -> Callable[[], None]:
        def both() -> None:
            for act in acts:
                act()

        return both

    def _beginning(self, seen: Seen) -> Callable[[], Any]:
        match self.need.begins:
            case "words":
                return lambda: self._saying(self.need.words)
            case "photo":
                return self._photographing
            case _:
                return self._tapping(seen, self.need.label)

    def _photographing(self) -> None:
        self.photos_sent += 1
        image = Upload(picture(self.id * 50 + self.photos_sent), "photo.jpg", "image/jpeg")
        list(self.play.album(self.id, self.id, "photo", [image]))

    def _placing(self) -> None:
        if self.need.place != HOME:
            self._saying(self.need.place)
            return
        if self._told_of_home != len(self.reported):  # a label of the keyboard tells nothing when it is pressed again
            self._told_of_home = len(self.reported)
            self.sentences_said += 1
        if self.rng.random() < 0.7:
            with contextlib.suppress(RefusedError):  # the keyboard has gone by now: she writes it
                self.play.press(self.id, self.id, HOME)
                return
        self.play.say(self.id, self.id, HOME)

    def _saying(self, words: str) -> None:
        self.sentences_said += 1
        self.play.say(self.id, self.id, words)

    def _tapping(self, seen: Seen, label: str | None = None, *, twice: bool = False) -> Callable[[], Any]:
        choices = [one for one in seen.buttons if one["text"] not in ("Kembali", "Nanti saja")]
        button = matching(choices, label) if label else self.rng.choice(choices)
        if button is None:
            raise Stuck(f"{self.name} finds no button “{label}”\n{self.screen()}")

        def tap() -> None:
            for _ in range(2 if twice else 1):
                self.play.tap(self.id, self.id, seen.id, data=button["callback_data"], seconds=0.1)

        return tap


def _of_dialogue(button: dict[str, Any]) -> bool:
    return str(button.get("callback_data", "")).startswith("d.")
