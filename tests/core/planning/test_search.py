"""The search: what it judges, what it keeps, and how it moves."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sprue.planning import search as search_module
from sprue.planning.arrays import Layout, layout_of
from sprue.planning.binding import Binding, milestone_ends
from sprue.planning.build import problem_of
from sprue.planning.construct import Basis, basis_of, choice, decoded, portfolio, spread_out
from sprue.planning.finish import finished
from sprue.planning.kernels.decoding import FLOW_WEIGHT, judge, judged, outcome
from sprue.planning.kernels.frames import Choice
from sprue.planning.kernels.shared import shared_choice
from sprue.planning.objective import summary_of
from sprue.planning.problem import Problem
from sprue.planning.referee import violations
from sprue.planning.search import Search
from sprue.sample import make_shop
from sprue.shop.ids import MoldId, OperationId, PartId
from sprue.shop.orders import Mold, Part
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop
from tests.core.planning.random_shops import has_circle, random_shop
from tests.core.planning.shops import MOLD, NOW, at, machine, op, shop_of

SEEDS = st.integers(0, 10**6)


def ready(shop: Shop) -> tuple[Problem, Layout, Basis]:
    problem = problem_of(shop, NOW)
    layout = layout_of(problem)
    return problem, layout, basis_of(problem, layout)


def sound(seed: int) -> tuple[Problem, Layout, Basis]:
    problem = problem_of(random_shop(seed), NOW)
    assume(problem.tasks)
    assume(not has_circle(problem))
    layout = layout_of(problem)
    return problem, layout, basis_of(problem, layout)


def value_of(layout: Layout, chosen: Choice) -> float:
    return judge(layout.shared, shared_choice(chosen))


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(0, 12))
def test_the_search_judges_what_the_plan_will_say(seed: int, rule: int) -> None:
    problem, layout, basis = sound(seed)
    chosen = list(portfolio(layout, basis))[rule]
    made = finished(problem, layout, chosen)
    assume(len(made.operations) == len(problem.tasks))
    figures = summary_of(problem, made)
    said = figures.weighted_tardiness_hours + FLOW_WEIGHT * figures.flow_hours
    assert value_of(layout, chosen) == pytest.approx(said, rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(0, 12))
def test_what_is_judged_comes_with_its_plan(seed: int, rule: int) -> None:
    _, layout, basis = sound(seed)
    chosen = shared_choice(list(portfolio(layout, basis))[rule])
    value, plan = judged(layout.shared, chosen)
    assert value == judge(layout.shared, chosen)
    same = outcome(layout.shared, chosen, 0)
    for field in ("start", "run_start", "end", "machine", "reason", "reference", "chain"):
        assert (getattr(plan, field) == getattr(same, field)).all()


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.floats(0.0, 2.0))
def test_a_plan_is_given_up_only_when_its_late_hours_pass_the_limit(seed: int, share: float) -> None:
    _, layout, basis = sound(seed)
    chosen = choice(layout, basis)
    value = value_of(layout, chosen)
    limited = value_of(layout, chosen._replace(limit=share * value))
    assert limited == value or share < 1.0


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_every_best_plan_on_the_way_keeps_every_rule(seed: int) -> None:
    problem, layout, basis = sound(seed)
    search = Search(layout, basis, np.random.default_rng(seed))
    before = float("inf")
    for _ in search.rounds(60, map):
        assert search.value <= before
        if search.value < before:
            assert violations(problem, finished(problem, layout, search.best)) == []
        before = search.value
    assert value_of(layout, search.best) == search.value


def test_a_moved_operation_costs_what_calm_is_worth() -> None:
    _, layout, basis = ready(shop_of(op("a", 60), op("b", 60)))
    free = choice(layout, basis)
    made = decoded(layout, free)
    there = free._replace(old_start=made.start, old_machine=made.machine, calm=5.0)
    elsewhere = there._replace(old_start=made.start + 30)
    assert value_of(layout, there) == value_of(layout, free)
    assert value_of(layout, elsewhere) == pytest.approx(value_of(layout, free) + 2 * 5.0)


def two_molds(first: Mold, second: Mold) -> Shop:
    """Operations `a` of mold M and `b` of mold N on one machine, 200 minutes each."""
    shop = shop_of(op("a", 200, milestone=Milestone.T1), op("b", 200, milestone=Milestone.T1), mold=first)
    part = PartId("b")
    return replace(
        shop,
        molds=shop.molds | {second.id: second},
        parts=shop.parts | {part: Part(part, second.id)},
    )


def test_the_mold_that_weighs_more_goes_first_although_the_slack_rule_puts_it_second() -> None:
    light = Mold(MOLD, trial_due=at(30), weight=Decimal(1))
    heavy = Mold(MoldId("N"), trial_due=at(40), weight=Decimal(9))
    shop = two_molds(light, heavy)
    problem, layout, basis = ready(shop)
    slack = finished(problem, layout, choice(layout, basis))
    assert slack.operations[OperationId("a")].setup_start == 0
    search = Search(layout, basis, np.random.default_rng(1))
    for _ in search.rounds(40, map):
        pass
    found = finished(problem, layout, search.best)
    assert found.operations[OperationId("b")].setup_start == 0


def test_what_queues_behind_another_on_the_chain_of_a_late_mold_is_moved_before_it() -> None:
    early, late = Mold(MOLD), Mold(MoldId("N"), trial_due=at(100))
    _, layout, basis = ready(two_molds(early, late))
    free = choice(layout, basis)
    first, second = layout.index[OperationId("a")], layout.index[OperationId("b")]
    key = np.array([1.0, 2.0] if first < second else [2.0, 1.0])
    binding = Binding(layout, decoded(layout, free._replace(key=key)), key)
    assert len(binding.late) == 1
    random = np.random.default_rng(3)
    for _ in range(20):
        moved = key + binding.nudged(np.zeros(2), random)
        if moved[second] < moved[first]:
            return
    raise AssertionError("no nudge put the late mold first")


def test_a_milestone_ends_with_its_last_operation() -> None:
    shop = shop_of(
        op("a", 60, milestone=Milestone.T1),
        op("b", 90, milestone=Milestone.T1),
        machines=[machine("A"), machine("B")],
        mold=Mold(MOLD, trial_due=at(10)),
    )
    _, layout, basis = ready(shop)
    assert milestone_ends(layout, decoded(layout, choice(layout, basis))).tolist() == [90.0]


def test_a_sample_shop_gets_better_than_its_best_rule_however_spread() -> None:
    shop = make_shop(30, 1, load=2.0, now=NOW)
    problem, layout, basis = ready(shop)
    rules = [value_of(layout, rule) for rule in (*portfolio(layout, basis), *spread_out(layout, basis))]
    search = Search(layout, basis, np.random.default_rng(1))
    for _ in search.rounds(120, map):
        pass
    assert search.value < min(rules)
    assert violations(problem, finished(problem, layout, search.best)) == []


def test_a_search_that_begins_again_keeps_its_best_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "IDLE", 2)
    problem, layout, basis = ready(make_shop(30, 1, load=2.0, now=NOW))
    shaken = 0
    found: list[float] = []

    class Watched(Search):
        def _begin_again(self) -> None:
            nonlocal shaken
            shaken += 1
            super()._begin_again()

    for _ in range(2):
        search = Watched(layout, basis, np.random.default_rng(5))
        values = [search.value for _ in search.rounds(140, map)]
        assert values == sorted(values, reverse=True)
        assert violations(problem, finished(problem, layout, search.best)) == []
        found.append(value_of(layout, search.best))
    assert shaken > 0
    assert found[0] == found[1] == values[-1]
