"""What every voter has left of the share: exactly when asked, and nearly at once, with a bound on how wrong that is.

Exact money is the share less the prices paid, in whole 1/unit rupiah; the unit grows finer with each price. Near money
is a double. Whatever near money cannot decide for sure is decided by exact money.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import inf, lcm, ulp


class Purses:
    """Those of groups of voters with the same ballot, who therefore always have the same left."""

    def __init__(self, sizes: Sequence[int], share: Fraction, purchases: int, unit: int = 1) -> None:
        """`purchases` is how many there are at most; `unit` is one that costs are whole numbers of."""
        self.sizes = sizes
        self.near = [float(share)] * len(sizes)
        # Rounding the share, and each price and each difference, is wrong by 2⁻⁵³ of the share at most.
        self.error = (purchases + 1) * 2.0**-51 * float(share)
        self.unit = lcm(unit, share.denominator)
        self._share = share.numerator * (self.unit // share.denominator)
        self._prices: list[int] = []
        self._paid: list[list[int]] = [[] for _ in sizes]

    def doubt(self, voters: int, cost: float) -> float:
        """How wrong a near price may be, as a part of it.

        What is left to pay is wrong by `error` and by 2⁻⁵³ of the cost for each voter at most, and is shared by one at
        least; a price is the cost divided by all voters at least. Four times that is on the safe side.
        """
        return 4 * (voters + 1) ** 2 * (self.error / cost + 2.0**-51)

    def near_price(self, supporters: list[int], cost: float, doubt: float) -> float:
        """What each must give at most so that together they give the cost; inf if they surely cannot.

        Puts the supporters in order, the poorest first, and leaves out those with nothing: what was nearly in order
        is quickly so again.
        """
        near, sizes = self.near, self.sizes
        if supporters and min(map(near.__getitem__, supporters)) * (heads := self.heads(supporters)) >= cost:
            return cost / heads
        supporters.sort(key=near.__getitem__)
        del supporters[: next((at for at, group in enumerate(supporters) if near[group]), len(supporters))]
        left, heads = cost, self.heads(supporters)
        for group in supporters:
            money = near[group]
            if money * heads >= left:
                return left / heads
            left -= money * sizes[group]
            heads -= sizes[group]
        return near[supporters[-1]] if supporters and left <= cost * doubt else inf

    def price(self, supporters: Sequence[int], cost: Fraction, low: float, high: float) -> Fraction | None:
        """The same, exactly, if it lies between low and high; None if they cannot."""
        near, sizes = self.near, self.sizes
        poor, rich = low - self.error, high + self.error
        left = cost.numerator * (self.unit // cost.denominator)
        heads = self.heads(supporters)
        doubtful = []
        for group in supporters:
            if near[group] > rich:
                continue
            if near[group] >= poor:
                doubtful.append((self.exact(group), sizes[group]))
                continue
            left -= self.exact(group) * sizes[group]
            heads -= sizes[group]
        for money, size in sorted(doubtful):
            if money * heads >= left:
                break
            left -= money * size
            heads -= size
        return Fraction(left, heads * self.unit) if heads else None

    def pay(self, supporters: Iterable[int], price: Fraction) -> None:
        """Take the price from each, or all there is. Each has something."""
        self._refine(lcm(self.unit, price.denominator))
        amount = price.numerator * (self.unit // price.denominator)
        near_amount, near, paid, number = float(price), self.near, self._paid, len(self._prices)
        poor, rich = near_amount - self.error, near_amount + self.error
        self._prices.append(amount)
        for group in supporters:
            if near[group] > rich:
                near[group] -= near_amount
                paid[group].append(number)
                continue
            left = self.exact(group) - amount if near[group] >= poor else -1
            near[group] = max(left / self.unit, ulp(0.0)) if left > 0 else 0.0  # what is left is never nothing
            paid[group].append(number)

    def heads(self, groups: Iterable[int]) -> int:
        """How many voters they are."""
        return sum(map(self.sizes.__getitem__, groups))

    def exact(self, group: int) -> int:
        """In units, of a group that has something left."""
        return self._share - sum(map(self._prices.__getitem__, self._paid[group]))

    def _refine(self, unit: int) -> None:
        finer = unit // self.unit
        if finer > 1:
            self.unit = unit
            self._share *= finer
            self._prices = [price * finer for price in self._prices]
