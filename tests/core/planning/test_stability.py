"""New plans beside a published one: the frozen window stays, and moves have their price."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sprue.planning.build import problem_of
from sprue.planning.referee import violations
from sprue.planning.solve import plan
from sprue.planning.stability import Keep, moved_soon
from sprue.sample import make_shop
from sprue.shop.calendar import CalendarException
from sprue.shop.ids import MoldId, OperationId, PartId
from sprue.shop.orders import Mold, Part
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop
from tests.core.planning.random_shops import has_circle, random_shop
from tests.core.planning.shops import MOLD, NOW, at, op, rows, shop_of

DAY = timedelta(days=1)


def with_rush(shop: Shop) -> Shop:
    """The shop with a mold more, whose one operation is urgent."""
    rush, part = MoldId("N"), PartId("z")
    return replace(
        shop,
        molds=shop.molds | {rush: Mold(rush, trial_due=at(60), weight=Decimal(9))},
        parts=shop.parts | {part: Part(part, rush)},
        operations=shop.operations | {OperationId("z"): op("z", 60, milestone=Milestone.T1)},
    )


def test_in_the_frozen_window_nothing_makes_way_for_a_rush_order() -> None:
    shop = shop_of(op("a", 100), op("b", 100, milestone=Milestone.T1), mold=Mold(MOLD, trial_due=at(400)))
    published = plan(shop, now=NOW, iterations=0)
    free = plan(with_rush(shop), now=NOW, iterations=20)
    assert rows(free)["z"][1] == 0
    calm = plan(with_rush(shop), now=NOW, iterations=20, keep=Keep(published, frozen=DAY))
    assert rows(calm) == rows(published) | {"z": ("A", 200, 200, 320)}


def test_a_move_is_made_when_it_is_worth_its_price() -> None:
    shop = shop_of(op("a", 100), op("b", 100, milestone=Milestone.T1), mold=Mold(MOLD, trial_due=at(400)))
    published = plan(shop, now=NOW, iterations=0)
    cheap = plan(with_rush(shop), now=NOW, iterations=20, keep=Keep(published, weight=0.05))
    dear = plan(with_rush(shop), now=NOW, iterations=20, keep=Keep(published, weight=100.0))
    assert rows(cheap)["z"][1] == 0
    assert rows(dear) == rows(published) | {"z": ("A", 200, 200, 320)}


def test_a_plan_kept_by_a_shop_that_did_not_change_moves_nothing() -> None:
    shop = make_shop(30, 3, load=1.0, now=NOW)
    published = plan(shop, now=NOW, iterations=0)
    keep = Keep(published, weight=1000.0)
    made = plan(shop, now=NOW, iterations=8, keep=keep)
    assert moved_soon(problem_of(shop, NOW), made, keep) == 0


def without_first_machine(shop: Shop) -> Shop:
    """The shop with its first machine out of order for a day."""
    first = next(iter(shop.machines))
    out = CalendarException(first, NOW + timedelta(minutes=100), NOW + timedelta(minutes=1500), open=False)
    return replace(shop, exceptions=(*shop.exceptions, out))


def test_a_group_that_two_machines_would_begin_in_the_same_minute_stays_on_one() -> None:
    shop = random_shop(71)
    published = plan(shop, now=NOW, iterations=12, seed=71)
    shop = without_first_machine(shop)
    made = plan(shop, now=NOW, iterations=12, seed=71, keep=Keep(published))
    assert violations(problem_of(shop, NOW), made) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 2000), st.integers(0, 3000))
def test_a_plan_with_a_frozen_window_keeps_every_rule(seed: int, minutes: int, window: int) -> None:
    shop = random_shop(seed)
    problem = problem_of(shop, NOW)
    assume(problem.tasks)
    assume(not has_circle(problem))
    published = plan(shop, now=NOW, iterations=0)
    later = NOW + timedelta(minutes=minutes)
    made = plan(shop, now=later, iterations=6, keep=Keep(published, timedelta(minutes=window)))
    assert violations(problem_of(shop, later), made) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 5000))
def test_at_once_the_frozen_window_stays_as_it_is_published(seed: int, window: int) -> None:
    shop = random_shop(seed)
    problem = problem_of(shop, NOW)
    assume(problem.tasks)
    assume(not has_circle(problem))
    published = plan(shop, now=NOW, iterations=0)
    made = plan(shop, now=NOW, iterations=10, keep=Keep(published, timedelta(minutes=window)))
    frozen = {o: row for o, row in rows(published).items() if row[1] < window}
    assert {o: row for o, row in rows(made).items() if o in frozen} == frozen
