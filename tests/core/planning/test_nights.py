"""What running alone is worth."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sprue.planning.build import problem_of
from sprue.planning.nights import without_nights
from sprue.planning.solve import plan
from sprue.sample import make_shop
from sprue.shop.orders import Mold
from sprue.shop.routing import Milestone, Mode
from tests.core.planning.random_shops import has_circle, random_shop
from tests.core.planning.shops import MOLD, NOW, at, machine, op, rows, shop_of


def test_a_long_run_that_may_not_go_on_at_night_ends_days_later() -> None:
    shop = shop_of(
        op("a", 1000, 30, mode=Mode.UNATTENDED, milestone=Milestone.T1),
        machines=[machine("A", unattended=True)],
        mold=Mold(MOLD, trial_due=at(0)),
    )
    made = plan(shop, now=NOW, iterations=0)
    without = without_nights(shop, made, now=NOW)
    assert rows(made) == {"a": ("A", 0, 30, 1030)}
    # 210 + 240 minutes on Monday, 240 + 240 on Tuesday, 70 on Wednesday.
    assert rows(without) == {"a": ("A", 0, 30, 2 * 1440 + 70)}
    gained = without.summary.weighted_tardiness_hours - made.summary.weighted_tardiness_hours
    assert round(60 * gained) == 2 * 1440 + 70 - 1030
    assert without.summary.unattended_hours == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_what_never_runs_alone_has_no_hours_alone(seed: int) -> None:
    shop = random_shop(seed)
    problem = problem_of(shop, NOW)
    assume(problem.tasks)
    assume(not has_circle(problem))
    assume(not any(task.running for task in problem.tasks.values()))
    made = plan(shop, now=NOW, iterations=2)
    assert without_nights(shop, made, now=NOW).summary.unattended_hours == 0


def test_a_sample_shop_lives_on_its_nights() -> None:
    shop = make_shop(30, 2, load=1.5, now=NOW)
    made = plan(shop, now=NOW, iterations=8)
    without = without_nights(shop, made, now=NOW)
    assert made.summary.unattended_hours > 100
    assert without.summary.weighted_tardiness_hours > made.summary.weighted_tardiness_hours
