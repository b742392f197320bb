"""What holds for every shop, tried on shops made by chance."""

from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sprue.planning.build import problem_of
from sprue.planning.referee import violations
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.shop.routing import Status
from sprue.shop.shop import Shop
from tests.core.planning.random_shops import has_circle, random_shop
from tests.core.planning.shops import NOW, rows

SEEDS = st.integers(0, 10**6)
OPEN = (Status.WAITING, Status.RUNNING, Status.HELD)


def sound_shop(seed: int) -> Shop:
    shop = random_shop(seed)
    assume(not has_circle(problem_of(shop, NOW)))
    return shop


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_no_plan_breaks_a_rule_or_loses_an_operation(seed: int) -> None:
    shop = sound_shop(seed)
    made = plan(shop, now=NOW, iterations=3)
    assert violations(problem_of(shop, NOW), made) == []
    placed = [*made.operations, *(u.operation for u in (*made.blocked, *made.unplannable))]
    assert sorted(placed) == sorted(o.id for o in shop.operations.values() if o.status in OPEN)


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_no_plan_is_better_than_the_bound(seed: int) -> None:
    made = plan(sound_shop(seed), now=NOW, iterations=3)
    assert made.summary.lower_bound_hours <= made.summary.weighted_tardiness_hours + 1e-9


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_a_plan_mended_at_once_is_the_plan(seed: int) -> None:
    shop = sound_shop(seed)
    made = plan(shop, now=NOW, iterations=1)
    assume(made.unplannable == problem_of(shop, NOW).unplannable)
    assert rows(mend(shop, made, now=NOW)) == rows(made)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(1, 3000))
def test_a_plan_mended_later_breaks_no_rule(seed: int, minutes: int) -> None:
    shop = sound_shop(seed)
    made = plan(shop, now=NOW, iterations=1)
    later = NOW + timedelta(minutes=minutes)
    assert violations(problem_of(shop, later), mend(shop, made, now=later)) == []


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_planning_repeats(seed: int) -> None:
    shop = sound_shop(seed)
    assert plan(shop, now=NOW, iterations=10, seed=seed) == plan(shop, now=NOW, iterations=10, seed=seed)
