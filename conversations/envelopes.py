"""What is stored of a talk beside its draft: the way that led here, and what waits to be heard."""

from dataclasses import asdict, replace
from typing import Any

import orjson
from pydantic import BaseModel

from conversations.answers import Answer, Document, Media, Place, PollShown, Said, Tapped, Unfit
from conversations.dialogue import Draft
from storage.dialogues import Standing
from storage.media import MediaKind

_KINDS: dict[str, type[Answer]] = {
    kind.__name__: kind for kind in (Tapped, Said, Media, Place, Unfit, Document, PollShown)
}


class Envelope(BaseModel):
    """The stored form of a talk.

    `trail` are the steps behind us; `back_to` is where to return when one answer is changed alone; `kept` is the
    beginning of a sentence that was too long; `pending` is what was said unasked while an older draft waits;
    `instead` is the draft, filled in by a button, that would take the place of this one;
    `typed` is the question whose keyboard under the text field was the last to be answered by;
    `album_since`, in seconds since 1970, is when that was the first photo of an album, whose others came here.
    """

    draft: dict[str, Any]
    trail: list[str] = []
    back_to: str | None = None
    kept: str | None = None
    pending: dict[str, Any] | None = None
    instead: dict[str, Any] | None = None
    typed: str | None = None
    album_since: float | None = None

    @classmethod
    def loaded(cls, stored: str) -> "Envelope":
        return cls.model_validate(orjson.loads(stored))

    def dumped(self) -> str:
        return orjson.dumps(self.model_dump()).decode()

    def take(self, draft: Draft) -> None:
        self.draft = draft.model_dump(mode="json")

    def move(self, here: str, there: str) -> None:
        """Keep the way back: going to a step that is behind us cuts off what came after it."""
        if there in self.trail:
            self.trail = self.trail[: self.trail.index(there)]
        elif here != there:
            self.trail.append(here)


def packed(answer: Answer) -> dict[str, Any]:
    """An answer as JSON."""
    return {"is": type(answer).__name__, **asdict(answer)}


def unpacked(stored: dict[str, Any]) -> Answer:
    fields = dict(stored)
    kind = _KINDS[fields.pop("is")]
    if kind is Media:
        fields["kind"] = MediaKind(fields["kind"])
    return kind(**fields)


def together(earlier: Answer, later: Answer) -> tuple[Answer, Media | None]:
    """Two things said one after the other as one answer, and a file that found no place in it. A later place wins."""
    if isinstance(earlier, Said | Media) and isinstance(later, Said | Media):
        words = "\n".join(filter(None, (_words(earlier), _words(later))))
        if isinstance(later, Media):
            return replace(later, caption=words), earlier if isinstance(earlier, Media) else None
        return (replace(earlier, caption=words) if isinstance(earlier, Media) else Said(words)), None
    return later, earlier if isinstance(earlier, Media) else None


def _words(answer: Said | Media) -> str:
    return answer.text if isinstance(answer, Said) else answer.caption


def at_version(standing: Standing, version: int, draft: str, step: str) -> Standing:
    """The same talk as it stands after being stored."""
    return replace(standing, version=version, draft=draft, step=step)
