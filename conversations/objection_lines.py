"""How objections are said: one's own as it stands, with the last words that its owner may say; those on record.

Keberatan saya: “Iuran 50 ribu terlalu berat” · sudah dijawab
Jawaban pengurus: “Bisa dicicil”
[Saya tarik keberatan] / [Silakan jalan, tapi dicatat] / [Belum cukup, tulis lagi]
"""

from collections.abc import Sequence

from conversations.dialogue import Choice, Rows
from locales import Words
from storage.objections import Objection, Stance
from storage.polls import Poll

RAISE = "object"
"""Verb before the poll's number: saying why one cannot agree, or saying it anew."""
WITHDRAW, KEEP = "withdraw", "keep"


def mine(words: Words, objection: Objection | None) -> list[str]:
    """Its words and how far it has come, with the answer if there is one, and what the last words come to."""
    if objection is None:
        return []
    said = [words.label("objection.mine", words=objection.words, state=state(words, objection))]
    if objection.answer:
        said.append(words.label("objection.mine.answer", answer=objection.answer))
    if objection.stance is Stance.answered:
        said.append(words.label("objection.if_kept"))
    return said


def state(words: Words, objection: Objection) -> str:
    return words.label(f"objection.state.{objection.stance.value}")


def last_word(poll: Poll) -> Rows:
    """What the owner of one that was answered may say to it."""
    return [
        [Choice(f"settle.{poll.id}.{WITHDRAW}", "objection.withdraw")],
        [Choice(f"settle.{poll.id}.{KEEP}", "objection.keep")],
        [Choice(f"{RAISE}.{poll.id}", "objection.again")],
    ]


def on_record(words: Words, kept: Sequence[Objection]) -> list[str]:
    """As the result prints them, each with its answer below; none at all where nobody has asked for it."""
    lines = [words.label("poll.result.record")] if kept else []
    for one in kept:
        lines.append(words.label("poll.result.record.one", words=one.words))
        if one.answer:
            lines.append(words.label("objection.mine.answer", answer=one.answer))
    return lines
