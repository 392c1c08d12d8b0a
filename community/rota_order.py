"""Whose turn is next on a rota; pure.

Who has a fixed night has it each time. For the others the one with the fewest turns is next, and among those the first
of the rota. So nobody ever has more than one turn more than another who came at the same time; and whoever lost a turn
because its night was cancelled is next in line, while what the others have been given stays theirs.

Who has swapped a night away gets that very one again only if nobody else can take it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class InLine:
    """Somebody on the rota: `who` is the same for one person on several nights, `weekday` 0 for Monday.

    `turns` is how many they count as having.
    """

    member_id: int
    who: str
    weekday: int | None
    turns: int


def next_of(
    line: Sequence[InLine], size: int, weekday: int, there: Collection[str] = (), away: Collection[str] = ()
) -> list[InLine]:
    """Who is to join those that are `there` on a night of this weekday, until there are `size`; `line` is in order.

    Those whose fixed night it is are more than `size` where there are more of them. Who is `away` has swapped it away:
    they come last, and only where a place is still open.
    """
    taken = set(there)
    chosen: list[InLine] = []
    fixed = [one for one in line if one.weekday == weekday]
    free = sorted((one for one in line if one.weekday is None), key=lambda one: one.turns)
    for one in sorted([*fixed, *free], key=lambda one: one.who in away):
        has_it_anyway = one.weekday is not None and one.who not in away
        if one.who in taken or (not has_it_anyway and len(taken) >= size):
            continue
        taken.add(one.who)
        chosen.append(one)
    return chosen
