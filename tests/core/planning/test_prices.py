"""The compiled prices against plain ones, minute by minute."""

from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sprue.planning.arrays import Layout, layout_of
from sprue.planning.kernels.prices import asked, choose, offer, sums, tariffs
from sprue.planning.market import Demand, demand_of
from tests.core.planning.test_kernels import sound_problem

SEEDS = st.integers(0, 10**6)
Prices = np.ndarray[Any, np.dtype[np.float64]]


def demanded(seed: int) -> tuple[Layout, Demand, Prices]:
    """A shop made by chance up to the third day, and prices by chance."""
    problem = sound_problem(seed)
    layout = layout_of(problem)
    demand = demand_of(problem, layout, 4320)
    random = np.random.default_rng(seed)
    shape = demand.market.capacity.shape
    return layout, demand, np.where(random.random(shape) < 0.5, random.exponential(1.0, shape), 0.0)


class Plain:
    """Prices of operations, each minute of work looked at alone."""

    def __init__(self, layout: Layout, demand: Demand, prices: Prices) -> None:
        self.f, self.k, self.p, self.prices = layout.frame, demand.market, demand.positions, prices
        self.buckets = len(self.k.edges) - 1

    def least(self, op: int, state: int) -> float:
        """Least price of the operation in a state."""
        found = []
        for way in range(self.k.way_ptr[op], self.k.way_ptr[op + 1]):
            found.append(self.by_day(op, way, int(self.p.end[way, state])))
            if self.k.way_clock[way]:
                found.append(self.by_night(op, way, state))
        return min(found)

    def by_day(self, op: int, way: int, end: int) -> float:
        clock = self.k.way_clock[way]
        tariff = int(self.k.way_alone[way] if clock else self.k.way_running[way])
        run = end - int(self.k.way_day[way])
        setting = int(self.k.way_setting[way])
        return self.minutes(op, tariff, run, end) + self.minutes(
            op, setting, run - int(self.k.way_setup[way]), run
        )

    def by_night(self, op: int, way: int, state: int) -> float:
        k = self.k
        end, begun = int(self.p.end[way, state]), int(self.p.begun[way, state])
        night = int(k.way_night[way])
        bucket = self.bucket_of(night, end - 1)
        if end <= 0 or bucket < k.head[op]:
            return float("inf")
        price = self.cheapest(night, int(k.head[op]), bucket)
        price += self.minutes(op, int(k.way_alone[way]), end - int(k.way_inner[way]), end)
        return price + self.minutes(op, int(k.way_setting[way]), begun - int(k.way_setup[way]), begun)

    def minutes(self, op: int, tariff: int, low: int, high: int) -> float:
        """Price of the open minutes low..high; those before the head are free."""
        head = int(self.k.head[op])
        buckets = [self.bucket_of(tariff, x) for x in range(max(0, low), high)]
        return sum(self.cheapest(tariff, head, bucket) for bucket in buckets if bucket >= head)

    def bucket_of(self, tariff: int, x: int) -> int:
        """The bucket that holds the x-th open minute (from 0)."""
        opened = self.k.opened[self.k.tariff_hours[tariff]].tolist()
        return next((b for b in range(self.buckets) if opened[b] <= x < opened[b + 1]), self.buckets)

    def cheapest(self, tariff: int, head: int, bucket: int) -> float:
        """The least price from the head bucket to this one; nothing has a price behind the last."""
        if bucket >= self.buckets:
            return 0.0
        return min(self.price(tariff, b) for b in range(head, bucket + 1))

    def price(self, tariff: int, bucket: int) -> float:
        k = self.k
        price = float(k.tariff_share[tariff] * self.prices[k.tariff_of[tariff], bucket])
        kind = int(k.tariff_kind[tariff])
        if kind >= 0:
            crews = k.crew_idx[k.crew_ptr[kind] : k.crew_ptr[kind + 1]]
            price += float(k.tariff_need[tariff] * self.prices[2 * k.pools + crews, bucket].min())
        return price


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_what_molds_are_asked_is_the_price_of_each_minute(seed: int) -> None:
    layout, demand, prices = demanded(seed)
    k = demand.market
    assume(demand.late.shape[0])
    rate, _, _ = tariffs(k, prices)
    found = asked(k, demand.positions, rate, sums(k, rate), demand.late.shape[0])
    plain = Plain(layout, demand, prices)
    for state in range(0, len(k.grid), 37):
        expected = np.zeros(demand.late.shape[0])
        for op in range(len(layout.tasks)):
            if k.goal[op] >= 0 and k.way_ptr[op] < k.way_ptr[op + 1]:
                expected[k.goal[op]] += plain.least(op, state)
        np.testing.assert_allclose(found[:, state], expected, rtol=1e-9, atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_what_is_taken_costs_what_is_asked(seed: int) -> None:
    _, demand, prices = demanded(seed)
    k = demand.market
    assume(demand.late.shape[0])
    rate, _, _ = tariffs(k, prices)
    price = asked(k, demand.positions, rate, sums(k, rate), demand.late.shape[0])
    _, chosen = choose(demand.late, price, demand.trial, demand.most)
    value, taken = offer(k, demand.positions, prices, demand.late, demand.trial, demand.most)
    late = sum(demand.late[due, state] for due, state in enumerate(chosen))
    assert np.isclose(value, late + float(np.sum(prices * (taken - k.capacity))), rtol=1e-9, atol=1e-5)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_molds_choose_what_costs_least(seed: int) -> None:
    random = np.random.default_rng(seed)
    late, price = random.integers(0, 50, (2, 6)).astype(float), random.integers(0, 50, (2, 6)).astype(float)
    most = np.sort(random.integers(0, 6, (2, 6)), axis=1)
    total, chosen = choose(late, price, np.array([-2, 0]), most)
    cost = late + price
    options = [cost[1, s] + cost[0, t] for s in range(6) for t in range(int(most[0, s]) + 1)]
    assert total == min(options)
    assert chosen[0] <= most[0, chosen[1]]
