from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sprue.planning.difference import Difference, MilestoneMove, difference
from sprue.planning.plan import Plan
from sprue.planning.problem import Due
from sprue.shop.clock import PlanClock
from sprue.shop.ids import MoldId, OperationId
from sprue.shop.routing import Milestone
from tests.core.planning.referee.test_planted import CLOCK, ONE, A, B, plan, row

DUE = Due(MoldId("m"), Milestone.T1, 70, Decimal(1), (OperationId("a"),))
PROBLEM = replace(ONE, dues=(DUE,))


def test_a_mold_that_slips_past_its_date_is_newly_late() -> None:
    found = difference(PROBLEM, plan(row("a", A, (0, 60))), plan(row("a", B, (30, 90))))
    move = MilestoneMove(MoldId("m"), Milestone.T1, 70, 60, 90)
    assert found == Difference((move,), moved=1, rehomed=1, added=0, dropped=0)
    assert found.newly_late == (move,)
    assert found.no_longer_late == ()


def test_the_same_moment_counted_from_another_now_has_not_moved() -> None:
    earlier = PlanClock(CLOCK.origin - timedelta(minutes=20), CLOCK.zone)
    before = Plan(earlier, plan(row("a", A, (20, 80))).operations)
    found = difference(PROBLEM, before, plan(row("a", A, (0, 60))))
    assert found == Difference((MilestoneMove(MoldId("m"), Milestone.T1, 70, 60, 60),), 0, 0, 0, 0)


def test_a_mold_without_a_date_any_more_is_not_called_on_time() -> None:
    found = difference(PROBLEM, plan(row("a", A, (60, 120))), plan())
    assert found.milestones == (MilestoneMove(MoldId("m"), Milestone.T1, 70, 120, None),)
    assert (found.no_longer_late, found.dropped) == ((), 1)
