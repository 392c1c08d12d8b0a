"""How sending goes, in figures: queues, what was sent and what was not, and how much of the limit is used."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from storage.outbox import Class

RATE_OVER = 10.0
"""Seconds over which the rate is taken, at the least: counts are written down every five."""

COUNTERS = ("retries", "too_many_requests", "possibly_twice", "expired")


@dataclass(slots=True)
class Rate:
    """Messages a second between two looks, as a part of the limit."""

    per_second: float
    _from: tuple[float, int] | None = field(default=None)
    _used: float | None = None

    def used(self, messages: int, now: float) -> float | None:
        """1 is all of it; None as long as nothing can be said, or where there is no limit."""
        if self._from is None:
            self._from = (now, messages)
        since, before = self._from
        if now - since >= RATE_OVER:
            self._used = round((messages - before) / (now - since) / self.per_second, 3) if self.per_second else None
            self._from = (now, messages)
        return self._used


def figures(queues: Mapping[Class, tuple[int, float | None]], tallies: Mapping[str, int], now: float) -> dict[str, Any]:
    """As `/ready` shows them; ages in seconds, None where nothing is due."""
    ages = {rank: None if since is None else round(max(0.0, now - since), 1) for rank, (_, since) in queues.items()}
    return {
        "queues": {rank.name: {"waiting": queues[rank][0], "oldest": ages[rank]} for rank in queues},
        "sent": {rank.name: tallies.get(f"sent.{rank.name}", 0) for rank in Class},
        "failures": {
            name.removeprefix("failed."): count for name, count in sorted(tallies.items()) if name.startswith("failed.")
        },
        **{name: tallies.get(name, 0) for name in COUNTERS},
    }


class Sending(Collector):
    """The same for Prometheus, by class and by meaning."""

    def __init__(self, details: Mapping[str, Any]) -> None:
        self._details = details

    def collect(self) -> Iterator[Metric]:
        if "queues" not in self._details:
            return  # the database did not answer
        queues = self._details["queues"].items()
        yield _by_class("rembuk_queue", "messages due", ((name, one["waiting"]) for name, one in queues))
        ages = ((name, one["oldest"] or 0) for name, one in queues)
        yield _by_class("rembuk_queue_oldest_seconds", "age of the oldest that is due", ages)
        sent = CounterMetricFamily("rembuk_sent", "messages sent", labels=["class"])
        for name, count in self._details["sent"].items():
            sent.add_metric([name], count)
        yield sent
        failures = CounterMetricFamily("rembuk_failures", "messages given up, by meaning", labels=["meaning"])
        for meaning, count in self._details["failures"].items():
            failures.add_metric([meaning], count)
        yield failures
        for name in COUNTERS:
            yield CounterMetricFamily(f"rembuk_{name}", name.replace("_", " "), value=self._details[name])


def _by_class(name: str, says: str, values: Iterable[tuple[str, float]]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=["class"])
    for rank, value in values:
        family.add_metric([rank], value)
    return family
