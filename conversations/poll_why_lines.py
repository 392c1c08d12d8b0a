"""[Mengapa begini?]: how the votes of a poll were counted, as one would tell it over a fence; of money, to the rupiah.

Uang Rp10.000.000 dibagi rata: tiap pemilih mulai dengan Rp250.000 …
✓ Selokan (Rp3.500.000): 18 pendukung membayar bersama, paling banyak Rp194.445 seorang.
✗ Paving (Rp7.000.000): 12 pendukung punya Rp1.500.000, kurang Rp5.500.000.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from conversations import poll_result_lines
from conversations.poll_result_lines import rupiah
from locales import Words
from storage.polls import Method, Poll

_CHOSEN = frozenset(("free", "bought", "filled"))


def told(session: Session, words: Words, poll: Poll) -> list[list[str]]:
    """The rule, what it made of these votes, and that anybody may count again; in parts."""
    names = poll_result_lines.names_of(session, words, poll)
    return [
        _rule(words, poll),
        _shares(words, poll, names) if poll.method is Method.equal_shares else [],
        _equals(words, poll, names),
        [words.label("poll.why.quorum", percent=poll.quorum)] if poll.quorum else [],
        [words.label("poll.why.again")],
    ]


def _equals(words: Words, poll: Poll, names: Mapping[int, str]) -> list[str]:
    """Who gave points on paper is not known, only how many: so by paper equals lose the rule of more supporters."""
    said = poll_result_lines.ties(words, poll, names)
    is_by_number = bool(said) and poll.method is Method.points and bool(poll.result["paper"])
    return [*said, words.label("poll.why.paper")] if is_by_number else said


def _rule(words: Words, poll: Poll) -> list[str]:
    result = poll.result
    if poll.method is Method.equal_shares:
        share, raised = Fraction(result["share"]), Fraction(result["raised"])
        whole, first = rupiah(str(result["budget"])), rupiah(str(share - raised))
        more = [words.label("poll.why.raised", share=rupiah(str(share)))] if raised else []
        return [words.label("poll.why.equal_shares", sum=whole, first=first), *more]
    if poll.method is Method.yes_no and poll.two_thirds:
        return [words.label("poll.why.two_thirds")]
    if poll.method is Method.consensus and poll.falls_back:
        return [words.label("poll.why.consensus"), words.label("poll.why.consensus.majority")]
    return [words.label(f"poll.why.{poll.method.value}", most=poll.most, on_one=poll.most_on_one)]


def _shares(words: Words, poll: Poll, names: Mapping[int, str]) -> list[str]:
    """One sentence for each project: why this, why not that."""
    return [_account(words, poll, names[one["place"]], one) for one in poll.result["projects"]]


def _account(words: Words, poll: Poll, name: str, one: Mapping[str, Any]) -> str:
    said = words.label(
        f"poll.account.{one['why']}",
        count=one["supporters"],
        price=rupiah(one["price"] or "0", up=True),
        had=rupiah(one["had"]),
        short=rupiah(one["short"], up=True),
        left_short=rupiah(one["budget_short"], up=True),
        sum=rupiah(str(poll.result["budget"])),
    )
    return f"{'✓' if one['why'] in _CHOSEN else '✗'} {name} ({rupiah(one['cost'])}): {said}"
