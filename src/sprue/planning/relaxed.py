"""A lower bound on weighted tardiness that knows machines and people: prices on their time.

Machines, nights and people may be asked for more than there is of them, at a price. Then molds don't mind
each other: each ends its milestones when lateness and prices together cost least. The sum of that, less the
price of all that there is, is a lower bound under any prices; they rise where too much was asked.

See P. B. Luh and D. J. Hoitomt, "Scheduling of manufacturing systems using the Lagrangian relaxation
technique", IEEE Transactions on Automatic Control 38, 1993. Steps follow F. Barahona and R. Anbil, "The
volume algorithm: producing primal solutions with a subgradient method", Mathematical Programming 87, 2000.
docs/bounds.md tells what is proven and why.
"""

import numpy as np

from sprue.planning.arrays import Layout
from sprue.planning.bounds import MINUTES_OF_HOUR
from sprue.planning.kernels.frames import Floats
from sprue.planning.kernels.prices import offer
from sprue.planning.market import Demand, demand_of
from sprue.planning.problem import Problem

#: Share of the proven sum that is given up for what floating point may have lost.
ROUNDING = 1e-9
#: Length of the first step, its change after a good one, and after so many in vain.
FIRST, LONGER, SHORTER, IN_VAIN = 0.01, 1.5, 0.6, 6
#: No step is shorter.
SHORTEST = 1e-6
#: What was asked last counts for the mean at least and at most so much; at least this after a good step.
LEAST, MOST, GOOD = 0.1, 0.5, 0.5
#: Part of the nights that work is thought to take at first: it sets the minutes that a night costs.
NIGHTS = 0.4
#: How much dearer nights may get in a step.
DEARER = 0.1
TINY = 1e-9


class Relaxed:
    """The bound `hours`, better after each `step`; the same steps give the same bound.

    Parameters
    ----------
    until : plan minute behind which nothing has a price; the end of a good plan is a good one
    """

    def __init__(self, problem: Problem, layout: Layout, until: int) -> None:
        self._demand = demand_of(problem, layout, until)
        self._blocks = _blocks(self._demand, layout)
        self._nights = np.array(
            [_night_minutes(self._demand, pool) for pool in range(self._demand.market.pools)]
        )
        self._sold = np.zeros(len(self._nights))
        capacity = self._demand.market.capacity
        self._scale = 1.0 / np.maximum(self._prefix(_with_nights(capacity, self._nights)), 1.0)
        self._rises = np.zeros((len(self._blocks), capacity.shape[1]))
        self._best, self._over, _ = self._offered(self._rises, self._nights)
        self._length, self._vain = FIRST, 0

    @property
    def hours(self) -> float:
        """Proven weighted tardiness in hours."""
        return max(0.0, self._best) / MINUTES_OF_HOUR

    def step(self, target: float) -> bool:
        """Tries other prices; `target` is the value in hours of the best plan known.

        False: nothing is asked too much of, or steps have become too short to matter.
        """
        room = target * MINUTES_OF_HOUR - self._best
        way = np.where((self._rises <= 0) & (self._over < 0), 0.0, self._over)
        norm = float(np.sum(way * way * self._scale))
        if norm <= 0 or room <= 0 or self._length < SHORTEST:
            return False
        rises = np.maximum(0.0, self._rises + self._length * room / norm * way * self._scale)
        nights = self._nights * np.exp(DEARER * self._sold)
        value, over, sold = self._offered(rises, nights)
        share = self._share(over)
        if value > self._best:
            self._length = min(2.0, self._length * LONGER) if np.sum(over * way) >= 0 else self._length
            self._best, self._rises, self._nights, self._vain = value, rises, nights, 0
            share = max(share, GOOD)
        else:
            self._vain += 1
            if self._vain % IN_VAIN == 0:
                self._length *= SHORTER
        self._over = self._over + share * (over - self._over)
        self._sold = self._sold + share * (sold - self._sold)
        return True

    def _share(self, over: Floats) -> float:
        """How much the last offer must count for the mean to have the least norm, within limits."""
        change = over - self._over
        norm = float(np.sum(change * change * self._scale))
        best = -float(np.sum(self._over * change * self._scale)) / norm if norm > 0 else MOST
        return min(MOST, max(LEAST, best))

    def _offered(self, rises: Floats, nights: Floats) -> tuple[float, Floats, Floats]:
        """The bound (minutes) if prices fall by `rises` after each bucket and a night costs so many minutes.

        With it what is asked too much, and by pool the part of the nights' price asked too much, within ±1.
        """
        d = self._demand
        prices = self._blocks.T @ np.cumsum(rises[:, ::-1], axis=1)[:, ::-1]
        pools = d.market.pools
        prices[pools : 2 * pools] = nights[:, None] * prices[:pools]
        value, taken = offer(d.market, d.positions, prices, d.late, d.trial, d.most)
        excess = taken - d.market.capacity
        paid = prices * d.market.capacity
        sold = np.sum(prices[pools : 2 * pools] * excess[pools : 2 * pools], axis=1)
        whole = np.maximum(np.sum(paid[pools : 2 * pools], axis=1), TINY)
        safe = value - ROUNDING * (2.0 * float(np.sum(paid)) + abs(value))
        return safe, self._prefix(_with_nights(excess, nights)), np.clip(sold / whole, -1.0, 1.0)

    def _prefix(self, amounts: Floats) -> Floats:
        """Amounts (R, B) by block and up to each bucket."""
        summed: Floats = np.cumsum(self._blocks @ amounts, axis=1)
        return summed


def _with_nights(amounts: Floats, nights: Floats) -> Floats:
    """Amounts (R, B) in which those of pools hold their nights, each of so many minutes."""
    pools = len(nights)
    found = amounts.copy()
    found[:pools] += nights[:, None] * amounts[pools : 2 * pools]
    return found


def _blocks(demand: Demand, layout: Layout) -> Floats:
    """What gets dearer together (blocks, R): a pool (its nights follow), all crews able to a kind."""
    k, f = demand.market, layout.frame
    resources = len(k.capacity)
    blocks = np.zeros((k.pools, resources))
    blocks[np.arange(k.pools), np.arange(k.pools)] = 1.0
    able = {tuple(f.kg_idx[a:b].tolist()) for a, b in zip(f.kg_ptr[:-1], f.kg_ptr[1:], strict=True)}
    crews = sorted(crew for crew in able if crew)
    people = np.zeros((len(crews), resources))
    for row, members in enumerate(crews):
        people[row, [2 * k.pools + crew for crew in members]] = 1.0
    return np.concatenate([blocks, people])


def _night_minutes(demand: Demand, pool: int) -> float:
    """Open minutes that a night spares the shortest of the longest runs that fill the nights."""
    k = demand.market
    own = (k.way_clock == 1) & (k.tariff_of[k.way_alone] == pool)
    spared = np.sort((k.way_run - k.way_inner)[own])[::-1]
    place = int(NIGHTS * k.capacity[k.pools + pool].sum())
    return float(spared[min(place, len(spared) - 1)]) if len(spared) else 0.0
