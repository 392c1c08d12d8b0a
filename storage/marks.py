"""What became of a message that was sent: marked by whoever holds its lease, or counted if the lease was lost."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from storage import native_polls
from storage.columns import word
from storage.outbox import Row, outbox

# A message that has left keeps no text.
_SENT = sa.text(
    "UPDATE outbox SET state = 'sent', parameters = NULL, sent_at = :at, message_id = :message_id, "
    "message_ids = :message_ids, chat = COALESCE(:chat, chat), owner = NULL, leased_until = NULL "
    "WHERE id = :id AND state = 'leased' AND owner = :owner AND attempt = :attempt"
)
_LATER = sa.text(
    "UPDATE outbox SET state = 'due', due_at = :due_at, owner = NULL, leased_until = NULL, "
    "unknown = unknown + :unknown, error = :error "
    "WHERE id = :id AND state = 'leased' AND owner = :owner AND attempt = :attempt"
)
_PUT_OFF = sa.text(
    "UPDATE outbox SET state = 'due', due_at = :due_at, attempt = attempt - 1, owner = NULL, leased_until = NULL, "
    "error = :error WHERE id = :id AND state = 'leased' AND owner = :owner AND attempt = :attempt"
)
_ENDED = sa.text(
    "UPDATE outbox SET state = :state, parameters = CASE WHEN :keeps THEN parameters END, "
    "owner = NULL, leased_until = NULL, error = :error "
    "WHERE id = :id AND state = 'leased' AND owner = :owner AND attempt = :attempt"
)


@dataclass(frozen=True, slots=True)
class Sent:
    """`chat` is where Telegram says that it stands: a group may have moved meanwhile. None if it did not say.

    `message_ids` are all of them, as JSON, where it became several messages. `poll` is Telegram's own poll that it
    became: what Telegram calls it, and its options (persistent id, text).
    """

    id: int
    owner: str
    attempt: int
    at: float
    message_id: int | None
    chat: int | None = None
    message_ids: str | None = None
    poll: tuple[str, tuple[tuple[str, str], ...]] | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """To be sent at `due_at`; `unknown` is 1 if it may have arrived all the same."""

    id: int
    owner: str
    attempt: int
    due_at: float
    error: str
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class PutOff:
    """Untried, and not now: what is written for its chat meanwhile need not wait for it, unless it stays due."""

    id: int
    owner: str
    attempt: int
    due_at: float
    error: str


@dataclass(frozen=True, slots=True)
class Ended:
    """`given_up`: it cannot arrive; `moot`: it need not any more; `held` and `digest` as in `storage.outbox`.

    `keeps` its words for a while, for another try might help (`storage.dead_letters`).
    """

    id: int
    owner: str
    attempt: int
    state: str
    error: str
    keeps: bool = False


Mark = Sent | Later | PutOff | Ended


def apply(session: Session, marks: Sequence[Mark]) -> int:
    """Write the marks; returns how many found their lease gone: messages that may arrive twice."""
    connection = session.connection()
    found = 0
    for kind, statement in ((Sent, _SENT), (Later, _LATER), (PutOff, _PUT_OFF), (Ended, _ENDED)):
        rows = [{name: getattr(mark, name) for name in kind.__slots__} for mark in marks if type(mark) is kind]
        if rows:
            found += connection.execute(statement, rows).rowcount
    for mark in marks:
        if isinstance(mark, Sent) and mark.poll is not None:  # also where the lease is lost: people vote in it
            native_polls.sent(session, mark.id, *mark.poll)
    return len(marks) - found


def put_off(session: Session, row: Row, due_at: float) -> None:
    """Give a claimed row back untried: its chat has had enough for now. Newer replies still queue behind it."""
    session.connection().execute(
        outbox.update()
        .where(outbox.c.id == row.id, outbox.c.state == word("leased"), outbox.c.attempt == row.attempt)
        .values(state="due", due_at=due_at, attempt=row.attempt - 1, owner=None, leased_until=None, error="limit")
    )
