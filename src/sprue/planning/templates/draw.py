"""How a router decides what its tables leave open: by chance, or as it usually comes out."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Name = TypeVar("Name", bound=Hashable)


class Draw(Protocol):
    """Answers to the questions that tables of shares, medians and means leave open."""

    def happens(self, what: Hashable, share: float) -> bool:
        """Whether `what` happens this time; it happens in `share` of the times."""

    def length(self, median: float, sigma: float) -> float:
        """A length whose logarithm is normal around that of `median`, in its unit."""

    def number(self, mean: float) -> int:
        """How many there are where there are `mean` on average."""

    def one_of(self, items: Sequence[Item]) -> Item:
        """One of the items."""

    def by_weight(self, items: Sequence[Name], weights: Sequence[float]) -> Name:
        """One of the items, the heavier the oftener."""

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""


class Typical:
    """No chance: shares are kept as exactly as whole numbers allow, lengths are medians."""

    def __init__(self) -> None:
        self._credit: dict[Hashable, float] = defaultdict(lambda: 0.5)
        self._dealt: dict[Hashable, int] = defaultdict(int)

    def happens(self, what: Hashable, share: float) -> bool:
        """The first time that a share of the times makes up half of one, then one by one."""
        self._credit[what] += share
        come = self._credit[what] >= 1 - 1e-9
        self._credit[what] -= come
        return come

    def length(self, median: float, sigma: float) -> float:  # of a Draw
        return median

    def number(self, mean: float) -> int:
        """Rounded, a half up."""
        return int(mean + 0.5)

    def one_of(self, items: Sequence[Item]) -> Item:
        return items[0]

    def by_weight(self, items: Sequence[Name], weights: Sequence[float]) -> Name:
        """Dealt in proportion, by the method of Sainte-Laguë."""
        place = max(range(len(items)), key=lambda i: weights[i] / (2 * self._dealt[items[i]] + 1))
        self._dealt[items[place]] += 1
        return items[place]

    def between(self, low: int, high: int) -> int:
        return (low + high) // 2


class Picked(Typical):
    """As it usually comes out, except that somebody has picked what happens."""

    def __init__(self, picked: Collection[Hashable]) -> None:
        super().__init__()
        self._picked = picked

    def happens(self, what: Hashable, share: float) -> bool:
        return what in self._picked
