"""The bound by prices: small shops whose least lateness is told by hand, and any shop against its plans."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sprue.planning.arrays import Layout, layout_of
from sprue.planning.bounds import lower_bound_hours
from sprue.planning.build import problem_of
from sprue.planning.construct import basis_of, choice, decoded
from sprue.planning.kernels.prices import offer
from sprue.planning.market import demand_of
from sprue.planning.problem import Problem
from sprue.planning.relaxed import Relaxed
from sprue.planning.solve import Progress, plan
from sprue.shop.ids import MoldId, PartId
from sprue.shop.orders import Mold, Part
from sprue.shop.resources import Machine
from sprue.shop.routing import Milestone, Mode, Operation
from sprue.shop.shop import Shop
from tests.core.planning.random_shops import has_circle, random_shop
from tests.core.planning.shops import BENCH, EDM, MILL, NOW, at, machine, op, person, shop_of

SEEDS = st.integers(0, 10**6)
LAST: dict[str, Any] = {"milestone": Milestone.DELIVERY}
ANY_ORDERS = 40


def molds_of(*operations: Operation, machines: Iterable[Machine], weight: int = 1, **more: Any) -> Shop:
    """A shop in which each part is a mold of its own, due at once."""
    shop = shop_of(*operations, machines=machines, **more)
    molds = {
        MoldId(part): Mold(MoldId(part), trial_due=at(0), due=at(0), weight=Decimal(weight))
        for part in shop.parts
    }
    return replace(shop, molds=molds, parts={part: Part(part, MoldId(part)) for part in shop.parts})


def proven(shop: Shop, until: int, target: float, steps: int = 300) -> float:
    """Hours that prices prove."""
    problem = problem_of(shop, NOW)
    relaxed = Relaxed(problem, layout_of(problem), until)
    for _ in range(steps):
        relaxed.step(target)
    return relaxed.hours


# -- by hand -----------------------------------------------------------------------


def test_one_machine_alone_makes_the_second_and_third_mold_late() -> None:
    work = [op(name, 60, **LAST) for name in "abc"]
    shop = molds_of(*work, machines=[machine("A")])
    # Chains alone: an hour each. On one machine they end after 1, 2 and 3 hours.
    assert 5.5 < proven(shop, 180, 6.0) <= 6.0


def test_two_machines_of_a_pool_are_shared_by_four_molds() -> None:
    work = [op(name, 60, **LAST) for name in "abcd"]
    shop = molds_of(*work, machines=[machine("A"), machine("B")], weight=2)
    assert 2 * 5.5 < proven(shop, 120, 12.0) <= 2 * (1 + 1 + 2 + 2)


def test_one_person_makes_molds_late_whose_machines_are_free() -> None:
    work = [op("a", 60, **LAST), op("b", 60, kind=BENCH, **LAST)]
    machines = [machine("A"), machine("B", BENCH)]
    crowd = molds_of(*work, machines=machines, people=[person("li", MILL, BENCH)])
    pair = molds_of(*work, machines=machines, people=[person("li", MILL, BENCH), person("wu", BENCH)])
    assert 2.7 < proven(crowd, 120, 3.0) <= 1 + 2
    assert proven(pair, 120, 2.0) <= 1 + 1


def test_setups_take_a_whole_person_and_runs_their_part() -> None:
    # Setups of an hour follow each other; runs need a quarter of a person and go on beside them.
    work = [op(name, 60, 60, kind=EDM, **LAST) for name in "abc"]
    shop = molds_of(*work, machines=[machine(m, EDM) for m in "ABC"], people=[person("li", EDM)])
    chains = 3 * 2.0
    value = plan(shop, now=NOW, iterations=20).summary.weighted_tardiness_hours
    assert chains < proven(shop, 300, value) <= value


def test_only_one_run_goes_on_through_the_night_on_each_machine() -> None:
    work = [op(name, 600, mode=Mode.UNATTENDED, **LAST) for name in "abc"]
    shop = molds_of(*work, machines=[machine("A", unattended=True)])
    # One a night: each chain alone takes 10 hours, three on one machine end on three days.
    value = plan(shop, now=NOW, iterations=20).summary.weighted_tardiness_hours
    assert 3 * 10 < proven(shop, 3 * 1440, value) <= value


def test_a_furnace_that_takes_all_at_once_makes_nobody_late() -> None:
    work = [op(name, 60, setup_family="x", **LAST) for name in "abc"]
    shop = molds_of(*work, machines=[machine("F", batch=3)])
    assert plan(shop, now=NOW, iterations=0).summary.weighted_tardiness_hours == 3
    assert proven(shop, 180, 3.0) <= 3


def test_a_trial_and_its_delivery_wait_for_the_same_machine() -> None:
    work = [
        *(op(name, 60, milestone=Milestone.T1) for name in "abc"),
        *(op(f"{name}2", 60, step=Decimal(20), milestone=Milestone.DELIVERY) for name in "abc"),
    ]
    shop = molds_of(*work, machines=[machine("A")])
    problem = problem_of(shop, NOW)
    chains = lower_bound_hours(problem, layout_of(problem), problem.tasks)
    assert chains == 3 * (1 + 2)
    # Each mold's delivery right after its trial: ends after 1 and 2, 3 and 5 (noon), 6 and 7 hours.
    best = min(late_of_orders(problem, layout_of(problem)))
    assert chains < proven(shop, 500, best) <= best


def late_of_orders(problem: Problem, layout: Layout) -> Iterator[float]:
    """Weighted tardiness of the plans of all orders of urgency."""
    free = choice(layout, basis_of(problem, layout))
    for order in permutations(range(len(layout.tasks))):
        ends = decoded(layout, free._replace(key=np.array(order, np.float64))).end
        yield late_hours(problem, layout, ends) if ends.min() >= 0 else float("inf")


def late_hours(problem: Problem, layout: Layout, ends: np.ndarray[Any, np.dtype[np.int64]]) -> float:
    total = 0.0
    for due in problem.dues:
        last = [int(ends[layout.index[task]]) for task in due.tasks if task in layout.index]
        total += float(due.weight) * max(0, max(last, default=0) - due.due) if last else 0.0
    return total / 60


# -- any shop ----------------------------------------------------------------------


def crowded(seed: int) -> tuple[Problem, Layout]:
    """A shop made by chance with promises that are hard to keep."""
    shop = random_shop(seed)
    soon = NOW + timedelta(hours=seed % 48)
    molds = {
        name: replace(m, trial_due=m.trial_due and soon, due=m.due and soon, weight=Decimal(1 + seed % 3))
        for name, m in shop.molds.items()
    }
    problem = problem_of(replace(shop, molds=molds), NOW)
    assume(problem.tasks)
    assume(not has_circle(problem))
    return problem, layout_of(problem)


def plans_of(problem: Problem, layout: Layout, seed: int) -> list[tuple[float, int]]:
    """Tardiness and last end of plans in which nothing is left out."""
    random = np.random.default_rng(seed)
    free = choice(layout, basis_of(problem, layout))
    found = []
    for _ in range(ANY_ORDERS):
        key = random.permutation(len(layout.tasks)).astype(np.float64)
        ends = decoded(layout, free._replace(key=key)).end
        if ends.min() >= 0:
            found.append((late_hours(problem, layout, ends), int(ends.max())))
    return found


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_no_plan_is_better_than_prices_prove(seed: int) -> None:
    problem, layout = crowded(seed)
    plans = plans_of(problem, layout, seed)
    assume(plans)
    best, end = min(plans)
    relaxed = Relaxed(problem, layout, max(1, end // (1 + seed % 2)))
    chains = lower_bound_hours(problem, layout, problem.tasks)
    for _ in range(30):
        relaxed.step(best)
    assert chains - 1e-6 * (1 + chains) <= relaxed.hours <= best + 1e-9


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_no_order_of_a_tiny_shop_is_better_than_prices_prove(seed: int) -> None:
    problem, layout = crowded(seed)
    assume(len(layout.tasks) <= 5)
    best = min(late_of_orders(problem, layout))
    relaxed = Relaxed(problem, layout, 3000)
    for _ in range(30):
        relaxed.step(best)
    assert relaxed.hours <= best + 1e-9


@settings(max_examples=100, deadline=None)
@given(SEEDS, st.floats(0.001, 2.0), st.floats(0.05, 1.0))
def test_any_prices_prove_a_bound(seed: int, mean: float, part: float) -> None:
    problem, layout = crowded(seed)
    plans = plans_of(problem, layout, seed)
    assume(plans)
    best, end = min(plans)
    demand = demand_of(problem, layout, max(1, end))
    random = np.random.default_rng(seed)
    shape = demand.market.capacity.shape
    prices = np.where(random.random(shape) < part, random.exponential(mean, shape), 0.0)
    value, _ = offer(demand.market, demand.positions, prices, demand.late, demand.trial, demand.most)
    assert value / 60 <= best * (1 + 1e-9) + 1e-9


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_the_same_steps_prove_the_same(seed: int) -> None:
    problem, layout = crowded(seed)
    first, again = Relaxed(problem, layout, 5000), Relaxed(problem, layout, 5000)
    for _ in range(10):
        first.step(100.0)
        again.step(100.0)
    assert first.hours == again.hours


# -- while a plan is sought --------------------------------------------------------


def crowd() -> Shop:
    return molds_of(
        *(op(name, 60 + 7 * i, **LAST) for i, name in enumerate("abcdef")), machines=[machine("A")]
    )


def test_the_bound_rises_while_the_search_goes_on() -> None:
    told: list[Progress] = []
    made = plan(crowd(), now=NOW, iterations=60, progress=told.append)
    bounds = [progress.bound for progress in told]
    first = plan(crowd(), now=NOW, iterations=0).summary.lower_bound_hours
    assert bounds == sorted(bounds)
    assert first < bounds[-1] == made.summary.lower_bound_hours <= made.summary.weighted_tardiness_hours


def test_iterations_repeat_with_the_bound() -> None:
    assert plan(crowd(), now=NOW, iterations=20, seed=5) == plan(crowd(), now=NOW, iterations=20, seed=5)


def test_the_search_ends_when_no_plan_can_be_better() -> None:
    told: list[Progress] = []
    shop = molds_of(op("a", 60, **LAST), machines=[machine("A")])
    plan(shop, now=NOW, iterations=1000, progress=told.append)
    assert told[-1].iterations < 1000


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_mold_without_promise_costs_nothing(name: str) -> None:
    shop = molds_of(op("a", 60, **LAST), op("b", 60, **LAST), machines=[machine("A")])
    molds = {**shop.molds, MoldId(name): Mold(MoldId(name))}
    assert set(shop.parts) == {PartId("a"), PartId("b")}
    assert proven(replace(shop, molds=molds), 120, 1.0) == pytest.approx(1.0, abs=1e-6)
