"""What neighbours are called together for: by a tap, or all of it in one sentence.

> [📅 Ajak kumpul]
B Acara apa? Boleh tulis semuanya, misalnya: kerja bakti Minggu jam 7 di pos ronda.
  [🧹 Kerja bakti] [💬 Rapat] [👶 Posyandu] [🔦 Ronda] [🪙 Arisan] [📅 Lainnya]
"""

from community.events import LONGEST_TITLE, LONGEST_WORDS
from conversations import event_lines
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Next, Question, Step
from conversations.invite_draft import Inviting, community_of, proposes, zone_of
from conversations.invite_plan import onward, take_in
from conversations.widgets import choice, event_words, pasted
from storage.events import EventKind

OTHER, _CLEAR = EventKind.other.value, "clear"


def ask_what(talk: Inviting) -> Question:
    choices = [
        Choice(kind.value, label=f"{sign} {talk.words.label(_name(kind))}") for kind, sign in event_lines.SIGNS.items()
    ]
    key = "inviting.what.propose" if proposes(talk) else "inviting.what.ask"
    return Question(key, rows=choice.rows(talk.words, choices))


def _name(kind: EventKind) -> str:
    return "inviting.what.other" if kind is EventKind.other else f"event.kind.{kind.value}"


def heard_what(talk: Inviting, answer: Said | Tapped) -> Next:
    if isinstance(answer, Tapped):
        talk.draft.kind = EventKind(answer.value)
        return onward(talk)
    draft, said = talk.draft, pasted.cleaned(answer.text)
    landmarks = community_of(talk).landmarks
    if not take_in(draft, said, talk.now, zone_of(talk), landmarks) or draft.kind is None:
        draft.kind = EventKind.other
        draft.title = draft.title or event_words.name_in(said)
    return onward(talk)


# ── in words ──


def ask_own(_talk: Inviting) -> Question:
    return Question("inviting.own.ask")


def ask_title(talk: Inviting) -> Question:
    rows = [[Choice(_CLEAR, "inviting.title.none")]] if talk.draft.title and not _needs_title(talk) else []
    return Question("inviting.title.ask", rows=rows)


def _needs_title(talk: Inviting) -> bool:
    return talk.draft.kind is EventKind.other


def heard_title(talk: Inviting, answer: Said | Tapped) -> Next:
    if isinstance(answer, Tapped):
        talk.draft.title = ""
        return onward(talk)
    said = " ".join(pasted.cleaned(answer.text).split())
    if len(said) > LONGEST_TITLE:
        return Again("needs.too_long", {"most": LONGEST_TITLE})
    talk.draft.title = said
    return onward(talk)


def ask_words(talk: Inviting) -> Question:
    rows = [[Choice(_CLEAR, "inviting.words.none")]] if talk.draft.words else []
    return Question("inviting.words.ask", rows=rows)


def heard_words(talk: Inviting, answer: Said | Tapped) -> Next:
    talk.draft.words = "" if isinstance(answer, Tapped) else pasted.cleaned(answer.text)
    return onward(talk)


_ANY = (Tapped, Said)
STEPS = {
    "what": Step(
        ask_what, heard_what, _ANY, longest=LONGEST_WORDS, answered="inviting.answered", unfit="inviting.unfit"
    ),
    "own": Step(ask_own, heard_title, (Said,), longest=LONGEST_TITLE, unfit="inviting.unfit"),
    "title": Step(ask_title, heard_title, _ANY, longest=LONGEST_TITLE, unfit="inviting.unfit"),
    "words": Step(ask_words, heard_words, _ANY, longest=LONGEST_WORDS, unfit="inviting.unfit"),
}
