"""Trouble on demand: 429 answers, failures and silences that a test or a player turns on."""

from dataclasses import dataclass, field

from playground.rates import Rates

KINDS = ("500", "timeout", "drop", "disconnect_after")
# Calls that ask rather than act are left alone unless they are named.
QUIET = frozenset({"getMe", "getUpdates", "getWebhookInfo", "setWebhook", "deleteWebhook"})


@dataclass(slots=True)
class Flood:
    """retry_after in seconds; chat_id None means every chat."""

    chat_id: int | None
    retry_after: int
    times: int


@dataclass(slots=True)
class Failure:
    """delay in seconds before a late answer; None means that it never comes."""

    method: str | None
    kind: str
    times: int
    delay: float | None = None


@dataclass(slots=True)
class Switches:
    floods: list[Flood] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    rates: Rates | None = None
    """Who speaks too often is told to wait, as Telegram does it; None where nobody counts."""

    def flood_of(self, chat_id: int | None) -> int | None:
        """Seconds to wait, counting this call; None where the call may pass."""
        if chat_id is None:
            return None
        for flood in self.floods:
            if flood.chat_id in {None, chat_id}:
                flood.times -= 1
                if flood.times <= 0:
                    self.floods.remove(flood)
                return flood.retry_after
        return None

    def failure_of(self, method: str) -> Failure | None:
        for failure in self.failures:
            if failure.method == method or (failure.method is None and method not in QUIET):
                failure.times -= 1
                if failure.times <= 0:
                    self.failures.remove(failure)
                return failure
        return None
