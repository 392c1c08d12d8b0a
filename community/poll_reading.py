"""Looking at polls: which are mine to vote in, what came of the others, the list of all votes; for their voters."""

from datetime import datetime

from sqlmodel import Session

from community import counting, electorate, poll_export, poll_values
from community.refusals import NotThere
from community.voting import pabulib
from community.voting.ballots import Approval
from community.voting.shared_budget import Project
from storage import communities, outbox, people
from storage import polls as stored
from storage.communities import CommunityKind
from storage.polls import Poll, PollState

VOTES, CHART = "poll.votes", "poll.chart"
"""What is sent to whoever asks for it: the list of all votes, the result as a picture."""


def seen(session: Session, poll: Poll | None, *, by: int) -> Poll:
    """A poll for one of its voters, counted or not. Raises NotThere for none, NotAllowed for who is from elsewhere."""
    if poll is None:
        raise NotThere("stage.gone")
    electorate.voter(session, poll, by)
    return poll


def counted(session: Session, poll_id: int, *, by: int) -> Poll:
    """One that was counted. Raises as `seen`, NotThere for one that is open or was called off."""
    poll = seen(session, stored.by_id(session, poll_id), by=by)
    if poll.state is not PollState.closed:
        raise NotThere("polls.not_counted", number=poll.number)
    return poll


def exported(session: Session, poll: Poll) -> str:
    """The published list of one that was counted: whoever counts it anew gets the stored result."""
    asked = poll_values.asked(session, poll)
    return poll_export.written(asked, poll_values.sheets(session, poll), poll_values.piles(session, poll))


def as_pabulib(session: Session, poll: Poll) -> str:
    """A counted poll about money as Pabulib has it: the votes that count, in the order of their random receipts."""
    asked = poll_values.asked(session, poll)
    given = counting.that_count(poll_values.sheets(session, poll))
    return pabulib.write(
        [Project(place, asked.costs.get(place, 0)) for place in asked.options],
        [Approval(frozenset(one.choices)) for one in sorted(given, key=lambda one: one.receipt)],
        budget=asked.budget or 0,
        titles=asked.options,
        meta={"description": asked.question, "instance": f"No. {asked.number}", "rule": "equalshares"},
    )


def send(session: Session, poll_id: int, kind: str, *, by: int, now: datetime) -> None:
    """Have the list or the picture made and sent to who asks; twice in a minute is once. Raises as `counted`."""
    poll = counted(session, poll_id, by=by)
    person = people.by_id(session, by)
    if person is None:
        raise NotThere("stage.gone")
    outbox.notice(
        session, kind=kind, chat=person.telegram_id, subject_id=poll.id, person_id=by, due_at=now.timestamp(),
        now=now.timestamp(), once=f"{kind}:{poll.id}:{by}:{now:%Y%m%d%H%M}",
    )  # fmt: skip


def around(session: Session, person_id: int) -> list[int]:
    """The neighbourhoods in whose polls this person has a vote: their own, and those that these lie in."""
    found: list[int] = []
    for one in communities.of_person(session, person_id):
        here: int | None = one.id
        for _ in CommunityKind:  # no neighbourhood lies in more than there are kinds
            above = communities.by_id(session, here) if here is not None and here not in found else None
            if above is None:
                break
            found.append(above.id)
            here = above.parent_id
    return found
