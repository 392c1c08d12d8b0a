"""Two libraries of the field that count the same votes: pabutools (GPL, for tests alone) and pref_voting.

Of what they ask for, half a gigabyte and a proprietary solver are not installed (requirements/left_out.in). The parts
that are used here import some of that and call none of it; for the time of importing, empty modules stand there.
"""

import sys
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from types import ModuleType
from typing import Any

from community.voting.ballots import Approval, Ranking
from community.voting.shared_budget import Money, Project, Utility


def _as_it_is(*arguments: Any, **_: Any) -> Any:
    """`numba.jit`, with and without arguments, compiling nothing."""
    return arguments[0] if arguments and callable(arguments[0]) else lambda function: function


class _Absent(ModuleType):
    """Has every name, and none of them can be called."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__ = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return None


_ABSENT = (
    "matplotlib", "matplotlib.pyplot", "nashpy", "networkx", "numba", "ortools", "ortools.linear_solver", "pulp",
    "scipy", "scipy.optimize",
)  # fmt: skip


@contextmanager
def _absent() -> Iterator[None]:
    stood_in = [name for name in _ABSENT if name not in sys.modules]
    for name in stood_in:
        sys.modules[name] = _Absent(name)
    sys.modules["numba"].jit = _as_it_is  # type: ignore[attr-defined]  # the one that is called
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name in stood_in:
            del sys.modules[name]


with _absent():
    from pabutools import election as pb
    from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
    from pabutools.tiebreaking import TieBreakingRule
    from pref_voting.margin_based_methods import beat_path
    from pref_voting.profiles_with_ties import ProfileWithTies
    from pref_voting.scoring_methods import symmetric_borda_scores


# ── shared budgets ──

_TIES = TieBreakingRule(lambda _, profile, one: (-profile.approval_score(one), one.cost, int(one.name)))
_GAIN = {Utility.cost: pb.Cost_Sat, Utility.cardinality: pb.Cardinality_Sat}


class Election:
    """The same projects and ballots as pabutools has them, but for what our rules set aside before anything is bought.

    pabutools fills what is left with projects that nobody wants, and lets larger shares buy what costs more than the
    budget; so neither is shown to it.
    """

    def __init__(self, projects: Collection[Project], ballots: Sequence[Approval], budget: Money) -> None:
        wanted = frozenset[int]().union(*(ballot.options for ballot in ballots))
        own = {one.number: pb.Project(str(one.number), _cost(one)) for one in projects}
        shown = {one.number for one in projects if one.number in wanted and one.cost <= budget}
        self.instance = pb.Instance([own[number] for number in sorted(shown)], budget_limit=_exact(budget))
        approvals = [pb.ApprovalBallot(own[number] for number in ballot.options & shown) for ballot in ballots]
        self.profile = pb.ApprovalProfile(approvals, instance=self.instance)

    def equal_shares(self, utility: Utility, step: Money | None = None) -> list[int]:
        """What is chosen, in its order; with a step, completed by larger shares."""
        return self._numbers(self._equal_shares(utility, step))

    def then_greedy(self, utility: Utility, step: Money | None = None) -> list[int]:
        """The same, and what is left filled by votes per cost."""
        bought = self._equal_shares(utility, step)
        return self._numbers(
            greedy_utilitarian_welfare(
                self.instance,
                self.profile,
                sat_class=pb.Cardinality_Sat,
                tie_breaking=_TIES,
                initial_budget_allocation=bought,
            )
        )

    def _equal_shares(self, utility: Utility, step: Money | None) -> Any:
        # To pabutools nobody gains by what costs nothing when cost is the gain; to us it is chosen all the same.
        free = [one for one in sorted(self.instance) if one.cost == 0] if utility is Utility.cost else []
        return method_of_equal_shares(
            self.instance,
            self.profile,
            initial_budget_allocation=free,
            sat_class=_GAIN[utility],
            tie_breaking=_TIES,
            voter_budget_increment=None if step is None else _exact(step),
        )

    def _numbers(self, allocation: Any) -> list[int]:
        return [int(one.name) for one in allocation]


def _cost(project: Project) -> Any:
    return _exact(project.cost)


def _exact(money: Money) -> Any:
    from pabutools.fractions import frac  # noqa: PLC0415 - gmpy2's own, which `_absent` need not know

    return frac(Fraction(money).numerator, Fraction(money).denominator)


def read_pabulib(path: str) -> tuple[Any, Any]:
    """A .pb file as pabutools reads it: instance and profile."""
    return pb.parse_pabulib(path)  # type: ignore[no-any-return]  # it has no types


# ── rankings ──


def profile_of(options: Collection[int], ballots: Sequence[Ranking]) -> Any:
    """The ballots as pref_voting has them; what is not named is below all that is."""
    ranks = [{option: rank for rank, those in enumerate(one.ranks, 1) for option in those} for one in ballots]
    profile = ProfileWithTies(ranks, candidates=sorted(options))
    profile.use_extended_strict_preference()
    return profile


def symmetric_borda(options: Collection[int], ballots: Sequence[Ranking]) -> Mapping[int, int]:
    scores: Callable[[Any], Mapping[int, int]] = symmetric_borda_scores
    return scores(profile_of(options, ballots))


def schulze_winners(options: Collection[int], ballots: Sequence[Ranking]) -> list[int]:
    """Beat path, strengths being the ballots for the winner."""
    profile = profile_of(options, ballots)
    return [int(one) for one in beat_path(profile, strength_function=profile.support)]
