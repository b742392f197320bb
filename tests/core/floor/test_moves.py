"""A new plan is told by what it does to the molds of the plan before."""

from dataclasses import replace
from datetime import datetime, timedelta

from sprue.floor import commands as co
from sprue.floor.moves import Ends, ends_of, is_late
from sprue.shop.events import PlannedRow, PlanPublished
from sprue.shop.ids import MoldId, OperationId, PartId
from sprue.shop.orders import Mold, Part
from sprue.shop.shop import Shop
from tests.core.floor.shops import LI, M2, MILL, MOLD, NOW, Hall, op, small_plan, small_shop

RUSH = MoldId("M9")


def with_rush_order() -> Shop:
    """The small shop after a mold of double weight came in."""
    shop = small_shop()
    part, work = Part(PartId("rush"), RUSH), op("rush-10", "rush", 10, MILL)
    return replace(
        shop,
        molds={**shop.molds, RUSH: Mold(RUSH, weight=shop.molds[MOLD].weight * 2)},
        parts={**shop.parts, part.id: part},
        operations={**shop.operations, work.id: work},
    )


def plan_with_rush_order(*, later: timedelta) -> PlanPublished:
    """The small plan with all its work `later`, and the rush order's on the second mill."""
    plan = small_plan(NOW + later)
    start = NOW + timedelta(hours=1)
    row = PlannedRow(OperationId("rush-10"), M2, start, start, start + timedelta(hours=2))
    return replace(plan, rows=(*plan.rows, row))


def published(hall: Hall, plan: PlanPublished) -> PlanPublished:
    hall.do(co.PublishPlan(plan))
    found = hall.store.state.plan
    assert found is not None
    return found


def test_the_first_plan_moves_nothing() -> None:
    found = published(Hall(), small_plan())
    assert (found.taken, found.moved_molds, found.newly_late_molds) == ((), None, None)


def test_a_plan_that_keeps_the_dates_moves_no_mold() -> None:
    hall = Hall()
    published(hall, small_plan())
    found = published(hall, small_plan(NOW + timedelta(minutes=59)))
    assert (found.version, found.taken, found.moved_molds, found.newly_late_molds) == (2, (), 0, 0)


def test_a_mold_that_slips_past_its_trial_is_moved_and_newly_late_once() -> None:
    hall = Hall()
    published(hall, small_plan())
    late = published(hall, small_plan(NOW + timedelta(days=7)))
    assert (late.moved_molds, late.newly_late_molds) == (1, 1)
    later = published(hall, small_plan(NOW + timedelta(days=8)))
    assert (later.moved_molds, later.newly_late_molds) == (1, 0)


def test_a_rush_order_that_came_in_is_taken_by_the_next_plan() -> None:
    hall = Hall()
    published(hall, small_plan())
    hall.do(co.ImportShop(with_rush_order()))
    found = published(hall, plan_with_rush_order(later=timedelta(hours=2)))
    assert (found.taken, found.moved_molds, found.newly_late_molds) == ((RUSH,), 1, 0)
    assert hall.store.state.plan_before is None


def test_a_mold_that_work_was_seen_on_is_no_new_one() -> None:
    hall = Hall()
    hall.do(co.ImportShop(with_rush_order()))
    published(hall, small_plan())
    hall.do(co.BadgeIn(person=LI, machine=M2))
    hall.do(co.Start(OperationId("rush-10"), M2, LI))
    assert published(hall, plan_with_rush_order(later=timedelta())).taken == ()


def test_ends_are_the_last_of_each_mold_and_of_its_trial() -> None:
    shop, plan = small_shop(), small_plan()
    ends = {row.operation: row.end for row in plan.rows}
    assert ends_of(shop, plan.rows) == {MOLD: Ends(ends[OperationId("trial")], ends[OperationId("trial")])}


def test_late_is_past_the_trial_or_past_delivery() -> None:
    shop = small_shop()
    trial, due = (date or NOW for date in (shop.molds[MOLD].trial_due, shop.molds[MOLD].due))
    minute = timedelta(minutes=1)

    def late(last: datetime, of_trial: datetime) -> bool:
        return is_late(shop, MOLD, Ends(last, of_trial))

    assert [late(due, trial), late(due + minute, trial), late(due, trial + minute)] == [False, True, True]
