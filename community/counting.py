"""From votes as they are kept, or as they stand in the published list, to the result: one function for both.

A result is plain values, so that it can be kept with the poll and said in any language. Options go by their place on
the card.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from community.poll_answers import ABSTAIN, AGREE, NO, OBJECT, WITH_NOTE, YES
from community.voting import (
    accounts,
    approval,
    borda,
    choose_one,
    consensus,
    equal_shares,
    points,
    results,
    schulze,
    yes_no,
)
from community.voting.ballots import Approval, Choice, Points, Ranking
from community.voting.results import Place, Result, Tie
from community.voting.shared_budget import Money, Project
from community.voting.yes_no import Majority
from storage.objections import Stance
from storage.polls import Method

NO_QUORUM = "no_quorum"
"""What becomes of a yes or no, and of a proposal for mufakat, where too few have taken part; the key of its words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and the rule that stood when it was opened. `options` is place to text, `costs` place to rupiah.

    `eligible` is how many votes residents, or houses, could have given themselves when it closed.
    """

    number: int
    question: str
    method: Method
    options: Mapping[int, str]
    eligible: int
    most: int = 1
    most_on_one: int = 1
    budget: int | None = None
    costs: Mapping[int, int] = field(default_factory=dict)
    quorum: int = 0
    two_thirds: bool = False
    falls_back: bool = False
    by_neighbours: int | None = None
    """How many votes were given for neighbours, as the published list has it; None where the sheets themselves tell."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One vote: `choices` are places; `objection` is how far its objection came, if it has one.

    Of what is not counted the published list tells neither.
    """

    receipt: str
    choices: tuple[int, ...]
    counted: bool = True
    by_neighbour: bool = False
    objection: Stance | None = None


@dataclass(frozen=True, slots=True)
class Pile:
    """Sheets of paper that were counted by hand: place to votes."""

    sheets: int
    votes: Mapping[int, int]


def that_count(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Those whose voters are recognised, and have chosen something."""
    return [one for one in sheets if one.counted and one.choices]


def count(asked: Asked, sheets: Sequence[Sheet], piles: Sequence[Pile] = ()) -> dict[str, Any]:
    """The result. The same votes in any order give the same."""
    given = that_count(sheets)
    paper = sum(pile.sheets for pile in piles)
    votes = len(given) + paper
    by_neighbours = for_neighbours(given) if asked.by_neighbours is None else asked.by_neighbours
    eligible = could_vote(asked.eligible, by_neighbours + paper, votes=votes)
    result: dict[str, Any] = {
        "method": asked.method.value,
        "votes": votes,
        "eligible": eligible,
        "apart": sum(not one.counted for one in sheets),
        "by_neighbours": by_neighbours,
        "paper": paper,
        "quorum": asked.quorum,
        "quorum_met": votes * 100 >= asked.quorum * eligible,
    }
    found = _by_method(asked, given, piles)
    if "outcome" in found and not result["quorum_met"]:
        found["outcome"] = NO_QUORUM
    return result | found


def could_vote(residents: int, besides: int, *, votes: int) -> int:
    """How many votes there could have been: those of residents, and `besides` them those through neighbours and on
    paper, whose voters have no Telegram and are on no list; never fewer than there are.
    """
    return max(votes, residents + besides)


def for_neighbours(given: Sequence[Sheet]) -> int:
    """How many of them were given by somebody else for their voter."""
    return sum(one.by_neighbour for one in given)


def _by_method(asked: Asked, given: Sequence[Sheet], piles: Sequence[Pile]) -> dict[str, Any]:
    options = sorted(asked.options)
    match asked.method:
        case Method.yes_no:
            return _yes_no(asked, _chosen(given, piles))
        case Method.consensus:
            return _consensus(asked, given)
        case Method.equal_shares:
            return _shared(asked, given)
        case Method.borda:
            return _ordered(borda.count(options, _rankings(given)))
        case Method.schulze:
            rankings = _rankings(given)
            found = schulze.count(options, rankings)
            winner = schulze.condorcet_winner(schulze.pairwise(options, rankings)) if len(options) > 1 else None
            return _ordered(found) | {"beats_all": winner}
        case Method.points:
            dots = [Points(tuple(sorted(Counter(one.choices).items()))) for one in given]
            return _ordered(points.count(options, dots, dots=asked.most, most_on_one=asked.most_on_one), piles)
        case Method.approval:
            sheets = [Approval(frozenset(one.choices)) for one in given]
            return _ordered(approval.count(options, sheets, most=asked.most), piles)
        case Method.choose_one:
            return _ordered(choose_one.count(options, [Choice(one.choices[0]) for one in given]), piles)


