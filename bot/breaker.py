"""When Telegram is down, nothing is asked of it but from time to time whether it is back."""

FAILURES_IN_A_ROW = 5
FIRST_WAIT = 2.0
LONGEST_WAIT = 60.0


class Breaker:
    """Closed; open once so many sends in a row found Telegram down; half-open when its wait is over: one probe.

    `now` is seconds by any clock that does not jump, `luck` in [0, 1) leaves half of each wait to chance.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._span = FIRST_WAIT
        self._probe_at: float | None = None

    @property
    def is_open(self) -> bool:
        """True until Telegram has answered again, also while it is being asked."""
        return self._probe_at is not None

    def wait(self, now: float) -> float:
        """Seconds until the next probe; 0 if it is time, or if nothing holds us."""
        return 0.0 if self._probe_at is None else max(0.0, self._probe_at - now)

    def failed(self, now: float, luck: float) -> bool:
        """A send found it down; True if that opens. What was on its way when it opened makes no wait longer."""
        if self.is_open:
            return False
        self._failures += 1
        if self._failures < FAILURES_IN_A_ROW:
            return False
        self._hold(now, luck)
        return True

    def still_down(self, now: float, luck: float) -> None:
        """The probe failed: the next one comes after twice the wait."""
        self._span = min(self._span * 2, LONGEST_WAIT)
        self._hold(now, luck)

    def answered(self) -> bool:
        """Telegram has answered, whatever it said; True if that closes."""
        was_open = self.is_open
        self._failures, self._span, self._probe_at = 0, FIRST_WAIT, None
        return was_open

    def _hold(self, now: float, luck: float) -> None:
        self._probe_at = now + self._span / 2 + self._span / 2 * luck
