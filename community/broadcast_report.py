"""What has become of an announcement, in numbers that an organiser understands."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlmodel import Session

from community.broadcast_content import Audience
from storage import broadcast_rows as rows
from storage import communities
from storage.broadcasts import Broadcast, BroadcastState

GONE = frozenset(("never: blocked", "never: deactivated", "never: kicked", "never: not found", rows.UNREACHABLE))
"""Errors of the outbox (`bot.failures`) after which nothing reaches that person any more."""
STOPPED = "stopped"
DIGESTED = "in digest"
"""What `storage.digests` says of a row whose digest has left."""
_ALL_GROUPS = "all_groups"
"""Stands in an `outcome` that is a whole report."""
_OVER = (BroadcastState.done, BroadcastState.stopped)


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
    """Read from the rows as they are; once some are forgotten, from what was counted at the end."""
    counts = rows.states(session, found.id)
    kept = _kept(found.outcome)
    if kept is not None and sum(counts.values()) < kept.total + kept.groups[1]:
        return kept
    groups = rows.group_states(session, found.id, _chats(session, found))
    for state in groups.values():
        counts[state] -= 1
    twice = rows.maybe_twice(session, found.id) if found.state in _OVER else 0
    return _report(counts, rows.reasons(session, found.id), groups, twice=twice)


def to_keep(report: Report) -> dict[str, int]:
    """The whole of it, as an `outcome`."""
    values = asdict(report)
    values["groups"], values[_ALL_GROUPS] = report.groups
    return values


def _kept(outcome: Mapping[str, int]) -> Report | None:
    if _ALL_GROUPS not in outcome:
        return None
    values = {name: many for name, many in outcome.items() if name not in {"groups", _ALL_GROUPS}}
    return Report(**values, groups=(outcome["groups"], outcome[_ALL_GROUPS]))


def _chats(session: Session, found: Broadcast) -> list[int]:
    wanted = Audience.model_validate(found.audience).destinations
    here = [communities.destination_by_id(session, one) for one in wanted]
    return [one.chat_id for one in here if one is not None]


def _report(
    counts: Mapping[str, int], reasons: Mapping[tuple[str, str], int], groups: Mapping[int, str], *, twice: int
) -> Report:
    ends: Counter[str] = Counter()
    for (state, why), many in reasons.items():
        ends[_end_of(state, why)] += many
    return Report(
        sent=counts.get("sent", 0),
        left=sum(counts.get(state, 0) for state in ("due", "leased", "held")),
        digest=counts.get("digest", 0) + ends["digest"],
        gone=ends["gone"],
        late=ends["late"],
        declined=ends["declined"],
        stopped=ends["stopped"],
        refused=ends["refused"],
        twice=twice,
        groups=(sum(state == "sent" for state in groups.values()), len(groups)),
    )


def _end_of(state: str, why: str) -> str:
    """The part of a `Report` to which such a row belongs. What is moot for another reason was not wanted."""
    if why in GONE:
        return "gone"
    named = {rows.EXPIRED: "late", STOPPED: "stopped", DIGESTED: "digest"}
    return named.get(why, "refused" if state == "given_up" else "declined")
