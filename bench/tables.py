"""The figures as Markdown: medians over the rounds, ratios of the same round, and the audit."""

from collections.abc import Callable, Iterable
from statistics import median

from bench.rounds import LoadName, Result
from bench.variants import Variant

Rounds = dict[str, list[Result]]  # by variant's name; the n-th of each was played beside the n-th of the others
Figure = Callable[[Result], float]

_HEADINGS = {
    "A": "Load A: closed on the 200 (a burst; the replies follow on the same core)",
    "B": "Load B: closed on the reply (a chat goes on when it was answered)",
    "C": "Load C: open, updates arrive by chance",
}


def table(load: LoadName, rounds: Rounds, variants: list[Variant]) -> str:
    """One load, one row per variant; ratios against each naive variant that was played."""
    naive = [variant for variant in variants if variant.name.startswith("naive")]
    pace = _acks if load == "A" else _replies
    head = [
        "variant",
        *(["acks/s"] if load == "A" else []),
        "replies/s",
        *(f"x {variant.title} (lowest–highest)" for variant in naive),
        *(["ack p50 ms", "ack p99 ms"] if load == "A" else []),
        "reply p50 ms",
        "reply p99 ms",
        *(f"p99 to {variant.title}" for variant in naive),
        "CPU µs/update",
        *(["all answered after s"] if load == "A" else []),
    ]
    tail: Figure = _ack_p99 if load == "A" else _reply_p99
    lines = [_row(head), _row("---" for _ in head)]
    for variant in variants:
        mine = rounds[variant.name]
        lines.append(
            _row(
                [
                    variant.title,
                    *([_spread(mine, _acks)] if load == "A" else []),
                    _spread(mine, _replies),
                    *(_ratio(mine, rounds[other.name], pace) for other in naive),
                    *([_middle(mine, _ack_p50), _middle(mine, _ack_p99)] if load == "A" else []),
                    _middle(mine, _reply_p50),
                    _middle(mine, _reply_p99),
                    *(_ratio(mine, rounds[other.name], tail) for other in naive),
                    _middle(mine, _cpu),
                    *([_middle(mine, _settle)] if load == "A" else []),
                ]
            )
        )
    return f"### {_HEADINGS[load]}\n\n" + "\n".join(lines)


def audit(played: dict[LoadName, Rounds], variants: list[Variant]) -> str:
    """Sums over all rounds; only `updates` and `replies` should be other than 0, and equal."""
    head = [
        "variant",
        "load",
        "updates",
        "replies",
        "missing",
        "too many",
        "not 200",
        "same text twice running",
        "lines on stderr",
    ]
    lines = [_row(head), _row("---" for _ in head)]
    for variant in variants:
        for load, rounds in played.items():
            counts = [result.audit for result in rounds[variant.name]]
            sums = [
                sum(c.updates for c in counts),
                sum(c.replies for c in counts),
                sum(c.missing for c in counts),
                sum(c.extra for c in counts),
                sum(c.refused for c in counts),
                sum(c.same_twice for c in counts),
                sum(c.complaints for c in counts),
            ]
            lines.append(_row([variant.title, load, *map(str, sums)]))
    return "### Audit, all rounds together\n\n" + "\n".join(lines)


def facts_table(facts: list[tuple[str, str]]) -> str:
    return "\n".join([_row(["fact", "value"]), _row(["---", "---"]), *map(_row, facts)])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _middle(results: list[Result], figure: Figure) -> str:
    return _number(median(map(figure, results)))


def _spread(results: list[Result], figure: Figure) -> str:
    values = sorted(map(figure, results))
    return f"{_number(median(values))} ({_number(values[0])}–{_number(values[-1])})"


def _ratio(mine: list[Result], other: list[Result], figure: Figure) -> str:
    values = sorted(figure(one) / figure(two) if figure(two) else 0 for one, two in zip(mine, other, strict=True))
    return f"{median(values):.2f} ({values[0]:.2f}–{values[-1]:.2f})"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _acks(result: Result) -> float:
    return result.acks


def _replies(result: Result) -> float:
    return result.replies


def _ack_p50(result: Result) -> float:
    return result.ack_p50


def _ack_p99(result: Result) -> float:
    return result.ack_p99


def _reply_p50(result: Result) -> float:
    return result.reply_p50


def _reply_p99(result: Result) -> float:
    return result.reply_p99


def _cpu(result: Result) -> float:
    return result.cpu


def _settle(result: Result) -> float:
    return result.settle
