"""When a message may leave: Telegram's limits as times, read from the outbox itself and from the shared limit row."""

from sqlmodel import Session

from storage import limits, marks, outbox_leases
from storage.limits import Rates
from storage.outbox import Row

_LATEST = 60
"""Messages to one person that are looked back on: by then a burst has been paid off."""


def chat_free_at(sent: list[float], chat: int, rates: Rates, now: float) -> float:
    """When one more message to `chat` keeps its limit, given when the latest left (newest first).

    A person: `per_chat` a second, a burst of four first. A group: `per_group_minute`, any sixty seconds.
    """
    if chat < 0:
        most = rates.per_group_minute
        return max(now, sent[most - 1] + 60.0) if most and len(sent) >= most else now
    if not rates.per_chat:
        return now
    gap = 1 / rates.per_chat
    paid_until = 0.0  # each message costs one gap; a burst may be three gaps in debt
    for at in reversed(sent):
        paid_until = max(paid_until, at) + gap
    return max(now, paid_until - (Rates.BURST - 1) * gap)


def clear_reply(session: Session, chat: int, rates: Rates, now: float) -> float:
    """When a reply may leave, in seconds since 1970, UTC: it takes the time now and pushes the others on.

    A pause holds it like all.
    """
    at = limits.book_reply(session, per_second=rates.per_second, now=now)
    return max(at, limits.paused_until(session, chat), _chat_free_at(session, chat, rates, now))


def claim_within_limits(
    session: Session, worker: str, rates: Rates, now: float, most: int
) -> tuple[list[Row], list[float]]:
    """Claim what is due and may leave, with the time for each. What its chat's limit or pause holds back is put off."""
    if limits.paused_until(session) > now:
        return [], []
    if rates.per_second:
        room = now + limits.RESERVE_SECONDS - limits.booked_until(session)
        if room <= 0:
            return [], []
        most = min(most, max(1, int(min(room, limits.RESERVE_SECONDS) * rates.per_second)))
    ready = []
    for row in outbox_leases.claim(session, worker, now=now, most=most):
        free_at = max(limits.paused_until(session, row.chat), _chat_free_at(session, row.chat, rates, now))
        if free_at > now:
            marks.put_off(session, row, free_at)
        else:
            ready.append(row)
    times = limits.book(session, slots=len(ready), per_second=rates.per_second, now=now) if ready else []
    return ready, times


def _chat_free_at(session: Session, chat: int, rates: Rates, now: float) -> float:
    if not (rates.per_group_minute if chat < 0 else rates.per_chat):
        return now
    most = rates.per_group_minute if chat < 0 else _LATEST
    return chat_free_at(limits.recent(session, chat, now - 60, most=most), chat, rates, now)
