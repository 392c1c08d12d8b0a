"""Tanya warga: three taps for the usual question, everything else behind [Ubah].

> [🗳 Tanya warga]
B Mau tanya apa ke warga?
  [Usulan mana didahulukan?] [📅 Tanggal rapat] [Ya atau tidak] [Pilihan sendiri] [💰 Bagi dana] [🤝 Mufakat]
> [Usulan mana didahulukan?]
B Warga akan melihat begini:
  🗳 Mana yang kita dahulukan?  (Tanya warga No. 4)
  Pilih paling banyak 3. Pilihan rahasia.
  1. Selokan, Gang Melati … 6. Tempat sampah
  Sudah memilih: 0 dari 41 warga · ditutup Jumat, 27 Nov, 20.00 WIB
  Untuk 41 warga · grup Warga RT 03                                        [✅ Kirim] [✏️ Ubah]
> [✅ Kirim]
B Terkirim ✓  Tanya warga No. 4 … Sudah memilih: 0 dari 41 warga          [⏳ Perpanjang] …
"""

from typing import Any

from community import polls
from conversations import (
    ask_days,
    ask_how,
    ask_look,
    ask_money,
    ask_needs,
    ask_options,
    ask_until,
    ask_what,
    ask_who,
    engine,
    neighbourhood,
    poll_control,
)
from conversations.answers import Tapped
from conversations.ask_draft import Asking, Planning, Topic, groups_of
from conversations.ask_plan import onward
from conversations.dialogue import Choice, Dialogue, Done, Next, Question, Step
from conversations.stage import for_members
from conversations.talk import Act, Card, Talk

_OPTIONS = {Topic.needs: "pick", Topic.budget: "pick", Topic.day: "days", Topic.own: "options"}
"""Where the options of a topic are changed; those of the others are fixed."""


@for_members
def start(talk: Talk[Any]) -> None:
    """/polling and [🗳 Tanya warga]; only for organisers."""
    polls.place_of(talk.session, talk.community_id, by=talk.person.person_id)
    engine.open_dialogue(talk, dialogue.name)


def begun(talk: Talk[Any], _argument: str) -> None:
    """The button on the desk, and the link from a group."""
    start(talk)


def heard_what(talk: Planning, answer: Tapped) -> Next:
    if answer.value == ask_what.PAST:
        poll_control.list_all(talk)
        return Done()
    return ask_what.heard_what(talk, answer)


# ── [Ubah] ──


def ask_change(talk: Planning) -> Question:
    return Question("asking.change.ask", rows=[[Choice(part, f"asking.change.{part}")] for part in _parts(talk)])


def _parts(talk: Planning) -> list[str]:
    topic = talk.draft.topic or Topic.own
    parts = ["question"]
    if topic in _OPTIONS:
        parts.append(_OPTIONS[topic])
    if topic is Topic.budget:
        parts += ["sum", "costs"]
    elif topic is Topic.consensus:
        parts.append("fallback")
    elif topic is not Topic.yes_no:
        parts.append("method")
    parts += ["who", "until"]
    if groups_of(talk):
        parts.append("where")
    return [*parts, "way"] if ask_how.may_be_public(talk) else parts


def heard_change(talk: Planning, answer: Tapped) -> Next:
    onward(talk)  # what follows from the time that has passed
    talk.draft.page, talk.draft.kind = 1, None
    return answer.value


dialogue = Dialogue(
    name="asking",
    draft=Asking,
    title="asking.title",
    steps={
        **ask_what.STEPS,
        "what": Step(ask_what.ask_what, heard_what, answered="asking.answered"),
        **ask_look.STEPS,
        "change": Step(ask_change, heard_change, answered="asking.picked"),
        **ask_needs.STEPS,
        **ask_options.STEPS,
        **ask_days.STEPS,
        **ask_money.STEPS,
        **ask_how.STEPS,
        **ask_who.STEPS,
        **ask_until.STEPS,
    },
)
CARDS: dict[str, Card] = {"polling": Card(begun)}
LINKS: dict[str, Act] = {neighbourhood.ASK: begun}
