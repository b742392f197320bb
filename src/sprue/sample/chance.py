"""Seeded chance: one stream for each source, so that a change in one leaves the others as they were."""

import math
from collections.abc import Hashable, Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")
Name = TypeVar("Name", bound=Hashable)

#: Draws beyond so many sigmas are cut off, so that no single operation takes a quarter.
WIDEST = 2.2


def stream(seed: int, name: str) -> Random:
    """The stream of that name."""
    return Random(f"sprue/{seed}/{name}")  # noqa: S311  # a game of chance, not a secret


def lognormal(chance: Random, median: float, sigma: float) -> float:
    """A draw whose logarithm is normal around that of `median`."""
    return median * math.exp(max(-WIDEST, min(WIDEST, chance.gauss(0.0, 1.0))) * sigma)


def number_of(chance: Random, mean: float) -> int:
    """How many: about 20 % around larger means; below 5 the whole part and a chance of one more."""
    if mean < 5:
        whole = int(mean)
        return whole + (chance.random() < mean - whole)
    return max(1, round(chance.gauss(mean, 0.2 * mean)))


def poisson(chance: Random, mean: float) -> int:
    """A Poisson draw (Knuth's product of uniforms; fine for small means)."""
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


class ByChance:
    """Decides by a stream of chance what the route tables leave open."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def happens(self, what: Hashable, share: float) -> bool:  # each time is a draw of its own
        return self._chance.random() < share

    def length(self, median: float, sigma: float) -> float:
        return lognormal(self._chance, median, sigma)

    def number(self, mean: float) -> int:
        return number_of(self._chance, mean)

    def one_of(self, items: Sequence[Item]) -> Item:
        return self._chance.choice(items)

    def by_weight(self, items: Sequence[Name], weights: Sequence[float]) -> Name:
        return self._chance.choices(items, weights)[0]

    def between(self, low: int, high: int) -> int:
        return self._chance.randint(low, high)
