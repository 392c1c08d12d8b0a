"""What has become of an announcement, in numbers that an organiser understands."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from community.broadcast_content import Audience
from storage import broadcast_rows as rows
from storage import communities
from storage.broadcasts import Broadcast, BroadcastState

GONE = frozenset(("never: blocked", "never: deactivated", "never: kicked", "never: not found"))
"""Errors of the outbox (`bot.failures`) after which nothing reaches that person any more."""
DECLINED = frozenset(("no longer wanted", "no announcements wanted", "all stopped"))
STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Report:
    """People, but for `groups`, which are (have it, are to have it).

    `gone` have blocked the bot or left Telegram, `late` were not reached in time, `declined` want no announcements,
    `refused` is everything else. `twice` may have it twice; it is counted when all is over.
    """

    sent: int
    left: int
    digest: int
    gone: int
    late: int
    declined: int
    stopped: int
    refused: int
    twice: int
    groups: tuple[int, int]

    @property
    def total(self) -> int:
        return self.sent + self.left + self.digest + self.failed + self.declined + self.stopped

    @property
    def failed(self) -> int:
        return self.gone + self.late + self.refused

    @property
    def share(self) -> float:
        """Of 1, how much is no longer to be done."""
        everything = self.total + self.groups[1]
        return 1.0 if not everything else 1 - (self.left + self.groups[1] - self.groups[0]) / everything


def of(session: Session, found: Broadcast) -> Report:
    """Read from the rows as they are; once those are forgotten, from what was counted at the end."""
    counts = rows.states(session, found.id)
    if not counts:
        return _report(found.outcome, {}, {}, twice=found.outcome.get("twice", 0))
    groups = rows.group_states(session, found.id, _chats(session, found))
    for state in groups.values():
        counts[state] -= 1
    twice = found.outcome.get("twice", 0)
    if found.state is BroadcastState.done and "twice" not in found.outcome:
        twice = rows.maybe_twice(session, found.id)
    return _report(counts, rows.reasons(session, found.id), groups, twice=twice)


def _chats(session: Session, found: Broadcast) -> list[int]:
    wanted = Audience.model_validate(found.audience).destinations
    here = [communities.destination_by_id(session, one) for one in wanted]
    return [one.chat_id for one in here if one is not None]


def _report(counts: Mapping[str, int], reasons: Mapping[str, int], groups: Mapping[int, str], *, twice: int) -> Report:
    ended = counts.get("given_up", 0) + counts.get("moot", 0)
    gone, declined = (sum(many for reason, many in reasons.items() if reason in why) for why in (GONE, DECLINED))
    late, stopped = reasons.get(rows.EXPIRED, 0), reasons.get(STOPPED, 0)
    return Report(
        sent=counts.get("sent", 0),
        left=sum(counts.get(state, 0) for state in ("due", "leased", "held")),
        digest=counts.get("digest", 0),
        gone=gone,
        late=late,
        declined=declined,
        stopped=stopped,
        refused=max(0, ended - gone - late - declined - stopped),
        twice=twice,
        groups=(sum(state == "sent" for state in groups.values()), len(groups)),
    )
