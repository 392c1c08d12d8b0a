"""When a message may leave: Telegram's limits as times, read from the outbox itself and from the shared limit row."""

from collections.abc import Sequence

from sqlmodel import Session

from storage import limits, marks, outbox_leases
from storage.limits import Rates
from storage.outbox import Row

_LATEST = 60
"""Messages to one person that are looked back on: by then a burst has been paid off."""


def chat_free_at(sent: list[float], chat: int, rates: Rates, now: float, more: int = 1) -> float:
    """When `more` messages to `chat` keep its limit, given when the latest left (newest first).

    A person: `per_chat` a second, a burst of four first. A group: `per_group_minute`, any sixty seconds. What is more
    than that at once, such as an album, waits until nothing is owed.
    """
    if chat < 0:
        most = rates.per_group_minute
        room = max(0, most - more)
        return max(now, sent[room] + 60.0) if most and len(sent) > room else now
    if not rates.per_chat:
        return now
    gap = 1 / rates.per_chat
    paid_until = 0.0  # each message costs one gap; a burst may be three gaps in debt
    for at in reversed(sent):
        paid_until = max(paid_until, at) + gap
    return max(now, paid_until - (Rates.BURST - min(more, Rates.BURST)) * gap)


def clear_reply(session: Session, chat: int, rates: Rates, now: float) -> tuple[float, float]:
    """When a reply may leave, in seconds since 1970, UTC: by the limit of all, and by its chat's and by pauses."""
    at = limits.book_reply(session, per_second=rates.per_second, now=now)
    return at, max(limits.paused_until(session, chat), _chat_free_at(session, chat, rates, now))


def clear_more(
    session: Session, row: Row, rates: Rates, now: float, *, slots: int, messages: int, before: list[float]
) -> float:
    """When further messages that a row becomes may leave; `before` is when its earlier ones did, newest first.

    `slots` of their own are booked; the chat must have room for `messages`.
    """
    at = limits.book_more(session, per_second=rates.per_second, now=now, slots=slots)
    return max(at, _chat_free_at(session, row.chat, rates, now, before=before, more=messages))


def claim_within_limits(
    session: Session, worker: str, rates: Rates, now: float, most: int, owed: float = 0.0
) -> tuple[list[Row], list[float]]:
    """Claim what is due and may leave, with the time for each. What its chat's limit or pause holds back is put off.

    What is over by now comes along, with no time booked. `owed` as in `limits.book`.
    """
    pauses = limits.pauses(session, now)
    if limits.ALL in pauses:
        return [], []
    if rates.per_second:
        room = now + limits.RESERVE_SECONDS - limits.booked_until(session)
        if room <= 0:
            return [], []
        most = min(most, max(1, int(min(room, limits.RESERVE_SECONDS) * rates.per_second)))
    over: list[Row] = []
    ready: list[Row] = []
    for row in outbox_leases.claim(session, worker, now=now, most=most):
        free_at = max(pauses.get(limits.scope_of(row.chat), 0), _chat_free_at(session, row.chat, rates, now))
        if row.is_over(now):
            over.append(row)
        elif free_at > now:
            marks.put_off(session, row, free_at)
        else:
            ready.append(row)
    times = limits.book(session, slots=len(ready), per_second=rates.per_second, now=now, owed=owed) if ready else []
    return over + ready, [now] * len(over) + times


def _chat_free_at(
    session: Session, chat: int, rates: Rates, now: float, *, before: Sequence[float] = (), more: int = 1
) -> float:
    if not (rates.per_group_minute if chat < 0 else rates.per_chat):
        return now
    most = rates.per_group_minute if chat < 0 else _LATEST
    left = [*before, *limits.recent(session, chat, now - 60, most=most)]
    return chat_free_at(left, chat, rates, now, more)
