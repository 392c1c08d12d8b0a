"""Giliran: how many at a time, and who: neighbours picked from a list, others by name, some with a night of their own.

> [👥 Giliran]
B Siapa saja yang bergiliran?        [👤 Pilih warga] / [✍️ Tulis nama] / [Sudah, ini saja]
> [👤 Pilih warga]
B Ketuk yang ikut giliran.           [✓ Asep] / [Bu Tini] … [Berikutnya ›] / [Sudah, ini saja]
> [✍️ Tulis nama]
B Tulis satu nama tiap baris …       > Pak Slamet
B 1. Asep  2. ☎️ Pak Slamet · 2 orang tiap kali.     [👤 Pilih warga] / … [🔀 Acak urutan] [➖ Keluarkan]
"""

import random
import re
from collections.abc import Iterable, Sequence

from community import rota_members
from community.rota_members import LONGEST_NAME, MOST_AT_ONCE, MOST_MEMBERS, Wish
from conversations import rota_lines
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Next, Question, Rows, Step
from conversations.invite_draft import Inviting, Turner, community_of
from conversations.invite_plan import onward
from conversations.widgets import amount, pager, review, rota_text
from conversations.widgets.several import ENOUGH, TICK
from locales import Words
from storage.people import Person

_PERSON, _OUT, _PAGE = "p", "o", "page"
_PEOPLE, _NAMES, _SIZE, _SHUFFLE, _TAKE_OUT = "rotapeople", "rotanames", "rotasize", "shuffle", "rotaout"
SIZE = 8
_MANY = (2, 3, 4, 5)
_LONGEST = 3_000
_CHANCE = random.SystemRandom()
_SAPAAN = re.compile(
    r"^(?:pak|bapak|bu|ibu|mas|mbak|mbah|bang|kang|teh|mang|cak|ning|pakde|bude|mr|mrs)\.?\s+", re.IGNORECASE
)


# ── how it stands ──


def ask_rota(talk: Inviting) -> Question:
    draft = talk.draft
    ways: list[list[Choice]] = [[Choice(_PEOPLE, "rota.pick")], [Choice(_NAMES, "rota.write")]]
    if not draft.rota:
        return Question("rota.ask.none", rows=[*ways, [Choice(ENOUGH, "rota.without")]])
    ways += [
        [Choice(_SIZE, "rota.size", values={"many": draft.rota_size})],
        [Choice(_SHUFFLE, "rota.shuffle"), Choice(_TAKE_OUT, "rota.out")],
        [Choice(ENOUGH, "widgets.enough")],
    ]
    return Question("rota.ask", {"size": draft.rota_size, "lines": review.lines(told(talk.words, draft.rota))}, ways)


def told(words: Words, them: Sequence[Turner]) -> list[str]:
    """1. Asep, 2. ☎️ Pak Slamet; and Senin: Budi, Agus."""
    return rota_lines.turners(words, [(one.name, one.person_id, one.weekday) for one in them])


def heard_rota(talk: Inviting, answer: Said | Tapped) -> Next:
    """What is written here are names too."""
    talk.draft.page = 1
    if isinstance(answer, Said):
        return heard_names(talk, answer)
    if answer.value == ENOUGH:
        return onward(talk)
    if answer.value == _SHUFFLE:
        shuffle(talk, _CHANCE)
        return "rota"
    return answer.value


def shuffle(talk: Inviting, chance: random.Random) -> None:
    shuffled = rota_members.shuffled([wish_of(one) for one in talk.draft.rota], chance)
    talk.draft.rota = [turner(one) for one in shuffled]


def wish_of(one: Turner) -> Wish:
    return Wish(one.name, one.person_id, one.weekday, one.member_id)


def turner(one: Wish) -> Turner:
    return Turner(name=one.name, person_id=one.person_id, weekday=one.weekday, member_id=one.member_id)


# ── picked ──


def ask_people(talk: Inviting) -> Question:
    found = _neighbours(talk)
    shown = pager.page(talk.draft.page, len(found), size=SIZE)
    chosen = {one.person_id for one in talk.draft.rota}
    rows: Rows = [
        *(
            [Choice(f"{_PERSON}{one.id}", label=f"{TICK if one.id in chosen else ''}{one.name}")]
            for one in found[shown.offset : shown.offset + SIZE]
        ),
        pager.turns(_PAGE, shown),
        [Choice(ENOUGH, "widgets.enough")],
    ]
    return Question("rota.people", rows=[row for row in rows if row])


def _neighbours(talk: Inviting) -> list[Person]:
    return rota_members.here(talk.session, community_of(talk).id)


