"""Ajak kumpul: six taps for the common case, everything else behind ➕ and [Ubah].

> [📅 Ajak kumpul]
B Acara apa?                                             [🧹 Kerja bakti] [💬 Rapat] … [📅 Lainnya]
> [🧹 Kerja bakti]
B Kapan?                                                 [Hari ini] [Besok] / [Sabtu] [Minggu] / [📅 Tanggal lain]
> [Minggu]
B Minggu, 29 Nov 2026. Jam berapa?                       [06.00] [07.00] / [08.00] [16.00]
> [07.00]
B Minggu, 29 Nov 2026 pukul 07.00 WIB. Kumpul di mana?   [Pos ronda] [Masjid] … [Lewati]
> [Pos ronda]
B 🧹 Kerja bakti · Minggu, 29 Nov 2026, 07.00 WIB · Pos ronda
  Semua warga. Diingatkan Sabtu 19.30 dan Minggu 06.00.
  [✅ Kirim] / [➕ Untuk usulan…] / [➕ Alat & tugas] / [➕ Berulang] [✏️ Ubah]
> [✅ Kirim]

A resident goes the same way and proposes: an organiser says yes or no.
"""

from typing import Any

from conversations import (
    engine,
    invite_again,
    invite_look,
    invite_needs,
    invite_rota,
    invite_things,
    invite_what,
    invite_when,
    invite_where,
    invite_who,
    neighbourhood,
    proposal_card,
)
from conversations.answers import Tapped
from conversations.dialogue import Choice, Dialogue, Next, Question, Step
from conversations.invite_draft import NAME, Gathering, Inviting, Thing, groups_of, place_for, proposes
from conversations.invite_plan import open_with
from conversations.stage import for_members
from conversations.talk import Act, Card, Talk
from conversations.widgets import choice
from storage import events as stored
from storage.events import Event, EventKind

_LONGEST_NUMBER = 10
"""Digits; more of them are no event's."""
_WITH_AGENDA = frozenset((EventKind.meeting, EventKind.clinic, EventKind.savings_round, EventKind.other))


@for_members
def start(talk: Talk[Any]) -> None:
    """/kegiatan, [📅 Ajak kumpul] and, for residents, [💡 Usulkan kegiatan]."""
    place_for(talk, talk.community_id)
    engine.open_dialogue(talk, NAME)


def begun(talk: Talk[Any], argument: str) -> None:
    """The button on the desk or in the menu, and the link from a group.

    Or once more what was not agreed to, or was taken back.
    """
    is_number = argument.isascii() and argument.isdecimal() and len(argument) < _LONGEST_NUMBER
    before = stored.by_id(talk.session, int(argument)) if is_number else None
    if before is not None and before.author_id == talk.person.person_id and before.state in proposal_card.AGAIN:
        open_with(talk, _once_more(talk, before))
    else:
        start(talk)


def _once_more(talk: Talk[Any], before: Event) -> Gathering:
    """All of it but when."""
    things = [
        Thing(kind=item.kind, name=item.name, wanted=item.wanted) for item in stored.items_of(talk.session, before.id)
    ]
    return Gathering(
        kind=before.kind, title=before.title, words=before.words, place=before.place, place_said=bool(before.place),
        latitude=before.latitude, longitude=before.longitude, agenda=before.agenda, things=things,
        wanted=before.wanted, needs=stored.needs_of(talk.session, before.id),
    )  # fmt: skip


# ── [Ubah] ──


def ask_change(talk: Inviting) -> Question:
    choices = [Choice(part, f"inviting.change.{part}") for part in _parts(talk)]
    return Question("inviting.change.ask", rows=choice.rows(talk.words, choices))


def _parts(talk: Inviting) -> list[str]:
    parts = ["when", "hour", "where", "what", "title", "length", "wanted"]
    if talk.draft.kind in _WITH_AGENDA:
        parts.append("agenda")
    parts.append("words")
    if not proposes(talk):
        parts += ["who", *(["groups"] if groups_of(talk) else [])]
    return parts


def heard_change(_talk: Inviting, answer: Tapped) -> Next:
    return answer.value


dialogue = Dialogue(
    name=NAME,
    draft=Gathering,
    title="inviting.title",
    steps={
        **invite_what.STEPS,
        **invite_when.STEPS,
        **invite_where.STEPS,
        **invite_look.STEPS,
        "change": Step(ask_change, heard_change, answered="inviting.picked"),
        **invite_needs.STEPS,
        **invite_things.STEPS,
        **invite_again.STEPS,
        **invite_rota.STEPS,
        **invite_who.STEPS,
    },
)


CARDS: dict[str, Card] = {"gather": Card(begun)}
LINKS: dict[str, Act] = {neighbourhood.CALL: begun}
