"""The bound on small shops, where it can be told by hand."""

from decimal import Decimal
from typing import Any

from sprue.planning.plan import Plan
from sprue.planning.solve import plan
from sprue.shop.orders import Mold
from sprue.shop.routing import Milestone, Mode, SetupRule
from sprue.shop.shop import Shop
from tests.core.planning.shops import MILL, MOLD, NOW, at, closed, machine, op, person, shop_of

DUE = Mold(MOLD, due=at(0), weight=Decimal(2))
LAST: dict[str, Any] = {"milestone": Milestone.DELIVERY}


def bound(shop: Shop) -> tuple[float, float]:
    """Lower bound and value of the first plan, hours."""
    made: Plan = plan(shop, now=NOW, iterations=0)
    return made.summary.lower_bound_hours, made.summary.weighted_tardiness_hours


def test_a_chain_alone_in_the_shop_takes_no_less() -> None:
    shop = shop_of(op("a", 200), op("a2", 100, step=Decimal(20), **LAST), mold=DUE)
    # 240 minutes until noon, an hour's pause, 60 more.
    assert bound(shop) == (2 * 6, 2 * 6)


def test_two_jobs_for_one_machine_are_each_thought_alone() -> None:
    shop = shop_of(op("a", 60, **LAST), op("b", 60, **LAST), mold=DUE)
    assert bound(shop) == (2 * 1, 2 * 2)


def test_it_takes_the_quickest_machine_and_the_least_setup() -> None:
    shop = shop_of(
        op("a", 120, 60, setup_family="x", **LAST),
        machines=[machine("A"), machine("B", speed=Decimal(2))],
        setups=(SetupRule(MILL, "x", "x", Decimal(0)),),
        mold=DUE,
    )
    assert bound(shop) == (2 * 1, 2 * 2)


def test_it_knows_calendars_and_gates_but_no_people() -> None:
    shop = shop_of(
        op("a", 60, not_before=at(200), **LAST),
        mold=DUE,
        people=[person("li")],
        exceptions=(closed("A", 0, 1440), closed("li", 0, 1500)),
    )
    assert bound(shop) == (2 * 25, 2 * 26)


def test_outside_work_counts_by_the_clock() -> None:
    shop = shop_of(op("a", 600, mode=Mode.OUTSIDE), op("a2", 0, step=Decimal(20), **LAST), mold=DUE)
    lower, value = bound(shop)
    assert lower <= value
    assert lower >= 2 * 10