def heard_people(talk: Inviting, answer: Tapped) -> Next:
    draft = talk.draft
    if answer.value == ENOUGH:
        return "rota"
    if answer.value.startswith(_PAGE):
        draft.page = pager.number_in(answer.value.partition(".")[2])
        return _PEOPLE
    person = next((one for one in _neighbours(talk) if f"{_PERSON}{one.id}" == answer.value), None)
    if person is None:
        return Again("rotas.not_here")
    is_on = any(one.person_id == person.id for one in draft.rota)
    talk.answered_as = f"{'➖' if is_on else '➕'} {person.name}"
    if is_on:
        draft.rota = [one for one in draft.rota if one.person_id != person.id]
        return _PEOPLE
    return _put(talk, [Turner(name=person.name, person_id=person.id)], _PEOPLE)


def _put(talk: Inviting, new: Iterable[Turner], after: str) -> Next:
    """Behind the others, each once a night."""
    known = {_key(one) for one in talk.draft.rota}
    rota = [*talk.draft.rota, *(one for one in new if _key(one) not in known)]
    if len(rota) > MOST_MEMBERS:
        return Again("rotas.too_many", {"most": MOST_MEMBERS})
    talk.draft.rota = rota
    return after


def _key(one: Turner) -> tuple[object, int | None]:
    return one.person_id if one.person_id is not None else one.name.casefold(), one.weekday


# ── written ──


def ask_names(_talk: Inviting) -> Question:
    return Question("rota.names.ask")


def heard_names(talk: Inviting, answer: Said) -> Next:
    """A name that only one neighbour has is that neighbour's; others have no Telegram."""
    found = rota_text.names_in(answer.text)
    if not found:
        return Again("rota.names.again")
    if any(len(name) > LONGEST_NAME for name, _ in found):
        return Again("needs.too_long", {"most": LONGEST_NAME})
    people = _neighbours(talk)
    return _put(talk, [_meant(people, name, weekday) for name, weekday in found], "rota")


def _meant(people: Sequence[Person], name: str, weekday: int | None) -> Turner:
    exact = [one for one in people if one.name.casefold() == name.casefold()]
    alike = exact or [one for one in people if _bare(one.name) == _bare(name)]
    if len(alike) == 1:
        return Turner(name=alike[0].name, person_id=alike[0].id, weekday=weekday)
    return Turner(name=name, weekday=weekday)


def _bare(name: str) -> str:
    """Without Pak or Bu."""
    return _SAPAAN.sub("", name.strip()).casefold()


# ── how many ──


def ask_size(_talk: Inviting) -> Question:
    return Question("rota.size.ask", rows=[[Choice(str(one), label=str(one)) for one in _MANY]])


def heard_size(talk: Inviting, answer: Said | Tapped) -> Next:
    number = amount.number_in(answer.text if isinstance(answer, Said) else answer.value)
    if number is None or not 1 <= number <= MOST_AT_ONCE:
        return Again("rotas.size_again", {"most": MOST_AT_ONCE})
    talk.draft.rota_size = number
    return "rota"


# ── taken out ──


def ask_out(talk: Inviting) -> Question:
    them = talk.draft.rota
    shown = pager.page(talk.draft.page, len(them), size=SIZE)
    rows: Rows = [
        *(
            [Choice(f"{_OUT}{at}", label=f"✕ {them[at].name}")]
            for at in range(shown.offset, min(shown.offset + SIZE, len(them)))
        ),
        pager.turns(_PAGE, shown),
        [Choice(ENOUGH, "widgets.enough")],
    ]
    return Question("rota.out.ask", rows=[row for row in rows if row])


def heard_out(talk: Inviting, answer: Tapped) -> Next:
    draft = talk.draft
    if answer.value == ENOUGH:
        return "rota"
    if answer.value.startswith(_PAGE):
        draft.page = pager.number_in(answer.value.partition(".")[2])
        return _TAKE_OUT
    out = int(answer.value.removeprefix(_OUT))
    talk.answered_as = f"➖ {draft.rota[out].name}"
    draft.rota = [one for at, one in enumerate(draft.rota) if at != out]
    return _TAKE_OUT if draft.rota else "rota"


STEPS = {
    "rota": Step(
        ask_rota, heard_rota, (Tapped, Said), longest=_LONGEST, answered="inviting.picked", unfit="inviting.unfit"
    ),
    _PEOPLE: Step(ask_people, heard_people, answered="inviting.picked"),
    _NAMES: Step(ask_names, heard_names, (Tapped, Said), longest=_LONGEST, unfit="inviting.unfit"),
    _SIZE: Step(ask_size, heard_size, (Tapped, Said), answered="inviting.answered", unfit="inviting.unfit"),
    _TAKE_OUT: Step(ask_out, heard_out, answered="inviting.picked"),
}
