"""A question to the neighbours in words: what is asked, by which rule, until when; of a plan and of a poll alike."""

from datetime import datetime
from typing import Protocol

from community.polls import Item
from conversations.widgets import amount, when
from locales import Words
from storage.polls import Counts, Method, PollKind, Way


class Asked(Protocol):
    """What a plan and a poll have in common."""

    @property
    def kind(self) -> PollKind: ...
    @property
    def question(self) -> str: ...
    @property
    def method(self) -> Method: ...
    @property
    def way(self) -> Way: ...
    @property
    def counts(self) -> Counts: ...
    @property
    def most(self) -> int: ...
    @property
    def most_on_one(self) -> int: ...
    @property
    def budget(self) -> int | None: ...
    @property
    def quorum(self) -> int: ...
    @property
    def least_days(self) -> int: ...
    @property
    def two_thirds(self) -> bool: ...
    @property
    def falls_back(self) -> bool: ...
    @property
    def closes_at(self) -> datetime: ...


def question(words: Words, asked: Asked) -> str:
    """In the organiser's words, or in those of its kind; plain."""
    if asked.question:
        return asked.question
    return words.label(f"asking.of.{asked.kind.value}", sum=amount.rupiah(asked.budget or 0))


def option(item: Item) -> str:
    """Selokan Gang Melati · Rp1.500.000; plain."""
    return item.text if item.cost is None else f"{item.text} · {amount.rupiah(item.cost)}"


def rules(words: Words, asked: Asked) -> list[str]:
    """How one chooses and how it is counted, one line each; plain."""
    lines = [
        words.label(f"asking.rule.{asked.method.value}", most=asked.most, each=asked.most_on_one),
        words.label(f"asking.way.{asked.way.value}"),
    ]
    if asked.method is Method.consensus:
        lines.append(words.label("asking.rule.falls_back" if asked.falls_back else "asking.rule.undecided"))
    if asked.counts is Counts.house:
        lines.append(words.label("asking.rule.house"))
    if asked.two_thirds:
        lines.append(words.label("asking.rule.two_thirds"))
    if asked.quorum:
        lines.append(words.label("asking.rule.quorum", percent=asked.quorum))
    if asked.least_days:
        lines.append(words.label("asking.rule.least_days", days=asked.least_days))
    return lines


def until(words: Words, closes_at: datetime, zone: str) -> str:
    """Ditutup Jumat, 27 Nov 2026 pukul 20.00 WIB; plain."""
    return words.label("asking.until.line", when=when.spoken(closes_at, zone, words))
