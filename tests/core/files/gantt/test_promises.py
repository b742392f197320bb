"""Which promises a plan breaks, as the figures of the plan count them."""

from decimal import Decimal

import pytest

from sprue.files.gantt import Promise, late_promises, promises_of
from sprue.planning.build import problem_of
from sprue.planning.objective import tardiness, weighted_tardiness_hours
from sprue.sample import make_shop
from sprue.shop.orders import Mold
from sprue.shop.routing import Milestone, Status
from tests.core.files.gantt.plans import plan_of, planned
from tests.core.planning.shops import MOLD, at, op, shop_of


def test_a_milestone_is_reached_with_its_last_operation() -> None:
    shop = shop_of(
        op("a", 60, milestone=Milestone.T1),
        op("b", 60, milestone=Milestone.T1),
        op("c", 60, milestone=Milestone.DELIVERY),
        mold=Mold(MOLD, trial_due=at(100), due=at(500)),
    )
    made = plan_of(
        planned("a", "A", ("r", 0, 60)), planned("b", "A", ("r", 60, 220)), planned("c", "A", ("r", 300, 360))
    )
    late = Promise(MOLD, Milestone.T1, 100, 220, made.operations["b"].operation)  # type: ignore[index]  # an id
    assert promises_of(made, shop)[0] == late
    assert late_promises(made, shop) == (late,)
    assert late.hours_late == pytest.approx(2.0)


def test_done_work_and_molds_without_a_promise_break_none() -> None:
    done = op("a", 60, milestone=Milestone.T1, status=Status.DONE, finished=at(-10))
    shop = shop_of(done, op("b", 60, milestone=Milestone.DELIVERY), mold=Mold(MOLD, trial_due=at(-100)))
    assert promises_of(plan_of(planned("b", "A", ("r", 0, 60))), shop) == ()


def test_what_is_not_planned_has_no_date() -> None:
    shop = shop_of(op("a", 60, milestone=Milestone.T1), mold=Mold(MOLD, trial_due=at(30)))
    assert promises_of(plan_of(), shop) == (Promise(MOLD, Milestone.T1, 30, None, None),)
    assert late_promises(plan_of(), shop) == ()


def test_lateness_adds_up_to_the_figures_of_the_planner() -> None:
    """A plan that gives every operation of a sample shop one hour, mold after mold."""
    shop = make_shop(12, seed=3, load=1.5)
    assert shop.settings.now is not None
    problem = problem_of(shop, shop.settings.now)
    rows = (planned(task, None, ("r", 60 * i, 60 * i + 60)) for i, task in enumerate(problem.tasks))
    made = plan_of(*rows)
    made = type(made)(problem.clock, made.operations)
    late = late_promises(made, shop)
    minutes = sum(shop.molds[promise.mold].weight * promise.minutes_late for promise in late)
    assert late
    assert float(minutes / Decimal(60)) == pytest.approx(weighted_tardiness_hours(problem, made))
    assert {promise.mold for promise in late} == {
        due.mold for due in problem.dues if tardiness(due, made) > 0
    }
