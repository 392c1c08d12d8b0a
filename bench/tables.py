"""The figures as Markdown: medians over the rounds, ratios of the same round, and the audit."""

from collections.abc import Callable, Iterable
from functools import partial
from statistics import median

from bench.rounds import LoadName, Result
from bench.variants import Variant

Rounds = dict[str, list[Result]]  # by variant's name; the n-th of each was played beside the n-th of the others
Cell = Callable[[list[Result]], str]

_HEADINGS = {
    "A": "Load A: closed on the 200 (a burst; the replies follow on the same core)",
    "B": "Load B: closed on the reply (a chat goes on when it was answered)",
    "C": "Load C: open, updates arrive by chance",
}

_COUNTED = {
    "updates": "updates",
    "replies": "replies",
    "missing": "missing",
    "extra": "too many",
    "refused": "not 200",
    "same_twice": "same text twice running",
    "complaints": "lines on stderr",
}
"""What the audit counts, by the attribute, as the table says it."""


def table(load: LoadName, rounds: Rounds, variants: list[Variant]) -> str:
    """One load, one row per variant; ratios against each naive variant that was played."""
    naive = [variant for variant in variants if variant.name.startswith("naive")]
    columns = _columns(load, rounds, naive)
    head = ["variant", *(heading for heading, _ in columns)]
    rows = [[variant.title, *(cell(rounds[variant.name]) for _, cell in columns)] for variant in variants]
    lines = map(_row, [head, ["---"] * len(head), *rows])
    return f"### {_HEADINGS[load]}\n\n" + "\n".join(lines)


def _columns(load: LoadName, rounds: Rounds, naive: list[Variant]) -> list[tuple[str, Cell]]:
    """Each column's heading, and what stands in it for the results of one variant."""
    is_a = load == "A"
    pace, tail = ("acks", "ack_p99") if is_a else ("replies", "reply_p99")
    return [
        *([("acks/s", partial(_spread, figure="acks"))] if is_a else []),
        ("replies/s", partial(_spread, figure="replies")),
        *((f"x {one.title} (lowest–highest)", partial(_ratio, rounds[one.name], figure=pace)) for one in naive),
        *([("ack p50 ms", partial(_middle, figure="ack_p50"))] if is_a else []),
        *([("ack p99 ms", partial(_middle, figure="ack_p99"))] if is_a else []),
        ("reply p50 ms", partial(_middle, figure="reply_p50")),
        ("reply p99 ms", partial(_middle, figure="reply_p99")),
        *((f"p99 to {one.title}", partial(_ratio, rounds[one.name], figure=tail)) for one in naive),
        ("CPU µs/update", partial(_middle, figure="cpu")),
        *([("all answered after s", partial(_middle, figure="settle"))] if is_a else []),
    ]


def audit(played: dict[LoadName, Rounds], variants: list[Variant]) -> str:
    """Sums over all rounds; only `updates` and `replies` should be other than 0, and equal."""
    head = ["variant", "load", *_COUNTED.values()]
    lines = [_row(head), _row("---" for _ in head)]
    for variant in variants:
        for load, rounds in played.items():
            counts = [result.audit for result in rounds[variant.name]]
            sums = (sum(getattr(count, name) for count in counts) for name in _COUNTED)
            lines.append(_row([variant.title, load, *map(str, sums)]))
    return "### Audit, all rounds together\n\n" + "\n".join(lines)


def facts_table(facts: list[tuple[str, str]]) -> str:
    return "\n".join([_row(["fact", "value"]), _row(["---", "---"]), *map(_row, facts)])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _values(results: list[Result], figure: str) -> list[float]:
    return [getattr(result, figure) for result in results]


def _middle(results: list[Result], *, figure: str) -> str:
    return _number(median(_values(results, figure)))


def _spread(results: list[Result], *, figure: str) -> str:
    values = sorted(_values(results, figure))
    return f"{_number(median(values))} ({_number(values[0])}–{_number(values[-1])})"


def _ratio(other: list[Result], mine: list[Result], *, figure: str) -> str:
    """Mine to the other's, taken between neighbours of the same round."""
    pairs = zip(_values(mine, figure), _values(other, figure), strict=True)
    values = sorted(one / two if two else 0 for one, two in pairs)
    return f"{median(values):.2f} ({values[0]:.2f}–{values[-1]:.2f})"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