def _rankings(given: Sequence[Sheet]) -> list[Ranking]:
    return [Ranking(tuple(frozenset((place,)) for place in one.choices)) for one in given]


def _chosen(given: Sequence[Sheet], piles: Sequence[Pile]) -> Counter[int]:
    found = Counter(one.choices[0] for one in given)
    for pile in piles:
        found.update(pile.votes)
    return found


def _ordered(found: Result, piles: Sequence[Pile] = ()) -> dict[str, Any]:
    if piles:
        found = _with_paper(found, piles)
    return {
        "order": [_place(one) for one in found.places],
        "ties": [_tie(one) for one in found.ties],
        "first": list(found.leaders),
    }


def _with_paper(found: Result, piles: Sequence[Pile]) -> Result:
    """Sums of sheets go on top of the votes; equals then go by the lower number, for paper has no names."""
    added = Counter[int]()
    for pile in piles:
        added.update(pile.votes)
    return results.ranked({one.option: one.tally + added[one.option] for one in found.places}, found.ballots)


def _place(one: Place) -> dict[str, Any]:
    return {"place": one.option, "rank": one.rank, "tally": str(one.tally)}


def _tie(one: Tie) -> dict[str, Any]:
    return {"options": list(one.options), "broken_by": [rule.value for rule in one.broken_by]}


def _yes_no(asked: Asked, chosen: Counter[int]) -> dict[str, Any]:
    majority = Majority.two_thirds if asked.two_thirds else Majority.simple
    outcome = yes_no.outcome(chosen[YES], chosen[NO], majority)
    return {"yes": chosen[YES], "no": chosen[NO], "abstain": chosen[ABSTAIN], "outcome": outcome.value}


def _consensus(asked: Asked, given: Sequence[Sheet]) -> dict[str, Any]:
    said = Counter(one.choices[0] for one in given)
    stances = Counter(_stance(one) for one in given if one.choices[0] == OBJECT)
    standing = consensus.standing(
        said[AGREE] + said[WITH_NOTE] + stances[Stance.withdrawn],
        raised=stances[Stance.raised],
        answered=stances[Stance.answered],
        kept=stances[Stance.kept],
        majority=Majority.simple if asked.falls_back else None,
    )
    return {
        "agree": said[AGREE],
        "with_note": said[WITH_NOTE],
        "object": said[OBJECT],
        "outcome": standing.value,
    }


def _stance(one: Sheet) -> Stance:
    """An objection without words was never raised, and nobody could answer it: it says no, and stops nobody."""
    return one.objection or Stance.answered


def _shared(asked: Asked, given: Sequence[Sheet]) -> dict[str, Any]:
    projects = [Project(place, asked.costs.get(place, 0)) for place in sorted(asked.options)]
    sheets = [Approval(frozenset(one.choices)) for one in given]
    return {"budget": asked.budget} | shared_out(projects, sheets, asked.budget or 0)


def shared_out(projects: Sequence[Project], ballots: Sequence[Approval], budget: Money) -> dict[str, Any]:
    """A sum shared out by equal shares: what is chosen, what is left, an account of every project; money as text."""
    shares = equal_shares.count(projects, ballots, budget=budget)
    explained = accounts.explain(shares, projects, ballots)
    return {
        "share": str(shares.share),
        "raised": str(shares.raised),
        "left": str(shares.left),
        "first": list(shares.chosen),
        "projects": [_account(one) for one in explained.values()],
        "ties": [_tie(one) for one in shares.ties],
    }


def _account(one: accounts.Account) -> dict[str, Any]:
    return {
        "place": one.number,
        "cost": str(one.cost),
        "supporters": one.supporters,
        "why": one.why.value,
        "step": one.step,
        "price": None if one.price is None else str(one.price),
        "had": str(one.had),
        "short": str(one.short),
        "budget_short": str(one.budget_short),
    }
