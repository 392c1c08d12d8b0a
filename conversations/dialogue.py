"""How a dialogue is written down: its draft, its questions in the order a person meets them, what may be answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from conversations.answers import Answer, Tapped
from locales import Words

if TYPE_CHECKING:
    from conversations.talk import Talk


class Draft(BaseModel):
    """What has been answered so far. Unknown fields of an older version are dropped, missing ones have defaults.

    `community_id` is where it was begun: there it belongs, wherever its author speaks when it is gone on with.
    `has_media`: photos or voices were sent to it, asked for or not. `first_step` is where one begins that comes
    filled in; None for the dialogue's first.
    """

    model_config = ConfigDict(extra="ignore", validate_assignment=False)

    community_id: int | None = None
    has_media: bool = False
    first_step: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `key` is its words' key; `label` stands instead where a name or a landmark is the label.

    `only_tapped`: its label, when written, is an answer in words, and not the button; for what is taken out by a tap.
    """

    value: str
    key: str | None = None
    label: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    url: str | None = None
    asks_location: bool = False
    only_tapped: bool = False


Rows = Sequence[Sequence[Choice]]


@dataclass(frozen=True, slots=True)
class Question:
    """One screen: at most two short sentences, then buttons.

    `values` may be a function: it is called only when the question is shown, so that hearing an answer stays cheap.
    `frame` adds [Kembali] and [Nanti saja] as the last row. `photo` is a file id; it stands above the words.
    """

    key: str
    values: Mapping[str, object] | Callable[[], Mapping[str, object]] = field(default_factory=dict)
    rows: Rows = ()
    frame: bool = True
    optional: bool = False
    photo: str | None = None

    def said(self, words: Words) -> str:
        """The question as Telegram HTML."""
        return words.text(self.key, **(self.values() if callable(self.values) else self.values))


@dataclass(frozen=True, slots=True)
class Again:
    """The answer does not fit: say why (a key), keep everything, ask the same question again.

    With `last` the reason stands next to the buttons: a long question would push it off the screen.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    last: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """The talk has reached its end, and the step has said what there is to say.

    `subject_id` is the need that it became, to which a late photo then belongs; None for any other talk.
    `traceless`: not even that there was such a talk is kept, for that alone would tell what was said in it.
    """

    subject_id: int | None = None
    traceless: bool = False


Next = str | Again | Done
"""Where a person stands after an answer: the name of the next step, the same once more, or the end."""


@dataclass(frozen=True, slots=True)
class Step:
    """One question and what happens with its answer.

    `takes` are the kinds of answer it understands besides its own buttons; `longest` is the most letters of a sentence.
    `answered` is the key of the line that a tapped question turns into, with `{answer}`; None removes only the buttons.
    `typed` draws the choices as a keyboard under the text field (needed to ask for a location), else under the message.
    `undo` is for a step that asks several things: it takes back the last of them, or says False if there is none.
    """

    ask: "Callable[[Talk[Any]], Question]"
    hear: "Callable[[Talk[Any], Any], Next]"
    takes: tuple[type[Answer], ...] = (Tapped,)
    longest: int = 1_000
    answered: str | None = None
    unfit: str = "stage.unclear.again"
    typed: bool = False
    undo: "Callable[[Talk[Any]], bool]" = lambda _talk: False


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A talk with a beginning and an end. `steps` is its map, in order; the first is where it begins.

    `title` is the key of its name in a sentence ("usulan").
    """

    name: str
    draft: type[Draft]
    steps: Mapping[str, Step]
    title: str

    @property
    def first(self) -> str:
        return next(iter(self.steps))
