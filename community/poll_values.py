"""A stored poll as the values that are counted: what was asked, its votes, its sheets of paper."""

from dataclasses import dataclass

from sqlmodel import Session

from community import electorate, paper_votes
from community.counting import Asked, Pile, Sheet, could_vote
from storage import ballots, objections, polls
from storage.polls import Poll


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many votes there are by now, on paper too, and how many there could be; `apart` are not counted yet."""

    votes: int
    apart: int
    eligible: int


def turnout(session: Session, poll: Poll) -> Turnout:
    """As it stands, without a word of what was chosen; once it was counted, as it was then."""
    if poll.result:
        return Turnout(*(int(poll.result[part]) for part in ("votes", "apart", "eligible")))
    given, apart, for_neighbours = ballots.turnout(session, poll.id)
    paper = sum(pile.sheets for pile in piles(session, poll))
    eligible = could_vote(electorate.size(session, poll), for_neighbours + paper, votes=given + paper)
    return Turnout(given + paper, apart, eligible)


def asked(session: Session, poll: Poll) -> Asked:
    """Who could have voted is settled once it was counted; else it is as it stands now."""
    settled = poll.result
    if settled:
        residents = settled["eligible"] - settled["by_neighbours"] - settled["paper"]
    else:
        residents = electorate.size(session, poll)
    options = polls.options_of(session, poll.id)
    return Asked(
        number=poll.number,
        question=poll.question,
        method=poll.method,
        options={one.place: one.text for one in options},
        eligible=residents,
        most=poll.most,
        most_on_one=poll.most_on_one,
        budget=poll.budget,
        costs={one.place: one.cost for one in options if one.cost is not None},
        quorum=poll.quorum,
        two_thirds=poll.two_thirds,
        falls_back=poll.falls_back,
    )


def sheets(session: Session, poll: Poll) -> list[Sheet]:
    """Every vote without a name, in the order of the receipts."""
    places = {one.id: one.place for one in polls.options_of(session, poll.id)}
    stances = {one.mark: one.stance for one in objections.of_poll(session, poll.id)}
    return [
        Sheet(
            receipt=one.receipt,
            choices=tuple(places[choice] for choice in one.choices if choice in places),
            counted=one.counted,
            by_neighbour=one.by_neighbour,
            objection=stances.get(one.mark),
        )
        for one in ballots.ballots_of(session, poll.id)
    ]


def piles(session: Session, poll: Poll) -> list[Pile]:
    """The sheets of paper that somebody witnessed."""
    places = {str(one.id): one.place for one in polls.options_of(session, poll.id)}
    return [
        Pile(one.sheets, {places[option]: many for option, many in one.votes.items() if option in places})
        for one in paper_votes.counted(session, poll)
    ]
