"""What holds for the plan of any shop."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings

from sprue.planning.build import problem_of
from sprue.planning.plan import Plan
from sprue.planning.problem import Problem
from sprue.planning.referee import violations
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.shop.routing import Status
from sprue.shop.shop import Shop
from tests.strategies import NOW, shops

LARGE = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def judged(problem: Problem, made: Plan) -> list[str]:
    return [str(v) for v in violations(problem, made)]


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=LARGE)
@given(shops())
def test_the_plan_of_any_shop_keeps_every_rule_and_loses_nothing(shop: Shop) -> None:
    made = plan(shop, now=NOW, seed=1, iterations=3)
    assert judged(problem_of(shop, NOW), made) == []
    listed = [*made.operations, *(u.operation for u in (*made.blocked, *made.unplannable))]
    gone = (Status.DONE, Status.CANCELLED)
    assert sorted(listed) == sorted(o.id for o in shop.operations.values() if o.status not in gone)
    assert made.summary.lower_bound_hours <= made.summary.weighted_tardiness_hours + 1e-9


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=LARGE)
@given(shops())
def test_a_seed_gives_the_same_plan_again(shop: Shop) -> None:
    first, again = (plan(shop, now=NOW, seed=7, iterations=5) for _ in range(2))
    assert first == again


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=LARGE)
@given(shops())
def test_a_plan_mended_later_keeps_every_rule(shop: Shop) -> None:
    later = NOW + timedelta(minutes=95)
    mended = mend(shop, plan(shop, now=NOW, iterations=0), now=later)
    assert judged(problem_of(shop, later), mended) == []
